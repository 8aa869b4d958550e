"""Where little has all that is asked for: what has most of it, by weight, rare things counting more."""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import Combinable

from anniversary.languages import text as languages

from . import facets
from .asking import Query
from .matching import Match, frequencies
from .models import EntryQuerySet
from .wording import Words, all_tokens

COMMON = 2_000  # what stands in more entries counts, but nothing is found by it alone
FETCHED = 4_000  # entries that are looked at, those of the rarest tokens first
MOST_TOKENS = 40
PAIRED = 5  # common tokens of which any two find something, where there are no rare ones
NEED = 0.42  # of the weight of all parts


def can_be(query: Query) -> bool:
    """Whether there is a part of what is asked for."""
    return len(all_tokens(query.parts)) > 1


def loosened(rows: EntryQuerySet, query: Query, language: str, most: int) -> tuple[list[int], list[int]]:
    """(ids of the entries that have most of it, about the best first, at most so many; what each part of the query weighs). Four queries.

    Drafts do not count: else what is found would tell of words that stand in them alone.
    """
    tokens = all_tokens(query.parts)[:MOST_TOKENS]
    numbers = dict(zip(tokens, frequencies(facets.readable(*languages.codes()), tokens, COMMON + 1), strict=True))
    size = rows.filter(language=language).order_by()[:COMMON].count()
    weights = [max(_weight(words, numbers, size) for words in part) for part in query.parts]
    rare = _rarest(numbers)
    if not rare:
        common = sorted((token for token in tokens if numbers[token] > COMMON), key=lambda token: (numbers[token], token))[:PAIRED]
        pairs = [Words(pair, ()) for pair in combinations(common, 2)]
        found = facets.newest(rows.filter(Match([pairs], query.excluded)), language, many=True) if pairs else rows.none()
        return list(found.values_list("pk", flat=True)[:most]), weights
    found = rows.filter(Match([[Words((token,), ()) for token in rare]], query.excluded)).annotate(weight=_sum(rare, numbers, size))
    return list(found.order_by("-weight", "-day", "kind", "object_id").values_list("pk", flat=True)[:most]), weights


def _rarest(numbers: Mapping[str, int]) -> list[str]:
    left, found = FETCHED, list[str]()
    for token in sorted((token for token, number in numbers.items() if 0 < number <= COMMON), key=lambda token: (numbers[token], token)):
        left -= numbers[token]
        if left < 0 and found:
            break
        found.append(token)
    return found


def _weight(words: Words, numbers: Mapping[str, int], size: int) -> int:
    """Of one way of a part: as rare as its rarest token. What nobody has weighs nothing, so that the rest is found without it."""
    known = [numbers[token] for token in words.tokens if numbers.get(token)]
    return _of(min(known), size) if known else 0


def _of(number: int, size: int) -> int:
    return max(round(10 * math.log2(2 * (size + 1) / (number + 1))), 1)


def _sum(tokens: Sequence[str], numbers: Mapping[str, int], size: int) -> Combinable:
    each = [
        Case(When(Match([[Words((token,), ())]]), then=Value(_of(numbers[token], size))), default=Value(0), output_field=IntegerField()) for token in tokens
    ]
    found: Combinable = each[0]
    for one in each[1:]:
        found = found + one
    return found
