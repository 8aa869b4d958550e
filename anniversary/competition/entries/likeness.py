"""Works that look alike, found without comparing each with each."""

from functools import reduce
from operator import or_

from django.db.models import Q

from . import hashes
from .models import Band, Entry, Work

NEAR = 7  # bits: two hashes of eight bytes that differ in no more have one byte in common
UNSEEN = (Entry.State.DRAFT, Entry.State.WITHDRAWN)  # not, or no longer, before the office


def near(work: Work) -> list[tuple[Work, int]]:
    """Other entries' works of the same competition that look like this one, with the number of bits in which they differ; the nearest first."""
    if not work.phash:
        return []
    same = reduce(or_, (Q(place=place, value=value) for place, value in hashes.bytes_of(work.phash)))
    alike = Band.objects.filter(same).values("work")
    found = Work.objects.filter(pk__in=alike, entry__competition=work.entry.competition_id).exclude(entry=work.entry_id).exclude(entry__state__in=UNSEEN)
    distances = [(other, hashes.distance(work.phash, other.phash)) for other in found.select_related("entry")]
    return sorted(((other, bits) for other, bits in distances if bits <= NEAR), key=lambda pair: (pair[1], pair[0].pk))
