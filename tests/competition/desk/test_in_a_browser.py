"""An officer in a real browser, from the sign-in to a later end of entries: rules, terms in three languages, issue, announce, put off."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from anniversary.competition.models import Competition, Rules, Terms
from tests.conftest import chromium
from tests.factories import occasion
from tests.factories.competition import competition
from tests.factories.staff import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZONE = ZoneInfo("Asia/Phnom_Penh")


@pytest.fixture
def page(live_server, monkeypatch, kept_rows_may_go) -> Iterator:
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


def typed(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def test_from_the_sign_in_to_a_later_end(page):
    occasion.anniversary()
    make_user(username="officer", role="competition_officer")
    record = competition(slug="logo")
    opens = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=2)
    page.goto("/en/accounts/login/")
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.click("form[action*='/accounts/login/'] button[type=submit]")
    page.wait_for_url("**/admin/")
    page.click("#content a.model-link:has-text('Competitions')")
    page.click("#result_list a:has-text('A logo for the year')")
    page.click("text=Run this competition here")

    page.fill("[name=opens_at]", typed(opens))
    page.fill("[name=closes_at]", typed(opens + timedelta(days=20)))
    page.check("[name=near][value=JP]")
    page.fill("[name=quorum]", "4")
    page.click("button:has-text('Run this competition here')")
    page.wait_for_url("**/desk/stage/")
    made = Rules.objects.get()
    assert (made.opens_at, made.closes_at, made.countries, made.quorum) == (opens, opens + timedelta(days=20), ["JP"], 4)
    assert page.locator(".stage-problems li", has_text="Issue the terms first.").count() == 1

    page.click(".desk-tabs a:has-text('Terms')")
    page.click("button:has-text('Write a new version')")
    page.wait_for_url("**/terms/1/")
    editors = page.locator("[contenteditable=true]")
    for place, text in enumerate(["I agree.", "同意します。", "ខ្ញុំយល់ព្រម។"]):
        editors.nth(place).click()
        page.keyboard.type(text)
    page.click("button:has-text('Save and read it over')")
    page.wait_for_url("**/issue/")
    assert [page.locator(".desk-prose").nth(place).inner_text() for place in range(3)] == ["I agree.", "同意します。", "ខ្ញុំយល់ព្រម។"]
    page.check("[name=confirmed]")
    page.click("button:has-text('Issue this version')")
    page.wait_for_url("**/desk/terms/")
    assert Terms.objects.get().text_ja == "<p>同意します。</p>"

    # The jury's criteria are another desk's; here nothing of others is asked.
    page.click(".desk-tabs a:has-text('Stage')")
    if page.locator(".stage-problems li").count():
        _criteria(record)
        page.reload()
    page.click("button:has-text('Announce')")
    page.click("button[name=confirmed]")
    page.wait_for_selector(".stage-now:has-text('Announced')")
    assert Competition.objects.get().stage == "announced"

    Rules.objects.update(opens_at=datetime.now(UTC) - timedelta(hours=1))  # two days go by
    page.reload()
    assert page.locator(".stage-now").inner_text().startswith("Open for entries")
    page.click("text=Put off the end of entries")
    later = opens + timedelta(days=30)
    page.fill("[name=closes_at]", typed(later))
    page.fill("[name=note]", "A holiday in both countries.")
    page.click("#extend button")
    page.wait_for_url("**/desk/stage/")
    assert Rules.objects.get().closes_at == later
    assert page.locator("td", has_text="A holiday in both countries.").count() == 1
    page.click(".desk-tabs a:has-text('Log')")
    assert page.locator(".acts-table tbody tr").count() >= 6
    page.goto("/en/competition/logo/")
    assert page.locator(".path-now b").inner_text() == "Open for entries"
    assert page.said == []


def _criteria(record: Competition) -> None:
    from anniversary.competition.jury.models import Criterion

    for rank, name in enumerate(("Idea", "Form"), 1):
        Criterion.objects.get_or_create(competition=record, tie_rank=rank, defaults={f"name_{code}": name for code in ("en", "ja", "km")} | {"weight": 1})
