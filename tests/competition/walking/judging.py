"""The jury: a few sheets in a browser, the rest by the same views."""

from collections.abc import Callable, Iterable
from typing import Any

from django.test import Client

from .people import Somebody

Marks = Callable[[str], int]  # the mark for the work of a code


class Juror:
    """One at a browser, at the desk of the first round."""

    def __init__(self, me: Somebody, username: str) -> None:
        self.me, self.page = me, me.page
        me.sign_in(username, "/jury/")
        me.press(".jury-round .button")
        self.here = me.page.url

    def open(self, code: str) -> None:
        self.me.go(self.here)
        self.me.press(f".jury-work:has-text('{code}')")

    def judge(self, code: str, mark: int) -> None:
        """The same mark for all criteria, and a word on it."""
        self.open(code)
        for scale in self.page.locator(".jury-scale").all():
            with self.page.expect_response(lambda response: response.request.method == "POST"):
                scale.locator(f"label:has(input[value='{mark}'])").click()
        self.page.fill("[name=comment]", "Seen.")
        self.me.press("button[name=save]")
        assert self.me.text("[data-status]") == "Judged", self.me.text("main")

    def recuse(self, code: str, why: str) -> None:
        self.open(code)
        self.page.click(".jury-conflict summary")
        self.page.fill("[name=reason]", why)
        self.me.press(".jury-conflict button")

    def abstain(self, code: str) -> None:
        self.open(code)
        self.page.check("[name=abstains]")
        self.me.press("button[name=save]")

    def submit(self) -> None:
        self.me.go(self.here)
        self.me.link("Submit the round")
        self.me.button("Submit all of it")
        assert "You have submitted your marks" in self.me.text("main")


def judge_by_forms(user: Any, slug: str, codes: Iterable[str], criteria: Iterable[int], marks: Marks) -> None:
    """The sheets of these works, filled in by the juror's own view."""
    client = Client()
    client.force_login(user)
    for code in codes:
        address = f"/en/jury/{slug}/1/{code}/"
        revision = client.get(address).context["form"]["revision"].value()
        sent = {f"mark_{criterion}": marks(code) for criterion in criteria} | {"revision": revision, "comment": "Seen."}
        assert client.post(address, sent).status_code == 302


def submit_by_forms(user: Any, slug: str) -> None:
    client = Client()
    client.force_login(user)
    client.post(f"/en/jury/{slug}/1/submit/")
