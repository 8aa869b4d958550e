"""Dates as iCalendar (RFC 5545, 7986): the same bytes as long as nothing has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from anniversary.languages import text

from . import description as described
from . import zones
from .calendar_values import Text, link, words
from .models import Occurrence, OccurrenceStatus, Venue

STATUS = {OccurrenceStatus.CANCELLED: "CANCELLED", OccurrenceStatus.POSTPONED: "TENTATIVE"}
EVERY = timedelta(hours=6)
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
    whole = icalendar.Calendar()
    whole.add("prodid", "-//Anniversary programme//Events//EN")
    whole.add("version", "2.0")
    # Each twice: as RFC 7986 has it, and as calendars asked for it before there was that.
    for keys, value in ((("name", "x-wr-calname"), about.name), (("description", "x-wr-caldesc"), about.summary)):
        for key in keys if value else ():
            whole.add(key, Text(value))
    if about.page:
        whole.add("url", link(about.page))
    if about.feed:
        whole.add("source", link(about.feed), parameters={"VALUE": "URI"})
    whole.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", icalendar.vDuration(EVERY))
    entries = [_entry(row) for row in rows]
    years = [day.year for row in rows for day in (row.first_day, row.last_day)]
    since, until = min([ZONES_FROM, *years]), max([ZONES_UNTIL, *(year + 1 for year in years)])
    used = {str(entry[key].params["tzid"]) for entry in entries for key in ("dtstart", "dtend") if key in entry and "tzid" in entry[key].params}
    for tz in sorted(used):
        whole.add_component(zones.described(tz, since, until))
    for entry in entries:
        whole.add_component(entry)
    return whole.to_ical()


def _entry(row: Occurrence) -> icalendar.Event:
    event, entry = row.event, icalendar.Event()
    changed = last_change(row)
    title = text.pick(event, "title")[0]
    entry.add("uid", Text(row.uid))
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", row.sequence)
    entry.add("status", STATUS.get(OccurrenceStatus(row.status), "CONFIRMED"))
    entry.add("summary", Text(f"{row.status_label}: {title}" if row.is_off else title))
    entry.add("url", link(event.get_absolute_url()))
    entry.add("categories", [Text(text.pick(event.category, "name")[0] or event.category.slug)])
    _add_times(entry, row)
    _add_place(entry, row)
    if told := description(row):
        entry.add("description", Text(told))
    picture = described.share_image(event, [row])
    kind = FORMATS.get(picture.partition("?")[0].rpartition(".")[2].lower())
    entry.add("image", link(picture), parameters={"VALUE": "URI", "DISPLAY": "BADGE", **({"FMTTYPE": kind} if kind else {})})
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
    entry.add("dtstart", _on_clocks(row.start, row.zone))
    if end := ends(row):
        entry.add("dtend", _on_clocks(end, row.zone))


def _on_clocks(moment: datetime, zone: ZoneInfo) -> datetime:
    """As the clocks of the place show it; in UTC where they show it twice, as readers do not agree which time is meant."""
    local = moment.astimezone(zone)
    return local if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset() else moment


def ends(row: Occurrence) -> datetime | None:
    """When it ends: with its last day, if it goes on for several and nobody has said until when; None if that is not known."""
    return row.end if row.end > row.start and (row.end_time or row.several_days) else None


def _add_place(entry: icalendar.Event, row: Occurrence) -> None:
    if where := location(row):
        entry.add("location", Text(where))
    if row.venue and row.venue.lat is not None and row.venue.lon is not None and not row.is_online_only:
        entry.add("geo", (float(row.venue.lat), float(row.venue.lon)))
    if row.online_url:
        entry.add("conference", link(row.online_url), parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": words(_("Online"))})


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
