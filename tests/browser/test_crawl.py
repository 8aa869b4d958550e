"""Every public page answers, leads nowhere that is not there, sets no cookie, and asks nobody but us for anything."""

import json
import re
from collections.abc import Iterable
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from . import pages
from .fetching import Answer, get, links

# Elements whose address a browser fetches by itself.
LOADED = {"img", "source", "script", "iframe", "video", "audio", "track", "embed", "object", "link stylesheet", "link icon", "link apple-touch-icon",
          "link manifest", "link preload", "link modulepreload", "link preconnect", "link dns-prefetch"}  # fmt: skip
# "/" sends each reader to a language: what is said of the site as a whole names it.
MAY_BE_REDIRECTED = {"a", "json", "link alternate"}
NOT_FETCHED = ("mailto:", "tel:", "data:")
# Also the pictures further down, which are fetched only when they come into sight otherwise.
ALL_PICTURES = "Promise.all([...document.images].map((image) => { image.loading = 'eager'; return image.decode().catch(() => {}) }))"
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")


class Crawl:
    """Asks for each address once and keeps the faults, each with the page that it was found on."""

    def __init__(self, base: str, *, following: tuple[str, ...] = pages.LANGUAGES) -> None:
        """`following`: the languages whose pages' links are followed; of the others, only what a page itself loads is asked for."""
        self.base, self.host, self.following = base, urlsplit(base).netloc, following
        self.answers: dict[str, Answer] = {}
        self.ids: dict[str, set[str]] = {}
        self.faults: set[str] = set()

    def answer(self, target: str) -> Answer:
        if target not in self.answers:
            self.answers[target] = get(self.base, target)
        return self.answers[target]

    def page(self, target: str, *, status: int = 200, may_set_cookie: bool = False) -> None:
        answer = self.answer(target)
        if answer.status != status:
            self.faults.add(f"{target}: answers {answer.status}, not {status}")
            return
        if "set-cookie" in answer.headers and not may_set_cookie:
            self.faults.add(f"{target}: sets a cookie")
        if "cookie" in answer.headers.get("vary", "").lower() and not may_set_cookie:
            self.faults.add(f"{target}: varies by cookie")
        found, self.ids[target] = links(answer.text)
        of_a_draft = "noindex" in answer.headers.get("x-robots-tag", "")  # its description names the address that it will have
        for element, address in sorted(found | (set() if of_a_draft else self.in_json(answer.text))):
            if element in LOADED or target.split("/")[1] in self.following:
                self.link(target, element, address)

    def in_json(self, html: str) -> set[tuple[str, str]]:
        """Addresses in the page's description for search engines; they must be whole ones."""
        return {("json", text) for block in JSON_LD.findall(html) for text in _texts(json.loads(block)) if re.match(r"https?://", text) and self.host in text}

    def link(self, page: str, element: str, address: str) -> None:
        if address.startswith(NOT_FETCHED):
            return
        whole, fragment = urldefrag(urljoin(self.base + page, address))
        parts = urlsplit(whole)
        if parts.netloc != self.host:
            if element in LOADED:
                self.faults.add(f"{page}: {element} asks a third party: {address}")
            elif parts.scheme not in {"http", "https"}:
                self.faults.add(f"{page}: {element} has a strange address: {address}")
            return
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = self.answer(target)
        if answer.status in {301, 302, 307, 308}:
            if element not in MAY_BE_REDIRECTED:
                self.faults.add(f"{page}: {element} is redirected: {address}")
            self.link(page, element, answer.headers["location"])
        elif answer.status != 200 and answer.status == self.answer(page).status and target[3:] == page[3:]:
            return  # an error page's language switch leads to the same error page
        elif answer.status != 200:
            self.faults.add(f"{page}: {element} leads to {address}, which answers {answer.status}")
        elif fragment and answer.kind == "text/html" and unquote(fragment) not in self._ids_of(target):
            self.faults.add(f"{page}: {element} leads to #{fragment}, which is not in {target}")
        if answer.kind == "text/css":
            for inner in CSS_URL.findall(answer.text):
                self.link(target, "link stylesheet", inner)

    def _ids_of(self, target: str) -> set[str]:
        if target not in self.ids:
            self.ids[target] = links(self.answers[target].text)[1]
        return self.ids[target]


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def listed(faults: Iterable[str]) -> str:
    found = sorted(faults)
    return f"{len(found)} faults:\n" + "\n".join(found[:200])


@pytest.mark.parametrize("name", pages.NAMES)
def test_a_page_of_each_type_leads_nowhere_that_is_not_there(site, crawls, name):
    page = site.page(name)
    crawl = crawls(site.base_of(page))
    for language in pages.LANGUAGES:
        crawl.page(page.target(language), status=page.status, may_set_cookie=name in pages.MAY_SET_COOKIE)
    faults = {fault for fault in crawl.faults if not (name in pages.BY_CONSENT and "iframe asks a third party" in fault)}
    crawl.faults.clear()
    assert not faults, listed(faults)


@pytest.fixture(scope="module")
def crawls():
    """One crawl a server, so that what many pages lead to is asked for once."""
    made: dict[str, Crawl] = {}
    return lambda base: made.setdefault(base, Crawl(base, following=("en",)))


# The languages of each sample, and at least how many pages it has in each; the first one also before and in its year.
SAMPLES = {
    "site": (pages.LANGUAGES, 200),
    **{f"site{day}": (pages.LANGUAGES, 100) for day in pages.DAYS},
    "other_site": (("en", "km"), 80),
}


@pytest.fixture
def base_of(request):
    """base_of(a name of SAMPLES): the address of its server."""

    def base(sample: str) -> str:
        fixture, _, words = sample.partition(" ")
        found = request.getfixturevalue(fixture)
        return found.server(pages.DAYS[f" {words}"]).base if words else found.base

    return base


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_address_of_the_sitemap_leads_nowhere_that_is_not_there(base_of, sample):
    base, (languages, least) = base_of(sample), SAMPLES[sample]
    crawl, listed_pages = Crawl(base, following=languages), pages.addresses(base)
    assert {language: len(found) > least for language, found in listed_pages.items()} == {language: language in languages for language in pages.LANGUAGES}
    for target in (target for found in listed_pages.values() for target in found):
        crawl.page(target)
    for language in languages:
        crawl.page(f"/{language}/there-is-no-such-page/", status=404)
    assert not crawl.faults, listed(crawl.faults)


def test_the_sitemap_names_every_language_of_a_page(site):
    found = pages.addresses(site.base)
    assert sorted(path.removeprefix("/ja/") for path in found["ja"]) == sorted(path.removeprefix("/en/") for path in found["en"])
    assert sorted(path.removeprefix("/km/") for path in found["km"]) == sorted(path.removeprefix("/en/") for path in found["en"])


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in pages.NAMES if name not in pages.BY_CONSENT])
def test_a_browser_has_nothing_to_say_about_a_page_of_each_type(site, opened, name):
    page = site.page(name)
    base = site.base_of(page)
    tab, watched = opened(urlsplit(base).netloc, viewport={"width": 1440, "height": 900})
    for language in pages.LANGUAGES:
        answer = tab.goto(base + page.target(language))
        assert answer.status == page.status
        tab.evaluate(ALL_PICTURES)
        assert watched.taken(expected=f"status of {page.status}" if page.status != 200 else "") == []
    if name not in pages.MAY_SET_COOKIE:
        assert tab.context.cookies() == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_browser_has_nothing_to_say_about_any_page_of_the_sitemap(base_of, opened, sample):
    base = base_of(sample)
    tab, watched = opened(urlsplit(base).netloc)
    faults = []
    for target in (target for found in pages.addresses(base).values() for target in found):
        assert tab.goto(base + target).status == 200, target
        faults += [f"{target}: {fault}" for fault in watched.taken()]
    assert not faults, listed(faults)
    assert tab.context.cookies() == []
