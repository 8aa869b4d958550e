"""In a real browser, under the real policy: nothing is written to the console, and the tabs move together."""

import os
from collections.abc import Iterator

import pytest

from tests.conftest import chromium
from tests.factories.staff import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server, monkeypatch) -> Iterator:
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        page = browser.new_page(base_url=live_server.url, locale="en")
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        yield page
        browser.close()


def sign_in(page, username: str) -> None:
    page.goto("/en/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action*='/accounts/login/'] button[type=submit]")
    page.wait_for_url("**/admin/")


def test_nothing_is_written_to_the_console(page):
    make_user(username="root", is_superuser=True)
    sign_in(page, "root")
    for address in [
        "/admin/", "/admin/events/event/", "/admin/events/event/add/", "/admin/articles/article/add/", "/admin/library/image/add/",
        "/admin/auth/user/", "/admin/auth/user/add/", "/admin/staff/role/", "/en/accounts/2fa/", "/en/accounts/password/change/",
    ]:  # fmt: skip
        assert page.goto(address, wait_until="load").status == 200
        page.wait_for_timeout(100)
        assert (address, page.said) == (address, [])


def test_language_tabs_and_block_regions_move_together_and_are_remembered(page):
    make_user(username="root", is_superuser=True)
    sign_in(page, "root")
    page.goto("/admin/articles/article/add/")

    def open_tabs() -> list[str]:
        page.wait_for_selector(".tabs.regions > .tab.active")
        return [tab.get_attribute("lang") for tab in page.query_selector_all("[role=tab][aria-selected=true]")]

    assert open_tabs() == ["en", "en"]
    page.click("#tabbed [role=tab][lang=km]")
    assert open_tabs() == ["km", "km"]
    assert page.is_visible("#id_title_km")
    assert page.query_selector("#id_title_en").evaluate("field => getComputedStyle(field).visibility") == "hidden"
    page.click("#tabbed [role=tab][lang=km]")
    assert open_tabs() == ["km", "km"]
    page.keyboard.press("ArrowLeft")
    assert open_tabs() == ["ja", "ja"]
    page.goto("/admin/events/event/add/")
    assert open_tabs() == ["ja", "ja"]


def test_a_tab_with_something_to_correct_says_so_and_is_open(page):
    make_user(username="root", is_superuser=True)
    sign_in(page, "root")
    page.goto("/admin/articles/article/add/")
    page.click("[role=tab][lang=ja]")
    page.click("input[name=_save]")
    page.wait_for_selector(".errornote")
    page.wait_for_selector("#tabbed [role=tab][aria-selected=true]")
    assert page.inner_text("#tabbed [role=tab][aria-selected=true]") == "English (to be corrected)"


def test_the_users_own_language_stands_first(page):
    make_user(username="root", is_superuser=True)
    sign_in(page, "root")
    page.click("button[name=language][value=km]")
    page.goto("/admin/library/image/add/")
    page.wait_for_selector("[role=tab]")
    assert [tab.get_attribute("lang") for tab in page.query_selector_all("[role=tab]")] == ["km", "en", "ja"]
    assert page.query_selector("[role=tab][aria-selected=true]").get_attribute("lang") == "km"
