"""A calendar file of somebody else's making (RFC 5545), taken apart: what its entries say, in plain values. Nothing here asks the database."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anniversary.languages import dates
from anniversary.languages.models import plain
from anniversary.occasion.models import zones

from .sheets import BYTES

ENTRIES = 2000
# Empty lines are passed over once, not once for each of them: a file may hold millions.
FOLD = re.compile(rb"(?<!\n)\n++[ \t]")
# Descriptions of zones are no more than notes here: a rule in one can keep a machine busy for hours, and icalendar would keep it for the next file.
ZONE, NOTE = re.compile(rb"VTIMEZONE", re.IGNORECASE), b"X-ZONE"


@dataclass(frozen=True)
class Stamp:
    """A day, or a day with its hour on the clocks of `tz`: a zone's name, or empty where the file names none that is known."""

    at: date
    tz: str = ""
    named: str = ""  # what the file calls the zone, where nobody knows it

    @property
    def is_day(self) -> bool:
        return not isinstance(self.at, datetime)


@dataclass
class Entry:
    """A VEVENT under its number in the file. `wrong` says why it cannot be taken over, `notes` what of it is not."""

    number: int
    uid: str = ""
    title: str = ""
    language: str = ""
    description: str = ""
    location: str = ""
    categories: list[str] = field(default_factory=list)
    url: str = ""
    online: str = ""
    cancelled: bool = False
    sequence: int = 0
    start: Stamp | None = None
    end: Stamp | timedelta | None = None
    rule: str = ""
    walked: int = 0  # years of the calendar that the rule has been followed for, as often as it asks for places in each period
    more: list[Stamp] = field(default_factory=list)
    less: list[Stamp] = field(default_factory=list)
    instead_of: Stamp | None = None
    wrong: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def repeats(self) -> bool:
        return bool(self.rule or self.more)


def read(data: bytes) -> list[Entry]:
    """The entries of a file; ValidationError, in plain words, if it is no calendar, has none, or is too large."""
    if len(data) > BYTES:
        raise ValidationError(_("The file is larger than %(size)s MB. Export a shorter period.") % {"size": dates.digits(BYTES // 1024**2)})
    lines = FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))
    try:
        lines.decode()
        # Bytes: a text without line ends would be taken for the name of a file.
        calendars: Any = icalendar.Calendar.from_ical(ZONE.sub(NOTE, lines), multiple=True)
        found = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
        aliases = {str(note.get("TZID")): str(note.get("X-LIC-LOCATION")) for calendar in calendars for note in calendar.walk(NOTE.decode())}
    except Exception as error:  # whatever icalendar stumbles over
        raise ValidationError(_("This is no calendar file (.ics), or it is damaged.")) from error
    if not found:
        raise ValidationError(_("There is no event in this file."))
    if len(found) > ENTRIES:
        raise ValidationError(_("These are more than %(count)s entries. Export a shorter period.") % {"count": dates.digits(ENTRIES)})
    return [_entry(number, component, aliases) for number, component in enumerate(found, 1)]


def _entry(number: int, component: Any, aliases: dict[str, str]) -> Entry:
    entry = Entry(number)
    try:
        _fill(entry, component, aliases)
    except Exception:  # a property of a kind that nobody expects there
        entry.wrong = _("It cannot be read.")
    return entry


def _fill(entry: Entry, component: Any, aliases: dict[str, str]) -> None:
    def one(name: str) -> Any:
        """The first of its kind; None if there is none, or one that cannot be read."""
        found = component.get(name)
        found = found[0] if isinstance(found, list) else found
        return None if found is None or isinstance(found, icalendar.vBroken) else found

    def words(name: str) -> str:
        return plain(str(one(name) or "")).strip()

    def stamps(name: str) -> list[Stamp]:
        found = component.get(name) or []
        groups = [group for group in (found if isinstance(found, list) else [found]) if not isinstance(group, icalendar.vBroken)]
        return [_stamp(single, aliases) for group in groups for single in group.dts]

    entry.uid, entry.title, entry.description, entry.location = (words(name) for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION"))
    entry.title = " ".join(entry.title.split())
    entry.url, entry.online, entry.cancelled = words("URL"), words("CONFERENCE"), words("STATUS").upper() == "CANCELLED"
    entry.sequence = int(words("SEQUENCE")) if words("SEQUENCE").isdecimal() else 0
    if summary := one("SUMMARY"):
        entry.language = str(summary.params.get("LANGUAGE", "")).split("-")[0].lower()
    entry.categories = _categories(component.get("CATEGORIES"))
    if component.get("RECURRENCE-ID") is not None:
        entry.instead_of = _stamp(one("RECURRENCE-ID"), aliases)
        if one("RECURRENCE-ID").params.get("RANGE"):
            entry.notes.append(_("It changes this date and all later ones; only this one is changed here."))
    if words("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}:
        entry.notes.append(_("The file calls it private: make sure that it may be published."))
    if (start := one("DTSTART")) is None:
        entry.wrong = _("It has no beginning (DTSTART), or one that cannot be read.")
        return
    entry.start = _stamp(start, aliases)
    if (end := one("DTEND")) is not None:
        entry.end = _stamp(end, aliases)
    elif (duration := one("DURATION")) is not None:
        entry.end = duration.dt
    elif component.get("DTEND") is not None or component.get("DURATION") is not None:
        entry.notes.append(_("Its end cannot be read."))
    if component.get("RRULE") is not None:
        rule = one("RRULE")
        if rule is None or isinstance(component.get("RRULE"), list):
            entry.wrong = _("Its rule of repetition (RRULE) cannot be read.")
            return
        entry.rule = rule.to_ical().decode()
    entry.more, entry.less = stamps("RDATE"), stamps("EXDATE")


def _categories(found: Any) -> list[str]:
    groups = found if isinstance(found, list) else [found] if found is not None else []
    return [plain(str(name).replace("\\", "")).strip() for group in groups if not isinstance(group, icalendar.vBroken) for name in group.cats]


def _stamp(value: Any, aliases: dict[str, str]) -> Stamp:
    at = value.dt[0] if isinstance(value.dt, tuple) else value.dt  # of a period, its beginning
    if not isinstance(at, datetime):
        return Stamp(at)
    named = str(value.params.get("TZID", ""))
    if not named:
        return Stamp(at.replace(tzinfo=None), "UTC" if at.tzinfo else "")
    tz = zone_of(named, aliases)
    return Stamp(at.replace(tzinfo=None), tz, "" if tz else named)


def zone_of(named: str, aliases: dict[str, str]) -> str:
    """The zone's name in the IANA list; empty if nobody knows it. Programs put addresses before it, or use Windows' names."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    last = "/".join(named.split("/")[-2:])
    for name in (named, aliases.get(named, ""), WINDOWS_TO_OLSON.get(named, ""), last):
        if name in zones():
            return str(ZoneInfo(name).key)
    return ""
