"""Dates as iCalendar (RFC 5545, 7986): the same bytes as long as nothing has changed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

import icalendar
from django.utils.translation import gettext as _

from anniversary.languages import text
from anniversary.publishing.structured import absolute

from .models import Occurrence, OccurrenceStatus, Venue

STATUS = {OccurrenceStatus.CANCELLED: "CANCELLED", OccurrenceStatus.POSTPONED: "TENTATIVE"}
EVERY = timedelta(hours=6)
# Time zones are described from here on; the end is fixed, so that a feed does not change with the day it is asked for.
ZONES_FROM, ZONES_UNTIL = date(1970, 1, 1), date(2038, 1, 1)


def calendar(rows: Iterable[Occurrence], name: str) -> bytes:
    """The rows (with event, category and venue at hand) as one calendar of that name, in the language of the moment."""
    rows = list(rows)
    whole = icalendar.Calendar()
    whole.add("prodid", "-//Anniversary programme//Events//EN")
    whole.add("version", "2.0")
    for key in ("name", "x-wr-calname"):
        whole.add(key, name)
    whole.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", icalendar.vDuration(EVERY))
    for tz in sorted({row.tz for row in rows if row.time_known}):
        whole.add_component(_zone(tz))
    for row in rows:
        whole.add_component(_entry(row))
    return whole.to_ical()


@cache
def _zone(tz: str) -> icalendar.Timezone:
    zone = icalendar.Timezone.from_tzid(tz, first_date=ZONES_FROM, last_date=ZONES_UNTIL)
    zone.pop("comment", None)
    return zone


def _entry(row: Occurrence) -> icalendar.Event:
    event, entry = row.event, icalendar.Event()
    changed = last_change(row)
    title = text.pick(event, "title")[0]
    entry.add("uid", row.uid)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", row.sequence)
    entry.add("status", STATUS.get(OccurrenceStatus(row.status), "CONFIRMED"))
    entry.add("summary", f"{row.status_label}: {title}" if row.is_off else title)
    entry.add("url", absolute(event.get_absolute_url()))
    entry.add("categories", [text.pick(event.category, "name")[0] or event.category.slug])
    _add_times(entry, row)
    optional = {
        "description": description(row),
        "location": location(row),
        "geo": (float(row.venue.lat), float(row.venue.lon)) if row.venue and row.venue.lat is not None and row.venue.lon is not None else None,
    }
    for key, value in optional.items():
        if value:
            entry.add(key, value)
    if row.online_url:
        entry.add("conference", row.online_url, parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": _("Online")})
    return entry


def description(row: Occurrence) -> str:
    """What has become of it and why, whether places are left, what it is; the same before and after its day."""
    parts = (row.status_told, row.availability_label, text.pick(row, "status_note")[0], text.pick(row.event, "summary")[0], hours_note(row))
    return "\n\n".join(filter(None, parts))


def _add_times(entry: icalendar.Event, row: Occurrence) -> None:
    if not row.time_known:
        entry.add("dtstart", row.first_day)
        entry.add("dtend", row.last_day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")  # it does not fill the reader's day
        return
    entry.add("dtstart", row.local_start)
    if row.local_end:
        entry.add("dtend", row.local_end)


def last_change(row: Occurrence) -> datetime:
    """When anything of what a calendar shows of the date was changed last."""
    changed = [row.updated_at, row.event.updated_at, *([row.venue.updated_at] if row.venue else [])]
    return max(changed).replace(microsecond=0)


def location(row: Occurrence) -> str:
    """Room, venue, street and town in one line, as far as they are known."""
    return ", ".join(filter(None, (text.pick(row, "room")[0], place(row.venue))))


def place(venue: Venue | None) -> str:
    return ", ".join(filter(None, (text.pick(venue, field)[0] for field in ("name", "address", "locality")))) if venue else ""


def hours_note(row: Occurrence) -> str:
    return "" if row.time_known or row.all_day else _("The time is not stated.")
