"""The sample with the jury: three have submitted, one is half through, one has not begun."""

from collections import Counter

import pytest

from anniversary.competition import stages
from anniversary.competition.entrants.models import Authorship
from anniversary.competition.jury.models import Criterion, Mark, Recusal, Seat, Sheet
from anniversary.competition.screening.models import Check, Question
from anniversary.management.sampling import jury

STAGE = "jury"
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def states(juror: int) -> Counter[str]:
    return Counter(Sheet.objects.filter(seat__juror__number=juror).values_list("state", flat=True))


def test_the_works_are_checked_one_is_not_eligible_and_one_was_asked_about(sample):
    assert stages.stage_of(sample) == "jury"
    assert Counter(sample.entries.values_list("state", flat=True)) == {"eligible": 58, "ineligible": 1, "withdrawn": 1}
    refused, asked = Check.objects.get(verdict="ineligible"), Question.objects.get()
    assert (Authorship.objects.get(entry=refused.entry).entrant.number, refused.reason) == (53, "same")
    assert (Authorship.objects.get(entry=asked.entry).entrant.number, asked.answered_at is not None) == (23, True)


def test_the_jurors_are_at_five_different_points(sample):
    assert [seat.submitted_at is not None for seat in Seat.objects.order_by("juror__number")] == [True, True, True, False, False]
    assert states(1) == {"complete": 58}
    assert states(2) == {"complete": 57, "recused": 1}
    assert states(3) == {"complete": 57, "abstained": 1}
    assert states(4) == {"complete": 29, "open": 29}
    assert states(5) == {"open": 58}
    assert Recusal.objects.get().sheet.seat.juror.number == 2


def test_the_scores_are_the_same_each_time_it_is_made(sample):
    numbers = dict(Authorship.objects.values_list("entry_id", "entrant__number"))
    ranks = dict(Criterion.objects.values_list("pk", "tie_rank"))
    marks = Mark.objects.select_related("sheet__seat__juror")
    found = {(mark.sheet.seat.juror.number, numbers[mark.sheet.entry_id], ranks[mark.criterion_id]): mark.value for mark in marks}
    assert found == {place: jury.mark(*place, most=10) for place in found}
    assert len(found) == 3 * (58 + 57 + 57 + 29)
    assert [jury.mark(1, number, 1, 10) for number in range(1, 11)] == MARKS
    assert {jury.mark(juror, number, rank, 10) for juror in range(1, 6) for number in range(1, 61) for rank in range(1, 4)} == set(range(1, 11))


MARKS = [8, 4, 8, 4, 4, 7, 4, 7, 4, 3]
