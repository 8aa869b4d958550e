"""An event once more: what the duplicate has of it, what it has not, and who may make one."""

import threading
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.urls import reverse

from anniversary.publishing.models import OldAddress, Source, Status
from events import duplicating
from events.models import Event, Occurrence
from tests.factories import directory, events, library, programmes
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db


def block(kind: str) -> type:
    return next(found for found in Event.BLOCKS if kind == found.TEMPLATE)


def whole_event() -> Event:
    """A published event with everything that one can have, on 23 and 25 February 2023."""
    event = events.event(title_en="River festival", title_km="ពិធីបុណ្យទន្លេ", slug="river", languages=["km"], featured=True)
    hall = events.venue()
    events.occurrence(event=event, venue=hall, room_km="សាល ក", signed=True)
    events.occurrence(
        event=event, venue=hall, first_day=date(2023, 2, 25), last_day=date(2023, 2, 26), end_time=time(2), status="rescheduled", status_note_en="Rain"
    )
    events.occurrence(event=event, venue=hall, first_day=date(2023, 2, 24), status="cancelled")
    events.organiser(event=event, role="support")
    events.credit(event=event, role_en="dancer", ordering=2)
    Source.objects.create(record=event, label="Embassy, event page")
    event.tags.add(library.tag())
    block("richtext").objects.create(parent=event, region="km", ordering=10, text="<p>អុំទូក</p>")
    related = block("related").objects.create(parent=event, region="en", ordering=20, heading="More")
    related.programmes.add(programmes.programme())
    related.people.add(directory.person(slug="another"))
    event.refresh_body_index()
    event.refresh_from_db()
    return event


def test_the_duplicate_has_all_that_the_event_says():
    event = whole_event()
    made, skipped = duplicating.duplicate(event, date(2024, 2, 22))
    made.refresh_from_db()
    kept = ("title_en", "title_km", "summary_en", "category_id", "languages", "featured", "body_index")
    assert [getattr(made, name) for name in kept] == [getattr(event, name) for name in kept]
    assert [(held.organisation.slug, held.role) for held in made.organisers.all()] == [("embassy", "support")]
    assert [(credit.person.slug, credit.role_en, credit.ordering) for credit in made.credits.all()] == [("sok-dara", "dancer", 2)]
    assert [source.label for source in made.sources.all()] == ["Embassy, event page"]
    assert [tag.name for tag in made.tags.all()] == ["Music"]
    assert [(row.region, row.ordering, row.text) for row in block("richtext").objects.filter(parent=made)] == [("km", 10, "<p>អុំទូក</p>")]
    related = block("related").objects.get(parent=made)
    assert (related.heading, related.programmes.get().slug, related.people.get().slug) == ("More", "bridge-song", "another")
    assert skipped == []


def test_it_is_a_draft_of_its_own():
    event = whole_event()
    made, _skipped = duplicating.duplicate(event, date(2024, 2, 22))
    made.refresh_from_db()
    assert (made.status, made.publish_at, made.first_published_at, made.copy_of_id, made.slug) == (Status.DRAFT, None, None, None, "river-copy")
    assert made.uuid != event.uuid and made.transitions.count() == 0
    assert not Occurrence.objects.published().filter(event=made).exists()
    assert list(Event.objects.published()) == [event]


def test_its_dates_are_moved_by_as_many_days_and_planned_anew():
    event = whole_event()
    before = list(event.occurrences.values())
    made, _skipped = duplicating.duplicate(event, date(2024, 2, 22))
    first, second = made.occurrences.all()
    assert (first.first_day, first.start, first.room_km, first.signed) == (date(2024, 2, 22), datetime(2024, 2, 22, 11, tzinfo=UTC), "សាល ក", True)
    assert (second.first_day, second.last_day, second.end) == (date(2024, 2, 24), date(2024, 2, 25), datetime(2024, 2, 24, 19, tzinfo=UTC))
    assert [(row.status, row.status_note_en or "", row.sequence, row.rule, row.detached) for row in (first, second)] == [("scheduled", "", 0, None, False)] * 2
    assert len({row.uid for row in Occurrence.objects.all()}) == 5
    assert list(event.occurrences.values()) == before  # and the event is as it was
    assert [event.organisers.count(), event.credits.count(), event.sources.count(), event.tags.count()] == [1, 1, 1, 1]
    assert block("related").objects.get(parent=event).programmes.count() == 1


def test_what_was_told_of_the_originals_dates_is_not_said_of_the_duplicates():
    event = whole_event()
    told = [{"start": "2023-02-01T11:00:00+00:00", "first_day": "2023-02-01"}]
    event.occurrences.update(previous_starts=told, availability="sold_out", registration_closes=datetime(2023, 2, 1, tzinfo=UTC))
    made, _skipped = duplicating.duplicate(event, date(2024, 2, 22))
    kept = made.occurrences.values_list("previous_starts", "availability", "registration_opens", "registration_closes")
    assert set(map(repr, kept)) == {"([], '', None, None)"}


def test_an_address_that_is_taken_or_leads_elsewhere_gets_a_number():
    event = events.event(slug="river")
    events.event(slug="river-copy", title_en="Other")
    old = OldAddress(slug="river-copy-2")
    old.record = Event.objects.get(slug="river-copy")
    old.save()
    assert duplicating.duplicate(event, None)[0].slug == "river-copy-3"
    assert len(duplicating.free_slug(events.event(slug="r" * 80, title_en="Long"))) <= 80


@pytest.mark.django_db(transaction=True)
def test_six_who_duplicate_at_once_get_six_addresses():
    event = events.occurrence(event=events.event(slug="river")).event
    start, outcomes = threading.Barrier(6), []

    def duplicate() -> None:
        try:
            start.wait()
            outcomes.append(duplicating.duplicate(event, date(2024, 2, 22))[0].slug)
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=duplicate) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["river-copy", *(f"river-copy-{number}" for number in range(2, 7))]
    assert (Event.objects.count(), Occurrence.objects.count()) == (7, 7)


def test_an_address_that_another_page_takes_at_this_very_moment_is_left_to_it(monkeypatch):
    event, other = events.event(slug="river"), events.event(slug="other", title_en="Other")
    found = iter([other.slug, "river-copy"])
    monkeypatch.setattr(duplicating, "free_slug", lambda event: next(found))
    assert duplicating.duplicate(event, None)[0].slug == "river-copy"
    assert Event.objects.count() == 3


def test_an_event_without_dates_is_duplicated_too():
    made, skipped = duplicating.duplicate(events.event(), None)
    assert (made.occurrences.count(), skipped) == (0, [])


# --- beside the form --------------------------------------------------------------------------------------------------------
def address(event: Event) -> str:
    return reverse("admin:events_event_duplicate", args=[event.pk])


@pytest.fixture
def editor(client):
    client.force_login(make_user(role="editor"))
    return client


def test_an_editor_duplicates_what_is_public_and_is_led_to_the_draft(editor):
    event = events.occurrence(venue=events.venue()).event
    form = editor.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    assert address(event) in form
    assert "Thursday, 23 February 2023" in editor.get(address(event)).content.decode()
    assert Event.objects.count() == 1
    done = editor.post(address(event), {"first_day": "2024-02-22"}, follow=True)
    made = Event.objects.get(status=Status.DRAFT)
    assert done.request["PATH_INFO"] == reverse("admin:events_event_change", args=[made.pk])
    assert "This is the duplicate" in done.content.decode()
    assert [row.first_day for row in made.occurrences.all()] == [date(2024, 2, 22)]


def test_hours_that_clocks_skip_on_the_new_day_are_told(editor):
    event = events.occurrence(start_time=time(2, 30), own_tz="Europe/Paris").event
    done = editor.post(address(event), {"first_day": "2023-03-26"}, follow=True)
    said = [str(message) for message in done.context["messages"]]
    assert said[1:] == ["Clocks skip these hours, because summer time begins: Sunday, 26 March 2023. Choose others."]


@pytest.mark.parametrize("day", ["", "soon", "2023-02-30", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused_beside_it(editor, day):
    event = events.occurrence().event
    page = editor.post(address(event), {"first_day": day})
    assert list(page.context["form"].errors) == ["first_day"]
    assert Event.objects.count() == 1


def test_an_event_that_would_end_beyond_the_calendar_is_refused(editor):
    event = events.occurrence(first_day=date(2023, 1, 1), start_time=None, last_day=date(2023, 1, 3)).event
    assert list(editor.post(address(event), {"first_day": "2199-12-30"}).context["form"].errors) == ["first_day"]
    assert editor.post(address(event), {"first_day": "2199-12-29"}).status_code == 302


@pytest.mark.parametrize(("role", "answer"), [("editor", 200), ("approver", 200), ("translator", 403), ("competition_officer", 403), ("juror", 403)])
def test_who_may_add_an_event_may_duplicate_one(client, role, answer):
    event = events.occurrence().event
    client.force_login(make_user(role=role))
    assert client.get(address(event)).status_code == answer
    assert client.post(address(event), {"first_day": "2024-02-22"}).status_code == (302 if answer == 200 else 403)
    assert Event.objects.count() == (2 if answer == 200 else 1)
    assert (address(event) in client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()) == (answer == 200)


def test_nothing_is_found_where_there_is_no_event(editor):
    assert editor.get("/admin/events/event/999/duplicate/").status_code == 404
