"""The page types: a name for each, and at which address an example of it is found.

Of a kind of record the fullest page is taken (the one with the most HTML), because it is the hardest case.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .fetching import get, links

LANGUAGES = ("en", "ja", "km")
# The demonstration's year is over today; these are days before it and in it. A page type of such a day has the day's words after its name.
DAYS = {" before the year": "2022-12-01", " in the year": "2023-02-20"}

# Addresses below the language prefix. {…} is filled with what `examples` found.
FIXED = {
    "home": "",
    "events": "events/",
    "events past": "events/?when=past",
    "events of a kind": "events/?category={category}",
    "events filter": "events/filter/",
    "events filtered": "events/?category={category}&country={country}",
    "events with words": "events/?q=festival",
    "events map": "events/map/",
    "events frame": "events/embed/",
    "events frame code": "events/embed/code/?category={category}",
    "programmes": "programmes/",
    "competitions": "competition/",
    "articles": "articles/",
    "timeline": "history/",
    "figures": "history/figures/",
    "people": "people/",
    "organisations": "organisations/",
    "tags": "tags/",
    "search": "search/",
    "search found": "search/?q=Japan",
    "search narrowed": "search/?q=Japan&kind=event&sort=date",
    "search misspelt": "search/?q=freindship",
    "search in another language": "search/?q=%E5%8F%8B%E5%A5%BD",
    "search nothing": "search/?q=xqzzyx&kind=event",
    "login": "accounts/login/",
    "password forgotten": "accounts/password/reset/",
    "not found": "there-is-no-such-page/",
}
# One address part each, below the list's: the fullest that the sitemap (or the list of tags) names.
RECORDS = {
    "event": "events", "venue": "venues", "programme": "programmes", "competition": "competition", "milestone": "history", "person": "people",
    "organisation": "organisations", "tag": "tags",
}  # fmt: skip
ARTICLE_TYPES = ("news", "message", "opinion", "story")
PAGES = ("about", "privacy", "accessibility")
# What the test furnishes (furnish.py): not on every site.
FURNISHED = ("gone", "preview event", "preview article", "watch", "watch agreed")
# What the phase of the year changes, of the pages of a kind again the fullest that there are on that day.
OF_A_PHASE = ("home", "events", "events map", "programmes", "competitions", "competition", "articles", "timeline", "figures")
RECORDS_OF_A_PHASE = ("event", "venue", "programme", "person")
DATE, MONTH = "event date", "month"  # the page of one of an event's days; of a month of the programme

NAMES = (
    *FIXED, *RECORDS, DATE, MONTH, *(f"article {kind}" for kind in ARTICLE_TYPES), *PAGES, *FURNISHED,
    *(name + day for day in DAYS for name in (*OF_A_PHASE, *RECORDS_OF_A_PHASE, DATE, MONTH)),
)  # fmt: skip
STATUS = {"not found": 404, "gone": 410}
BY_CONSENT = {"watch agreed"}  # asks a third party, because the reader has agreed to it
MAY_SET_COOKIE = {"login", "password forgotten"}  # the CSRF cookie of a form that writes


@dataclass(frozen=True)
class Page:
    name: str
    path: str  # below the language prefix
    as_of: str = ""  # a day; empty: today

    def target(self, language: str) -> str:
        return f"/{language}/{self.path}"

    @property
    def status(self) -> int:
        return STATUS.get(self.name, 200)


def addresses(base: str) -> dict[str, list[str]]:
    """The sitemap: paths by language."""
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for address in re.findall(r"<loc>([^<]+)</loc>", get(base, "/sitemap.xml").text):
        path = urlsplit(address).path
        found[path.split("/")[1]].append(path)
    return found


def _records(paths: list[str], first: str) -> list[str]:
    """Those of the paths that are a record's below /en/<first>/, one part deep: the map stands among the events, and is none."""
    return [path for path in paths if re.fullmatch(rf"/en/{first}/[\w-]+/", path) and path.removeprefix("/en/") not in FIXED.values()]


def _fullest(base: str, paths: list[str]) -> str:
    """The path with the most HTML, without the language prefix; empty if there is none."""
    pages = ((get(base, path), path) for path in sorted(set(paths)))
    sizes = [(len(page.body), path) for page, path in pages if page.status == 200]
    return max(sizes)[1].removeprefix("/en/") if sizes else ""


def _dates(base: str, known: list[str]) -> list[str]:
    """The pages of single days that the events among these paths lead to."""
    listed = (target for path in known if re.fullmatch(r"/en/events/[\w-]+/", path) for _, target in links(get(base, path).text)[0])
    return [target for target in listed if re.fullmatch(r"/en/events/[\w-]+/\d{4}-\d{2}-\d{2}/", target)]


def _month(base: str) -> str:
    """The fullest month: the list of everything links to each in which something begins, on the page or as a list of its own."""
    found = re.findall(r'href="[^"]*[=#]([0-9]{4})-([0-9]{2})"', get(base, "/en/events/?when=all").text)
    return _fullest(base, [f"/en/events/calendar/{year}/{month}/" for year, month in found])


def _examples(base: str) -> Iterator[tuple[str, str]]:
    known = addresses(base)["en"]
    for name, first in RECORDS.items():
        paths = _records(known, first)
        if first == "tags":
            paths = [target for _, target in links(get(base, "/en/tags/").text)[0] if re.fullmatch(r"/en/tags/[\w-]+/", target)]
        yield name, _fullest(base, paths)
    yield DATE, _fullest(base, _dates(base, known))
    yield MONTH, _month(base)
    for kind in ARTICLE_TYPES:
        listed = links(get(base, f"/en/articles/?type={kind}").text)[0]
        yield f"article {kind}", _fullest(base, [target for _, target in listed if target in known and re.fullmatch(r"/en/articles/[\w-]+/", target)])
    for slug in PAGES:
        yield slug, f"{slug}/"


def examples(base: str, furnished: dict[str, Any] | None = None) -> dict[str, str]:
    """An address below the language prefix for each page type that the site has."""
    listed = links(get(base, "/en/events/?when=past").text)[0] | links(get(base, "/en/events/").text)[0]
    # The first of each that the list offers, for the addresses that are to be filled in.
    values = {key: [match[1] for _, target in listed if (match := re.search(rf"[?&]{key}=([\w-]+)", target))] for key in ("category", "country")}
    offered = {key: min(found) for key, found in values.items() if found}
    found = {name: path.format(**offered) for name, path in FIXED.items() if set(re.findall(r"{(\w+)}", path)) <= set(offered)}
    found |= dict(_examples(base)) | (furnished or {})
    return {name: path for name, path in found.items() if path or name == "home"}


def of_a_day(base: str, day: str) -> dict[str, str]:
    """The examples that are others on a day before or in the year; `base` serves the site as of it, `day` is the words after the name."""
    known = addresses(base)["en"]
    found = {name + day: _fullest(base, _records(known, RECORDS[name])) for name in RECORDS_OF_A_PHASE}
    found[DATE + day] = _fullest(base, _dates(base, known))
    found[MONTH + day] = _month(base)
    return {name: path for name, path in found.items() if path}


def page(found: dict[str, str], name: str) -> Page:
    """KeyError if the site has no page of this type."""
    day = next((day for day in DAYS if name.endswith(day)), "")
    plain = name.removesuffix(day)
    return Page(plain, found[name] if name in found else found[plain], DAYS.get(day, ""))
