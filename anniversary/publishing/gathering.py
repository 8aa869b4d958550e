"""Records of several kinds in one query: for pages that list whatever there is on something."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import IntegerField, QuerySet, Value

from anniversary.languages.text import columns

from .registry import Kind


def gather(parts: Iterable[tuple[Kind, "QuerySet[Any]"]], *fields: str, order: str = "slug", limit: int = 200) -> list[tuple[Kind, list[Any]]]:
    """(kind, records) for each part that has any, at most `limit` records in all.

    `fields` are translated fields that all parts have, "title" standing for what the kind has for one. The records are
    not whole: they hold their slug and these fields, which is enough for a link and a line.
    """
    found = list(parts)
    queries = []
    for place, (kind, queryset) in enumerate(found):
        names = columns(*(kind.title if field == "title" else field for field in fields))
        bare: QuerySet[Any] = QuerySet(queryset.model, query=queryset.query.chain())  # modeltranslation's own mixes up the columns of a union
        queries.append(bare.order_by().annotate(place=Value(place, IntegerField())).values_list("place", order.lstrip("-"), "slug", *names))
    if not queries:
        return []
    rows = queries[0].union(*queries[1:], all=True).order_by("place", order, "slug")[:limit]
    groups = []
    for place, group in groupby(rows, key=lambda row: row[0]):
        kind = found[place][0]
        names = columns(*(kind.title if field == "title" else field for field in fields))
        groups.append((kind, [kind.model(slug=row[2], **dict(zip(names, row[3:], strict=True))) for row in group]))
    return groups
