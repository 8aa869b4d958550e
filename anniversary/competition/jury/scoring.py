"""The formulas of docs/competition.md, section 7: scores, ties, and what a single juror changes. Whole numbers and fractions only, nothing is rounded."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Weighed:
    """A criterion as the formulas need it; a sequence of them is in the order of their tie ranks."""

    weight: int
    most: int
    tie_rank: int


class Judged(NamedTuple):
    """A sheet that counts: what one juror gave a work, mark by mark in the order of the criteria."""

    code: str
    juror: int
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Place:
    code: str
    rank: int
    score: Fraction  # of 100
    tie: str  # by what it was told from the works of the same score: "" (there are none), "criterion:<tie rank>", "median" or "lot"


def places(criteria: Sequence[Weighed], sheets: Iterable[Judged], lot_seed: str) -> list[Place]:
    """Every work that was judged at least once, the first first. In which order the sheets come changes nothing."""
    keys = {code: _key(criteria, code, judged, lot_seed) for code, judged in _by_work(sheets).items()}
    order = sorted(keys, key=lambda code: keys[code])
    names = ["", *(f"criterion:{criterion.tie_rank}" for criterion in criteria), "median", "lot"]
    apart = [_first_difference(keys[one], keys[other]) for one, other in pairwise(order)]
    # Of its two neighbours the one that is harder to tell it from counts: nobody else is nearer to it.
    ties = [max(pair) for pair in zip([0, *apart], [*apart, 0], strict=True)] if order else []
    return [Place(code, rank, -keys[code][0], names[tie]) for rank, (code, tie) in enumerate(zip(order, ties, strict=True), start=1)]


def first_without(criteria: Sequence[Weighed], sheets: Sequence[Judged], lot_seed: str, jurors: Iterable[int]) -> dict[int, str | None]:
    """For each juror the work that would be first if this one had not judged; None if nothing was judged then."""
    whole, _most = _scale(criteria)
    sums: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    theirs: dict[int, dict[str, int]] = defaultdict(dict)
    for sheet in sheets:
        given = sum(part * mark for part, mark in zip(whole, sheet.marks, strict=True))
        sums[sheet.code] += given
        counts[sheet.code] += 1
        theirs[sheet.juror][sheet.code] = given
    found: dict[int, str | None] = {}
    for juror in jurors:
        taken = theirs[juror]
        left = {code: Fraction(sums[code] - taken.get(code, 0), n) for code in sums if (n := counts[code] - (code in taken))}
        best = max(left.values(), default=None)
        first = {code for code, score in left.items() if score == best}
        ranked = places(criteria, (sheet for sheet in sheets if sheet.code in first and sheet.juror != juror), lot_seed)
        found[juror] = ranked[0].code if ranked else None
    return found


def lot(lot_seed: str, code: str) -> str:
    """By what a tie is decided that nothing else decides: the smaller one is first."""
    return hashlib.sha256(f"{lot_seed}{code}".encode()).hexdigest()


def _scale(criteria: Sequence[Weighed]) -> tuple[list[int], int]:
    """What one mark of each criterion is worth in whole numbers, and what the highest marks come to."""
    common = lcm(*(criterion.most for criterion in criteria))
    whole = [criterion.weight * common // criterion.most for criterion in criteria]
    return whole, sum(criterion.weight for criterion in criteria) * common


def _by_work(sheets: Iterable[Judged]) -> dict[str, list[tuple[int, ...]]]:
    found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.code].append(sheet.marks)
    return found


def _key(criteria: Sequence[Weighed], code: str, judged: list[tuple[int, ...]], lot_seed: str) -> tuple[Any, ...]:
    """By what works are sorted: the better the smaller."""
    whole, most = _scale(criteria)
    totals = sorted(sum(part * mark for part, mark in zip(whole, marks, strict=True)) for marks in judged)
    count, half = len(totals), len(totals) // 2
    median = Fraction(totals[half] + totals[-1 - half], 2 * most)
    means = (Fraction(-sum(marks[index] for marks in judged), criterion.most * count) for index, criterion in enumerate(criteria))
    return (Fraction(-100 * sum(totals), most * count), *means, -median, lot(lot_seed, code))


def _first_difference(one: Sequence[Any], other: Sequence[Any]) -> int:
    return next(index for index, (mine, yours) in enumerate(zip(one, other, strict=True)) if mine != yours)
