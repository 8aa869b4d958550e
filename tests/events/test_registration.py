"""Registering: within its window only, on the venue's clocks; and whether places are left."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from events import listings, registration
from events.models import Occurrence
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db
OPENS, CLOSES = datetime(2023, 2, 10, 1, tzinfo=UTC), datetime(2023, 2, 20, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BUTTON = "Register or book"


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()


def row(**fields) -> Occurrence:
    window = {"registration_opens": OPENS, "registration_closes": CLOSES, "registration_url": "https://example.org/register"}
    return events.occurrence(venue=events.tokyo(), **(window | fields))


@pytest.mark.parametrize(
    ("at", "button", "words"),
    [
        (OPENS - SECOND, False, "Registration opens on"),
        (OPENS, True, "Registration closes on"),
        (CLOSES - SECOND, True, "Registration closes on"),
        (CLOSES, False, "Registration has closed."),
    ],
)
def test_the_button_is_there_from_the_opening_up_to_the_closing(client, at, button, words):
    found = row()
    with clock.as_of(at):
        page = client.get(found.get_absolute_url()).content.decode()
        assert [offered.pk for offered in listings.registrations(Occurrence.objects.published().for_rows())] == ([found.pk] if button else [])
    assert ((BUTTON in page), [text in page for text in ("Registration opens on", "Registration closes on", "Registration has closed.")]) == (
        button, [text == words for text in ("Registration opens on", "Registration closes on", "Registration has closed.")],
    )  # fmt: skip


def test_the_opening_is_told_on_the_venues_clocks_and_then_on_the_others(client):
    found = row()
    with clock.as_of(OPENS - SECOND):
        page = " ".join(client.get(found.get_absolute_url()).content.decode().split())
    first = page.index('<time datetime="2023-02-10T01:00:00+00:00">Friday, 10 February 2023, 10:00</time> <span class="when-place">in Tokyo</span>')
    assert first < page.index('<time datetime="2023-02-10T01:00:00+00:00">Friday, 10 February 2023, 08:00</time> <span class="when-place">in Phnom Penh</span>')


def test_without_a_window_one_registers_until_it_is_over_and_without_an_address_never(client):
    found = row(registration_opens=None, registration_closes=None)
    bare = events.occurrence(event=events.event(title_en="Bare"))
    with clock.as_of(datetime(2023, 2, 1, tzinfo=UTC)):
        assert BUTTON in client.get(found.get_absolute_url()).content.decode()
        page = client.get(bare.get_absolute_url()).content.decode()
        assert BUTTON not in page and "Registration" not in page
    with clock.as_of(found.end):
        assert BUTTON not in client.get(found.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("changed", "button"), [({"availability": "few"}, True), ({"availability": "waiting"}, True), ({"availability": "sold_out"}, False),
                                                 ({"status": "cancelled"}, False), ({"status": "postponed"}, False)])  # fmt: skip
def test_what_is_sold_out_or_off_is_not_registered_for(client, changed, button):
    found = row(**changed)
    with clock.as_of(OPENS):
        assert (BUTTON in client.get(found.get_absolute_url()).content.decode()) is button
        assert bool(listings.registrations(Occurrence.objects.published().for_rows())) is button


def test_of_several_dates_the_first_that_is_open_counts_and_else_the_next_to_open():
    event = events.event()
    closed = events.occurrence(event=event, registration_url="https://example.org/1", registration_closes=OPENS)
    late = events.occurrence(event=event, first_day=date(2023, 3, 1), registration_url="https://example.org/2", registration_opens=CLOSES)
    soon = events.occurrence(event=event, first_day=date(2023, 4, 1), registration_url="https://example.org/3", registration_opens=OPENS)
    with clock.as_of(OPENS):
        assert registration.of([closed, late, soon]) == registration.Registration(soon, registration.State.OPEN)
    with clock.as_of(OPENS - SECOND):
        assert registration.of([late, soon]) == registration.Registration(soon, registration.State.TO_COME)
        assert registration.of([]) is None


def test_the_database_refuses_a_window_the_wrong_way_round():
    with pytest.raises(IntegrityError), transaction.atomic():
        row(registration_closes=OPENS)


# --- places left ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "words", "offered"),
    [("", "", None), ("few", "Few places left", "LimitedAvailability"), ("sold_out", "Sold out", "SoldOut"), ("waiting", "Waiting list", "SoldOut")],
)
def test_places_are_told_in_lists_on_the_page_in_calendars_and_structured_data(client, value, words, offered):
    found = row(availability=value)
    with clock.as_of(datetime(2023, 2, 1, tzinfo=UTC)):
        page, listed = (client.get(address).content.decode() for address in (found.get_absolute_url(), "/en/events/"))
        feed = client.get("/en/events/feed.ics").content.decode()
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"][0]
    everywhere = [text for text in ("Few places left", "Sold out", "Waiting list") if any(text in place for place in (page, listed, feed))]
    assert everywhere == ([words] if words else [])
    # Where to register and from when is known, whether or not somebody has said how many places are left.
    assert data["offers"] == {
        "@type": "Offer", "url": "https://example.org/register", "validFrom": "2023-02-10T10:00:00+09:00", "validThrough": "2023-02-20T18:30:00+09:00",
        **({"availability": f"https://schema.org/{offered}"} if offered else {}),
    }  # fmt: skip
    if words:
        assert f"<strong>{words}</strong>" in page[: page.index('class="facts"')] and f'<span class="chip">{words}</span>' in listed and words in feed


def test_nothing_is_said_of_places_once_it_is_over_or_off_but_calendars_keep_their_bytes(client):
    found = row(availability="sold_out")
    with clock.as_of(datetime(2023, 2, 1, tzinfo=UTC)):
        before = client.get("/en/events/feed.ics").content
    with clock.as_of(datetime(2023, 6, 1, tzinfo=UTC)):
        assert "Sold out" not in client.get(found.get_absolute_url()).content.decode()
        assert client.get("/en/events/feed.ics").content == before
    Occurrence.objects.update(status="cancelled")
    with clock.as_of(datetime(2023, 2, 1, tzinfo=UTC)):
        assert "Sold out" not in client.get("/en/events/").content.decode()
        assert b"Sold out" not in client.get("/en/events/feed.ics").content


def test_the_page_costs_the_same_with_one_changed_date_and_thirty(client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(event.get_absolute_url()).status_code == 200
        return len(caught)

    event = events.event()
    hall = events.venue()
    kept = {"start": "2023-02-20T11:00:00+00:00", "end": "2023-02-20T17:00:00+00:00", "tz": "Asia/Phnom_Penh", "first_day": "2023-02-20", "time_known": True}
    changed = {"status": "rescheduled", "availability": "few", "previous_starts": [kept], "registration_opens": OPENS}
    with clock.as_of(OPENS - SECOND):
        events.occurrence(event=event, venue=hall, **changed)
        cost()
        few = cost()
        for number in range(29):
            events.occurrence(event=event, venue=hall, first_day=date(2023, 3, 1) + timedelta(days=number), **changed)
        assert cost() == few


@pytest.mark.parametrize("moment", ["9999-12-31", "0001-01-01"])
def test_a_window_beyond_the_calendar_is_refused_beside_its_field(moment):
    row = events.occurrence(venue=events.venue())
    row.registration_closes = datetime.fromisoformat(f"{moment}T23:59+00:00")
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict == {"registration_closes": ["Choose a day between 1900 and 2199."]}
