"""The entries that a query finds in a language, before the filters; and the first of them in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models.functions import Left

from . import facets, loosening, ranking
from .asking import Query
from .matching import Match
from .models import Entry, EntryQuerySet
from .ranking import Candidate

CANDIDATES = 300
FEW = 10  # with fewer results, what has only most of the query is shown too
NEWEST = ("-day", "kind", "object_id")


@dataclass
class Pool:
    """`rows`: all that are found. `counts`: of them, by kind and year. `loosened`: their ids best first, where most of the query sufficed."""

    query: Query
    rows: EntryQuerySet
    counts: facets.Counts
    loosened: list[int] | None = None
    own: int = field(default=0)  # that have all of it

    @property
    def size(self) -> int:
        return sum(self.counts.values())

    def best(self, rows: EntryQuerySet, size: int) -> list[int]:
        """The ids of at most 300 of these rows of it, of which there are `size`, best first."""
        if self.loosened is not None:
            left = set(rows.order_by().values_list("pk", flat=True))
            return [pk for pk in self.loosened if pk in left]
        return [row.pk for row in ranking.ranked(texts_of(candidates(rows, self.query, size)), self.query)]


def gather(query: Query, language: str) -> Pool:
    """What there is: by all parts of the query or, where these find little, by most of them."""
    readable = facets.readable(language)
    rows = readable.filter(Match.of(query))
    counts = facets.counted(rows)
    own = sum(counts.values())
    if own >= FEW or not loosening.can_be(query):
        return Pool(query, rows, counts, own=own)
    every = list(rows.order_by(*NEWEST).values_list("pk", flat=True)) if own else []
    more, weights = loosening.loosened(readable, query, CANDIDATES)
    best = [row.pk for row in ranking.ranked(texts_of([*every, *more]), query, weights, loosening.NEED)][:CANDIDATES]
    best = [*(pk for pk in best if pk in set(every)), *(pk for pk in best if pk not in set(every))]
    rows = readable.filter(pk__in=best)
    return Pool(query, rows, facets.counted(rows) if len(best) > own else counts, best, own)


def candidates(rows: EntryQuerySet, query: Query, size: int, most: int = CANDIDATES) -> list[int]:
    """The ids of those to be ranked: all if they are few; otherwise those with the query in their titles, then those that have it in one, then the
    others, the newest first of each."""
    rows = rows.order_by(*NEWEST)
    tiers = [rows]
    if size > most:
        in_one = [(words,) for words in query.wholes if (words,) not in query.parts]
        tiers = [rows.filter(Match.of(query, "title")), *([rows.filter(Match([(words._replace(adjacent=False),) for (words,) in in_one]))] if in_one else []), rows]
    found: dict[int, None] = {}
    for tier in tiers:
        if len(found) < most:
            found |= dict.fromkeys(tier.values_list("pk", flat=True)[:most])
    return list(found)[:most]


def texts_of(pks: Sequence[int]) -> list[Candidate]:
    """What the ranking reads of these entries. One query."""
    rows = Entry.objects.filter(pk__in=pks).values_list("pk", "kind", "object_id", "day", "text__title_tokens", Left("text__body_tokens", ranking.READ))
    return [Candidate(*row) for row in rows]
