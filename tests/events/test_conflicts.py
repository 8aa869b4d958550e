"""What else is held at the same place at the same time: when editors are told, and when not."""

from datetime import date, time

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anniversary import clock
from events import conflicts
from events.models import Occurrence
from tests.factories import events, occasion, users

from .test_rescheduling_pages import event_form

pytestmark = pytest.mark.django_db
TODAY = clock.parse("2023-02-01T00:00")


@pytest.fixture(autouse=True)
def _today():
    occasion.anniversary()
    with clock.as_of(TODAY):
        yield


@pytest.fixture
def hall():
    return events.venue()


@pytest.fixture
def editor(client):
    client.force_login(users.user(groups=("approver",)))
    return client


def dated(title: str, **fields: object) -> Occurrence:
    """A date of an event of its own, from 18:00 to 20:00 unless told otherwise."""
    of = {name: fields.pop(name) for name in ("status", "copy_of") if name in fields}
    return events.occurrence(event=events.event(title_en=title, **of), **({"end_time": time(20)} | fields))


def told(row: Occurrence) -> list[tuple[str, bool, bool]]:
    """(title of the other event, same room, certain) for each conflict."""
    return [(found.other.event.title_en, found.same_room, found.certain) for found in conflicts.of([row])[0]]


def test_the_same_room_at_the_same_time_in_any_language_and_spelling(hall):
    mine = dated("Concert", venue=hall, room_en="Hall A", room_ja="大ホール")
    dated("Rehearsal", venue=hall, room_en="  hall   a ", start_time=time(19), end_time=time(21))
    dated("稽古", venue=hall, room_en="Great room", room_ja="大ホール", start_time=time(17), end_time=time(18, 30))
    dated("Elsewhere in the house", venue=hall, room_en="Hall B")
    dated("In another house", venue=events.tokyo(), room_en="Hall A")
    assert told(mine) == [("稽古", True, True), ("Rehearsal", True, True)]


def test_without_a_room_on_either_it_is_the_same_venue_and_with_one_on_one_of_them_nothing(hall):
    mine = dated("Concert", venue=hall)
    dated("Reception", venue=hall)
    dated("In its room", venue=hall, room_en="Hall A")
    assert told(mine) == [("Reception", False, True)]


@pytest.mark.parametrize(("begins", "ends"), [(time(20), time(22)), (time(16), time(18))])
def test_what_ends_when_the_other_begins_is_no_conflict(hall, begins, ends):
    mine = dated("Concert", venue=hall)
    dated("Before or after", venue=hall, start_time=begins, end_time=ends)
    assert told(mine) == []


def test_one_minute_is_a_conflict(hall):
    mine = dated("Concert", venue=hall)
    dated("Reception", venue=hall, start_time=time(19, 59), end_time=time(22))
    assert told(mine) == [("Reception", False, True)]


def test_moments_are_compared_not_what_clocks_show(hall):
    mine = dated("Concert", venue=hall)  # 18:00 to 20:00 in Phnom Penh
    dated("By Tokyo's clocks", venue=hall, own_tz="Asia/Tokyo", start_time=time(21), end_time=time(23))  # 19:00 to 21:00
    dated("The same numbers", venue=hall, own_tz="Asia/Tokyo")  # 16:00 to 18:00
    assert told(mine) == [("By Tokyo's clocks", False, True)]


def test_whole_days_and_hours_that_are_not_stated_are_perhaps_a_conflict(hall):
    mine = dated("Concert", venue=hall, room_en="Hall A")
    dated("Exhibition", venue=hall, room_en="Hall A", first_day=date(2023, 2, 1), last_day=date(2023, 4, 30), all_day=True, start_time=None, end_time=None)
    dated("Some time that day", venue=hall, room_en="Hall A", start_time=None, end_time=None)
    dated("The next day", venue=hall, room_en="Hall A", first_day=date(2023, 2, 24), all_day=True, start_time=None, end_time=None)
    dated("From noon", venue=hall, room_en="Hall A", start_time=time(12), end_time=None)
    assert told(mine) == [("Exhibition", True, False), ("Some time that day", True, False), ("From noon", True, False)]
    assert "perhaps not at the same time" in str(conflicts.of([mine])[0][0].html)


def test_a_night_that_goes_on_after_midnight_and_a_long_one_that_began_long_ago(hall):
    mine = dated("Concert", venue=hall, first_day=date(2023, 3, 1), start_time=time(1), end_time=time(2))
    dated("Night", venue=hall, first_day=date(2023, 2, 28), start_time=time(22), last_day=date(2023, 3, 1), end_time=time(3))
    dated("Course", venue=hall, first_day=date(2022, 10, 1), start_time=time(9), last_day=date(2023, 6, 1), end_time=time(12))
    assert told(mine) == [("Course", False, True), ("Night", False, True)]


@pytest.mark.parametrize("status", ["cancelled", "postponed", "moved_online"])
def test_what_is_off_or_online_is_in_nobodys_way(hall, status):
    mine, other = dated("Concert", venue=hall), dated("Reception", venue=hall)
    Occurrence.objects.filter(pk=other.pk).update(status=status)
    assert told(mine) == []
    Occurrence.objects.filter(pk=mine.pk).update(status=status)
    Occurrence.objects.filter(pk=other.pk).update(status="scheduled")
    mine.refresh_from_db()
    assert told(mine) == []


def test_drafts_count_working_copies_withdrawn_events_and_what_is_past_do_not(hall):
    mine = dated("Concert", venue=hall)
    draft = dated("Draft", venue=hall, status="draft")
    dated("Working copy", venue=hall, status="draft", copy_of=draft.event)
    dated("Withdrawn", venue=hall, status="withdrawn")
    assert told(mine) == [("Draft", False, True)]
    with clock.as_of(clock.parse("2023-02-24T00:00")):
        assert told(mine) == []


def test_an_events_own_other_dates_count(hall):
    mine = dated("Concert", venue=hall)
    events.occurrence(event=mine.event, venue=hall, start_time=time(19))
    assert [found.html for found in conflicts.of([mine])[0]] == [
        "Same venue, same time, and no room is given: another date of this event (Thursday, 23 February 2023, 19:00)"
    ]


def test_one_query_whatever_the_number_of_dates(hall, django_assert_num_queries):
    rows = [dated(f"Class {day}", venue=hall, first_day=date(2023, 3, day)) for day in range(1, 31)]
    dated("Reception", venue=hall, first_day=date(2023, 3, 7))
    with django_assert_num_queries(1):
        found = conflicts.of(rows[:1])
    assert found == [[]]
    with django_assert_num_queries(1):
        found = conflicts.of(rows)
        assert [[one.other.event.title_en for one in of_one] for of_one in found if of_one] == [["Reception"]]
    with django_assert_num_queries(0):
        assert conflicts.of([Occurrence(event=rows[0].event, first_day=date(2023, 3, 7))]) == [[]]


# --- in the form --------------------------------------------------------------------------------------------------------
def test_the_form_says_so_beside_the_date_and_again_after_saving_and_saves(editor, hall):
    mine, other = dated("Concert", venue=hall), dated("Reception <b>", venue=hall, status="draft")
    address = reverse("admin:events_event_change", args=[mine.event_id])
    page = editor.get(address).content.decode()
    link = f'<a href="/admin/events/event/{other.event_id}/change/">Reception &lt;b&gt;</a>'
    assert f"Same venue, same time, and no room is given: {link} (Thursday, 23 February 2023, 18:00–20:00)" in page
    saved = editor.post(address, event_form(editor, mine.event, title_en="Concert on the river"))
    assert saved.status_code == 302
    (warning,) = [str(message) for message in get_messages(saved.wsgi_request) if message.level_tag == "warning"]
    assert link in warning and "Thursday, 23 February 2023, 18:00–20:00" in warning
    mine.event.refresh_from_db()
    assert mine.event.title_en == "Concert on the river"


def test_without_a_conflict_the_form_says_nothing(editor, hall):
    mine = dated("Concert", venue=hall)
    address = reverse("admin:events_event_change", args=[mine.event_id])
    assert 'class="conflicts"' not in editor.get(address).content.decode()
    saved = editor.post(address, event_form(editor, mine.event))
    assert [message.level_tag for message in get_messages(saved.wsgi_request)] == ["success"]


def test_the_form_asks_as_often_for_thirty_dates_as_for_one(editor, hall):
    event = dated("Concert", venue=hall).event
    address = reverse("admin:events_event_change", args=[event.pk])

    def about_dates() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert editor.get(address).status_code == 200
        return sum('FROM "events_occurrence"' in query["sql"] for query in caught)

    about_dates()
    few = about_dates()
    for day in range(1, 30):
        events.occurrence(event=event, venue=hall, first_day=date(2023, 3, day))
    assert about_dates() == few


def asked(client, **given: object) -> str:
    response = client.get(reverse("admin:events_event_conflicts"), given)
    assert response.status_code == 200
    return response.content.decode()


def test_a_date_that_is_not_saved_yet_is_looked_at_as_it_is_typed(editor, hall):
    other = dated("Reception", venue=hall, room_en="Hall A")
    given = {"venue": hall.pk, "first_day": "2023-02-23", "start_time": "19:00", "room_en": "hall a"}
    assert "Reception" in asked(editor, **given)
    assert asked(editor, **given | {"first_day": "2023-02-24"}) == ""
    assert asked(editor, **given | {"room_en": "Hall B"}) == ""
    assert asked(editor, **given | {"status": "cancelled"}) == ""
    assert "another date of this event" in asked(editor, **given | {"event": other.event_id})
    assert asked(editor, **given | {"event": other.event_id, "date": other.pk}) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"venue": "x"}, {"venue": "9" * 30}, {"first_day": ""}, {"first_day": "0001-01-01"}, {"last_day": "9999-12-31"}, {"start_time": "25:00"},
        {"own_tz": "Mars/Phobos"}, {"end_time": "17:00"}, {"last_day": "2023-02-01"}, {"date": "x"}, {"event": "9" * 40},
    ],
)  # fmt: skip
def test_what_is_no_date_yet_has_no_conflicts(editor, hall, wrong):
    dated("Reception", venue=hall)
    assert asked(editor, **{"venue": hall.pk, "first_day": "2023-02-23", "start_time": "18:00"} | wrong) == ""


def test_only_editors_are_told(client, hall):
    given = {"venue": hall.pk, "first_day": "2023-02-23"}
    address = reverse("admin:events_event_conflicts")
    assert client.get(address, given).status_code == 302
    client.force_login(users.user(groups=("juror",)))
    assert client.get(address, given).status_code == 403
    client.force_login(users.user(name="bopha", groups=("translator",)))
    assert client.get(address, given).status_code == 200


def test_a_repetition_shows_them_before_it_is_written(editor, hall):
    dated("Reception", venue=hall, first_day=date(2023, 2, 8))
    event = events.event(title_en="Class", status="draft")
    given = {
        "frequency": "weekly", "interval": 1, "from_day": "2023-02-08", "until_day": "2023-02-22", "start_time": "18:00", "end_time": "19:00",
        "venue": hall.pk, "_show": "1",
    }  # fmt: skip
    page = editor.post(reverse("admin:events_event_repeat", args=[event.pk]), given)
    assert [bool(line.shown.conflicts) for line in page.context["plan"].lines] == [True, False, False]
    assert "Reception" in page.content.decode()
