"""What a person reads on a page: its texts, those for screen readers too, and the forms on it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "textarea", "template", "svg"}
# Files' formats, identifiers and names that are written so in every language. In <code> stands what is typed into a table's first line.
CODE = {"code", "kbd", "samp"}
SPOKEN = {"title", "placeholder", "aria-label", "aria-description", "alt", "label", "data-filter-title"}
BUTTONS = {"submit", "button", "reset"}
OWN = {"ja": re.compile("[ぁ-ヿ一-鿿]"), "km": re.compile("[ក-៿]")}
WORD = re.compile(r"[A-Za-z][A-Za-z’']+")
PHRASE = re.compile(r"[A-Za-z][A-Za-z’']+(?:[ -][A-Za-z][A-Za-z’']+)+")
# Addresses, mail addresses, time zones; the last part of an address and the heading of a column, which are written in small letters; checksums and secrets.
ADDRESS = re.compile(r"https?://\S+|\S+@[\w.-]+|[\w-]+(?:/[\w.+-]+)+|(?<![\w-])[a-z0-9]+(?:[-_][a-z0-9]+)+(?![\w-])|[0-9a-f]{32,}|[A-Z2-7]{32}", re.ASCII)
COLOUR = re.compile(r"#[0-9A-F]{6}\b")
MARK = re.compile(r"\[(?:en|ja|km)\]")


@dataclass
class Form:
    """A form that writes: where it goes, and what a browser would send of it."""

    action: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)  # the names of what is typed
    chosen: set[str] = field(default_factory=set)  # of what is chosen from a list, ticked or hidden
    totals: list[str] = field(default_factory=list)  # how many rows a formset has


class Page(HTMLParser):
    """The page's texts (where each stands, what it says), its links and its forms."""

    def __init__(self, html: str, language: str) -> None:
        super().__init__()
        self.language, self.open = language, list[tuple[str, str, bool]]()
        self.texts, self.links, self.forms = list[tuple[str, str]](), list[str](), list[Form]()
        self.form: Form | None = None
        self.into = ""  # the name of the list or text field that is being read
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            unread = tag in UNREAD | CODE or "hidden" in given or "hidden" in given.get("class", "").split()
            self.open.append((tag, given.get("lang", ""), unread))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self.form = Form(given.get("action", "")) if given.get("method", "").lower() == "post" else None
            self.forms += [self.form] if self.form else []
        elif tag in {"input", "select", "textarea"}:
            self._field(tag, given)
        elif tag == "option" and "selected" in given and self.form and self.into:
            self.form.sent.setdefault(self.into, []).append(given.get("value", ""))
        if self._read(given.get("lang", "")):
            self.texts += [(f"{tag}[{name}]", given[name]) for name in SPOKEN & given.keys()]
            if tag == "input" and given.get("type") in BUTTONS:
                self.texts.append(("button", given.get("value", "")))

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if self.form is None or not name:
            return
        if tag != "input":
            self.into = name
        if tag == "select" or (tag == "input" and kind in {"hidden", "checkbox", "radio"}):
            self.form.chosen.add(name)
        if tag == "select":
            return
        if kind in {"submit", "file"} or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        self.form.sent.setdefault(name, []).append(given.get("value", "on" if kind in {"checkbox", "radio"} else ""))
        if name.endswith("TOTAL_FORMS"):
            self.form.totals.append(name)
        elif tag == "textarea" or kind not in {"hidden", "checkbox", "radio"}:
            self.form.typed.append(name)

    def _read(self, own: str = "") -> bool:
        """Whether a reader of the page's language reads what stands here."""
        named = [language for _tag, language, _unread in self.open if language] + ([own] if own else [])
        return not any(unread for _tag, _language, unread in self.open) and (not named or named[-1] == self.language)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag in {"select", "textarea"}:
            self.into = ""
        if any(tag == name for name, _language, _unread in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.form and self.into and self.lasttag == "textarea":
            self.form.sent[self.into][-1] += data.removeprefix("\n")
        if data.strip() and self._read():
            self.texts.append((self.open[-1][0] if self.open else "", " ".join(data.split())))


def english(page: Page, names: Iterable[str]) -> list[tuple[str, str]]:
    """The texts that are not in the page's language: those of Latin words only, and those with two of them in a row.

    A single one amid Japanese or Khmer is a name or a code that is explained there. `names` are written so in every language.
    """
    known = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" for name in sorted(names, key=len, reverse=True)))
    found = []
    for where, text in page.texts:
        rest = known.sub("", MARK.sub("", COLOUR.sub("", ADDRESS.sub("", text))))
        if PHRASE.search(rest) or (WORD.search(rest) and not OWN[page.language].search(text)):
            found.append((where, text))
    return found
