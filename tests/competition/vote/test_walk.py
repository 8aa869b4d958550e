"""A voter with a phone, in Khmer: choose, write an address, read the letter, press the button; it is counted as one."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Rules
from anniversary.competition.vote import counting
from anniversary.competition.vote.models import Ballot, Option, Poll, Tally
from anniversary.mails import outbox
from tests.conftest import chromium
from tests.factories import occasion
from tests.factories import vote as votes

from .walking import link_in, page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def midst_of_the_vote() -> None:
    """Not here: the server's thread has the machine's clock."""


@pytest.fixture
def vote(kept_rows_may_go, monkeypatch) -> Iterator[votes.Vote]:
    monkeypatch.setattr("anniversary.mails.outbox._have_sent", lambda: None)
    occasion.anniversary()
    made = votes.vote(works=4)
    window(made, datetime.now(UTC) + HOUR)
    yield made
    for model in (Ballot, Tally, Option, Poll, Entry):
        model.objects.all().delete()


def window(vote: votes.Vote, closes: datetime) -> None:
    windows = {"opens_at": closes - 60 * HOUR, "closes_at": closes - 30 * HOUR, "vote_opens_at": closes - 2 * HOUR, "vote_closes_at": closes}
    Rules.objects.filter(pk=vote.rules.pk).update(**windows)


@pytest.fixture
def phone(live_server, monkeypatch) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        context = browser.new_context(base_url=live_server.url, locale="km", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
        shown = context.new_page()
        shown.said = []
        shown.on("console", lambda message: shown.said.append(message.text) if message.type in {"error", "warning"} else None)
        yield shown
        browser.close()


def letter() -> Any:
    """The one that was sent; another thread sends it, as the mail's worker would."""
    thread = threading.Thread(target=outbox.send_due)
    thread.start()
    thread.join()
    [sent] = mail.outbox
    return sent


def test_a_voter_with_a_phone_in_khmer(phone, vote):
    chosen = vote.works[2].code
    phone.goto(page(language="km"))
    order = phone.eval_on_selector_all("[name=work]", "found => found.map(each => each.value)")
    assert (sorted(order), phone.evaluate("document.documentElement.lang")) == (sorted(work.code for work in vote.works), "km")
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    phone.reload()
    assert phone.eval_on_selector_all("[name=work]", "found => found.map(each => each.value)") == order
    assert phone.locator(".vote-next").is_visible() is False
    phone.tap(f"label[for=work-{chosen}]")
    phone.tap(".vote-next a")
    phone.fill("[name=address]", "dara@example.org")
    phone.tap(".vote-address button")
    phone.wait_for_url("**/vote/asked/**")
    assert Ballot.objects.get().state == "asked"
    sent = letter()
    assert (sent.to, sent.extra_headers["Content-Language"]) == (["dara@example.org"], "km")
    path = link_in(sent)
    phone.goto(path)
    assert (chosen in phone.inner_text("main"), phone.evaluate("document.documentElement.scrollWidth")) == (True, 360)
    assert Ballot.objects.get().state == "asked"
    height = phone.locator(".vote-confirm button").bounding_box()["height"]
    assert height >= 44
    phone.tap(".vote-confirm button")
    phone.wait_for_selector(".vote-confirm", state="detached")
    assert (Ballot.objects.get().state, phone.context.cookies(), phone.said) == ("cast", [], [])
    window(vote, datetime.now(UTC))
    counting.count(vote.competition)
    assert dict(Tally.objects.values_list("option__entry__code", "counted")) == {work.code: int(work.code == chosen) for work in vote.works}
    answer = phone.goto(path)
    assert (answer.status, chosen in phone.inner_text("main")) == (410, False)
