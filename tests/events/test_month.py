"""The month: what stands in which cell and over how many, which months there are, and who must not be in them."""

from datetime import date, time
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from anniversary import clock
from anniversary.languages import dates
from anniversary.occasion.models import Anniversary
from events.models import Occurrence
from tests.events.test_pages import hidden
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db
FEBRUARY = "/en/events/calendar/2023/02/"


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary()
    Anniversary.current()  # warm


def on(first: date, last: date | None = None, title: str = "Show", **fields) -> Occurrence:
    """A date of an event of this title; of whole days where it has a last one."""
    days = {"last_day": last, "all_day": True} if last else {}
    return events.occurrence(event=events.event(title_en=title), first_day=first, **days | fields)


def get(client, address: str = FEBRUARY, *, now: str = "2023-02-20"):
    with clock.as_of(clock.parse(now)):
        return client.get(address)


def cells(response) -> dict[date, list[str]]:
    """What the cells of the table name: titles of single dates."""
    return {day.day: [str(row.title) for row in day.rows] for week in response.context["weeks"] for day in week if day and day.rows}


def bars(response) -> list[tuple[str, int, int, int, bool, bool]]:
    """(title, day of the month, lane, days, continued, goes on) of each bar."""
    return [
        (str(bar.row.title), day.day.day, bar.lane, bar.days, bar.continued, bar.goes_on)
        for week in response.context["weeks"]
        for day in week
        if day
        for bar in day.bars
    ]


def agenda(response) -> dict[str, list[str]]:
    return {day.anchor: [str(row.title) for row in day.in_full] for day, _url in response.context["agenda"]}


# --- where things stand ---------------------------------------------------------------------------------------------------
def test_each_day_has_one_cell_below_its_weekday(client):
    on(date(2023, 2, 1))
    response = get(client)
    weeks = response.context["weeks"]
    assert {len(week) for week in weeks} == {7}
    assert [day.day for week in weeks for day in week if day] == [date(2023, 2, number) for number in range(1, 29)]
    assert all(day.day.weekday() == place for week in weeks for place, day in enumerate(week) if day)  # Monday first, in English
    page = response.content.decode()
    assert page.count("<time datetime=") >= 28
    assert (page.count("<caption"), page.count('<th scope="col">'), page.count("<td")) == (1, 7, 7 * len(weeks))


@pytest.mark.parametrize(("year", "days"), [(2023, 28), (2024, 29), (2100, 28), (2000, 29)])
def test_a_february_has_its_leap_day(client, year, days):
    on(date(year, 2, 28), date(year, 3, 1))
    response = get(client, f"/en/events/calendar/{year}/02/")
    assert sum(day is not None for week in response.context["weeks"] for day in week) == days
    assert sum(length for _title, _day, _lane, length, *_ends in bars(response)) == days - 27


def test_a_bar_is_cut_where_weeks_and_months_end(client):
    on(date(2023, 1, 28), date(2023, 2, 14), "Prints")  # a Saturday to a Tuesday
    assert bars(get(client)) == [("Prints", 1, 0, 5, True, True), ("Prints", 6, 0, 7, True, True), ("Prints", 13, 0, 2, True, False)]
    january = get(client, "/en/events/calendar/2023/01/")
    assert bars(january) == [("Prints", 28, 0, 2, False, True), ("Prints", 30, 0, 2, True, True)]
    page = get(client).content.decode()
    assert "(continued, 28 January – 14 February 2023)" in page
    assert get(client).context["several"][0].title == "Prints"
    assert agenda(get(client)) == {}  # what lasts longer than some days stands once, above them


def test_a_week_ends_a_bar_on_another_day_where_it_begins_on_sunday(client):
    on(date(2023, 2, 10), date(2023, 2, 13), "Films")  # Friday to Monday
    assert bars(get(client)) == [("Films", 10, 0, 3, False, True), ("Films", 13, 0, 1, True, False)]
    assert [bar[1:] for bar in bars(get(client, "/ja/events/calendar/2023/02/"))] == [(10, 0, 2, False, True), (12, 0, 2, True, False)]


def test_bars_share_a_lane_where_they_do_not_meet_and_the_fourth_is_counted(client):
    on(date(2023, 2, 6), date(2023, 2, 7), "A")
    on(date(2023, 2, 6), date(2023, 2, 12), "Long")
    on(date(2023, 2, 8), date(2023, 2, 9), "B")
    on(date(2023, 2, 8), date(2023, 2, 10), "C")
    on(date(2023, 2, 8), date(2023, 2, 9), "D")
    response = get(client)
    assert [bar[:4] for bar in bars(response)] == [("Long", 6, 0, 7), ("A", 6, 1, 2), ("C", 8, 1, 3), ("B", 8, 2, 2)]
    days = {day.day.day: (day.lanes, day.more) for week in response.context["weeks"] for day in week if day}
    assert [days[number] for number in range(6, 14)] == [(2, 0), (2, 0), (3, 1), (3, 1), (2, 0), (1, 0), (1, 0), (0, 0)]
    assert agenda(response)["d-2023-02-08"] == ["B", "C", "D"]
    assert [day.longer for day, _url in response.context["agenda"] if day.day.day == 8] == [1]


def test_more_than_three_of_a_day_fold_and_lead_to_that_day_in_full(client):
    for number in range(5):
        on(date(2023, 2, 20), title=f"Talk {number}", start_time=time(9 + number))
    for number in range(3):
        on(date(2023, 2, 21), title=f"Walk {number}", start_time=time(9 + number))
    response = get(client)
    page = response.content.decode()
    table, below = page[page.index("<table") : page.index("</table>")], page[page.index("</table>") :]
    assert [f"Talk {number}</a>" in table for number in range(5)] == [True, True, True, False, False]
    assert '<a href="#d-2023-02-20">+2 more<' in table and "#d-2023-02-21" not in table
    assert 'id="d-2023-02-20"' in below and all(f"Talk {number}</a>" in below for number in range(5))
    assert agenda(response) == {"d-2023-02-20": [f"Talk {n}" for n in range(5)], "d-2023-02-21": [f"Walk {n}" for n in range(3)]}


def test_the_agenda_leaves_to_the_list_what_no_page_could_hold(client):
    for number in range(45):
        on(date(2023, 2, 20), title=f"Talk {number}")
    response = get(client, f"{FEBRUARY}?category=concert")
    [(day, url)] = response.context["agenda"]
    assert (len(day.in_full), day.left_out, url) == (40, 5, "/en/events/?from=2023-02-20&until=2023-02-20&category=concert")
    assert url.replace("&", "&amp;") in response.content.decode()


def test_a_day_is_that_of_the_place(client):
    on(date(2023, 2, 1), title="In Tokyo", venue=events.tokyo(), start_time=time(0, 30))  # in UTC it is still January
    on(date(2023, 1, 31), title="In Honolulu", venue=events.venue(slug="h", tz="Pacific/Honolulu"), start_time=time(23, 30))  # in UTC it is February
    on(date(2023, 2, 28), title="In Samoa", venue=events.venue(slug="s", tz="Pacific/Pago_Pago"), start_time=time(23, 30))
    on(date(2023, 3, 1), title="On Kiritimati", venue=events.venue(slug="k", tz="Pacific/Kiritimati"), start_time=time(0, 30))
    assert cells(get(client)) == {date(2023, 2, 1): ["In Tokyo"], date(2023, 2, 28): ["In Samoa"]}
    assert cells(get(client, "/en/events/calendar/2023/01/")) == {date(2023, 1, 31): ["In Honolulu"]}
    assert cells(get(client, "/en/events/calendar/2023/03/")) == {date(2023, 3, 1): ["On Kiritimati"]}


def test_what_lasts_the_year_is_in_every_month_of_it(client):
    on(date(2022, 12, 1), date(2023, 4, 2), "Year")
    for month, days in (("2022/12", 31), ("2023/01", 31), ("2023/02", 28), ("2023/04", 2)):
        assert sum(bar[3] for bar in bars(get(client, f"/en/events/calendar/{month}/"))) == days


def test_what_is_off_says_so_in_words_in_the_table_and_below_it(client):
    on(date(2023, 2, 20), title="Rained off", status="cancelled")
    on(date(2023, 2, 21), date(2023, 2, 22), title="Later", status="postponed")
    page = get(client).content.decode()
    assert (page.count("<b>Cancelled</b> Rained off</a>"), page.count("<b>Postponed</b> Later<")) == (1, 1)
    assert (page.count('<span class="chip chip--off">Cancelled</span>'), page.count('<span class="chip chip--off">Postponed</span>')) == (1, 2)


def test_today_is_marked_on_the_clocks_of_the_first_country(client):
    on(date(2023, 2, 21))
    page = get(client, now="2023-02-20T18:00").content.decode()  # in Phnom Penh it is past midnight
    assert page.count('aria-current="date"') == 2
    assert '<td aria-current="date"><time datetime="2023-02-21">' in page
    assert 'aria-current="date"' not in get(client, now="2023-03-02").content.decode()


# --- three languages --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "name", "first", "day"),
    [
        ("en", "February 2023", "Monday", "Monday, 20 February 2023"),
        ("ja", "2023年（令和5年）2月", "日曜日", "2023年2月20日(月)"),
        ("km", "ខែកុម្ភៈ ឆ្នាំ២០២៣", "អាទិត្យ", "ថ្ងៃច័ន្ទ ទី២០ ខែកុម្ភៈ ឆ្នាំ២០២៣"),
    ],
)
def test_the_page_is_written_as_its_language_is(client, language, name, first, day):
    on(date(2023, 2, 20))
    response = get(client, f"/{language}/events/calendar/2023/02/")
    page = response.content.decode()
    assert (response.status_code, response.context["weekdays"][0]) == (200, first)
    assert f"<h1>{name}</h1>" in page
    assert f'<time datetime="2023-02-20">{day}</time>' in page
    assert f'<time datetime="2023-02-20">{"២០" if language == "km" else "20"}</time>' in page


def test_a_week_begins_where_the_language_has_it_begin():
    assert [dates.first_weekday(language) for language in ("en", "ja", "km")] == [0, 6, 6]
    with translation.override("ja"):
        assert (dates.first_weekday(), dates.weekday(date(2023, 2, 20))) == (6, "月曜日")


# --- which months there are ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("month", ["2023/2", "2023/00", "2023/13", "0000/01", "1899/12", "2300/01", "2023", "2023-02", "x/y", "២០២៣/០២"])
def test_what_is_no_month_is_not_found(client, month):
    on(date(2023, 2, 20))
    assert get(client, f"/en/events/calendar/{month}/").status_code == 404


def test_links_and_pages_end_with_the_programme(client):
    on(date(2023, 1, 10))
    on(date(2023, 3, 30), date(2023, 4, 1), "Fair")
    found = {month: get(client, f"/en/events/calendar/2023/{month}/") for month in ("01", "02", "03", "04")}
    assert {month: response.status_code for month, response in found.items()} == dict.fromkeys(found, 200)
    assert [get(client, f"/en/events/calendar/{month}/").status_code for month in ("2022/12", "2023/05", "2199/01")] == [404] * 3
    assert [(bool(response.context["before"]), bool(response.context["after"])) for response in found.values()] == [
        (False, True), (True, True), (True, True), (True, False),
    ]  # fmt: skip
    for earlier, later in pairwise(found):
        assert found[earlier].context["after"][1] == f"/en/events/calendar/2023/{later}/"
        assert found[later].context["before"][1] == f"/en/events/calendar/2023/{earlier}/"
    page = found["02"].content.decode()
    assert (page.count('rel="prev"'), page.count('rel="next"')) == (2, 2)


def test_an_empty_month_says_so_and_leads_to_those_that_are_not(client):
    on(date(2023, 1, 10))
    on(date(2023, 6, 10))
    response = get(client, "/en/events/calendar/2023/03/")
    assert "Nothing is on in this month." in response.content.decode()
    assert "<table" not in response.content.decode()
    assert response.context["nearest"] == [("January 2023", "/en/events/calendar/2023/01/"), ("June 2023", "/en/events/calendar/2023/06/")]


@pytest.mark.parametrize(
    ("today", "month"), [("2022-06-01", "2023/01"), ("2023-01-20", "2023/01"), ("2023-02-14", "2023/02"), ("2023-06-30", "2023/06"), ("2026-11-22", "2023/06")]
)
def test_the_calendar_leads_to_the_month_that_the_day_suggests(client, today, month):
    on(date(2023, 1, 10))
    on(date(2023, 6, 10))
    response = get(client, "/en/events/calendar/?country=KH", now=today)
    assert (response.status_code, response["Location"]) == (302, f"/en/events/calendar/{month}/?country=KH")


def test_without_a_programme_there_is_no_month_but_the_list(client):
    hidden()
    response = get(client, "/en/events/calendar/")
    assert (response.status_code, response["Location"]) == (302, "/en/events/")
    assert get(client).status_code == 404
    assert get(client, "/en/events/").context["views"] == ("", [])


# --- who is in it ---------------------------------------------------------------------------------------------------------------
def test_no_month_shows_or_counts_what_is_not_public(client):
    hidden()
    on(date(2023, 2, 23), title="Public")
    for event in (events.event(title_en="Draft later", status="draft", publish_at=None), events.event(title_en="Withdrawn later", status="withdrawn")):
        events.occurrence(event=event, first_day=date(2024, 5, 1))
    response = get(client)
    assert agenda(response) == {"d-2023-02-23": ["Public"]}
    page = response.content.decode()
    assert not [word for word in ("Draft", "Review", "Scheduled", "Withdrawn", "Down", "Copy") if f">{word}</a>" in page]
    assert get(client, "/en/events/calendar/2024/05/").status_code == 404
    assert response.context["after"] is None


def test_filters_narrow_the_month_and_are_kept_on_every_way_out(client):
    on(date(2023, 1, 10), title="January", venue=events.tokyo(slug="t1"))
    on(date(2023, 2, 20), title="Here", venue=events.venue())
    on(date(2023, 2, 21), title="There", venue=events.tokyo())
    on(date(2023, 3, 3), title="March", venue=events.venue(slug="v2"))
    response = get(client, f"{FEBRUARY}?country=JP&category=concert")
    query = "?category=concert&country=JP"
    assert cells(response) == {date(2023, 2, 21): ["There"]}
    assert response.context["before"][1] == f"/en/events/calendar/2023/01/{query}"
    assert response.context["after"][1] == f"/en/events/calendar/2023/03/{query}"  # the programme's month, though the filters leave nothing of it
    of_month = f"?month=2023-02&{query[1:]}"
    assert [option["url"] for option in response.context["views"][1]] == [f"/en/events/{of_month}", f"{FEBRUARY}{query}", f"/en/events/map/{of_month}"]
    assert response.context["feed_url"] == f"/en/events/feed.ics{query}"
    march = get(client, response.context["after"][1])
    assert "Nothing in this month fits these filters." in march.content.decode()
    assert march.context["nearest"] == [("February 2023", f"{FEBRUARY}{query}")]
    assert "Only what fits the filters" in response.content.decode()
    assert "Only what fits the filters" not in get(client).content.decode()


@pytest.mark.parametrize("query", ["category=none", "country=XX"])
def test_an_unknown_filter_is_not_found(client, query):
    on(date(2023, 2, 20))
    assert get(client, f"{FEBRUARY}?{query}").status_code == 404
    assert get(client, f"/en/events/calendar/?{query}").status_code == 404


@pytest.mark.parametrize(
    ("now", "query", "month"),
    [
        ("2023-01-15", "", "2023/02"), ("2023-02-21", "", "2023/02"), ("2026-06-01", "", "2023/02"), ("2026-06-01", "month=2023-05", "2023/05"),
        ("2026-06-01", "when=past", "2023/05"),
    ],
)  # fmt: skip
def test_the_list_leads_straight_to_the_month_in_which_it_begins(client, now, query, month):
    on(date(2023, 2, 20), date(2023, 2, 24), venue=events.venue())
    on(date(2023, 5, 1), venue=events.venue(slug="v2"))
    name, options = get(client, f"/en/events/?country=KH&{query}", now=now).context["views"]
    assert (name, options[1]["url"]) == ("View", f"/en/events/calendar/{month}/?country=KH")
    assert [option["current"] for option in options] == [True, False, False]
    assert get(client, options[1]["url"], now=now).status_code == 200


def test_the_sitemap_names_no_month(client):
    on(date(2023, 2, 20))
    assert "/events/calendar/" not in client.get("/sitemap.xml").content.decode()


# --- what it costs ----------------------------------------------------------------------------------------------------------------
def test_the_month_costs_the_same_for_one_row_and_for_many(client):
    def add(count: int) -> None:
        for number in range(count):
            event = events.event(title_en=f"Event {number}")
            hall = events.venue(slug=f"v-{event.pk}")
            events.occurrence(event=event, venue=hall, first_day=date(2023, 2, 1 + number % 28))
            events.occurrence(event=event, venue=hall, first_day=date(2023, 2, 1), last_day=date(2023, 2, 2 + number % 26), all_day=True)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert get(client).status_code == 200
        return len(caught)

    add(1)
    get(client)
    few = queries()
    add(40)
    assert (queries(), few <= 5) == (few, True)
