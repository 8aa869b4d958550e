"""The shortlist: what the ranking proposes, who may write it, and what a departure needs."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from anniversary.competition.entries.models import Entry
from anniversary.competition.jury.models import Round
from anniversary.competition.jury.ranking import NotClosed
from anniversary.competition.models import Act
from anniversary.competition.outcome import clearing, naming
from anniversary.competition.outcome.models import Finalist
from tests.factories.outcome import S, judged, named
from tests.factories.staff import make_user


def parts_of(made, letters: str) -> dict[int, str]:
    """ "fr-": the first a finalist, the second in reserve, the third not on the list."""
    return {entry.pk: {"f": "finalist", "r": "reserve", "-": ""}[letter] for entry, letter in zip(made.entries, letters, strict=False)}


def listed() -> list[tuple[int, str, bool, str]]:
    return list(Finalist.objects.values_list("rank", "entry__title", "reserve", "departure"))


def test_the_ranking_proposes_as_many_as_the_rules_say_and_leaves_out_who_left():
    made = judged()
    Entry.objects.filter(pk=made.entries[1].pk).update(state="withdrawn")
    proposed = [(proposal.placed.rank, proposal.placed.code, proposal.part) for proposal in naming.proposals(made.competition)]
    codes = [made.entries[place].code for place in (0, 2, 3, 4)]
    assert [code for _rank, code, _part in proposed] == codes
    assert [part for _rank, _code, part in proposed] == ["finalist", "finalist", "reserve", "reserve"]


def test_named_as_proposed_no_reason_is_needed_and_each_is_logged():
    made = judged()
    finalists = naming.name(made.competition, parts_of(made, "ffrr"), user=made.officer)
    assert listed() == [(1, "Work 1", False, ""), (2, "Work 2", False, ""), (3, "Work 3", True, ""), (4, "Work 4", True, "")]
    acts = Act.objects.filter(verb="name_finalist").values_list("subject", "after", "by", "detail")
    assert list(acts) == [
        (finalist.entry.code, "reserve" if finalist.reserve else "finalist", made.officer.pk, {"rank": place, "jury_rank": place, "departs": False})
        for place, finalist in enumerate(finalists, start=1)
    ]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("f-frr", [("Work 1", False, ""), ("Work 3", False, "Why."), ("Work 4", True, "Why."), ("Work 5", True, "Why.")]),
        ("rffr-", [("Work 2", False, "Why."), ("Work 3", False, "Why."), ("Work 1", True, "Why."), ("Work 4", True, "")]),
        ("ff---", [("Work 1", False, ""), ("Work 2", False, "Why.")]),
    ],
)
def test_whoever_departs_from_the_ranking_says_why(letters, expected):
    made = judged()
    with pytest.raises(ValidationError, match="says why"):
        naming.name(made.competition, parts_of(made, letters), user=made.officer, why="  ")
    assert listed() == []
    naming.name(made.competition, parts_of(made, letters), user=made.officer, why=" Why. ")
    assert [row[1:] for row in listed()] == expected


def test_a_list_without_a_finalist_is_none():
    made = judged()
    with pytest.raises(ValidationError, match="at least one finalist"):
        naming.name(made.competition, parts_of(made, "rr---"), user=made.officer, why="Why.")


def test_a_list_that_was_not_worked_with_is_written_anew():
    made = judged()
    naming.name(made.competition, parts_of(made, "ffrr"), user=made.officer)
    naming.name(made.competition, parts_of(made, "f----"), user=made.officer, why="Only one is good.")
    assert listed() == [(1, "Work 1", False, "Only one is good.")]


def test_once_worked_with_it_is_only_added_to_in_the_order_of_the_ranking():
    made = named(judged(works=6, reserve=1))
    clearing.record(made.finalist(0), user=made.officer, done_by="Office", searched_in="Register", result="conflict")
    made.move(S.SHORTLIST, "More are needed.")
    assert [(proposal.placed.entry_id, proposal.part) for proposal in naming.proposals(made.competition)] == [(entry.pk, "") for entry in made.entries[3:]]
    with pytest.raises(ValidationError, match="says why"):
        naming.name(made.competition, {made.entries[4].pk: "reserve"}, user=made.officer)
    naming.name(made.competition, {made.entries[3].pk: "reserve"}, user=made.officer)
    naming.name(made.competition, {made.entries[5].pk: "finalist"}, user=made.officer, why="The fifth is a slogan.")
    assert listed()[3:] == [(4, "Work 4", True, ""), (5, "Work 6", True, "The fifth is a slogan.")]


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror"])
def test_nobody_but_the_office_names(role):
    made = judged()
    with pytest.raises(PermissionDenied):
        naming.name(made.competition, parts_of(made, "ffrr"), user=make_user(role=role))
    assert listed() == []


@pytest.mark.parametrize("stage", [stage for stage in S if stage != S.SHORTLIST])
def test_it_is_named_in_its_stage_only(stage):
    made = judged(stage=stage)
    with pytest.raises(ValidationError, match="Load the page again"):
        naming.name(made.competition, parts_of(made, "ffrr"), user=made.officer)


def test_before_the_round_is_closed_there_is_nothing_to_name_by():
    made = judged()
    Round.objects.update(state="open")
    with pytest.raises(NotClosed):
        naming.proposals(made.competition)


def test_the_rights_check_needs_finalists_and_puts_their_works_on_the_shortlist():
    made = judged()
    with pytest.raises(ValidationError) as told:
        made.move(S.RIGHTS_CHECK)
    assert told.value.messages == ["Name the finalists first."]
    named(made)
    assert list(Entry.objects.order_by("pk").values_list("state", flat=True)) == ["shortlisted", "shortlisted", "eligible", "eligible", "eligible"]
