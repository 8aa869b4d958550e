"""A time zone as calendars describe it (VTIMEZONE, RFC 5545, 3.6.5), out of the zone's own data."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .calendar_lines import component, line, text

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@lru_cache(maxsize=256)
def described(tz: str, since: int, until: int) -> bytes:
    """The zone from the beginning of a year to that of another, and what its clocks show from then on."""
    parts: dict[tuple[timedelta, timedelta, str, bool], list[str]] = {}
    for moment, before in _changes(ZoneInfo(tz), since, until):
        after = moment.astimezone(ZoneInfo(tz))
        kind = (before, after.utcoffset() or timedelta(), after.tzname() or tz, bool(after.dst()))
        parts.setdefault(kind, []).append(f"{moment + before:%Y%m%dT%H%M%S}")  # on the clocks as they were
    return component("VTIMEZONE", line("TZID", text(tz)), *(_part(*kind, onsets) for kind, onsets in parts.items()))


def _part(before: timedelta, after: timedelta, name: str, is_summer: bool, onsets: list[str]) -> bytes:
    """What clocks show from some moments on."""
    lines = [line("DTSTART", onsets[0]), line("TZOFFSETFROM", _written(before)), line("TZOFFSETTO", _written(after)), line("TZNAME", text(name))]
    # A line each, and the first once more: ical.js, and so Thunderbird, takes of several in one line the first alone, and then not the start.
    lines += [line("RDATE", onset) for onset in onsets] if onsets[1:] else []
    return component("DAYLIGHT" if is_summer else "STANDARD", *lines)


def _written(offset: timedelta) -> str:
    sign, seconds = "-" if offset < timedelta() else "+", abs(offset) // SECOND
    told = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return f"{told}{seconds % 60:02}" if seconds % 60 else told


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
