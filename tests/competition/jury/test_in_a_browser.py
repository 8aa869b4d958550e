"""A juror with a tablet in hand, in Japanese, in a real browser under the real policy: by touch, saved as one goes, from the sign-in to the submission."""

import os
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.jury import seating
from anniversary.competition.jury.models import Recusal, Round, Sheet
from anniversary.competition.models import Rules
from tests.conftest import chromium
from tests.factories.staff import PASSWORD

from .conftest import make_jury
from .drawing import drawn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "locale": "ja"}


@pytest.fixture
def entries_let_go(kept_rows_may_go):
    """Works of real transactions hold on to the terms that were accepted with them, which have to go after the test."""
    yield
    Entry.objects.update(state="draft", terms=None, accepted_at=None)


@pytest.fixture
def tablet(live_server, monkeypatch, entries_let_go) -> Iterator:
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        context = browser.new_context(base_url=live_server.url, **TABLET)
        context.said = []
        context.on("console", lambda message: context.said.append(message.text) if message.type in {"error", "warning"} else None)
        yield context
        browser.close()


def ja(text: str) -> str:
    with translation.override("ja"):
        return translation.gettext(text)


def sign_in(context):
    page = context.new_page()
    page.goto("/ja/accounts/login/")
    page.fill("[name=login]", "juror1")
    page.fill("[name=password]", PASSWORD)
    page.tap("form[action*='/accounts/login/'] button[type=submit]")
    page.wait_for_url("**/ja/jury/")
    return page


def go(page, selector: str, to: str) -> None:
    with page.expect_navigation(url=to):
        page.tap(selector)


def mark(page, criterion, value: int) -> None:
    """By touch; waits for the server's answer."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.tap(f".jury-scale label:has([name=mark_{criterion.pk}][value='{value}'])")


def kept(sheet: Sheet) -> tuple[str, list[int], str]:
    sheet.refresh_from_db()
    return sheet.state, list(sheet.marks.order_by("criterion__tie_rank").values_list("value", flat=True)), sheet.comment


def test_a_round_is_judged_by_touch_from_the_sign_in_to_the_submission(tablet):
    jury = make_jury(comments=Rules.Comments.ENDS)
    for work in jury.entries:
        made = Work(entry=work, role="colour", kind="png", sha256="a" * 64, bytes=1, width=600, height=600, preview_state="ready")
        made.original.save("x", ContentFile(drawn()), save=False)
        made.preview.save("x", ContentFile(drawn()), save=False)
        made.save()
    judged = jury.open()
    seating.write_seats(judged.pk)
    one, two, three = Sheet.objects.filter(seat=jury.seat(1)).select_related("entry").order_by("place")
    idea, form = jury.criteria

    page = sign_in(tablet)
    go(page, ".jury-round .button", "**/ja/jury/logo/1/")
    assert page.locator(".jury-work").count() == 3
    go(page, ".buttons .button >> nth=0", f"**/{one.entry.code}/")
    assert page.locator("h1 .jury-work-code").inner_text() == one.entry.code
    assert page.evaluate("[...document.querySelectorAll('.jury-shown img')].every((image) => image.complete && image.naturalWidth > 0)")
    targets = [box for box in (each.bounding_box() for each in page.locator(".jury-scale label, .jury-marks .button, .jury-steps .button").all()) if box]
    assert min(min(box["width"], box["height"]) for box in targets) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # Saved as one goes; the highest mark wants a comment.
    mark(page, idea, 8)
    mark(page, form, 10)
    page.locator("[data-status]").filter(has_text=ja("Not judged yet")).wait_for()
    assert page.locator("[data-lacking] li").count() == 1
    assert kept(one) == ("open", [8, 10], "")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.fill("[name=comment]", "線が美しい。")
    page.locator("[data-status]").filter(has_text=ja("Judged")).wait_for()
    assert kept(one) == ("complete", [8, 10], "線が美しい。")

    # The same work in a second window: what is newer there is not written over.
    other = tablet.new_page()
    other.goto(page.url)
    mark(other, idea, 7)
    mark(page, form, 2)
    page.locator("[data-bad]").wait_for()
    assert kept(one) == ("complete", [7, 10], "線が美しい。")
    other.close()

    # On by the button, which sends the form itself; then a conflict; then one is abstained from.
    page.reload()
    go(page, "button[name=next]", f"**/{two.entry.code}/")
    page.tap(".jury-conflict summary")
    page.fill("[name=reason]", "教え子の作品です。")
    go(page, ".jury-conflict button", f"**/{two.entry.code}/")
    assert (kept(two)[0], Recusal.objects.get().reason) == ("recused", "教え子の作品です。")
    go(page, "[rel=next]", f"**/{three.entry.code}/")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.tap(".jury-abstain")
    assert kept(three)[0] == "abstained"

    go(page, ".jury-steps .button >> nth=0", "**/ja/jury/logo/1/")
    go(page, ".buttons .button", "**/submit/")
    go(page, "form .button[type=submit]", "**/ja/jury/logo/1/")
    assert jury.seat(1).submitted_at is not None
    page.goto(f"/ja/jury/logo/1/{one.entry.code}/")
    assert page.locator("[name=comment]").is_disabled()
    assert [text for text in tablet.said if "409" not in text] == []
    assert Round.objects.get().state == Round.State.OPEN


def test_without_the_script_the_buttons_do(tablet, live_server):
    jury = make_jury()
    seating.write_seats(jury.open().pk)
    sheet = Sheet.objects.filter(seat=jury.seat(1)).select_related("entry").order_by("place")[0]
    context = tablet.browser.new_context(base_url=live_server.url, java_script_enabled=False, **TABLET)
    page = sign_in(context)
    page.goto(f"/ja/jury/logo/1/{sheet.entry.code}/")
    for criterion, value in zip(jury.criteria, (8, 6), strict=True):
        page.tap(f".jury-scale label:has([name=mark_{criterion.pk}][value='{value}'])")
    go(page, "button[name=save]", f"**/{sheet.entry.code}/")
    assert kept(sheet) == ("complete", [8, 6], "")
