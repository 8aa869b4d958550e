"""The page of an event that has everything: each fact is there, once, where a reader looks for it."""

import re
from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from anniversary import clock
from anniversary.articles.models import Article
from anniversary.occasion.models import Anniversary
from anniversary.publishing.models import Source
from events.models import Event, Venue
from tests.factories import articles, directory, events, library, occasion, programmes

from .test_told_everywhere import between

pytestmark = pytest.mark.django_db
TODAY = clock.parse("2023-02-10T00:00")


@pytest.fixture
def event(settings) -> Event:
    settings.SITE_URL = "https://example.org"
    occasion.anniversary(start=date(2023, 1, 1), end=date(2023, 12, 31))
    Anniversary.current()
    made = events.event(
        title_en="Night of song", slug="night", admission="ticket", conditions_en="5 dollars at the door", languages=["km", "ja"], recognised="official",
        recognition_number="A-17", programme=programmes.programme(publish_at=events.LONG_AGO), cover=library.image(credit_en="Sok Dara"),
    )  # fmt: skip
    hall = events.venue(
        address_en="1 Riverside", locality_en="Phnom Penh", directions_en="Bus 5 to the river.", access_en="Lift at the north door.", lat="11.56400",
        lon="104.93400",
    )  # fmt: skip
    events.occurrence(
        event=made, venue=hall, room_en="Hall A", end_time=time(20), doors_at=time(17, 30), step_free=True, registration_url="https://example.org/tickets",
        registration_closes=datetime(2023, 2, 22, 10, tzinfo=UTC), availability="few",
    )  # fmt: skip
    events.occurrence(event=made, venue=hall, first_day=date(2023, 2, 24), status="cancelled", status_note_en="Because of the storm.")
    events.occurrence(event=made, venue=events.tokyo(), first_day=date(2023, 3, 3), start_time=None)
    events.organiser(event=made)
    events.organiser(event=made, role="support", organisation=directory.organisation(slug="city", name_en="City of Nara"))
    events.organiser(event=made, role="performer", organisation=directory.organisation(slug="drums", name_en="Drums of Nara"))
    events.credit(event=made, person=directory.person(slug="keo", name_en="Keo"), role_en="singer", performs=True)
    events.credit(event=made, person=directory.person(slug="minister", name_en="The Minister"))
    Source.objects.create(record=made, label="The Daily", url="https://example.org/daily")
    made.tags.add(library.tag(name="Music", slug="music"))
    story = articles.article(title_en="How the night came about", publish_at=events.LONG_AGO)
    Article.objects.get(pk=story.pk).events.add(made)
    return made


@pytest.fixture
def page(client, event) -> str:
    with clock.as_of(TODAY):
        return client.get("/en/events/night/").text


def facts(page: str) -> dict[str, str]:
    """The facts box, by its headings."""
    box = page[page.index('class="facts"') :].partition("</section>")[0]
    parts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", box, re.DOTALL)
    return {words(name): words(told) for name, told in parts}


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_the_facts_box_says_when_where_for_whom_and_by_whom(page):
    found = facts(page)
    when = found.pop("When")
    for part in (
        "Thursday, 23 February 2023 18:00 – 20:00 in Phnom Penh 20:00 – 22:00 in Tokyo Doors open: 17:30 Few places left",
        "Friday, 24 February 2023 18:00 in Phnom Penh 20:00 in Tokyo Cancelled", "Friday, 3 March 2023 Time not stated",
    ):  # fmt: skip
        assert part in when
    assert found == {
        "Where": (
            "Thursday, 23 February 2023 Hall A City Hall Phnom Penh 1 Riverside How to get there: Bus 5 to the river. Access: Lift at the north door. "
            "Friday, 24 February 2023 City Hall Phnom Penh Friday, 3 March 2023 Tokyo Hall"
        ),
        "Admission": (
            "With a ticket 5 dollars at the door Register or book Registration closes on Wednesday, 22 February 2023, 17:00 in Phnom Penh "
            "Wednesday, 22 February 2023, 19:00 in Tokyo"
        ),
        "Languages": "Khmer Japanese", "Access": "Step-free (on some of the dates)", "Organiser": "Embassy", "Support": "City of Nara",
        "Performer": "Drums of Nara", "Recognition": "Official event No. A-17",
    }  # fmt: skip


def where(client, *rows: dict) -> str:
    """Of an event with these dates, from 1 April on."""
    made = events.event(slug="tour")
    for number, fields in enumerate(rows, 1):
        events.occurrence(event=made, **{"first_day": date(2023, 4, number), **fields})
    with clock.as_of(TODAY):
        return facts(client.get("/en/events/tour/").text)["Where"]


def test_venues_stand_before_what_is_online_and_a_place_of_some_dates_names_them(client, event):
    hall, live = {"venue": Venue.objects.get(slug="tokyo-hall")}, {"online_url": "https://example.org/live"}
    assert where(client, hall | live | {"status": "moved_online"}, *[hall] * 4) == "Tokyo Hall Saturday, 1 April 2023 Take part online"


def test_a_hall_is_named_although_its_first_date_was_moved_online_without_an_address(client, event):
    hall = {"venue": Venue.objects.get(slug="tokyo-hall")}
    assert where(client, hall | {"status": "moved_online"}, hall) == "Sunday, 2 April 2023 Tokyo Hall Saturday, 1 April 2023 Online"


def test_the_place_of_every_day_names_none(client, event):
    hall = Venue.objects.get(slug="tokyo-hall")
    same = date(2023, 4, 1)
    assert where(client, {"venue": hall}, {"venue": hall, "first_day": same, "start_time": time(20), "room_en": "Hall B"}) == "Tokyo Hall Hall B Tokyo Hall"


def test_what_has_changed_stands_at_the_top_in_words(page):
    top = between(page, "<main", 'class="facts"')
    assert "Friday, 24 February 2023 Cancelled Because of the storm." in top and "Thursday, 23 February 2023 Few places left" in top
    parts = re.findall(r'<(?:div|aside) class="(page-[a-z]+)">', page)
    assert parts == ["page-notices", "page-side", "page-main"]  # in the order in which a narrow window has them


def test_who_what_else_and_whence_follow_below(page):
    body = between(page, '<div class="page-main">', 'class="share"')
    order = ["Performers", "Keo", "singer", "People", "The Minister", "Part of the programme", "Song of the bridge", "Articles", "How the night came about",
             "Music", "Sources", "The Daily"]  # fmt: skip
    assert [word for word in order if word not in body] == []
    assert [body.index(word) for word in order] == sorted(body.index(word) for word in order)


def test_dates_are_taken_over_one_by_one_all_together_and_by_subscription(page, client):
    section = page[page.index('<section class="adding"') :].partition("</section>")[0]
    links = dict(re.findall(r'<a (?:class="button" )?href="([^"]*)"[^>]*>([^<]*)</a>', section))
    labels = {label: address for address, label in links.items()}
    assert labels["Google Calendar"].startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&amp;text=Night%20of%20song&amp;dates=20230223T110000Z%2F20230223T130000Z")
    assert labels["Outlook.com"].startswith("https://outlook.live.com/calendar/0/deeplink/compose?")
    assert {label: address for label, address in labels.items() if address.startswith(("/", "webcal"))} == {
        "This date as a file (.ics)": "/en/events/night/2023-02-23/calendar.ics", "All dates as a file (.ics)": "/en/events/night/calendar.ics",
        "Subscribe": "webcal://example.org/en/events/night/calendar.ics",
    }  # fmt: skip
    assert 'value="https://example.org/en/events/night/calendar.ics" readonly' in section
    assert [client.get(address).status_code for address in ("/en/events/night/2023-02-23/calendar.ics", "/en/events/night/calendar.ics")] == [200, 200]


def test_it_can_be_shared_and_printed_with_a_code(page, client):
    assert "data-share" in page and "data-print" in page and "data-copy " in page
    (code,) = re.findall(r'<img class="print-code" src="([^"]*)"', page)
    assert (code, client.get(code)["Content-Type"]) == ("/en/events/night/qr.svg", "image/svg+xml")
    assert 'class="print-address">https://example.org/en/events/night/</p>' in page


def test_each_date_leads_to_its_own_page(page, client):
    days = re.findall(r'<p class="when-day"><a href="([^"]*)">', page)
    assert days == [f"/en/events/night/{day}/" for day in ("2023-02-23", "2023-02-24", "2023-03-03")]
    assert [client.get(day).status_code for day in days] == [200, 200, 200]


@pytest.mark.parametrize("language", ["ja", "km"])
def test_no_heading_is_left_in_english(client, event, language):
    with clock.as_of(TODAY):
        found = facts(client.get(f"/{language}/events/night/").text)
    with translation.override(language):
        assert not {"When", "Where", "Admission", "Languages", "Access", "Organiser", "Support", "Recognition"} & found.keys()
    assert len(found) == 9
