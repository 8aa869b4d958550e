"""What an editor does on the editing pages, step by step, by what can be seen on them."""

import re
from pathlib import Path
from typing import Any

from tests.factories.staff import PASSWORD

LANGUAGE_NAMES = {"en": "English", "ja": "日本語", "km": "ខ្មែរ"}
BLOCK_LABELS = {"richtext": "Text", "picture": "Picture", "quote": "Quotation", "video": "Video", "figures": "Figures"}


class Editor:
    """One person in one browser window."""

    def __init__(self, page: Any, base: str) -> None:
        self.page, self.base = page, base

    def sign_in(self, name: str) -> None:
        """By the link at the foot of the public site."""
        self.page.goto(f"{self.base}/en/")
        self.page.get_by_role("link", name="Staff sign-in").click()
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/admin/")

    def add(self, kind: str) -> None:
        """From the first page, "Add" beside the kind."""
        self.page.goto(f"{self.base}/admin/")
        row = self.page.locator(".sections li").filter(has=self.page.get_by_role("link", name=kind, exact=True))
        row.get_by_role("link", name=re.compile("Add")).click()
        self.page.wait_for_load_state("load")

    # --- fields -------------------------------------------------------------------------------------------------
    def texts(self, page: Any, field: str, texts: dict[str, str]) -> None:
        """A field in each language, under its tab."""
        for language, text in texts.items():
            page.get_by_role("tablist", name="Languages of the fields").get_by_role("tab", name=LANGUAGE_NAMES[language]).click()
            page.locator(f"#id_{field}_{language}").fill(text)

    def choose(self, where: Any, typed: str) -> None:
        """An autocomplete field: open it, type, take the first that is offered."""
        where.locator(".select2-selection").click()
        # A field for several has the letters typed inside it, one for a single record in the box that opens.
        inside = where.locator(".select2-search__field")
        (inside if inside.count() else self.page.locator(".select2-container--open .select2-search__field").last).press_sequentially(typed)
        self.page.locator(".select2-results__option--highlighted").filter(has_text=typed).click()

    def popup(self, where: Any) -> Any:
        """The window that the green + of a field opens."""
        with self.page.expect_popup() as opened:
            where.locator(".add-related").click()
        opened.value.wait_for_load_state("load")
        return opened.value

    def save_popup(self, popup: Any) -> None:
        with popup.expect_event("close"):
            popup.get_by_role("button", name="Save", exact=True).click()

    def new_tag(self, texts: dict[str, str]) -> None:
        popup = self.popup(self.page.locator(".field-tags"))
        popup.get_by_label("Name:").fill(texts["en"])
        self.texts(popup, "label", texts)
        self.save_popup(popup)

    def new_picture(self, where: Any, file: Path, alt: dict[str, str], *, at: tuple[float, float]) -> tuple[float, float]:
        """Uploads a picture through the + of a field, clicks on its focal point (shares of width and height); what the two numbers then say."""
        popup = self.popup(where)
        popup.locator("#id_file").set_input_files(file)
        picture = popup.locator("[data-focal-image]")
        picture.wait_for(state="visible")
        box = picture.bounding_box()
        picture.click(position={"x": box["width"] * at[0], "y": box["height"] * at[1]})
        numbers = float(popup.locator("[data-focal-x]").input_value()), float(popup.locator("[data-focal-y]").input_value())
        self.texts(popup, "title", {"en": alt["en"]})
        self.texts(popup, "alt", alt)
        self.save_popup(popup)
        return numbers

    def date(self, number: int, day: str, *, hour: str, venue: str) -> None:
        self.page.get_by_role("button", name="Add another Date").click()
        row = self.page.locator(f"#occurrences-{number}")
        row.get_by_label("Day:", exact=True).fill(day)
        row.get_by_label("From:", exact=True).fill(hour)
        self.choose(row.locator(".field-venue"), venue)

    # --- blocks -------------------------------------------------------------------------------------------------
    def blocks_of(self, language: str) -> None:
        self.page.get_by_role("tablist", name="Languages of the blocks").get_by_role("tab", name=LANGUAGE_NAMES[language]).click()

    def add_block(self, kind: str) -> Any:
        """The round + at the end, then the kind; gives the new part's place in the form."""
        before = self.page.locator(".order-machine .inline-related:not(.empty-form)").count()
        self.page.locator(".order-machine-insert-target.last").click()
        # Before the label stands the name of its icon.
        self.page.locator(".plugin-button").filter(has_text=re.compile(rf"[a-z_\s]{BLOCK_LABELS[kind]}\s*$")).click()
        self.page.wait_for_function("n => document.querySelectorAll('.order-machine .inline-related:not(.empty-form)').length > n", arg=before)
        return self.page.locator(f'.order-machine .inline-related:not(.empty-form)[id*="{kind}_set-"]:visible').last

    def write(self, block: Any, text: str) -> None:
        block.locator("[contenteditable=true]").click()
        self.page.keyboard.type(text)

    def fill(self, block: Any, **fields: str) -> None:
        for name, value in fields.items():
            block.locator(f'[name$="-{name}"]').fill(value)

    # --- saving and publishing ------------------------------------------------------------------------------------
    def save(self) -> None:
        with self.page.expect_navigation():
            self.page.locator(".submit-row").get_by_role("button", name="Save", exact=True).click()

    def press(self, name: str, *, note: str = "") -> None:
        """One of the workflow's buttons."""
        if note:
            self.page.get_by_label("Note").fill(note)
        with self.page.expect_navigation():
            self.page.locator(".workflow").get_by_role("button", name=name, exact=True).click()

    @property
    def state(self) -> str:
        return self.page.locator(".workflow-state .state").inner_text()

    @property
    def said(self) -> str:
        return " ".join(self.page.locator(".messagelist").all_inner_texts())

    def preview(self) -> str:
        """The text of the preview, in a tab of its own, closed again."""
        with self.page.expect_popup() as opened:
            self.page.get_by_role("link", name="Preview").click()
        tab = opened.value
        tab.wait_for_load_state("load")
        text = tab.locator("body").inner_text()
        tab.close()
        return text

    def open_for_review(self, kind: str, title: str) -> None:
        """From the first page: what waits for me, then the record."""
        self.page.goto(f"{self.base}/admin/")
        self.page.locator(".for-you").get_by_role("link", name=re.compile(kind)).click()
        self.page.get_by_role("link", name=title).click()
        self.page.wait_for_load_state("load")
