"""A time zone as calendars describe it (VTIMEZONE, RFC 5545, 3.6.5), out of the zone's own data.

Not by the icalendar package: it looks for changes on the clocks of the place, and finds them an hour late where clocks skip one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@lru_cache(maxsize=256)
def described(tz: str, since: int, until: int) -> icalendar.Timezone:
    """The zone from the beginning of a year to that of another, and what its clocks show from then on."""
    zone = icalendar.Timezone()
    zone.add("tzid", tz)
    parts: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = {}
    for moment, before in _changes(ZoneInfo(tz), since, until):
        after = moment.astimezone(ZoneInfo(tz))
        kind = (before, after.utcoffset() or timedelta(), after.tzname() or tz, bool(after.dst()))
        parts.setdefault(kind, []).append((moment + before).replace(tzinfo=None))  # on the clocks as they were
    for (before, offset, name, is_summer), onsets in parts.items():
        part = icalendar.TimezoneDaylight() if is_summer else icalendar.TimezoneStandard()
        part.add("dtstart", onsets[0])
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", offset)
        part.add("tzname", name)
        # A line each, and the first once more: ical.js, and so Thunderbird, takes of several in one line the first alone, and then not the start.
        for onset in onsets if onsets[1:] else ():
            part.add("rdate", [onset])
        zone.add_component(part)
    return zone


def _changes(zone: ZoneInfo, since: int, until: int) -> Iterator[tuple[datetime, timedelta]]:
    """(moment, offset before it): the beginning, a day before the year is any place's, and then whenever clocks are set to another offset."""
    at, end = datetime(since, 1, 1, tzinfo=UTC) - DAY, datetime(until, 1, 1, tzinfo=UTC) + DAY
    offset = _offset(at, zone)
    yield at, offset
    while at < end:
        last, at = at, at + DAY
        while _offset(at, zone) != offset:
            last = _found(last, at, zone)
            yield last, offset
            offset = _offset(last, zone)


def _found(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first second that has not the offset of `low`; `high` has another."""
    offset = _offset(low, zone)
    while high - low > SECOND:
        middle = low + timedelta(seconds=(high - low) // SECOND // 2)
        low, high = (middle, high) if _offset(middle, zone) == offset else (low, middle)
    return high


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
