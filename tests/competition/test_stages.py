"""Who moves a competition, from where to where, and what keeps them from it; what the clock does by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from anniversary import clock
from anniversary.competition import stages, terms
from anniversary.competition.models import Act, Competition, Rules
from anniversary.publishing.models import Transition
from tests.factories import occasion
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 2, 1, tzinfo=UTC)
OPENS = datetime(2023, 3, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=30)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
S = Competition.Stage


@pytest.fixture(autouse=True)
def february():
    occasion.anniversary()
    with clock.as_of(NOW):
        yield


@pytest.fixture
def officer():
    return make_user(username="officer", role="competition_officer")


def run_here(officer, *, stage: str = S.SETUP, vote: bool = False, **fields) -> Competition:
    """A competition with rules and terms in force, as it would be at `stage`."""
    record = competition()
    rules(record, opens_at=OPENS, vote=vote, **fields)
    issued_terms(record, user=officer)
    if stage != S.SETUP:
        stages.move(record, S.ANNOUNCED, user=officer)
        Competition.objects.filter(pk=record.pk).update(stage=stage)
    return Competition.objects.get(pk=record.pk)


# As the issue draws it, beside the ways back, which all want a note.
FORWARD = {
    S.SETUP: {S.ANNOUNCED}, S.CLOSED: {S.ELIGIBILITY}, S.ELIGIBILITY: {S.JURY}, S.JURY: {S.SHORTLIST}, S.SHORTLIST: {S.RIGHTS_CHECK},
    S.RIGHTS_CHECK: {S.PUBLIC_VOTE, S.DECISION}, S.PUBLIC_VOTE: {S.DECISION}, S.DECISION: {S.EMBARGOED}, S.EMBARGOED: {S.RESULT_ANNOUNCED},
    S.RESULT_ANNOUNCED: {S.KIT_RELEASED, S.ARCHIVED}, S.KIT_RELEASED: {S.ARCHIVED},
}  # fmt: skip
BACK = {
    S.ANNOUNCED: {S.SETUP}, S.RIGHTS_CHECK: {S.SHORTLIST}, S.EMBARGOED: {S.DECISION}, S.RESULT_ANNOUNCED: {S.DECISION}, S.KIT_RELEASED: {S.DECISION},
}  # fmt: skip


@pytest.mark.parametrize("vote", [False, True], ids=["no vote", "vote"])
@pytest.mark.parametrize("source", list(S), ids=str)
def test_of_all_steps_only_these_can_be_taken(officer, monkeypatch, source, vote):
    monkeypatch.setattr(stages, "_guards", {})  # what features ask for and do besides is theirs to test
    monkeypatch.setattr(stages, "_deeds", {})
    record = run_here(officer, stage=source, vote=vote)
    moment = CLOSES + DAY if source not in {S.SETUP, S.ANNOUNCED, S.OPEN} else NOW
    wanted = FORWARD.get(source, set()) | BACK.get(source, set())
    if source == S.RIGHTS_CHECK:
        wanted -= {S.DECISION if vote else S.PUBLIC_VOTE}
    taken, silent = set(), set()
    with clock.as_of(moment):
        assert {way.target for way in stages.ways_for(officer, record)} == wanted
        for target in S:
            for note, done in (("", silent), ("Because.", taken)):
                Competition.objects.filter(pk=record.pk).update(stage=source)
                try:
                    stages.move(Competition.objects.get(pk=record.pk), target, user=officer, note=note)
                    done.add(target)
                except ValidationError:
                    assert Competition.objects.get(pk=record.pk).stage == source
    assert taken == wanted
    assert silent == wanted - BACK.get(source, set())


@pytest.mark.parametrize(
    ("role", "may"), [("competition_officer", True), ("administrator", True), ("approver", False), ("editor", False), ("translator", False), ("juror", False)]
)
def test_officers_and_administrators_move_it_and_nobody_else(officer, role, may):
    record, user = run_here(officer), make_user(role=role)
    assert bool(stages.ways_for(user, record)) is may
    if may:
        assert stages.move(record, S.ANNOUNCED, user=user).stage == S.ANNOUNCED
        return
    with pytest.raises(PermissionDenied):
        stages.move(record, S.ANNOUNCED, user=user)
    with pytest.raises(PermissionDenied):
        stages.extend(record, CLOSES + DAY, user=user, note="More time.")
    with pytest.raises(PermissionDenied):
        terms.issue(terms.draft(record, text_en="<p>Mine.</p>"), user=user)
    assert Competition.objects.get().stage == S.SETUP


def test_who_left_the_office_moves_nothing(officer):
    record = run_here(officer)
    officer.is_active = False
    officer.save()
    with pytest.raises(PermissionDenied):
        stages.move(record, S.ANNOUNCED, user=officer)


def test_each_step_is_logged_once_with_who_when_and_why(officer):
    record = run_here(officer)
    stages.move(record, S.ANNOUNCED, user=officer)
    stages.move(record, S.SETUP, user=officer, note=" A mistake in the rules. ")
    told = [(S.SETUP, S.ANNOUNCED, ""), (S.ANNOUNCED, S.SETUP, "A mistake in the rules.")]
    assert list(Transition.objects.order_by("pk").values_list("before", "after", "note")) == told
    assert set(Transition.objects.values_list("by", "at")) == {(officer.pk, NOW)}
    acts = Act.objects.filter(verb="stage").values_list("role", "by", "at", "before", "after", "detail")
    assert list(acts) == [("officer", officer.pk, NOW, before, after, {}) for before, after, _note in told]
    assert Transition.objects.last().get_after_display() == "Announced"


def test_all_that_keeps_it_from_being_announced_is_told_at_once(officer):
    record = competition(brief_en="")
    rules(record, opens_at=NOW)
    with pytest.raises(ValidationError) as told:
        stages.move(record, S.ANNOUNCED, user=officer)
    assert told.value.messages == [
        "Issue the terms first.", "The time from which entries are taken has passed.", "Write the brief in at least one language.",
    ]  # fmt: skip
    assert not Act.objects.exists()


def test_what_features_ask_for_is_asked_before_a_stage_is_entered(officer, monkeypatch):
    monkeypatch.setattr(stages, "_guards", {})
    stages.guard(S.JURY, lambda record, rules, moment: [f"{record} has an entry unchecked."])
    record = run_here(officer, stage=S.ELIGIBILITY)
    with clock.as_of(CLOSES + DAY), pytest.raises(ValidationError) as told:
        stages.move(record, S.JURY, user=officer)
    assert told.value.messages == ["A logo for the year has an entry unchecked."]


def test_what_features_do_on_entering_a_stage_is_part_of_the_step(officer, monkeypatch):
    monkeypatch.setattr(stages, "_guards", {})
    monkeypatch.setattr(stages, "_deeds", {})
    done = []

    def deed(record, rules, moment, user):
        done.append((record.stage, rules.frozen_at, moment, user))
        if len(done) == 1:
            raise ValidationError("Not yet.")

    stages.on_entering(S.ANNOUNCED, deed)
    stages.on_entering(S.ANNOUNCED, deed)
    record = competition()
    rules(record, opens_at=OPENS)
    issued_terms(record, user=officer)
    with pytest.raises(ValidationError, match="Not yet"):
        stages.move(record, S.ANNOUNCED, user=officer)
    assert (record.stage, Competition.objects.get(pk=record.pk).stage, Rules.objects.get().frozen_at) == (S.SETUP, S.SETUP, None)
    stages.move(record, S.ANNOUNCED, user=officer)
    assert done == [(S.ANNOUNCED, NOW, NOW, officer)] * 2



# --- the clock ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "stage"),
    [(OPENS - SECOND, S.ANNOUNCED), (OPENS, S.OPEN), (CLOSES - SECOND, S.OPEN), (CLOSES, S.CLOSED), (CLOSES + 400 * DAY, S.CLOSED)],
)
def test_it_opens_and_closes_by_the_clock_whether_anything_runs_or_not(officer, moment, stage):
    record = run_here(officer, stage=S.ANNOUNCED)
    with clock.as_of(moment):
        assert (stages.stage_of(record), record.stage) == (stage, S.ANNOUNCED)


def test_being_prepared_it_opens_at_no_time(officer):
    record = run_here(officer)
    with clock.as_of(OPENS + DAY):
        assert stages.stage_of(record) == S.SETUP


def test_the_clocks_moves_are_logged_with_their_moments_once(officer):
    record = run_here(officer, stage=S.ANNOUNCED)
    with clock.as_of(CLOSES + DAY):
        assert stages.settle(record).stage == S.CLOSED
        stages.settle(record)
    logged = Act.objects.filter(role="clock").values_list("at", "by", "before", "after")
    assert list(logged) == [(OPENS, None, S.ANNOUNCED, S.OPEN), (CLOSES, None, S.OPEN, S.CLOSED)]
    assert Transition.objects.filter(by=None).count() == 2


def test_a_step_after_the_close_brings_the_clocks_moves_with_it(officer):
    record = run_here(officer, stage=S.ANNOUNCED)
    with clock.as_of(CLOSES + DAY):
        stages.move(record, S.ELIGIBILITY, user=officer)
    assert list(Act.objects.filter(verb="stage").values_list("after", flat=True)) == [S.ANNOUNCED, S.OPEN, S.CLOSED, S.ELIGIBILITY]


def test_entries_are_checked_only_when_no_form_can_come_any_more(officer):
    record = run_here(officer, stage=S.ANNOUNCED)
    with clock.as_of(CLOSES + 15 * MINUTE), pytest.raises(ValidationError) as told:
        stages.move(record, S.ELIGIBILITY, user=officer)
    assert told.value.messages == ["Forms that were opened in time may still be sent."]
    assert Competition.objects.get().stage == S.ANNOUNCED
    with clock.as_of(CLOSES + 15 * MINUTE + SECOND):
        assert stages.move(record, S.ELIGIBILITY, user=officer).stage == S.ELIGIBILITY


def test_it_is_not_taken_back_once_it_has_opened(officer):
    record = run_here(officer, stage=S.ANNOUNCED)
    with clock.as_of(OPENS), pytest.raises(ValidationError):
        stages.move(record, S.SETUP, user=officer, note="Too late.")
    with clock.as_of(OPENS - SECOND):
        assert stages.move(record, S.SETUP, user=officer, note="In time.").stage == S.SETUP


# --- rules and terms ----------------------------------------------------------------------------------------------------
def test_rules_are_frozen_with_a_lot_when_they_are_announced(officer):
    record = run_here(officer)
    record.rules.shortlist_size = 7
    record.rules.save()
    stages.move(record, S.ANNOUNCED, user=officer)
    frozen = Rules.objects.get()
    assert (frozen.frozen_at, len(frozen.lot_seed), len(frozen.lot_digest)) == (NOW, 32, 64)
    for name, value in {"shortlist_size": 1, "closes_at": CLOSES + DAY, "lot_seed": "0" * 32, "frozen_at": None}.items():
        changed = Rules.objects.get()
        setattr(changed, name, value)
        with pytest.raises(ValidationError, match="cannot be changed any more"):
            changed.save()
    assert Rules.objects.values().get() == {field.attname: getattr(frozen, field.attname) for field in Rules._meta.concrete_fields}


def test_taken_back_the_rules_can_be_changed_and_another_lot_is_drawn(officer):
    record = run_here(officer)
    first = stages.move(record, S.ANNOUNCED, user=officer).rules.lot_seed
    stages.move(record, S.SETUP, user=officer, note="A mistake.")
    record.rules.quorum = 4
    record.rules.save()
    assert stages.move(record, S.ANNOUNCED, user=officer).rules.lot_seed != first


def test_the_end_of_entries_can_be_put_off_until_they_are_checked(officer):
    record = run_here(officer, stage=S.ANNOUNCED, vote=True)
    later = CLOSES + 10 * DAY
    with clock.as_of(CLOSES + DAY):
        assert stages.extend(record, later, user=officer, note="A holiday.").stage == S.OPEN
        assert (stages.stage_of(record), record.rules.closes_at) == (S.OPEN, later)
        act = Act.objects.get(verb="extend")
        assert act.detail == {"was": int(CLOSES.timestamp()), "now": int(later.timestamp())}
        for wrong in (later, CLOSES, CLOSES + 31 * DAY):  # no later, past, after the vote's beginning
            with pytest.raises(ValidationError) as told:
                stages.extend(record, wrong, user=officer, note="More.")
            assert list(told.value.message_dict) == ["closes_at"]
    with clock.as_of(later + DAY):
        assert stages.move(record, S.ELIGIBILITY, user=officer).stage == S.ELIGIBILITY
        with pytest.raises(ValidationError, match="only while they are taken"):
            stages.extend(record, later + 5 * DAY, user=officer, note="More.")


def test_what_is_only_told_of_is_not_run(officer):
    record = competition(stage=S.OPEN)
    assert (stages.ways_for(officer, record), stages.stage_of(record)) == ([], S.OPEN)
    with pytest.raises(ValidationError, match="told of here, not run"):
        stages.move(record, S.CLOSED, user=officer)
    record.stage = S.ARCHIVED
    record.save()
    assert Competition.objects.get().stage == S.ARCHIVED


def test_saving_a_record_that_is_run_here_leaves_its_stage(officer):
    record = run_here(officer, stage=S.JURY)
    record.stage, record.title_en = S.ARCHIVED, "Another title"
    record.save()
    assert Competition.objects.values_list("stage", "title_en").get() == (S.JURY, "Another title")
    assert record.stage == S.JURY


@pytest.mark.parametrize("run", [False, True], ids=["told of", "run here"])
def test_an_editor_types_the_stage_of_what_is_told_of_only(client, officer, run):
    record = run_here(officer) if run else competition()
    client.force_login(make_user(role="editor", username="editor"))
    Competition.objects.update(status="draft", publish_at=None)
    form = client.get(f"/admin/competition/competition/{record.pk}/change/").context["adminform"].form
    assert ("stage" in form.fields) is not run


def test_a_version_of_the_terms_follows_the_other_and_the_newest_issued_is_in_force(officer):
    record = run_here(officer)
    first, second = terms.in_force(record), terms.draft(record, text_en="<p>New.</p><script>x</script>")
    assert (first.version, second.version, second.text_en) == (1, 2, "<p>New.</p>")
    with pytest.raises(ValidationError) as told:
        terms.issue(second, user=officer)
    assert list(told.value.message_dict) == ["text_ja"]
    second.text_ja, second.text_km = "<p>新</p>", "<p>ថ្មី</p>"
    second.save()
    assert terms.in_force(record) == first
    terms.issue(second, user=officer)
    assert (terms.in_force(record), second.digest) == (second, terms.digest(second))
    assert first.digest != second.digest
    assert list(Act.objects.filter(verb="issue_terms").values_list("subject", "detail")) == [
        ("1", {"digest": first.digest}), ("2", {"digest": second.digest}),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="issued already"):
        terms.issue(second, user=officer)


def test_no_terms_are_issued_once_entries_are_closed(officer):
    record = run_here(officer, stage=S.ANNOUNCED)
    late = terms.draft(record, **{f"text_{code}": "<p>New.</p>" for code in ("en", "ja", "km")})
    with clock.as_of(CLOSES), pytest.raises(ValidationError, match="Entries are closed"):
        terms.issue(late, user=officer)
    with clock.as_of(CLOSES - SECOND):
        assert terms.issue(late, user=officer).issued_at == CLOSES - SECOND
