"""The search, for programs: what the site's own page finds, with what was found marked by its place in the text."""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from pydantic import Field, create_model

from anniversary import searching
from anniversary.articles.models import Article
from anniversary.directory.models import Organisation
from anniversary.languages import text
from anniversary.programmes.models import Programme
from anniversary.publishing.structured import absolute
from anniversary.search import cursors, finding, registry
from anniversary.searching import Wanted
from events.filtering.terms import SLUG
from events.models import Event, Venue

from . import asking, parts, search_shapes
from .asking import ABSENT
from .problems import Wrong

PATH = "/api/search/"
LABEL, ABOUT = _("Search"), _("Whatever has the words that are looked for, the best match first: texts in one language, and how much others have.")
RELEVANCE = "relevance"
FAR = 100_000  # no place of a ranking is as far
MEANINGS = {
    "lang": _("Language whose texts are looked through, and of the answer. Without it: the site’s first."),
    "kind": _("Only this kind."),
    "year": _("Only what belongs to this year."),
    "tag": _("Only what has this tag."),
    "sort": _("The best match first, or the newest."),
}
# The kinds that the API has records of: where it calls them what, and in which field.
RECORDS: searching.Fields = {
    "event": (Event, "uuid"), "venue": (Venue, "uuid"), "organisation": (Organisation, "uuid"), "programme": (Programme, "uuid"), "article": (Article, "uuid"),
}  # fmt: skip
_MARK = re.compile("</?mark>")


Query: Any = create_model(
    "OfSearch", __base__=asking.Alone,
    q=(str, Field(min_length=1, max_length=searching.LENGTH)),
    kind=asking.one_of(registry.listed()),
    year=(int, Field(ABSENT, ge=1000, le=2999)),
    tag=(str, Field(ABSENT, json_schema_extra={"pattern": f"^{SLUG.pattern}$"})),
    sort=asking.one_of((RELEVANCE, searching.BY_DATE)),
    after=(str, ABSENT),
)  # fmt: skip


def answer(request: HttpRequest, given: Any) -> HttpResponse:
    with translation.override("en"):  # what is wrong is said in English (see problems)
        asking.known(request, Query)
        language = asking.language(given) or text.codes()[0]
        wanted = read(request.GET)
    with translation.override(language):
        shown = tell(wanted, finding.find(wanted.asked(language)), language)
    return HttpResponse(shown.model_dump_json(), content_type="application/json", headers={"Content-Language": language})


def read(query: QueryDict) -> Wanted:
    """As the page reads it; Wrong for what it would leave out."""
    wanted = Wanted.of(query)
    if not wanted.text:
        raise Wrong("q", "There is nothing in it to look for.")
    if query.get("tag") and not wanted.tag:
        raise Wrong("tag", "There is no such value.")
    if wanted.after and not (cursors.entry(wanted.after) if wanted.by_date else cursors.place(wanted.after, FAR)):
        raise Wrong("after", "This is no cursor of this search: take it from “next” in an answer.")
    return wanted


def tell(wanted: Wanted, results: finding.Results, language: str) -> search_shapes.Search:
    hits = [*results.hits, *(hit for other in results.elsewhere for hit in other.hits)]
    days, keys = searching.days(hits), searching.of_records(hits, RECORDS)
    labels, tags = registry.listed(), searching.tags(results.tags)
    return search_shapes.Search(
        results=[found(hit, days, keys) for hit in results.hits],
        total=results.total,
        at_least=results.more_than,
        kinds=[search_shapes.Count(value=choice.value, label=str(labels[choice.value].label), results=choice.number) for choice in results.kinds],
        years=[search_shapes.Count(value=choice.value, label=choice.value, results=choice.number) for choice in results.years],
        tags=[search_shapes.Count(value=tag.slug, label=tag.text, results=choice.number) for choice in results.tags if (tag := tags.get(choice.value))],
        instead=results.instead or None,
        elsewhere=[
            search_shapes.Elsewhere(
                language=other.language, total=other.total, at_least=other.more_than, results=[found(hit, days, keys) for hit in other.hits],
                search=absolute(f"{PATH}?{urlencode({'q': wanted.text, 'lang': other.language})}"),
            )
            for other in results.elsewhere
        ],
        next=absolute(f"{PATH}?{wanted.query(lang=language, after=results.after)}") if results.after else None,
    )  # fmt: skip


def found(hit: finding.Hit, days: Mapping[tuple[str, int], str], keys: Mapping[tuple[str, int], Any]) -> search_shapes.Found:
    key = keys.get((hit.kind, hit.key))
    (title, title_marks), (snippet, snippet_marks) = marked(hit.title_html), marked(hit.snippet)
    return search_shapes.Found(
        kind=hit.kind,
        id=key,
        api=parts.api(f"{hit.kind}s", key) if key else None,
        url=absolute(hit.url),
        language=hit.language,
        title=title,
        title_marks=title_marks,
        snippet=snippet or None,
        snippet_marks=snippet_marks,
        day=days.get((hit.kind, hit.key)),
    )


def marked(written: str) -> tuple[str, list[search_shapes.Stretch]]:
    """The plain text of a title or snippet, and where what was found is in it."""
    plain, stretches = "", []
    for place, part in enumerate(_MARK.split(written)):
        start, plain = len(plain), plain + html.unescape(part)
        if place % 2:
            stretches.append(search_shapes.Stretch(start=start, end=len(plain)))
    return plain, stretches
