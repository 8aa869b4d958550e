"""What a search is asked for in an address; and what of its results stands in the records alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import CharField, Model, QuerySet, Value
from django.http import QueryDict

from anniversary.history.models import Milestone
from anniversary.languages.models import plain
from anniversary.library.models import Tag
from anniversary.programmes.models import Programme
from anniversary.publishing.tagging import public_tags
from anniversary.search import finding, registry

LENGTH = 100  # of what is looked for
BY_DATE = "date"
YEAR = re.compile(r"[12][0-9]{3}")


@dataclass(frozen=True)
class Wanted:
    """What an address asks for, known to be good."""

    text: str
    kind: str = ""
    year: int | None = None
    tag: Tag | None = None
    by_date: bool = False
    after: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """What cannot be is left out: an old link still finds something."""
        kind, year = query.get("kind", ""), query.get("year", "")
        return cls(
            text=words(query.get("q", "")),
            kind=kind if kind in registry.listed() else "",
            year=int(year) if YEAR.fullmatch(year) else None,
            tag=tag(query.get("tag", "")),
            by_date=query.get("sort", "") == BY_DATE,
            after=query.get("after", ""),
        )

    def asked(self, language: str) -> finding.Asked:
        return finding.Asked(
            text=self.text, language=language, kind=self.kind, year=self.year, tag=self.tag.pk if self.tag else None, by_date=self.by_date, after=self.after
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.year or self.tag)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Names and values of all but the words: what a form takes along to look for others."""
        return [(name, value) for name, value in self._parts().items() if name != "q" and value]

    def query(self, **changed: str) -> str:
        """As it stands in an address, some of it changed; an empty value takes a part away. The first page, unless `after` is given."""
        return urlencode({name: value for name, value in (self._parts() | changed).items() if value})

    def _parts(self) -> dict[str, str]:
        slug = self.tag.slug if self.tag else ""
        return {"q": self.text, "kind": self.kind, "year": str(self.year or ""), "tag": slug, "sort": BY_DATE if self.by_date else ""}


def words(text: str) -> str:
    """What was typed, on one line and without what nobody types on purpose; no longer than anybody needs."""
    return " ".join(plain(text).split())[:LENGTH].strip()


def tag(slug: str) -> Tag | None:
    """The tag of this slug, if anything public has it: the words of another are nobody's business yet."""
    return public_tags().filter(slug=slug).first() if slug else None


def tags(choices: Iterable[finding.Choice]) -> dict[str, Tag]:
    """The tags that are offered, by the value of the choice. One query."""
    keys = [int(choice.value) for choice in choices]
    return {str(found.pk): found for found in Tag.objects.filter(pk__in=keys)} if keys else {}


Fields = Mapping[str, tuple[type[Model], str]]
# The day of these is only as exact as a source is: to sort by, the index has the first day of the year or month.
_PARTIAL: Fields = {"milestone": (Milestone, "date"), "programme": (Programme, "start")}


def days(hits: Iterable[finding.Hit]) -> dict[tuple[str, int], str]:
    """The day of each hit that has one, by kind and key: 2023-02-23, or only 2023-02 or 2023 where no more is known. One query at most."""
    hits = list(hits)
    found = {(hit.kind, hit.key): hit.day.isoformat() for hit in hits if hit.day}
    return found | {place: written for place, written in of_records(hits, _PARTIAL).items() if place in found and written}


def of_records(hits: Iterable[finding.Hit], fields: Fields) -> dict[tuple[str, int], Any]:
    """A field of the records behind the hits, by kind and key; `fields` says of which model, by kind. One query, whatever there is."""
    keys: dict[str, list[int]] = {}
    for hit in hits:
        if hit.kind in fields:
            keys.setdefault(hit.kind, []).append(hit.key)
    parts = []
    for kind, those in keys.items():
        model, field = fields[kind]
        rows: QuerySet[Any] = QuerySet(model).filter(pk__in=those).order_by().annotate(of_kind=Value(kind, CharField()))
        parts.append(QuerySet.values_list(rows, "of_kind", "pk", field))
    if not parts:
        return {}
    return {(kind, key): value for kind, key, value in (parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])}
