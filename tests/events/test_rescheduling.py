"""Postponing, rescheduling, moving online, cancelling, reinstating: who may, what is asked for, what is then kept and told."""

import json
import threading
from datetime import UTC, date, datetime, time

import icalendar
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import translation

from anniversary import clock
from anniversary.publishing.models import Transition
from events import rescheduling
from events.models import Event, Occurrence, Venue
from tests.factories import events, occasion, users

TODAY = clock.parse("2023-02-01T00:00")
NOTES = {"en": "Because of the storm."}
NEW = {"first_day": date(2023, 3, 2), "start_time": time(19), "last_day": None, "end_time": None, "doors_at": None}
GIVEN = {"reschedule": NEW, "move_online": {"online_url": "https://example.org/live"}}


@pytest.fixture(autouse=True)
def _today(db):
    occasion.anniversary()
    with clock.as_of(TODAY):
        yield


@pytest.fixture
def approver():
    return users.user(groups=("approver",))


def do(row: Occurrence, name: str, user, notes=NOTES, **given) -> Occurrence:
    return rescheduling.change(row, name, user=user, notes=notes, **(GIVEN.get(name, {}) | given))


def told(row: Occurrence, name: str, user, **given) -> dict[str, list[str]]:
    """What a refusal says, by field; the date is as it was."""
    before = Occurrence.objects.filter(pk=row.pk).values().get()
    with pytest.raises(ValidationError) as caught:
        do(row, name, user, **given)
    assert Occurrence.objects.filter(pk=row.pk).values().get() == before
    assert not Transition.objects.exists()
    return caught.value.message_dict if hasattr(caught.value, "error_dict") else {"": caught.value.messages}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("postpone", "scheduled", "postponed"), ("cancel", "scheduled", "cancelled"), ("reschedule", "scheduled", "rescheduled"),
        ("move_online", "scheduled", "moved_online"), ("reinstate", "cancelled", "scheduled"), ("reinstate", "postponed", "scheduled"),
        ("cancel", "postponed", "cancelled"), ("reschedule", "postponed", "rescheduled"), ("reschedule", "moved_online", "moved_online"),
        ("postpone", "moved_online", "postponed"),
    ],
)  # fmt: skip
def test_a_verb_changes_the_status_once_raises_the_sequence_by_one_and_is_logged(approver, name, before, after):
    row = events.occurrence(status=before, venue=events.venue())
    Occurrence.objects.update(updated_at=datetime(2022, 1, 1, tzinfo=UTC), sequence=4)
    changed = do(Occurrence.objects.get(), name, approver)
    row.refresh_from_db()
    assert (changed.status, row.status, row.sequence, row.status_note_en) == (after, after, 5, "Because of the storm.")
    assert row.updated_at.year > 2022
    (step,) = Transition.objects.all()
    days = "2023-02-23 → 2023-03-02" if name == "reschedule" else "2023-02-23"
    assert (step.record, step.verb, step.before, step.after, step.by, step.at) == (row.event, name, before, after, approver, TODAY)
    assert step.note == f"{days}: Because of the storm."


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("cancel", "cancelled"), ("postpone", "postponed"), ("postpone", "cancelled"), ("reschedule", "cancelled"), ("move_online", "moved_online"),
        ("move_online", "postponed"), ("reinstate", "scheduled"), ("reinstate", "rescheduled"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(approver, name, status):
    row = events.occurrence(status=status)
    assert told(row, name, approver)[""][0].startswith(f"This date is now: {row.get_status_display()}.")


@pytest.mark.parametrize(("name", "possible"), [("postpone", False), ("reschedule", False), ("move_online", False), ("cancel", True)])
def test_a_date_that_is_over_can_only_be_said_not_to_have_been(approver, name, possible):
    row = events.occurrence(first_day=date(2023, 1, 31), venue=events.venue())  # over at 17:00 UTC
    if possible:
        assert do(row, name, approver).status == "cancelled"
    else:
        assert told(row, name, approver) == {"": ["This date is over."]}


def test_a_postponed_date_whose_day_has_gone_by_gets_a_new_one(approver):
    row = do(events.occurrence(first_day=date(2023, 1, 20), status="postponed", venue=events.venue()), "reschedule", approver)
    assert (row.status, row.first_day, len(row.previous_starts)) == ("rescheduled", date(2023, 3, 2), 1)


def test_what_is_online_already_is_not_moved_there_and_an_address_is_asked_for(approver):
    row = events.occurrence(event=events.event(attendance="online"))
    assert told(row, "move_online", approver) == {"": ["It takes place online already."]}
    row = events.occurrence(event=events.event(title_en="Another"))
    assert told(row, "move_online", approver, online_url="") == {"online_url": ["Say where readers can take part."]}
    assert list(told(row, "move_online", approver, online_url="javascript:alert(1)")) == ["online_url"]


@pytest.mark.parametrize("status", ["published", "in_review"])
@pytest.mark.parametrize("group", ["translator", "editor", "competition_officer", "juror"])
def test_what_is_public_or_under_review_is_changed_only_by_those_who_may_publish(group, status):
    row, user = events.occurrence(event=events.event(status=status)), users.user(groups=(group,))
    assert rescheduling.verbs_for(user, row) == {}
    with pytest.raises(PermissionDenied):
        do(row, "cancel", user)
    with pytest.raises(PermissionDenied):
        rescheduling.delete(row, user=user)
    row.refresh_from_db()
    assert (row.status, Transition.objects.count()) == ("scheduled", 0)


def test_an_editor_changes_a_drafts_date_and_who_lacks_the_right_to_dates_does_not():
    row = events.occurrence(event=events.event(status="draft", publish_at=None))
    with pytest.raises(PermissionDenied):
        do(row, "cancel", users.user(name="half", permissions=("events.change_event",)))
    assert list(rescheduling.verbs_for(users.user(groups=("editor",)), row)) == ["postpone", "reschedule", "move_online", "cancel"]
    assert do(row, "cancel", users.user(name="chan", groups=("editor",))).status == "cancelled"


def test_readers_of_every_language_of_the_page_are_told(approver):
    event = events.event(title_ja="音楽会", summary_ja="二つの楽団。", title_km="ការប្រគុំតន្ត្រី")  # in Khmer there is no summary
    row = events.occurrence(event=event)
    assert list(told(row, "cancel", approver)) == ["status_note_ja"]
    assert list(told(row, "cancel", approver, notes={"en": "  ", "ja": "台風のため。"})) == ["status_note_en"]
    row = do(row, "cancel", approver, notes={"en": "Storm.", "ja": "台風のため。"})
    assert (row.status_note_en, row.status_note_ja, row.status_note_km) == ("Storm.", "台風のため。", "")


def test_all_that_is_wrong_is_said_at_once(approver):
    row = events.occurrence(venue=events.venue())
    assert set(told(row, "reschedule", approver, notes={}, last_day=date(2023, 1, 1))) == {"last_day", "status_note_en"}


# --- the old time ------------------------------------------------------------------------------------------------------
def test_every_time_that_it_was_to_be_is_kept_oldest_first(approver):
    row = events.occurrence(venue=events.venue(), end_time=time(20))
    row = do(row, "reschedule", approver)
    row = do(row, "reschedule", approver, first_day=date(2023, 4, 1), start_time=None, venue=events.tokyo())
    assert row.previous_starts == [
        {"start": "2023-02-23T11:00:00+00:00", "end": "2023-02-23T13:00:00+00:00", "tz": "Asia/Phnom_Penh", "first_day": "2023-02-23", "time_known": True},
        {"start": "2023-03-02T12:00:00+00:00", "end": "2023-03-02T17:00:00+00:00", "tz": "Asia/Phnom_Penh", "first_day": "2023-03-02", "time_known": True},
    ]
    row.refresh_from_db()
    assert (row.tz, row.start, row.sequence, row.last_day) == ("Asia/Tokyo", datetime(2023, 3, 31, 15, tzinfo=UTC), 2, date(2023, 4, 1))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"first_day": date(2023, 2, 23), "start_time": time(18)}, "first_day"),
        ({"first_day": date(2023, 1, 3)}, "first_day"),
        ({"first_day": date(2300, 1, 3)}, "first_day"),
        ({"last_day": date(2023, 3, 1)}, "last_day"),
        ({"end_time": time(18)}, "end_time"),
        ({"start_time": None, "end_time": time(18)}, "start_time"),
    ],
)
def test_a_new_time_that_cannot_be_is_refused_beside_its_field(approver, given, field):
    assert list(told(events.occurrence(venue=events.venue()), "reschedule", approver, **given)) == [field]


def test_at_another_place_hours_are_that_places_and_the_room_is_forgotten(approver):
    row = events.occurrence(venue=events.venue(), room_en="Hall A", own_tz="Europe/Paris")
    row = do(row, "reschedule", approver, venue=events.tokyo())
    assert (row.tz, row.local_start.hour, row.room_en, row.own_tz, row.country) == ("Asia/Tokyo", 19, "", "", "JP")


def test_what_was_moved_online_stays_there_at_its_new_hour_unless_it_gets_a_place(approver):
    row = do(events.occurrence(venue=events.venue()), "move_online", approver)
    row = do(row, "reschedule", approver)
    assert (row.status, row.online_url, row.status_told) == ("moved_online", "https://example.org/live", "Moved online: was 23 February 2023, 18:00")
    assert do(row, "reschedule", approver, first_day=date(2023, 4, 1), venue=events.tokyo()).status == "rescheduled"


def test_reinstated_at_its_place_it_is_online_no_longer(approver):
    row = do(events.occurrence(venue=events.venue()), "move_online", approver)
    assert do(row, "reinstate", approver, notes={"en": "The hall is open again."}).online_url == ""


# --- at once -----------------------------------------------------------------------------------------------------------
def test_who_saw_an_older_state_is_told(approver):
    row = events.occurrence()
    stale = Occurrence.objects.get(pk=row.pk)
    do(row, "postpone", approver)
    with pytest.raises(ValidationError, match="Somebody else has changed this date meanwhile"):
        do(stale, "cancel", approver)
    assert Transition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_six_who_reschedule_at_once_one_does():
    row, approver = events.occurrence(venue=events.venue()), users.user(permissions=("events.change_event", "events.publish_event", "events.change_occurrence"))
    start, outcomes = threading.Barrier(6), []

    def reschedule(hour: int) -> None:
        try:
            start.wait()
            with clock.as_of(TODAY):
                do(row, "reschedule", approver, start_time=time(hour))
            outcomes.append("done")
        except ValidationError:
            outcomes.append("told")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=reschedule, args=(10 + n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done"] + ["told"] * 5
    after = Occurrence.objects.get()
    assert (after.sequence, len(after.previous_starts), Transition.objects.count()) == (1, 1, 1)


# --- what is then said ---------------------------------------------------------------------------------------------------
def entry(client) -> tuple[icalendar.Event, bytes]:
    content = client.get("/en/events/feed.ics").content
    return icalendar.Calendar.from_ical(content).walk("VEVENT")[0], content


def test_calendars_take_the_change_over_and_their_bytes_are_stable_again(client, approver):
    row = events.occurrence(event=events.event(title_en="Concert"), venue=events.venue())
    for model in (Event, Occurrence, Venue):
        model.objects.update(updated_at=datetime(2023, 1, 5, tzinfo=UTC))
    before, _bytes = entry(client)
    do(row, "reschedule", approver)
    after, content = entry(client)
    assert entry(client)[1] == content
    assert (before["uid"], int(before["sequence"]), int(after["sequence"])) == (after["uid"], 0, 1)
    assert before["dtstamp"].dt < after["dtstamp"].dt == after["last-modified"].dt
    assert str(after["status"]) == "CONFIRMED"
    assert str(after["description"]).startswith("Rescheduled: was 23 February 2023, 18:00\n\nBecause of the storm.\n\n")
    do(Occurrence.objects.get(), "cancel", approver)
    assert (str(entry(client)[0]["status"]), int(entry(client)[0]["sequence"])) == ("CANCELLED", 2)


def test_a_note_alone_changes_the_stamp_and_not_the_sequence(client):
    row = events.occurrence(status="cancelled")
    for model in (Event, Occurrence):
        model.objects.update(updated_at=datetime(2023, 1, 5, tzinfo=UTC))
    row.status_note_en = "For good."
    row.save()
    found, _content = entry(client)
    assert (int(found["sequence"]), found["last-modified"].dt > datetime(2023, 1, 6, tzinfo=UTC)) == (0, True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Rescheduled: was 23 February 2023, 18:00"),
        ("ja", "日程変更（変更前：2023年2月23日 18時）"),
        ("km", "ប្តូរកាលបរិច្ឆេទ៖ ពីមុន ថ្ងៃទី២៣ ខែកុម្ភៈ ឆ្នាំ២០២៣ ម៉ោង១៨:០០"),
    ],
)
def test_the_page_and_the_list_say_it_in_the_readers_language(client, approver, language, words):
    row = do(events.occurrence(venue=events.venue(), availability="sold_out"), "reschedule", approver)
    page = client.get(f"/{language}/events/{row.event.slug}/").content.decode()
    top = page[: page.index('class="facts"')]
    with translation.override(language):
        assert f"<strong>{words}</strong>" in top and f"<strong>{row.availability_label}</strong>" in top and "Because of the storm." in top
        listed = client.get(f"/{language}/events/").content.decode()
        assert f">{row.status_label}</span>" in listed and f">{row.availability_label}</span>" in listed


def described(client, row: Occurrence) -> dict:
    page = client.get(row.get_absolute_url()).content.decode()
    return json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"][0]


def test_structured_data_has_the_old_times_and_what_has_become_of_it(client, approver):
    row = do(events.occurrence(venue=events.venue()), "reschedule", approver)
    found = described(client, row)
    assert (found["eventStatus"], found["previousStartDate"]) == ("https://schema.org/EventRescheduled", "2023-02-23T18:00:00+07:00")
    do(row, "move_online", approver)
    assert described(client, row)["eventStatus"] == ["https://schema.org/EventMovedOnline", "https://schema.org/EventRescheduled"]
    do(Occurrence.objects.get(), "cancel", approver)
    found = described(client, row)
    assert found["eventStatus"] == "https://schema.org/EventCancelled" and "previousStartDate" not in found


def test_another_date_of_the_event_is_as_it_was(client, approver):
    event = events.event()
    row, other = events.occurrence(event=event), events.occurrence(event=event, first_day=date(2023, 3, 1))
    before = Occurrence.objects.filter(pk=other.pk).values().get()
    do(row, "cancel", approver)
    assert Occurrence.objects.filter(pk=other.pk).values().get() == before


# --- deleting -----------------------------------------------------------------------------------------------------------
def test_a_date_is_deleted_for_good_but_not_a_public_events_last(approver):
    row = events.occurrence()
    with pytest.raises(ValidationError, match="needs at least one date"):
        rescheduling.delete(row, user=approver)
    kept = events.occurrence(event=row.event, first_day=date(2023, 3, 1))
    rescheduling.delete(row, user=approver)
    assert list(row.event.occurrences.all()) == [kept]
    step = Transition.objects.get()
    assert (step.verb, step.get_before_display(), step.get_after_display(), step.note) == ("delete_date", "Scheduled", "deleted", "2023-02-23")
    with pytest.raises(ValidationError, match="no longer there"):
        rescheduling.delete(row, user=approver)
