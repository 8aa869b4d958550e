"""The dates that an entry of a calendar file stands for: its rule unfolded within limits, days taken out and put in, hours on the clocks of the place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule
from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from anniversary.languages import dates as written
from anniversary.occasion.models import Anniversary

from . import localtime
from .ics_reading import Entry, Stamp
from .recurrence import DATES, YEARS

HORIZON = 10  # years after the first date that any rule is followed for
RULE, PLACES = 300, 12  # characters of a rule, and numbers in its BYSETPOS, of which each costs a look at every period
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST"}


class Wrong(Exception):
    """Why an entry cannot be taken over, in the editor's language."""


@dataclass(frozen=True)
class Found:
    """One date: what it is called within its entry, whether it is the entry's first, and when it is."""

    key: str
    is_first: bool
    start: date  # without a zone: on the clocks of `tz`
    end: date | None  # of whole days the last one
    tz: str

    @property
    def keys(self) -> set[str]:
        """What another entry may call it by: its moment, or its day alone."""
        return {self.key, f"{_day(self.start):%Y%m%d}"}


def of(entry: Entry, home: str) -> list[Found]:
    """The dates of an entry; `home` is the zone of times for which the file names none. Wrong if there is none, or they cannot be."""
    start = entry.start
    if start is None:
        raise Wrong(entry.wrong)
    tz = start.tz or home
    length = _length(entry, home)
    less = {_key(stamp, tz, home) for stamp in entry.less}
    starts = list(dict.fromkeys([*_unfolded(entry), *(_local(stamp, start.at, tz, home) for stamp in entry.more)]))
    found = []
    for at in sorted(starts)[: DATES + 1]:
        key = _key(Stamp(at, tz), tz, home)
        if not less & {key, f"{_day(at):%Y%m%d}"}:
            found.append(Found(key, at == start.at, at, at + length if length is not None else None, tz))
    if not found:
        raise Wrong(_("No date is left of it."))
    if len(starts) > DATES:
        entry.notes.append(_("It has more than %(count)s dates; those after them are left out.") % {"count": written.digits(DATES)})
    for one in (found[0], found[-1]):
        last = one.end or one.start
        if not localtime.in_range(_day(one.start)) or not localtime.in_range(_day(last)):
            raise Wrong(_("It is not between 1900 and 2199."))
    return found[:DATES]


def key_of(stamp: Stamp, home: str) -> str:
    """What an entry that stands in for one date of another calls it."""
    return _key(stamp, stamp.tz or home, home)


def keys_of(stamp: Stamp, home: str) -> set[str]:
    """What such an entry may call a date that begins then: by its moment, or by its day alone."""
    return {key_of(stamp, home), f"{_day(stamp.at):%Y%m%d}"}


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _key(stamp: Stamp, tz: str, home: str) -> str:
    """A day, or a moment: the same for the same moment in whatever zone it is written."""
    if stamp.is_day:
        return f"{stamp.at:%Y%m%d}"
    return f"{_moment(stamp.at, stamp.tz or home):%Y%m%dT%H%M%SZ}"


def _moment(at: Any, tz: str) -> datetime:
    if not localtime.in_range(at.date()):
        raise Wrong(_("It is not between 1900 and 2199."))
    return localtime.moment(at.date(), at.time(), tz)


def _local(stamp: Stamp, start: date, tz: str, home: str) -> date:
    """Another moment on the clocks of the entry's zone; of an entry of whole days, its day; of a day alone, at the hour of the start."""
    if not isinstance(start, datetime):
        return _day(stamp.at)
    if stamp.is_day:
        return datetime.combine(stamp.at, start.time())
    return _moment(stamp.at, stamp.tz or home).astimezone(ZoneInfo(tz)).replace(tzinfo=None)


def _length(entry: Entry, home: str) -> timedelta | None:
    """From the start to the end, on the clocks; of whole days, to the last day. None where no end is stated."""
    start: Any = entry.start
    end = entry.end
    if end is None:
        return timedelta(0) if start.is_day else None
    if isinstance(end, timedelta):
        length = end
    elif end.is_day != start.is_day:
        raise Wrong(_("It begins with a day and ends with an hour, or the other way round."))
    else:
        last: Any = end.at if end.is_day else _local(end, start.at, start.tz or home, home)
        length = last - start.at
    if start.is_day:
        return max(length - timedelta(days=1), timedelta(0))  # the end is the first day after it
    if length < timedelta(0):
        raise Wrong(_("It ends before it begins."))
    return length or None


# --- repetition -------------------------------------------------------------------------------------------------------
def _unfolded(entry: Entry) -> Iterator[date]:
    """The first date and those that the rule gives, one more than DATES at most."""
    start: Any = entry.start
    yield start.at
    if not entry.rule:
        return
    parts = dict(part.split("=", 1) for part in entry.rule.upper().split(";") if "=" in part)
    if parts.get("FREQ") not in FREQUENCIES or set(parts) - PARTS:
        raise Wrong(_("Its rule of repetition is not understood: %(rule)s") % {"rule": entry.rule[:100]})
    first = datetime.combine(_day(start.at), time(0) if start.is_day else start.at.time())
    try:
        counted, step = "COUNT" in parts, int(parts.get("INTERVAL", 1))
        count = int(parts.pop("COUNT", DATES + 1))
        until = _until(parts.pop("UNTIL", ""), entry)
        places = parts.get("BYSETPOS", "").count(",") + 1
        if not 1 <= step <= 1000 or count < 1 or len(entry.rule) > RULE or places > PLACES:
            raise ValueError
        endless = until is None and not counted
        last = min(filter(None, (until, first + relativedelta(years=YEARS if endless else HORIZON))))
        for at in _followed(entry, ";".join(f"{name}={value}" for name, value in parts.items()), first, last, min(count, DATES + 1), places):
            yield at.date() if start.is_day else at
    except Wrong:
        raise
    except Exception as error:  # dateutil says in many ways that it does not understand
        raise Wrong(_("Its rule of repetition is not understood: %(rule)s") % {"rule": entry.rule[:100]}) from error
    if endless:
        entry.notes.append(_("It repeats without end; its dates of %(count)s years are taken.") % {"count": written.digits(YEARS)})


def _followed(entry: Entry, asked: str, first: datetime, last: datetime, most: int, places: int) -> Iterator[datetime]:
    """What the rule gives until `last`, `most` dates of it; how far it was followed for that is noted at the entry.

    A rule that has no further date is followed by dateutil to the end of the calendar. So it is asked near that end: days repeat every 400 years.
    """
    later = (MAXYEAR - HORIZON - 1 - first.year) // 400 * 400
    begin, end = first.replace(year=first.year + later), last.replace(year=last.year + later)
    reached = MAXYEAR
    try:
        for number, at in enumerate(rrule.rrulestr(asked, dtstart=begin), 1):
            if at > end:
                reached = at.year
                return
            yield at.replace(year=at.year - later)
            if number == most:
                reached = at.year
                return
    finally:
        entry.walked = (reached - begin.year) * places


def _until(value: str, entry: Entry) -> datetime | None:
    """The last moment that the rule may give, on the clocks of the entry's zone."""
    start: Any = entry.start
    if not value:
        return None
    if len(value) == 8:
        return datetime.combine(datetime.strptime(value, "%Y%m%d").date(), time.max)
    at = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")
    if value.endswith("Z") and start.tz and not start.is_day:
        return at.replace(tzinfo=UTC).astimezone(ZoneInfo(start.tz)).replace(tzinfo=None)
    return at


# --- on the clocks of the place -----------------------------------------------------------------------------------------
def fields(found: Found, venue: Any) -> dict[str, Any]:
    """What an occurrence is made of: days and hours as clocks at the venue show them, or, without one, those of the zone that the file names."""
    if not isinstance(found.start, datetime):
        return {"first_day": found.start, "last_day": found.end or found.start, "all_day": True}
    usual = venue.tz if venue else Anniversary.current().zone.key
    tz = usual if venue or found.tz == "UTC" else found.tz
    starts = _moment(found.start, found.tz)
    ends = _moment(found.end, found.tz) if found.end else None
    if any(at and not _is_told(at, tz) for at in (starts, ends)):
        tz = "UTC"  # clocks of the place show this hour twice, and the second is meant
    begin, finish = (at.astimezone(ZoneInfo(tz)).replace(tzinfo=None) if at else None for at in (starts, ends))
    day: Any = begin
    return {
        "first_day": day.date(), "start_time": day.time(), "last_day": (finish or day).date(), "end_time": finish.time() if finish else None,
        "own_tz": "" if tz == usual else tz,
    }  # fmt: skip


def _is_told(at: datetime, tz: str) -> bool:
    there = at.astimezone(ZoneInfo(tz))
    return localtime.moment(there.date(), there.time(), tz) == at
