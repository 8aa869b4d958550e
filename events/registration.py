"""Whether readers can register for an event now, from when on, or no longer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from anniversary import clock

from . import localtime
from .models import Availability, Occurrence


class State(models.TextChoices):
    # In the order in which an event with several dates speaks of them.
    OPEN = "open"
    TO_COME = "to_come"
    FULL = "full"
    CLOSED = "closed"


@dataclass(frozen=True)
class Registration:
    """How it stands with registering for a date; half open, as all ranges are: at the moment of its closing it is closed."""

    row: Occurrence
    state: State

    @classmethod
    def of(cls, row: Occurrence) -> "Registration":
        now = clock.now()
        if row.registration_closes and row.registration_closes <= now:
            return cls(row, State.CLOSED)
        if row.registration_opens and row.registration_opens > now:
            return cls(row, State.TO_COME)
        return cls(row, State.FULL if row.availability == Availability.SOLD_OUT else State.OPEN)

    @property
    def url(self) -> str:
        """Where to register; empty while nobody can."""
        return self.row.registration_url if self.state == State.OPEN else ""

    @property
    def opens(self) -> list[localtime.Clock]:
        """When it opens, on the venue's clocks first; none if it is open already."""
        return self._clocks(self.row.registration_opens) if self.state == State.TO_COME else []

    @property
    def closes(self) -> list[localtime.Clock]:
        """Until when it is open, likewise; none if nobody has said."""
        return self._clocks(self.row.registration_closes) if self.state == State.OPEN else []

    def _clocks(self, at: datetime | None) -> list[localtime.Clock]:
        return localtime.clocks(at, None, self.row.tz) if at else []


def of(rows: Iterable[Occurrence]) -> Registration | None:
    """What an event's page says of registering: the first date that one can register for, or else the one that will be so next; None if nobody registers."""
    asked = [row for row in rows if not row.is_past and not row.is_off and (row.registration_url or row.registration_opens or row.registration_closes)]
    return min((Registration.of(row) for row in asked), key=_order, default=None)


def _order(found: Registration) -> tuple[int, datetime]:
    opens = found.row.registration_opens
    return State.values.index(found.state), opens if opens and found.state == State.TO_COME else found.row.start


def is_open() -> Q:
    """For a query: dates that readers can register for now, as far as the window and the places go."""
    now = clock.now()
    opened, closed = Q(registration_opens=None) | Q(registration_opens__lte=now), Q(registration_closes__lte=now)
    return opened & ~closed & ~Q(availability=Availability.SOLD_OUT)
