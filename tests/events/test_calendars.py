"""Feeds for calendars: what is in them, byte for byte where it matters."""

from datetime import UTC, date, datetime, time

import icalendar
import pytest
from django.utils import translation

from anniversary.publishing.models import Status
from events import calendars
from events.models import Event, Occurrence, Venue
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db
CHANGED = datetime(2023, 1, 5, 8, 30, tzinfo=UTC)


def freeze() -> None:
    """One known last change for everything."""
    for model in (Event, Occurrence, Venue):
        model.objects.update(updated_at=CHANGED)


def entries(client, address: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT"))


def test_a_date_with_hours_is_written_in_the_venues_zone(client, settings):
    settings.SITE_URL = "https://example.org"
    event = events.event(title_en="Song, dance; food", slug="song")
    row = events.occurrence(
        event=event,
        venue=events.venue(address_en="1 Riverside", locality_en="Phnom Penh", lat="11.56400", lon="104.93400"),
        end_time=time(20),
        room_en="Hall A",
    )
    Occurrence.objects.update(uid="one@example.org", sequence=3)
    freeze()
    response = client.get("/en/events/song/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.replace(b"\r\n ", b"").decode().split("\r\n")
    begin = lines.index("BEGIN:VEVENT")
    picture = "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://example.org/covers/concert/song.png"
    assert [line for line in lines[begin : lines.index("END:VEVENT") + 1] if not line.startswith(picture)] == [
        "BEGIN:VEVENT", "UID:one@example.org", "DTSTAMP:20230105T083000Z", "LAST-MODIFIED:20230105T083000Z", "SEQUENCE:3",
        "DTSTART;TZID=Asia/Phnom_Penh:20230223T180000", "DTEND;TZID=Asia/Phnom_Penh:20230223T200000", "STATUS:CONFIRMED",
        "SUMMARY:Song\\, dance\\; food", "DESCRIPTION:Two orchestras\\, one evening.", "LOCATION:Hall A\\, City Hall\\, 1 Riverside\\, Phnom Penh",
        "GEO:11.564;104.934", "CATEGORIES:Concert", "URL:https://example.org/en/events/song/", "END:VEVENT",
    ]  # fmt: skip
    assert lines.count("TZID:Asia/Phnom_Penh") == 1
    assert str(row) == "Song, dance; food, 2023-02-23"


def test_days_without_hours_are_dates_whose_end_is_exclusive(client):
    event = events.event(slug="show")
    events.occurrence(event=event, start_time=None, first_day=date(2023, 2, 24), last_day=date(2023, 2, 26), all_day=True)
    events.occurrence(event=event, start_time=None, first_day=date(2023, 3, 1))
    page = client.get("/en/events/show/calendar.ics").content.decode()
    assert [line for line in page.split("\r\n") if line.startswith(("DTSTART", "DTEND"))] == [
        "DTSTART;VALUE=DATE:20230224", "DTEND;VALUE=DATE:20230227", "DTSTART;VALUE=DATE:20230301", "DTEND;VALUE=DATE:20230302",
    ]  # fmt: skip
    assert page.count("The time is not stated.") == 1
    assert "VTIMEZONE" not in page


def test_an_unknown_end_is_not_invented(client):
    events.occurrence(event=events.event(slug="talk"))
    assert "DTEND" not in client.get("/en/events/talk/calendar.ics").content.decode()


@pytest.mark.parametrize(
    ("status", "written", "summary"),
    [
        ("scheduled", "CONFIRMED", "Concert"),
        ("cancelled", "CANCELLED", "Cancelled: Concert"),
        ("postponed", "TENTATIVE", "Postponed: Concert"),
        ("moved_online", "CONFIRMED", "Concert"),
    ],
)
def test_a_status_is_told_to_the_calendar_and_to_its_reader(client, status, written, summary):
    events.occurrence(event=events.event(title_en="Concert"), status=status)
    (entry,) = entries(client, "/en/events/feed.ics")
    assert (str(entry["status"]), str(entry["summary"])) == (written, summary)


def test_the_feed_has_what_is_public_and_nothing_else(client):
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN):
        events.occurrence(event=events.event(title_en=f"Secret {status}", slug=f"secret-{status.replace('_', '-')}", status=status))
    events.occurrence(event=events.event(title_en="Later", publish_at=datetime(2199, 1, 1, tzinfo=UTC)))
    events.occurrence(event=events.event(title_en="Copy", copy_of=events.event(title_en="Original")))
    events.occurrence(event=events.event(title_en="Public"))
    assert [str(entry["summary"]) for entry in entries(client, "/en/events/feed.ics")] == ["Public"]
    assert client.get("/en/events/secret-draft/calendar.ics").status_code == 404
    assert client.get("/en/events/secret-withdrawn/calendar.ics").status_code == 410


def test_the_feed_honours_the_lists_filters_and_refuses_unknown_ones(client):
    occasion.anniversary()
    events.occurrence(event=events.event(title_en="Here"), venue=events.venue())
    events.occurrence(event=events.event(title_en="There", category=events.category(slug="film", name_en="Film")), venue=events.tokyo())
    for query, titles in [("country=KH", ["Here"]), ("country=JP", ["There"]), ("category=film&country=JP", ["There"]), ("category=film&country=KH", [])]:
        assert [str(entry["summary"]) for entry in entries(client, f"/en/events/feed.ics?{query}")] == titles
    assert client.get("/en/events/feed.ics?country=XX").status_code == 404
    assert client.get("/en/events/feed.ics?category=none").status_code == 404


def test_each_language_has_its_feed_with_the_same_uids(client):
    events.occurrence(event=events.event(title_en="Concert", title_ja="音楽会"))
    (english,), (japanese,) = entries(client, "/en/events/feed.ics"), entries(client, "/ja/events/feed.ics")
    assert (str(english["summary"]), str(japanese["summary"])) == ("Concert", "音楽会")
    assert english["uid"] == japanese["uid"]


def test_lines_are_folded_between_characters_and_texts_cannot_break_out(client):
    title = "កម្មវិធីប្រគុំតន្ត្រីមិត្តភាពកម្ពុជា-ជប៉ុន ឆ្នាំ២០២៣ នៅរាជធានីភ្នំពេញ" * 2
    events.occurrence(event=events.event(title_km=title, slug="long", summary_km="x\nEND:VEVENT\r\nBEGIN:VEVENT"))
    content = client.get("/km/events/feed.ics").content
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75 and b"\n" not in b"".join(lines)
    assert [line.decode() for line in lines]  # no character is cut in two
    (entry,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(entry["summary"]) == title


def test_the_feed_is_byte_stable_and_not_sent_again(client):
    events.occurrence(venue=events.venue())
    events.occurrence(event=events.event(title_en="Other"), venue=events.tokyo())
    first = client.get("/en/events/feed.ics")
    assert client.get("/en/events/feed.ics").content == first.content
    assert client.get("/en/events/feed.ics", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_zones_are_described_once_each_in_order():
    rows = [events.occurrence(event=events.event(title_en=tz), own_tz=tz) for tz in ("Europe/Berlin", "Asia/Tokyo", "Europe/Berlin")]
    with translation.override("en"):
        found = icalendar.Calendar.from_ical(calendars.calendar(rows, calendars.About("All")))
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["Asia/Tokyo", "Europe/Berlin"]


def test_the_feed_costs_the_same_for_one_date_and_thirty(client, django_assert_num_queries):
    occasion.anniversary()
    events.occurrence(venue=events.venue())
    client.get("/en/events/feed.ics")
    with django_assert_num_queries(1):  # dates
        client.get("/en/events/feed.ics")
    for number in range(30):
        events.occurrence(event=events.event(title_en=f"Event {number}"), venue=Venue.objects.get())
    with django_assert_num_queries(1):
        client.get("/en/events/feed.ics")
