"""What is offered besides the results: those of the other languages, and something to read where nothing is found."""

from datetime import date

from django.db.models import Exists, OuterRef

from anniversary import clock
from anniversary.languages import text as languages

from . import facets, filing, loosening, ranking, showing
from .answers import Elsewhere, Hit
from .asking import Query
from .facets import NEWEST
from .matching import Match
from .models import UNDATED, Entry, EntryQuerySet
from .pool import CANDIDATES, Pool, candidates, texts_of

ENOUGH = 300  # with more results in their own language, readers are not offered those of others
EACH, LOOKED_AT = 3, 60
SUGGESTED, COMING = 5, 3  # and how many of them are still to come, if there are as many
NEAREST = ("day", "-kind", "-object_id")  # NEWEST from its other end, for the same index


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
    """Where nothing has most of what is asked for: what has any of it, else what is on next and what was last."""
    rows = facets.readable(language)
    if loosening.can_be(query):
        pks, weights = loosening.loosened(rows, query, language, CANDIDATES)
        if best := ranking.ranked(texts_of(pks), query, weights)[:SUGGESTED]:
            return showing.hits([row.pk for row in best], query)
    return showing.hits(_around(rows, language, clock.now().date()))


def _around(rows: EntryQuerySet, language: str, today: date) -> list[int]:
    """The ids of what is on next, the nearest first, and then of what was last: each as the index on the days has them. Two queries.

    Days are those of the places, each with its own clock: what happens today may be a day off at midnight, and is offered all the same.
    """
    ordered = rows.filter(language=language).only("pk", "day")
    coming = list(ordered.filter(day__gte=today).order_by(*NEAREST)[:SUGGESTED])
    gone = list(ordered.filter(day__lt=today).order_by(*NEWEST)[:SUGGESTED])
    soon = coming[: max(COMING, SUGGESTED - sum(row.day > UNDATED for row in gone))]
    return [row.pk for row in (*soon, *gone[: SUGGESTED - len(soon)])]
