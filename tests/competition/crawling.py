"""Asking for everything that can be asked for, as somebody: what pages lead to, and what the resolver knows, whether or not a page leads there."""

import html
import io
import itertools
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from anniversary.occasion.models import forget_now
from anniversary.publishing import prepared

START = (
    "/robots.txt", "/sitemap.xml", "/healthz", "/api/", "/api/openapi.json", "/api/search?q=zorva", "/api/nowhere", "/admin/", "/admin/nowhere/", "/nowhere",
    "/admin/competition/competition/?q=zorva",
)  # fmt: skip
ATTRIBUTE = re.compile(r"""\s(?:href|src|action|poster|data-[\w-]*(?:url|src|href|at|to))\s*=\s*["']([^"']*)["']""")
SRCSET = re.compile(r"""\ssrcset\s*=\s*["']([^"']*)["']""")
LOC = re.compile(r"<loc>([^<]+)</loc>")
CHECKBOX = re.compile(r"""<input[^>]*type="checkbox"[^>]*name="([^"]+)"|<input[^>]*name="([^"]+)"[^>]*type="checkbox\"""")
# Of these nothing depends on the competition, or there is no end of them: files of the code, days and months, leaving, other languages' twins.
AWAY = re.compile(
    r"^/static/|/logout/|^/(?:\w\w/)?preview/|^/admin/jsi18n/|/accounts/|/events/.*\d|^/admin/.*\?.*&|^/admin/(?!competition/).*(?:\?(?!q=)|/add/|/import/)"
    r"|[?&](?:date|month|day|from|to|p|o|_facets|_changelist_filters)=(?!\w+:)"
)
# What is new with each answer, whatever it tells.
FRESH = [
    re.compile(pattern)
    for pattern in (
        r"""name=["'](?:csrfmiddlewaretoken|stamp|form_key)["'][^>]*?value=["'][^"']*["']""", r"""nonce=["'][^"']+["']""", r"""'nonce-[^']+'""",
        r"""data-csrf\w*=["'][^"']*["']""", r"csrfToken\W+\w+", r"CSRF_TOKEN\W+\w+", r"/preview/[^\"'\s<>]+",
    )
]  # fmt: skip
KEPT = (
    "Content-Type", "Content-Disposition", "Content-Length", "Last-Modified", "Link", "Location", "Cache-Control", "ETag", "Content-Language", "X-Robots-Tag",
)  # fmt: skip
SPACES = ("competition", "entrants", "vote", "outcome", "kit", "jury", "entries")


@dataclass(frozen=True)
class Got:
    """An answer: `told`: all of it as bytes and text, by which a word is found; `same`: what must not differ."""

    status: int
    told: str
    same: tuple[Any, ...]
    links: frozenset[str]


@dataclass
class Crawl:
    """Everything that `user` (nobody: a reader) gets, by address. `begin`: where besides the usual places, a link in a letter for one."""

    user: User | None = None
    begin: Iterable[str] = ()
    languages: tuple[str, ...] = ("en",)
    most: int = 4_000
    got: dict[str, Got] = field(default_factory=dict)

    def go(self) -> "Crawl":
        """Ask for all of it, from caches that remember nothing."""
        cache.clear()
        forget_now()
        prepared.forget()
        client = Client(raise_request_exception=False)
        if self.user:
            client.force_login(self.user)
        waiting = deque([*START, *(f"/{code}/{rest}" for code in self.languages for rest in ("", "competition/", "jury/", "search/?q=zorva")), *self.begin])
        while waiting:
            address = waiting.popleft()
            if address in self.got or AWAY.search(address) or not self.wanted(address):
                continue
            assert len(self.got) < self.most, f"no end of addresses: {address}"
            self.got[address] = found = read(client.get(address), address)
            waiting.extend(sorted(found.links))
            if address.endswith("/export/") and found.status == 200:
                boxes = {name: "on" for names in CHECKBOX.findall(found.told) for name in names if name}
                self.got[f"POST {address}"] = read(client.post(address, boxes | {"format": "0"}), address)
        return self

    def wanted(self, address: str) -> bool:
        """In the languages that are looked at, or in none."""
        first = address.split("/")[1].partition("?")[0]
        return first not in {"en", "ja", "km"} or first in self.languages

    def holding(self, words: Iterable[str]) -> set[tuple[str, str]]:
        """Where which of these words is found."""
        lower = {word.lower() for word in words}
        return {(address, word) for address, found in self.got.items() for word in lower if word in found.told or word in unquote(address).lower()}

    def other_than(self, other: "Crawl") -> set[str]:
        """Where the two were told different things."""
        return {address for address in self.got.keys() | other.got.keys() if self._same(address) != other._same(address)}

    def _same(self, address: str) -> Any:
        return self.got[address].same if address in self.got else None


def read(answer: Any, address: str) -> Got:
    """What an answer tells in its body, its headers, its picture's metadata."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code < 500, f"{address}: {answer.status_code}"
    kind = answer.headers.get("Content-Type", "")
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()) + answer.cookies.output()
    text = body.decode("utf-8", "replace")
    shown = text
    for pattern in FRESH:
        shown = pattern.sub("~", shown)
    named = {name: answer.headers.get(name) for name in KEPT}
    if shown != text:  # a hash of what is new each time
        named["ETag"] = None
    same = (answer.status_code, tuple(sorted(named.items(), key=str)), body if kind.startswith("image/") else shown)
    hidden = (*_in_picture(body, kind), *_in_json(text, kind), body.decode("utf-16-le", "ignore"))
    told = "\n".join((headers, text, html.unescape(text), unquote(headers), *hidden))
    return Got(answer.status_code, told.lower(), same, frozenset(_links(answer, text, kind, address)))


def _in_picture(body: bytes, kind: str) -> Iterator[str]:
    if kind.startswith("image/") and "svg" not in kind and body:
        with Image.open(io.BytesIO(body)) as picture:
            picture.load()
            yield str(picture.info) + str(dict(picture.getexif()))


def _in_json(text: str, kind: str) -> Iterator[str]:
    if "json" in kind and text:
        yield json.dumps(json.loads(text), ensure_ascii=False)


def _links(answer: Any, text: str, kind: str, address: str) -> Iterator[str]:
    found = [answer.headers["Location"]] if "Location" in answer.headers else []
    if kind.startswith("text/html"):
        found += ATTRIBUTE.findall(text)
        found += [part.strip().split(" ")[0] for row in SRCSET.findall(text) for part in row.split(",")]
    elif "json" in kind:
        found += [one for one in re.findall(r'"((?:https?:/)?/[^"\s]+)"', text) if "{" not in one]
    elif "xml" in kind:
        found += LOC.findall(text)
    else:
        found += re.findall(r"(?<=Sitemap: )\S+", text)
    for one in found:
        target = urlsplit(urldefrag(urljoin(f"http://localhost:8000{address}", html.unescape(one.strip()))).url)
        if target.hostname in {"localhost", "testserver"} and target.scheme in {"http", "https"}:
            yield (target.path or "/") + (f"?{target.query}" if target.query else "")


def named(values: dict[str, list[Any]]) -> set[str]:
    """Every address of the competition's apps, with these values for what stands in it; also of pages that nothing leads to."""
    found = set()
    for name, arguments in _patterns(get_resolver()):
        rows = [values.get(f"{name}.{argument}", values.get(argument, [])) for argument in arguments]
        for row in itertools.product(*rows):
            try:
                found.add(reverse(name, kwargs=dict(zip(arguments, row, strict=True))))
            except NoReverseMatch:
                continue
    return found


def _patterns(resolver: Any, space: str = "", above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        arguments = (*above, *(name for name in pattern.pattern.regex.groupindex if name not in above))
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, pattern.namespace or space, arguments)
        elif isinstance(pattern, URLPattern) and pattern.name and space.removesuffix("_desk") in SPACES:
            yield f"{space}:{pattern.name}", arguments
