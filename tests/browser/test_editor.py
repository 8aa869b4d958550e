"""The editors' work in a real browser, from the sign-in to the reader: nothing is public before an approver says so, and then everything is."""

import io
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image as Picture

from . import pages
from .editing import Editor
from .fetching import get

pytestmark = pytest.mark.browser

TITLES = {"en": "Concert on the river", "ja": "川の上の演奏会", "km": "ការប្រគំតន្ត្រីលើទន្លេ"}
SUMMARIES = {"en": "Two orchestras on one boat.", "ja": "一艘の船に二つの楽団。", "km": "វង់ភ្លេងពីរនៅលើទូកមួយ។"}
BODIES = {"en": "Bring a lantern.", "ja": "提灯をお持ちください。", "km": "សូមយកចង្កៀងមកជាមួយ។"}
ALT = {"en": "A boat with lanterns", "ja": "提灯をともした船", "km": "ទូកមានចង្កៀង"}
TAG = {"en": "River lanterns", "ja": "川の灯籠", "km": "ចង្កៀងលើទន្លេ"}
TAG_SLUG = "river-lanterns"


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path, data = tmp_path / "boat.jpg", io.BytesIO()
    Picture.linear_gradient("L").resize((1600, 1000)).convert("RGB").save(data, "JPEG")
    path.write_bytes(data.getvalue())
    return path


@pytest.fixture
def people(desk, opened):
    """An editor and an approver, each in a browser of their own; at the end nobody's console has said anything."""
    made, watches = [], []
    for name in ("dara", "hanako"):
        page, watched = opened(urlsplit(desk.base).netloc, viewport={"width": 1440, "height": 1000})
        editor = Editor(page, desk.base)
        editor.sign_in(name)
        made.append(editor)
        watches.append(watched)
    yield made
    # The rich-text editor's library warns, from the second text on, that it knows these kinds of links already.
    assert [watched.taken(expected="linkifyjs: already initialized") for watched in watches] == [[], []]


def places(base: str, path: str, title: dict[str, str], *, lists: str, tag: str = "", feed: str = "") -> dict[str, bool]:
    """Where readers can find a record, by language and place: whether they do now."""
    found = {}
    for language in pages.LANGUAGES:
        address, name = f"/{language}/{path}", title[language]
        found[f"{language} page"] = get(base, address).status == 200
        found[f"{language} list"] = name in get(base, f"/{language}/{lists}").text
        found[f"{language} search"] = address in get(base, f"/{language}/search/?q={quote(name)}").text
        if feed:
            # A line of a calendar is cut after 75 bytes and goes on in the next, after a space.
            found[f"{language} feed"] = name in get(base, f"/{language}/{feed}").text.replace("\r\n ", "")
        if tag:
            found[f"{language} tag"] = address in get(base, f"/{language}/tags/{tag}/").text
    sitemap = get(base, "/sitemap.xml").text
    return found | {f"{language} sitemap": f"/{language}/{path}<" in sitemap for language in pages.LANGUAGES}


def nowhere(found: dict[str, bool]) -> bool:
    return not any(found.values())


def fill_texts(editor: Editor) -> None:
    editor.texts(editor.page, "title", TITLES)
    editor.texts(editor.page, "summary", SUMMARIES)


def write_bodies(editor: Editor) -> None:
    for language, text in BODIES.items():
        editor.blocks_of(language)
        editor.write(editor.add_block("richtext"), text)


def publish(editor: Editor, approver: Editor, kind: str, find: Any) -> None:
    """Review and publication, with a look at the public places before each step."""
    assert editor.state == "Draft"
    assert nowhere(find()), find()
    preview = editor.preview()
    assert TITLES["en"] in preview and BODIES["en"] in preview
    editor.press("Send to review")
    assert editor.state == "In review"
    assert editor.page.get_by_role("button", name="Publish", exact=True).count() == 0
    assert nowhere(find()), find()
    approver.open_for_review(kind, TITLES["en"])
    approver.press("Publish")
    assert approver.state == "Published"
    found = find()
    assert all(found.values()), [place for place, there in found.items() if not there]


def test_an_event_from_the_form_to_the_reader(desk, people, photograph):
    editor, approver = people
    editor.add("Events")
    fill_texts(editor)
    editor.page.locator("#id_kind, #id_category").select_option(label="Concert")
    across, down = editor.new_picture(editor.page.locator(".field-cover"), photograph, ALT, at=(0.25, 0.4))
    assert (across, down) == pytest.approx((25, 40), abs=0.5)  # a pixel is some tenths of a per cent
    editor.new_tag(TAG)
    editor.choose(editor.page.locator(".field-tags"), "Music")
    for number, day in enumerate(("2033-07-01", "2033-07-02", "2033-07-03")):
        editor.date(number, day, hour="19:00", venue="Royal Palace")
    write_bodies(editor)
    editor.save()
    assert "is saved as a draft" in editor.said

    def find() -> dict[str, bool]:
        return places(desk.base, "events/concert-on-the-river/", TITLES, lists="events/", tag=TAG_SLUG, feed="events/feed.ics")

    publish(editor, approver, "Events", find)
    for language in pages.LANGUAGES:
        page = get(desk.base, f"/{language}/events/concert-on-the-river/").text
        assert {text: text in page for text in (TITLES[language], SUMMARIES[language], BODIES[language], ALT[language], TAG[language])} == dict.fromkeys(
            (TITLES[language], SUMMARIES[language], BODIES[language], ALT[language], TAG[language]), True
        )
    feed = get(desk.base, "/en/events/feed.ics").text.replace("\r\n ", "")
    assert feed.count(f"SUMMARY:{TITLES['en']}") == 3


def test_an_article_with_five_kinds_of_blocks(desk, people, photograph):
    editor, approver = people
    editor.add("Articles")
    fill_texts(editor)
    editor.page.get_by_label("Type:").select_option(label="Story")
    editor.page.get_by_label("Date:", exact=True).first.fill("2033-07-04")
    editor.new_tag(TAG)
    for language, text in BODIES.items():
        editor.blocks_of(language)
        editor.write(editor.add_block("richtext"), text)
        picture = editor.add_block("picture")
        if language == "en":
            editor.new_picture(picture.locator(".field-image"), photograph, ALT, at=(0.6, 0.3))
        else:
            editor.choose(picture.locator(".field-image"), ALT["en"])
        editor.fill(editor.add_block("quote"), text=f"“{text}”", source=f"Boatman, {language}")
        editor.fill(editor.add_block("video"), url="https://www.youtube.com/watch?v=aqz-KE-bpKQ", title=f"Film, {language}")
        editor.fill(editor.add_block("figures"), title=f"Boats, {language}", data="2031; 12\n2032; 20\n2033; 31", source="Harbour office")
    editor.save()
    assert "is saved as a draft" in editor.said

    def find() -> dict[str, bool]:
        return places(desk.base, "articles/concert-on-the-river/", TITLES, lists="articles/", tag=TAG_SLUG, feed="articles/feed/")

    publish(editor, approver, "Articles", find)
    for language in pages.LANGUAGES:
        page = get(desk.base, f"/{language}/articles/concert-on-the-river/").text
        wanted = (BODIES[language], ALT[language], f"Boatman, {language}", f"Film, {language}", f"Boats, {language}", "Harbour office")
        assert [text for text in wanted if text not in page] == []
        assert "youtube-nocookie.com" not in page and "<svg" in page and "<table" in page


def test_a_programme_from_the_form_to_the_reader(desk, people):
    editor, approver = people
    editor.add("Programmes")
    fill_texts(editor)
    editor.page.locator("#id_kind, #id_category").select_option(label="Exchange")
    editor.new_tag(TAG)
    write_bodies(editor)
    editor.save()
    assert "is saved as a draft" in editor.said
    publish(editor, approver, "Programmes", lambda: places(desk.base, "programmes/concert-on-the-river/", TITLES, lists="programmes/", tag=TAG_SLUG))


def test_what_is_wrong_is_said_beside_what_caused_it(desk, people):
    """An event without a date cannot be published; a title that is too long, or none, cannot be saved; what was typed is kept."""
    _editor, approver = people
    approver.add("Events")
    approver.page.locator("#id_kind, #id_category").select_option(label="Concert")
    approver.save()
    assert approver.page.locator(".field-title_en .errorlist").inner_text() == "Write the title in at least one language."
    # The browser would stop an editor who types; what a paste by script or another program sends is refused by the site.
    approver.page.locator("#id_title_en").evaluate("field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(201) }")
    approver.save()
    assert "at most 200 characters" in approver.page.locator(".field-title_en .errorlist").inner_text()
    assert approver.page.locator("#id_title_en").input_value() == "x" * 201
    approver.texts(approver.page, "title", {"ja": TITLES["ja"]})
    approver.texts(approver.page, "title", {"en": TITLES["en"]})
    approver.texts(approver.page, "summary", SUMMARIES)
    approver.save()
    approver.press("Publish")
    assert approver.state == "Draft"
    assert "Give at least one date before it is published." in approver.page.locator("#occurrences-group").inner_text()
    assert "Saved, but not done" in approver.said
    approver.page.get_by_role("button", name="Add another Date").click()
    row = approver.page.locator("#occurrences-0")
    row.get_by_label("Day:", exact=True).fill("2033-07-05")
    row.get_by_label("Last day:", exact=True).fill("2033-07-04")
    approver.save()
    assert row.locator(".errorlist").count() >= 1
    row.get_by_label("Last day:", exact=True).fill("")
    approver.press("Publish")
    assert approver.state == "Published"


def test_a_tab_with_an_error_is_marked_and_open(desk, people):
    editor, _ = people
    editor.add("Articles")
    editor.texts(editor.page, "title", TITLES)
    editor.page.get_by_label("Date:", exact=True).first.fill("2033-07-04")
    editor.page.locator("#id_summary_ja").evaluate("field => { field.removeAttribute('maxlength'); field.value = '長'.repeat(601) }")
    editor.save()
    tab = editor.page.get_by_role("tablist", name="Languages of the fields").get_by_role("tab", name="日本語")
    assert tab.get_attribute("aria-selected") == "true"
    assert "to be corrected" in tab.inner_text()
    assert editor.page.locator(".field-summary_ja .errorlist").is_visible()
