"""Dates as iCalendar (RFC 5545, 7986): the same bytes as long as nothing has changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from anniversary.languages import text

from . import calendar_lines as lines
from . import description as described
from . import zones
from .calendar_lines import line
from .models import Occurrence, OccurrenceStatus, Venue

STATUS = {OccurrenceStatus.CANCELLED: "CANCELLED", OccurrenceStatus.POSTPONED: "TENTATIVE"}
EVERY = "PT6H"
# Time zones are described for these years at least; both ends are fixed, so that a feed does not change with the day it is asked for.
ZONES_FROM, ZONES_UNTIL = 1970, 2038
FORMATS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@dataclass(frozen=True)
class About:
    """What a calendar says of itself: its name, a sentence on it, the page that it belongs to, its own address."""

    name: str
    summary: str = ""
    page: str = ""
    feed: str = ""


def calendar(rows: Iterable[Occurrence], about: About) -> bytes:
    """The rows (with event, category, cover and venue at hand) as one calendar, in the language of the moment."""
    rows = list(rows)
    years = [day.year for row in rows for day in (row.first_day, row.last_day)]
    since, until = min([ZONES_FROM, *years]), max([ZONES_UNTIL, *(year + 1 for year in years)])
    used = sorted({row.tz for row in rows if row.time_known and any(lines.is_local(at, row.zone) for at in (row.start, ends(row)) if at)})
    parts = (lines.component("VEVENT", *_entry(row)) for row in rows)
    return lines.component("VCALENDAR", *_head(about), *(zones.described(tz, since, until) for tz in used), *parts)


def _head(about: About) -> Iterator[bytes]:
    yield line("PRODID", "-//Anniversary programme//Events//EN")
    yield line("VERSION", "2.0")
    # Each twice: as RFC 7986 has it, and as calendars asked for it before there was that.
    for names, value in ((("NAME", "X-WR-CALNAME"), about.name), (("DESCRIPTION", "X-WR-CALDESC"), about.summary)):
        for name in names if value else ():
            yield line(name, lines.text(value))
    if about.page:
        yield line("URL", lines.link(about.page))
    if about.feed:
        yield line("SOURCE", lines.link(about.feed), VALUE="URI")
    yield line("REFRESH-INTERVAL", EVERY, VALUE="DURATION")
    yield line("X-PUBLISHED-TTL", EVERY)


def _entry(row: Occurrence) -> Iterator[bytes]:
    event, changed = row.event, lines.utc(last_change(row))
    title = text.pick(event, "title")[0]
    yield line("UID", lines.text(row.uid))
    yield line("DTSTAMP", changed)
    yield line("LAST-MODIFIED", changed)
    yield line("SEQUENCE", str(row.sequence))
    yield from _times(row)
    yield line("STATUS", STATUS.get(OccurrenceStatus(row.status), "CONFIRMED"))
    yield line("SUMMARY", lines.text(f"{row.status_label}: {title}" if row.is_off else title))
    if told := description(row):
        yield line("DESCRIPTION", lines.text(told))
    yield from _place(row)
    yield line("CATEGORIES", lines.text(text.pick(event.category, "name")[0] or event.category.slug))
    yield line("URL", lines.link(event.get_absolute_url()))
    picture = described.share_image(event, [row])
    kind = FORMATS.get(picture.partition("?")[0].rpartition(".")[2].lower())
    yield line("IMAGE", lines.link(picture), VALUE="URI", DISPLAY="BADGE", **({"FMTTYPE": kind} if kind else {}))


def description(row: Occurrence) -> str:
    """What has become of it and why, whether places are left, what it is; the same before and after its day."""
    parts = (row.status_told, row.availability_label, text.pick(row, "status_note")[0], text.pick(row.event, "summary")[0], hours_note(row))
    return "\n\n".join(filter(None, parts))


def _times(row: Occurrence) -> Iterator[bytes]:
    if row.time_known:
        yield lines.moment("DTSTART", row.start, row.zone)
        if end := ends(row):
            yield lines.moment("DTEND", end, row.zone)
        return
    yield line("DTSTART", lines.day(row.first_day), VALUE="DATE")
    yield line("DTEND", lines.day(row.last_day + timedelta(days=1)), VALUE="DATE")
    yield line("TRANSP", "TRANSPARENT")  # it does not fill the reader's day


def ends(row: Occurrence) -> datetime | None:
    """When it ends: with its last day, if it goes on for several and nobody has said until when; None if that is not known."""
    return row.end if row.end > row.start and (row.end_time or row.several_days) else None


def _place(row: Occurrence) -> Iterator[bytes]:
    if where := location(row):
        yield line("LOCATION", lines.text(where))
    if row.venue and row.venue.lat is not None and row.venue.lon is not None and not row.is_online_only:
        yield line("GEO", ";".join(f"{part:.5f}".rstrip("0").removesuffix(".") for part in (row.venue.lat, row.venue.lon)))
    if row.online_url:
        yield line("CONFERENCE", lines.link(row.online_url), VALUE="URI", FEATURE="VIDEO", LABEL=_("Online"))


def last_change(row: Occurrence) -> datetime:
    """When anything of what a calendar shows of the date was changed last."""
    changed = [row.updated_at, row.event.updated_at, *([row.venue.updated_at] if row.venue else [])]
    return max(changed).replace(microsecond=0)


def location(row: Occurrence) -> str:
    """Room, venue, street and town in one line, as far as they are known; where one only takes part online, the address to do so at."""
    if row.is_online_only:
        return row.online_url
    return ", ".join(filter(None, (text.pick(row, "room")[0], place(row.venue))))


def place(venue: Venue | None) -> str:
    return ", ".join(filter(None, (text.pick(venue, field)[0] for field in ("name", "address", "locality")))) if venue else ""


def hours_note(row: Occurrence) -> str:
    return "" if row.time_known or row.all_day else _("The time is not stated.")
