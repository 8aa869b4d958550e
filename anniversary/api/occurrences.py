"""Dates of events: when and where, and what has become of them."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.description import attendance
from events.filtering import offers
from events.models import Availability, Event, Occurrence, OccurrenceStatus
from events.models.occurrence import Former

from . import asking, parts, shapes
from .asking import Asked
from .cursors import Order
from .events import character
from .texts import Wording
from .thing import Thing
from .withdrawn import ended_dates


def show(row: Occurrence, wording: Wording) -> shapes.Occurrence:
    return shapes.Occurrence(
        id=row.uid,
        api=parts.api("occurrences", row.uid),
        url=wording.page(row.day_url),
        event=brief(row.event, wording),
        **wording.of(row, "status_note", "room"),
        **when(row),
        status=OccurrenceStatus(row.status),
        attendance=attendance(row.event, row),
        venue=place(row, wording),
        online_url=row.online_url or None,
        availability=Availability(row.availability) if row.availability else None,
        registration=registration(row),
        access=[name for name in row.ACCESS if getattr(row, name)],
        sequence=row.sequence,
        modified=max(at for at in (row.updated_at, row.public_from, row.event.updated_at, row.venue and row.venue.updated_at) if at),
    )


def brief(event: Event, wording: Wording) -> shapes.Brief:
    return shapes.Brief(**parts.about(event, "events", wording, "title", "summary", "conditions"), **character(event, wording))


def when(row: Occurrence) -> dict[str, Any]:
    """Days always; moments where hours are stated."""
    return {
        "first_day": row.first_day, "last_day": row.last_day, "all_day": row.all_day, "tz": row.tz,
        "start": parts.moment(row.start, row.tz) if row.time_known else None,
        "end": parts.moment(row.end, row.tz) if row.end_time else None,
        "doors": row.doors_at.strftime("%H:%M") if row.doors_at else None,
        "previous_starts": [former(found) for found in row.before],
    }  # fmt: skip


def former(found: Former) -> shapes.Former:
    start = parts.moment(found.start, str(found.start.tzinfo)) if found.time_known else None
    return shapes.Former(first_day=found.first_day, start=start)


def place(row: Occurrence, wording: Wording) -> shapes.Place | None:
    if row.venue is None:
        return None
    return shapes.Place(**parts.about(row.venue, "venues", wording, "name", "address", "locality"), **parts.where(row.venue))


def registration(row: Occurrence) -> shapes.Registration | None:
    if not (row.registration_url or row.registration_opens or row.registration_closes):
        return None
    opens, closes = (parts.moment(at, row.tz) for at in (row.registration_opens, row.registration_closes))
    return shapes.Registration(url=row.registration_url or None, opens=opens, closes=closes)


def narrow(rows: Any, asked: Asked) -> "QuerySet[Any]":
    """As the list has them: `when` is told from the clock, everything else by the list's filters."""
    if asked.given.when:
        rows = offers.dates(asked.given.when)
    if asked.given.event:
        rows = rows.filter(event__uuid=asked.given.event)
    return asked.filters.apply(rows)


def whole(rows: Any) -> "QuerySet[Any]":
    return rows.whole()


def changed(since: datetime) -> Q:
    return Q(updated_at__gte=since) | Q(public_from__gte=since) | Q(event__updated_at__gte=since) | Q(venue__updated_at__gte=since)


THING = Thing(
    name="occurrences", one="occurrence", label=_("Dates"), about=_("Each date of an event: when and where, what has become of it, with whom to register."),
    model=Occurrence, shape=shapes.Occurrence, public=lambda: Occurrence.objects.published(), whole=whole, show=show, changed=changed,
    ends=lambda: [ended_dates("uid")], key="uid", order=Order("start"), query=asking.OfDates, narrow=narrow,
)  # fmt: skip
