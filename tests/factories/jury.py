"""Juries for tests: criteria, jurors with their users, rounds with seats and sheets, and marks on them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from anniversary.competition.entries.models import Entry
from anniversary.competition.jury.models import Criterion, Juror, Mark, Round, Seat, Sheet
from anniversary.competition.models import Competition
from tests.factories.staff import make_user


def criterion(record: Competition, *, name_en: str = "Idea", weight: int = 1, most: int = 10, tie_rank: int = 1, **fields: Any) -> Criterion:
    return Criterion.objects.create(competition=record, name_en=name_en, weight=weight, most=most, tie_rank=tie_rank, **fields)


def juror(record: Competition, *, number: int = 1, user: Any = None) -> Juror:
    return Juror.objects.create(competition=record, number=number, user=user or make_user(username=f"juror{number}", role="juror"))


def round_of(record: Competition, *, number: int = 1, state: str = Round.State.OPEN, takes: int | None = None) -> Round:
    return Round.objects.create(competition=record, number=number, state=state, takes=takes)


def seat(judged: Round, sitting: Juror, entries: Iterable[Entry] = (), *, submitted_at: datetime | None = None) -> Seat:
    """A seat with an open sheet for each entry, in the order in which they are given."""
    made = Seat.objects.create(round=judged, juror=sitting, submitted_at=submitted_at)
    Sheet.objects.bulk_create(Sheet(seat=made, entry=entry, place=place) for place, entry in enumerate(entries, start=1))
    return made


def marked(taken: Seat, entry: Entry, marks: Sequence[int], *, state: str = Sheet.State.COMPLETE) -> Sheet:
    """The juror's sheet for an entry, with a mark for each criterion in the order of their tie ranks."""
    sheet = Sheet.objects.get(seat=taken, entry=entry)
    Sheet.objects.filter(pk=sheet.pk).update(state=state)
    criteria = Criterion.objects.filter(competition=taken.round.competition).order_by("tie_rank")
    Mark.objects.bulk_create(Mark(sheet=sheet, criterion=criterion, value=value) for criterion, value in zip(criteria, marks, strict=True))
    sheet.refresh_from_db()
    return sheet


