"""On a telephone, in Japanese and in Khmer: from the competition's public page to the receipt, with a mistake on each page, by a real browser."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from anniversary.competition.entries.models import Entry
from tests.competition.entrants.walking import drawing
from tests.conftest import chromium
from tests.factories import occasion
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_rows_may_go")]


@pytest.fixture(autouse=True)
def march(monkeypatch):
    """The real clock, which the server has; and Playwright's own loop is no reason to refuse a query."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def record(kept_rows_may_go) -> Iterator[Any]:
    occasion.anniversary()
    made = competition(stage="open", title_ja="ロゴマーク公募", title_km="ការប្រកួតនិមិត្តសញ្ញា")
    rules(made, opens_at=datetime.now(UTC) - timedelta(days=1))
    issued_terms(made, user=make_user(username="officer", role="competition_officer"))
    yield made
    Entry.objects.all().delete()


class Phone:
    """A page 360 pixels wide that says when something on it is wider, or was refused by the page's policy."""

    def __init__(self, page: Any) -> None:
        self.page, self.said = page, []
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)

    def press(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.click(selector)
        self.page.wait_for_load_state("networkidle")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360, self.page.url

    def file(self, role: str, colour: str) -> None:
        self.page.set_input_files(f"#id_{role}", {"name": "dara.png", "mimeType": "image/png", "buffer": drawing(colour).read()})


@pytest.fixture
def phone() -> Iterator[Phone]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
        yield Phone(context.new_page())
        browser.close()


@pytest.mark.parametrize("language", ["ja", "km"])
def test_from_the_public_page_to_the_receipt(record, live_server, phone, language):
    page = phone.page
    page.goto(f"{live_server.url}/{language}/competition/{record.slug}/")
    phone.press(f"main a[href$='/competition/{record.slug}/enter/']")
    page.fill("#id_email", "dara@example.org")
    phone.press("form.enter-form button")
    [letter] = mail.outbox
    assert letter.extra_headers["Content-Language"] == language
    page.goto(live_server.url + re.search(r"http://localhost:8000(/\S+/enter/\S+)", letter.body)[1])
    phone.press(".enter-card .button")
    page.fill("#id_name_native", "សុខ ដារ៉ា" if language == "km" else "山田 花子")
    page.fill("#id_name_latin", "SOK Dara")
    page.select_option("#id_nationality", "KH")
    page.select_option("#id_residence", "JP")
    phone.press("form.enter-form button[type=submit]")  # without a date of birth
    assert (page.locator(".field--wrong").count(), page.input_value("#id_name_latin"), page.input_value("#id_residence")) == (1, "SOK Dara", "JP")
    page.fill("#id_born_on", "1990-05-17")
    phone.press("form.enter-form button[type=submit]")
    phone.press(".enter-body a.button[href$='/new/']")
    page.fill("#id_title", "二つの花びら")
    page.fill("#id_concept", "あ" * 801)
    assert page.get_attribute("#concept-count", "data-over") is not None
    phone.file("colour", "red")
    phone.press("button[name=on]")
    assert (page.locator(".field--wrong").count(), page.locator(".enter-taken img").count()) == (1, 1)
    page.fill("#id_concept", "あ" * 800)
    assert page.get_attribute("#concept-count", "data-over") is None
    phone.file("mono", "black")
    phone.press("button[name=on]")
    pictures = page.evaluate("[...document.querySelectorAll('.enter-sizes img')].map(image => image.naturalHeight)")
    assert pictures == [64, 32, 16] * 4
    phone.press("form.enter-form button[type=submit]")
    assert page.locator(".field--wrong").count() == 5
    for box in page.query_selector_all("form.enter-form input[type=checkbox]"):
        box.check()
    phone.press("form.enter-form button[type=submit]")
    made = Entry.objects.get()
    assert page.inner_text(".enter-code b") == made.code
    assert (made.state, made.language, len(made.concept), page.url.endswith(f"/{made.code}/receipt/?said=sent")) == ("submitted", language, 800, True)
    assert [made.code in letter.body for letter in mail.outbox] == [False, True]
    assert page.context.cookies() == [] or {cookie["name"] for cookie in page.context.cookies()} == {"csrftoken"}
    assert [said for said in phone.said if "422" not in said] == []
