"""What a jury sees of a work: its code, title, explanation and pictures. The one door that the jury has to the entries; nothing of a person is behind it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Entry, Work

# Works that were taken out of the competition: nobody has to judge them any more.
GONE = (Entry.State.WITHDRAWN, Entry.State.DISQUALIFIED, Entry.State.INELIGIBLE)
SHOWN = (Work.Role.COLOUR, Work.Role.MONO)  # a source file has no picture


@dataclass(frozen=True)
class Blind:
    """`language`: of the title and the explanation. `pictures`: of which of its files there is a picture ("colour", "mono")."""

    pk: int
    code: str
    title: str
    concept: str
    language: str
    pictures: tuple[str, ...]


def entries(pks: Iterable[int]) -> dict[int, Blind]:
    """The works of these numbers, by number: two queries, however many there are."""
    wanted = list(pks)
    pictures: dict[int, list[str]] = defaultdict(list)
    ready = Work.objects.filter(entry__in=wanted, role__in=SHOWN, preview_state=Work.Preview.READY)
    for entry, role in ready.order_by("role").values_list("entry_id", "role"):
        pictures[entry].append(role)
    shown = Entry.objects.filter(pk__in=wanted).only("code", "title", "concept", "language")
    return {found.pk: Blind(found.pk, found.code, found.title, found.concept, found.language, tuple(pictures[found.pk])) for found in shown}


def eligible(competition_id: int) -> list[int]:
    """The numbers of the works that a jury may be shown."""
    return list(Entry.objects.filter(competition=competition_id, state=Entry.State.ELIGIBLE).order_by("pk").values_list("pk", flat=True))


def picture(pk: int, role: str, side: int, *, grey: bool = False) -> bytes:
    """A PNG of our own drawing, at most `side` pixels wide and high, without anything written into it. LookupError where there is none."""
    from . import previews

    work = Work.objects.filter(entry=pk, role=role).first() if role in SHOWN else None
    if work is None:
        raise LookupError(role)
    return previews.png(work, side, grey=grey)
