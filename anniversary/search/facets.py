"""How much there is of each kind, year and tag."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef

from anniversary.languages import text as languages

from . import registry
from .answers import Asked, Choice
from .models import UNDATED, Entry, EntryQuerySet, Link

MOST_TAGS = 12
TAGGED = 2_000  # the newest so many results are asked for their tags: of more, the numbers are of these

Counts = Mapping[tuple[str, int], int]  # by kind and year


class Year(Func):
    """The year of a day: by SQLite itself, not by a function of Python's for each row."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, template="CAST(substr(%(expressions)s, 1, 4) AS INTEGER)", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, template="extract(year from %(expressions)s)::int", **more)


def readable(*codes: str) -> EntryQuerySet:
    """What readers may find now in these languages: of the kinds that are listed."""
    kinds = [kind.name for kind in registry.searched() if kind.listed]
    found: EntryQuerySet = Entry.objects.public().filter(language__in=codes, kind__in=kinds)
    return found


def allowed(asked: Asked) -> Asked:
    """Without the filters that cannot be."""
    listed = {kind.name for kind in registry.searched() if kind.listed}
    return Asked(
        text=asked.text,
        language=asked.language,
        kind=asked.kind if asked.kind in listed else "",
        year=asked.year if asked.year and UNDATED.year < asked.year <= 9999 else None,
        tag=asked.tag if asked.tag and 0 < asked.tag < 2**63 else None,
        by_date=asked.by_date,
        after=asked.after,
    )


def narrowed(rows: EntryQuerySet, asked: Asked, *, by_tag: bool = True) -> EntryQuerySet:
    """The rows that the filters leave."""
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.year:
        rows = rows.filter(day__year=asked.year)
    return tagged(rows, asked.tag) if asked.tag and by_tag else rows


def tagged(rows: EntryQuerySet, tag: int) -> EntryQuerySet:
    return rows.filter(Exists(Link.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"), target_kind="tag", target_id=tag)))


def counted(rows: EntryQuerySet) -> Counts:
    """How many rows there are of each kind and year. One query."""
    found = rows.order_by().annotate(year=Year(F("day"))).values_list("kind", "year").annotate(number=Count("pk"))
    return {(kind, year): number for kind, year, number in found}


def total(counts: Counts, asked: Asked) -> int:
    return sum(number for (kind, year), number in counts.items() if asked.kind in ("", kind) and asked.year in (None, year))


def kinds(counts: Counts, asked: Asked) -> list[Choice]:
    """The kinds that there are with the other filters, most first."""
    numbers: Counter[str] = Counter({asked.kind: 0} if asked.kind else {})
    for (kind, year), number in counts.items():
        if asked.year in (None, year):
            numbers[kind] += number
    return [Choice(kind, str(registry.named(kind).label), number, kind == asked.kind) for kind, number in sorted(numbers.items(), key=lambda each: (-each[1], each[0]))]


def years(counts: Counts, asked: Asked) -> list[Choice]:
    """The years, the last first; what has no day is in none."""
    numbers: Counter[int] = Counter({asked.year: 0} if asked.year else {})
    for (kind, year), number in counts.items():
        if asked.kind in ("", kind) and year != UNDATED.year:
            numbers[year] += number
    return [Choice(str(year), str(year), number, year == asked.year) for year, number in sorted(numbers.items(), reverse=True)]


def tags(rows: EntryQuerySet, asked: Asked, most: int) -> list[Choice]:
    """The tags of the rows that the other filters leave (of which there are `most`), most first. Two queries."""
    rows = narrowed(rows, asked, by_tag=False)
    rows = rows.order_by("-day", "kind", "object_id")[:TAGGED] if most > TAGGED else rows.order_by()
    inner, params = rows.values_list("kind", "object_id").query.sql_with_params()
    with connection.cursor() as cursor:
        # Entries and links have no key in common that Django could join them by.
        cursor.execute(
            f"SELECT link.target_id, count(*) FROM ({inner}) found JOIN search_link link ON link.kind = found.kind AND link.object_id = found.object_id "  # noqa: S608
            "WHERE link.target_kind = 'tag' GROUP BY link.target_id ORDER BY 2 DESC, 1 LIMIT %s",
            [*params, 2 * MOST_TAGS],
        )
        numbers = dict(cursor.fetchall())
    if asked.tag:
        numbers.setdefault(asked.tag, 0)
    labels = _labels(list(numbers), asked.language)
    found = [Choice(str(tag), labels[tag], number, tag == asked.tag) for tag, number in numbers.items() if tag in labels]
    found.sort(key=lambda choice: (-choice.number, choice.label))
    return [choice for place, choice in enumerate(found) if place < MOST_TAGS or choice.chosen]


def _labels(keys: list[int], language: str) -> dict[int, str]:
    """The names of tags that readers may see, in this language or the first that has one."""
    order = languages.order(language)
    shown = languages.codes()
    rows = Entry.objects.public().filter(kind="tag", object_id__in=keys, language__in=shown).values_list("object_id", "language", "title")
    found: dict[int, str] = {}
    for key, _language, title in sorted(rows, key=lambda row: order.index(row[1])):
        found.setdefault(key, title)
    return found
