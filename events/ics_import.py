"""What the entries of a calendar file would become: drafts of events with their dates. What is there already, by its UID, is left as it is."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.html import linebreaks, strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anniversary.languages import dates as written
from anniversary.languages import text
from anniversary.occasion.models import Anniversary
from anniversary.publishing.blocks import sanitise

from . import cells, drafts, ics_dates, ics_reading
from .columns import Known
from .drafts import Draft
from .ics_reading import Entry
from .models import Attendance, Category, Event, Occurrence, OccurrenceStatus

DATES = 2000  # of one file
# What may be looked at to find them: dates that are there already count, and years without any that a rule was followed for.
LOOKED_AT, WALKED = 10_000, 10_000
UID = re.compile(r"[\x21-\x7e]{1,100}")
HTML = re.compile(r"</?(?:p|br|div|span|a|b|i|ul|ol|li|strong|em|html|body)\b[^<>]*>", re.IGNORECASE)
SUMMARY = Event._meta.get_field("summary").max_length or 0  # type: ignore[union-attr]
TITLE = Event._meta.get_field("title").max_length or 0  # type: ignore[union-attr]
SOURCES = 10
web_address = URLValidator(schemes=["http", "https"])


class Outcome(models.TextChoices):
    MADE = "made", gettext_lazy("Becomes a draft")
    JOINED = "joined", gettext_lazy("Becomes a date of the draft above")
    SKIPPED = "skipped", gettext_lazy("Is there already: nothing is done")
    BAD = "bad", gettext_lazy("Left out")


@dataclass
class Row:
    """One entry of the file, and what becomes of it; `why` where it is left out."""

    entry: Entry
    outcome: Outcome = Outcome.BAD
    why: str = ""
    dates: list[Occurrence] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        return list(dict.fromkeys(self.entry.notes))


@dataclass
class Plan:
    drafts: list[Draft]
    rows: list[Row]

    @property
    def seen(self) -> str:
        """Stands for what was shown: what is confirmed has to be the same."""
        made = [(draft.event.slug, [row.uid for row in draft.dates]) for draft in self.drafts]
        return hashlib.sha256(repr((made, [(row.outcome.value, row.why, row.notes) for row in self.rows])).encode()).hexdigest()[:20]

    @property
    def dates(self) -> int:
        return sum(len(draft.dates) for draft in self.drafts)

    @property
    def may_be_written(self) -> bool:
        return bool(self.drafts)

    def of(self, outcome: str) -> list[Row]:
        return [row for row in self.rows if row.outcome == outcome]


def plan(data: bytes, category: Category, language: str) -> Plan:
    """What importing the file would do; writes nothing. `category` and `language` are those of entries that say nothing of it.

    ValidationError, in plain words, where the file as a whole cannot be taken.
    """
    rows = [Row(entry) for entry in ics_reading.read(data)]
    planner = _Planner(category)
    planner.fill(rows)
    if sum(len(row.dates) for row in rows) > DATES:
        raise ValidationError(_("These are more than %(count)s dates. Export a shorter period.") % {"count": written.digits(DATES)})
    return Plan(_drafts(rows, category, language, planner.known), rows)


# --- each entry's dates ---------------------------------------------------------------------------------------------------
class _Planner:
    def __init__(self, category: Category) -> None:
        self.category, self.known = category, Known()
        self.country = Anniversary.current().zone.key
        self.looked_at = self.walked = 0

    def fill(self, rows: list[Row]) -> None:
        """Give each row its dates, or say why it has none. ValidationError if that is more work than a file is worth."""
        wholes = self._wholes(rows)
        single: dict[str, list[Row]] = {}
        for row in rows:
            if row.entry.instead_of and not row.why:
                row.entry.rule, row.entry.more = "", []
                single.setdefault(row.entry.uid, []).append(row)
                self._fill(row, whole=wholes.get(row.entry.uid))
        for row in rows:
            if not row.entry.instead_of and not row.why:
                self._fill(row, single.get(row.entry.uid, []))
        for row in (row for group in single.values() for row in group):
            if (whole := wholes.get(row.entry.uid)) and whole.dates:
                row.entry.title = whole.entry.title  # one event has one title: that of the entry whose date this is
        self._skip(rows)

    def _wholes(self, rows: list[Row]) -> dict[str, Row]:
        """The entries that are not one date of another, by UID; of several of the same UID the latest."""
        found: dict[str, Row] = {}
        for row in rows:
            if row.entry.wrong:
                row.why = row.entry.wrong
            elif not row.entry.title and not row.entry.instead_of:
                row.why = _("It has no title (SUMMARY).")
            elif row.entry.instead_of or not row.entry.uid:
                continue
            else:
                other = found.get(row.entry.uid)
                older = min((row, other), key=lambda one: one.entry.sequence) if other else None
                if older:
                    older.why = _("Another entry of the file has the same UID and is newer.")
                found[row.entry.uid] = other if other and older is row else row
        return found

    def _fill(self, row: Row, instead: Iterable[Row] = (), whole: Row | None = None) -> None:
        """`instead`: the entries that stand in for one of its dates; `whole`: the entry for one of whose dates it stands in itself."""
        entry, venue = row.entry, self._venue(row.entry)
        home = venue.tz if venue else self.country
        try:
            found = ics_dates.of(entry, home)
            self.looked_at += len(found)
            replaced = {key for other in instead for key in self._keys(other, home)}
            for one in found:
                if not entry.instead_of and replaced & one.keys:
                    continue
                row.dates.append(self._date(entry, one, venue, self._uid(entry, one, home, whole)))
        except ics_dates.Wrong as wrong:
            row.why, row.dates = str(wrong), []
        except (OverflowError, ValueError):
            row.why, row.dates = _("It cannot be read."), []
        self._note(entry, home)
        self.walked += entry.walked
        if self.looked_at > LOOKED_AT:
            raise ValidationError(_("These are more than %(count)s dates. Export a shorter period.") % {"count": written.digits(LOOKED_AT)})
        if self.walked > WALKED:
            raise ValidationError(_("The rules of repetition in this file take too long to follow. Export a shorter period."))

    def _keys(self, other: Row, home: str) -> set[str]:
        return {ics_dates.key_of(other.entry.instead_of, home)} if other.entry.instead_of and other.dates else set()

    def _uid(self, entry: Entry, one: ics_dates.Found, home: str, whole: Row | None) -> str:
        """The entry's own for its first date, moved or not; for each other one made of it and of when that date was meant to be, the same at every import."""
        start: Any = entry.start
        stem = entry.uid or f"{entry.title}|{start.at.isoformat()}|{start.tz}"
        key = ics_dates.key_of(entry.instead_of, home) if entry.instead_of else one.key
        is_first = self._is_for_first(entry, whole) if entry.instead_of else one.is_first
        uid = stem if is_first else f"{stem}-{key}"
        return uid if entry.uid and UID.fullmatch(uid) else f"{hashlib.sha256(uid.encode()).hexdigest()[:40]}@imported"

    def _is_for_first(self, entry: Entry, whole: Row | None) -> bool:
        """Whether it stands in for the first date of the whole series."""
        if not (entry.instead_of and whole and whole.entry.start):
            return False
        venue = self._venue(whole.entry)
        home = venue.tz if venue else self.country
        try:
            return ics_dates.key_of(entry.instead_of, home) in ics_dates.keys_of(whole.entry.start, home)
        except ics_dates.Wrong:
            return False

    def _date(self, entry: Entry, one: ics_dates.Found, venue: Any, uid: str) -> Occurrence:
        """The date, checked. Wrong if it cannot be."""
        status = OccurrenceStatus.CANCELLED if entry.cancelled else OccurrenceStatus.SCHEDULED
        online = entry.online if _is_address(entry.online, 400) else ""
        row = Occurrence(uid=uid, venue=venue, status=status, online_url=online, **ics_dates.fields(one, venue))
        row.event = Event(category=self.category)
        for _name, reason in drafts.date_problems(row):
            raise ics_dates.Wrong(reason)
        row.derive()
        return row

    def _venue(self, entry: Entry) -> Any:
        """By the whole of LOCATION, or by one of its parts: “City Hall, 1 Riverside, Phnom Penh”."""
        parts = [entry.location, *(part.strip() for part in re.split(r"[,;\n、，]", entry.location))]
        return next((venue for part in parts if part and (venue := self.known.venues.get(part))), None)

    def _note(self, entry: Entry, home: str) -> None:
        start = entry.start
        if entry.location and not self._venue(entry):
            entry.notes.append(_("No venue is called “%(place)s”: choose one in the draft.") % {"place": Truncator(entry.location).chars(120)})
        if start and not start.is_day and not start.tz:
            told = _("Nobody knows the time zone “%(zone)s”; its hours are taken for those of %(home)s.") if start.named else _(
                "It names no time zone; its hours are taken for those of %(home)s."
            )
            entry.notes.append(told % {"zone": start.named[:60], "home": home})
        if not entry.uid:
            entry.notes.append(_("It has no UID."))
        if entry.url and not _is_address(entry.url, 600):
            entry.notes.append(_("Its address (URL) cannot be used."))

    def _skip(self, rows: list[Row]) -> None:
        """Take out the dates whose UID is there already, or twice in the file."""
        uids = list({date.uid for row in rows for date in row.dates})
        there: set[str] = set()
        for first in range(0, len(uids), 500):
            there |= set(Occurrence.objects.filter(uid__in=uids[first : first + 500]).values_list("uid", flat=True))
        again: set[str] = set()
        for row in rows:
            before = len(row.dates)
            if any(date.uid in again for date in row.dates):
                row.why, row.dates = _("Another entry of the file is the same date."), []
                continue
            again |= {date.uid for date in row.dates}
            row.dates = [date for date in row.dates if date.uid not in there]
            if before and not row.dates:
                row.outcome = Outcome.SKIPPED
            elif len(row.dates) < before:
                told = ngettext("%(count)s of its dates is there already.", "%(count)s of its dates are there already.", before - len(row.dates))
                row.entry.notes.append(told % {"count": written.digits(before - len(row.dates))})


def _is_address(url: str, longest: int) -> bool:
    try:
        web_address(url)
    except ValidationError:
        return False
    return len(url) <= longest


# --- events ---------------------------------------------------------------------------------------------------------------
def _drafts(rows: list[Row], category: Category, language: str, known: Known) -> list[Draft]:
    """Entries of the same title are one event."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row.dates and not row.entry.title:
            row.why, row.dates = _("It has no title (SUMMARY)."), []
        if row.dates:
            groups.setdefault(cells.normal(row.entry.title), []).append(row)
    stems = {title: _stem(group[0]) for title, group in groups.items()}
    used = _used(stems.values())
    found = []
    for title, group in groups.items():
        draft = _draft(group, category, language, known, _free(stems[title], used))
        if problems := [reason for _name, reason in drafts.event_problems(draft.event)]:
            for row in group:
                row.why, row.dates = " ".join(problems), []
            continue
        found.append(draft)
        for number, row in enumerate(group):
            row.outcome = Outcome.JOINED if number else Outcome.MADE
    return found


def _stem(row: Row) -> str:
    return drafts.address_of(row.entry.title) or f"event-{hashlib.sha256(row.dates[0].uid.encode()).hexdigest()[:8]}"


def _used(stems: Iterable[str]) -> set[str]:
    """Addresses that are, or were, those of events; of all that begin like one of the stems."""
    stems = list(stems)
    wanted = {*stems, *(f"{stem}-{number}" for stem in stems for number in range(2, 12))}
    return drafts.taken(wanted) | Event()._leads_elsewhere(wanted)


def _free(stem: str, used: set[str]) -> str:
    found = next((slug for slug in [stem, *(f"{stem}-{number}" for number in range(2, 12))] if slug not in used), "")
    found = found or f"{stem[:50]}-{hashlib.sha256(repr(sorted(used)).encode()).hexdigest()[:8]}"
    used.add(found)
    return found


def _draft(group: list[Row], category: Category, language: str, known: Known, slug: str) -> Draft:
    first = group[0].entry
    code = first.language if first.language in text.codes() else language
    event = Event(slug=slug, category=next(filter(None, (known.categories.get(name) for row in group for name in row.entry.categories)), category))
    if len(first.title) > TITLE:
        first.notes.append(_("Its title is too long and is cut."))
    setattr(event, f"title_{code}", Truncator(first.title).chars(TITLE))
    draft = Draft(event, dates=[date for row in group for date in row.dates])
    summary, body = _texts(next((row.entry.description for row in group if row.entry.description), ""))
    setattr(event, f"summary_{code}", summary)
    if body:
        draft.bodies[code] = body
    if all(date.online_url and not date.venue for date in draft.dates):
        event.attendance = Attendance.ONLINE
    for row in group:
        if row.entry.description and row.entry.description not in (first.description, ""):
            row.entry.notes.append(_("Its description is another than the first one’s and is left out."))
    urls = [row.entry.url for row in group if _is_address(row.entry.url, 600)]
    draft.sources = [(urlsplit(url).hostname or url, url) for url in dict.fromkeys(urls)][:SOURCES]
    draft.notes = [f"{row.entry.number}: {note}" for row in group for note in row.notes]
    return draft


def _texts(description: str) -> tuple[str, str]:
    """(summary, body in HTML): a short plain description is the summary; of any other the beginning, and the whole is the body."""
    is_html = bool(HTML.search(description))
    html = sanitise(description) if is_html else linebreaks(description, autoescape=True)
    words = " ".join(strip_tags(html.replace("<", " <")).split()) if is_html else description
    if not is_html and len(words) <= SUMMARY:
        return words, ""
    return Truncator(unescape(words)).chars(SUMMARY), sanitise(html) if words else ""
