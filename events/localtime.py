"""Days and hours as people at a place say them, turned into moments and back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from anniversary.languages import dates
from anniversary.occasion.models import Anniversary, Country

LONGEST_DAY = timedelta(days=2)  # no date of one day is longer, whatever its clocks do
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)  # beyond, arithmetic with zones may run out of the calendar


def moment(day: date, at: time, tz: str) -> datetime:
    """The moment, in UTC, at which clocks of the zone show this. Where they show it twice, the first time."""
    return datetime.combine(day, at.replace(fold=0), ZoneInfo(tz)).astimezone(UTC)


def day_start(day: date, tz: str) -> datetime:
    """The first moment of a local day, even of one whose midnight is skipped."""
    return moment(day, time(0), tz)


def day_end(day: date, tz: str) -> datetime:
    """The first moment after a local day: ranges are half open."""
    return day_start(day + timedelta(days=1), tz)


def exists(day: date, at: time, tz: str) -> bool:
    """Whether clocks of the zone ever show this; they skip an hour when summer time begins."""
    return moment(day, at, tz).astimezone(ZoneInfo(tz)).replace(tzinfo=None) == datetime.combine(day, at)


def in_range(day: date | None) -> bool:
    return day is None or EARLIEST <= day <= LATEST


@dataclass(frozen=True)
class Clock:
    """A stretch of time on one country's clocks; `country` is None where none of the countries keeps the time of the place."""

    country: Country | None
    start: datetime
    end: datetime | None
    from_day: date | None  # where the day is another than at the place
    until_day: date | None  # where it goes on for more than a day

    @property
    def until(self) -> str:
        """The day of the end in short, without its year: "26 Feb"."""
        return dates.skeleton(self.until_day, "MMMd") if self.until_day else ""


def clocks(start: datetime, end: datetime | None, tz: str) -> list[Clock]:
    """The stretch at the place, then in each of the anniversary's countries whose clocks show another time at its start."""
    here = start.astimezone(ZoneInfo(tz))
    found: list[Clock] = []
    seen = {here.utcoffset()}
    both = Anniversary.current().both
    home = next((country for country in both if country.time_zone == tz), None)
    for country in [home, *both]:
        zone = country.zone if country else ZoneInfo(tz)
        begins, ends = start.astimezone(zone), end.astimezone(zone) if end else None
        if found and begins.utcoffset() in seen:
            continue
        seen.add(begins.utcoffset())
        from_day = begins.date() if begins.date() != here.date() else None
        until_day = ends.date() if ends and ends - begins > timedelta(days=1) else None
        found.append(Clock(country, begins, ends, from_day, until_day))
    return found
