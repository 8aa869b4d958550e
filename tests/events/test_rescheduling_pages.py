"""The pages on which an editor changes or deletes one date, and what the event's own form no longer does silently."""

from datetime import UTC, date, datetime, time

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from reversion.models import Version

from anniversary import clock
from anniversary.publishing.models import Transition
from events.models import Event, Occurrence
from tests.factories import events, occasion, users

pytestmark = pytest.mark.django_db
TODAY = clock.parse("2023-02-01T00:00")


@pytest.fixture(autouse=True)
def _today():
    occasion.anniversary()
    with clock.as_of(TODAY):
        yield


@pytest.fixture
def approver(client):
    client.force_login(users.user(groups=("approver",)))
    return client


def address(row: Occurrence, verb: str) -> str:
    return reverse("admin:events_event_date", args=[row.event_id, row.pk, verb])


def event_of(row: Occurrence) -> str:
    return reverse("admin:events_event_change", args=[row.event_id])


def event_form(client, event: Event, at: str = "", **changed: object) -> dict[str, object]:
    """What a browser would send back of the event's form (or of that `at` an address) as it is, with these fields changed."""
    context = client.get(at or reverse("admin:events_event_change", args=[event.pk])).context
    data: dict[str, object] = {}
    for form in [
        context["adminform"].form,
        *(form for inline in context["inline_admin_formsets"] for form in [inline.formset.management_form, *inline.formset]),
    ]:
        for field in form:
            value = field.value()
            widget = field.field.widget
            if value is None or value is False or value == []:
                continue
            if hasattr(widget, "decompress"):
                parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
                data |= {f"{field.html_name}{name}": part.format_value(found) for name, part, found in parts}
            else:
                data[field.html_name] = widget.format_value(value) if hasattr(widget, "format") else value
    return data | changed


def test_an_approver_reschedules_a_date_and_is_told_what_readers_see(approver):
    row = events.occurrence(venue=events.venue(), end_time=time(20))
    page = approver.get(address(row, "reschedule"))
    assert {name: page.context["form"][name].value() for name in ("first_day", "start_time", "last_day")} == {
        "first_day": date(2023, 2, 23), "start_time": time(18), "last_day": None,
    }  # fmt: skip
    given = {"seen": 0, "first_day": "2023-03-02", "start_time": "19:00", "end_time": "21:00", "status_note_en": "The hall is being repaired."}
    done = approver.post(address(row, "reschedule"), given)
    assert (done.status_code, done["Location"]) == (302, event_of(row))
    assert [str(message) for message in get_messages(done.wsgi_request)] == ["Thursday, 2 March 2023, 19:00–21:00: Rescheduled: was 23 February 2023, 18:00"]
    row.refresh_from_db()
    assert (row.status, row.first_day, row.end, row.sequence) == ("rescheduled", date(2023, 3, 2), datetime(2023, 3, 2, 14, tzinfo=UTC), 1)
    assert Transition.objects.get().note == "2023-02-23 → 2023-03-02: The hall is being repaired."
    assert Version.objects.get_for_object(row.event).count() == 1
    assert "Rescheduled" in approver.get(event_of(row)).content.decode()


def test_a_preview_changes_nothing_and_shows_what_was_typed(approver):
    row = events.occurrence(venue=events.venue())
    given = {"seen": 0, "status_note_en": "Because of the storm.", "_preview": "1"}
    page = approver.post(address(row, "cancel"), given)
    (shown,) = page.context["preview"]
    assert shown == {"code": "en", "language": "English", "told": "Cancelled", "lines": ["Thursday, 23 February 2023, 18:00", "Because of the storm."]}
    assert "Because of the storm." in page.content.decode().split('class="date-preview"')[1]
    row.refresh_from_db()
    assert (row.status, Transition.objects.count()) == ("scheduled", 0)


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_is_kept(approver):
    row = events.occurrence(event=events.event(title_ja="音楽会", summary_ja="二つの楽団。"))
    page = approver.post(address(row, "move_online"), {"seen": 0, "status_note_en": "Online because of the storm."})
    errors = page.context["form"].errors
    assert set(errors) == {"online_url", "status_note_ja"}
    text = page.content.decode()
    assert "Online because of the storm." in text and 'aria-describedby="id_status_note_ja_helptext id_status_note_ja_error"' in text
    assert approver.post(address(row, "move_online"), {"seen": 0, "online_url": "no address"}).status_code == 200
    row.refresh_from_db()
    assert row.status == "scheduled"


def test_two_windows_do_not_overwrite_each_other(approver):
    row = events.occurrence()
    given = {"seen": 0, "status_note_en": "Storm."}
    assert approver.post(address(row, "postpone"), given).status_code == 302
    second = approver.post(address(row, "cancel"), given)
    assert "Somebody else has changed this date meanwhile." in second.context["form"].non_field_errors()[0]
    twice = approver.post(address(row, "postpone"), given)
    assert twice.context["form"].non_field_errors()[0].startswith("This date is now: Postponed.")
    row.refresh_from_db()
    assert (row.status, row.sequence, Transition.objects.count()) == ("postponed", 1, 1)


def test_a_page_for_what_cannot_be_done_leads_back_with_the_reason(approver):
    row = events.occurrence(status="cancelled")
    back = approver.get(address(row, "cancel"))
    assert back["Location"] == event_of(row)
    assert next(str(message) for message in get_messages(back.wsgi_request)).startswith("This date is now: Cancelled.")


def test_there_is_no_page_for_another_events_date_or_an_unknown_verb(approver):
    row, other = events.occurrence(), events.occurrence(event=events.event(title_en="Other"))
    assert approver.get(reverse("admin:events_event_date", args=[other.event_id, row.pk, "cancel"])).status_code == 404
    assert approver.get(address(row, "forget")).status_code == 404
    assert approver.get(reverse("admin:events_event_date", args=[999999, row.pk, "cancel"])).status_code == 404
    assert approver.get(reverse("admin:events_event_date", args=["x", row.pk, "cancel"])).status_code in {302, 404}


@pytest.mark.parametrize("group", ["translator", "editor", "competition_officer"])
@pytest.mark.parametrize("verb", ["cancel", "reschedule", "delete"])
def test_who_may_not_publish_finds_no_button_and_no_page(client, group, verb):
    row = events.occurrence()
    events.occurrence(event=row.event, first_day=date(2023, 3, 1))
    client.force_login(users.user(groups=(group,)))
    assert "date-verbs" not in client.get(event_of(row)).content.decode()
    assert client.get(address(row, verb)).status_code == 403
    assert client.post(address(row, verb), {"seen": 0, "status_note_en": "Storm."}).status_code == 403
    row.refresh_from_db()
    assert row.status == "scheduled"


def test_nobody_signed_in_is_led_to_the_sign_in(client):
    assert client.get(address(events.occurrence(), "cancel")).status_code == 302


@pytest.mark.parametrize("language", ["en", "ja", "km"])
@pytest.mark.parametrize("verb", ["postpone", "reschedule", "move_online", "cancel", "delete"])
def test_the_pages_stand_in_every_language(client, language, verb):
    client.force_login(users.user(groups=("approver",)))
    page = client.get(address(events.occurrence(venue=events.venue()), verb), headers={"accept-language": language})
    assert (page.status_code, page["Content-Language"]) == (200, language)
    assert "<style" not in page.content.decode() and "style=" not in page.content.decode().split('id="content-main"')[1]


# --- the event's form ----------------------------------------------------------------------------------------------------
def test_a_public_dates_status_is_read_there_and_a_drafts_is_chosen(approver):
    row = events.occurrence()
    draft = events.occurrence(event=events.event(title_en="Draft", status="draft", publish_at=None))
    assert 'name="occurrences-0-status"' not in approver.get(event_of(row)).content.decode()
    assert approver.post(event_of(row), event_form(approver, row.event, **{"occurrences-0-status": "cancelled"})).status_code == 302
    assert approver.post(event_of(draft), event_form(approver, draft.event, **{"occurrences-0-status": "cancelled"})).status_code == 302
    row.refresh_from_db()
    draft.refresh_from_db()
    assert (row.status, draft.status) == ("scheduled", "cancelled")


def test_each_saved_date_has_the_buttons_that_fit_it(approver):
    row = events.occurrence(status="cancelled")
    page = approver.get(event_of(row)).content.decode()
    verbs = [verb for verb in ("postpone", "reschedule", "move_online", "cancel", "reinstate", "delete") if f'href="{address(row, verb)}"' in page]
    assert verbs == ["reinstate", "delete"]


def test_a_date_to_come_of_a_public_event_is_not_ticked_away(approver):
    row = events.occurrence()
    past = events.occurrence(event=row.event, first_day=date(2023, 1, 3))
    events.occurrence(event=row.event, first_day=date(2023, 4, 3))
    refused = approver.post(event_of(row), event_form(approver, row.event, **{"occurrences-1-DELETE": "on"}))
    (dates,) = [inline.formset for inline in refused.context["inline_admin_formsets"] if inline.formset.prefix == "occurrences"]
    assert [error.split(". ")[0] for error in dates.non_form_errors()] == ["People may have this date in their calendars: 23 February 2023"]
    assert approver.post(event_of(row), event_form(approver, row.event, **{"occurrences-0-DELETE": "on"})).status_code == 302
    assert not Occurrence.objects.filter(pk=past.pk).exists() and Occurrence.objects.filter(pk=row.pk).exists()


def test_a_drafts_date_is_ticked_away(approver):
    row = events.occurrence(event=events.event(status="draft", publish_at=None))
    assert approver.post(event_of(row), event_form(approver, row.event, **{"occurrences-0-DELETE": "on"})).status_code == 302
    assert not Occurrence.objects.exists()


def test_a_form_from_before_somebody_moved_the_date_does_not_move_it_back(approver):
    row = events.occurrence()
    old = event_form(approver, row.event)
    approver.post(address(row, "reschedule"), {"seen": 0, "first_day": "2023-03-02", "start_time": "19:00", "status_note_en": "Storm."})
    back = approver.post(event_of(row), old)
    (dates,) = [inline.formset for inline in back.context["inline_admin_formsets"] if inline.formset.prefix == "occurrences"]
    assert "Somebody else has changed this date meanwhile." in dates.errors[0]["__all__"][0]
    row.refresh_from_db()
    assert (row.first_day, row.sequence) == (date(2023, 3, 2), 1)


def test_the_window_of_registration_is_typed_on_the_venues_clocks(approver):
    row = events.occurrence(venue=events.tokyo())
    window = {
        f"occurrences-0-registration_{name}": value
        for name, value in [("opens_0", "2023-02-10"), ("opens_1", "10:00"), ("closes_0", "2023-02-20"), ("closes_1", "18:30")]
    }
    assert approver.post(event_of(row), event_form(approver, row.event, **window)).status_code == 302
    row.refresh_from_db()
    assert (row.registration_opens, row.registration_closes) == (datetime(2023, 2, 10, 1, tzinfo=UTC), datetime(2023, 2, 20, 9, 30, tzinfo=UTC))
    sent = event_form(approver, row.event)
    assert (sent["occurrences-0-registration_opens_1"], sent["occurrences-0-registration_closes_1"]) == ("10:00", "18:30")
    changed = row.updated_at
    assert approver.post(event_of(row), sent).status_code == 302
    row.refresh_from_db()
    assert row.updated_at == changed  # nothing was
    refused = approver.post(event_of(row), sent | {"occurrences-0-registration_closes_0": "2023-02-09"})
    (dates,) = [inline.formset for inline in refused.context["inline_admin_formsets"] if inline.formset.prefix == "occurrences"]
    assert dict(dates.errors[0]) == {"registration_closes": ["It closes before it opens."]}


def test_an_old_version_of_a_public_event_does_not_bring_back_a_cancelled_date(approver):
    row = events.occurrence()
    assert approver.post(event_of(row), event_form(approver, row.event, title_en="As it was")).status_code == 302
    old = Version.objects.get_for_object(row.event).first()
    given = {"seen": 0, "status_note_en": "Storm."}
    assert approver.post(address(row, "cancel"), given).status_code == 302
    added = events.occurrence(event=row.event, first_day=date(2023, 4, 1))
    film = events.category(slug="film", name_en="Film")
    Event.objects.update(title_en="As it is", category=film)
    of_the_event = {"category_id", "public_from"}
    kept = [field.attname for field in Occurrence._meta.concrete_fields if field.attname not in of_the_event]
    now = list(Occurrence.objects.order_by("pk").values(*kept))
    address_of_old = reverse("admin:events_event_revision", args=[row.event_id, old.pk])
    sent = event_form(approver, row.event, address_of_old, category=film.pk)
    assert (sent["title_en"], sent["occurrences-TOTAL_FORMS"]) == ("As it was", 1)
    assert approver.post(address_of_old, sent).status_code == 302
    assert Event.objects.get().title_en == "As it was"
    assert list(Occurrence.objects.order_by("pk").values(*kept)) == now
    assert [(found["id"], found["status"], found["sequence"]) for found in now] == [(row.pk, "cancelled", 1), (added.pk, "scheduled", 0)]
    assert set(Occurrence.objects.values_list("category_id", flat=True)) == {film.pk}


# --- deleting ------------------------------------------------------------------------------------------------------------
def test_who_deletes_a_date_is_offered_to_cancel_it_instead(approver):
    row = events.occurrence()
    events.occurrence(event=row.event, first_day=date(2023, 3, 1))
    page = approver.get(address(row, "delete")).content.decode()
    assert f'href="{address(row, "cancel")}"' in page and "People may have this date in their calendars" in page
    assert Occurrence.objects.count() == 2
    assert approver.post(address(row, "delete"))["Location"] == event_of(row)
    assert [found.first_day for found in row.event.occurrences.all()] == [date(2023, 3, 1)]
    assert Transition.objects.get().verb == "delete_date"
    assert "Scheduled → deleted" in approver.get(event_of(row)).content.decode()


def test_the_last_date_of_a_public_event_is_not_deleted(approver):
    row = events.occurrence()
    done = approver.post(address(row, "delete"))
    assert [str(message)[:35] for message in get_messages(done.wsgi_request)] == ["The page is public and needs at lea"]
    assert Occurrence.objects.count() == 1


def test_a_cancelled_date_stays_in_the_calendar_and_a_deleted_one_goes(client, approver):
    row = events.occurrence(event=events.event(title_en="Concert", slug="concert-a"))
    gone = events.occurrence(event=row.event, first_day=date(2023, 3, 1))
    approver.post(address(row, "cancel"), {"seen": 0, "status_note_en": "Storm."})
    approver.post(address(gone, "delete"))
    feed = client.get("/en/events/concert-a/calendar.ics").content.decode()
    assert feed.count("BEGIN:VEVENT") == 1 and "STATUS:CANCELLED" in feed and "SUMMARY:Cancelled: Concert" in feed
