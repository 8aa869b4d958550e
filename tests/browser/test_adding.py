"""Add to your calendar, and the printed code, as a browser has them."""

from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

STATUS, BUTTON, FIELD = ".adding-address [role=status]", ".adding-address button", ".adding-address input"
NAME = "event date in the year"


@pytest.fixture
def day(site, opened):
    """day(context options): the page of a day that is to come, what it said, and every address that it asked for."""

    def open_day(**options):
        page = site.page(NAME)
        base = site.base_of(page)
        tab, watched = opened(urlsplit(base).netloc, **options)
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(urlsplit(request.url).path))
        tab.goto(base + page.target("en"))
        tab.wait_for_load_state("networkidle")
        return tab, watched, asked

    return open_day


def test_the_address_to_subscribe_to_is_copied_and_said_to_be(day):
    tab, watched, _ = day(permissions=["clipboard-read", "clipboard-write"])
    assert tab.inner_text(STATUS) == ""
    tab.click(BUTTON)
    tab.wait_for_function(f"document.querySelector('{STATUS}').textContent === 'Copied'")
    assert tab.evaluate("navigator.clipboard.readText()") == tab.input_value(FIELD)
    assert tab.input_value(FIELD).endswith("/calendar.ics")
    assert watched.taken() == []


def test_where_it_cannot_be_copied_it_is_selected(day):
    tab, _, _ = day()
    tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    tab.click(BUTTON)
    tab.wait_for_function(f"document.querySelector('{STATUS}').textContent.startsWith('It could not be copied.')")
    assert tab.evaluate(f"((field) => [field.selectionStart, field.selectionEnd - field.value.length])(document.querySelector('{FIELD}'))") == [0, 0]


def test_without_javascript_the_address_is_there_and_the_button_is_not(day):
    tab, _, _ = day(java_script_enabled=False)
    assert tab.is_visible(FIELD) and tab.is_hidden(BUTTON)


def test_the_code_is_fetched_for_paper_only(day):
    tab, watched, asked = day()
    assert not [path for path in asked if path.endswith("qr.svg")] and not tab.is_visible(".print-code")
    tab.pdf()
    assert [path for path in asked if path.endswith("qr.svg")] == [f"{urlsplit(tab.url).path}qr.svg"]
    assert watched.taken() == []
