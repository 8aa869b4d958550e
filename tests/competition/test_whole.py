"""Bar 1, by the services: a whole competition, and every figure of its protocol against a count by hand."""

import hashlib
from collections import Counter
from datetime import timedelta

import pytest

from anniversary.competition import stages
from anniversary.competition.entrants.models import Entrant
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act
from anniversary.competition.outcome import deciding
from anniversary.competition.outcome.models import Finalist
from anniversary.competition.vote import results
from tests.factories import occasion

from .story import Story

pytestmark = pytest.mark.django_db
# Every juror gives the same mark, on a scale of ten, for both criteria: the score is ten times that. The seventh is withdrawn.
MARKS = {1: 10, 2: 9, 3: 8, 4: 7, 5: 6, 6: 5, 8: 4, 9: 4, 10: 3, 11: 2, 12: 1}


@pytest.fixture
def story():
    occasion.anniversary()
    return Story(marks=MARKS)


def test_every_figure_of_the_protocol_equals_the_count_by_hand(story):
    protocol = story.tell_all()
    figures, code = protocol.figures, story.code
    told = {name: figures[name] for name in HAND}
    assert told == HAND
    # The first of the jury is dropped, so the second wins and the sixth comes up; each got 8 of 40 ballots, but three are void.
    assert figures["ballots_counted"] == {code(2): 7, code(3): 7, code(4): 7, code(5): 8, code(6): 8}
    assert set(figures["first_without"].values()) == {code(1)}
    assert [(one["code"], one["jury_rank"], one["score"]) for one in figures["finalists"]] == [
        (code(2), 2, "90.00"), (code(3), 3, "80.00"), (code(4), 4, "70.00"), (code(5), 5, "60.00"), (code(6), 6, "50.00"),
    ]  # fmt: skip
    # The eighth and the ninth are the same in everything: the lot decides, by a seed whose SHA-256 was printed before entries opened.
    assert {tie["by"] for tie in figures["ties"]} == {"lot"}
    assert {tie["code"] for tie in figures["ties"]} == {code(8), code(9)}
    by_lot = sorted((code(8), code(9)), key=lambda one: hashlib.sha256(f"{figures['lot_seed']}{one}".encode()).hexdigest())
    reserve = Finalist.objects.filter(reserve=True).order_by("rank").values_list("entry__code", flat=True)
    assert list(reserve) == by_lot
    assert hashlib.sha256(figures["lot_seed"].encode()).hexdigest() == figures["lot_sha256"]
    assert figures["decision"]["winner"] == code(2)
    assert (deciding.winner(story.competition), stages.stage_of(story.competition)) == (story.fresh(2), "result_announced")


HAND = {
    "begun": 12, "submitted": 12, "submitted_in_grace": 1, "withdrawn": 1, "disqualified": 0, "eligible": 11, "ineligible": {}, "jurors": 5,
    "sheets_counted": 53, "sheets_abstained": 1, "sheets_recused": 1, "dropped": 1, "called_up": 1,
    "ballots_asked": 40, "ballots_cast": 40, "ballots_voided": {"tagged": 3},
}  # fmt: skip


def test_who_was_told_what(story):
    story.tell_all()
    assert Counter(Entry.objects.values_list("state", flat=True)) == {"winner": 1, "runner_up": 4, "not_selected": 6, "withdrawn": 1}
    late, closes = story.fresh(12), story.competition.rules.closes_at
    assert late.submitted_at == closes + timedelta(minutes=10)
    minor, group = story.entrant(3), story.entrant(5)
    assert (minor.guardian_consented_at is not None, group.members.count(), Entrant.objects.count()) == (True, 1, 12)
    assert {share.code: share.counted for share in results.public(story.competition).shares} == {
        story.code(2): 7, story.code(3): 7, story.code(4): 7, story.code(5): 8, story.code(6): 8,
    }  # fmt: skip
    assert not Act.objects.filter(sample=True).exists()
