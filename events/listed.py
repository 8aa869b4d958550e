"""Which of an event's dates its page lists: all of them or, where they are many, those that come next, and all on pages of their own."""

from dataclasses import dataclass

from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import HttpRequest

from anniversary import clock
from anniversary.publishing import pages

from .models import Event, Occurrence

MOST = 60


@dataclass(frozen=True)
class Listed:
    """`whole`: that these are all there are; otherwise `every` is the query of the page that begins with the first of all, `more` that of the next."""

    rows: list[Occurrence]
    whole: bool
    every: str = ""
    more: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it is a page of all dates: what it says of the event's next date, or its last, would be so of the page alone."""
        return not self.whole and not self.every


def of(event: Event, request: HttpRequest) -> Listed:
    """In order; of many, those that are not over, or the first where all are. `?dates=all` asks for all, page by page. One query."""
    rows = event.occurrences.select_related("venue")
    if pages.choice(request, "dates", ["all"]):
        part = pages.keyset(rows, request, field="start", size=MOST)
        return Listed(part.rows, whole=False, more=part.more)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    # Not by an expression of Django's: every page of an event pays for its making.
    over = RawSQL('"events_occurrence"."end" <= %s', [now])
    found = list(rows.order_by(over, "start", "pk")[: MOST + 1])
    if len(found) <= MOST:
        return Listed(sorted(found, key=lambda row: (row.start, row.pk)), whole=True)
    ahead = [row for row in found[:MOST] if not row.is_past]
    return Listed(ahead or found[:MOST], whole=False, every="dates=all")
