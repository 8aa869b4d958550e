"""People at their browsers: each with a context of their own, one clock for all of them and for the site, and the letters that reached them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.core import mail

from anniversary.mails import outbox
from tests.factories.staff import PASSWORD

SITE = "http://localhost:8000"
PATIENCE = 120_000  # milliseconds; here a request does its tasks before it answers, and the kit's drawings take a while


class Somebody:
    """A person's window, by its `page`; what its console said stands in `said`."""

    def __init__(self, page: Any) -> None:
        self.page, self.said = page, []
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.said.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def go(self, path: str) -> int:
        return int(self.page.goto(path).status)

    def press(self, selector: str) -> None:
        """Click what leads to another page, and wait for that."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()

    def button(self, name: str) -> None:
        self._named("button", name)

    def link(self, name: str) -> None:
        self._named("link", name)

    def _named(self, role: str, name: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role(role, name=name, exact=True).first.click()

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.inner_text())

    def sign_in(self, username: str, to: str) -> None:
        self.go("/en/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form[action*='/accounts/login/'] button[type=submit]")
        self.page.wait_for_url(f"**{to}")


class People:
    """`somebody(**options)` opens a window; `at()` sets the site's clock."""

    def __init__(self, browser: Any, base: str, clock: dict[str, datetime]) -> None:
        self.browser, self.base, self.clock, self.all = browser, base, clock, []

    def somebody(self, locale: str = "en", **options: Any) -> Somebody:
        made = Somebody(self.browser.new_context(base_url=self.base, locale=locale, reduced_motion="reduce", **options).new_page())
        self.all.append(made)
        return made

    def at(self, moment: datetime) -> None:
        self.clock["now"] = moment

    def passing(self, locale: str = "en", **options: Any) -> AbstractContextManager[Somebody]:
        """Somebody whose window is closed again at the end of the block."""
        return _Passing(lambda: self.somebody(locale, **options))

    @property
    def said(self) -> list[str]:
        return [text for one in self.all for text in one.said]


class _Passing(AbstractContextManager[Somebody]):
    def __init__(self, make: Callable[[], Somebody]) -> None:
        self.make = make

    def __enter__(self) -> Somebody:
        self.one = self.make()
        return self.one

    def __exit__(self, *error: object) -> None:
        self.one.page.context.close()


def letters(address: str) -> list[Any]:
    """What has been sent to somebody, oldest first."""
    outbox.send_due()
    return [letter for letter in mail.outbox if letter.to == [address]]


def link_to(address: str, pattern: str) -> str:
    """The path of the newest link of that kind in the letters to an address."""
    found = [path for letter in letters(address) for path in re.findall(rf"{SITE}(/\S*{pattern}\S*)", letter.body)]
    return str(found[-1])
