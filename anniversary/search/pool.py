"""The entries that a query finds in a language, before the filters; and the first of them in their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Left

from . import facets, loosening, ranking
from .answers import Asked
from .asking import Query
from .facets import NEWEST, Seen
from .matching import Match, many
from .models import Entry, EntryQuerySet
from .ranking import Candidate

CANDIDATES = 200
FEW = 10  # with fewer results, what has only most of the query is shown too


@dataclass
class Pool:
    """`readable`: all that may be found in the language. `rows`: what is. `seen`: of that. `own`: how much of it has all of the query.
    `loosened`: the ids best first, where most of the query sufficed."""

    query: Query
    language: str
    readable: EntryQuerySet
    rows: EntryQuerySet
    seen: Seen
    own: int
    loosened: list[int] | None = None

    def best(self, asked: Asked, left: Seen) -> list[int]:
        """The ids of at most 200 of those that the filters leave, best first."""
        if self.loosened is not None:
            keys = {row.pk for row in left.rows}
            return [pk for pk in self.loosened if pk in keys]
        found = candidates(facets.narrowed(self.readable, asked), self.query, self.language, left)
        return [row.pk for row in ranking.ranked(texts_of(found), self.query)]


def gather(query: Query, language: str) -> Pool:
    """What there is: by all parts of the query or, where these find little, by most of them."""
    readable = facets.readable(language)
    rows = readable.filter(Match.of(query))
    seen = facets.seen(rows, language, many=many(query))
    pool = Pool(query, language, readable, rows, seen, seen.total)
    if pool.own >= FEW or not loosening.can_be(query):
        return pool
    every = {row.pk for row in seen.rows}
    more, weights = loosening.loosened(readable, query, language, CANDIDATES)
    best = [row.pk for row in ranking.ranked(texts_of([*every, *more]), query, weights, loosening.NEED)][:CANDIDATES]
    pool.loosened = sorted(best, key=lambda pk: pk not in every)
    pool.rows = readable.filter(pk__in=pool.loosened)
    if len(pool.loosened) > pool.own:
        pool.seen = facets.seen(pool.rows, language, many=False)
    return pool


def candidates(readable: EntryQuerySet, query: Query, language: str, seen: Seen, most: int = CANDIDATES) -> list[int]:
    """The ids of those to be ranked: all if they are few; otherwise those with the query in their titles, then those that have in one what
    was typed in one, then the others, the newest first of each."""
    if not seen.more and seen.total <= most:
        return [row.pk for row in seen.rows]
    rows = readable.filter(Match.of(query))
    # What the title has the text has: one index is enough, unless something is excluded.
    in_title = (rows if query.excluded else readable).filter(Match(query.parts, where="title"))
    found = dict.fromkeys(_first(facets.newest(in_title, language, many=many(query, "title")), most))
    in_one = [(words._replace(adjacent=False),) for words in query.wholes]
    if len(found) < most and set(in_one) - set(query.parts):
        found |= dict.fromkeys(_first(rows.filter(Match(in_one)).order_by(*NEWEST), most))
    if len(found) < most:
        found |= dict.fromkeys([row.pk for row in seen.rows])
    return list(found)[:most]


def _first(rows: EntryQuerySet, most: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:most])


def texts_of(pks: Sequence[int]) -> list[Candidate]:
    """What the ranking reads of these entries. One query."""
    rows = Entry.objects.filter(pk__in=pks).values_list("pk", "kind", "object_id", "day", "text__title_tokens", Left("text__body_tokens", ranking.READ))
    return [Candidate(*row) for row in rows]
