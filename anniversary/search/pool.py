"""The entries that a query finds in a language, before the filters and after; and the first of them in their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Left

from . import facets, filing, loosening, ranking
from .answers import Asked
from .asking import Query
from .facets import NEWEST, Seen
from .filing import Filed
from .matching import Match
from .models import Entry, EntryQuerySet
from .ranking import Candidate

CANDIDATES = 200
TITLES = 1_000  # with more titles, the first 200 of them are found sooner by going through all entries in order
FEW = 10  # with fewer results, what has only most of the query is shown too


@dataclass
class Pool:
    """`readable`: all that may be found in the language. `seen`: of that, what is found. `own`: how much of it has all of the query.
    `loosened`: the ids best first, where most of the query sufficed."""

    query: Query
    language: str
    readable: EntryQuerySet
    seen: Seen
    own: int
    loosened: list[int] | None = None

    def newest(self, asked: Asked) -> EntryQuerySet:
        """What the filters leave, in the order of days. One small query, to see by which way the database had better find it."""
        if self.loosened is not None:
            return facets.newest(facets.narrowed(self.readable.filter(pk__in=self.loosened), asked), self.language, many=False)
        return facets.in_order(self.readable, Match.of(self.query, filing.wanted(asked)), self.language, kind=asked.kind)

    def seen_of(self, asked: Asked) -> Seen:
        return facets.seen(self.newest(asked))

    def best(self, asked: Asked, left: Seen) -> list[int]:
        """The ids of at most 200 of those that the filters leave, best first."""
        if self.loosened is not None:
            keys = {row.pk for row in left.rows}
            return [pk for pk in self.loosened if pk in keys]
        found = candidates(self.readable, self.query, self.language, left, filing.wanted(asked))
        return [row.pk for row in ranking.ranked(texts_of(found), self.query)]


def gather(query: Query, language: str) -> Pool:
    """What there is: by all parts of the query or, where these find little, by most of them."""
    readable = facets.readable(language)
    seen = facets.seen(facets.in_order(readable, Match.of(query, filing.languages(language)), language))
    pool = Pool(query, language, readable, seen, seen.total)
    if pool.own >= FEW or not loosening.can_be(query):
        return pool
    every = {row.pk for row in seen.rows}
    more, weights = loosening.loosened(readable, query, language, CANDIDATES)
    best = [row.pk for row in ranking.ranked(texts_of([*every, *more]), query, weights, loosening.NEED)][:CANDIDATES]
    pool.loosened = sorted(best, key=lambda pk: pk not in every)
    if len(pool.loosened) > pool.own:
        pool.seen = facets.seen(facets.newest(readable.filter(pk__in=pool.loosened), language, many=False))
    return pool


def candidates(readable: EntryQuerySet, query: Query, language: str, seen: Seen, filed: Filed, most: int = CANDIDATES) -> list[int]:
    """The ids of those to be ranked: all if they are few; otherwise those with the query in their titles, then those that have in one what
    was typed in one, then the others, the newest first of each."""
    if not seen.more and seen.total <= most:
        return [row.pk for row in seen.rows]
    # What the title has the text has: one index is enough, unless something is excluded.
    rows = readable.filter(Match.of(query, filed)) if query.excluded else readable
    found = dict.fromkeys(_first(facets.in_order(rows, Match(query.parts, where="title", filed=filed), language, most=TITLES), most))
    in_one = [(words._replace(adjacent=False),) for words in query.wholes]
    if len(found) < most and set(in_one) - set(query.parts):
        found |= dict.fromkeys(_first(readable.filter(Match([*query.parts, *in_one], query.excluded, filed=filed)).order_by(*NEWEST), most))
    if len(found) < most:
        found |= dict.fromkeys([row.pk for row in seen.rows])
    return list(found)[:most]


def _first(rows: EntryQuerySet, most: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:most])


def texts_of(pks: Sequence[int]) -> list[Candidate]:
    """What the ranking reads of these entries. One query."""
    rows = Entry.objects.filter(pk__in=pks).values_list("pk", "kind", "object_id", "day", "text__title_tokens", Left("text__body_tokens", ranking.READ))
    return [Candidate(*row) for row in rows]
