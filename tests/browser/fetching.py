"""One request to a site under test, and what it answered; no browser, no cookie kept, no redirect followed."""

import gzip
import http.client
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    sent: bytes  # as it went over the wire

    @cached_property
    def body(self) -> bytes:
        return gzip.decompress(self.sent) if self.headers.get("content-encoding") == "gzip" else self.sent

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


def get(base: str, target: str, *, method: str = "GET") -> Answer:
    """`target` is a path with its query."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    try:
        connection.request(method, target, headers={"Accept-Encoding": "gzip", "Accept-Language": "en"})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[tuple[str, str]] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.update(filter(None, (given.get("id"), given.get("name") if tag == "a" else None)))
        # Only a form that asks is an address that can be opened.
        for name in ("href", "src", "poster", "data", *(() if given.get("method", "").lower() == "post" else ("action",))):
            if given.get(name):
                rel = given.get("rel", "").split()
                self.found.add((f"{tag} {rel[0]}" if tag == "link" and rel else tag, given[name]))
        for candidate in given.get("srcset", given.get("imagesrcset", "")).split(","):
            if candidate.strip():
                self.found.add((tag, candidate.split()[0]))
        if tag == "meta" and given.get("property", given.get("name", "")) in {"og:image", "og:url", "twitter:image"}:
            self.found.add(("meta", given["content"]))


def links(html: str) -> tuple[set[tuple[str, str]], set[str]]:
    """Every address in a page, each with the element it stands in ("link stylesheet", "a", "img", "meta" …), and the page's ids."""
    parser = _Links()
    parser.feed(html)
    return parser.found, parser.ids
