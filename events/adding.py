"""How a reader takes dates over into a calendar of their own: files, prepared entries at two providers, an address to subscribe to."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode, urlsplit

from anniversary.languages import text
from anniversary.languages.addresses import address
from anniversary.publishing.structured import absolute

from . import calendars
from .models import Event, Occurrence, OccurrenceStatus

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


@dataclass(frozen=True)
class Entry:
    """A date, and the links that open it at a provider as an entry to be saved."""

    row: Occurrence
    google: str
    outlook: str


@dataclass(frozen=True)
class Feed:
    """A calendar to subscribe to or to take as a file, by its path on the site."""

    path: str

    @property
    def address(self) -> str:
        return absolute(self.path)

    @property
    def webcal(self) -> str:
        """The address as calendar programs register for it."""
        return urlsplit(self.address)._replace(scheme="webcal").geturl()


@dataclass(frozen=True)
class Adding:
    """What the section offers."""

    entries: list[Entry]  # of one day
    day_file: str  # that day's; empty where the event has no other
    feed: Feed  # of all dates


def of_event(event: Event, dates: list[Occurrence]) -> Adding | None:
    """For the page of the event: its next day (the first of these dates), and all dates. None if nothing is to come."""
    takes_place = [row for row in dates if _is_open(row)]
    several = len({row.first_day for row in dates}) > 1
    return _adding(event, [row for row in takes_place if row.first_day == takes_place[0].first_day], several) if _any_left(dates) else None


def of_day(event: Event, rows: list[Occurrence]) -> Adding | None:
    """For the page of one of several days, whose times are `rows`. None if nothing is to come that day."""
    return _adding(event, rows, several=True) if _any_left(rows) else None


def _any_left(rows: list[Occurrence]) -> bool:
    """What is postponed counts: who subscribes is told its new date."""
    return any(not row.is_past and row.status != OccurrenceStatus.CANCELLED for row in rows)


def _is_open(row: Occurrence) -> bool:
    return not row.is_past and not row.is_off


def _adding(event: Event, rows: list[Occurrence], several: bool) -> Adding:
    day_file = address("events:day_calendar", event.slug, rows[0].first_day.isoformat()) if several and rows else ""
    return Adding([Entry(row, google(row), outlook(row)) for row in rows if _is_open(row)], day_file, Feed(address("events:calendar", event.slug)))


def google(row: Occurrence) -> str:
    begins, ends = _stamps(row)
    compact = f"{begins}/{ends}".translate({ord("-"): None, ord(":"): None})
    return _link(GOOGLE, action="TEMPLATE", text=_title(row), dates=compact, details=_details(row), location=calendars.location(row))


def outlook(row: Occurrence) -> str:
    begins, ends = _stamps(row)
    whole = "" if row.time_known else "true"
    return _link(
        OUTLOOK, path="/calendar/action/compose", rru="addevent", subject=_title(row), startdt=begins, enddt=ends, allday=whole,
        body=_details(row), location=calendars.location(row),
    )  # fmt: skip


def _link(base: str, **values: str) -> str:
    return f"{base}?{urlencode({name: value for name, value in values.items() if value}, quote_via=quote)}"


def _stamps(row: Occurrence) -> tuple[str, str]:
    """From and to: moments in UTC, which are right on any clock; days, the last exclusive, where no hour is known.

    Both providers ask for an end. One that is not known is none of ours to invent: it is the beginning, and the entry has no length.
    """
    if not row.time_known:
        return row.first_day.isoformat(), (row.last_day + timedelta(days=1)).isoformat()
    begins, ends = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (row.start, calendars.ends(row) or row.start))
    return begins, ends


def _title(row: Occurrence) -> str:
    return text.pick(row.event, "title")[0]


def _details(row: Occurrence) -> str:
    return "\n\n".join(filter(None, (text.pick(row.event, "summary")[0], calendars.hours_note(row), absolute(row.event.get_absolute_url()))))
