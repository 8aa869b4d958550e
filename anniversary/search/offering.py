"""What is offered besides the results: those of the other languages, and something to read where nothing is found."""

from django.db.models import Exists, OuterRef

from anniversary.languages import text as languages

from . import facets, filing, loosening, ranking, showing
from .answers import Elsewhere, Hit
from .asking import Query
from .matching import Match
from .models import Entry
from .pool import CANDIDATES, Pool, candidates, texts_of

ENOUGH = 300  # with more results in their own language, readers are not offered those of others
EACH, LOOKED_AT = 3, 60
SUGGESTED = 5


def elsewhere(found: Pool) -> list[Elsewhere]:
    """What the other languages have of all that is asked for, without the records that are found in this one."""
    if found.seen.total > ENOUGH or found.seen.more:
        return []
    own = [row.pk for row in found.seen.rows]
    offered = [_of_language(found.query, code, own) for code in languages.codes() if code != found.language]
    return [one for one in offered if one.total]


def _of_language(query: Query, language: str, own: list[int]) -> Elsewhere:
    rows = facets.readable(language)
    if own:
        rows = rows.exclude(Exists(Entry.objects.filter(pk__in=own, kind=OuterRef("kind"), object_id=OuterRef("object_id"))))
    filed = filing.languages(language)
    seen = facets.seen(facets.in_order(rows, Match.of(query, filed), language))
    best = ranking.ranked(texts_of(candidates(rows, query, language, seen, filed, LOOKED_AT)), query)[:EACH] if seen.total else []
    return Elsewhere(language, showing.hits([row.pk for row in best], query), seen.total, more_than=seen.more)


def suggestions(query: Query, language: str) -> list[Hit]:
    """Where nothing has most of what is asked for: what has any of it, else the newest there is."""
    rows = facets.readable(language)
    if loosening.can_be(query):
        pks, weights = loosening.loosened(rows, query, language, CANDIDATES)
        if best := ranking.ranked(texts_of(pks), query, weights)[:SUGGESTED]:
            return showing.hits([row.pk for row in best], query)
    return showing.hits(list(facets.newest(rows, language, many=True).values_list("pk", flat=True)[:SUGGESTED]))
