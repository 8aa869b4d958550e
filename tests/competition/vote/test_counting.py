"""What is counted, when, and what is left of it; who may know it, and from when on."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.models import Act, Competition
from anniversary.competition.vote import asking, counting, polls, results
from anniversary.competition.vote.addresses import Address
from anniversary.competition.vote.models import Asking, Ballot, Option, Poll, Tally
from anniversary.mails import outbox
from anniversary.mails.models import Letter
from tests.factories.staff import make_user
from tests.factories.vote import CLOSES, NOW, Vote, ballot
from tests.factories.vote import vote as make_vote

S = Competition.Stage
STRAIGHT = ["dara", "bopha", "sokha", "vanna", "chan", "rith", "mony", "pisey"]


def cast(vote: Vote, *numbers: int) -> None:
    """So many ballots for each of the works."""
    names = iter(f"{name}@{host}.org" for host in "abcdefgh" for name in STRAIGHT)
    for work, number in zip(vote.works, numbers, strict=True):
        for place in range(number):
            ballot(vote.poll, work, next(names), at=NOW + timedelta(minutes=place))


def counted(vote: Vote) -> None:
    with clock.as_of(CLOSES):
        counting.count(vote.competition, vote.officer)


def test_a_poll_is_prepared_once_with_works_of_this_competition(vote):
    assert sorted(Option.objects.values_list("entry", flat=True)) == [work.pk for work in vote.works]
    assert (len(vote.poll.secret), vote.poll.secret != make_vote(slug="other").poll.secret) == (64, True)
    with pytest.raises(ValidationError, match="prepared already"):
        polls.prepare(vote.competition, vote.works)
    with pytest.raises(ValueError, match="another competition"):
        polls.prepare(Competition.objects.get(slug="other"), vote.works)
    assert Act.objects.filter(verb="prepare_poll").values_list("role", "detail").first() == ("system", {"works": 3})


def test_one_work_is_no_choice(vote):
    other = make_vote(slug="other")
    Option.objects.filter(poll=other.poll).delete()
    other.poll.delete()
    with pytest.raises(ValidationError, match="two works"):
        polls.prepare(other.competition, other.works[:1])


def test_what_was_cast_is_counted_by_work_and_what_was_only_asked_for_or_void_is_not(vote):
    cast(vote, 3, 1, 0)
    ballot(vote.poll, vote.works[2], "asked@example.org", state=Ballot.State.ASKED)
    ballot(vote.poll, vote.works[2], "void@example.org", state=Ballot.State.VOIDED, reason="burst")
    counted(vote)
    vote.enter(S.DECISION)
    result = results.for_decision(vote.competition, vote.officer)
    first, second, third = (work.code for work in vote.works)
    assert [(share.code, share.counted, share.share) for share in result.shares] == [(first, 3, Fraction(3, 4)), (second, 1, Fraction(1, 4)), (third, 0, 0)]
    assert (result.asked, result.cast, result.voided, result.counted_at) == (6, 5, {"burst": 1}, CLOSES)
    assert sorted(Tally.objects.values_list("counted", "quarantined", "voided")) == [(0, 0, 1), (1, 0, 0), (3, 0, 0)]


def test_a_poll_without_ballots_is_counted_too(vote):
    counted(vote)
    vote.enter(S.DECISION)
    result = results.for_decision(vote.competition, vote.officer)
    assert [(share.counted, share.share) for share in result.shares] == [(0, 0)] * 3
    assert (result.asked, result.cast, result.voided) == (0, 0, {})


def test_after_the_count_nobody_can_say_who_chose_what(vote):
    cast(vote, 2, 1, 0)
    Asking.objects.create(poll=vote.poll, address_key="a", at=NOW)
    counted(vote)
    assert set(Ballot.objects.values_list("option", "link_digest", "state")) == {(None, "", "cast")}
    poll = Poll.objects.get()
    assert (poll.secret, poll.closed_at, poll.counted_at, Asking.objects.count()) == ("", CLOSES, CLOSES, 0)


def test_the_count_forgets_the_addresses_of_letters_that_could_not_be_sent_and_only_of_its_poll(vote):
    other = make_vote(slug="other")
    for made, person in ((vote, "dara"), (vote, "bopha"), (other, "sokha")):
        asking.ask(made.competition, made.works[0].code, Address.read(f"{person}@example.org"), network="", language="en")
    outbox.send(Letter.objects.get(address="bopha@example.org").pk)
    Letter.objects.filter(address="dara@example.org").update(due_at=None)  # given up
    assert Letter.objects.count() == 3
    counted(vote)
    assert list(Letter.objects.order_by("pk").values_list("address", flat=True)) == ["", "sokha@example.org"]


def test_it_is_counted_once_after_the_end_and_by_an_officer(vote):
    cast(vote, 1, 0, 0)
    with clock.as_of(CLOSES - timedelta(microseconds=1)), pytest.raises(ValidationError, match="not over yet"):
        counting.count(vote.competition, vote.officer)
    for role in ("editor", "approver", "juror"):
        with clock.as_of(CLOSES), pytest.raises(PermissionDenied):
            counting.count(vote.competition, make_user(username=role, role=role))
    assert (Tally.objects.count(), Poll.objects.get().closed_at) == (0, None)
    counted(vote)
    with pytest.raises(ValidationError, match="counted already"):
        counted(vote)
    assert Tally.objects.count() == 3
    acts = Act.objects.filter(verb__in=["close_poll", "count_poll"]).values_list("verb", "role", "by", "at", "detail")
    assert list(acts) == [("close_poll", "clock", None, CLOSES, {}), ("count_poll", "officer", vote.officer.pk, CLOSES, {})]


def test_the_system_can_count_too_and_the_end_is_that_of_the_window(vote):
    late = CLOSES + timedelta(hours=5)
    with clock.as_of(late):
        counting.count(vote.competition)
    poll = Poll.objects.get()
    assert (poll.closed_at, poll.counted_at) == (CLOSES, late)
    assert Act.objects.get(verb="count_poll").role == "system"


def test_nothing_is_counted_while_a_ballot_is_in_quarantine(vote):
    cast(vote, 1, 0, 0)
    ballot(vote.poll, vote.works[0], "a+b@example.org", state=Ballot.State.QUARANTINED)
    with pytest.raises(ValidationError, match="in quarantine: 1"):
        counted(vote)
    poll = Poll.objects.get()
    assert (poll.closed_at, poll.counted_at, bool(poll.secret), Tally.objects.count()) == (CLOSES, None, True, 0)
    Ballot.objects.filter(state=Ballot.State.QUARANTINED).update(state=Ballot.State.CAST, cleared=["tagged"])
    counted(vote)
    assert Tally.objects.get(option__entry=vote.works[0]).counted == 2


def test_what_the_last_minutes_brought_is_marked_before_the_count(vote):
    for number in range(6):
        ballot(vote.poll, vote.works[0], f"dara{number}@example.org", at=NOW + timedelta(minutes=number))
    with pytest.raises(ValidationError, match="in quarantine: 6"):
        counted(vote)
    assert set(Ballot.objects.values_list("state", flat=True)) == {"quarantined"}


def test_readers_are_told_when_the_result_is_announced_and_not_a_stage_earlier(vote):
    cast(vote, 2, 0, 0)
    told = {}
    for stage in S.values:
        vote.enter(stage)
        told[stage] = results.public(vote.competition)
    assert set(told.values()) == {None}  # not counted
    vote.enter(S.PUBLIC_VOTE)
    counted(vote)
    for stage in S.values:
        vote.enter(stage)
        result = results.public(vote.competition)
        told[stage] = result and sum(share.counted for share in result.shares)
    assert {stage for stage, number in told.items() if number is not None} == {S.RESULT_ANNOUNCED, S.KIT_RELEASED, S.ARCHIVED}
    held = Competition.objects.get(pk=vote.competition.pk)  # announced, as somebody still has it who does not know that it was taken back
    vote.enter(S.DECISION)
    assert (held.stage, results.public(held)) == (S.ARCHIVED, None)


def test_who_decides_is_told_from_the_decision_on_and_each_look_is_logged(vote):
    counted(vote)
    for stage in (S.RIGHTS_CHECK, S.PUBLIC_VOTE):
        vote.enter(stage)
        with pytest.raises(ValidationError, match="from the decision on"):
            results.for_decision(vote.competition, vote.officer)
    for stage in (S.DECISION, S.EMBARGOED, S.RESULT_ANNOUNCED, S.KIT_RELEASED, S.ARCHIVED):
        vote.enter(stage)
        assert results.for_decision(vote.competition, vote.officer).cast == 0
    assert list(Act.objects.filter(verb="look_at_vote").values_list("by", flat=True)) == [vote.officer.pk] * 5
    for role in ("editor", "approver", "translator", "juror"):
        with pytest.raises(PermissionDenied):
            results.for_decision(vote.competition, make_user(username=role, role=role))


def test_without_a_poll_there_is_nothing_to_count_nor_to_tell(vote):
    Option.objects.all().delete()
    Poll.objects.all().delete()
    vote.enter(S.DECISION)
    with pytest.raises(ValidationError, match="no public vote"):
        counted(vote)
    with pytest.raises(ValidationError, match="from the decision on"):
        results.for_decision(vote.competition, vote.officer)
    vote.enter(S.RESULT_ANNOUNCED)
    assert results.public(vote.competition) is None


def test_the_window_decides_to_the_microsecond(vote):
    opens = datetime(2023, 5, 1, 9, tzinfo=UTC)
    tick = timedelta(microseconds=1)
    moments = (opens - tick, opens, CLOSES - tick, CLOSES)
    assert [polls.phase(vote.poll, vote.competition, moment) for moment in moments] == ["before", "open", "open", "closed"]
    phases = {}
    for stage in S.values:
        vote.enter(stage)
        phases[stage] = polls.phase(vote.poll, vote.competition, NOW)
    assert {stage for stage, phase in phases.items() if phase == ""} == {
        S.SETUP, S.ANNOUNCED, S.OPEN, S.CLOSED, S.ELIGIBILITY, S.JURY, S.SHORTLIST, S.RIGHTS_CHECK,
    }  # fmt: skip
    assert {stage for stage, phase in phases.items() if phase == "open"} == {S.PUBLIC_VOTE}


def test_what_keeps_it_from_the_decision_is_told(vote):
    def told() -> list[str]:
        with clock.as_of(moment), pytest.raises(ValidationError) as refused:
            stages.move(vote.competition, S.DECISION, user=vote.officer)
        return refused.value.messages

    moment = CLOSES - timedelta(microseconds=1)
    assert told() == ["The public vote is not over yet."]
    moment = CLOSES
    assert told() == ["The public vote is not counted yet."]
    ballot(vote.poll, vote.works[0], "a+b@example.org", state=Ballot.State.QUARANTINED)
    assert told() == ["Ballots in quarantine: 1. Release them or declare them void before the count."]
    Ballot.objects.update(state=Ballot.State.CAST, cleared=["tagged"])
    counted(vote)
    with clock.as_of(moment):
        assert stages.move(vote.competition, S.DECISION, user=vote.officer).stage == S.DECISION
    none = make_vote(slug="none", vote_opens_at=None, vote_closes_at=None)
    assert counting.problems(none.competition, none.rules, moment) == []
