"""An officer who works with keys alone, in a real browser under the real policy."""

import os
from collections.abc import Iterator

import pytest

from anniversary.competition.entries.models import Entry
from anniversary.competition.screening.models import Check, Question
from anniversary.mails.models import Letter
from tests.conftest import chromium
from tests.factories.staff import PASSWORD, make_user

from .conftest import in_eligibility
from .making import sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server, monkeypatch, entries_let_go) -> Iterator:
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


def sign_in(page) -> None:
    page.goto("/en/accounts/login/")
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.click("form[action*='/accounts/login/'] button[type=submit]")
    page.wait_for_url("**/admin/")


def test_three_works_are_dealt_with_by_keys_alone(page):
    officer = make_user(username="officer", role="competition_officer")
    record = in_eligibility(officer)
    for number, code in enumerate(["AAA-222", "BBB-222", "CCC-222", "DDD-222"], 1):
        sent(record, user=officer, number=number, code=code, person={"language": "km"} if number == 3 else None)
    sign_in(page)
    page.goto(f"/admin/competition/competition/{record.pk}/desk/eligibility/")

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    def goes_to(code: str, *keys: str) -> None:
        with page.expect_navigation(url=f"**/{code}/?show=unchecked" if code else "**/eligibility/?show=unchecked", wait_until="load"):
            press(*keys)

    goes_to("AAA-222", "j")
    goes_to("BBB-222", "j")
    goes_to("AAA-222", "k")
    goes_to("BBB-222", "1", "2", "3", "a")
    assert Check.objects.get().ticked[-3:] == ["picture", "asked_for", "decent"]

    press("q")
    focused = "document.activeElement.value ?? ''"
    assert page.evaluate(focused) == "age"
    press(*["ArrowDown"] * 6, "Tab")  # to one's own words
    page.keyboard.type("jkaqr 1?")  # none of which does what it does elsewhere
    goes_to("CCC-222", "Control+Enter")
    assert (Question.objects.get().text, Entry.objects.get(code="BBB-222").state) == ("jkaqr 1?", "queried")

    press("q", "Escape", "r")
    assert page.locator("details[open] summary").all_inner_texts() == ["Reject with a reason r"]
    press("ArrowDown", "ArrowDown", "ArrowUp")
    goes_to("DDD-222", "Control+Enter")
    check = Check.objects.get(verdict="ineligible")
    assert (check.entry.code, check.reason, Letter.objects.filter(language="km").count()) == ("CCC-222", "not_entitled", 1)

    with page.expect_navigation(wait_until="load"):
        press("a")  # nothing is ticked
    assert "Look at this first" in page.locator("[role=alert]").inner_text()
    assert page.locator("img").evaluate_all("all => all.every(one => !one.complete || one.naturalWidth > 0)")
    goes_to("", "1", "2", "3", "a")
    assert "There is nothing to be checked." in page.locator("#content").inner_text()
    assert page.said == []
    assert dict(Entry.objects.values_list("code", "state")) == {
        "AAA-222": "eligible", "BBB-222": "queried", "CCC-222": "ineligible", "DDD-222": "eligible",
    }  # fmt: skip
