"""An editor's way to the site as of another day and back, in a browser, with keys and under the real policy."""

from urllib.parse import urlsplit

import pytest

from .editing import Editor
from .fetching import get
from .test_accessibility import ALL, AXE, IN_THE_DARK, RUN

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(desk, opened):
    page, watched = opened(urlsplit(desk.base).netloc, viewport={"width": 1440, "height": 1000})
    editor = Editor(page, desk.base)
    editor.sign_in("dara")
    yield editor
    assert watched.taken() == []


def ribbon(editor: Editor):
    return editor.page.get_by_role("region", name="The site as of another day")


def test_from_the_sign_in_to_another_day_and_back(editor):
    page = editor.page
    page.get_by_label("Date", exact=True).or_(page.get_by_label("Date:", exact=True)).fill("2023-02-20")
    page.get_by_role("button", name="See the site", exact=True).click()
    page.wait_for_url("**/en/")
    assert "Shown as of Monday, 20 February 2023" in ribbon(editor).inner_text()
    assert page.get_by_role("heading", name="What is on next").is_visible()

    # On to a list and another language: the day stays.
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Events").click()
    page.locator(".langs").get_by_role("link", name="日本語").click()
    page.wait_for_url("**/ja/events/")
    assert "2023年2月20日(月)" in page.locator(".as-of").inner_text()
    page.locator(".langs").get_by_role("link", name="English").click()

    # A month back, by the keyboard: before the year.
    first = ribbon(editor).get_by_role("button", name="A month back")
    first.focus()
    for _time in range(2):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        ribbon(editor).get_by_role("button", name="A month back").focus()
    assert "Tuesday, 20 December 2022" in ribbon(editor).inner_text()
    assert page.get_by_role("heading", name="What is planned").is_visible()
    sizes = [button.bounding_box() for button in ribbon(editor).get_by_role("button").all()]
    assert min(box[side] for box in sizes for side in ("width", "height")) >= 44

    # A reader sees today all the while, and a page on paper no ribbon.
    assert "as-of" not in get(editor.base, "/en/").text
    page.emulate_media(media="print")
    assert ribbon(editor).is_hidden()
    page.emulate_media(media="screen")

    ribbon(editor).get_by_role("button", name="Back to today").click()
    page.wait_for_url("**/en/events/")
    assert page.locator(".as-of").count() == 0


@pytest.mark.parametrize("width", [360, 820])
def test_the_ribbon_fits_small_windows(editor, width):
    page = editor.page
    page.goto(f"{editor.base}/admin/as-of/?next=/km/events/")
    page.get_by_role("button", name="See the site", exact=True).click()
    page.wait_for_url("**/km/events/")
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".as-of").get_by_role("button").last.is_visible()


@pytest.mark.skipif(not AXE.exists(), reason="axe is not installed (cd tests/browser && npm ci)")
def test_the_ribbon_and_the_form_are_accessible(desk, opened):
    page, _watched = opened(urlsplit(desk.base).netloc, bypass_csp=True)
    editor = Editor(page, desk.base)
    editor.sign_in("dara")
    faults = []
    for path in ("/admin/as-of/?next=/ja/", "/ja/", "/km/events/"):
        page.goto(desk.base + path)
        page.add_script_tag(content=AXE.read_text())
        for scheme, only in (("light", ALL), ("dark", IN_THE_DARK)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            faults += [f"{path} {scheme} {fault}" for fault in page.evaluate(RUN, only)]
        if path.startswith("/admin/"):
            page.get_by_role("button", name="See the site", exact=True).click()
            page.wait_for_url("**/ja/")
    assert page.locator(".as-of").is_visible()
    assert faults == []
