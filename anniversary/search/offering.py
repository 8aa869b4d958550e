"""What is offered besides the results: those of the other languages, and something to read where nothing is found."""

from django.db.models import Exists, OuterRef

from anniversary.languages import text as languages

from . import facets, loosening, ranking, showing
from .answers import Elsewhere, Hit
from .asking import Query
from .matching import Match
from .models import Entry
from .pool import CANDIDATES, NEWEST, Pool, candidates, texts_of

ENOUGH = 300  # with more results in their own language, readers are not offered those of others
EACH, LOOKED_AT, MOST = 3, 60, 1_000
SUGGESTED = 5


def elsewhere(found: Pool, language: str) -> list[Elsewhere]:
    """What the other languages have of all that is asked for, without the records that are found in this one."""
    if found.own > ENOUGH:
        return []
    own = list(found.rows.order_by().values_list("pk", flat=True)) if found.size else []
    offered = [_of_language(found.query, code, own) for code in languages.codes() if code != language]
    return [one for one in offered if one.total]


def _of_language(query: Query, language: str, own: list[int]) -> Elsewhere:
    rows = facets.readable(language).filter(Match.of(query))
    if own:
        rows = rows.exclude(Exists(Entry.objects.filter(pk__in=own, kind=OuterRef("kind"), object_id=OuterRef("object_id"))))
    total = rows.order_by()[: MOST + 1].count()
    best = ranking.ranked(texts_of(candidates(rows, query, total, LOOKED_AT)), query)[:EACH] if total else []
    return Elsewhere(language, showing.hits([row.pk for row in best], query), min(total, MOST), more_than=total > MOST)


def suggestions(query: Query, language: str) -> list[Hit]:
    """Where nothing has most of what is asked for: what has any of it, else the newest there is."""
    rows = facets.readable(language)
    if loosening.can_be(query):
        pks, weights = loosening.loosened(rows, query, CANDIDATES)
        if best := ranking.ranked(texts_of(pks), query, weights)[:SUGGESTED]:
            return showing.hits([row.pk for row in best], query)
    return showing.hits(list(rows.order_by(*NEWEST).values_list("pk", flat=True)[:SUGGESTED]))
