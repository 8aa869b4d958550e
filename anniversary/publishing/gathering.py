"""Records of several kinds in one query: for pages that list whatever there is on something."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import IntegerField, QuerySet, Value

from anniversary.languages.text import stored

from .registry import Kind


def gather(parts: Iterable[tuple[Kind, "QuerySet[Any]"]], *fields: str, each: int, order: str = "slug") -> list[tuple[Kind, list[Any]]]:
    """(kind, records) for each part that has any, the first `each` of every part by `order`.

    `fields` are translated fields that all parts have, "title" standing for what the kind has for one. The records are
    not whole: they hold their slug and these fields, which is enough for a link and a line.
    """
    found = [(kind, stored(*(kind.title if field == "title" else field for field in fields)), queryset) for kind, queryset in parts]
    queries = []
    for place, (_kind, names, queryset) in enumerate(found):
        # Cut off within a subquery: SQLite takes no limit in the parts of a union, and one kind must not crowd out the others.
        first = queryset.order_by(order, "slug").values("pk")[:each]
        bare: QuerySet[Any] = QuerySet(queryset.model)  # modeltranslation's own mixes up the columns of a union
        shown = bare.filter(pk__in=first).order_by()
        queries.append(shown.annotate(place=Value(place, IntegerField())).values_list("place", order.lstrip("-"), "slug", *names))
    if not queries:
        return []
    rows = queries[0].union(*queries[1:], all=True).order_by("place", order, "slug")
    groups = []
    for place, group in groupby(rows, key=lambda row: row[0]):
        kind, names, _queryset = found[place]
        groups.append((kind, [kind.model(slug=row[2], **dict(zip(names, row[3:], strict=True))) for row in group]))
    return groups
