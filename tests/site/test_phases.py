"""Before, during and after the year: what the home page, calls, the menu and empty lists say in each. The list of events: test_phases_of_the_list.py."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.occasion.models import Phase
from tests.factories import articles, competition, directory, events, history, library
from tests.factories.programmes import programme

from .phases import MOMENTS, on, seen

pytestmark = pytest.mark.django_db

PHASE_LINE = {
    Phase.BEFORE: "The year begins on Saturday, 1 March 2025;",
    Phase.DURING: "The year lasts until Saturday, 28 February 2026;",
    Phase.AFTER: "The year ended on Saturday, 28 February 2026;",
}


def section(html: str, heading: str) -> str:
    """The section of the home page under this heading; empty if there is none."""
    return next((part for part in html.split("<section") if re.search(rf"<h2[^>]*>{re.escape(heading)}</h2>", part)), "")


# --- the clock ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2025-02-28T16:59", Phase.BEFORE), ("2025-02-28T17:00", Phase.DURING), ("2026-02-28T16:59", Phase.DURING), ("2026-02-28T17:00", Phase.AFTER),
    ],
)  # fmt: skip
def test_the_year_begins_and_ends_on_the_first_country_s_clocks(year, moment, phase):
    with clock.as_of(clock.parse(moment)):
        assert year.phase == phase


@pytest.mark.parametrize(
    ("path", "moment", "words"),
    [
        ("/en/", "2025-02-26T17:00", "2 days until the year begins Saturday, 1 March 2025"),
        ("/en/", "2025-02-27T16:59", "2 days until the year begins"),
        ("/en/", "2025-02-27T17:00", "Tomorrow the year begins Saturday, 1 March 2025"),
        ("/en/", "2022-01-01", "1,155 days until the year begins"),
    ],
)
def test_the_days_to_the_year_are_counted(see, path, moment, words):
    assert words in seen(see(path, moment))


def test_the_days_are_written_as_the_language_writes_numbers(see):
    assert "<b>១,១៥៥</b>" in see("/km/", "2022-01-01")
    assert "<b>1,155</b>" in see("/ja/", "2022-01-01")


def test_the_first_and_the_last_day_say_so_and_no_day_counts_after_them(see):
    first, last, after = (seen(see("/en/", moment)) for moment in ("2025-03-01", "2026-02-28", "2026-03-01"))
    assert "The year begins today." in first
    assert "Today is the last day of the year." in last
    assert "The year in review" in after
    assert not [page for page in (first, last, after) if "until the year begins" in page]


def test_the_flowers_open_as_the_year_goes_by(see):
    def buds(moment: str) -> int:
        return see("/en/", moment).count('class="bud"')

    assert [buds(moment) for moment in ("2025-01-01", "2025-03-01", "2025-09-01", "2026-02-28", "2026-06-01")] == [0, 4, 2, 0, 0]


def test_a_year_is_named_after_both_its_years(year):
    assert year.year_name == "2025–2026"
    year.end = date(2025, 12, 31)
    assert year.year_name == "2025"


# --- the home page ----------------------------------------------------------------------------------------------------------
def test_before_the_year_the_home_page_tells_what_is_announced_and_being_prepared(see):
    on("2025-03-08", "Opening night")
    on("2025-05-08", "Grand parade", featured=True)
    programme(title_en="Youth exchange", publish_at=clock.parse("2024-01-01"))
    page = see("/en/", Phase.BEFORE)
    assert "Opening night" in section(page, "Already announced")
    assert "Grand parade" in section(page, "Not to be missed")
    assert "Youth exchange" in section(page, "What is being prepared")
    assert 'href="/en/events/">See what is planned</a>' in page


def test_during_the_year_it_tells_what_is_on_and_next_and_what_is_just_past_only_where_that_is_little(see):
    on("2025-06-01", "Long exhibition", last_day=date(2025, 7, 1), all_day=True)
    on("2025-06-01", "Past concert")
    on("2025-06-20", "Next concert")
    page = see("/en/", Phase.DURING)
    assert "Long exhibition" in section(page, "On now")
    assert "Next concert" in section(page, "What is on next")
    assert "Past concert" in section(page, "Just past")
    on("2025-06-21", "Third thing")
    page = see("/en/", Phase.DURING)
    assert section(page, "Just past") == ""
    assert "Past concert" not in page


def test_a_section_without_a_whole_to_lead_to_does_not_borrow_another_s_link(see):
    on("2025-06-01", "Past concert")
    assert "<a" not in section(see("/en/", Phase.DURING), "Just past").partition("</header>")[0]


def test_after_the_year_it_is_the_year_in_review(see):
    on("2025-04-01", "First day", featured=True)
    on("2025-04-02", "Second day")
    on("2025-09-02", "Autumn")
    on("2026-09-02", "Encore", featured=True)
    events.event(title_en="Without a date")
    page = see("/en/", Phase.AFTER)
    assert "Encore" in section(page, "Still to come")
    assert "First day" in section(page, "Days to remember")
    assert "Encore" not in section(page, "Days to remember")
    months = re.findall(r'<a href="([^"]+)"><b>([^<]+)</b> <span>([^<]+)</span>', section(page, "The whole programme, month by month"))
    assert months == [
        ("/en/events/?month=2025-04", "April 2025", "2 events"),
        ("/en/events/?month=2025-09", "September 2025", "1 event"),
        ("/en/events/?month=2026-09", "September 2026", "1 event"),
    ]


def test_where_nothing_is_marked_the_last_days_of_the_year_are_remembered(see):
    on("2025-04-01", "Plain day")
    assert "Plain day" in section(see("/en/", Phase.AFTER), "Days to remember")


def test_after_the_year_its_own_figures_stand_first_and_only_they_are_called_so(see):
    history.metric(title_en="Trade", values={2020: "11", 2024: "12"})
    page = see("/en/", Phase.AFTER)
    assert "Trade" in section(page, "Cooperation in figures")
    assert section(page, "The year in figures") == ""
    history.metric(title_en="Visitors", slug="visitors", ordering=5, values={2024: "21", 2025: "22", 2027: "23"})
    figures = seen(section(see("/en/", Phase.AFTER), "The year in figures"))
    assert "22" in figures and "2025" in figures
    assert "23" not in figures and "Trade" not in figures
    assert "Trade" in section(see("/en/", Phase.DURING), "Cooperation in figures")


def test_what_remains_names_the_programmes_that_are_known_to_go_on_first(see):
    published = {"publish_at": clock.parse("2024-01-01")}
    for title, end in [("Over", "2025"), ("Goes on", "2027"), ("This year", "2026"), ("Just over", "2026-05"), ("Not known", "")]:
        programme(slug=title.lower().replace(" ", "-"), title_en=title, start="2020", end=end, **published)
    part = seen(section(see("/en/", Phase.AFTER), "What remains"))
    assert "Goes on until 2027" in part and "Goes on until 2026" in part
    assert part.count("Goes on until") == 2
    assert max(part.index("Goes on A song."), part.index("This year")) < min(part.index(title) for title in ("Over", "Not known", "Just over") if title in part)


def test_the_home_page_counts_and_shows_nothing_that_is_not_public(see):
    events.occurrence(event=events.event(title_en="Secret draft", status="draft", publish_at=None, featured=True), registration_url="https://example.org/r")
    on("2025-05-01", "Secret later", publish_at=clock.parse("2027-01-01"), featured=True, registration_url="https://example.org/r")
    competition.competition(title_en="Secret call", stage="open", public=False)
    for phase in Phase:
        page = see("/en/", phase)
        assert "Secret" not in page
        assert "?month=" not in page
        assert 'id="take-part"' not in page


# --- calls --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stage", "closed", "call"),
    [
        ("setup", "", "preparing"), ("announced", "", "preparing"), ("open", "", "open"), ("open", "2025-01-20", "open"), ("open", "2025-01", "open"),
        ("open", "2025-01-19", "judging"), ("open", "2024", "judging"), ("closed", "", "judging"), ("jury", "", "judging"), ("embargoed", "", "judging"),
        ("result_announced", "", "told"), ("archived", "", "told"),
    ],
)  # fmt: skip
def test_a_call_is_open_as_long_as_its_stage_and_its_last_day_say_so(year, stage, closed, call):
    record = competition.competition(stage=stage, closed=closed)
    with clock.as_of(clock.parse("2025-01-20")):
        assert (record.call, record.is_open) == (call, call == "open")


@pytest.mark.parametrize(("opened", "call"), [("2025-01-20", "open"), ("2025-01", "open"), ("", "open"), ("2025-01-21", "preparing"), ("2025-02", "preparing")])
def test_a_call_is_not_open_before_its_first_day(year, opened, call):
    record = competition.competition(stage="open", opened=opened, closed="2025-03")
    with clock.as_of(clock.parse("2025-01-20")):
        assert (record.call, record.is_open) == (call, call == "open")


def test_an_open_call_stands_on_the_home_page_until_it_closes(see):
    record = competition.competition(title_en="A sign for us", stage="open", closed="2025-02-10")
    assert "The call is open. Entries close: 10 February 2025." in seen(section(see("/en/", Phase.BEFORE), "Take part"))
    assert 'href="#take-part">Take part</a>' in see("/en/", Phase.BEFORE)
    later = see("/en/", "2025-02-11")
    assert section(later, "Take part") == ""
    assert "The call is closed; the entries are being judged." in seen(later)
    assert "The call is closed" in seen(see(record.get_absolute_url(), "2025-02-11"))
    assert "The call is open." in seen(see("/en/competition/", Phase.BEFORE))


def test_a_competition_s_result_is_neither_told_nor_called_unknown_before_its_time(see):
    record = competition.competition(stage="jury", result_en="<p>Dara won.</p>", winner_name_en="Dara")
    page = seen(see(record.get_absolute_url(), Phase.DURING))
    assert "The result is not announced yet." in page
    assert "Dara" not in page


def test_one_can_register_for_what_is_to_come_and_takes_place(see):
    for title, day, fields in [
        ("Workshop", "2025-04-01", {}), ("Old workshop", "2025-01-01", {}), ("Cancelled workshop", "2025-04-01", {"status": "cancelled"}),
    ]:  # fmt: skip
        on(day, title, registration_url="https://example.org/register", **fields)
    on("2025-04-01", "Open air")
    part = section(see("/en/", Phase.BEFORE), "Take part")
    assert re.findall(r'<h4 class="row-title"><a[^>]*>([^<]+)', part) == ["Workshop"]


# --- menu, leads, single pages ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phase", "labels"),
    [
        (Phase.BEFORE, ["Logo competition", "What is planned", "Programmes", "History", "In figures", "Articles"]),
        (Phase.DURING, ["Events", "Programmes", "Logo competition", "History", "In figures", "Articles"]),
        (Phase.AFTER, ["The year 2025–2026", "Articles", "Programmes", "Logo competition", "History", "In figures"]),
    ],
)
def test_the_menu_puts_first_what_the_phase_makes_matter_at_the_same_addresses(see, phase, labels):
    menu = re.search(r'<nav class="menu".*?</nav>', see("/en/tags/", phase))[0]
    assert re.findall(r"<li><a [^>]*>([^<]+)</a>", menu) == labels
    assert set(re.findall(r'<a href="([^"]+)"', menu)) == {
        "/en/events/", "/en/programmes/", "/en/competition/", "/en/history/", "/en/history/figures/", "/en/articles/",
    }  # fmt: skip


def test_an_event_that_is_over_and_its_venue_lead_to_what_there_is(see):
    on("2025-04-01", "Spring", venue=events.venue())
    assert "This event is over." not in see("/en/events/spring/", Phase.BEFORE)
    assert 'This event is over. <a href="/en/events/">See what is on</a>' in see("/en/events/spring/", Phase.DURING)
    assert 'This event is over. <a href="/en/events/">See the whole programme</a>' in see("/en/events/spring/", Phase.AFTER)
    assert "Nothing more is planned here at the moment." in see("/en/venues/hall/", Phase.DURING)
    assert "The year is over: this is what was held here." in see("/en/venues/hall/", Phase.AFTER)
    assert "planned here" not in see("/en/venues/hall/", Phase.BEFORE)


# --- empty ------------------------------------------------------------------------------------------------------------------
LISTS = (
    "/en/events/", "/en/programmes/", "/en/competition/", "/en/articles/", "/en/history/", "/en/history/figures/", "/en/people/", "/en/organisations/",
    "/en/tags/",
)  # fmt: skip


@pytest.mark.parametrize("phase", Phase)
def test_an_empty_list_says_where_in_the_year_we_are_and_leads_on(client, see, phase):
    for path in LISTS:
        empty = see(path, phase).partition('<div class="empty">')[2].partition("</div>")[0]
        assert PHASE_LINE[phase] in empty, path
        links = re.findall(r'href="([^"]+)"', empty)
        assert links, path
        assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize(
    "path",
    [
        "/en/events/?country=JP", "/en/events/?month=2025-05", "/en/events/?when=past", "/en/events/?when=coming", "/en/events/?when=all",
        "/en/search/?q=nothing", "/en/articles/?type=opinion",
    ],
)  # fmt: skip
@pytest.mark.parametrize("phase", Phase)
def test_what_a_filter_leaves_empty_leads_back(client, see, phase, path):
    articles.article(day=date(2024, 1, 10))
    page = see(path, phase)
    empty = page.partition('<div class="empty">')[2].partition("</div>")[0]
    links = re.findall(r'href="([^"]+)"', empty)
    assert links
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("phase", Phase)
def test_an_empty_home_page_is_whole_and_its_links_work(client, see, phase):
    page = see("/en/", phase)
    assert PHASE_LINE[phase] in page
    main = page.partition("<main")[2].partition("</main>")[0]
    links = set(re.findall(r'href="(/[^"]*)"', main))
    assert "/en/events/" in links
    assert {link: client.get(link).status_code for link in links if "/brand/" not in link} == {link: 200 for link in links if "/brand/" not in link}


def test_a_programme_to_which_nothing_belongs_yet_says_so(see):
    record = programme(publish_at=clock.parse("2024-01-01"))
    page = see(record.get_absolute_url(), Phase.BEFORE)
    assert "No event and no article of this programme is published yet." in page
    on("2025-04-01", "Spring", programme=record)
    assert "No event and no article" not in see(record.get_absolute_url(), Phase.BEFORE)


# --- what it costs ------------------------------------------------------------------------------------------------------------
def fill(numbers: range) -> None:
    hall = events.venue(slug=f"hall-{numbers[0]}")
    early = {"publish_at": clock.parse("2024-01-01")}
    for n in numbers:
        for day in ("2025-02-01", "2025-06-14", "2025-06-20", "2026-09-01"):
            on(day, f"Event {n}", slug=f"e-{n}-{day}", venue=hall, featured=n % 2 == 0, cover=library.image(), registration_url="https://example.org/r",
               last_day=date.fromisoformat(day) + timedelta(days=3), all_day=True)  # fmt: skip
        programme(slug=f"p-{n}", end="2030", **early)
        articles.article(title_en=f"Article {n}", people=[directory.person(slug=f"person-{n}")])
        history.milestone(title_en=f"Milestone {n}", date=f"{1975 + n}-01")
        history.metric(title_en=f"Metric {n}", values={2024: "1", 2025: "2"})
        competition.competition(title_en=f"Competition {n}", stage="open" if n % 2 else "archived")


def test_in_every_phase_thirty_rows_ask_no_more_of_the_database_than_one(client, year):
    def count() -> dict[tuple[str, str], int]:
        found = {}
        for phase in Phase:
            with clock.as_of(clock.parse(MOMENTS[phase])):
                for path in ("/en/", "/en/events/", "/en/events/?when=coming", "/en/events/?when=all", "/en/events/?month=2025-06"):
                    client.get(path)
                    with CaptureQueriesContext(connection) as captured:
                        assert client.get(path).status_code == 200
                    found[phase, path] = len(captured)
        return found

    fill(range(1))
    one = count()
    fill(range(1, 30))
    assert count() == one
    assert {key: number for key, number in one.items() if number > (12 if key[1] == "/en/" else 6)} == {}
