"""How much there is of each kind, year and tag."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, Func, IntegerField, OuterRef

from anniversary.languages import text as languages

from . import registry
from .answers import Asked, Choice
from .matching import MANY, Match, many
from .models import UNDATED, Entry, EntryQuerySet, Link

NEWEST = ("-day", "kind", "object_id")
MOST_TAGS = 12
# An entry's tags, by the index on what a link is of: each database is kept from reading the links of all tags instead.
_OF_ENTRY = "link.kind = entry.kind AND link.object_id = entry.object_id AND link.target_kind"
_TAGS = {
    "sqlite": f"JOIN search_link link ON {_OF_ENTRY} || '' = 'tag'",
    "postgresql": f"CROSS JOIN LATERAL (SELECT link.target_id FROM search_link link WHERE {_OF_ENTRY} = 'tag' OFFSET 0) link",  # noqa: S608
}
COUNTED = 1_000  # results that are looked at; where there are more, this is said, and the numbers are of the newest so many


class Plain(Func):
    """A column that SQLite is not to look for an index on: what the words find is to be looked at, not all that there is of a language."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, template="+%(expressions)s", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, template="%(expressions)s", **more)


class Year(Func):
    """The year of a day: by SQLite itself, not by a function of Python's for each row."""

    arity = 1
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, template="CAST(substr(%(expressions)s, 1, 4) AS INTEGER)", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, template="extract(year from %(expressions)s)::int", **more)


class Row(NamedTuple):
    pk: int
    kind: str
    year: int


@dataclass(frozen=True)
class Seen:
    """What was looked at to be counted: all there is or, if there is `more`, the newest of it, in that order."""

    rows: list[Row]
    more: bool = False

    @property
    def total(self) -> int:
        return len(self.rows)


def readable(*codes: str) -> EntryQuerySet:
    """What readers may find now in these languages: of the kinds that are listed."""
    rows = Entry.objects.public().alias(in_language=Plain(F("language")), of_kind=Plain(F("kind")))
    found: EntryQuerySet = rows.filter(in_language__in=codes, of_kind__in=list(registry.listed()))
    return found


def newest(rows: EntryQuerySet, language: str, *, many: bool, kind: str = "") -> EntryQuerySet:
    """The rows (of this language, and kind) in the order of their days. Of many, the first are found by the index on that order; few are sorted."""
    if many:
        rows = rows.filter(language=language, kind=kind) if kind else rows.filter(language=language)
    return rows.order_by(*NEWEST)


def in_order(rows: EntryQuerySet, match: Match, language: str, *, kind: str = "", most: int = MANY) -> EntryQuerySet:
    """The rows that match, in the order of their days; gone through in that order where at least `most` do. One small query, to see that."""
    match.many = many(match, most)
    return newest(rows.filter(match), language, many=match.many, kind=kind)


def allowed(asked: Asked) -> Asked:
    """Without the filters that cannot be."""
    return replace(
        asked,
        kind=asked.kind if asked.kind in registry.listed() else "",
        year=asked.year if asked.year and UNDATED.year < asked.year <= 9999 else None,
        tag=asked.tag if asked.tag and 0 < asked.tag < 2**63 else None,
    )


def without(asked: Asked, but: str) -> Asked:
    """The same without one of the filters."""
    return replace(asked, kind="" if but == "kind" else asked.kind, year=None if but == "year" else asked.year, tag=None if but == "tag" else asked.tag)


def narrowed(rows: EntryQuerySet, asked: Asked) -> EntryQuerySet:
    """What the filters leave of few rows."""
    if asked.kind:
        rows = rows.filter(of_kind=asked.kind)
    if asked.year:
        rows = rows.filter(day__year=asked.year)
    return rows.filter(_has(asked.tag)) if asked.tag else rows


def seen(rows: EntryQuerySet) -> Seen:
    """What there is of these rows, which are in the order of days. One query."""
    found = _fetched(rows.annotate(year=Year(F("day"))).values_list("pk", "kind", "year")[: COUNTED + 1])
    return Seen([Row._make(row) for row in found[:COUNTED]], more=len(found) > COUNTED)


def _fetched(rows: Any) -> list[tuple[Any, ...]]:
    """The rows as the database gives them: a thousand through Django's converters take longer than to be found."""
    try:
        statement, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def filtered(found: Seen, seen_of: Callable[[Asked], Seen], asked: Asked) -> tuple[Seen, Seen, Seen, Seen]:
    """Of all that is found (`found`; `seen_of` what other filters leave): what the filters leave; all of them but the kind's; but the year's; but the tag's."""
    chosen = [name for name in ("kind", "year", "tag") if getattr(asked, name)]
    if not chosen:
        return found, found, found, found
    tagged = seen_of(replace(asked, kind="", year=None)) if asked.tag and not found.more else found

    def left(but: str) -> Seen:
        if chosen == [but]:
            return found
        if found.more:
            return seen_of(without(asked, but))
        of_kind, of_year = ("" if but == "kind" else asked.kind), (None if but == "year" else asked.year)
        return Seen([row for row in (found if but == "tag" else tagged).rows if of_kind in ("", row.kind) and of_year in (None, row.year)])

    every = left("")
    return every, left("kind") if asked.kind else every, left("year") if asked.year else every, left("tag") if asked.tag else every


def kinds(found: Seen, asked: Asked) -> list[Choice]:
    """The kinds that there are, most first."""
    numbers: Counter[str] = Counter({asked.kind: 0} if asked.kind else {})
    numbers.update(row.kind for row in found.rows)
    ordered = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
    return [Choice(kind, str(registry.named(kind).label), number, kind == asked.kind) for kind, number in ordered]


def years(found: Seen, asked: Asked) -> list[Choice]:
    """The years, the last first; what has no day is in none."""
    numbers: Counter[int] = Counter({asked.year: 0} if asked.year else {})
    numbers.update(row.year for row in found.rows if row.year != UNDATED.year)
    return [Choice(str(year), str(year), number, year == asked.year) for year, number in sorted(numbers.items(), reverse=True)]


def tags(found: Seen, asked: Asked) -> list[Choice]:
    """The tags, most first. Two queries, one more for a tag that nothing found has."""
    keys = ", ".join(str(row.pk) for row in found.rows) or "0"
    with connection.cursor() as cursor:
        # Entries and links have no key in common that Django could join them by.
        cursor.execute(
            f"SELECT link.target_id, count(*) FROM search_entry entry {_TAGS[connection.vendor]} "  # noqa: S608 - names of ours
            f"WHERE entry.id IN ({keys}) GROUP BY link.target_id ORDER BY 2 DESC, 1 LIMIT {2 * MOST_TAGS}"
        )
        numbers = dict(cursor.fetchall())
    if asked.tag and asked.tag not in numbers and _is_used(asked.tag):
        numbers[asked.tag] = 0
    labels = _labels(list(numbers), asked.language)
    choices = [Choice(str(tag), labels[tag], number, tag == asked.tag) for tag, number in numbers.items() if tag in labels]
    choices.sort(key=lambda choice: (-choice.number, choice.label))
    return [choice for place, choice in enumerate(choices) if place < MOST_TAGS or choice.chosen]


def _is_used(tag: int) -> bool:
    """Whether readers find anything that has it: otherwise its name is not for them."""
    return readable(*languages.codes()).filter(_has(tag)).exists()


def _has(tag: int) -> Exists:
    """That the record of an entry has the tag."""
    return Exists(Link.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"), target_kind="tag", target_id=tag))


def _labels(keys: list[int], language: str) -> dict[int, str]:
    """The names of tags, of which readers see what has them, in this language or the first that has one. By itself, no tag is public."""
    order = languages.order(language)
    rows = Entry.objects.filter(kind="tag", object_id__in=keys, language__in=languages.codes()).values_list("object_id", "language", "title")
    found: dict[int, str] = {}
    for key, _language, title in sorted(rows, key=lambda row: order.index(row[1])):
        found.setdefault(key, title)
    return found
