"""What a program may ask for: the parameters of a list, and what they turn out to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from ninja import Schema
from pydantic import Field, create_model

from anniversary import clock
from anniversary.languages import text
from anniversary.publishing.pages import read_moment
from events.filtering import table
from events.filtering.terms import LONGEST, SLUG, Day, Month, Records, Term, Typed, Words
from events.filters import Filters
from events.listings import WHEN

from .problems import Wrong

ABSENT: Any = None
MOST, USUAL = 100, 30
DAYS = 400  # for which it is told what was changed: all that ever left the public would be work without end

# What parameters mean, for the description and the page; those of the list's filters have their titles.
MEANINGS: dict[str, StrOrPromise] = {
    "q": _("Words to look for: no more than 100 characters."),
    "lang": _("Language of the texts and addresses, as plain strings. Without it: objects with every language."),
    "limit": _("How many records a page has, from 1 to 100."),
    "after": _("Where the next page begins. Take it from “next” in the answer; it means nothing by itself."),
    "modified_since": _(
        "Only what was changed or became public since this moment, no more than 400 days ago; “withdrawn” then names what is public no longer."
    ),
    "when": _("Dates that are on or to come, that are over, or all of them."),
    "event": _("Only the dates of this event, by its id."),
    "kind": _("Only programmes of this kind."),
    "type": _("Only articles of this type."),
}
EXAMPLES = {"q": "friendship", "year": "2023", "tag": "music", "month": "2025-06", "from": "2025-06-15", "until": "2025-06-30", "language": "fr"}


def example(name: str) -> str:
    """A value that a parameter can have; empty where it is one of a list."""
    return f"{clock.now() - timedelta(days=1):%Y-%m-%dT%H:%M:00Z}" if name == "modified_since" else EXAMPLES.get(name, "")


class Alone(Schema):
    """The parameters of a single record."""

    lang: str = ABSENT


class Paging(Alone):
    """The parameters of every list."""

    limit: int = Field(USUAL, ge=1, le=MOST)
    after: str = ABSENT
    modified_since: str = Field(ABSENT, json_schema_extra={"format": "date-time"})


def _schema(term: Term) -> dict[str, Any]:
    """What is fixed of a filter's values. Which records and words there are is a matter of the moment: see `words`."""
    if isinstance(term, Day):
        return {"format": "date"}
    if isinstance(term, Typed):
        return {"minLength": 1, "maxLength": LONGEST}
    if isinstance(term, Month):
        return {"pattern": "^[0-9]{4}-[0-9]{2}$"}
    return {"pattern": f"^{SLUG.pattern}$"} if isinstance(term, Records) else {}


def words(name: str) -> list[str]:
    """The values that a parameter can have, where it is one of a list that depends on the site's content."""
    if name == "lang":
        return text.codes()
    term = table.TERMS.get(name)
    return [value for value, _label in term.words()] if isinstance(term, Words) else []


def one_of(values: Iterable[str]) -> Any:
    """A parameter with one of these values."""
    return Literal[tuple(values)], ABSENT


Plain: Any = Paging
TERMS: dict[str, Any] = {name: (str, Field(ABSENT, json_schema_extra=_schema(term))) for name, term in table.TERMS.items()}
OfEvents: Any = create_model("OfEvents", __base__=Paging, when=one_of(WHEN), **TERMS)
OfDates: Any = create_model("OfDates", __base__=OfEvents, event=(UUID, ABSENT))


@dataclass(frozen=True)
class Asked:
    """What a list is asked for."""

    language: str
    limit: int
    after: str
    since: datetime | None
    filters: Filters
    given: Any  # the parameters as they came

    @classmethod
    def of(cls, request: HttpRequest, given: Any) -> "Asked":
        """Wrong for a value that cannot be, and for a parameter that there is not: a slip would otherwise give everything."""
        known(request, type(given))
        return cls(language(given), given.limit, given.after or "", since(given), filters(request) if isinstance(given, OfEvents) else Filters(), given)


def known(request: HttpRequest, those: type[Schema]) -> None:
    for name, values in request.GET.lists():
        if name not in those.model_fields:
            raise Wrong(name, "There is no such parameter.")
        if len(values) > 1:
            raise Wrong(name, "It is given more than once.")
        if values == [""]:
            raise Wrong(name, "It is empty.")
        if "\0" in values[0]:
            raise Wrong(name, "It has a character that cannot be.")  # PostgreSQL has no text with it


def since(given: Any) -> datetime | None:
    if given.modified_since is None:
        return None
    found = read_moment(given.modified_since)
    if found is None:
        raise Wrong("modified_since", f"Write a moment with its zone, such as {example('modified_since')}. A plus sign is written %2B in an address.")
    if found < clock.now() - timedelta(days=DAYS):
        raise Wrong("modified_since", f"This is more than {DAYS} days ago. Read the lists anew, from their beginning and without this parameter.")
    return found


def language(given: Any) -> str:
    if given.lang is not None and given.lang not in text.codes():
        raise Wrong("lang", f"One of: {', '.join(text.codes())}.")
    return given.lang or ""


def filters(request: HttpRequest) -> Filters:
    """The list's own filters, by the list's own rules; Wrong where the list would answer 404."""
    try:
        found = Filters.of(request)
    except Http404:
        raise Wrong(_culprit(request), "There is no such value.") from None
    words = table.WORDS.name
    if len(request.GET.get(words, "")) > LONGEST:
        raise Wrong(words, f"It is longer than {LONGEST} characters.")
    if words in request.GET and not found.value(words):
        raise Wrong(words, "There is nothing in it to look for.")
    for name, problem in found.problems.items():
        raise Wrong(name, problem)
    return found


def _culprit(request: HttpRequest) -> str:
    """The filter that is not found even alone."""
    for name, value in request.GET.items():
        alone: Any = HttpRequest()
        alone.GET = QueryDict(mutable=True)
        alone.GET[name] = value
        try:
            Filters.of(alone)
        except Http404:
            return name
    return ""
