"""Lists of very many dates: nothing is asked or read more often, nothing is lost by what makes them quick."""

import json
import random
import re
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.library.models import Tag
from events import listings, repeating
from events.filtering import table, terms
from events.models import Event, Occurrence
from tests.factories import directory, events, library, occasion, programmes

pytestmark = pytest.mark.django_db
NOW = clock.parse("2025-06-15T05:00")
FIRST = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()
    with clock.as_of(NOW):
        yield


def dates_of(event: Event, days: list[date], **fields) -> list[Occurrence]:
    rows = [Occurrence(event=event, first_day=day, **fields) for day in days]
    for row in rows:
        row.derive()
    QuerySet(Occurrence).bulk_create(rows)
    return rows


def scattered(number: int) -> None:
    """Dates of all lengths about now and far from it, some of them featured, some tagged."""
    chance = random.Random(7)
    music, hall, tokyo = library.tag(name="Music", slug="music"), events.venue(), events.tokyo()
    song = programmes.programme(slug="song", publish_at=events.LONG_AGO)
    embassy = directory.organisation()
    for n in range(number):
        event = events.event(title_en=f"E{n}", featured=n % 5 == 0, programme=song if n % 3 else None)
        first = FIRST + timedelta(days=chance.randrange(200))
        last = first + timedelta(days=chance.choice([0, 0, 0, 0, 1, 2, 30, 90]))
        events.occurrence(event=event, venue=chance.choice([hall, tokyo, None]), first_day=first, last_day=last, start_time=None, all_day=chance.random() < 0.5)
        if n % 2:
            event.tags.add(music)
            events.organiser(event=event, organisation=embassy)


def shown(client, query: str) -> list[int]:
    """The keys of the dates of all pages of a list, in their order."""
    found: list[int] = []
    while True:
        answer = client.get(f"/en/events/?{query}")
        assert answer.status_code == 200
        context = answer.context
        found += [row.pk for part in (context["begun"], context["coming"], *(rows for _month, rows in context["months"])) for row in part]
        if not context["more"]:
            return found
        query = context["more"]


@pytest.mark.parametrize("query", ["from=2025-06-10", "period=today", "period=weekend", "from=2025-06-10&until=2025-07-20", "from=2025-06-10&tag=music"])
def test_what_began_long_before_the_days_asked_for_comes_first_and_nothing_is_lost_or_told_twice(client, query):
    scattered(120)
    days = dict(part.split("=") for part in query.split("&"))
    first, last = date(2025, 6, 10), date.fromisoformat(days.get("until", "2199-12-31"))
    if "period" in days:
        first, last = table.days_of(days["period"], date(2025, 6, 15))
    meant = Occurrence.objects.published().filter(last_day__gte=first, first_day__lte=last).order_by("start", "pk")
    meant = meant.filter(event__tags__slug="music") if "tag" in days else meant
    assert shown(client, query) == [row.pk for row in meant]
    assert any(row.first_day < first - timedelta(days=3) for row in meant)


@pytest.mark.parametrize("few", [1, 500])
@pytest.mark.parametrize(
    ("name", "path"),
    [("tag=music", "event__tags__slug"), ("programme=song", "event__programme__slug"), ("organiser=embassy", "event__organisations__slug")],
)
def test_a_record_of_few_events_and_one_of_many_leave_the_same(client, monkeypatch, few, name, path):
    scattered(40)
    monkeypatch.setattr(terms, "FEW", few)
    meant = Occurrence.objects.published().filter(**{path: name.partition("=")[2]})
    assert shown(client, f"when=all&{name}") == [row.pk for row in meant.order_by("start", "pk")]
    answer = client.get(f"/en/events/?{name}")
    assert [row.pk for row in answer.context["on_now"]] == [row.pk for row in meant.on_now().order_by("end", "pk")[: listings.NOW_SHOWN]] != []
    assert len(client.get(f"/en/events/feed.ics?{name}").content.split(b"BEGIN:VEVENT")) - 1 == meant.count()


def test_a_record_without_any_event_leaves_nothing(client):
    scattered(4)
    programmes.programme(slug="silent", publish_at=events.LONG_AGO)
    assert shown(client, "when=all&programme=silent") == []


def test_elsewhere_is_every_country_but_the_two_and_none_at_all():
    for code in ("FR", "KH", "KI", "JP", "ZA", "AA"):
        events.occurrence(venue=events.venue(slug=code.lower(), country=code))
    events.occurrence()
    assert sorted(Occurrence.objects.filter(table.elsewhere()).values_list("country", flat=True)) == ["", "AA", "FR", "KI", "ZA"]


def test_the_months_say_how_many_events_they_have_as_long_as_that_is_quickly_told(client, monkeypatch):
    monkeypatch.setattr(listings, "COUNTED", 5)
    course = events.event(title_en="Course")
    dates_of(course, [date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 8, 31)], venue=events.tokyo())
    dates_of(events.event(), [date(2025, 6, day) for day in range(1, 6)])
    dates_of(events.event(), [date(2025, 4, 2)])
    dates_of(events.event(status="draft", publish_at=None), [date(2025, 5, 1), date(2025, 12, 1)])
    links = listings.month_links(listings.Filters())
    assert [(link.month.month, link.events) for link in links] == [(3, 1), (4, 2), (6, 0), (8, 1)]
    page = client.get("/en/events/?month=2025-03").content.decode()
    assert re.findall(r"<small>(\d) events?</small>", page) == ["1", "2", "1"]
    filtered = client.get("/en/events/?month=2025-03&country=JP")
    assert [(link.month.month, link.events) for link in filtered.context["month_links"]] == [(3, 0), (4, 0), (8, 0)]
    assert "<small>" not in filtered.content.decode().partition('class="month-links"')[2].partition("</nav>")[0]


def test_a_month_is_that_of_the_place_even_where_the_programme_begins_elsewhere_before_it():
    dates_of(events.event(), [date(2025, 3, 1)], venue=events.tokyo())
    dates_of(events.event(), [date(2025, 2, 28)], own_tz="Pacific/Honolulu", start_time=time(20))
    dates_of(events.event(), [date(2025, 5, 1)], venue=events.venue(), start_time=time(0), end_time=time(0, 30))
    dates_of(events.event(), [date(2025, 4, 30)], own_tz="Pacific/Honolulu", start_time=time(23))
    assert [(link.month.month, link.events) for link in listings.month_links(listings.Filters())] == [(2, 1), (3, 1), (4, 1), (5, 1)]


def test_the_columns_of_lists_are_kept_on_every_way_to_write():
    event = events.event(featured=True)
    row = events.occurrence(event=event)
    assert (row.featured, row.bookable) == (True, False)
    row.registration_url = "https://example.org/book"
    row.save(update_fields=["registration_url"])
    event.featured = False
    event.save()
    row.refresh_from_db()
    assert (row.featured, row.bookable) == (False, True)
    row.registration_url = ""
    row.save()
    Event.objects.filter(pk=event.pk).update(featured=True)
    Event.objects.get().refresh_listing()
    row.refresh_from_db()
    assert (row.featured, row.bookable) == (True, False)
    repeating.apply(repeating.plan(events.rule(event=Event.objects.get(), from_day=date(2025, 7, 1), until_day=date(2025, 7, 31))))
    assert set(Occurrence.objects.values_list("featured", flat=True)) == {True}


# --- what the database reads ----------------------------------------------------------------------------------------------
INDEXES = {
    "events_occ_featured": lambda rows: rows.coming().filter(featured=True).order_by("start", "pk")[:12],
    "events_occ_bookable": lambda rows: rows.upcoming().filter(bookable=True).order_by("start", "pk")[:5],
    "events_occ_start": lambda rows: rows.past().order_by("-start", "-pk")[:31],
    "events_occ_category": lambda rows: rows.upcoming().filter(category=1).order_by("start", "pk")[:25],
    "events_occ_both": lambda rows: rows.upcoming().filter(category=1, country="KH").order_by("start", "pk")[:25],
    "events_occ_venue": lambda rows: rows.upcoming().filter(venue=1).order_by("start", "pk")[:25],
    "events_occ_country": lambda rows: rows.upcoming().filter(country="KH").order_by("start", "pk")[:25],
    "events_occ_several": lambda rows: listings.in_order(rows, date(2025, 6, 1))[0].order_by("start", "pk")[:31],
}


@pytest.mark.parametrize("index", INDEXES)
def test_each_list_of_public_dates_has_its_index_and_sorts_nothing(index):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):  # a table that is nearly empty is read without
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = INDEXES[index](Occurrence.objects.published()).explain()
    assert index in plan
    assert index == "events_occ_several" or not re.search(r"TEMP B-TREE|^\s*->\s+Sort", plan, re.MULTILINE), plan


# --- an event of very many dates ----------------------------------------------------------------------------------------
def machine(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_of_an_event_of_very_many_dates_lists_those_that_come_next_and_leads_to_all(client):
    course = events.event(title_en="Course", slug="course")
    rows = dates_of(course, [FIRST + timedelta(days=n) for n in range(300)])
    page = client.get("/en/events/course/")
    ahead = [row.first_day for row in rows if not row.is_past]
    assert [row.first_day for row in page.context["dates"]] == ahead[:60]
    assert (page.context["still_to_come"], page.context["adding"] is not None) == (True, True)
    assert 'href="?dates=all"' in page.content.decode()
    assert "startDate" not in machine(page.content.decode())["@graph"][0]
    found, query = [], "dates=all"
    while query:
        part = client.get(f"/en/events/course/?{query}")
        text = part.content.decode()
        assert (part.context["adding"], "This event is over" in text, 'content="noindex"' in text) == (None, False, True)
        found += [row.first_day for row in part.context["dates"]]
        query = part.context["listed"].more
        assert not query or f'href="?{query.replace("&", "&amp;")}"' in text
    assert found == [row.first_day for row in rows]
    assert client.get("/en/events/course/?dates=some").status_code == 404


def test_what_has_few_dates_left_of_many_lists_those_and_what_is_over_its_first(client):
    course = events.event(slug="course")
    rows = dates_of(course, [date(2025, 6, 16) - timedelta(days=n) for n in range(70)])
    page = client.get("/en/events/course/")
    assert [row.first_day for row in page.context["dates"]] == [row.first_day for row in rows if not row.is_past][::-1]
    with clock.as_of(NOW + timedelta(days=100)):
        page = client.get("/en/events/course/")
    assert len(page.context["dates"]) == 60
    assert "This event is over" in page.content.decode()


def test_sixty_dates_stand_on_the_page_as_they_always_did_the_past_ones_first(client):
    rows = dates_of(events.event(slug="course"), [FIRST + timedelta(days=2 * n) for n in range(60)])
    page = client.get("/en/events/course/")
    assert [row.first_day for row in page.context["dates"]] == [row.first_day for row in rows]
    assert "dates=all" not in page.content.decode()
    assert machine(page.content.decode())["@graph"][0]["startDate"] == "2025-03-01"


# --- queries --------------------------------------------------------------------------------------------------------------
ADDRESSES = {
    "/en/events/": 6, "/en/events/?when=past": 6, "/en/events/?tag=music&category=concert&country=KH": 6, "/en/events/?period=today": 6,
    "/en/events/filter/": 6, "/en/events/calendar/2025/06/": 4, "/en/events/feed.ics": 4, "/en/events/course/": 10, "/en/events/course/?dates=all": 10,
    "/en/events/course/2025-06-20/": 10, "/en/events/course/calendar.ics": 4, "/en/": 12,
}  # fmt: skip


def test_every_listing_takes_as_many_queries_for_one_date_as_for_a_thousand(client):
    hall, music = events.venue(), library.tag(name="Music", slug="music")
    course = events.event(title_en="Course", slug="course")
    course.tags.add(music)
    dates_of(course, [date(2025, 6, 15), date(2025, 6, 20)], venue=hall)

    def counted() -> dict[str, int]:
        found = {}
        for address in ADDRESSES:
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200, address
            found[address] = len(caught)
        return found

    for_one = counted()
    dates_of(course, [FIRST + timedelta(days=n // 3) for n in range(500)], venue=hall)
    for n in range(5):
        event = events.event(title_en=f"E{n}")
        event.tags.add(Tag.objects.get())
        dates_of(event, [FIRST + timedelta(days=2 * k) for k in range(100)], venue=hall)
    assert counted() == for_one
    assert {address: number for address, number in for_one.items() if number > ADDRESSES[address]} == {}
