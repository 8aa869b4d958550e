"""From the editor's rule to the reader's calendar, in a real browser: what is filtered, shared, subscribed to, repeated, moved and cancelled."""

import json
import re
from datetime import date
from urllib.parse import urlsplit

import icalendar
import pytest

from .editing import Editor
from .fetching import get
from .serving import copied, serving

pytestmark = pytest.mark.browser

AS_OF = "2023-02-20"  # in the demonstration's year
SLUG = "weaving-class"
TITLES = {"en": "Weaving class", "ja": "織物教室", "km": "ថ្នាក់តម្បាញ"}
SUMMARIES = {"en": "A loom for everybody.", "ja": "一人に一台の織機。", "km": "កីមួយសម្រាប់ម្នាក់ៗ។"}
MOVED = {"en": "The hall is let on that evening.", "ja": "その晩は会場が使われます。", "km": "សាលត្រូវបានជួលនៅល្ងាចនោះ។"}
OFF = {"en": "The teacher is ill.", "ja": "講師が病気です。", "km": "គ្រូឈឺ។"}
# Wednesdays from the first of March to the fifth of April, without the 15th and the 29th; the 8th is moved, the 22nd does not take place.
WHAT_READERS_SEE = {"2023-03-01": "", "2023-03-09": "Rescheduled", "2023-03-22": "Cancelled", "2023-04-05": ""}


@pytest.fixture
def year(prepared, tmp_path):
    with serving(copied(prepared, tmp_path / "var"), as_of=AS_OF) as server:
        yield server


@pytest.fixture
def reader(opened):
    """reader(address): a page in a browser that has never been here."""

    def look(address):
        tab, watched = opened(urlsplit(address).netloc, viewport={"width": 1440, "height": 900})
        tab.goto(address)
        watches.append(watched)
        return tab

    watches = []
    yield look
    assert [fault for watched in watches for fault in watched.taken()] == []


def rows(tab) -> list[tuple[str, str]]:
    """(day, title) of each line of a list."""
    return [(row.locator(".row-date time").get_attribute("datetime"), row.locator(".row-title").inner_text()) for row in tab.locator(".row").all()]


def whole_list(tab) -> list[tuple[str, str]]:
    """The lines of this page of the list and of those that follow it."""
    found = rows(tab)
    while (further := tab.locator(".pager a[rel=next]")).count():
        with tab.expect_navigation():
            further.click()
        found += rows(tab)
    return found


def entries(text: str) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def day_of(entry: icalendar.Event) -> str:
    start = entry["dtstart"].dt
    return (start if type(start) is date else start.date()).isoformat()


# --- the reader -----------------------------------------------------------------------------------------------------------------
def test_a_reader_filters_the_list_shares_it_and_subscribes_to_it(site, reader):
    tab = reader(f"{site.base}/en/events/?when=all")
    everything = rows(tab)
    tab.get_by_role("navigation", name="Country").get_by_role("link", name="Japan").click()
    tab.wait_for_url("**country=JP**")
    tab.get_by_role("navigation", name="Kind").get_by_role("link", name="Official visit").click()
    tab.wait_for_url("**category=visit**")
    tab.get_by_role("navigation", name="Chosen").get_by_role("link", name="Official visit").wait_for()
    chosen = rows(tab)
    assert 1 < len(chosen) < len(everything)
    assert rows(reader(tab.url)) == chosen  # in somebody else's browser
    feed = tab.get_by_role("link", name="As a file (.ics)").get_attribute("href")
    listed = sorted((day, title) for day, title in whole_list(tab))
    assert sorted((day_of(entry), str(entry["summary"])) for entry in entries(get(site.base, feed).text)) == listed


# --- the editor -----------------------------------------------------------------------------------------------------------------
def signed_in(opened, year, name) -> Editor:
    tab, _watched = opened(year.host, viewport={"width": 1440, "height": 1000})
    editor = Editor(tab, year.base)
    editor.sign_in(name)
    return editor


def make_class(editor: Editor) -> None:
    """A draft, repeated weekly with two exceptions; sent to review."""
    editor.add("Events")
    editor.texts(editor.page, "title", TITLES)
    editor.texts(editor.page, "summary", SUMMARIES)
    editor.page.locator("#id_category").select_option(label="Lecture")
    editor.save()
    editor.page.get_by_role("link", name="Repeat …").click()
    editor.page.get_by_label("First day:", exact=True).fill("2023-03-01")
    editor.page.get_by_label("Last day:", exact=True).fill("2023-04-05")
    editor.page.get_by_label("From:", exact=True).fill("18:00")
    editor.page.get_by_label("Venue:").select_option(label="Peace Palace")
    press(editor, "Show the dates")
    for day in ("Wednesday, 15 March 2023", "Wednesday, 29 March 2023"):
        editor.page.get_by_role("checkbox", name=f"Leave out {day}").check()
    press(editor, "Write these dates")
    assert "4 dates written" in editor.said
    editor.press("Send to review")


def press(editor: Editor, name: str) -> None:
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name=name, exact=True).click()


def change(editor: Editor, day: str, verb: str, notes: dict[str, str], **fields: str) -> None:
    """By the button beside the date of this day in the event's form."""
    dates = editor.page.locator("#occurrences-group .inline-related:not(.empty-form)")
    row = next(found for found in dates.all() if found.get_by_label("Day:", exact=True).input_value() == day)
    with editor.page.expect_navigation():
        row.locator(".date-verbs").get_by_role("link", name=verb, exact=True).press("Enter")  # whatever moves the line while the page settles
    for label, value in fields.items():
        editor.page.get_by_label(f"{label.replace('_', ' ')}:", exact=True).fill(value)
    for language, note in notes.items():
        editor.page.locator(f"#id_status_note_{language}").fill(note)
    press(editor, verb)


def test_what_an_editor_makes_of_a_weekly_class_is_what_readers_see(year, opened, reader):
    make_class(signed_in(opened, year, "dara"))
    approver = signed_in(opened, year, "hanako")
    approver.open_for_review("Events", TITLES["en"])
    approver.press("Publish")
    change(approver, "2023-03-08", "Reschedule", MOVED, New_day="2023-03-09", From="19:00")
    change(approver, "2023-03-22", "Cancel this date", OFF)
    assert {place.__name__: place(year, reader) for place in PLACES} == {place.__name__: WHAT_READERS_SEE for place in PLACES}
    for language, note in MOVED.items():
        page = get(year.base, f"/{language}/events/{SLUG}/").text
        assert note in page and OFF[language] in page


# --- where readers look: each gives what is said of each day ------------------------------------------------------------------------
def in_the_list(year, reader) -> dict[str, str]:
    tab = reader(f"{year.base}/en/events/?from=2023-03-01&until=2023-04-30&category=lecture")
    ours = tab.locator(".row").filter(has=tab.get_by_role("link", name=TITLES["en"], exact=True)).all()
    return {row.locator(".row-date time").get_attribute("datetime"): said(row.locator(".chip--off")) for row in ours}


def in_the_month(year, reader) -> dict[str, str]:
    found = {}
    for month in ("03", "04"):
        tab = reader(f"{year.base}/en/events/calendar/2023/{month}/")
        for cell in tab.locator(".cal td").filter(has_text=TITLES["en"]).all():
            found[cell.locator("time").get_attribute("datetime")] = said(cell.get_by_role("link").filter(has_text=TITLES["en"]).locator("b"))
    return found


def on_the_page(year, reader) -> dict[str, str]:
    dates = reader(f"{year.base}/en/events/{SLUG}/").locator(".facts .when-list > li:has(.when-day)").all()
    return {row.locator(".when-day time").get_attribute("datetime"): said(row.locator(".chip--off")) for row in dates}


def on_the_days_own_pages(year, reader) -> dict[str, str]:
    """Of every day that there ever was: the one that was moved leads to its new day, those left out lead nowhere."""
    found = {}
    for day in ("2023-03-01", "2023-03-08", "2023-03-15", "2023-03-22", "2023-03-29", "2023-04-05"):
        address = f"/en/events/{SLUG}/{day}/"
        if get(year.base, address).status != 404:
            tab = reader(year.base + address)
            found[re.search(r"/(\d{4}-\d\d-\d\d)/$", tab.url)[1]] = said(tab.locator(".facts .chip--off"))
    return found


def in_the_feed(year, reader) -> dict[str, str]:
    """As a calendar has it that subscribes where the page says."""
    address = reader(f"{year.base}/en/events/{SLUG}/").get_by_label("Address to subscribe to").input_value()
    found = {}
    for entry in entries(get(year.base, urlsplit(address).path).text):
        told = str(entry["description"]).split("\n\n")[0].split(":")[0]
        assert (str(entry["status"]) == "CANCELLED", int(entry["sequence"])) == (told == "Cancelled", int(told in {"Rescheduled", "Cancelled"}))
        found[day_of(entry)] = told if told in {"Rescheduled", "Cancelled"} else ""
    return found


def in_the_api(year, reader) -> dict[str, str]:
    words = {"scheduled": "", "rescheduled": "Rescheduled", "cancelled": "Cancelled"}
    found = json.loads(get(year.base, "/api/events/?lang=en&from=2023-03-01&until=2023-04-30&category=lecture&limit=100").text)
    [event] = [event for event in found["results"] if event["title"] == TITLES["en"]]
    answer = json.loads(get(year.base, urlsplit(event["occurrences"])._replace(scheme="", netloc="").geturl()).text)
    return {row["first_day"]: words[row["status"]] for row in answer["results"]}


def said(chips) -> str:
    return " ".join(chips.all_inner_texts())


PLACES = (in_the_list, in_the_month, on_the_page, on_the_days_own_pages, in_the_feed, in_the_api)
