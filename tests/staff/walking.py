"""A walk through everything that a member of staff can open: each kind of page once or twice, and each of its forms sent wrong."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from .reading import Form, Page

# What would end the walk, or is the same everywhere.
LEFT_OUT = re.compile(r"/jsi18n/|/logout/|/admin/language/|/as-of/|/autocomplete/|/admin/r/")
BACK = re.compile(r"\?_changelist_filters=[^&]*$")  # how a form leads back to the list as it was
NUMBER = re.compile(r"(?<=/)\d+(?=/)")
# What is written into every field: nothing; what is no day, number or address; more than any field holds.
ODD = ("", "–", "០" * 3000)


class Walk:
    """`client` is signed in; the addresses below /admin/, the accounts' pages and the jury's desk of the language are visited from `starts`."""

    def __init__(self, client: Client, language: str, *starts: str) -> None:
        self.client, self.language = client, language
        self.ours = (f"/{language}/accounts/", f"/{language}/jury/", "/admin/")
        self.to_see = list(starts)
        self.seen: set[str] = set()
        self.times: Counter[str] = Counter()

    def shape(self, address: str) -> str:
        """What addresses of the same kind share: the path without the records' numbers, and what is asked for."""
        parts = urlsplit(address)
        return NUMBER.sub("N", parts.path) + "?" + "&".join(sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True)))

    def worth(self, address: str) -> bool:
        """A record's page is seen twice, a list by each of its filters once, and no list by two at once."""
        parts = urlsplit(address)
        if address in self.seen or parts.netloc or not parts.path.startswith(self.ours) or LEFT_OUT.search(address):
            return False
        asked = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if name not in {"e", "next"}]
        return len(asked) <= 1 and not {"o", "_facets"} & set(asked) and self.times[self.shape(address)] < (1 if asked else 2)

    def pages(self) -> Iterator[tuple[str, Page]]:
        while self.to_see:
            address = self.to_see.pop(0)
            if not self.worth(address):
                continue
            self.seen.add(address)
            self.times[self.shape(address)] += 1
            response = self.client.get(address)
            if response.status_code in {301, 302}:
                self.to_see.append(urljoin(address, response["Location"]))
            elif "html" in response["Content-Type"]:
                page = Page(response.text, self.language)
                self.to_see += [urljoin(address, BACK.sub("", link.partition("#")[0])) for link in page.links]
                yield address, page

    def forms(self, pages: Iterable[tuple[str, Page]]) -> Iterator[tuple[str, Form]]:
        """The forms of the pages, each kind of them once."""
        met = set()
        for address, page in pages:
            for form in page.forms:
                kind = self.shape(address).partition("?")[0], form.action and self.shape(form.action)
                if kind not in met:
                    met.add(kind)
                    yield address, form

    def answers(self, address: str, form: Form, odd: Iterable[str] = ODD) -> Iterator[tuple[str, Page]]:
        """What the form answers to each of the `odd` texts in all its fields; what it may have changed is taken back."""
        target = urljoin(address, form.action)
        if LEFT_OUT.search(target) or not urlsplit(target).path.startswith(self.ours):
            return
        for text in odd:
            sent = {**form.sent, **{name: [text] for name in form.typed}} | {name: ["1"] for name in form.totals}
            sent |= {name.replace("__prefix__", "0"): value for name, value in sent.items() if "__prefix__" in name}
            with undone():
                response = self.client.post(target, sent, follow=True)
                if "html" in response["Content-Type"]:
                    yield f"{address} ← {text[:12]!r}", Page(response.text, self.language)


def sent_as_it_is(client: Client, address: str, **changed: str) -> HttpResponse:
    """The form of a record, sent with these fields changed; its language is the one in which the user reads it."""
    page = client.get(address)
    form = max(Page(page.text, "en").forms, key=lambda form: len(form.sent))
    fields = {name: value for name, value in form.sent.items() if "__prefix__" not in name}
    return client.post(address, fields | {name: [value] for name, value in changed.items()} | {"_save": ["1"]})


@contextlib.contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
