"""Editors find events, plan around each other's dates and do one thing with several, in a real browser."""

from urllib.parse import urlsplit

import pytest

from .editing import Editor
from .fetching import get
from .test_editor import SUMMARIES, TITLES

pytestmark = pytest.mark.browser

OTHER = {"en": "Reading in the palace", "ja": "王宮での朗読", "km": "ការអាននៅក្នុងវាំង"}


def add_event(editor: Editor, titles: dict[str, str], *, hour: str) -> str:
    """A draft with one date in the palace; what is said beside the date before it is saved."""
    editor.add("Events")
    editor.texts(editor.page, "title", titles)
    editor.texts(editor.page, "summary", SUMMARIES)
    editor.page.locator("#id_category").select_option(label="Concert")
    with editor.page.expect_response(lambda answer: "/conflicts/" in answer.url and "start_time=" in answer.url and "venue=&" not in answer.url):
        editor.date(0, "2033-07-01", hour=hour, venue="Royal Palace")
    row = editor.page.locator("#occurrences-0")
    told = " ".join(row.locator(".conflicts").all_inner_texts())
    editor.save()
    return told


def choose(editor: Editor, deed: str, *titles: str) -> None:
    for title in titles:
        editor.page.locator("#result_list tr").filter(has_text=title).locator("input.action-select").check()
    editor.page.locator("select[name=action]").first.select_option(label=deed)
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name="Go").first.click()


def press(editor: Editor, name: str) -> None:
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name=name, exact=True).click()


def test_two_plan_the_same_evening_and_an_approver_does_one_thing_with_both(desk, opened):
    people, watches = [], []
    for name in ("dara", "hanako"):
        page, watched = opened(urlsplit(desk.base).netloc, viewport={"width": 1440, "height": 1000})
        people.append(Editor(page, desk.base))
        people[-1].sign_in(name)
        watches.append(watched)
    editor, approver = people
    assert add_event(editor, TITLES, hour="19:00") == ""
    told = add_event(editor, OTHER, hour="19:00")
    assert told == f"Same venue, same time, and no room is given: {TITLES['en']} (Friday, 1 July 2033, 19:00)"
    assert TITLES["en"] in editor.said and "something else is planned" in editor.said
    with editor.page.expect_navigation():
        editor.page.locator(".messagelist").get_by_role("link", name=TITLES["en"]).click()
    assert OTHER["en"] in editor.page.locator("#occurrences-0 .conflicts").inner_text()

    list_page = f"{desk.base}/admin/events/event/"
    approver.page.goto(f"{list_page}?q=palace")
    rows = approver.page.locator("#result_list tbody tr")
    shown = [row.locator(".field-next_date, .field-place").all_inner_texts() for row in rows.all()]
    assert shown[:2] == [["1 Jul 2033", "Riverside in front of the Royal Palace, Phnom Penh"]] * 2
    choose(approver, "Publish …", *(title["en"] for title in (TITLES, OTHER)))
    assert approver.page.locator(".bulk-lines li").count() == 2
    press(approver, "Publish")
    assert approver.page.locator(".bulk-said").inner_text() == "Done with 2 events."
    assert get(desk.base, "/en/events/reading-in-the-palace/").status == 200

    with approver.page.expect_navigation():
        approver.page.get_by_role("link", name="Back to the list").click()
    assert "q=palace" in approver.page.url
    choose(approver, "Cancel the coming dates …", *(title["en"] for title in (TITLES, OTHER)))
    press(approver, "Cancel the coming dates")
    assert approver.page.locator(".errorlist").count() == 3  # each language is told
    for language, note in {"en": "A storm.", "ja": "台風のため。", "km": "ដោយសារព្យុះ។"}.items():
        approver.page.locator(f"#id_status_note_{language}").fill(note)
    press(approver, "Cancel the coming dates")
    assert approver.page.locator(".bulk-said").inner_text() == "Done with 2 events."
    page = get(desk.base, "/ja/events/reading-in-the-palace/").text
    assert "台風のため。" in page
    assert get(desk.base, "/en/events/feed.ics").text.count("STATUS:CANCELLED") >= 2
    warning = "linkifyjs: already initialized"
    assert [watched.taken(expected=warning) for watched in watches] == [[], []]


COLUMNS = "[...document.querySelectorAll('#result_list tbody tr:first-child > *')].filter((each) => each.offsetWidth).map((each) => each.classList[0])"
ON_A_TELEPHONE = ["action-checkbox", "field-title", "field-next_date", "field-place", "field-state_mark"]


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_the_list_shows_its_columns_without_being_moved_sideways(site, opened, language):
    tab, _ = opened(site.server().host, viewport={"width": 1440, "height": 900})
    Editor(tab, site.base).sign_in("dara")
    tab.locator(f".language-chooser button[value={language}]").click()
    tab.goto(f"{site.base}/admin/events/event/")
    for width, shown in ((1440, [*ON_A_TELEPHONE, "field-category", "field-language_marks", "field-recognised_as", "field-changed_on"]), (360, ON_A_TELEPHONE)):
        tab.set_viewport_size({"width": width, "height": 900})
        assert sorted(tab.evaluate(COLUMNS)) == sorted(shown)
        assert tab.locator("#changelist-form .results").evaluate("(box) => box.scrollWidth <= box.clientWidth"), width
