"""The timeline by keyboard, by finger, and without JavaScript."""

from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

CURRENT = "[...document.querySelectorAll('.ages-nav [aria-current]')].map((link) => link.hash)"
FOCUSED = "document.activeElement.hash"
BAR = "document.querySelector('.ages-nav').getBoundingClientRect().top"
HEADING = "(hash) => document.querySelector(hash).getBoundingClientRect().top"


@pytest.fixture
def timeline(site, opened):
    def open_at(width, language="en", **options):
        tab, watched = opened(urlsplit(site.base).netloc, viewport={"width": width, "height": 800}, **options)
        tab.goto(f"{site.base}/{language}/history/")
        return tab, watched

    return open_at


def test_the_arrow_keys_home_and_end_step_from_decade_to_decade(timeline):
    tab, watched = timeline(1440)
    hashes = tab.evaluate("[...document.querySelectorAll('.ages-nav a')].map((link) => link.hash)")
    before = tab.evaluate("history.length")
    tab.locator(".ages-nav a").first.focus()
    for key, at in (("ArrowLeft", 0), ("ArrowRight", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("End", -1), ("ArrowRight", -1), ("Home", 0)):
        tab.keyboard.press(key)
        assert tab.evaluate(FOCUSED) == hashes[at], key
        assert tab.evaluate(CURRENT) == [hashes[at]], key
        assert tab.evaluate("location.hash") == hashes[at], key
    assert tab.evaluate("history.length") == before  # one step back still leaves the page
    assert watched.taken() == []


def test_other_keys_are_left_to_the_browser(timeline):
    tab, _ = timeline(1440)
    tab.locator(".ages-nav a").nth(2).focus()
    for key in ("Shift+ArrowRight", "Control+End", "a"):
        tab.keyboard.press(key)
        assert tab.evaluate(FOCUSED) == tab.locator(".ages-nav a").nth(2).evaluate("(link) => link.hash"), key


@pytest.mark.parametrize("width", [360, 1440])
def test_the_decades_stay_in_reach_and_never_cover_where_they_lead(timeline, width):
    tab, _ = timeline(width, "km")
    tab.locator(".ages-nav a").nth(4).focus()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate(BAR) == 0
    bar = tab.evaluate("document.querySelector('.ages-nav').getBoundingClientRect().bottom")
    assert bar <= tab.evaluate(HEADING, tab.evaluate(FOCUSED)) < 200


def test_scrolling_marks_the_decade_in_sight(timeline):
    tab, _ = timeline(820)
    for at in (3, 6, 1):
        link = tab.locator(".ages-nav a").nth(at)
        tab.evaluate("(hash) => document.querySelector(hash).scrollIntoView()", link.evaluate("(link) => link.hash"))
        tab.wait_for_function("(at) => document.querySelectorAll('.ages-nav a')[at].ariaCurrent === 'true'", arg=at)
        assert len(tab.evaluate(CURRENT)) == 1


def test_a_finger_moves_the_bar_and_not_the_page(timeline):
    tab, _ = timeline(360, has_touch=True, is_mobile=True)
    bar, link = tab.locator(".ages-nav ol"), tab.locator(".ages-nav a").last
    assert bar.evaluate("(bar) => bar.scrollWidth > bar.clientWidth")
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    sizes = tab.evaluate("[...document.querySelectorAll('.ages-nav a')].map((a) => a.getBoundingClientRect()).map((box) => [box.width, box.height])")
    assert all(width >= 44 and height >= 44 for width, height in sizes)
    link.tap()
    tab.wait_for_function("(link) => link.ariaCurrent === 'true'", arg=link.element_handle())
    box = link.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_without_javascript_the_links_lead_there(timeline):
    tab, _ = timeline(360, java_script_enabled=False)
    tab.locator(".ages-nav a").nth(3).click()
    assert tab.url.endswith(tab.locator(".ages-nav a").nth(3).get_attribute("href"))
    heading = tab.locator(".age h2").nth(3).bounding_box()
    assert 48 <= heading["y"] < 200


def test_each_milestone_says_whose_it_is_in_words(timeline):
    tab, _ = timeline(360)
    stones = tab.locator(".stone").count()
    assert stones > 20
    assert len([text for text in tab.locator(".stone-side").all_inner_texts() if text.strip()]) == stones
