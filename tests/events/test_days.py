"""The page of one day of an event, its file and its code: what is on them, who must not see them, and where their addresses lead."""

import json
from datetime import UTC, date, datetime, time

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from anniversary import clock
from anniversary.occasion.models import Anniversary
from anniversary.publishing import previews
from anniversary.publishing.models import Status
from events import repeating
from events.models import Event
from tests.factories import directory, events, library, occasion

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = date(2023, 2, 23), date(2023, 3, 2), date(2023, 3, 9)
BEFORE, BETWEEN = clock.parse("2023-01-01"), clock.parse("2023-03-01")
BELOW = ["2023-02-23/", "2023-02-23/calendar.ics", "2023-02-23/qr.svg", "qr.svg", "calendar.ics"]


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()
    Anniversary.current()  # warm


def class_of(*days: date, **fields) -> Event:
    """An event at 18:00 of each day."""
    event = events.event(**({"title_en": "Dance class", "slug": "class"} | fields))
    for day in days:
        events.occurrence(event=event, first_day=day)
    return event


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def graph(response) -> list[dict]:
    return json.loads(response.content.decode().split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"]


# --- what is on it --------------------------------------------------------------------------------------------------------
def test_a_day_has_the_facts_of_that_day_alone(client):
    event = events.event(title_en="Dance class", slug="class", admission="free", languages=["km"])
    hall = events.venue(address_en="1 Riverside", directions_en="Bus 5 to the market.", access_en="A lift at the back.")
    events.occurrence(event=event, venue=hall, end_time=time(20), signed=True, registration_url="https://example.org/one")
    events.occurrence(event=event, venue=events.tokyo(), first_day=SECOND, captioned=True, registration_url="https://example.org/two")
    events.organiser(event=event)
    with clock.as_of(BEFORE):
        page = text_of(client.get("/en/events/class/2023-02-23/"))
    for words in ("18:00", "in Phnom Penh", "20:00", "22:00", "in Tokyo", "City Hall", "1 Riverside", "Bus 5 to the market.", "A lift at the back.",
                  "Sign language", "https://example.org/one", "Free", "Khmer", "Embassy"):  # fmt: skip
        assert words in page, words
    for words in ("Tokyo Hall", "Captions", "https://example.org/two", "(on some of the dates)", "19:00"):
        assert words not in page, words


def test_its_title_names_event_and_date_as_the_language_writes_it(client):
    class_of(FIRST, SECOND, title_ja="踊りの教室", title_km="ថ្នាក់រាំ")
    titles = {code: client.get(f"/{code}/events/class/2023-02-23/").content.decode().split("<title>")[1].split(" – Fifty")[0] for code in ("en", "ja", "km")}
    assert titles == {
        "en": "Dance class – Thursday, 23 February 2023", "ja": "踊りの教室 – 2023年2月23日(木)", "km": "ថ្នាក់រាំ – ថ្ងៃព្រហស្បតិ៍ ទី២៣ ខែកុម្ភៈ ឆ្នាំ២០២៣",
    }  # fmt: skip


def test_digits_of_a_language_stand_in_words_and_never_in_addresses(client):
    class_of(FIRST, SECOND)
    page = client.get("/km/events/class/2023-02-23/").content.decode()
    assert "ទី២៣" in page and 'href="/km/events/class/2023-03-02/"' in page
    for part in page.split('href="')[1:] + page.split('src="')[1:]:
        assert part.split('"')[0].isascii(), part[:80]
    assert client.get("/km/events/class/២០២៣-០២-២៣/").status_code == 404


def test_several_times_of_a_day_stand_on_one_page(client):
    event = class_of(SECOND, FIRST)
    events.occurrence(event=event, start_time=time(9), room_en="Blue room", venue=events.venue())
    response = client.get("/en/events/class/2023-02-23/")
    assert [row.local_start.hour for row in response.context["rows"]] == [9, 18]
    page = text_of(response)
    assert "9:00" in page and "18:00" in page and page.count("Blue room") == 2  # beside its time, and where to go
    assert [(thing["startDate"], thing["url"]) for thing in graph(response)[:2]] == [
        ("2023-02-23T09:00:00+07:00", "http://localhost:8000/en/events/class/2023-02-23/"),
        ("2023-02-23T18:00:00+07:00", "http://localhost:8000/en/events/class/2023-02-23/"),
    ]


def test_what_goes_on_for_days_is_at_its_first_day_only(client):
    event = class_of(SECOND)
    events.occurrence(event=event, first_day=FIRST, last_day=date(2023, 2, 25), all_day=True)
    response = client.get("/en/events/class/2023-02-23/")
    assert "<title>Dance class – 23–25 February 2023 – " in response.content.decode()
    assert client.get("/en/events/class/2023-02-24/").status_code == 404


def test_the_neighbours_are_the_days_before_and_after_each_once(client):
    event = class_of(THIRD, FIRST, SECOND)
    events.occurrence(event=event, first_day=FIRST, start_time=time(9))
    found = {day: client.get(f"/en/events/class/{day}/").context for day in (FIRST, SECOND, THIRD)}
    assert [(context["earlier"] and context["earlier"][0], context["later"] and context["later"][0]) for context in found.values()] == [
        (None, SECOND), (FIRST, THIRD), (SECOND, None),
    ]  # fmt: skip
    page = client.get(f"/en/events/class/{SECOND}/").content.decode()
    for address in ("/en/events/class/2023-02-23/", "/en/events/class/2023-03-09/", "/en/events/class/"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize(("status", "word"), [("cancelled", "Cancelled"), ("postponed", "Postponed"), ("moved_online", "Moved online")])
def test_the_status_of_that_day_stands_at_the_top_with_its_note_and_not_on_other_days(client, status, word):
    event = class_of(SECOND)
    events.occurrence(event=event, status=status, status_note_en="Because of the storm.")
    page = client.get("/en/events/class/2023-02-23/").content.decode()
    top = page[: page.index('class="facts"')]
    assert f"<strong>{word}</strong>" in top and "Because of the storm." in top
    other = client.get("/en/events/class/2023-03-02/").content.decode()
    assert word not in other and "storm" not in other


def test_of_several_times_the_notice_says_which(client):
    event = class_of(FIRST, SECOND)
    events.occurrence(event=event, start_time=time(9), status="cancelled")
    assert "<p>09:00<br><strong>Cancelled</strong></p>" in client.get("/en/events/class/2023-02-23/").content.decode()


# --- addresses ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("day", ["2023-02-24", "2023-02-29", "2023-13-01", "0000-01-01", "2023-2-23", "20230223", "2023-02-231", "12023-02-23", "today"])
@pytest.mark.parametrize("rest", ["", "calendar.ics", "qr.svg"])
def test_a_day_without_a_date_and_a_day_that_is_none_are_not_found(client, day, rest):
    class_of(FIRST, SECOND)
    assert client.get(f"/en/events/class/{day}/{rest}").status_code == 404


def test_a_day_is_the_venues_day(client):
    event = class_of(SECOND)
    events.occurrence(event=event, venue=events.tokyo(), start_time=time(1))  # the evening before in Phnom Penh and in UTC
    assert client.get("/en/events/class/2023-02-23/").status_code == 200
    assert client.get("/en/events/class/2023-02-22/").status_code == 404


def hidden() -> dict[str, Event]:
    """An event in each condition in which nobody may see it."""
    return {
        "draft": class_of(FIRST, SECOND, slug="draft", status=Status.DRAFT, publish_at=None),
        "review": class_of(FIRST, SECOND, slug="review", status=Status.IN_REVIEW, publish_at=None),
        "scheduled": class_of(FIRST, SECOND, slug="scheduled", publish_at=datetime(2199, 1, 1, tzinfo=UTC)),
        "withdrawn": class_of(FIRST, SECOND, slug="withdrawn", status=Status.WITHDRAWN),
        "down": class_of(FIRST, SECOND, slug="down", unpublish_at=datetime(2022, 6, 1, tzinfo=UTC)),
        "copy": class_of(FIRST, SECOND, slug="copy", copy_of=class_of(FIRST, SECOND, slug="original")),
    }


@pytest.mark.parametrize("below", BELOW)
def test_what_is_not_public_has_no_day_no_file_and_no_code(client, below):
    made = hidden()
    answers = {name: client.get(f"/en/events/{name}/{below}") for name in made}
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "draft": 404, "review": 404, "scheduled": 404, "withdrawn": 410, "down": 410, "copy": 404,
    }  # fmt: skip
    assert not [name for name, answer in answers.items() if b"Dance class" in answer.content]
    assert client.get(f"/en/events/original/{below}").status_code == 200
    with clock.as_of(datetime(2199, 1, 2, tzinfo=UTC)):
        assert client.get(f"/en/events/scheduled/{below}").status_code == 200


@pytest.mark.parametrize("below", BELOW)
def test_a_changed_slug_leads_to_the_same_day_and_file(client, below):
    event = class_of(FIRST, SECOND, slug="old-name")
    event.slug = "new-name"
    event.save()
    response = client.get(f"/ja/events/old-name/{below}")
    assert (response.status_code, response["Location"]) == (301, f"/ja/events/new-name/{below}")
    assert client.get(response["Location"]).status_code == 200


def test_an_event_of_one_day_has_no_page_for_it_and_gets_one_with_its_second_day(client):
    event = class_of(FIRST)
    events.occurrence(event=event, start_time=time(9))
    response = client.get("/en/events/class/2023-02-23/")
    assert (response.status_code, response["Location"]) == (302, "/en/events/class/")
    assert client.get("/en/events/class/2023-02-24/").status_code == 404
    assert "/2023-02-23/" not in client.get("/en/events/class/").content.decode()
    events.occurrence(event=event, first_day=SECOND)
    assert client.get("/en/events/class/2023-02-23/").status_code == 200


def test_the_canonical_address_is_its_own_and_the_sitemap_leaves_it_to_the_event(client):
    class_of(FIRST, SECOND, title_ja="教室", summary_ja="踊ります。")
    page = client.get("/ja/events/class/2023-02-23/?utm=1").content.decode()
    assert '<link rel="canonical" href="http://localhost:8000/ja/events/class/2023-02-23/">' in page
    assert 'hreflang="en" href="http://localhost:8000/en/events/class/2023-02-23/"' in page and 'hreflang="km" href' not in page
    page = client.get("/km/events/class/2023-02-23/").content.decode()
    assert '<link rel="canonical" href="http://localhost:8000/en/events/class/2023-02-23/">' in page
    sitemap = client.get("/sitemap.xml").text
    assert "/en/events/class/</loc>" in sitemap and "2023-02-23/" not in sitemap


def test_the_events_page_leads_to_each_of_several_days_and_a_preview_to_none(client):
    class_of(FIRST, SECOND)
    page = client.get("/en/events/class/").content.decode()
    assert [page.count(f'<a href="/en/events/class/{day}/">') for day in (FIRST, SECOND)] == [1, 1]
    draft = class_of(FIRST, SECOND, slug="draft", status=Status.DRAFT, publish_at=None)
    with translation.override("en"):
        page = client.get(previews.url_for(draft)).content.decode().split("</script>", 2)[-1]
    assert "/events/draft/" not in page.split("<main")[1]


def test_only_asking_is_answered(client):
    class_of(FIRST, SECOND)
    assert {client.post(f"/en/events/class/{below}").status_code for below in BELOW} == {405}


# --- its file ---------------------------------------------------------------------------------------------------------------
def test_the_file_of_a_day_has_that_days_dates_as_the_file_of_all_has_them(client):
    event = class_of(FIRST, SECOND)
    morning = events.occurrence(event=event, start_time=time(9), status="cancelled")
    response = client.get("/en/events/class/2023-02-23/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="class-2023-02-23.ics"'
    of_day = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    of_all = icalendar.Calendar.from_ical(client.get("/en/events/class/calendar.ics").content).walk("VEVENT")
    assert len(of_day) == 2 and len(of_all) == 3
    assert [entry.to_ical() for entry in of_day] == [entry.to_ical() for entry in of_all[:2]]
    assert (of_day[0]["uid"], str(of_day[0]["summary"])) == (morning.uid, "Cancelled: Dance class")
    assert client.get("/en/events/class/2023-02-23/calendar.ics", headers={"if-none-match": response["ETag"]}).status_code == 304


# --- structured data --------------------------------------------------------------------------------------------------------
def test_a_day_is_described_as_a_part_of_the_event(client):
    event = class_of(SECOND)
    events.occurrence(event=event, venue=events.venue(), status="cancelled")
    found = graph(client.get("/en/events/class/2023-02-23/"))[0]
    whole = "http://localhost:8000/en/events/class/"
    assert found["superEvent"] == {"@type": "Event", "@id": whole, "name": "Dance class", "url": whole}
    assert (found["url"], found["startDate"], found["eventStatus"]) == (f"{whole}2023-02-23/", "2023-02-23T18:00:00+07:00", "https://schema.org/EventCancelled")
    assert "@id" not in found and "subEvent" not in found and found["location"][0]["name"] == "City Hall"


def test_the_event_names_the_page_of_each_part_and_says_of_the_whole_what_all_share(client):
    hall, event = events.venue(), events.event(title_en="Dance class", slug="class")
    for day, status in ((FIRST, "scheduled"), (SECOND, "cancelled")):
        events.occurrence(event=event, venue=hall, first_day=day, status=status)
    found = graph(client.get("/en/events/class/"))[0]
    whole = "http://localhost:8000/en/events/class/"
    assert [(part["url"], part["eventStatus"]) for part in found["subEvent"]] == [
        (f"{whole}2023-02-23/", "https://schema.org/EventScheduled"), (f"{whole}2023-03-02/", "https://schema.org/EventCancelled"),
    ]  # fmt: skip
    assert "eventStatus" not in found and found["location"] == found["subEvent"][0]["location"]
    event.occurrences.update(status="cancelled")
    assert graph(client.get("/en/events/class/"))[0]["eventStatus"] == "https://schema.org/EventCancelled"


def test_the_parts_of_one_day_are_at_the_events_own_address(client):
    event = class_of(FIRST)
    events.occurrence(event=event, start_time=time(9))
    assert {part["url"] for part in graph(client.get("/en/events/class/"))[0]["subEvent"]} == {"http://localhost:8000/en/events/class/"}


@pytest.mark.parametrize(
    ("attendance", "fields", "mode", "places"),
    [
        ("in_person", {}, "Offline", ["Place"]),
        ("in_person", {"online_url": "https://example.org/live"}, "Mixed", ["Place", "VirtualLocation"]),
        ("both", {"online_url": "https://example.org/live"}, "Mixed", ["Place", "VirtualLocation"]),
        ("both", {}, "Mixed", ["Place"]),
        ("online", {"venue": None, "online_url": "https://example.org/live"}, "Online", ["VirtualLocation"]),
        ("online", {"venue": None}, "Online", ["VirtualLocation"]),
        ("in_person", {"status": "moved_online"}, "Online", ["VirtualLocation"]),
        ("in_person", {"venue": None}, "Offline", []),
    ],
)
def test_how_one_takes_part_is_said_as_it_is_of_the_date(client, attendance, fields, mode, places):
    events.occurrence(event=events.event(slug="talk", attendance=attendance), **({"venue": events.venue()} | fields))
    found = graph(client.get("/en/events/talk/"))[0]
    assert found["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [place["@type"] for place in found.get("location", [])] == places
    assert [place["url"] for place in found.get("location", []) if place["@type"] == "VirtualLocation" and "url" in place] == (
        ["https://example.org/live"] if "online_url" in fields else []
    )


# --- queries ----------------------------------------------------------------------------------------------------------------
def test_a_day_costs_the_same_with_one_of_everything_and_with_thirty(client):
    event = class_of(FIRST, SECOND, cover=library.image())

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    def add(numbers: range) -> None:
        for number in numbers:
            events.occurrence(event=event, venue=events.venue(slug=f"v-{number}"), start_time=time(number % 24))
            events.occurrence(event=event, first_day=date(2023, 4, 1 + number % 28))
            events.organiser(event=event, organisation=directory.organisation(slug=f"o-{number}"))

    addresses = [f"/en/events/class/{below}" for below in BELOW]
    add(range(1))
    few = [count(address) for address in addresses]
    few = [count(address) for address in addresses]
    add(range(1, 31))
    assert [count(address) for address in addresses] == few
    assert few == [5, 2, 2, 1, 2]


# --- from the list ----------------------------------------------------------------------------------------------------------
def test_a_line_of_a_repeated_event_leads_to_its_own_day_and_any_other_to_the_event(client):
    rule = events.rule(event=events.event(title_en="Weekly class", slug="weekly"), from_day=date(2023, 3, 1), until_day=date(2023, 3, 8))
    single = events.occurrence(event=events.event(title_en="Concert", slug="single"), first_day=date(2023, 3, 2))
    with clock.as_of(BETWEEN):
        repeating.apply(repeating.plan(rule))
        for page in ("events/", "events/calendar/2023/03/", ""):
            text = client.get(f"/en/{page}").content.decode()
            assert 'href="/en/events/weekly/2023-03-08/"' in text and f'href="{single.get_absolute_url()}"' in text, page
            assert 'href="/en/events/weekly/"' not in text, page
    assert client.get("/en/events/weekly/2023-03-08/").status_code == 200
    rule.occurrences.filter(first_day=date(2023, 3, 1)).delete()
    assert client.get("/en/events/weekly/2023-03-08/")["Location"] == "/en/events/weekly/"  # of one day alone, as ever
