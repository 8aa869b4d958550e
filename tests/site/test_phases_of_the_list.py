"""Before, during and after the year: what the list of events is called, what it shows and how its months are reached."""

import re
from datetime import date, time, timedelta

import pytest

from anniversary import clock
from anniversary.occasion.models import Phase
from tests.factories import events

from .phases import MOMENTS, on

pytestmark = pytest.mark.django_db


def heading(html: str) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]


def test_the_list_is_called_and_led_in_as_the_phase_has_it(see):
    on("2025-04-01", "Spring")
    before, during, after = (see("/en/events/", phase) for phase in (Phase.BEFORE, "2025-03-15", Phase.AFTER))
    assert [heading(page) for page in (before, during, after)] == ["What is planned", "Events", "The year 2025–2026"]
    assert "The year begins on Saturday, 1 March 2025. This much is announced already." in before
    assert "What is on, what is coming and what has been, in both countries." in during
    assert "The year is over. Here is its whole programme, month by month." in after


def test_during_the_year_a_list_with_nothing_to_come_says_so_and_shows_what_has_been(see):
    on("2025-04-01", "Spring")
    page = see("/en/events/", Phase.DURING)
    assert "Nothing more is announced at the moment. This is what has been." in page
    assert "Spring" in page


def test_after_the_year_what_is_still_to_come_stands_above_the_whole_programme(see):
    on("2025-04-01", "Spring")
    on("2026-09-01", "Encore")
    page = see("/en/events/", Phase.AFTER)
    places = [page.index(text) for text in ("Still to come</h2>", ">Encore</a>", ">The whole programme</h2>", ">Spring</a>")]
    assert places == sorted(places)
    assert page.count(">Encore</a>") == 2
    coming = see("/en/events/?when=coming", Phase.AFTER)
    assert ">Encore</a>" in coming
    assert ">Spring</a>" not in coming and "whole programme, month by month" not in coming.partition("<main")[2]


def test_the_months_of_a_page_are_jumped_to_and_the_others_have_a_list_of_their_own(client, year):
    for number in range(60):
        on((date(2025, 3, 1) + timedelta(days=number * 3)).isoformat(), f"Event {number:02}", slug=f"event-{number}")
    with clock.as_of(clock.parse(MOMENTS[Phase.AFTER])):
        response = client.get("/en/events/")
        links = response.context["month_links"]
        assert [(link.month.month, link.events) for link in links] == [(3, 11), (4, 10), (5, 10), (6, 10), (7, 10), (8, 9)]
        # 30 rows are shown: March and April whole, May in part.
        assert [link.url for link in links] == ["#2025-03", "#2025-04", *(f"/en/events/?month=2025-{month:02}" for month in (5, 6, 7, 8))]
        assert all(f'id="{link.url[1:]}"' in response.text for link in links[:2])
        july = client.get(links[4].url)
        assert [(month, len(rows)) for month, rows in july.context["months"]] == [(date(2025, 7, 1), 10)]
        assert 'href="/en/events/" rel="nofollow">Every month</a>' in july.text
        assert 'href="/en/events/feed.ics?month=2025-07"' in july.text
        assert client.get("/en/events/feed.ics?month=2025-07").text.count("BEGIN:VEVENT") == 10


def test_a_month_whose_last_row_is_on_the_next_page_is_not_jumped_to(client, year):
    on("2025-03-01", "Opening")
    for number in range(28):
        on("2025-04-02", f"Event {number:02}", slug=f"event-{number}")
    on("2025-05-01", "Midnight in Tokyo", start_time=time(0), venue=events.tokyo())  # the 30th and last of its page
    on("2025-04-30", "Late in Lima", start_time=time(23), venue=events.venue(slug="lima", tz="America/Lima", country="PE"))
    with clock.as_of(clock.parse(MOMENTS[Phase.AFTER])):
        response = client.get("/en/events/")
    assert [(month.month, len(rows)) for month, rows in response.context["months"]] == [(3, 1), (4, 28), (5, 1)]
    assert [link.url for link in response.context["month_links"]] == ["#2025-03", "/en/events/?month=2025-04", "/en/events/?month=2025-05"]


def test_a_month_is_that_of_the_place(see):
    on("2025-09-01", "Early in Tokyo", start_time=time(1), venue=events.tokyo())
    on("2025-09-30", "Late in Lima", start_time=time(23), venue=events.venue(slug="lima", tz="America/Lima", country="PE"))
    on("2025-08-31", "August", venue=events.venue(slug="apia", tz="Pacific/Apia", country="WS"))
    page = see("/en/events/?month=2025-09", Phase.AFTER)
    assert [name for name in ("Early in Tokyo", "Late in Lima", "August") if f">{name}</a>" in page] == ["Early in Tokyo", "Late in Lima"]


@pytest.mark.parametrize("month", ["2025", "2025-13", "2025-00", "25-01", "1899-12", "2200-01", "２０２５-01", "2025-01-01", "x"])
def test_a_month_that_there_is_not_is_not_found(client, year, month):
    assert client.get("/en/events/", {"month": month}).status_code == 404
    assert client.get("/en/events/feed.ics", {"month": month}).status_code == 404
