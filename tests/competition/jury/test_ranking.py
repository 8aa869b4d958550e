"""The formulas of docs/competition.md, section 7: the example worked by hand there, number by number, and what has to hold of any ranking."""

import hashlib
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anniversary.competition.entries.models import Entry
from anniversary.competition.jury import scoring
from anniversary.competition.jury.models import Round, Seat, Sheet
from anniversary.competition.jury.ranking import NotClosed, Placed, of_round, ranking
from anniversary.competition.jury.scoring import Judged, Weighed
from tests.factories import occasion
from tests.factories.competition import PUBLISHED_AT, competition, entry, rules
from tests.factories.jury import criterion, juror, marked, round_of, seat
from tests.factories.staff import make_user

IDEA, FORM = Weighed(weight=3, most=10, tie_rank=1), Weighed(weight=2, most=10, tie_rank=2)
BY_HAND = [
    Judged("A", 1, (8, 6)), Judged("A", 2, (9, 7)), Judged("A", 3, (6, 9)),
    Judged("B", 1, (7, 9)), Judged("B", 2, (6, 8)), Judged("B", 3, (8, 8)),
    Judged("C", 1, (9, 5)), Judged("C", 3, (8, 7)),
]  # fmt: skip


def told(sheets, criteria=(IDEA, FORM), seed="seed"):
    return [(place.code, place.rank, place.score, place.tie) for place in scoring.places(criteria, sheets, seed)]


def test_the_example_worked_by_hand():
    assert told(BY_HAND) == [("A", 1, Fraction(226, 3), "criterion:1"), ("B", 2, Fraction(226, 3), "criterion:1"), ("C", 3, Fraction(75), "")]
    assert scoring.first_without((IDEA, FORM), BY_HAND, "seed", [1, 2, 3]) == {1: "A", 2: "B", 3: "A"}


@pytest.mark.parametrize(
    ("juror", "totals"), [(1, {"A": 72, "B": 78, "C": 74}), (2, {"A": 82, "B": 68}), (3, {"A": 72, "B": 80, "C": 76})]
)
def test_each_total_of_the_example(juror, totals):
    assert {code: score for code, _rank, score, _tie in told(sheet for sheet in BY_HAND if sheet.juror == juror)} == totals


@pytest.mark.parametrize(
    ("juror", "scores"), [(1, {"A": 77, "B": 74, "C": 76}), (2, {"A": 72, "B": 79, "C": 75}), (3, {"A": 77, "B": 73, "C": 74})]
)
def test_the_scores_of_the_example_without_each_juror(juror, scores):
    assert {code: score for code, _rank, score, _tie in told(sheet for sheet in BY_HAND if sheet.juror != juror)} == scores


def test_scales_of_different_length_count_by_their_weights_alone():
    short, long = Weighed(weight=1, most=5, tie_rank=1), Weighed(weight=2, most=7, tie_rank=2)
    assert told([Judged("A", 1, (5, 7))], (short, long)) == [("A", 1, 100, "")]
    assert told([Judged("A", 1, (2, 3))], (short, long))[0][2] == 100 * (Fraction(2, 5) + 2 * Fraction(3, 7)) / 3


def test_ties_are_broken_by_criterion_then_median_then_lot():
    one, two = Weighed(1, 10, 1), Weighed(1, 10, 2)
    by_first = [Judged("A", 1, (4, 6)), Judged("B", 1, (5, 5))]
    assert told(by_first, (one, two)) == [("B", 1, 50, "criterion:1"), ("A", 2, 50, "criterion:1")]
    # Tie rank, not the order in which criteria were made.
    assert [code for code, *_rest in told([Judged(code, who, marks[::-1]) for code, who, marks in by_first], (two, one))] == ["A", "B"]
    by_median = [Judged("A", juror, (mark,)) for juror, mark in enumerate((1, 6, 8))] + [Judged("B", juror, (5,)) for juror in range(3)]
    assert told(by_median, (one,)) == [("A", 1, 50, "median"), ("B", 2, 50, "median")]
    by_lot = [Judged(code, 1, (5,)) for code in "ABC"]
    order = sorted("ABC", key=lambda code: hashlib.sha256(f"seed{code}".encode()).hexdigest())
    assert told(by_lot, (one,)) == [(code, rank, 50, "lot") for rank, code in enumerate(order, start=1)]


def test_of_three_with_one_score_each_is_told_by_what_parts_it_from_the_next():
    one = Weighed(1, 10, 1)
    sheets = [Judged(code, juror, (5,)) for code in "BC" for juror in range(3)]
    sheets += [Judged("A", juror, (mark,)) for juror, mark in enumerate((1, 6, 8))]
    assert [(code, tie) for code, _rank, _score, tie in told(sheets, (one,)) if code == "A"] == [("A", "median")]
    assert {tie for code, _rank, _score, tie in told(sheets, (one,)) if code != "A"} == {"lot"}


def test_nothing_judged_ranks_nothing():
    assert told([]) == []
    assert scoring.first_without((IDEA, FORM), [Judged("A", 1, (1, 1))], "", [1, 2]) == {1: None, 2: "A"}


@st.composite
def judgements(draw):
    criteria = [
        Weighed(draw(st.integers(1, 4)), draw(st.sampled_from([2, 3, 5, 10])), rank) for rank in range(1, draw(st.integers(1, 3)) + 1)
    ]
    marks = st.tuples(*(st.integers(1, criterion.most) for criterion in criteria))
    pairs = st.tuples(st.sampled_from("ABCDE"), st.integers(1, 4))
    return criteria, [Judged(code, number, given) for (code, number), given in draw(st.dictionaries(pairs, marks, max_size=20)).items()]


@given(judgements(), st.randoms())
def test_the_order_in_which_sheets_come_changes_nothing(judged, random):
    criteria, sheets = judged
    mixed = random.sample(sheets, len(sheets))
    assert scoring.places(criteria, mixed, "seed") == scoring.places(criteria, sheets, "seed")
    assert scoring.first_without(criteria, mixed, "seed", range(1, 5)) == scoring.first_without(criteria, sheets, "seed", range(1, 5))


@given(judgements())
def test_the_short_way_to_the_first_without_a_juror_agrees_with_the_whole_ranking(judged):
    criteria, sheets = judged
    for number, first in scoring.first_without(criteria, sheets, "seed", range(1, 5)).items():
        ranked = scoring.places(criteria, [sheet for sheet in sheets if sheet.juror != number], "seed")
        assert first == (ranked[0].code if ranked else None)


@given(judgements())
def test_scores_fall_along_the_ranking_and_agree_with_the_formula_written_out(judged):
    criteria, sheets = judged
    ranked = scoring.places(criteria, sheets, "seed")
    assert [place.rank for place in ranked] == list(range(1, len(ranked) + 1))
    assert all(one.score >= other.score for one, other in pairwise(ranked))
    for place in ranked:
        totals = [
            100 * sum(Fraction(c.weight * mark, c.most) for c, mark in zip(criteria, sheet.marks, strict=True)) / sum(c.weight for c in criteria)
            for sheet in sheets
            if sheet.code == place.code
        ]
        assert place.score == sum(totals) / len(totals)


# --- out of the tables ------------------------------------------------------------------------------------------------


@pytest.fixture
def judged(db):
    """The example worked by hand, in the tables: entries named as their codes begin, juror 2 recused from C."""
    occasion.anniversary()
    record = competition()
    rules(record, opens_at=PUBLISHED_AT, lot_seed="seed", criterion=False)
    criterion(record, name_en="Form", weight=2, tie_rank=2)
    criterion(record, name_en="Idea", weight=3, tie_rank=1)
    officer = make_user(username="officer", role="competition_officer")
    entries = {name: entry(record, user=officer, state=Entry.State.ELIGIBLE, code=f"{name}AA-AAA") for name in "ABC"}
    run = round_of(record)
    seats = {number: seat(run, juror(record, number=number), entries.values(), submitted_at=PUBLISHED_AT) for number in (1, 2, 3)}
    for sheet in BY_HAND:
        marked(seats[sheet.juror], entries[sheet.code], sheet.marks)
    Sheet.objects.filter(seat=seats[2], entry=entries["C"]).update(state=Sheet.State.RECUSED)
    return run, entries, seats


def close(run):
    Round.objects.filter(pk=run.pk).update(state=Round.State.CLOSED)


def test_the_example_out_of_the_tables(judged, django_assert_num_queries):
    run, entries, _seats = judged
    close(run)
    record = run.competition
    with django_assert_num_queries(7):
        found = ranking(record)
    score = Fraction(226, 3)
    assert found.places == (
        Placed(entries["A"].pk, "AAA-AAA", 1, score, "criterion:1"),
        Placed(entries["B"].pk, "BAA-AAA", 2, score, "criterion:1"),
        Placed(entries["C"].pk, "CAA-AAA", 3, Fraction(75), ""),
    )
    assert (found.counted, found.abstained, found.recused) == (8, 0, 1)
    assert found.without == {1: "AAA-AAA", 2: "BAA-AAA", 3: "AAA-AAA"}
    assert (found.first, found.changing) == ("AAA-AAA", [2])


def test_there_is_no_ranking_before_the_last_round_is_closed(judged):
    run, _entries, _seats = judged
    with pytest.raises(NotClosed):
        ranking(run.competition)
    close(run)
    assert ranking(run.competition).first == "AAA-AAA"
    with pytest.raises(NotClosed):
        ranking(competition(title_en="Another"))
    second = round_of(run.competition, number=2, state=Round.State.PREPARED, takes=2)
    with pytest.raises(NotClosed):
        ranking(run.competition)
    with pytest.raises(NotClosed):
        of_round(second)
    assert of_round(run).first == "AAA-AAA"


@pytest.mark.parametrize("state", [Sheet.State.ABSTAINED, Sheet.State.RECUSED, Sheet.State.OPEN])
def test_a_sheet_that_does_not_count_does_not_count_even_with_marks_on_it(judged, state):
    run, entries, seats = judged
    close(run)
    Sheet.objects.filter(seat=seats[2], entry=entries["A"]).update(state=state)
    found = ranking(run.competition)
    assert [(place.code[0], place.score) for place in found.places] == [("B", Fraction(226, 3)), ("C", 75), ("A", 72)]
    assert found.counted == 7
    assert (found.abstained, found.recused) == (int(state == Sheet.State.ABSTAINED), 1 + (state == Sheet.State.RECUSED))


def test_a_seat_that_was_not_submitted_does_not_count(judged):
    run, _entries, seats = judged
    Seat.objects.filter(pk=seats[2].pk).update(submitted_at=None)
    close(run)
    found = ranking(run.competition)
    assert [(place.code[0], place.score) for place in found.places] == [("B", 79), ("C", 75), ("A", 72)]
    assert (found.counted, found.recused, found.without) == (6, 0, {1: "BAA-AAA", 3: "BAA-AAA"})


def test_only_the_last_round_ranks(judged):
    run, entries, seats = judged
    close(run)
    second = round_of(run.competition, number=2, state=Round.State.CLOSED, takes=2)
    taken = seat(second, seats[1].juror, [entries["A"], entries["B"]], submitted_at=PUBLISHED_AT + timedelta(days=1))
    marked(taken, entries["A"], (1, 1))
    marked(taken, entries["B"], (10, 10))
    assert [(place.code[0], place.score) for place in ranking(run.competition).places] == [("B", 100), ("A", 10)]
    assert [place.code[0] for place in of_round(run).places] == ["A", "B", "C"]
