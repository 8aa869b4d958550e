"""Which records name which others, and since when those are public that are so through others."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Min

from .models import Entry, Link
from .registry import Described
from .storing import BATCH, batched

Target = tuple[str, int]  # kind and key
NEVER = datetime.max.replace(tzinfo=UTC)


class Opened(NamedTuple):
    """When a record is public; `split`: not in the whole of that time."""

    since: datetime | None = None
    until: datetime | None = None
    split: bool = False


def merged(spans: Iterable[tuple[datetime, datetime | None]]) -> Opened:
    """The time from the first of the spans to the last, with gaps or without."""
    ordered = sorted((since, until or NEVER) for since, until in spans if until is None or until > since)
    if not ordered:
        return Opened()
    (first, reached), split = ordered[0], False
    for since, until in ordered[1:]:
        split |= since > reached
        reached = max(reached, until)
    return Opened(first, None if reached == NEVER else reached, split)


def opened(kind: str, keys: Collection[int]) -> dict[int, Opened]:
    """When each of these records is public through those that open it."""
    spans: dict[int, list[tuple[datetime, datetime | None]]] = {key: [] for key in keys}
    links = Link.objects.filter(target_kind=kind, target_id__in=keys, opens=True, since__isnull=False).order_by()
    # Of those that end at the same time the first to begin says all: a place of ten thousand events still gives a few rows.
    for key, until, since in links.values("target_id", "until").annotate(first=Min("since")).values_list("target_id", "until", "first"):
        spans[key].append((since, until))
    return {key: merged(found) for key, found in spans.items()}


def refresh(kind: str, keys: Iterable[int]) -> None:
    """Write anew when these records are public through others. Those without an entry get it with their entry."""
    for batch in batched(sorted(keys)):
        spans, changed = opened(kind, batch), []
        for entry in Entry.objects.filter(kind=kind, object_id__in=batch):
            if spans[entry.object_id] != (entry.since, entry.until, entry.split):
                entry.since, entry.until, entry.split = spans[entry.object_id]
                entry.pk = None  # found again by what it is of
                changed.append(entry)
        # As if they were made: one statement for all, which an update to many different values is not.
        Entry.objects.bulk_create(changed, update_conflicts=True, unique_fields=["kind", "object_id", "language"], update_fields=Opened._fields)


def wanted(one: Described) -> dict[Target, tuple[bool, datetime | None, datetime | None]]:
    """What the links of a record are to say: (opens, since, until) by target."""
    since, until = one.span or (None, None)
    return dict.fromkeys(one.names, (False, None, None)) | dict.fromkeys(one.opens, (True, since, until))


def put(kind: str, keys: Collection[int], described: dict[int, Described]) -> set[Target]:
    """Write the links of these records; the targets that are opened otherwise than before."""
    here: dict[tuple[int, Target], Any] = {}
    for link in Link.objects.filter(kind=kind, object_id__in=keys):
        here[link.object_id, (link.target_kind, link.target_id)] = link
    want = {(key, target): said for key, one in described.items() for target, said in wanted(one).items()}
    gone = [link for place, link in here.items() if place not in want]
    put = {place: said for place, said in want.items() if place not in here or said != (here[place].opens, here[place].since, here[place].until)}
    for batch in batched([link.pk for link in gone]):
        Link.objects.filter(pk__in=batch).delete()
    rows = [
        Link(kind=kind, object_id=key, target_kind=target[0], target_id=target[1], opens=opens, since=since, until=until)
        for (key, target), (opens, since, until) in put.items()
    ]
    Link.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["kind", "object_id", "target_kind", "target_id"], update_fields=["opens", "since", "until"]
    )
    others = {(link.target_kind, link.target_id) for link in gone if link.opens}
    return others | {place[1] for place, said in put.items() if said[0] or (place in here and here[place].opens)}


def naming(kind: str, keys: Collection[int]) -> set[Target]:
    """The records in whose texts these are named."""
    found: set[Target] = set()
    for batch in batched(keys):
        found |= set(Link.objects.filter(target_kind=kind, target_id__in=batch).values_list("kind", "object_id"))
    return found
