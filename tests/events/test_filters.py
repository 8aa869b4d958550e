"""The filters of the list: what each leaves and what it must not, what is offered, what is said of a slip, and the calendars of all of them."""

import re
from datetime import date, time
from urllib.parse import parse_qsl, urlsplit

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.occasion import models as occasion_models
from anniversary.occasion.models import Anniversary
from events.filtering import table
from events.models import Event
from tests.factories import directory, events, library, occasion, programmes

from .test_pages import hidden, titles

pytestmark = pytest.mark.django_db
BEFORE, AFTER = clock.parse("2023-01-01T00:00"), clock.parse("2027-01-01T00:00")


@pytest.fixture(autouse=True)
def _occasion(monkeypatch):
    monkeypatch.setattr(occasion_models, "CACHE_SECONDS", None)  # or a slow machine reads it anew in the middle of a count
    occasion.anniversary()
    Anniversary.current()  # warm


def listed(client, query: str, moment=BEFORE) -> list[str]:
    """The events of the list's first page, begun ones first."""
    with clock.as_of(moment):
        response = client.get(f"/en/events/?{query}")
    assert response.status_code == 200, query
    return [str(row.title) for row in response.context.get("begun", [])] + titles(response)


def in_feed(client, query: str) -> list[str]:
    response = client.get(f"/en/events/feed.ics?{query}")
    assert response.status_code == 200, query
    return [str(entry["SUMMARY"]) for entry in icalendar.Calendar.from_ical(response.content).walk("VEVENT")]


def make(title: str, *, tags: tuple[str, ...] = (), organiser: str = "", on: dict | None = None, **fields) -> Event:
    """An event with one date (`on`: what is special about that), tags and an organiser by their slugs."""
    event = events.event(title_en=title, **fields)
    events.occurrence(event=event, **(on or {}))
    for slug in tags:
        event.tags.add(library.Tag.objects.get(slug=slug))
    if organiser:
        events.organiser(event=event, organisation=events.Organisation.objects.get(slug=organiser))
    return event


def furnish() -> None:
    """Two events that differ in everything, one in between, and one that says nothing; and as much that nobody may see."""
    hall, tokyo = events.venue(), events.tokyo()
    library.tag(name="Music", slug="music")
    library.tag(name="Food", slug="food")
    directory.organisation(slug="embassy")
    directory.organisation(slug="ministry", name_en="Ministry")
    song = programmes.programme(slug="song", publish_at=events.LONG_AGO)
    film = events.category(slug="film", name_en="Film")
    make("A", tags=("music", "food"), organiser="embassy", programme=song, languages=["en", "km"], admission="free", attendance="in_person",
         on={"venue": hall, "step_free": True, "signed": True})  # fmt: skip
    make("B", tags=("food",), organiser="ministry", category=film, languages=["ja", "zh-hant"], admission="ticket", attendance="online",
         on={"venue": tokyo, "step_free": True, "captioned": True, "first_day": date(2023, 2, 24)})  # fmt: skip
    make(
        "C",
        languages=["en"],
        admission="free",
        attendance="both",
        on={"venue": tokyo, "audio_described": True, "hearing_loop": True, "first_day": date(2023, 2, 25)},
    )
    make("D", on={"first_day": date(2023, 2, 26)})
    for event in hidden().values():
        Event.objects.filter(pk=event.pk).update(
            programme=song, admission="free", languages=["en", "ja", "fr"], attendance="both", category=film,
        )  # fmt: skip
        event.refresh_from_db()
        event.refresh_listing()
        event.tags.add(library.Tag.objects.get(slug="music"))
        events.organiser(event=event, organisation=events.Organisation.objects.get(slug="embassy"))
        event.occurrences.update(step_free=True, signed=True, captioned=True, audio_described=True, hearing_loop=True)


ALONE = {
    "category=film": ["B"], "country=KH": ["A"], "country=JP": ["B", "C"], "country=other": ["D"], "venue=hall": ["A"], "venue=tokyo-hall": ["B", "C"],
    "programme=song": ["A"], "organiser=embassy": ["A"], "organiser=ministry": ["B"], "tag=music": ["A"], "tag=food": ["A", "B"],
    "admission=free": ["A", "C"], "admission=ticket": ["B"], "admission=members": [], "language=en": ["A", "C"], "language=ja": ["B"],
    "language=zh-hant": ["B"], "language=zh": [], "language=fr": [], "attendance=in_person": ["A", "C", "D"], "attendance=online": ["B", "C"],
    "step_free=1": ["A", "B"], "signed=1": ["A"], "captioned=1": ["B"], "audio_described=1": ["C"], "hearing_loop=1": ["C"],
    "month=2023-02": ["A", "B", "C", "D"], "month=2023-03": [],
    "from=2023-02-25": ["C", "D"], "until=2023-02-24": ["A", "B"], "from=2023-02-24&until=2023-02-25": ["B", "C"],
}  # fmt: skip
TOGETHER = {
    "step_free=1&signed=1": ["A"], "signed=1&captioned=1": [], "tag=food&admission=ticket": ["B"], "tag=food&country=KH&language=km": ["A"],
    "country=JP&attendance=online&from=2023-02-25": ["C"], "programme=song&organiser=embassy&venue=hall&tag=music&admission=free&language=en&signed=1": ["A"],
    "programme=song&organiser=ministry": [], "category=film&audio_described=1": [],
}  # fmt: skip


def test_each_filter_leaves_what_it_says_and_nothing_that_is_not_public_alone_and_together(client):
    furnish()
    every = ALONE | TOGETHER
    assert {query: listed(client, query) for query in every} == every


def test_what_was_moved_online_is_found_online_alone_and_nothing_else_is_offered(client):
    for title, attendance in (("Hall", "in_person"), ("Both", "both")):
        make(title, attendance=attendance, on={"venue": events.venue(slug=title.lower()), "status": "moved_online"})
    assert {way: listed(client, f"attendance={way}") for way in ("in_person", "online")} == {"in_person": [], "online": ["Hall", "Both"]}
    assert in_feed(client, "attendance=online") == ["Hall", "Both"]
    with clock.as_of(BEFORE):
        fields = client.get("/en/events/filter/").context["fields"]
    assert [choice.value for field in fields if field.term.name == "attendance" for choice in field.choices] == ["online"]


def test_every_filter_has_its_calendar_with_the_same_dates(client):
    furnish()
    every = ALONE | TOGETHER
    assert {query: in_feed(client, query) for query in every} == every
    assert "X-WR-CALNAME:Fifty – Japan – Free" in client.get("/en/events/feed.ics?country=JP&admission=free").text


def test_a_value_that_there_is_not_is_not_found(client):
    furnish()
    library.tag(name="Secret", slug="secret")  # under which there is no event
    programmes.programme(slug="planned", status="draft")
    directory.organisation(slug="nobody")
    bad = (
        "category=none", "country=XX", "venue=none", "venue=hall-draft", "venue=hall%00", "programme=planned", "programme=SONG!", "organiser=nobody",
        "tag=secret", "tag=%E9%9F%B3", "admission=not_stated", "admission=1", "language=xx", "language=english", "language=%22", "language=EN",
        "attendance=both", "signed=yes", "signed=0", "period=tomorrow", "month=2023-13",
    )  # fmt: skip
    addresses = [f"/en/events/{page}?{query}" for query in bad for page in ("", "feed.ics", "filter/")]
    assert [address for address in addresses if client.get(address).status_code != 404] == []


# --- days ---------------------------------------------------------------------------------------------------------------
def days_of_both_countries() -> None:
    """Around midnight of the 24th in either country, and a long exhibition."""
    hall, tokyo = events.venue(), events.tokyo()
    for title, venue, day, at in [
        ("Late in Phnom Penh", hall, 23, time(23, 30)), ("Midnight in Phnom Penh", hall, 24, time(0)), ("Late in Tokyo", tokyo, 23, time(23, 59)),
        ("Midnight in Tokyo", tokyo, 24, time(0)), ("Next in Phnom Penh", hall, 25, time(0)), ("Next in Tokyo", tokyo, 25, time(0)),
        ("Last in Tokyo", tokyo, 24, time(23, 59)),
    ]:  # fmt: skip
        events.occurrence(
            event=events.event(title_en=title), venue=venue, first_day=date(2023, 2, day), start_time=at, end_time=None if at.hour else time(0, 5)
        )
    events.occurrence(event=events.event(title_en="Long"), venue=hall, first_day=date(2023, 2, 1), last_day=date(2023, 2, 24), all_day=True)


THE_24TH = ["Last in Tokyo", "Long", "Midnight in Phnom Penh", "Midnight in Tokyo"]


def test_days_are_those_of_the_place_and_both_ends_belong_to_them(client):
    days_of_both_countries()
    assert sorted(listed(client, "from=2023-02-24&until=2023-02-24")) == THE_24TH
    assert sorted(listed(client, "from=2023-02-25")) == ["Next in Phnom Penh", "Next in Tokyo"]
    assert sorted(listed(client, "until=2023-02-23")) == ["Late in Phnom Penh", "Late in Tokyo", "Long"]
    assert sorted(in_feed(client, "from=2023-02-24&until=2023-02-24")) == THE_24TH


# Midnight in Phnom Penh is 17:00 UTC; in Tokyo it is 15:00 UTC, and Phnom Penh still has the day before.
@pytest.mark.parametrize(
    ("moment", "count"), [("2023-02-23T15:30", 3), ("2023-02-23T16:59", 3), ("2023-02-23T17:00", 4), ("2023-02-24T16:59", 4), ("2023-02-24T17:00", 2)]
)
def test_today_changes_with_the_midnight_of_the_first_country(client, moment, count):
    days_of_both_countries()
    found = listed(client, "period=today", clock.parse(moment))
    assert (len(found), sorted(found) == THE_24TH) == (count, count == 4)


@pytest.mark.parametrize(("day", "first", "last"), [("2023-02-22", 25, 26), ("2023-02-25", 25, 26), ("2023-02-26", 26, 26)])
def test_the_weekend_is_that_of_this_week_and_on_a_sunday_that_sunday(day, first, last):
    assert table.days_of("weekend", date.fromisoformat(day)) == (date(2023, 2, first), date(2023, 2, last))


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        ("today", "2024-02-29", "2024-02-29", "2024-02-29"), ("week", "2024-02-29", "2024-02-26", "2024-03-03"),
        ("week", "2024-03-03", "2024-02-26", "2024-03-03"), ("month", "2024-02-29", "2024-02-01", "2024-02-29"),
        ("month", "2023-12-31", "2023-12-01", "2023-12-31"),
    ],
)  # fmt: skip
def test_week_and_month_hold_the_day(period, day, first, last):
    assert table.days_of(period, date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_what_has_begun_before_the_days_stands_apart_from_what_begins_in_them(client):
    days_of_both_countries()
    with clock.as_of(clock.parse("2023-02-24T03:00")):
        context = client.get("/en/events/?period=today").context
    assert [str(row.title) for row in context["begun"]] == ["Long"]
    assert [(month, len(rows)) for month, rows in context["months"]] == [(date(2023, 2, 1), 3)]


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("from=2023-02-30", "from", "The calendar has no such day."),
        ("until=soon", "until", "Write the day like this: 2025-06-15."),
        ("from=20230224", "from", "Write the day like this: 2025-06-15."),
        ("from=9999-01-01", "from", "Choose a day between 1900 and 2199."),
        ("from=2023-02-26&until=2023-02-25", "until", "The last day is before the first."),
    ],
)  # fmt: skip
def test_a_slip_in_a_day_is_said_beside_its_field_and_the_other_filters_still_hold(client, query, field, said):
    furnish()
    with clock.as_of(BEFORE):
        response = client.get(f"/en/events/?{query}&country=JP")
    assert (response.status_code, titles(response)) == (200, ["B", "C"])
    wrong = re.search(rf'<input id="f-{field}"[^>]*>', response.text)[0]
    typed = dict(parse_qsl(query))[field]
    assert f'value="{typed}"' in wrong and 'aria-invalid="true"' in wrong and f'aria-describedby="f-{field}-error"' in wrong and 'type="text"' in wrong
    assert f'id="f-{field}-error">{said}</span>' in response.text
    assert '<input type="hidden" name="country" value="JP">' in response.text
    assert response.context["feed_url"] == "/en/events/feed.ics?country=JP"
    assert client.get(f"/en/events/feed.ics?{query}").status_code == 404
    form = client.get(f"/en/events/filter/?{query}")
    assert (form.status_code, f'id="f-{field}-error">{said}</span>' in form.text) == (200, True)


# --- what the list says of its filters ----------------------------------------------------------------------------------
def test_what_is_chosen_can_be_taken_away_one_by_one_or_all_at_once(client):
    furnish()
    with clock.as_of(BEFORE):
        response = client.get("/en/events/?country=KH&tag=music&from=2023-02-01&signed=1&when=coming")
        plain = client.get("/en/events/")
    assert [(chip["chosen"].label, sorted(parse_qsl(urlsplit(chip["url"]).query))) for chip in response.context["chips"]] == [
        ("from 1 February 2023", [("country", "KH"), ("signed", "1"), ("tag", "music"), ("when", "coming")]),
        ("Cambodia", [("from", "2023-02-01"), ("signed", "1"), ("tag", "music"), ("when", "coming")]),
        ("Music", [("country", "KH"), ("from", "2023-02-01"), ("signed", "1"), ("when", "coming")]),
        ("sign language", [("country", "KH"), ("from", "2023-02-01"), ("tag", "music"), ("when", "coming")]),
    ]
    assert 'href="/en/events/?when=coming" rel="nofollow">Remove all</a>' in response.text
    assert response.context["feed_url"] == "/en/events/feed.ics?from=2023-02-01&country=KH&tag=music&signed=1"
    assert plain.context["chips"] == [] and "Remove all" not in plain.text


def test_the_empty_fields_of_a_form_do_not_stay_in_the_address(client):
    events.occurrence()
    response = client.get("/en/events/?when=past&category=concert&country=&from=2023-02-30&until=&venue=")
    assert (response.status_code, response["Location"]) == (302, "/en/events/?from=2023-02-30&category=concert&when=past")


def test_an_empty_list_says_which_filter_to_drop_and_how_much_there_would_be_without_it(client):
    furnish()
    with clock.as_of(BEFORE):
        response = client.get("/en/events/?admission=ticket&country=KH")
        three = client.get("/en/events/?admission=ticket&country=KH&tag=music")
        none = client.get("/en/events/?admission=members")
        coming, past = (client.get(f"/en/events/?admission=members&when={when}") for when in ("coming", "past"))
    assert [(drop.chosen.name, drop.events, drop.url) for drop in response.context["drop"]] == [
        ("country", 1, "/en/events/?admission=ticket"), ("admission", 1, "/en/events/?country=KH"),
    ]  # fmt: skip
    assert "Without “Cambodia”: 1 event<" in response.text
    assert [(drop.chosen.name, drop.events) for drop in three.context["drop"]] == [("admission", 1)]
    assert [(drop.chosen.name, drop.events) for drop in none.context["drop"]] == [("admission", 4)]
    assert [(drop.events, drop.url) for drop in coming.context["drop"]] == [(4, "/en/events/?when=coming")]
    assert past.context["drop"] == []  # nothing is over, with the filter or without it


def test_where_no_single_filter_is_to_blame_the_list_says_what_each_alone_would_leave(client):
    film = events.category(slug="film", name_en="Film")
    events.occurrence(event=events.event(title_en="Here"), venue=events.venue(), first_day=date(2023, 3, 1))
    events.occurrence(event=events.event(title_en="There", category=film), venue=events.tokyo(), first_day=date(2023, 3, 1), signed=True)
    with clock.as_of(BEFORE):
        response = client.get("/en/events/?category=concert&country=JP&attendance=online")
        two = client.get("/en/events/?category=concert&country=JP&signed=1&when=coming")
    assert [(drop.chosen.name, drop.events, drop.alone, drop.url) for drop in response.context["drop"]] == [
        ("category", 1, True, "/en/events/?category=concert"), ("country", 1, True, "/en/events/?country=JP"),
    ]  # fmt: skip
    assert "Only “Japan”: 1 event<" in response.text
    assert [(drop.chosen.name, drop.alone) for drop in two.context["drop"]] == [("category", False)]  # that one is to blame


def test_what_is_past_or_to_come_can_be_dropped_too(client):
    events.occurrence(event=events.event(title_en="Here"), venue=events.venue(), first_day=date(2023, 3, 1))
    with clock.as_of(BEFORE):
        response = client.get("/en/events/?when=past&country=KH")
    assert [(drop.chosen.name, drop.events, drop.url) for drop in response.context["drop"]] == [("when", 1, "/en/events/?country=KH&when=all")]
    assert "Without “Past”: 1 event<" in response.text


def test_what_could_be_had_without_a_filter_is_counted_no_further_than_needed(client):
    event = events.event()
    for day in range(60):
        events.occurrence(event=event, first_day=date.fromordinal(date(2023, 2, 1).toordinal() + day))
    with clock.as_of(BEFORE):
        drop = client.get("/en/events/?country=JP").context["drop"]
    assert [(each.events, each.at_least) for each in drop] == [(1, True)]


def test_only_kinds_and_countries_with_a_date_in_what_is_listed_are_offered_and_what_is_chosen(client):
    events.category(ordering=1)
    film, fair = (events.category(slug=slug, name_en=slug.title(), ordering=2) for slug in ("film", "fair"))
    events.category(slug="nothing", name_en="Nothing", ordering=3)
    events.occurrence(event=events.event(title_en="Over"), venue=events.venue(), first_day=date(2023, 1, 2))
    events.occurrence(event=events.event(title_en="Soon", category=film), venue=events.tokyo(), first_day=date(2023, 3, 1))
    events.occurrence(event=events.event(title_en="Long", category=fair), first_day=date(2023, 1, 1), last_day=date(2023, 5, 1), all_day=True)
    hidden()

    def offered(query: str) -> dict[str, list[str]]:
        with clock.as_of(clock.parse("2023-02-01")):
            facets = client.get(f"/en/events/?{query}").context["facets"]
        return {name: [option["label"] for option in options] for name, options in facets if name != "When"}

    assert offered("") == {"Kind": ["All kinds", "Film", "Fair"], "Country": ["All countries", "Japan", "Elsewhere and online"]}
    assert offered("when=past") == {"Kind": ["All kinds", "Concert"], "Country": ["All countries", "Cambodia"]}
    assert offered("when=all")["Kind"] == ["All kinds", "Concert", "Film", "Fair"]
    assert offered("category=nothing")["Kind"] == ["All kinds", "Concert", "Film", "Fair", "Nothing"]  # nothing is left: the whole programme is looked through
    assert offered("when=past&country=JP")["Country"] == ["All countries", "Cambodia", "Japan"]
    # Where days are asked for, what has a date in them.
    assert offered("month=2023-03") == {"Kind": ["All kinds", "Film"], "Country": ["All countries", "Japan"]}
    assert offered("from=2023-03-01&until=2023-03-31") == {"Kind": ["All kinds", "Film", "Fair"], "Country": ["All countries", "Japan", "Elsewhere and online"]}
    assert offered("from=2023-06-01") == {}


def test_in_the_year_and_only_then_there_are_short_ways_to_today_the_weekend_and_the_month(client):
    events.occurrence(first_day=date(2027, 3, 1))
    for moment, labels in (
        ("2025-01-01", ["Coming", "Past", "All"]),
        ("2025-06-01", ["Coming", "Today", "This weekend", "This month", "Past", "All"]),
        ("2026-06-01", ["The whole programme", "Still to come", "Past"]),
    ):
        with clock.as_of(clock.parse(moment)):
            options = client.get("/en/events/").context["facets"][0][1]
            assert [option["label"] for option in options] == labels
    with clock.as_of(clock.parse("2025-06-01")):
        options = client.get("/en/events/?period=weekend&country=KH").context["facets"][0][1]
    assert [(option["label"], option["url"]) for option in options if option["current"]] == [("This weekend", "/en/events/?period=weekend&country=KH")]


def test_robots_take_one_filter_and_walk_no_combinations(client):
    furnish()
    with clock.as_of(BEFORE):
        none, one, two = (client.get(f"/en/events/{query}").text for query in ("", "?country=JP", "?country=JP&category=film"))
        form = client.get("/en/events/filter/?country=JP").text
    assert [('name="robots" content="noindex"' in page) for page in (none, one, two, form)] == [False, False, True, True]
    assert all('<link rel="canonical" href="http://localhost:8000/en/events/">' in page for page in (none, one, two))
    links = re.findall(r'<a href="/en/events/\?[^"]*(?:category|country)=[^"]*"[^>]*>', one.partition("<main")[2])
    assert links and [link for link in links if 'rel="nofollow"' not in link] == []
    assert 'rel="nofollow">Japan' not in none


# --- the form -------------------------------------------------------------------------------------------------------------
def test_the_form_offers_what_the_dates_have_and_holds_what_is_chosen(client):
    furnish()
    with clock.as_of(BEFORE):
        response = client.get("/en/events/filter/?country=KH&tag=music&signed=1&from=2023-02-01&admission=invitation&when=coming")
    fields = {field.term.name: [choice.value for choice in field.choices] for field in response.context["fields"]}
    assert fields == {
        "category": ["concert", "film"], "country": ["KH", "JP", "other"], "venue": ["hall", "tokyo-hall"], "programme": ["song"],
        "organiser": ["embassy", "ministry"], "tag": ["food", "music"], "admission": ["free", "ticket", "invitation"],
        "language": ["zh-hant", "en", "ja", "km"], "attendance": ["in_person", "online"],
        "step_free": ["1"], "signed": ["1"], "captioned": ["1"], "audio_described": ["1"], "hearing_loop": ["1"],
    }  # fmt: skip
    assert {field.term.name: field.value for field in response.context["fields"] if field.value} == {
        "country": "KH", "tag": "music", "admission": "invitation", "signed": "1",
    }  # fmt: skip
    assert '<input id="f-from" type="date" name="from" value="2023-02-01">' in response.text
    assert '<input type="hidden" name="when" value="coming">' in response.text
    assert '<form class="filter-form" action="/en/events/">' in response.text


def test_the_form_offers_the_kinds_of_what_the_list_behind_it_shows(client):
    """What is coming; with nothing to come, after the year, or where days are asked for: the whole programme."""
    make("Over", on={"first_day": date(2023, 1, 2)})
    make("Soon", category=events.category(slug="film", name_en="Film"), on={"first_day": date(2025, 7, 1)})

    def kinds(query: str, moment: str) -> list[str]:
        with clock.as_of(clock.parse(moment)):
            fields = client.get(f"/en/events/filter/?{query}").context["fields"]
        return next([choice.value for choice in field.choices] for field in fields if field.term.name == "category")

    asked = [
        ("", "2025-06-01"),
        ("", "2025-08-01"),
        ("", "2027-01-01"),
        ("from=2023-01-01", "2025-06-01"),
        ("when=past", "2025-06-01"),
        ("when=all", "2025-06-01"),
    ]
    both = ["concert", "film"]
    assert [kinds(*each) for each in asked] == [["film"], both, both, both, ["concert"], both]


def test_a_programme_that_is_not_public_is_not_offered_by_its_event(client):
    make("Open", programme=programmes.programme(slug="planned", title_en="Planned", status="draft"))
    with clock.as_of(BEFORE):
        assert "Planned" not in client.get("/en/events/filter/").text


def test_no_event_takes_the_address_of_the_form():
    assert "filter" in Event.RESERVED_SLUGS


# --- queries --------------------------------------------------------------------------------------------------------------
EVERYTHING = (
    "category=concert&country=KH&venue=hall&programme=song&organiser=embassy&tag=music&admission=free&language=en&attendance=in_person&step_free=1&signed=1"
    "&captioned=1&audio_described=1&hearing_loop=1"
)


@pytest.mark.parametrize(
    "query", [EVERYTHING, f"{EVERYTHING}&from=2023-02-01&until=2026-12-31", f"{EVERYTHING}&admission=members", "tag=music&admission=members"]
)
@pytest.mark.parametrize("moment", [BEFORE, AFTER, clock.parse("2025-06-01")])
def test_list_form_and_calendar_cost_the_same_for_one_date_and_thirty(client, query, moment):
    hall, song = events.venue(), programmes.programme(slug="song", publish_at=events.LONG_AGO)
    library.tag(name="Music", slug="music")
    directory.organisation()
    needs = dict.fromkeys(("step_free", "signed", "captioned", "audio_described", "hearing_loop"), True)

    def add(numbers: range) -> None:
        for n in numbers:
            event = make(f"E{n}", tags=("music",), organiser="embassy", programme=song, languages=["en"], admission="free", on={"venue": hall, **needs})
            events.occurrence(event=event, venue=hall, first_day=date(2025, 7, 1), **needs)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    addresses = [f"/en/events/{page}?{query}" for page in ("", "filter/", "feed.ics")]
    add(range(1))
    with clock.as_of(moment):
        for address in addresses:
            client.get(address)
        few = [count(address) for address in addresses]
        add(range(1, 30))
        assert [count(address) for address in addresses] == few
    assert max(few) <= 6, few
