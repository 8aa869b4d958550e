"""A public date whose day or hour is typed over in the event's form: the editor says whether that was a mistake, or whether it has been moved."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from anniversary import clock
from anniversary.publishing.models import Status, Transition
from events.models import Occurrence
from tests.factories import events, occasion, users

from .test_rescheduling_pages import address, event_form, event_of

pytestmark = pytest.mark.django_db
MISTAKE, MOVED = {"occurrences-0-why": "mistake"}, {"occurrences-0-why": "moved"}
NOTE = {"occurrences-0-status_note_en": "Because of the storm."}


@pytest.fixture(autouse=True)
def _today():
    occasion.anniversary()
    with clock.as_of(clock.parse("2023-02-01T00:00")):
        yield


@pytest.fixture
def approver(client):
    client.force_login(users.user(groups=("approver",)))
    return client


def typed(**changed) -> dict[str, object]:
    return {f"occurrences-0-{name}": value for name, value in changed.items()}


def dates_of(response):
    (dates,) = [inline.formset for inline in response.context["inline_admin_formsets"] if inline.formset.prefix == "occurrences"]
    return dates


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in dates_of(response).errors[0].items()}


def now(row: Occurrence) -> tuple:
    row.refresh_from_db()
    return row.first_day, row.start_time, row.status, row.sequence, len(row.previous_starts)


AS_IT_WAS = (date(2023, 2, 23), time(18), "scheduled", 0, 0)


@pytest.mark.parametrize("changed", [{"first_day": "2023-03-02"}, {"start_time": "19:00"}, {"start_time": ""}, {"own_tz": "Asia/Tokyo"}])
def test_another_day_or_hour_is_asked_about_and_nothing_typed_is_lost(approver, changed):
    row = events.occurrence(venue=events.venue())
    back = approver.post(event_of(row), event_form(approver, row.event, title_en="New title", **typed(**changed, room_en="Hall B")))
    assert errors(back) == {
        "why": ["Readers know it as Thursday, 23 February 2023, 18:00. Choose whether that was a mistake; nothing is saved yet, and what you typed is kept."]
    }
    form = dates_of(back).forms[0]
    assert {name: form[name].value() for name in changed} == changed
    assert (form["room_en"].value(), back.context["adminform"].form["title_en"].value()) == ("Hall B", "New title")
    text = back.content.decode()
    assert [f'name="occurrences-0-why" value="{why}"' in text for why in ("mistake", "moved")] == [True, True]
    assert f'href="{address(row, "reschedule")}"' in text
    assert now(row) == AS_IT_WAS and not Transition.objects.exists()


def test_a_mistake_is_put_right_and_nobody_is_told(approver):
    row = events.occurrence(venue=events.venue())
    assert approver.post(event_of(row), event_form(approver, row.event, **typed(start_time="19:00") | MISTAKE)).status_code == 302
    assert now(row) == (date(2023, 2, 23), time(19), "scheduled", 1, 0)
    assert not Transition.objects.exists()


def test_what_has_been_moved_is_told_with_the_old_time_and_logged(approver):
    row = events.occurrence(venue=events.venue())
    assert approver.post(event_of(row), event_form(approver, row.event, **typed(first_day="2023-03-02") | MOVED | NOTE)).status_code == 302
    assert now(row) == (date(2023, 3, 2), time(18), "rescheduled", 1, 1)
    assert (row.status_note_en, row.status_told, row.last_day) == ("Because of the storm.", "Rescheduled: was 23 February 2023, 18:00", date(2023, 3, 2))
    (step,) = Transition.objects.all()
    assert (step.record, step.verb, step.before, step.after) == (row.event, "reschedule", "scheduled", "rescheduled")
    assert (step.note, step.by.groups.get().name) == ("2023-02-23 → 2023-03-02: Because of the storm.", "approver")


def test_what_has_been_moved_needs_a_new_note_in_each_language_of_the_page(approver):
    event = events.event(title_ja="音楽会", summary_ja="二つの楽団。")
    row = events.occurrence(event=event, status="rescheduled", status_note_en="The first storm.")
    data = event_form(approver, event, **typed(first_day="2023-03-02") | MOVED)
    assert set(errors(approver.post(event_of(row), data))) == {"status_note_en", "status_note_ja"}
    assert set(errors(approver.post(event_of(row), data | NOTE))) == {"status_note_ja"}
    assert now(row)[0] == date(2023, 2, 23)
    assert approver.post(event_of(row), data | NOTE | typed(status_note_ja="台風のため。")).status_code == 302
    assert now(row) == (date(2023, 3, 2), time(18), "rescheduled", 1, 1)


def test_nothing_is_moved_into_the_past(approver):
    row = events.occurrence(venue=events.venue())
    back = approver.post(event_of(row), event_form(approver, row.event, **typed(first_day="2023-01-02") | MOVED | NOTE))
    assert errors(back) == {"first_day": ["That is over already."]}
    assert approver.post(event_of(row), event_form(approver, row.event, **typed(first_day="2023-01-02") | MISTAKE)).status_code == 302


@pytest.mark.parametrize("changed", [{"end_time": "21:00"}, {"last_day": "2023-02-24"}, {"room_en": "Hall B"}, {"capacity": 40}, {"doors_at": "17:00"}])
def test_what_does_not_change_when_it_begins_is_not_asked_about(approver, changed):
    row = events.occurrence(venue=events.venue())
    page = approver.get(event_of(row)).content.decode()
    assert 'type="hidden" name="occurrences-0-why"' in page
    assert approver.post(event_of(row), event_form(approver, row.event, **typed(**changed))).status_code == 302


def test_an_hour_where_none_was_stated_is_not_asked_about(approver):
    row = events.occurrence(venue=events.venue(), start_time=None)
    assert approver.post(event_of(row), event_form(approver, row.event, **typed(start_time="19:00"))).status_code == 302
    assert now(row) == (date(2023, 2, 23), time(19), "scheduled", 1, 0)


@pytest.mark.parametrize(
    ("fields", "first_day", "status"),
    [
        ({"status": Status.DRAFT, "publish_at": None}, date(2023, 2, 23), "scheduled"),
        ({"publish_at": datetime(2023, 2, 10, tzinfo=UTC)}, date(2023, 2, 23), "scheduled"),  # nobody has seen it yet
        ({}, date(2023, 1, 20), "scheduled"),  # it is over
        ({}, date(2023, 2, 23), "cancelled"),  # nobody comes
    ],
)
def test_where_nobody_would_come_in_vain_nothing_is_asked(approver, fields, first_day, status):
    row = events.occurrence(event=events.event(**fields), first_day=first_day, status=status)
    assert approver.post(event_of(row), event_form(approver, row.event, **typed(start_time="19:00"))).status_code == 302
    assert now(row)[1:] == (time(19), status, 1, 0)


def test_a_postponed_date_that_gets_its_new_day_here_is_asked_about_too(approver):
    row = events.occurrence(status="postponed", first_day=date(2023, 1, 20))
    data = event_form(approver, row.event, **typed(first_day="2023-03-02"))
    assert list(errors(approver.post(event_of(row), data))) == ["why"]
    assert approver.post(event_of(row), data | MOVED | NOTE).status_code == 302
    assert now(row)[2] == "rescheduled"


def test_other_errors_are_said_first_and_the_answer_is_kept(approver):
    row = events.occurrence(venue=events.venue())
    back = approver.post(event_of(row), event_form(approver, row.event, **typed(first_day="2023-03-02", end_time="17:00") | MISTAKE))
    assert list(errors(back)) == ["end_time"]
    assert 'type="hidden" name="occurrences-0-why" value="mistake"' in back.content.decode()


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_it_asks_in_the_editors_language(approver, language):
    row = events.occurrence(venue=events.venue())
    data = event_form(approver, row.event, **typed(first_day="2023-03-02"))
    back = approver.post(event_of(row), data, headers={"accept-language": language})
    with translation.override(language):
        assert str(dates_of(back).forms[0].fields["why"].label) in back.content.decode()
    assert back["Content-Language"] == language
