"""The office: an officer at the desks, by their tabs and buttons alone."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .people import Somebody

ZONE = ZoneInfo("Asia/Phnom_Penh")  # the site's clocks


def typed(moment: datetime) -> str:
    """As a field for a moment takes it."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


class Officer:
    def __init__(self, me: Somebody) -> None:
        self.me, self.page = me, me.page

    def tab(self, name: str) -> None:
        self.me.press(f".desk-tabs a:text-is('{name}')")

    def said(self) -> str:
        """What the page answers to the last deed."""
        return self.me.text(".messagelist")

    def move(self, label: str, to: str) -> None:
        """By the desk of stages, asked twice where the step is final."""
        self.tab("Stage")
        step = self.page.locator(".stage-step", has=self.page.locator(f"h3:text-is('{label}')"))
        assert step.locator(".stage-problems").count() == 0, step.inner_text()
        self.me.press(f".stage-step:has(h3:text-is('{label}')) button")
        if self.page.locator("button[name=confirmed]").count():
            self.me.press("button[name=confirmed]")
        assert self.said() == f"It is now at the stage: {to}."

    # --- before it is announced ------------------------------------------------------------------------------------------
    def rules(self, title: str, windows: dict[str, datetime], numbers: dict[str, int]) -> None:
        self.me.press("#content a.model-link:has-text('Competitions')")
        self.me.press(f"#result_list a:has-text('{title}')")
        self.me.press("a:has-text('Run this competition here')")
        for name, moment in windows.items():
            self.page.fill(f"[name={name}]", typed(moment))
        for name, number in numbers.items():
            self.page.fill(f"[name={name}]", str(number))
        self.me.button("Run this competition here")

    def terms(self, texts: Iterable[str]) -> None:
        self.tab("Terms")
        self.me.button("Write a new version")
        self.write(texts)
        self.me.button("Save and read it over")
        self.page.check("[name=confirmed]")
        self.me.button("Issue this version")

    def write(self, texts: Iterable[str]) -> None:
        """Into the page's editors, from the first on."""
        editors = self.page.locator("[contenteditable=true]")
        for place, text in enumerate(texts):
            editors.nth(place).click()
            self.page.keyboard.type(text)

    def criteria(self, rows: Iterable[tuple[dict[str, str], int]]) -> None:
        """(names by language, weight), in the order in which they break ties."""
        self.tab("Jury")
        self.me.link("Change the criteria")
        for place, (names, weight) in enumerate(rows):
            fields = {f"name_{code}": name for code, name in names.items()} | {"weight": str(weight), "most": "10", "place": str(place + 1)}
            for name, value in fields.items():
                self.page.fill(f"[name=form-{place}-{name}]", value)
        self.me.button("Save")

    def appoint(self, jurors: Iterable[str]) -> None:
        self.tab("Jury")
        for name in jurors:
            self.page.select_option("[name=account]", label=name)
            self.me.button("Appoint")

    # --- works and jury --------------------------------------------------------------------------------------------------
    def check(self, number: int) -> None:
        """Open the first of the queue, look each work over, tick what is to be ticked, and accept it; so many of them."""
        self.tab("Eligibility")
        self.me.press(".queue a")
        for _work in range(number):
            for box in self.page.query_selector_all(".checklist input[type=checkbox]"):
                box.check()
            self.me.press(".checklist button[data-key=a]")
        assert "There is nothing to be checked." in self.me.text("#content")

    def clear(self, code: str, *, why: str = "", paper: Path | None = None) -> None:
        """A search in the register, and what follows from it: cleared, or dropped for the reason given."""
        of = f".finalist:has(h2:has-text('{code}'))"
        for name, value in (("done_by", "Office"), ("searched_in", "Register")):
            self.page.fill(f"{of} input[name$={name}]", value)
        self.page.select_option(f"{of} select[name$=result]", "conflict" if why else "clear")
        if why:
            self.page.fill(f"{of} textarea[name$=text]", "Found.")
        if paper:
            self.page.set_input_files(f"{of} input[type=file]", paper)
        self.me.press(f"{of} button:text-is('Record')")
        if not why:
            self.me.press(f"{of} button:text-is('Cleared')")
            return
        self.page.click(f"{of} summary:text-is('Take off the list, or back')")
        self.page.fill(f"{of} [name=why]", why)
        self.me.press(f"{of} button:text-is('Drop')")

    # --- vote and result -------------------------------------------------------------------------------------------------
    def void(self, note: str) -> None:
        """All that waits under the first mark."""
        self.me.press("section[aria-labelledby=quarantine] a.button")
        self.page.fill("[name=note]", note)
        self.page.check("[name=all]")
        self.me.press("button[value=voided]")

    def decide(self, code: str, reasons: dict[str, str], on: date, embargo: datetime, names: Iterable[str]) -> None:
        """Signed for both countries by the two of these names."""
        self.tab("Decision")
        self.page.get_by_label(code).check()
        for language, reason in reasons.items():
            self.page.fill(f"textarea[name=reason_{language}]", reason)
        self.page.fill("[name=decided_on]", on.isoformat())
        self.page.fill("[name=embargo_until]", typed(embargo))
        for country, name in zip(self.page.locator("fieldset.signing").all(), names, strict=True):
            for field, value in (("name", name), ("office", "Minister"), ("on", on.isoformat())):
                country.locator(f"input[name$=_0_{field}]").fill(value)
        self.me.button("Write it down")

    def master(self, variant: str, upload: dict[str, Any]) -> None:
        self.page.select_option("[name=variant]", variant)
        self.page.set_input_files("[name=file]", upload)
        self.me.button("Upload")
