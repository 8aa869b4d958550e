"""Add to your calendar: the exact times in the links to providers, what is offered when, and the address to subscribe to."""

import re
from datetime import date, time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from anniversary import clock
from anniversary.occasion.models import Anniversary
from anniversary.publishing import previews
from events import adding
from events.models import Event
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db
BEFORE, BETWEEN, AFTER = clock.parse("2023-01-01"), clock.parse("2023-03-01"), clock.parse("2024-01-01")
SECOND = date(2023, 3, 2)


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()
    Anniversary.current()  # warm
    with translation.override("en"):
        yield


def asked(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


def times(**fields) -> tuple[str, str, str, str]:
    """Google's dates, then Outlook's start, end and whether it fills days."""
    row = events.occurrence(**fields)
    outlook = asked(adding.outlook(row))
    return asked(adding.google(row))["dates"], outlook["startdt"], outlook["enddt"], outlook.get("allday", "")


def test_hours_are_given_as_moments_whatever_the_zone():
    assert times(venue=events.venue(), end_time=time(20)) == ("20230223T110000Z/20230223T130000Z", "2023-02-23T11:00:00Z", "2023-02-23T13:00:00Z", "")
    assert times(venue=events.tokyo(), start_time=time(8, 30), end_time=time(9)) == (
        "20230222T233000Z/20230223T000000Z", "2023-02-22T23:30:00Z", "2023-02-23T00:00:00Z", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "moments"),
    [(date(2023, 3, 25), "20230325T170000Z/20230325T180000Z"), (date(2023, 3, 26), "20230326T160000Z/20230326T170000Z")],
)
def test_summer_time_is_that_of_the_day(day, moments):
    assert times(own_tz="Europe/Berlin", first_day=day, end_time=time(19))[0] == moments


def test_hours_past_midnight_end_on_the_next_day():
    assert times(venue=events.venue(), start_time=time(22), end_time=time(1), last_day=date(2023, 2, 24))[0] == "20230223T150000Z/20230223T180000Z"


def test_an_unknown_end_is_not_invented():
    assert times(venue=events.venue()) == ("20230223T110000Z/20230223T110000Z", "2023-02-23T11:00:00Z", "2023-02-23T11:00:00Z", "")


@pytest.mark.parametrize("venue", ["venue", "tokyo"])
def test_without_hours_the_days_are_filled_and_the_last_is_exclusive(venue):
    made = getattr(events, venue)()
    assert times(venue=made, start_time=None) == ("20230223/20230224", "2023-02-23", "2023-02-24", "true")
    assert times(venue=made, all_day=True, last_day=date(2023, 2, 28)) == ("20230223/20230301", "2023-02-23", "2023-03-01", "true")


def test_only_where_no_hour_is_known_the_entry_says_so():
    unknown, whole = events.occurrence(event=events.event(slug="a"), start_time=None), events.occurrence(event=events.event(slug="b"), all_day=True)
    assert asked(adding.google(unknown))["details"] == (
        "Two orchestras, one evening.\n\nThe time is not stated.\n\nhttp://localhost:8000/en/events/a/"
    )
    assert asked(adding.outlook(whole))["body"] == "Two orchestras, one evening.\n\nhttp://localhost:8000/en/events/b/"


def test_texts_are_carried_whole_and_cannot_add_parameters():
    row = events.occurrence(event=events.event(title_en="Song & dance=1 #2 + ភ្លេង", slug="song"), venue=events.venue(locality_en="Phnom Penh"), room_en="A & B")
    google, outlook = adding.google(row), adding.outlook(row)
    assert google.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&text=Song%20%26%20dance%3D1%20%232%20%2B%20%E1%9E%97")
    assert outlook.startswith("https://outlook.live.com/calendar/0/deeplink/compose?") and google.isascii() and outlook.isascii()
    assert (asked(google)["text"], asked(google)["location"]) == ("Song & dance=1 #2 + ភ្លេង", "A & B, City Hall, Phnom Penh")
    assert set(asked(google)) == {"action", "text", "dates", "details", "location"}
    assert set(asked(outlook)) == {"path", "rru", "subject", "startdt", "enddt", "body", "location"}


def test_online_the_place_is_where_one_takes_part():
    hall, live = events.venue(), "https://example.org/live"
    assert asked(adding.google(events.occurrence(venue=hall, status="moved_online", online_url=live)))["location"] == live
    assert asked(adding.google(events.occurrence(venue=hall, online_url=live)))["location"] == "City Hall"
    assert "location" not in asked(adding.google(events.occurrence()))


# --- the section --------------------------------------------------------------------------------------------------------------
def weekly(**second) -> Event:
    event = events.event(slug="class", title_en="Dance class")
    events.occurrence(event=event)
    events.occurrence(event=event, first_day=SECOND, **second)
    return event


def offered(client, address: str, moment=BEFORE) -> list[str]:
    """Where the section's links lead, providers by their host."""
    with clock.as_of(moment):
        page = client.get(address).content.decode()
    if 'class="adding"' not in page:
        return []
    section = page.split('class="adding"')[1].split("</section>")[0]
    links = [part.split('"')[0] for part in section.split('href="')[1:]]
    return [urlsplit(link).netloc if link.startswith("https") else link for link in links]


CALENDAR = "/en/events/class/calendar.ics"
WEBCAL = "webcal://localhost:8000/en/events/class/calendar.ics"
BOTH = ["calendar.google.com", "outlook.live.com"]


def test_an_event_of_one_date_offers_that_date(client):
    events.occurrence(event=events.event(slug="class"))
    assert offered(client, "/en/events/class/") == [*BOTH, CALENDAR, WEBCAL]
    assert offered(client, "/en/events/class/", AFTER) == []


def test_an_event_of_several_dates_offers_the_next_and_all(client):
    weekly()
    assert offered(client, "/en/events/class/") == [*BOTH, "/en/events/class/2023-02-23/calendar.ics", CALENDAR, WEBCAL]
    assert offered(client, "/en/events/class/", BETWEEN) == [*BOTH, "/en/events/class/2023-03-02/calendar.ics", CALENDAR, WEBCAL]
    assert offered(client, "/en/events/class/", AFTER) == []


def test_a_day_offers_itself_unless_it_is_over(client):
    weekly()
    assert offered(client, "/en/events/class/2023-03-02/") == [*BOTH, "/en/events/class/2023-03-02/calendar.ics", CALENDAR, WEBCAL]
    assert offered(client, "/en/events/class/2023-02-23/", BETWEEN) == []
    with clock.as_of(BETWEEN):
        assert "This date is over." in client.get("/en/events/class/2023-02-23/").content.decode()
        assert "This date is over." not in client.get("/en/events/class/2023-03-02/").content.decode()


def test_each_time_of_a_day_has_its_own_links(client):
    event = weekly()
    events.occurrence(event=event, start_time=time(9))
    events.occurrence(event=event, start_time=time(12), status="cancelled")
    assert offered(client, "/en/events/class/2023-02-23/") == [*BOTH, *BOTH, "/en/events/class/2023-02-23/calendar.ics", CALENDAR, WEBCAL]


def test_what_is_cancelled_is_not_offered(client):
    weekly(status="cancelled")
    assert offered(client, "/en/events/class/2023-03-02/") == []
    assert offered(client, "/en/events/class/") == [*BOTH, "/en/events/class/2023-02-23/calendar.ics", CALENDAR, WEBCAL]
    assert offered(client, "/en/events/class/", BETWEEN) == []


def test_a_date_that_is_offered_says_what_has_become_of_it_and_whether_places_are_left(client):
    event = weekly(status="rescheduled")
    event.occurrences.filter(first_day=SECOND).update(availability="sold_out")
    with clock.as_of(BETWEEN):
        section = client.get("/en/events/class/").text.split('class="adding"')[1].split("</section>")[0]
    heading = " ".join(re.sub("<[^>]*>", " ", section.split("<h3>")[1].split("</h3>")[0]).split())
    assert heading == "Thursday, 2 March 2023 · 18:00 Rescheduled Sold out"


def test_what_is_postponed_can_be_followed_and_its_old_hour_is_not_taken_over(client):
    weekly(status="postponed")
    assert offered(client, "/en/events/class/2023-03-02/") == ["/en/events/class/2023-03-02/calendar.ics", CALENDAR, WEBCAL]
    assert offered(client, "/en/events/class/", BETWEEN) == [CALENDAR, WEBCAL]


def test_the_address_to_subscribe_to_can_be_selected_without_javascript(client, settings):
    settings.SITE_URL = "https://example.org"
    events.occurrence(event=events.event(slug="class"))
    with clock.as_of(BEFORE):
        page = client.get("/ja/events/class/").content.decode()
    assert 'type="url" value="https://example.org/ja/events/class/calendar.ics" readonly>' in page
    assert 'href="webcal://example.org/ja/events/class/calendar.ics"' in page
    section = page.split("data-copy-field")[1].split("</div>")[0]
    assert '<button class="button button--quiet" type="button" hidden>' in section and '<p role="status"></p>' in section
    assert page.count('rel="external noopener noreferrer"') == 2


def test_a_preview_offers_nothing(client):
    event = events.event(slug="class", status="draft", publish_at=None)
    events.occurrence(event=event)
    with clock.as_of(BEFORE):
        page = client.get(previews.url_for(event)).content.decode()
    assert 'class="adding"' not in page and "qr.svg" not in page
