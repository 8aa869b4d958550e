"""Works that look alike, found by what their pictures have in common, and by files that are the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.entries import likeness
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Competition

from .models import Likeness
from .taking import taken

MOST = 20  # of one file: where hundreds are the same, each with each would be too many to look at
Pairs = dict[tuple[int, int], int]
GONE = (Entry.State.DRAFT, Entry.State.WITHDRAWN)


def that_count() -> "QuerySet[Likeness]":
    """Those between works that are both there still."""
    return Likeness.objects.exclude(one__state__in=GONE).exclude(other__state__in=GONE)


def of(entry: Entry) -> "QuerySet[Likeness]":
    """All likenesses of an entry that count, the closest first."""
    return that_count().filter(Q(one=entry) | Q(other=entry)).order_by("distance", "pk")


def find(competition: Competition) -> int:
    """Compare all works that were sent, and keep what is alike; how many pairs there are. What was dismissed stays so. Safe to run twice."""
    works = Work.objects.filter(entry__competition=competition).exclude(entry__state__in=GONE).order_by("entry", "pk")
    hashes, files = _by_value(works.exclude(phash="").values_list("phash", "entry")), _by_value(works.values_list("sha256", "entry"))
    found: Pairs = {}
    for one, other, distance in (*_near({int(phash, 16): entries for phash, entries in hashes.items()}), *_same(files.values())):
        pair = (min(one, other), max(one, other))
        found[pair] = min(distance, found.get(pair, distance))  # of two entries the nearest files count
    found = _nearest(found)
    with transaction.atomic():
        kept = {(row.one_id, row.other_id): row for row in Likeness.objects.filter(one__competition=competition)}
        gone = [row.pk for pair, row in kept.items() if pair not in found and row.dismissed_at is None]
        for start in range(0, len(gone), 500):
            Likeness.objects.filter(pk__in=gone[start : start + 500]).delete()
        _keep(found, kept)
    return len(found)


def dismiss(pair: Likeness, *, entry: Entry, dismissed: bool = True, user: Any) -> Likeness:
    """Say that the one is no copy of the other, or have it looked at again. ValidationError as with `taking.taken`, and if somebody has said so already."""
    with taken(entry, seen=None, user=user) as (locked, moment):
        values = {"dismissed_at": moment, "dismissed_by": user} if dismissed else {"dismissed_at": None, "dismissed_by": None}
        if not Likeness.objects.filter(pk=pair.pk, dismissed_at__isnull=dismissed).update(**values):
            raise ValidationError(_("Nothing was done: somebody else has dealt with this likeness meanwhile."), code="moved")
        other = pair.other if pair.one_id == locked.pk else pair.one
        verb = "dismiss_likeness" if dismissed else "raise_likeness"
        acts.write(locked.competition, verb, role="officer", by=user, at=moment, subject=locked.code, other=other.code, distance=pair.distance)
    pair.refresh_from_db()
    return pair


def _by_value(rows: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The entries that share a value, each once, in their order."""
    found: dict[str, dict[int, None]] = defaultdict(dict)
    for value, entry in rows:
        found[value][entry] = None
    return {value: list(entries) for value, entries in found.items()}


def _near(hashes: dict[int, list[int]]) -> Iterator[tuple[int, int, int]]:
    """Hashes that differ in few bits have one of their eight bytes in common (entries.models.Band): only those that share one are compared.

    likeness.near() asks the database for one work; here all are at hand, and 15,000 questions would be too many.
    """
    shelves: dict[tuple[int, int], list[int]] = defaultdict(list)
    for value in hashes:
        for place in range(8):
            shelves[place, value >> 8 * place & 255].append(value)
    near = {pair for shelf in shelves.values() for pair in combinations(shelf, 2) if (pair[0] ^ pair[1]).bit_count() <= likeness.NEAR}
    yield from _same(hashes.values())
    for one, other in near:
        for some, few in ((hashes[one], hashes[other][:MOST]), (hashes[other], hashes[one][:MOST])):
            yield from ((first, second, (one ^ other).bit_count()) for first in some for second in few if first != second)


def _same(groups: Iterable[list[int]]) -> Iterator[tuple[int, int, int]]:
    for same in groups:
        yield from ((one, other, 0) for number, one in enumerate(same[:MOST]) for other in same[number + 1 :])


def _nearest(found: Pairs) -> Pairs:
    """The pairs that are among the nearest of at least one of their works."""
    of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (one, other), distance in found.items():
        of[one].append((distance, other))
        of[other].append((distance, one))
    kept = {(min(entry, other), max(entry, other)) for entry, others in of.items() for _distance, other in sorted(others)[:MOST]}
    return {pair: distance for pair, distance in found.items() if pair in kept}


def _keep(found: Pairs, kept: dict[tuple[int, int], Likeness]) -> None:
    new = [Likeness(one_id=pair[0], other_id=pair[1], distance=distance) for pair, distance in sorted(found.items()) if pair not in kept]
    Likeness.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)  # another run may have kept it a moment ago
    closer = [kept[pair] for pair, distance in found.items() if pair in kept and distance < kept[pair].distance]
    for row in closer:
        row.distance = found[row.one_id, row.other_id]
    Likeness.objects.bulk_update(closer, ["distance"], batch_size=500)
