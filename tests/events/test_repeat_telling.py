"""What readers are told when a rule changes dates that they know, and that two who change a rule do not undo each other's work."""

import threading
from datetime import UTC, date, datetime, time

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from anniversary import clock
from anniversary.publishing.models import Status, Transition
from events import repeating
from events.models import Event, Occurrence, RecurrenceRule
from events.repeating import CANCEL, DELETE
from tests.factories import events
from tests.factories.staff import make_user

from .test_repeat_admin import address, repeated, sent

pytestmark = pytest.mark.django_db
NOTES = {"en": "The hall is closed.", "ja": "会場が閉まります。"}
NOTE = {"status_note_en": "The hall is closed."}


@pytest.fixture(autouse=True)
def _early_in_the_year():
    with clock.as_of(datetime(2023, 1, 15, tzinfo=UTC)):
        yield


@pytest.fixture
def approver(client):
    client.force_login(make_user(role="approver"))
    return client


def draft() -> Event:
    return events.event(status=Status.DRAFT, publish_at=None)


def bilingual() -> Event:
    return events.event(title_ja="音楽会", summary_ja="二つの楽団。")


def rows(rule: RecurrenceRule) -> list[tuple]:
    return list(rule.event.occurrences.values_list("first_day__day", "status", "sequence", "status_note_en"))


def refused(rule: RecurrenceRule, falling_out: str = CANCEL, notes=repeating.NO_NOTES) -> dict[str, list[str]]:
    before = list(rule.event.occurrences.values())
    with pytest.raises(ValidationError) as caught:
        repeating.apply(repeating.plan(rule), falling_out, notes=notes)
    assert (list(rule.event.occurrences.values()), Transition.objects.count()) == (before, 0)
    return caught.value.message_dict


# --- what is asked and kept ---------------------------------------------------------------------------------------------------
def test_dates_that_move_keep_the_old_time_and_the_note_and_are_logged_once():
    rule, user = repeated(event=bilingual(), venue=events.venue()), make_user(role="approver")
    rule.start_time = time(19)
    assert list(refused(rule)) == ["status_note_en", "status_note_ja"]
    assert list(refused(rule, notes={"en": "The hall is closed.", "ja": "  "})) == ["status_note_ja"]
    assert repeating.apply(repeating.plan(rule), user=user, notes=NOTES) == "4 dates changed"
    assert rows(rule) == [(day, "rescheduled", 1, "The hall is closed.") for day in (1, 8, 15, 22)]
    row = rule.event.occurrences.get(first_day=date(2023, 2, 8))
    assert (row.status_note_ja, row.detached, row.status_told) == ("会場が閉まります。", False, "Rescheduled: was 8 February 2023, 18:00")
    (step,) = Transition.objects.all()
    assert (step.record, step.verb, step.by, step.before, step.after) == (rule.event, "repeat", user, "scheduled", "rescheduled")
    assert step.note == "Weekly: Wednesday, 1–28 February 2023: 4 dates changed: The hall is closed."


def test_a_date_that_the_rule_moved_is_still_the_rules_and_stays_as_it_is():
    rule = repeated()
    rule.start_time = time(19)
    repeating.apply(repeating.plan(rule), notes=NOTES)
    rule = RecurrenceRule.objects.get()
    assert {line.state.value for line in repeating.plan(rule).lines} == {"kept"}
    assert repeating.apply(repeating.plan(rule)) == "No date was changed"
    rule.start_time = time(20)
    repeating.apply(repeating.plan(rule), notes=NOTES)
    row = rule.event.occurrences.first()
    assert [former.when for former in row.before] == ["1 February 2023, 18:00", "1 February 2023, 19:00"]


def test_what_falls_out_is_cancelled_with_the_note_or_deleted_without_one():
    rule = repeated()
    rule.exceptions = ["2023-02-08"]
    assert list(refused(rule)) == ["status_note_en"]
    repeating.apply(repeating.plan(rule), notes=NOTES)
    assert rows(rule)[1] == (8, "cancelled", 1, "The hall is closed.")
    rule.exceptions = ["2023-02-08", "2023-02-15"]
    repeating.apply(repeating.plan(rule), DELETE)
    assert [row[0] for row in rows(rule)] == [1, 8, 22]
    assert [(step.after, step.note.split(": ")[2]) for step in Transition.objects.all()] == [("deleted", "1 date deleted"), ("cancelled", "1 date cancelled")]


def test_a_date_that_takes_place_after_all_is_told_too():
    rule = repeated()
    rule.exceptions = ["2023-02-08"]
    repeating.apply(repeating.plan(rule), notes=NOTES)
    Transition.objects.all().delete()
    rule.exceptions = []
    assert list(refused(rule)) == ["status_note_en"]
    repeating.apply(repeating.plan(rule), notes={"en": "The hall is open again."})
    assert rows(rule)[1] == (8, "scheduled", 2, "The hall is open again.")
    assert Occurrence.objects.get(first_day=date(2023, 2, 8)).told == ["It takes place."]


def test_another_place_at_the_same_hour_is_told_without_an_old_time():
    rule = repeated(venue=events.venue())
    rule.venue = events.venue(slug="annexe", name_en="Annexe")
    assert list(refused(rule)) == ["status_note_en"]
    repeating.apply(repeating.plan(rule), notes=NOTES)
    row = rule.event.occurrences.first()
    assert (row.status, row.previous_starts, row.status_note_en, row.venue) == ("scheduled", [], "The hall is closed.", rule.venue)


@pytest.mark.parametrize("change", [{"end_time": time(20)}, {"until_day": date(2023, 3, 1)}])
def test_another_end_and_new_dates_ask_for_nothing(change):
    rule = repeated()
    for name, value in change.items():
        setattr(rule, name, value)
    repeating.apply(repeating.plan(rule))
    assert {row[1] for row in rows(rule)} == {"scheduled"} and not Transition.objects.exists()


def test_an_hour_where_none_was_stated_is_no_move():
    rule = repeated(start_time=None)
    rule.start_time = time(19)
    repeating.apply(repeating.plan(rule))
    assert {(row.status, row.start_time, len(row.previous_starts)) for row in rule.event.occurrences.all()} == {("scheduled", time(19), 0)}


@pytest.mark.parametrize("how", [{"status": Status.DRAFT, "publish_at": None}, {"publish_at": datetime(2023, 1, 20, tzinfo=UTC)}])
def test_what_nobody_has_seen_is_changed_without_a_word(how):
    rule = repeated(event=events.event(**how))
    rule.start_time, rule.exceptions = time(19), ["2023-02-08"]
    assert repeating.apply(repeating.plan(rule)) == "3 dates changed, 1 date deleted"
    assert [row[:3] for row in rows(rule)] == [(day, "scheduled", 1) for day in (1, 15, 22)]
    assert not any(row.status_note_en or row.previous_starts for row in rule.event.occurrences.all())
    assert not Transition.objects.exists()


def test_past_and_edited_dates_have_no_note_and_no_old_time():
    rule = repeated()
    row = rule.event.occurrences.get(first_day=date(2023, 2, 15))
    row.start_time = time(10)
    row.save()
    untouched = Occurrence.objects.filter(first_day__day__in=[1, 15])
    before = list(untouched.values())
    with clock.as_of(datetime(2023, 2, 2, tzinfo=UTC)):
        rule.start_time = time(19)
        repeating.apply(repeating.plan(rule), notes=NOTES)
    assert list(untouched.values()) == before
    assert [row[1] for row in rows(rule)] == ["scheduled", "rescheduled", "scheduled", "rescheduled"]


def test_a_rule_that_is_taken_away_asks_for_a_note_only_where_its_dates_are_cancelled():
    for how, after in ((repeating.KEEP, {"scheduled"}), (CANCEL, {"cancelled"})):
        rule = repeated(event=events.event(title_en=how))
        if how == CANCEL:
            with pytest.raises(ValidationError):
                repeating.end(rule, how)
            assert set(rule.event.occurrences.values_list("status", flat=True)) == {"scheduled"}
            rule = RecurrenceRule.objects.get()
        repeating.end(rule, how, notes=NOTES)
        assert set(rule.event.occurrences.values_list("status", flat=True)) == after
    assert [(step.verb, step.after) for step in Transition.objects.all()] == [("repeat", "cancelled")]


def test_calendars_have_the_cancelled_dates_and_the_old_times(client):
    rule = repeated(venue=events.venue(), until_day=date(2023, 2, 8))
    rule.start_time, rule.exceptions = time(19), ["2023-02-08"]
    repeating.apply(repeating.plan(rule), notes=NOTES)
    found = icalendar.Calendar.from_ical(client.get("/en/events/feed.ics").content).walk("VEVENT")
    told = [(str(one["status"]), int(one["sequence"]), str(one["description"]).split("\n\n")[:2]) for one in found]
    assert told == [
        ("CONFIRMED", 1, ["Rescheduled: was 1 February 2023, 18:00", "The hall is closed."]), ("CANCELLED", 1, ["Cancelled", "The hall is closed."]),
    ]  # fmt: skip


# --- on the page ----------------------------------------------------------------------------------------------------------------
def test_the_page_asks_for_one_note_in_each_language_and_keeps_what_was_typed(approver):
    rule = repeated(event=bilingual())
    url = address(rule.event, rule)
    page = approver.post(url, sent(rule, _show="", start_time="19:00"))
    assert [name in page.content.decode() for name in ('name="status_note_en"', 'name="status_note_ja"', 'name="falling_out"')] == [True, True, False]
    data = sent(rule, _write="", start_time="19:00", seen=page.context["plan"].seen) | NOTE
    back = approver.post(url, data)
    assert (list(back.context["notes"].errors), back.context["form"]["start_time"].value()) == (["status_note_ja"], "19:00")
    assert "The hall is closed." in back.content.decode() and "Say below why they change." in back.content.decode()
    again = approver.post(url, data | {"_show": ""}).content.decode()  # the notes stay there while the dates are looked at again
    assert "The hall is closed." in again
    done = approver.post(url, data | {"status_note_ja": "会場が閉まります。"})
    assert (done.status_code, {row[1] for row in rows(rule)}) == (302, {"rescheduled"})
    assert "Scheduled → Rescheduled" in approver.get(reverse("admin:events_event_change", args=[rule.event.pk])).content.decode()


def test_a_day_that_is_ticked_after_the_dates_were_shown_is_asked_for_before_it_is_cancelled(approver):
    rule = repeated()
    page = approver.get(address(rule.event, rule))
    assert "status_note_en" not in page.content.decode().split("repeat-write")[0]
    data = sent(rule, _write="", seen=page.context["plan"].seen, left_out=("2023-02-08",))
    back = approver.post(address(rule.event, rule), data).content.decode()
    assert 'name="falling_out" value="cancel" checked' in back and 'name="status_note_en"' in back
    assert {row[1] for row in rows(rule)} == {"scheduled"}
    assert approver.post(address(rule.event, rule), data | {"falling_out": "delete"}).status_code == 302
    assert [row[0] for row in rows(rule)] == [1, 15, 22]


def test_a_draft_is_asked_for_nothing(approver):
    rule = repeated(event=draft())
    page = approver.post(address(rule.event, rule), sent(rule, _show="", start_time="19:00", left_out=("2023-02-08",)))
    assert "status_note" not in page.content.decode()
    data = sent(rule, _write="", start_time="19:00", left_out=("2023-02-08",), seen=page.context["plan"].seen)
    assert approver.post(address(rule.event, rule), data).status_code == 302
    assert [(row[0], row[1]) for row in rows(rule)] == [(1, "scheduled"), (15, "scheduled"), (22, "scheduled")]


def test_taking_a_rule_away_with_its_dates_cancelled_needs_a_note_beside_the_choice(approver):
    rule = repeated()
    ending = reverse("admin:events_event_repeat_end", args=[rule.event.pk, rule.pk])
    back = approver.post(ending, {"ahead": "cancel"})
    text = back.content.decode()
    assert list(back.context["ending"].errors) == ["status_note_en"] and "<details open>" in text
    assert 'name="ahead" value="cancel" checked' in text
    assert f'action="{address(rule.event, rule)}#shown"' in text  # the other form goes where it belongs
    assert {row[1] for row in rows(rule)} == {"scheduled"}
    assert approver.post(ending, {"ahead": "cancel", "end-status_note_en": "The course ends."}).status_code == 302
    assert {row[1::2] for row in rows(rule)} == {("cancelled", "The course ends.")}


# --- two who change one rule ------------------------------------------------------------------------------------------------------
def test_an_exception_that_was_made_meanwhile_is_not_lost(approver):
    rule = repeated(event=draft())
    url = address(rule.event, rule)
    opened = approver.get(url)
    old = {"stamped": opened.context["stamped"], "seen": opened.context["plan"].seen}
    rule.event.occurrences.get(first_day=date(2023, 2, 8)).delete()  # somebody else, in the event's form
    for button in ("_show", "_write"):
        back = approver.post(url, sent(left_out=("2023-02-22",), until_day="2023-03-01") | {button: ""} | old)
        assert "Somebody else has changed this repetition" in back.content.decode()
        states = {line.day.day: line.state.value for line in back.context["plan"].lines}
        assert (states[8], states[22], back.context["form"]["until_day"].value()) == ("left_out", "removed", "2023-03-01")
    assert RecurrenceRule.objects.get().exceptions == ["2023-02-08"]
    assert [row[0] for row in rows(rule)] == [1, 15, 22]
    now = {"stamped": back.context["stamped"], "seen": back.context["plan"].seen}
    data = sent(left_out=("2023-02-08", "2023-02-22"), until_day="2023-03-01", _write="") | now
    assert approver.post(url, data).status_code == 302
    assert RecurrenceRule.objects.get().exceptions == ["2023-02-08", "2023-02-22"]


def test_exceptions_of_another_window_are_not_lost_either(approver):
    rule = repeated(event=draft())
    url = address(rule.event, rule)
    first, second = (approver.get(url) for _window in range(2))
    for page, day, answer in ((first, "2023-02-08", 302), (second, "2023-02-15", 200)):
        data = sent(left_out=(day,), _write="") | {"stamped": page.context["stamped"], "seen": page.context["plan"].seen}
        assert approver.post(url, data).status_code == answer
    assert RecurrenceRule.objects.get().exceptions == ["2023-02-08"]


def test_a_rule_that_changed_while_it_was_being_written_is_not_written():
    rule = repeated(event=draft())
    stamped, seen = repeating.stamp(rule), repeating.plan(rule).seen
    RecurrenceRule.objects.update(exceptions=["2023-02-08"])
    with pytest.raises(repeating.Changed):
        repeating.write(rule, seen, stamped=stamped)
    RecurrenceRule.objects.all().delete()
    with pytest.raises(repeating.Changed):
        repeating.write(rule, repeating.plan(rule).seen, stamped=stamped)
    assert not RecurrenceRule.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_six_who_leave_out_a_day_each_at_once_one_does_and_five_are_told():
    rule = repeated(event=draft())
    stamped, seen = repeating.stamp(rule), repeating.plan(rule).seen
    start, outcomes = threading.Barrier(6), []

    def leave_out(day: str) -> None:
        try:
            mine = RecurrenceRule.objects.get(pk=rule.pk)
            mine.exceptions = [day]
            start.wait()
            with clock.as_of(datetime(2023, 1, 15, tzinfo=UTC)):
                repeating.write(mine, seen, stamped=stamped)
            outcomes.append("done")
        except repeating.Changed:
            outcomes.append("told")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=leave_out, args=(f"2023-02-{day}",)) for day in ("01", "08", "15", "22", "01", "08")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done"] + ["told"] * 5
    (left_out,) = RecurrenceRule.objects.get().exceptions
    assert {row.first_day.isoformat() for row in rule.event.occurrences.all()} == {f"2023-02-{day}" for day in ("01", "08", "15", "22")} - {left_out}
