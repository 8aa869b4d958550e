"""The map: where markers stand and what they count, the list that says all of it, and who must not be on either."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.occasion.models import Anniversary
from events import labels, outlines, places
from events.models import Event, Venue
from tests.events.test_pages import hidden
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db
MAP = "/en/events/map/"
PENH, REAP, TOKYO, YOKOHAMA, NAHA, SAPPORO = (
    {"lat": lat, "lon": lon} for lat, lon in ((11.56, 104.92), (13.36, 103.86), (35.68, 139.75), (35.44, 139.64), (26.21, 127.68), (43.06, 141.35))
)


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()
    Anniversary.current()  # warm


def get(client, address: str = MAP, *, now: str = "2023-02-20"):
    with clock.as_of(clock.parse(now)):
        return client.get(address)


def hall(slug: str, town: str = "", **fields) -> Venue:
    return events.venue(slug=slug, name_en=slug.capitalize(), locality_en=town, **fields)


def held(title: str, *venues: Venue | None, **fields) -> Event:
    """An event with a date at each of these venues."""
    event = events.event(title_en=title)
    for venue in venues:
        events.occurrence(event=event, venue=venue, **fields)
    return event


def land(response, code: str) -> places.Land:
    return next(land for land in response.context["lands"] if land.code == code)


def towns(response, code: str) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """(town, events, (venue, events) of each) of a country."""
    return [(town.name, town.events, [(place.name_en, place.events) for place in town.places]) for town in land(response, code).towns]


# --- outlines ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("place", [NAHA, SAPPORO, TOKYO])
def test_a_country_s_picture_has_its_islands(place):
    japan = outlines.of("JP")
    x, y = japan.place(place["lon"], place["lat"])
    assert 0 < x < outlines.WIDTH and 0 < y < japan.height


def test_places_stand_in_a_picture_as_they_do_in_the_country():
    khmer = outlines.of("KH")
    (west, north), (east, south) = (khmer.place(place["lon"], place["lat"]) for place in (REAP, PENH))
    assert west < east and north < south
    # 230 km apart by the great circle; the picture is 5.9 degrees high.
    kilometres = 111.2 / khmer.down
    assert ((east - west) ** 2 + (south - north) ** 2) ** 0.5 * kilometres == pytest.approx(230, rel=0.03)
    assert khmer.place(TOKYO["lon"], TOKYO["lat"]) is None


def test_a_picture_may_reach_beyond_the_180th_meridian():
    fiji = outlines.of("FJ")
    west, east = fiji.place(178.44, -18.14), fiji.place(-179.9, -16.8)
    assert west and east and west[0] < east[0]


def test_every_outline_lies_within_its_picture():
    lines = outlines.FILE.read_text().splitlines()
    assert len(lines) > 200
    assert outlines.FILE.stat().st_size < 150_000
    for line in lines:
        outline = outlines.of(line[:2])
        for ring in outline.path.split("M")[1:]:
            start, steps = ring.removesuffix("z").split("l")
            x, y = map(int, start.split())
            numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                assert 0 <= x <= outlines.WIDTH and 0 <= y <= outline.height, line[:2]


@pytest.mark.parametrize("code", ["XA", "", "K", "KHM"])
def test_a_country_that_does_not_exist_has_no_outline(code):
    assert outlines.of(code) is None


# --- what stands where --------------------------------------------------------------------------------------------------------
def test_the_list_of_places_names_every_town_with_its_venues_the_busiest_first(client):
    palace, centre = hall("palace", "Phnom Penh", **PENH), hall("centre", "Phnom Penh")
    temple = hall("temple", "Siem Reap", **REAP)
    held("One", centre)
    held("Two", centre, palace)
    held("Three", temple)
    response = get(client)
    assert towns(response, "KH") == [("Phnom Penh", 2, [("Centre", 2), ("Palace", 1)]), ("Siem Reap", 1, [("Temple", 1)])]
    assert land(response, "KH").events == 3
    page = response.content.decode()
    assert '<a href="/en/venues/centre/">Centre</a> <a class="towns-number" href="/en/events/?venue=centre&amp;when=all" rel="nofollow">2 events<' in page
    assert '<h3>Phnom Penh <small>2 events</small></h3>' in page


def test_the_addresses_of_the_list_show_what_is_counted(client):
    centre = hall("centre", "Phnom Penh", **PENH)
    held("Past", centre, first_day=date(2023, 1, 5))
    held("Coming", centre, first_day=date(2023, 3, 5))
    response = get(client)
    [town] = land(response, "KH").towns
    listed = get(client, town.places[0].list_url)
    assert town.places[0].events == 2 == sum(len(rows) for _month, rows in listed.context["months"])


def test_a_marker_counts_an_event_once_and_leads_to_its_town(client):
    held("Both", hall("palace", "Phnom Penh", **PENH), hall("centre", "Phnom Penh"))
    response = get(client)
    [marker] = land(response, "KH").markers
    assert (marker.said, marker.events) == ("Phnom Penh: 1 event", 1)
    page = response.content.decode()
    assert '<a href="#in-centre" aria-label="Phnom Penh: 1 event">' in page
    assert '<li id="in-centre">' in page
    assert 'role="group" aria-label="Map of Cambodia"' in page


def test_towns_close_together_are_one_marker_and_stand_side_by_side_in_the_list(client):
    tokyo, yokohama, naha = (hall(name, name.capitalize(), country="JP", **at) for name, at in (("tokyo", TOKYO), ("yokohama", YOKOHAMA), ("naha", NAHA)))
    for number in range(3):
        held(f"In Tokyo {number}", tokyo)
    for number in range(2):
        held(f"In Naha {number}", naha)
    held("In two towns", yokohama, tokyo)
    response = get(client)
    assert [marker.said for marker in land(response, "JP").markers] == ["Tokyo, Yokohama: 4 events", "Naha: 2 events"]
    assert [town[:2] for town in towns(response, "JP")] == [("Tokyo", 4), ("Yokohama", 1), ("Naha", 2)]


def test_markers_lie_apart_and_whole_within_the_picture():
    venues = [(REAP, 3), (PENH, 2), ({"lat": 11.6, "lon": 104.9}, 1), ({"lat": 13.9, "lon": 107.5}, 1), ({"lat": 10.5, "lon": 103.6}, 1)]
    fields = places._Place._fields
    made = [
        places.Town([places.Place(*({"pk": number, "slug": f"v{number}", "events": many, **at}.get(name, "") for name in fields))])
        for number, (at, many) in enumerate(venues)
    ]
    found = places.markers_of(made, outline := outlines.of("KH"))
    assert [len(marker.towns) for marker in found] == [1, 2, 1, 1]
    for marker in found:
        assert places.RADIUS <= marker.x <= outlines.WIDTH - places.RADIUS
        assert places.RADIUS <= marker.y <= outline.height - places.RADIUS
        assert all(abs(marker.x - other.x) + abs(marker.y - other.y) > places.NEAR for other in found if other is not marker)


def test_the_smallest_map_has_markers_of_24_pixels():
    assert 280 / outlines.WIDTH * 2 * places.RADIUS >= 24


def test_names_in_the_picture_cover_no_marker_and_no_other_name(client):
    for number in range(12):
        held(f"Event {number}", hall(f"hall-{number}", f"Town number {number}", lat=10.9 + number % 4 * 0.8, lon=102.8 + number // 4 * 1.6))
    found = land(get(client), "KH").markers
    boxes = [(marker.x - 44, marker.y - 44, marker.x + 44, marker.y + 44) for marker in found]
    for marker in found:
        if label := marker.label:
            width = labels.width_of(marker.towns[0].name)
            left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
            boxes.append((left, label.y - 30, left + width, label.y))
    assert len(boxes) > len(found)
    pairs = [(one, other) for number, one in enumerate(boxes) for other in boxes[number + 1 :]]
    assert not [pair for pair in pairs if labels._meet(*pair)]


def test_a_venue_without_coordinates_is_in_the_list_alone(client):
    held("Somewhere", hall("centre", "Battambang"))
    response = get(client)
    assert land(response, "KH").markers == []
    assert towns(response, "KH") == [("Battambang", 1, [("Centre", 1)])]


def test_a_venue_outside_the_picture_is_in_the_list_alone(client):
    held("Far", hall("far", "Far off", country="JP", lat=-33.9, lon=151.2))
    response = get(client)
    assert (land(response, "JP").markers, land(response, "JP").events) == ([], 1)


def test_a_town_is_one_whichever_languages_its_name_is_written_in(client):
    held("One", hall("one", "Tokyo", country="JP"))
    held("Two", hall("two", "tokyo ", country="JP", locality_ja="東京"))
    response = get(client, "/ja/events/map/")
    assert [(town.name, town.language, town.events) for town in land(response, "JP").towns] == [("東京", "ja", 2)]
    assert '<span lang="en">One</span>' in response.content.decode()


def test_venues_whose_town_is_not_said_are_places_of_their_own(client):
    held("One", hall("one"))
    held("Two", hall("two"))
    assert [town[0] for town in towns(get(client), "KH")] == ["One", "Two"]


def test_what_is_in_no_country_of_the_anniversary_or_nowhere_is_told(client):
    held("Abroad", hall("abroad", "Jakarta", country="ID"))
    held("Online", None, online_url="https://example.org/")
    events.occurrence(event=events.event(title_en="Online too", attendance="online"))
    held("Nowhere", None)
    response = get(client)
    assert towns(response, "other") == [("Jakarta", 1, [("Abroad", 1)])]
    assert (response.context["online"], response.context["nowhere"]) == ("2 events", "1 event")


def test_what_was_moved_online_is_not_counted_at_the_hall(client):
    palace, centre = (hall(slug, "Phnom Penh", **PENH) for slug in ("palace", "centre"))
    held("Stays", palace)
    held("Moved", palace, centre, status="moved_online")
    response = get(client)
    assert towns(response, "KH") == [("Phnom Penh", 1, [("Palace", 1)])]
    assert [marker.said for marker in land(response, "KH").markers] == ["Phnom Penh: 1 event"]
    assert (response.context["online"], response.context["nowhere"], response.context["elsewhere_url"]) == ("1 event", "", "")
    assert "Elsewhere and online" not in response.text.partition('id="land-none"')[2].partition("</section>")[0]
    held("Online", None, online_url="https://example.org/")
    response = get(client)
    assert (response.context["online"], response.context["elsewhere_url"]) == ("2 events", "/en/events/?country=other&when=all")


def test_countries_without_an_outline_have_their_list_of_places(client):
    Anniversary.current().countries.filter(code="KH").update(code="XA")
    Anniversary.current().save()
    held("Invented", hall("quay", "Saltmere", country="XA", lat=1, lon=1))
    response = get(client)
    assert response.status_code == 200
    assert (land(response, "XA").outline, towns(response, "XA")) == (None, [("Saltmere", 1, [("Quay", 1)])])
    assert "Map of Cambodia" not in response.content.decode()


# --- filters and phases ---------------------------------------------------------------------------------------------------------
def test_filters_narrow_the_map_as_they_do_the_list(client):
    centre = hall("centre", "Phnom Penh", **PENH)
    held("Music", centre)
    events.occurrence(event=events.event(title_en="Walk", category=events.category(slug="walk", name_en="Walk")), venue=hall("park", "Kep"))
    response = get(client, f"{MAP}?category=walk")
    assert [town[0] for town in towns(response, "KH")] == ["Kep"]
    page = response.content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="/en/events/?category=walk&amp;venue=park&amp;when=all"' in page
    assert '<a href="/en/events/map/" rel="nofollow"><span class="visually-hidden">Remove:' in page
    assert '<meta name="robots"' not in get(client).content.decode()


def test_a_filter_that_leaves_nothing_says_so(client):
    held("Music", hall("centre", "Phnom Penh", **PENH))
    events.category(slug="walk", name_en="Walk")
    page = get(client, f"{MAP}?category=walk").content.decode()
    assert "Nothing in the programme fits these filters." in page
    assert '<svg class="land-map' not in page


@pytest.mark.parametrize("query", ["category=nonsense", "when=nonsense", "month=2023-13", "venue=%00"])
def test_an_unknown_filter_answers_404(client, query):
    assert get(client, f"{MAP}?{query}").status_code == 404


def test_a_slip_in_a_day_is_said_beside_its_field(client):
    held("Music", hall("centre", "Phnom Penh", **PENH))
    response = get(client, f"{MAP}?from=2023-02-31")
    assert response.status_code == 200
    assert "The calendar has no such day." in response.content.decode()


@pytest.mark.parametrize(("now", "choice"), [("2024-06-01", False), ("2025-06-01", True), ("2026-11-22", False)])
def test_in_the_year_what_is_coming_can_be_told_from_what_is_past(client, now, choice):
    centre = hall("centre", "Phnom Penh", **PENH)
    held("Past", centre, first_day=date(2025, 4, 5))
    held("Coming", centre, first_day=date(2025, 9, 5))
    held("Coming too", centre, first_day=date(2025, 9, 6))
    response = get(client, now=now)
    assert bool(response.context["when_facet"][1]) == choice
    assert land(response, "KH").events == 3
    numbers = {when: land(get(client, f"{MAP}?when={when}", now="2025-06-01"), "KH").events for when in ("coming", "past", "all")}
    assert numbers == {"coming": 2, "past": 1, "all": 3}


def test_list_month_and_map_lead_to_one_another_with_the_filters(client):
    held("Music", hall("centre", "Phnom Penh", **PENH))
    query = "?category=concert"
    for address in (f"/en/events/{query}", f"/en/events/calendar/2023/02/{query}", f"{MAP}{query}"):
        page = get(client, address).content.decode()
        for target in ("/en/events/", "/en/events/calendar/2023/02/", MAP):
            assert re.search(rf'<a href="{re.escape(target)}\?(month=2023-02&amp;)?category=concert"', page), (address, target)


def test_nothing_published_is_no_error(client):
    assert "No event has been published yet." in get(client).content.decode()


# --- who must not be there ------------------------------------------------------------------------------------------------------
def test_only_what_is_published_is_on_the_map(client):
    made = hidden()
    held("Shown", hall("shown", "Phnom Penh", **PENH))
    response = get(client)
    page = response.content.decode()
    assert [place.slug for town in land(response, "KH").towns for place in town.places] == ["shown"]
    assert not [name for name, event in made.items() if f"hall-{event.slug}" in page]


def test_a_hidden_date_at_a_public_venue_is_not_counted(client):
    centre = hall("centre", "Phnom Penh", **PENH)
    held("Shown", centre)
    for event in hidden(with_dates=False).values():
        events.occurrence(event=event, venue=centre)
    assert land(get(client), "KH").markers[0].events == 1


def test_no_event_can_take_the_map_s_address():
    assert {"map", "embed"} <= Event.RESERVED_SLUGS


# --- queries ----------------------------------------------------------------------------------------------------------------------
def test_the_map_asks_no_more_for_many_dates_than_for_two(client):
    def fill(numbers: range) -> None:
        for number in numbers:
            at = PENH | {"lon": 103 + number % 5} if number % 3 else {}
            held(f"Event {number}", hall(f"a-{number}", f"Town {number % 7}", **at), hall(f"b-{number}", "Tokyo", country="JP", **TOKYO), None)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert get(client, address).status_code == 200
        return len(caught)

    fill(range(2))
    addresses = (MAP, f"{MAP}?category=concert")
    get(client)  # what is kept for all pages
    few = [queries(address) for address in addresses]
    fill(range(2, 30))
    assert [queries(address) for address in addresses] == few == [5, 6]


@pytest.mark.parametrize("number", [1, 1000])
def test_a_thousand_dates_at_one_place_cost_the_map_no_further_query(client, number, django_assert_num_queries):
    centre = hall("centre", "Phnom Penh", **PENH)
    event = events.event(title_en="Weekly")
    made = events.occurrence(event=event, venue=centre)
    rows = [type(made)(event=event, venue=centre, first_day=made.first_day, start_time=made.start_time) for _ in range(number - 1)]
    for row in rows:
        row.derive()
    type(made).objects.bulk_create(rows)
    get(client)  # what is kept for all pages
    with django_assert_num_queries(4):
        assert land(get(client), "KH").markers[0].said == "Phnom Penh: 1 event"
