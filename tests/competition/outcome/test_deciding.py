"""The decision and what keeps it from being embargoed and announced; nobody changes it afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from anniversary import clock
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.models import Act, Competition
from anniversary.competition.outcome import clearing, consents, deciding, sealing
from anniversary.competition.outcome.models import Decision, Signatory
from tests.factories.outcome import EMBARGO, LANGUAGES, NOW, SECOND, S, announced, cleared, draft, embargoed, judged, named
from tests.factories.staff import make_user


@pytest.fixture
def made():
    ready = cleared(named(judged()), 0, 1)
    ready.move(S.DECISION)
    return ready


def problems(made, to: str, at=NOW) -> list[str]:
    with clock.as_of(at), pytest.raises(ValidationError) as told:
        made.move(to)
    return told.value.messages


def test_it_is_written_with_its_reason_embargo_and_who_signed(made):
    decision = deciding.write(made.competition, draft(made), user=made.officer)
    assert (decision.number, decision.winner, decision.replaces, decision.embargo_until) == (1, made.finalist(0), None, EMBARGO)
    assert [getattr(decision, f"reason_{code}") for code in LANGUAGES] == ["Because en.", "Because ja.", "Because km."]
    assert list(decision.signatories.values_list("country__code", "name", "office")) == [("KH", "Signer KH", "Minister"), ("JP", "Signer JP", "Minister")]
    act = Act.objects.get(verb="decision")
    assert (act.subject, act.after, act.by, act.detail) == ("1", made.entries[0].code, made.officer, {"embargo": int(EMBARGO.timestamp())})


def test_a_draft_is_written_anew_in_its_place(made):
    deciding.write(made.competition, draft(made), user=made.officer)
    deciding.write(made.competition, draft(made, None, signed=[]), user=made.officer)
    assert list(Decision.objects.values_list("number", "winner")) == [(1, None)]
    assert Signatory.objects.count() == 0
    assert Act.objects.filter(verb="decision").values_list("after", flat=True).last() == "no_award"


@pytest.mark.parametrize("place", [2, 3])
def test_only_who_is_cleared_can_win(made, place):
    with pytest.raises(ValidationError) as told:
        deciding.write(made.competition, draft(made, place), user=made.officer)
    assert list(told.value.message_dict) == ["winner"]


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror"])
def test_nobody_but_the_office_writes_it(made, role):
    with pytest.raises(PermissionDenied):
        deciding.write(made.competition, draft(made), user=make_user(role=role))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("stage", [stage for stage in S if stage != S.DECISION])
def test_it_is_written_in_its_stage_only(made, stage):
    wanted = draft(made)
    made.at(stage)
    with pytest.raises(ValidationError, match="Load the page again"):
        deciding.write(made.competition, wanted, user=made.officer)


# --- the embargo ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"reasons": {"en": "So.", "ja": "", "km": "So."}}, ["Write the reason of the decision in every language of the site."]),
        ({"signed": []}, ["Nobody has signed for Cambodia.", "Nobody has signed for Japan."]),
        ({}, None),
    ],
)
def test_it_is_embargoed_with_a_reason_in_every_language_and_a_signature_of_each_country(made, fields, told):
    assert problems(made, S.EMBARGOED) == ["Write the decision first."]
    deciding.write(made.competition, draft(made, **fields), user=made.officer)
    if told:
        assert problems(made, S.EMBARGOED) == told
        return
    made.move(S.EMBARGOED)
    assert Decision.objects.get().embargoed_at == NOW


def test_one_signature_is_not_enough(made):
    wanted = draft(made)
    deciding.write(made.competition, draft(made, signed=list(wanted.signed)[:1]), user=made.officer)
    assert problems(made, S.EMBARGOED) == ["Nobody has signed for Japan."]


def test_a_winner_who_left_is_not_embargoed(made):
    deciding.write(made.competition, draft(made), user=made.officer)
    clearing.leave(made.finalist(0), "withdrawn", "By letter.", user=made.officer)
    assert problems(made, S.EMBARGOED) == ["The winner of this decision has left the shortlist."]


def test_once_embargoed_nothing_of_it_is_changed(made):
    decision = deciding.write(made.competition, draft(made), user=made.officer)
    signatory = decision.signatories.first()
    made.move(S.EMBARGOED)
    decision.reason_en = "Otherwise."
    signatory.name = "Somebody else"
    for changed in (decision, signatory, Signatory(decision=decision, country=signatory.country, name="More", office="x", signed_on=NOW.date())):
        with pytest.raises(ValidationError, match="not changed any more"):
            changed.save()
    made.move(S.DECISION, "A fault.")
    deciding.write(made.competition, draft(made, 1), user=made.officer)
    assert list(Decision.objects.values_list("number", "winner__entry__title", "reason_en", "replaces__number")) == [
        (1, "Work 1", "Because en.", None), (2, "Work 2", "Because en.", 1),
    ]  # fmt: skip
    assert list(Signatory.objects.filter(decision__number=1).values_list("name", flat=True)) == ["Signer KH", "Signer JP"]


def test_back_from_the_embargo_the_old_decision_is_not_enough(made):
    embargoed(made)
    made.move(S.DECISION, "A fault.")
    assert problems(made, S.EMBARGOED) == ["Write the decision first."]


# --- the announcement ---------------------------------------------------------------------------------------------------------
def test_it_is_announced_to_the_second_after_the_embargo_and_by_an_officer(made):
    embargoed(made)
    assert problems(made, S.RESULT_ANNOUNCED, EMBARGO - SECOND) == ["The embargo has not passed."]
    with clock.as_of(EMBARGO + timedelta(days=30)):
        assert (made.fresh().stage, deciding.is_announced(made.competition), deciding.winner(made.competition)) == (S.EMBARGOED, False, None)
    with clock.as_of(EMBARGO):
        made.move(S.RESULT_ANNOUNCED)
    assert (Decision.objects.get().announced_at, deciding.winner(made.competition)) == (EMBARGO, made.entries[0])


def test_it_is_announced_with_a_protocol_made_since_and_the_finalists_asked(made):
    deciding.write(made.competition, draft(made), user=made.officer)
    made.move(S.EMBARGOED)
    missing = ["Make the protocol first.", "Ask the finalists first what may be shown of them."]
    assert problems(made, S.RESULT_ANNOUNCED, EMBARGO) == missing
    sealing.make(made.competition, user=made.officer)
    assert problems(made, S.RESULT_ANNOUNCED, EMBARGO) == missing[1:]
    consents.ask(made.competition, user=made.officer)
    made.move(S.DECISION, "A fault.")
    with clock.as_of(NOW + SECOND):
        deciding.write(made.competition, draft(made, 1), user=made.officer)
        made.move(S.EMBARGOED)
    assert problems(made, S.RESULT_ANNOUNCED, EMBARGO) == missing[:1]  # that of the first decision tells of the first decision


def test_a_winner_who_left_during_the_embargo_is_not_announced(made):
    embargoed(made)
    move_entry(made.entries[0], "withdrawn", role="entrant")
    assert problems(made, S.RESULT_ANNOUNCED, EMBARGO) == ["The winner of this decision has left the shortlist."]


def test_no_award_is_announced_the_same_way():
    made = announced(winner=None)
    assert (made.competition.stage, deciding.is_announced(made.competition), deciding.winner(made.competition)) == (S.RESULT_ANNOUNCED, True, None)
    assert [entry.state for entry in made.competition.entries.order_by("pk")][:2] == ["runner_up", "runner_up"]


def test_the_database_knows_the_order_of_what_becomes_of_a_decision(made):
    decision = deciding.write(made.competition, draft(made), user=made.officer)
    for wrong in ({"announced_at": NOW}, {"embargoed_at": NOW, "taken_back_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**wrong)


def test_all_guards_are_asked_of_a_competition_that_has_nothing():
    made = judged(stage=S.EMBARGOED)
    assert problems(made, S.RESULT_ANNOUNCED, EMBARGO) == ["Write the decision first."]
    assert Competition.objects.get().stage == S.EMBARGOED
