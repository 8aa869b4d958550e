"""Editing events: what the form takes, what it refuses beside which field, and what the list tells."""

from datetime import UTC, date, datetime, time

import pytest
from django.contrib.admin.sites import site
from django.urls import reverse

from anniversary.publishing.models import Status
from events.models import Category, Event, Occurrence, Venue
from tests.factories import events, users

pytestmark = pytest.mark.django_db
ADD = "/admin/events/event/add/"


@pytest.fixture
def editor(client):
    """A client in which somebody who may do everything with events and venues is signed in."""
    names = [
        f"events.{verb}_{model}"
        for model in ("event", "occurrence", "organisership", "credit", "venue", "category")
        for verb in ("view", "add", "change", "delete")
    ]
    blocks = [f"events.{verb}_{block._meta.model_name}" for block in Event.BLOCKS for verb in ("view", "add", "change", "delete")]
    client.force_login(users.user(permissions=(*names, *blocks, "events.publish_event")))
    return client


def form(*dates: dict[str, object], **fields: object) -> dict[str, object]:
    """What a browser would send for a new event with these dates."""
    prefixes = ["organisers", "credits", "publishing-source-content_type-object_id", *(f"events_{block._meta.model_name}_set" for block in Event.BLOCKS)]
    data: dict[str, object] = {
        "title_en": "Concert",
        "summary_en": "Two orchestras.",
        "category": events.category().pk,
        "admission": "free",
        "attendance": "in_person",
    }
    data |= {"recognised": "none"} | fields
    for prefix in (*prefixes, "occurrences"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    data["occurrences-TOTAL_FORMS"] = len(dates)
    for number, given in enumerate(dates):
        data |= {f"occurrences-{number}-{name}": value for name, value in ({"status": "scheduled"} | given).items()}
    return data


def refused(response) -> list[dict[str, list[str]]]:
    """The errors of the dates in a form that came back, a dictionary a date."""
    assert response.status_code == 200
    (dates,) = [inline.formset for inline in response.context["inline_admin_formsets"] if inline.formset.prefix == "occurrences"]
    return [{name: list(found) for name, found in errors.items()} for errors in dates.errors]


def test_an_editor_makes_an_event_with_three_dates_in_the_venues_time(editor):
    hall, tokyo = events.venue(), events.tokyo()
    response = editor.post(ADD, form(
        {"first_day": "2023-02-23", "start_time": "18:00", "end_time": "20:00", "venue": hall.pk, "room_en": "Hall A", "signed": "on"},
        {"first_day": "2023-02-24", "start_time": "18:00", "venue": tokyo.pk},
        {"first_day": "2023-02-25", "last_day": "2023-02-26", "all_day": "on"},
        languages=["km", "ja"],
    ))  # fmt: skip
    assert response.status_code == 302
    event = Event.objects.get()
    assert (event.status, event.slug, event.languages) == (Status.DRAFT, "concert", ["km", "ja"])
    first, second, third = event.occurrences.all()
    assert (first.start, first.end, first.last_day) == (datetime(2023, 2, 23, 11, tzinfo=UTC), datetime(2023, 2, 23, 13, tzinfo=UTC), date(2023, 2, 23))
    assert (first.room_en, first.signed, first.captioned, first.country) == ("Hall A", True, False, "KH")
    assert (second.start, second.tz, second.end_time) == (datetime(2023, 2, 24, 9, tzinfo=UTC), "Asia/Tokyo", None)
    assert (third.time_known, third.all_day, third.last_day) == (False, True, date(2023, 2, 26))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"start_time": "18:00", "end_time": "17:00"}, "end_time"),
        ({"last_day": "2023-03-25"}, "last_day"),
        ({"start_time": "02:30", "own_tz": "Europe/Berlin"}, "start_time"),
        ({"start_time": "10:00", "end_time": "02:30", "last_day": "2024-03-31", "own_tz": "Europe/Berlin"}, "end_time"),
        ({"start_time": "9 o'clock"}, "start_time"),
        ({"end_time": "18:00"}, "start_time"),
        ({"all_day": "on", "start_time": "09:00"}, "all_day"),
        ({"first_day": "2023-02-30"}, "first_day"),
        ({"first_day": "0001-01-01"}, "first_day"),
        ({"first_day": "", "start_time": "09:00"}, "first_day"),
        ({"own_tz": "Mars/Phobos", "start_time": "09:00"}, "own_tz"),
        ({"venue": "999"}, "venue"),
        ({"status": "forgotten"}, "status"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"capacity": "-1"}, "capacity"),
    ],
)
def test_a_date_that_cannot_be_is_refused_beside_its_field(editor, given, field):
    (errors,) = refused(editor.post(ADD, form({"first_day": "2023-03-26"} | given)))
    assert list(errors) == [field]
    assert not Event.objects.exists()


def test_what_stands_right_after_a_skipped_hour_is_taken(editor):
    assert editor.post(ADD, form({"first_day": "2023-03-26", "start_time": "03:00", "own_tz": "Europe/Berlin"})).status_code == 302
    assert Occurrence.objects.get().start == datetime(2023, 3, 26, 1, tzinfo=UTC)


def test_an_unknown_language_and_a_word_of_the_sites_own_are_refused(editor):
    response = editor.post(ADD, form(languages=["tlh"], slug="calendar"))
    assert set(response.context["adminform"].form.errors) == {"languages", "slug"}


def test_an_event_without_dates_is_a_draft_and_cannot_be_published(editor):
    assert editor.post(ADD, form()).status_code == 302
    event = Event.objects.get()
    page = editor.get(f"/admin/events/event/{event.pk}/change/?check=publish").content.decode()
    dates = page[page.index('id="occurrences-group"') :]
    assert "Give at least one date before it is published." in dates[: dates.index('id="organisers-group"')]


def test_publishing_from_the_form_makes_the_dates_public_and_withdrawing_hides_them(editor):
    editor.post(ADD, form({"first_day": "2023-02-23"}))
    event = Event.objects.get()
    editor.post(reverse("admin:events_event_move", args=[event.pk]), {"_verb": "publish"})
    assert Occurrence.objects.published().count() == 1
    Event.objects.get().full_clean()


def test_the_list_gives_the_next_date_and_costs_the_same_for_one_row_and_thirty(editor, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert editor.get("/admin/events/event/").status_code == 200
        return len(caught)

    events.occurrence(event=events.event(title_en="Long ago"), first_day=date(2023, 2, 23))
    count()
    few = count()
    for number in range(30):
        events.occurrence(event=events.event(title_en=f"Event {number}"), first_day=date(2199, 1, 1), start_time=time(9))
    assert count() == few
    page = editor.get("/admin/events/event/").content.decode()
    assert '<span class="quiet">23 Feb 2023</span>' in page and "1 Jan 2199" in page


@pytest.mark.parametrize(("asked", "found"), [("coming", ["Coming"]), ("past", ["Past"]), ("none", ["Without"])])
def test_the_list_is_filtered_by_what_is_coming(editor, asked, found):
    events.occurrence(event=events.event(title_en="Coming"), first_day=date(2199, 1, 1))
    events.occurrence(event=events.event(title_en="Past"))
    events.event(title_en="Without")
    result = editor.get(f"/admin/events/event/?dates={asked}").context["cl"].result_list
    assert [str(event) for event in result] == found


def test_a_venue_needs_a_zone_a_country_and_a_whole_point(editor):
    given = {"name_en": "Hall", "slug": "hall", "country": "kh", "tz": "Cambodia", "lat": "11.5", "lon": ""}
    form_back = editor.post("/admin/events/venue/add/", given | {"lon": "104.9"}).context["adminform"].form
    assert set(form_back.errors) == {"country", "tz"}
    form_back = editor.post("/admin/events/venue/add/", given | {"country": "KH", "tz": "Asia/Phnom_Penh"}).context["adminform"].form
    assert form_back.errors == {"__all__": ["Give both latitude and longitude, or neither."]}
    assert editor.post("/admin/events/venue/add/", given | {"country": "KH", "tz": "Asia/Phnom_Penh", "lon": "104.9"}).status_code == 302
    assert Venue.objects.get().tz == "Asia/Phnom_Penh"


def test_a_kind_or_a_venue_that_is_in_use_is_not_deleted(editor):
    row = events.occurrence(venue=events.venue())
    for address in (f"/admin/events/venue/{row.venue_id}/delete/", f"/admin/events/category/{row.category_id}/delete/"):
        editor.post(address, {"post": "yes"})
    assert (Venue.objects.count(), Category.objects.count()) == (1, 1)


def test_a_date_of_one_day_is_moved_by_its_day_alone(editor):
    editor.post(ADD, form({"first_day": "2023-02-23"}))
    row = Occurrence.objects.get()
    address = f"/admin/events/event/{row.event_id}/change/"
    (dates,) = [inline.formset for inline in editor.get(address).context["inline_admin_formsets"] if inline.formset.prefix == "occurrences"]
    assert dates.forms[0]["last_day"].value() is None
    moved = form({"first_day": "2023-03-01", "id": row.pk, "event": row.event_id}) | {"occurrences-INITIAL_FORMS": 1}
    assert editor.post(address, moved).status_code == 302
    row.refresh_from_db()
    assert (row.first_day, row.last_day) == (date(2023, 3, 1), date(2023, 3, 1))


def test_a_public_event_keeps_a_date_and_its_summary(editor):
    event = events.event(summary_en="Two orchestras.")
    date_of = events.occurrence(event=event)
    url = reverse("admin:events_event_change", args=[event.pk])
    kept = {
        "occurrences-INITIAL_FORMS": 1,
        "occurrences-0-id": date_of.pk,
        "occurrences-0-event": event.pk,
        "slug": event.slug,
        "publish_at_0": "2022-01-01",
        "publish_at_1": "00:00",
    }
    row = {"first_day": "2023-02-23", "start_time": "18:00"}
    refused_date = editor.post(url, form(row | {"DELETE": "on"}) | kept)
    assert refused_date.status_code == 200
    (dates,) = [inline.formset for inline in refused_date.context["inline_admin_formsets"] if inline.formset.prefix == "occurrences"]
    assert len(dates.non_form_errors()) == 1
    refused_summary = editor.post(url, form(row, summary_en="") | kept)
    assert list(refused_summary.context["adminform"].form.errors) == ["summary_en"]
    assert event.occurrences.count() == 1
    assert editor.post(url, form(row) | kept).status_code == 302


def test_an_edit_does_not_undo_what_somebody_moved_meanwhile(editor, monkeypatch):
    event = events.event(status="draft", publish_at=None)
    events.occurrence(event=event)
    model_admin = site._registry[Event]
    read = model_admin.get_object

    reads = []

    def then_somebody_publishes(*args, **kwargs):
        record = read(*args, **kwargs)
        reads.append(record)
        if len(reads) == 2:  # the one that the form writes back
            at = datetime(2023, 1, 1, tzinfo=UTC)
            Event.objects.filter(pk=event.pk).update(status="published", publish_at=at, first_published_at=at)
        return record

    monkeypatch.setattr(model_admin, "get_object", then_somebody_publishes)
    date_of = event.occurrences.get()
    kept = {"occurrences-INITIAL_FORMS": 1, "occurrences-0-id": date_of.pk, "occurrences-0-event": event.pk, "slug": event.slug}
    assert (
        editor.post(reverse("admin:events_event_change", args=[event.pk]), form({"first_day": "2023-02-23", "start_time": "18:00"}) | kept).status_code == 302
    )
    event.refresh_from_db()
    assert (event.status, event.title_en) == ("published", "Concert")
    assert Occurrence.objects.published().count() == 1
