"""Many at once, on both databases: one ballot for each address, none after the close, none lost that was confirmed."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from anniversary.competition import gates
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition, Rules
from anniversary.competition.vote import asking, casting, counting, marking
from anniversary.competition.vote.addresses import Address
from anniversary.competition.vote.models import Ballot, Option, Poll, Tally
from anniversary.mails.models import Letter
from tests.factories import occasion
from tests.factories import vote as votes

from .walking import link_in, page

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def vote(kept_rows_may_go, monkeypatch) -> Iterator[votes.Vote]:
    """A vote on the machine's own clock, which all threads share, open for an hour. Letters stay in the outbox."""
    occasion.anniversary()
    now = datetime.now(UTC)
    monkeypatch.setattr("anniversary.mails.outbox._have_sent", lambda: None)
    made = votes.vote()
    window(made, now - HOUR, now + HOUR)
    yield made
    for model in (Ballot, Tally, Option, Poll, Entry):  # before the terms that works have accepted go
        model.objects.all().delete()


@pytest.fixture(autouse=True)
def midst_of_the_vote() -> None:
    """Not here: the clock of a thread of its own is the machine's."""


def window(vote: votes.Vote, opens: datetime, closes: datetime) -> None:
    Rules.objects.filter(pk=vote.rules.pk).update(opens_at=opens - 60 * HOUR, closes_at=opens - 30 * HOUR, vote_opens_at=opens, vote_closes_at=closes)


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """What came of deeds that all begin at the same moment; an error by its name."""
    start, outcomes = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], Any]) -> None:
        try:
            start.wait(60)
            outcomes.append(deed())
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def link_of(address: str) -> str:
    return link_in(type("Letter", (), {"body": Letter.objects.filter(address=address).latest("pk").text}))


def hand_in(vote: votes.Vote, clients: int, each: int) -> None:
    """Each client has its ballots cast, one after the other; each address is asked for twice at once and its button pressed twice at once."""
    competition = vote.competition
    answers: list[tuple[str, Any]] = []
    served = threading.BoundedSemaphore(16)  # as a pool does: PostgreSQL has a hundred connections, as it comes

    def voter(number: int) -> Callable[[], None]:
        def vote_on() -> None:
            for turn in range(each):
                address, work = f"voter{number}x{turn}@example.org", vote.works[turn % 3]
                served.acquire()
                at_once([lambda: asking.ask(competition, work.code, Address.read(address), network=f"n{number}", language="en")] * 2)  # noqa: B023
                path = link_of(address)
                both = at_once([lambda: Client().post(path, REMOTE_ADDR=f"198.51.{number}.{turn}").status_code] * 2)  # noqa: B023
                answers.append((address, sorted(map(str, both))))
                connection.close()
                served.release()

        return vote_on

    assert at_once([voter(number) for number in range(clients)]) == [None] * clients
    assert Counter(str(found) for _address, found in answers) == {"['302', '302']": clients * each}
    assert Ballot.objects.count() == Ballot.objects.exclude(cast_at=None).count() == clients * each


def counted(vote: votes.Vote) -> Counter[str]:
    """Close, if it is not closed, and count; what every work got."""
    if Rules.objects.get(pk=vote.rules.pk).vote_closes_at > (now := datetime.now(UTC)):
        window(vote, now - HOUR, now)
    marking.mark(vote.competition)
    Ballot.objects.filter(state="quarantined").update(state="cast", cleared=["burst", "disposable", "network", "pattern", "tagged"])
    counting.count(vote.competition)
    return Counter(dict(Tally.objects.values_list("option__entry__code", "counted")))


@pytest.mark.parametrize(("clients", "each"), [(4, 3), pytest.param(64, 50, marks=pytest.mark.slow)])
def test_every_address_votes_once_however_often_it_is_asked_for_and_pressed(vote, clients, each, monkeypatch):
    monkeypatch.setattr(asking, "A_NETWORK", 10_000)
    hand_in(vote, clients, each)
    found = counted(vote)
    expected = Counter(vote.works[turn % 3].code for turn in range(each))
    assert found == {code: number * clients for code, number in expected.items()}


@pytest.mark.parametrize("number", [12, pytest.param(64, marks=pytest.mark.slow)])
def test_of_many_links_asked_for_one_address_at_once_one_is_good_and_three_are_sent(vote, number):
    deeds = [lambda: asking.ask(vote.competition, vote.works[0].code, Address.read("dara@example.org"), network="n", language="en")] * number
    assert at_once(deeds) == [None] * number
    links = [link_in(type("Letter", (), {"body": text})) for text in Letter.objects.values_list("text", flat=True)]
    answers = sorted(Client().post(link).status_code for link in links)
    assert (len(links), answers, Ballot.objects.count()) == (3, [302, 404, 404], 1)


def test_a_network_gets_its_letters_and_not_one_more_from_several_processes_either(vote, monkeypatch):
    monkeypatch.setattr(asking, "A_NETWORK", 5)
    addresses = [Address.read(f"{letter * 2}@example.org") for letter in "abcdefghijkl"]
    deeds = [lambda address=address: asking.ask(vote.competition, vote.works[0].code, address, network="n", language="en") for address in addresses]
    assert Counter(map(str, at_once(deeds))) == {"None": 5, "TooMany": 7}
    assert (Letter.objects.count(), Ballot.objects.count()) == (5, 5)


@pytest.mark.parametrize("number", [24, pytest.param(640, marks=pytest.mark.slow)])
def test_what_is_confirmed_while_it_closes_is_in_the_count_and_nothing_comes_after_it(vote, number):
    poll = Poll.objects.get()
    tokens = [f"token{place}" for place in range(number)]
    for place, token in enumerate(tokens):
        votes.ballot(poll, vote.works[place % 3], f"v{place}@example{place}.org", state="asked", at=datetime.now(UTC), link_digest=asking.digest(token))
    competition = Competition.objects.get(pk=vote.competition.pk)
    acknowledged: list[str] = []
    enough = threading.Event()

    def caster(mine: list[str]) -> Callable[[], None]:
        def cast() -> None:
            for token in mine:
                try:
                    casting.cast(competition, token, network="")
                    acknowledged.append(token)
                except asking.Closed:
                    pass
                if len(acknowledged) >= number // 4:
                    enough.set()

        return cast

    def close() -> None:
        enough.wait(60)  # in the midst of it
        with transaction.atomic():  # the window that was printed does not change; here it ends when there is something to see
            moment = gates.shut(competition.pk)
            window(vote, moment - HOUR, moment)
        counting.close(competition)

    threads = 8
    assert at_once([*(caster(tokens[start::threads]) for start in range(threads)), close]) == [None] * (threads + 1)
    poll.refresh_from_db()
    cast = Ballot.objects.exclude(cast_at=None)
    assert {asking.digest(token) for token in acknowledged} == set(cast.values_list("link_digest", flat=True))
    assert number // 4 <= len(acknowledged) <= number
    assert max(cast.values_list("cast_at", flat=True)) < poll.closed_at
    assert sum(counted(vote).values()) == len(acknowledged)
    assert {Client().post(f"{page()}{token}/").status_code for token in tokens} == {410}


def test_of_eight_who_count_at_once_one_does(vote):
    votes.ballot(vote.poll, vote.works[0], at=datetime.now(UTC))
    window(vote, datetime.now(UTC) - HOUR, datetime.now(UTC))
    outcomes = at_once([lambda: counting.count(vote.competition, vote.officer)] * 8)
    assert Counter(map(str, outcomes)) == {"None": 1, "ValidationError": 7}
    assert sorted(Tally.objects.values_list("counted", flat=True)) == [0, 0, 1]
