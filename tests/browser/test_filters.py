"""The filters of the list in a browser: without a reload, by a form, shared, taken away; and with no JavaScript at all."""

from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def events(site, opened):
    def open_at(query="", **options):
        tab, watched = opened(urlsplit(site.base).netloc, viewport={"width": 1440, "height": 900}, **options)
        tab.goto(f"{site.base}/en/events/{query}")
        if options.get("java_script_enabled", True):
            tab.evaluate("window.same = true")  # as long as the page is not loaded anew
        return tab, watched

    return open_at


def query(tab) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(tab.url).query).items()}


def rows(tab) -> list[str]:
    return tab.locator(".row-title").all_inner_texts()


def test_a_filter_changes_the_list_and_its_address_without_a_reload_and_back_again(events):
    tab, watched = events()
    every = rows(tab)
    tab.get_by_role("navigation", name="Country").get_by_role("link", name="Japan").click()
    tab.wait_for_url("**/?country=JP")
    tab.get_by_role("navigation", name="Kind").get_by_role("link", name="Festival").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**category=festival**")
    tab.get_by_role("navigation", name="Chosen").get_by_role("link", name="Festival").wait_for()
    assert query(tab) == {"country": "JP", "category": "festival"}
    assert 0 < len(rows(tab)) < len(every)
    assert tab.locator("#list-status").inner_text() == "The list of events has changed."
    assert tab.evaluate("document.activeElement.textContent") == "Festival"  # who works by keyboard goes on from there
    assert tab.evaluate("window.same")
    assert tab.locator("link[type='text/calendar']").get_attribute("href") == "/en/events/feed.ics?category=festival&country=JP"
    assert tab.locator("a[hreflang=ja]").get_attribute("href") == "/ja/events/?category=festival&country=JP"
    narrowed = rows(tab)
    tab.go_back()
    tab.get_by_role("navigation", name="Chosen").get_by_role("link", name="Festival").wait_for(state="detached")
    assert query(tab) == {"country": "JP"}
    tab.go_forward()
    tab.get_by_role("navigation", name="Chosen").get_by_role("link", name="Festival").wait_for()
    assert (rows(tab), tab.evaluate("window.same")) == (narrowed, True)
    tab.get_by_role("link", name="Remove all").click()
    tab.get_by_role("navigation", name="Chosen").wait_for(state="detached")
    assert (rows(tab), query(tab), tab.evaluate("window.same")) == (every, {}, True)
    assert watched.taken() == []


def test_where_the_answer_does_not_come_the_link_is_followed(events):
    tab, _watched = events()
    tab.evaluate("() => { window.fetch = () => Promise.reject(new Error('no')) }")
    tab.get_by_role("navigation", name="Country").get_by_role("link", name="Japan").click()
    tab.wait_for_url("**/?country=JP")
    tab.wait_for_load_state()
    assert tab.evaluate("window.same") is None


@pytest.mark.parametrize("with_script", [True, False])
def test_the_form_leads_to_an_address_that_can_be_shared(events, with_script):
    tab, watched = events("?country=JP", java_script_enabled=with_script)
    tab.get_by_role("link", name="All filters").click()
    tab.wait_for_url("**/events/filter/?country=JP")
    assert tab.get_by_label("Country").input_value() == "JP"
    tab.get_by_label("From").fill("2023-05-01")
    tab.get_by_label("Until").fill("2023-04-01")
    tab.get_by_role("button", name="Show events").click()
    tab.wait_for_url("**/events/?**")
    assert tab.get_by_label("Until").input_value() == "2023-04-01"
    assert tab.locator("#f-until-error").inner_text() == "The last day is before the first."
    tab.get_by_label("Until").fill("2023-05-31")
    tab.get_by_role("button", name="Show events").click()
    tab.wait_for_url("**/events/?**until=2023-05-31**")
    assert query(tab) == {"country": "JP", "from": "2023-05-01", "until": "2023-05-31"}
    assert len(rows(tab)) > 0
    assert watched.taken() == []


def test_the_address_to_subscribe_to_follows_the_filters_and_is_copied(events):
    tab, watched = events(permissions=["clipboard-read", "clipboard-write"])
    field, button, said = ".subscribe input", ".subscribe button", ".subscribe [role=status]"
    assert tab.input_value(field).endswith("/en/events/feed.ics")
    tab.get_by_role("navigation", name="Country").get_by_role("link", name="Japan").click()
    tab.wait_for_url("**/?country=JP")
    tab.get_by_role("navigation", name="Chosen").get_by_role("link", name="Japan").wait_for()
    address = tab.input_value(field)
    assert address.endswith("/en/events/feed.ics?country=JP") and tab.evaluate("window.same")
    assert tab.get_by_role("link", name="Subscribe").get_attribute("href") == address.replace("http://", "webcal://")
    tab.click(button)
    tab.wait_for_function(f"document.querySelector('{said}').textContent === 'Copied'")
    assert tab.evaluate("navigator.clipboard.readText()") == address
    assert watched.taken() == []
