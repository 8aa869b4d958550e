"""The officers' desk: what waits for a decision, without what was chosen; every decision with its reason, and logged."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anniversary import clock
from anniversary.competition import desks
from anniversary.competition.models import Act
from anniversary.competition.vote import marking, ruling
from anniversary.competition.vote.models import Ballot, Poll, Ruling
from tests.factories.staff import PASSWORD, make_user
from tests.factories.vote import CLOSES, NOW, Vote, ballot
from tests.factories.vote import vote as make_vote

pytestmark = pytest.mark.django_db


def address(vote: Vote, name: str = "ballots", *arguments: str) -> str:
    return reverse(f"vote_desk:{name}", args=[vote.competition.pk, *arguments])


@pytest.fixture
def officer(vote) -> Client:
    client = Client()
    client.login(username=vote.officer.username, password=PASSWORD)
    return client


def waiting(vote: Vote, number: int, *marks: str, at=NOW, **fields) -> list[int]:
    made = [ballot(vote.poll, vote.works[place % 3], f"{''.join(marks)}{chr(97 + place)}@example.org", state="quarantined", marks=list(marks), at=at, **fields)
            for place in range(number)]  # fmt: skip
    return [row.pk for row in made]


def states(keys: list[int]) -> list[str]:
    return list(Ballot.objects.filter(pk__in=keys).order_by("pk").values_list("state", flat=True))


def test_a_ballot_alone_is_released_or_declared_void_with_a_reason(vote):
    first, second, third = waiting(vote, 3, "tagged")
    made = ruling.rule(vote.competition, "released", "tagged", user=vote.officer, note=" A known address. ", ballots=[first])
    ruling.rule(vote.competition, "voided", "tagged", user=vote.officer, note="Made up.", ballots=[second])
    assert states([first, second, third]) == ["cast", "voided", "quarantined"]
    assert list(Ballot.objects.order_by("pk").values_list("marks", "cleared", "reason")) == [
        (["tagged"], ["tagged"], ""), (["tagged"], [], "tagged"), (["tagged"], [], ""),
    ]  # fmt: skip
    assert (made.note, made.by, made.at, made.ballots, Ballot.objects.get(pk=first).ruling) == ("A known address.", vote.officer, NOW, 1, made)
    acts = Act.objects.filter(verb__contains="ballots").values_list("verb", "role", "by", "subject", "detail")
    assert list(acts) == [
        ("release_ballots", "officer", vote.officer.pk, "tagged", {"ruling": made.pk, "ballots": 1}),
        ("void_ballots", "officer", vote.officer.pk, "tagged", {"ruling": made.pk + 1, "ballots": 1}),
    ]
    assert Ballot.objects.count() == 3


def test_all_of_a_mark_are_decided_at_once_and_other_marks_keep_waiting(vote):
    one, both, other = waiting(vote, 2, "burst"), waiting(vote, 2, "burst", "network"), waiting(vote, 2, "network")
    assert ruling.groups(vote.poll) == {"burst": 4, "network": 4}
    ruling.rule(vote.competition, "released", "burst", user=vote.officer, note="On television.")
    assert (states(one), states(both), states(other)) == (["cast"] * 2, ["quarantined"] * 2, ["quarantined"] * 2)
    assert ruling.groups(vote.poll) == {"network": 4}
    ruling.rule(vote.competition, "voided", "network", user=vote.officer, note="One office.")
    assert (states(one), states(both), states(other), ruling.groups(vote.poll)) == (["cast"] * 2, ["voided"] * 2, ["voided"] * 2, {})
    assert set(Ballot.objects.filter(pk__in=both + other).values_list("reason", flat=True)) == {"network"}
    assert marking.mark(vote.competition) == 0


def test_without_a_reason_or_the_right_or_a_ballot_nothing_changes(vote):
    keys = waiting(vote, 2, "burst")
    for note in ("", "  \n "):
        with pytest.raises(ValidationError, match="Write a reason"):
            ruling.rule(vote.competition, "voided", "burst", user=vote.officer, note=note)
    for role in ("editor", "approver", "translator", "juror"):
        with pytest.raises(PermissionDenied):
            ruling.rule(vote.competition, "voided", "burst", user=make_user(username=role, role=role), note="x")
    other = make_vote(slug="other")
    [foreign] = waiting(other, 1, "burst")
    for mark, chosen in (("pattern", None), ("burst", []), ("burst", [foreign]), ("burst", [0]), ("nonsense", None)):
        with pytest.raises(ValidationError, match="in quarantine any more"):
            ruling.rule(vote.competition, "voided", mark, user=vote.officer, note="x", ballots=chosen)
    assert (states(keys), states([foreign]), Ruling.objects.count()) == (["quarantined"] * 2, ["quarantined"], 0)


def test_what_is_cast_without_a_mark_is_out_of_an_officer_s_reach(vote):
    cast = ballot(vote.poll, vote.works[0], "dara@example.org")
    asked = ballot(vote.poll, vote.works[0], "bopha@example.org", state="asked")
    for chosen in ([cast.pk], [asked.pk], None):
        with pytest.raises(ValidationError):
            ruling.rule(vote.competition, "voided", "burst", user=vote.officer, note="x", ballots=chosen)
    assert states([cast.pk, asked.pk]) == ["cast", "asked"]


def test_two_who_decide_the_same_are_not_both_right(vote):
    [pk] = waiting(vote, 1, "burst")
    ruling.rule(vote.competition, "voided", "burst", user=vote.officer, note="x", ballots=[pk])
    with pytest.raises(ValidationError, match="in quarantine any more"):
        ruling.rule(vote.competition, "released", "burst", user=vote.officer, note="x", ballots=[pk])
    assert (states([pk]), Ruling.objects.count()) == (["voided"], 1)


def test_the_desk_shows_numbers_by_state_and_mark_and_never_by_work(officer, vote):
    waiting(vote, 2, "burst")
    waiting(vote, 1, "burst", "tagged")
    for name in ("dara", "bopha", "sokha", "rith"):
        ballot(vote.poll, vote.works[0], f"{name}@example.org")
    ballot(vote.poll, vote.works[0], "chan@example.org", state="asked")
    shown = officer.get(address(vote)).context
    assert [number for _label, number in shown["numbers"]] == [1, 4, 3, 0]
    assert [(name, number) for name, _label, number in shown["groups"]] == [("burst", 3), ("tagged", 1)]
    for path in (address(vote), address(vote, "mark", "burst")):
        answer = officer.get(path)
        content = answer.content.decode()
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
        assert not [work.code for work in vote.works if work.code in content or work.title in content]


def test_an_officer_ticks_some_or_takes_all(officer, vote):
    keys = waiting(vote, 4, "burst")
    path = address(vote, "mark", "burst")
    answer = officer.post(path, {"verdict": "voided", "note": "Made up.", "ballot": [keys[0], keys[1], "x", "9" * 30]}, follow=True)
    assert (answer.redirect_chain, "2 ballots are declared void." in answer.content.decode()) == ([(path, 302)], True)
    answer = officer.post(path, {"verdict": "released", "note": "On television.", "all": "1"}, follow=True)
    assert (answer.redirect_chain, "2 ballots are released." in answer.content.decode()) == ([(address(vote), 302)], True)
    assert states(keys) == ["voided", "voided", "cast", "cast"]
    assert [(row.verdict, row.ballots, row.note) for row, _label in answer.context["rulings"]] == [("released", 2, "On television."), ("voided", 2, "Made up.")]
    answer = officer.post(path, {"verdict": "released", "note": "", "all": "1"}, follow=True)
    assert "Write a reason" in answer.content.decode()
    assert [officer.post(path, {"verdict": verdict, "note": "x", "all": "1"}).status_code for verdict in ("", "deleted")] == [404, 404]
    assert officer.get(address(vote, "mark", "nonsense")).status_code == 404


def test_an_officer_has_it_marked_and_after_the_close_counted(officer, vote):
    for place in range(6):
        ballot(vote.poll, vote.works[0], f"dara{place}@example.org", at=NOW + timedelta(minutes=place))
    assert "6 more ballots are in quarantine." in officer.post(address(vote, "look"), follow=True).content.decode()
    assert "Nothing else is suspicious." in officer.post(address(vote, "look"), follow=True).content.decode()
    assert "not over yet" in officer.post(address(vote, "count"), follow=True).content.decode()
    with clock.as_of(CLOSES):
        assert "in quarantine: 6" in officer.post(address(vote, "count"), follow=True).content.decode()
        officer.post(address(vote, "mark", "pattern"), {"verdict": "released", "note": "A family.", "all": "1"})
        shown = officer.post(address(vote, "count"), follow=True).content.decode()
        assert ("The vote is counted. " in shown, "Count the vote" in shown) == (True, False)
    assert Poll.objects.get().counted_at == CLOSES


def test_only_who_conducts_a_competition_sits_at_the_desk(vote):
    waiting(vote, 1, "burst")
    paths = [address(vote), address(vote, "mark", "burst"), address(vote, "look"), address(vote, "count")]
    for role in ("editor", "approver", "translator", "juror"):
        client = Client()
        make_user(username=role, role=role)
        client.login(username=role, password=PASSWORD)
        sent = {"verdict": "voided", "note": "x", "all": "1"}
        answers = [answer.status_code for path in paths for answer in (client.get(path), client.post(path, sent))]
        assert (role, set(answers)) == (role, {403})
    assert {Client().get(path).status_code for path in paths} == {302}
    assert (Ruling.objects.count(), Poll.objects.get().counted_at) == (0, None)
    tabs = [url for url, _label in desks.tabs(vote.officer, vote.competition)]
    assert (address(vote) in tabs, desks.tabs(make_user(username="x", role="juror"), vote.competition)) == (True, [])


def test_looking_changes_nothing_and_marking_and_counting_are_pressed(officer, vote):
    with clock.as_of(CLOSES):
        assert [officer.get(address(vote, name)).status_code for name in ("look", "count")] == [405, 405]
    assert Poll.objects.get().counted_at is None


def test_before_the_vote_the_desk_says_so(officer, vote):
    other = make_vote(slug="other")
    other.poll.options.all().delete()
    other.poll.delete()
    answer = officer.get(address(other))
    assert (answer.status_code, "There is no public vote yet." in answer.content.decode()) == (200, True)
    assert officer.get(address(other, "mark", "burst")).status_code == 404


@pytest.mark.parametrize("number", [1, 26])
def test_the_desk_takes_as_many_queries_for_one_ballot_as_for_many(officer, vote, number):
    waiting(vote, number, "burst")
    waiting(vote, number, "tagged")
    counts = []
    for path in (address(vote), address(vote, "mark", "tagged")):
        officer.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(path).status_code == 200
        counts.append(len(queries))
    assert counts == [10, 10]
