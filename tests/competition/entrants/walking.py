"""An entrant in tests: asks for the link, follows the letter, fills in the forms as the pages give them."""

import io
import re
from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image, ImageDraw

from anniversary.mails import outbox

SITE = "http://localhost:8000"
PERSON = {
    "name_native": "សុខ ដារ៉ា", "name_latin": "SOK Dara", "born_on": "1990-05-17", "nationality": "KH", "residence": "JP",
    "affiliation": "Phnom Penh School of Drawing", "members-TOTAL_FORMS": "3", "members-INITIAL_FORMS": "0",
}  # fmt: skip
WORK = {"title": "Two petals", "concept": "They meet.", "language": "en", "tools": "Pencil", "ai": "none"}
DECLARED = dict.fromkeys(["own_work", "unpublished", "no_others_rights", "not_jurys_family", "accept"], "on")


def drawing(colour: str = "red", size: tuple[int, int] = (600, 800), kind: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((100, 100, 500, 500), fill=colour)
    image.save(out, kind)
    return SimpleUploadedFile(f"dara.{kind.lower()}", out.getvalue())


def links() -> list[str]:
    """The addresses in the letters that were sent, oldest first."""
    return [link.removeprefix(SITE) for letter in mail.outbox for link in re.findall(rf"{SITE}(?:/\S+/enter/\S+)", letter.body)]


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]


class Walk:
    """With a browser without cookies; `here` is the address of their link."""

    def __init__(self, record: Any, email: str = "dara@example.org", language: str = "en") -> None:
        self.record, self.email, self.language, self.client, self.here = record, email, language, Client(), ""

    def ask(self) -> Any:
        with translation.override(self.language):
            return self.client.post(reverse("entrants:ask", args=[self.record.slug]), {"email": self.email})

    def follow(self) -> "Walk":
        self.ask()
        outbox.send_due()
        self.here = links()[-1]
        return self

    def get(self, path: str = "") -> str:
        return self.client.get(self.here + path).content.decode()

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(self.here + path, fields)

    def told(self, **fields: Any) -> Any:
        """Who they are."""
        return self.post("you/", **{"stamp": hidden(self.get("you/"), "stamp"), **PERSON, **fields})

    def form(self, path: str = "new/") -> dict[str, str]:
        page = self.get(path)
        return {name: hidden(page, name) for name in ("stamp", "form_key")}

    def begin(self, *, files: bool = True, **fields: Any) -> Any:
        sent = {"colour": drawing(), "mono": drawing("black")} if files else {}
        return self.post("new/", **{**self.form(), **WORK, **sent, **fields})

    def send(self, where: str, **fields: Any) -> Any:
        """From the page to which the form of the work has led."""
        page = self.client.get(where).content.decode()
        known = {name: hidden(page, name) for name in ("stamp", "terms")} if 'name="terms"' in page else {}
        return self.client.post(where.partition("?")[0], {**known, **DECLARED, **fields})

    def all_the_way(self, **fields: Any) -> str:
        """The code of a work that is sent in."""
        self.follow()
        self.told()
        return str(self.send(self.begin(**fields).url).url).split("/")[-3]
