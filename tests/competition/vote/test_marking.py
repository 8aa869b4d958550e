"""Which ballots are marked: by their address at once, by what they have in common when there are many. Thresholds to the one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.competition.vote import addresses, marking, tasks
from anniversary.competition.vote.models import Asking, Ballot, Poll
from tests.factories.vote import CLOSES, NOW, ballot
from tests.factories.vote import vote as make_vote

from .walking import cast

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def names(number: int) -> list[str]:
    """So many addresses with no letters in common."""
    return [f"{first}{second}@example.org" for first in LETTERS for second in LETTERS][:number]


def found() -> dict[str, int]:
    """How many ballots there are of each state and marks."""
    rows = [f"{state} {' '.join(marks)}".strip() for state, marks in Ballot.objects.values_list("state", "marks")]
    return {row: rows.count(row) for row in sorted(set(rows))}


def test_more_than_five_addresses_with_the_same_letters_are_marked_all_of_them(vote):
    same = ["dara@example.org", "dara1@example.org", "d.ara22@example.org", "Dara-3@EXAMPLE.org", "da_ra4@example.org"]
    for place, address in enumerate(same):
        ballot(vote.poll, vote.works[0], address, at=NOW + place * MINUTE)
    ballot(vote.poll, vote.works[0], "dara@example.com", at=NOW)
    ballot(vote.poll, vote.works[0], "bopha@example.org", at=NOW)
    assert (marking.mark(vote.competition), found()) == (0, {"cast": 7})
    ballot(vote.poll, vote.works[1], "9dara9@example.org", at=NOW)
    assert (marking.mark(vote.competition), found()) == (6, {"cast": 2, "quarantined pattern": 6})
    assert marking.mark(vote.competition) == 0


def test_more_than_twenty_ballots_of_a_network_are_marked_all_of_them(vote):
    for place, address in enumerate(names(21)):
        ballot(vote.poll, vote.works[0], address, at=NOW + place * MINUTE, network="203.0.113.0/24" if place else "203.0.114.0/24")
    assert (marking.mark(vote.competition), found()) == (0, {"cast": 21})
    ballot(vote.poll, vote.works[0], "zz@example.org", at=NOW, network="203.0.113.0/24")
    assert (marking.mark(vote.competition), found()) == (21, {"cast": 1, "quarantined network": 21})


def test_ballots_whose_network_nobody_knows_are_not_one_network(vote):
    for place, address in enumerate(names(25)):
        ballot(vote.poll, vote.works[0], address, at=NOW + place * MINUTE)
    assert (marking.mark(vote.competition), found()) == (0, {"cast": 25})


def test_more_than_thirty_ballots_in_a_minute_of_the_clock_are_marked_all_of_them(vote):
    for place, address in enumerate(names(31)):
        ballot(vote.poll, vote.works[0], address, at=NOW + timedelta(seconds=2 * place))  # the last one falls into the next minute
    assert (marking.mark(vote.competition), found()) == (0, {"cast": 31})
    ballot(vote.poll, vote.works[0], "zz@example.org", at=NOW + timedelta(seconds=59))
    assert (marking.mark(vote.competition), found()) == (31, {"cast": 1, "quarantined burst": 31})


def test_what_is_only_asked_for_does_not_count_and_what_is_void_counts_and_stays_void(vote):
    for place in range(5):
        ballot(vote.poll, vote.works[0], f"dara{place}@example.org", at=NOW + place * MINUTE)
    ballot(vote.poll, vote.works[0], "dara@example.org", state="asked")
    assert marking.mark(vote.competition) == 0
    ballot(vote.poll, vote.works[0], "dara9@example.org", state="voided", reason="pattern", marks=["pattern"])
    assert (marking.mark(vote.competition), found()) == (5, {"asked": 1, "quarantined pattern": 5, "voided pattern": 1})


def test_what_is_released_comes_back_only_for_another_mark(vote):
    for place in range(6):
        ballot(vote.poll, vote.works[0], f"dara{place}@example.org", at=NOW, marks=["pattern"], cleared=["pattern"])
    assert (marking.mark(vote.competition), found()) == (0, {"cast pattern": 6})
    for address in names(25):
        ballot(vote.poll, vote.works[0], address, at=NOW)
    assert (marking.mark(vote.competition), found()) == (31, {"quarantined burst": 25, "quarantined burst pattern": 6})


def test_one_poll_s_ballots_say_nothing_about_another_s(vote):
    other = make_vote(slug="other")
    for place in range(6):
        ballot((vote, other)[place % 2].poll, (vote, other)[place % 2].works[0], f"dara{place}@example.org", at=NOW)
    assert (marking.mark(vote.competition), marking.mark(other.competition), found()) == (0, 0, {"cast": 6})


def test_a_counted_poll_and_a_competition_without_one_are_left_alone(vote):
    for place in range(6):
        ballot(vote.poll, vote.works[0], f"dara{place}@example.org", at=NOW)
    Poll.objects.update(closed_at=CLOSES, counted_at=CLOSES, secret="")
    none = make_vote(slug="none", vote_opens_at=None, vote_closes_at=None)
    none.poll.options.all().delete()
    none.poll.delete()
    assert (marking.mark(vote.competition), marking.mark(none.competition), found()) == (0, 0, {"cast": 6})


@pytest.mark.parametrize("number", [31, 300])
def test_marking_reads_and_writes_as_often_for_many_as_for_few(vote, number):
    for address in names(number):
        ballot(vote.poll, vote.works[0], address, at=NOW, network="203.0.113.0/24")
    with CaptureQueriesContext(connection) as queries:
        assert marking.mark(vote.competition) == number
    assert (len(queries), found()) == (7, {"quarantined burst network": number})  # savepoint, poll, three kinds of many, one change, savepoint


def test_a_marked_address_that_is_cast_goes_straight_into_quarantine_and_the_task_marks_the_rest(vote):
    for place in range(6):
        cast(vote.works[0], f"dara{place}@example.org", network=f"203.0.{place}.1")
    cast(vote.works[0], "bopha+logo@example.org")
    assert found() == {"cast": 6, "quarantined tagged": 1}
    tasks.enqueue_due()
    assert found() == {"quarantined pattern": 6, "quarantined tagged": 1}


def test_the_round_notes_the_close_once_and_forgets_who_asked(vote):
    Asking.objects.create(poll=vote.poll, address_key="old", at=NOW - timedelta(minutes=62))
    Asking.objects.create(poll=vote.poll, address_key="new", at=NOW - timedelta(minutes=59))
    tasks.enqueue_due()
    assert (list(Asking.objects.values_list("address_key", flat=True)), Poll.objects.get().closed_at) == (["new"], None)
    for _round in range(2):
        with clock.as_of(CLOSES + MINUTE):
            tasks.enqueue_due()
    assert (Asking.objects.count(), Poll.objects.get().closed_at) == (0, CLOSES)
    assert vote.competition.acts.filter(verb="close_poll").count() == 1


def test_the_round_asks_for_nothing_where_no_vote_is_under_way(vote):
    vote.enter("decision")
    with CaptureQueriesContext(connection) as queries:
        tasks.enqueue_due()
    assert len(queries) == 2


def test_the_list_of_throw_away_services_is_clean_and_names_no_usual_provider():
    lines = [line for line in addresses.LIST.read_text().splitlines() if line and not line.startswith("#")]
    assert (len(lines) > 100, len(lines)) == (True, len(set(lines)))
    for line in lines:
        assert str(addresses.Address.read(f"x@{line}")) == f"x@{line}"
    usual = [
        "gmail.com",
        "yahoo.co.jp",
        "outlook.com",
        "icloud.com",
        "docomo.ne.jp",
        "ezweb.ne.jp",
        "hotmail.com",
        "qq.com",
        "proton.me",
        "gov.kh",
        "example.org",
    ]
    assert [domain for domain in usual if addresses.is_disposable(domain)] == []
    assert [addresses.is_disposable(domain) for domain in ("mailinator.com", "a.b.mailinator.com", "notmailinator.com", "com")] == [True, True, False, False]
