"""The map by finger and by keyboard; the line for other sites, and how its frame looks."""

from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser
LEAST = 24  # pixels, WCAG 2.2, 2.5.8


def test_each_marker_on_a_phone_can_be_hit_and_leads_to_its_place(site, opened):
    tab, watched = opened(urlsplit(site.base).netloc, viewport={"width": 360, "height": 800})
    tab.goto(f"{site.base}/en/events/map/")
    circles = tab.locator(".land-map a circle")
    assert circles.count() >= 3
    for box in circles.evaluate_all("all => all.map(each => each.getBoundingClientRect()).map(({width, height}) => [width, height])"):
        assert min(box) >= LEAST
    for name in ("Siem Reap", "Tokyo"):
        marker = tab.get_by_role("group", name="Map of").get_by_role("link", name=name)
        marker.focus()
        tab.keyboard.press("Enter")
        place = tab.locator(".towns > li:target")
        assert place.get_by_role("heading").inner_text().startswith(name)
    circles.first.click()  # in its middle, where the number is
    assert tab.locator(".towns > li:target").get_by_role("heading").inner_text().startswith("Phnom Penh")
    assert watched.taken() == []


def test_a_marker_keeps_its_size_where_the_window_is_wide(site, opened):
    tab, _watched = opened(urlsplit(site.base).netloc, viewport={"width": 1440, "height": 900})
    tab.goto(f"{site.base}/en/events/map/")
    assert all(size >= LEAST for size in tab.locator(".land-map circle").evaluate_all("all => all.map(each => each.getBoundingClientRect().width)"))


def test_the_page_with_the_line_shows_how_the_frame_looks(site, opened):
    tab, watched = opened(urlsplit(site.base).netloc)
    tab.goto(f"{site.base}/en/events/embed/code/?n=3&theme=dark")
    tab.locator(".embed-preview").scroll_into_view_if_needed()  # it is loaded when it comes into sight
    preview = tab.frame_locator(".embed-preview")
    preview.get_by_role("listitem").first.wait_for()
    assert preview.get_by_role("listitem").count() == 3
    assert preview.locator("html").evaluate("root => getComputedStyle(root).colorScheme") == "dark"
    assert tab.context.cookies() == []
    assert watched.taken() == []


def test_the_line_is_copied_and_said_to_be(site, opened):
    tab, _watched = opened(urlsplit(site.base).netloc, permissions=["clipboard-read", "clipboard-write"])
    tab.goto(f"{site.base}/en/events/embed/code/")
    line = tab.get_by_label("HTML for your page").input_value()
    tab.get_by_role("button", name="Copy the line").click()
    tab.get_by_text("Copied", exact=True).wait_for()
    assert tab.evaluate("navigator.clipboard.readText()") == line


def test_number_language_and_colours_are_chosen_without_javascript(site, opened):
    tab, _watched = opened(urlsplit(site.base).netloc, java_script_enabled=False)
    tab.goto(f"{site.base}/en/events/?category=concert")
    tab.get_by_role("link", name="Show these events on your site").click()
    tab.get_by_label("Number of events").select_option("2")
    tab.get_by_role("combobox", name="Language").select_option("km")
    tab.get_by_label("Colours").select_option("Light")
    tab.get_by_role("button", name="Show", exact=True).click()
    line = tab.get_by_label("HTML for your page").input_value()
    assert f'src="{site.base}/km/events/embed/?category=concert&amp;n=2&amp;theme=light"' in line
    assert not tab.get_by_role("button", name="Copy the line").is_visible()
