"""The page of the search, what is suggested while one types, and how a browser can search here by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from anniversary.covers.addresses import brand_url
from anniversary.languages import dates, shown, text
from anniversary.occasion.models import Anniversary
from anniversary.publishing import structured
from anniversary.search import finding, registry, unfound

from . import searching
from .searching import Wanted

SECONDS = 60  # that a browser may keep suggestions: who deletes a letter and types it again asks once
AT_ONCE = 8  # years or tags that are offered; the others are a click away


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is found of `?q=`, narrowed by `kind`, `year` and `tag` and sorted by `sort`, with what else there is to try; without words, the box alone."""
    wanted = Wanted.of(request.GET)
    context = {"wanted": wanted, "q": wanted.text, "robots": "noindex", "steps": [(_("Search"), request.path)]}
    if wanted.text:
        asked = wanted.asked(text.current())
        results = finding.find(asked)
        if results.nothing and not hasattr(request, "as_of"):  # an editor who looks at another day looks for what is not there
            unfound.note(asked)
        context |= found(wanted, results, request.path)
    return render(request, "search.html", context)


@require_safe
@cache_control(private=True, max_age=SECONDS)
def complete(request: HttpRequest) -> JsonResponse:
    """Titles with the words of `?q=` so far: `options` with title, language, kind and address, and how many there are in words (`said`)."""
    asked = searching.words(request.GET.get("q", ""))
    hits = finding.complete(asked, text.current()) if asked else []
    said = ngettext("%(shown)s suggestion", "%(shown)s suggestions", len(hits)) % {"shown": dates.number(len(hits))} if hits else _("No suggestions")
    content = {"said": said, "options": [option(hit) for hit in hits]}
    return JsonResponse(content, headers={"X-Robots-Tag": "noindex"}, json_dumps_params={"ensure_ascii": False})


def option(hit: finding.Hit) -> dict[str, str]:
    """A suggestion; `tongue` names its language where that is not the page's."""
    tongue = "" if hit.language == text.current() else dict(shown.names()).get(hit.language, "")
    return {"title": hit.title, "language": hit.language, "tongue": tongue, "kind": kind_of(hit), "url": hit.url}


@require_safe
@cache_control(public=True, max_age=3600)
def description(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description, by which a browser can search here from its own bar."""
    occasion = Anniversary.current()
    names = {"short_name": text.pick(occasion, "name")[0], "name": text.pick(occasion, "full_name")[0]}
    addresses = {"icon": structured.absolute(brand_url("icon-192.png")), "address": structured.absolute(reverse("search"))}
    return render(request, "opensearch.xml", names | addresses, content_type="application/opensearchdescription+xml")


# --- what is found ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Row:
    """A line of the results: the hit with its kind and day in the page's language, the day for programs beside it."""

    hit: finding.Hit
    kind: str
    day: str
    iso: str

    @property
    def title(self) -> SafeString:
        return self.hit.title_html


def rows(hits: Iterable[finding.Hit], known: dict[tuple[str, int], str]) -> list[Row]:
    """`known`: the days (searching.days)."""
    days = {(hit.kind, hit.key): known.get((hit.kind, hit.key), "") for hit in hits}
    return [Row(hit, kind_of(hit), dates.partial(day) if (day := days[hit.kind, hit.key]) else "", day) for hit in hits]


def kind_of(hit: finding.Hit) -> str:
    return registry.listed()[hit.kind].one


def found(wanted: Wanted, results: finding.Results, path: str) -> dict[str, Any]:
    """For search.html; `path` is that of the page."""
    known = searching.days([*results.hits, *(hit for other in results.elsewhere for hit in other.hits), *results.suggestions])
    first = f"{path}?{wanted.query()}"
    return {
        "rows": rows(results.hits, known),
        "said": said(results.total, at_least=results.more_than) if results.total else "",
        "facets": facets(wanted, results, path),
        "chips": chips(wanted, path),
        "remove_all": f"{path}?{wanted.query(kind='', year='', tag='')}",
        "instead": (results.instead, f"{path}?{Wanted(results.instead).query()}") if results.instead else None,
        "more": wanted.query(after=results.after) if results.after else "",
        "first_url": first if wanted.after else "",
        "elsewhere": [elsewhere(wanted, other, known) for other in results.elsewhere if other.hits],
        "suggestions": rows(results.suggestions, known),
    }


def said(total: int, *, at_least: bool = False) -> str:
    """How many there are, in words."""
    number = {"shown": dates.number(total)}
    if at_least:
        return ngettext("At least %(shown)s result", "At least %(shown)s results", total) % number
    return ngettext("%(shown)s result", "%(shown)s results", total) % number


def elsewhere(wanted: Wanted, other: finding.Elsewhere, known: dict[tuple[str, int], str]) -> dict[str, Any]:
    """What another language has of the same words; `url` is of its own search."""
    with translation.override(other.language):
        url = f"{reverse('search')}?{Wanted(wanted.text).query()}"
    name = dict(shown.names()).get(other.language, other.language)
    return {
        "language": other.language,
        "name": name,
        "rows": rows(other.hits, known),
        "said": said(other.total, at_least=other.more_than),
        "whole": other.total <= len(other.hits) and not other.more_than,
        "url": url,
    }


# --- what it is narrowed to -------------------------------------------------------------------------------------------------
def facets(wanted: Wanted, results: finding.Results, path: str) -> list[dict[str, Any]]:
    """The filters as components/facets.html shows them: `name`, `options`, `rest` (further ones); none that leaves nothing to choose."""
    labels, tags = registry.listed(), searching.tags(results.tags)
    kinds = [(choice, choice.value, str(labels[choice.value].label), "") for choice in results.kinds]
    years = [(choice, choice.value, dates.year(int(choice.value)), "") for choice in results.years]
    tagged = [(choice, found.slug, found.text, found.text_language) for choice in results.tags if (found := tags.get(choice.value))]
    made = [
        _facet(wanted, path, "kind", _("Kind"), _("All kinds"), kinds, len(kinds)),
        _facet(wanted, path, "year", _("Year"), _("All years"), years, AT_ONCE),
        _facet(wanted, path, "tag", _("Tag"), _("All tags"), tagged, AT_ONCE),
    ]
    return [facet for facet in made if len(facet["options"]) > 2 or facet["chosen"]] + ([_order(wanted, path)] if results.total > 1 else [])


def _facet(wanted: Wanted, path: str, name: str, title: str, every: str, choices: Any, shown_at_once: int) -> dict[str, Any]:
    links = [
        {
            "label": label, "language": language, "number": dates.number(choice.number), "current": choice.chosen,
            "url": f"{path}?{wanted.query(**{name: value})}",
        }
        for choice, value, label, language in choices
    ]  # fmt: skip
    chosen = any(link["current"] for link in links)
    first = [{"label": every, "url": f"{path}?{wanted.query(**{name: ''})}", "current": not getattr(wanted, name)}]
    at_once = [link for place, link in enumerate(links) if place < shown_at_once or link["current"]]
    return {"name": title, "options": [*first, *at_once], "rest": [link for link in links if link not in at_once], "chosen": chosen}


def _order(wanted: Wanted, path: str) -> dict[str, Any]:
    options = [
        {"label": _("Best match first"), "url": f"{path}?{wanted.query(sort='')}", "current": not wanted.by_date},
        {"label": _("Newest first"), "url": f"{path}?{wanted.query(sort=searching.BY_DATE)}", "current": wanted.by_date},
    ]
    return {"name": _("Sort by"), "options": options, "rest": [], "chosen": False}


def chips(wanted: Wanted, path: str) -> list[dict[str, Any]]:
    """What is chosen, as components/chips.html shows it."""
    here = text.current()
    chosen = [("kind", str(registry.listed()[wanted.kind].label), here)] if wanted.kind else []
    chosen += [("year", dates.year(wanted.year), here)] if wanted.year else []
    chosen += [("tag", wanted.tag.text, wanted.tag.text_language)] if wanted.tag else []
    return [{"chosen": {"label": label, "language": language}, "url": f"{path}?{wanted.query(**{name: ''})}"} for name, label, language in chosen]
