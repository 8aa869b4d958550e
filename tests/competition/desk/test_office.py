"""An officer makes rules and terms, issues, announces, puts off: by the forms alone, each deed in the log."""

from datetime import UTC, datetime, timedelta

import pytest

from anniversary import clock
from anniversary.competition import stages, terms
from anniversary.competition.jury.models import Criterion
from anniversary.competition.models import Act, Competition, Rules, Terms
from anniversary.publishing.models import Transition
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

from .conftest import CLOSES, NOW, OPENS
from .sending import LANGUAGES, TERMS, address, rules_sent

pytestmark = pytest.mark.django_db
S = Competition.Stage
DAY = timedelta(days=1)


def test_from_the_form_to_the_announcement_and_a_later_end(office, officer, record):
    change = office.get(f"/admin/competition/competition/{record.pk}/change/").text
    assert f'<a href="{address(record, "rules")}">Run this competition here</a>' in change
    assert office.get(address(record, "rules")).status_code == 200
    assert office.get(address(record, "stage")).status_code == 404
    answer = office.post(address(record, "rules"), rules_sent(near=["JP", "KH"]))
    assert answer["Location"] == address(record, "stage")
    made = Rules.objects.get()
    assert (made.opens_at, made.closes_at) == (datetime(2023, 2, 28, 17, tzinfo=UTC), datetime(2023, 3, 31, 16, 59, tzinfo=UTC))
    assert (made.countries, made.file_types, made.most_bytes, made.has_vote) == (["JP", "KH"], ["png", "jpeg", "svg", "pdf"], 20 * 1024 * 1024, False)
    desk = office.get(address(record, "stage")).text
    assert "Issue the terms first." in desk
    assert 'value="announced"' in desk

    assert office.post(address(record, "terms/new"))["Location"] == address(record, "terms/1")
    assert office.post(address(record, "terms/1"), TERMS)["Location"] == address(record, "terms/1/issue")
    reading = office.get(address(record, "terms/1/issue"))
    assert all(TERMS[f"text_{code}"] in reading.text for code in LANGUAGES)
    seen = reading.context["seen"]
    assert office.post(address(record, "terms/1/issue"), {"seen": seen, "confirmed": "1"})["Location"] == address(record, "terms")
    assert Terms.objects.get().issued_at == NOW

    Criterion.objects.create(competition=record, name_en="Idea", name_ja="着想", name_km="គំនិត", tie_rank=1)
    asked = office.post(address(record, "stage"), {"to": "announced", "seen": "setup"})
    assert "This cannot be undone" in asked.text
    assert Competition.objects.get().stage == S.SETUP
    assert office.post(address(record, "stage"), {"to": "announced", "seen": "setup", "confirmed": "1"}).status_code == 302
    record.refresh_from_db()
    assert (record.stage, record.opened, record.closed, record.announced) == (S.ANNOUNCED, "2023-03-01", "2023-03-31", "")

    with clock.as_of(OPENS + DAY):
        read = office.get(address(record, "rules"))
        assert Rules.objects.get().lot_digest in read.text
        assert Rules.objects.get().lot_seed not in read.text
        sent = {"closes_at": "2023-04-10T23:59", "note": "A holiday.", "seen": read.context["extend_form"]["seen"].value()}
        assert office.post(address(record, "rules/extend"), sent)["Location"] == address(record, "stage")
    assert Rules.objects.get().closes_at == datetime(2023, 4, 10, 16, 59, tzinfo=UTC)
    assert Competition.objects.get().closed == "2023-04-10"
    assert list(Act.objects.order_by("pk").values_list("verb", "role", "by")) == [
        ("set_rules", "officer", officer.pk), ("draft_terms", "officer", officer.pk), ("issue_terms", "officer", officer.pk),
        ("stage", "officer", officer.pk), ("stage", "clock", None), ("extend", "officer", officer.pk), ("stage", "officer", officer.pk),
    ]  # fmt: skip
    assert Transition.objects.first().note == "A holiday."


# --- the stage desk -----------------------------------------------------------------------------------------------------
def test_the_second_of_two_officers_who_move_it_at_once_is_told(office, officer, announced, client):
    Competition.objects.update(stage=S.RESULT_ANNOUNCED)
    seen = {"to": "archived", "seen": S.RESULT_ANNOUNCED, "confirmed": "1"}
    stages.move(announced, S.ARCHIVED, user=officer)
    answer = office.post(address(announced, "stage"), seen, follow=True)
    assert "“A logo for the year” is now: Archived. Somebody else may have moved it; load the page again." in answer.text
    # A step that there is from the new stage as well is not taken either: it was meant from the old one.
    Competition.objects.update(stage=S.KIT_RELEASED)
    answer = office.post(address(announced, "stage"), seen, follow=True)
    assert "is now: Logo released for use" in answer.text
    assert Competition.objects.get().stage == S.KIT_RELEASED
    assert office.post(address(announced, "stage"), seen | {"seen": S.KIT_RELEASED}).status_code == 302
    assert Competition.objects.get().stage == S.ARCHIVED


def test_all_that_hinders_a_step_is_listed_and_no_button_offered(office, record):
    record.brief_en = ""
    record.save()
    rules(record, opens_at=NOW)
    (step,) = office.get(address(record, "stage")).context["next_steps"]
    assert step.problems[:3] == [
        "Issue the terms first.", "The time from which entries are taken has passed.", "Write the brief in at least one language.",
    ]  # fmt: skip
    html = office.get(address(record, "stage")).text
    assert all(f"<li>{problem}</li>" in html for problem in step.problems)
    assert 'name="to" value="announced"' in html
    assert '<button type="submit" class="button default">Announce' not in html
    told = office.post(address(record, "stage"), {"to": "announced", "seen": "setup", "confirmed": "1"}, follow=True)
    assert [str(message) for message in told.context["messages"]] == step.problems
    assert Competition.objects.get().stage == S.SETUP


def test_a_way_back_wants_a_note_and_is_in_the_log_with_it(office, announced):
    sent = {"to": "setup", "seen": "announced"}
    assert "Write a note that says why." in office.post(address(announced, "stage"), sent, follow=True).text
    done = office.post(address(announced, "stage"), sent | {"note": "A mistake in the dates."}, follow=True)
    assert "It is now at the stage: Being prepared." in done.text
    assert "<td>A mistake in the dates.</td>" in done.text
    announced.refresh_from_db()
    assert (announced.stage, announced.opened, announced.closed) == (S.SETUP, "", "")


@pytest.mark.parametrize("to", ["", "open", "nonsense", "archived" * 300])
def test_a_step_that_there_is_not_is_refused(office, announced, to):
    answer = office.post(address(announced, "stage"), {"to": to, "confirmed": "1"}, follow=True)
    assert answer.status_code == (200 if to == "open" else 404)
    assert Competition.objects.get().stage == S.ANNOUNCED


def test_the_desk_shows_the_stage_of_the_clock_and_the_times_in_both_countries(office, announced):
    with clock.as_of(OPENS + DAY):
        html = office.get(address(announced, "stage")).text
    assert '<li class="stage-now" aria-current="step">Open for entries' in html
    assert "1 March 2023, 00:00 in Phnom Penh / 02:00 in Tokyo" in html
    assert "Entries close by themselves." in html
    with clock.as_of(CLOSES):
        html = office.get(address(announced, "stage")).text
    assert '<li class="stage-now" aria-current="step">Closed for entries' in html
    assert "Forms that were opened in time may still be sent." in html


def test_which_steps_are_asked_for_twice():
    from anniversary.competition.stage_words import FOLLOWS, STEPS, is_final

    assert STEPS.keys() == FOLLOWS.keys() == stages.WAYS.keys()
    assert {key for key, way in stages.WAYS.items() if not is_final(way)} == {
        (S.ANNOUNCED, S.SETUP), (S.SHORTLIST, S.RIGHTS_CHECK), (S.RIGHTS_CHECK, S.SHORTLIST), (S.DECISION, S.EMBARGOED), (S.EMBARGOED, S.DECISION),
    }  # fmt: skip


# --- the rules ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"closes_at": "2023-02-01T00:00"}, "closes_at"), ({"opens_at": None}, "opens_at"), ({"opens_at": "soon"}, "opens_at"),
        ({"opens_at": "0001-01-01T00:00"}, "opens_at"), ({"closes_at": "9999-12-31T23:59"}, "closes_at"),
        ({"vote_opens_at": "2023-04-15T00:00"}, "vote_closes_at"),
        ({"vote_opens_at": "2023-03-10T00:00", "vote_closes_at": "2023-04-20T00:00"}, "vote_opens_at"), ({"grace_minutes": "61"}, "grace_minutes"),
        ({"megabytes": "20.1"}, "megabytes"), ({"megabytes": "0"}, "megabytes"), ({"megabytes": "NaN"}, "megabytes"), ({"file_types": ["exe"]}, "file_types"),
        ({"file_types": None}, "file_types"), ({"near": ["FR"]}, "near"), ({"far": ["XX"]}, "far"), ({"most_side": "100"}, "most_side"),
        ({"entries_each": "-1"}, "entries_each"), ({"quorum": "9" * 400}, "quorum"), ({"comments": "sometimes"}, "comments"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_are_told_beside_their_field(office, record, changed, wrong):
    answer = office.post(address(record, "rules"), rules_sent(**changed))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [wrong])
    assert not Rules.objects.exists()
    assert not Act.objects.exists()


def test_what_was_chosen_comes_back_and_beside_times_stands_what_readers_see(office, record):
    vote = {"vote_opens_at": "2023-04-15T00:00", "vote_closes_at": "2023-04-20T12:00"}
    office.post(address(record, "rules"), rules_sent(near=["JP"], far=["FR"], megabytes="2.5", **vote))
    made = Rules.objects.get()
    assert (made.countries, made.most_bytes, made.vote_closes_at) == (["FR", "JP"], 2_621_440, datetime(2023, 4, 20, 5, tzinfo=UTC))
    html = office.get(address(record, "rules")).text
    assert '<p class="beside">31 March 2023, 23:59 in Phnom Penh / 1 April 2023, 01:59 in Tokyo</p>' in html
    assert "<summary>France</summary>" in html
    form = office.get(address(record, "rules")).context["form"]
    assert (form["near"].value(), form["megabytes"].value()) == (["FR", "JP"], 2.5)
    assert "lot_seed" not in form.fields


def test_a_change_logs_what_was_changed_and_to_what(office, officer, record):
    office.post(address(record, "rules"), rules_sent())
    assert len(Act.objects.get().detail) == 25
    seen = office.get(address(record, "rules")).context["seen"]
    vote = {"vote_opens_at": "2023-04-15T00:00", "vote_closes_at": "2023-04-16T00:00"}
    office.post(address(record, "rules"), rules_sent(seen=seen, quorum="4", near=["KH"], groups=None, **vote))
    told = {"quorum": 4, "countries": "KH", "groups": False, "vote_opens_at": 1681491600, "vote_closes_at": 1681578000}
    assert (Act.objects.last().verb, Act.objects.last().by_id, Act.objects.last().detail) == ("set_rules", officer.pk, told)


def test_who_was_slower_does_not_write_over_the_others_rules(office, record):
    assert office.post(address(record, "rules"), rules_sent()).status_code == 302
    answer = office.post(address(record, "rules"), rules_sent(quorum="9"))  # shown before there were any
    assert answer.context["form"].non_field_errors() == ["Somebody else has written the rules meanwhile. Load the page again."]
    assert Rules.objects.get().quorum == 3


def test_frozen_rules_are_read_and_written_by_no_form(office, announced):
    html = office.get(address(announced, "rules")).text
    assert "hold since then: nobody can change them" in html
    assert 'name="quorum"' not in html
    assert 'id="extend"' not in html  # not open yet
    office.post(address(announced, "rules"), rules_sent(quorum="9"))
    assert Rules.objects.get().quorum == 3


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"closes_at": "2023-03-20T00:00", "note": "Less."}, "closes_at"), ({"closes_at": "2023-04-20T00:00", "note": "  "}, "note"),
        ({"closes_at": "", "note": "More."}, "closes_at"), ({"closes_at": "2023-04-20T00:00", "note": "More.", "seen": "1"}, "__all__"),
    ],
)  # fmt: skip
def test_an_end_that_cannot_be_is_told_beside_its_field(office, announced, sent, wrong):
    with clock.as_of(OPENS + DAY):
        answer = office.post(address(announced, "rules/extend"), sent)
        assert list(answer.context["extend_form"].errors) == [wrong]
    assert Rules.objects.get().closes_at == CLOSES


def test_what_is_told_with_another_stage_is_not_run_before_it_is_prepared(office):
    told = competition(slug="old", stage=S.OPEN, opened="2022-07")
    for answer in (office.get(address(told, "rules")), office.post(address(told, "rules"), rules_sent())):
        assert "set its stage to “Being prepared” first" in answer.text
    assert not Rules.objects.exists()


def test_what_was_typed_of_the_days_gives_way_to_the_rules(office):
    told = competition(slug="old", opened="2022-07", closed="2022-08")
    office.post(address(told, "rules"), rules_sent())
    told.refresh_from_db()
    assert (told.opened, told.closed) == ("", "")
    form = office.get(f"/admin/competition/competition/{told.pk}/change/").context["adminform"].form
    assert not {"stage", "opened", "closed", "announced"} & set(form.fields)


# --- the terms ----------------------------------------------------------------------------------------------------------
def test_a_draft_is_gone_on_with_and_a_new_version_begins_with_the_last_texts(office, announced):
    assert office.post(address(announced, "terms/new"))["Location"] == address(announced, "terms/2")
    assert office.post(address(announced, "terms/new"))["Location"] == address(announced, "terms/2")
    assert Terms.objects.get(version=2).text_ja == "<p>I agree.</p>"


def test_terms_are_cleaned_and_not_issued_without_each_language_the_tick_or_what_was_read(office, record):
    rules(record, opens_at=OPENS)
    office.post(address(record, "terms/new"))
    office.post(address(record, "terms/1"), TERMS | {"text_km": "", "text_en": "<p onclick=x>Mine<script>x</script></p>"})
    draft = Terms.objects.get()
    assert draft.text_en == "<p>Mine</p>"
    reading = office.get(address(record, "terms/1/issue"))
    assert reading.context["missing"] == ["ខ្មែរ"]
    assert "Issue this version" not in reading.text
    assert "every language" in office.post(address(record, "terms/1/issue"), {"confirmed": "1"}, follow=True).text
    office.post(address(record, "terms/1"), TERMS)
    assert "Tick the box" in office.post(address(record, "terms/1/issue"), {"seen": terms.digest(draft)}).text
    told = office.post(address(record, "terms/1/issue"), {"seen": terms.digest(draft), "confirmed": "1"}, follow=True)
    assert "Somebody else has changed this draft meanwhile." in told.text
    assert Terms.objects.get().issued_at is None
    assert not Act.objects.filter(verb="issue_terms").exists()


def test_an_issued_version_is_read_only_for_ever(office, announced):
    before = Terms.objects.values().get()
    assert "can never be changed" in office.get(address(announced, "terms/1")).text
    assert "<textarea" not in office.post(address(announced, "terms/1"), TERMS).text
    assert office.get(address(announced, "terms/1/issue"))["Location"] == address(announced, "terms/1")
    told = office.post(address(announced, "terms/1/issue"), {"confirmed": "1"}, follow=True)
    assert "This version is issued already." in told.text
    assert Terms.objects.values().get() == before


def test_terms_cannot_be_issued_by_who_has_only_opened_the_form(client, announced):
    client.force_login(make_user(role="editor"))
    assert client.post(address(announced, "terms/1/issue"), {"confirmed": "1"}).status_code == 403
    assert issued_terms(announced, user=make_user(username="other", role="administrator")).version == 2
