"""What the database itself keeps true of checks, jury, vote, outcome and kit, whatever code is wrong above it; the right beside each wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from anniversary import clock
from anniversary.competition.jury.models import Criterion, Juror, Mark, Round, Seat, Sheet
from anniversary.competition.kit.models import Kit, Master
from anniversary.competition.outcome.models import Consent, Decision, Finalist
from anniversary.competition.screening.models import Check, Likeness, Question
from anniversary.competition.vote.models import Ballot, Option, Poll
from tests.factories.competition import competition, entry
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def march():
    with clock.as_of(NOW):
        yield


@pytest.fixture
def record():
    return competition()


def is_taken(deed: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except IntegrityError:
        return False
    return True


def taken(model: type[models.Model], *rows: dict) -> list[bool]:
    """Of rows written one after the other, which the database takes."""
    return [is_taken(lambda row=row: model.objects.create(**row)) for row in rows]


def test_a_refusal_has_a_reason_and_a_question_is_answered_before_the_next(record):
    one, other = entry(record), entry(record)
    check = {"entry": one, "at": NOW}
    rows = [{"verdict": "eligible"}, {"verdict": "ineligible", "reason": "late"}, {"verdict": "ineligible"}, {"verdict": "eligible", "reason": "late"}]
    assert taken(Check, *(check | row for row in rows)) == [True, True, False, False]
    asked = {"entry": one, "text": "Whose is it?", "asked_at": NOW}
    assert taken(Question, asked, asked, asked | {"entry": other}) == [True, False, True]
    first = Question.objects.filter(entry=one)
    assert not is_taken(lambda: first.update(answer="Mine."))
    assert not is_taken(lambda: first.update(answer="Mine.", answered_at=NOW - DAY))
    assert is_taken(lambda: first.update(answer="Mine.", answered_at=NOW + DAY))
    assert taken(Question, asked) == [True]
    pair = {"one": one, "other": other, "distance": 3}
    assert taken(Likeness, pair, pair, {"one": other, "other": one, "distance": 3}, {"one": one, "other": one, "distance": 0}) == [True, False, False, False]


def test_each_juror_has_one_seat_a_round_one_sheet_a_work_and_one_mark_a_criterion(record):
    idea = {"competition": record, "name_en": "Idea", "tie_rank": 1}
    rows = [{}, {}, {"tie_rank": 2, "weight": 0}, {"tie_rank": 2, "most": 1}, {"tie_rank": 0}, {"tie_rank": 2, "weight": 3}]
    assert taken(Criterion, *(idea | row for row in rows)) == [True, False, False, False, False, True]
    sits = {"competition": record, "user": make_user(), "number": 1}
    assert taken(Juror, sits, sits | {"number": 2}, sits | {"user": make_user(username="bopha")}) == [True, False, False]
    first = {"competition": record, "number": 1, "state": "open"}
    rows = [{}, {"state": "closed"}, {"number": 2}, {"number": 2, "state": "prepared", "takes": 20}, {"number": 3, "state": "prepared", "takes": 0}]
    assert taken(Round, *(first | row for row in rows)) == [True, False, False, True, False]
    seat = {"round": Round.objects.get(number=1), "juror": Juror.objects.get()}
    assert taken(Seat, seat, seat) == [True, False]
    one, other = entry(record), entry(record)
    sheet = {"seat": Seat.objects.get(), "entry": one, "place": 1}
    assert taken(Sheet, sheet, sheet | {"place": 2}, sheet | {"entry": other}, sheet | {"entry": other, "place": 2}) == [True, False, False, True]
    mark = {"sheet": Sheet.objects.first(), "criterion": Criterion.objects.first(), "value": 8}
    assert taken(Mark, mark | {"value": 0}, mark, mark) == [False, True, False]


def test_one_ballot_an_address_and_no_secret_after_the_count(record):
    assert taken(Poll, {"competition": record}, {"competition": record, "secret": "s"}) == [False, True]
    poll = Poll.objects.get()
    option = Option.objects.create(poll=poll, entry=entry(record))
    asked = {"poll": poll, "address_key": "a", "link_digest": "l", "option": option, "asked_at": NOW}
    rows = [{}, {"link_digest": "m"}, {"address_key": "b"}, {"address_key": "b", "link_digest": "m"}]
    assert taken(Ballot, *(asked | row for row in rows)) == [True, False, False, True]
    ballot = Ballot.objects.filter(address_key="a")
    assert not is_taken(lambda: ballot.update(state="cast"))
    assert not is_taken(lambda: ballot.update(cast_at=NOW))
    assert is_taken(lambda: ballot.update(state="cast", cast_at=NOW))
    assert not is_taken(lambda: ballot.update(state="voided"))
    assert is_taken(lambda: ballot.update(state="voided", reason="burst"))
    assert is_taken(lambda: Ballot.objects.update(link_digest="", option=None))  # as the count leaves them
    wrong = [{"counted_at": NOW}, {"counted_at": NOW, "closed_at": NOW}, {"counted_at": NOW, "secret": ""}, {"secret": ""}]
    assert [is_taken(lambda change=change: Poll.objects.update(**change)) for change in wrong] == [False] * 4
    assert is_taken(lambda: Poll.objects.update(counted_at=NOW, closed_at=NOW, secret=""))


def test_a_decision_replaces_the_one_before_and_consent_is_given_not_taken(record):
    finalist = {"competition": record, "entry": entry(record), "rank": 1}
    assert taken(Finalist, finalist | {"rank": 0}, finalist, finalist | {"entry": entry(record)}) == [False, True, False]
    first = {"competition": record, "number": 1, "reason_en": "The best.", "decided_on": NOW.date(), "embargo_until": NOW}
    assert taken(Decision, first | {"number": 2}, first, first) == [False, True, False]
    second = first | {"number": 2, "replaces": Decision.objects.get()}
    assert taken(Decision, second | {"number": 1}, second, second | {"number": 3}) == [False, True, False]
    consent = {"finalist": Finalist.objects.get(), "asked_at": NOW}
    assert taken(Consent, consent | {"gallery": True}, consent | {"name": True}, consent | {"gallery": True, "answered_at": NOW}) == [False, False, True]


def test_each_master_is_there_once(record):
    master = {"kit": Kit.objects.create(competition=record), "variant": "colour"}
    assert taken(Master, master, master, master | {"layout": "vertical"}) == [True, False, True]


def test_a_competition_with_works_in_it_is_not_deleted(record):
    entry(record)
    with pytest.raises(ProtectedError):
        record.delete()
