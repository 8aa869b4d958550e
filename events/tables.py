"""Events with their dates as a table: written for whoever may see them; read, checked as a whole, and only then made into drafts.

One row a date. What is of the event stands in each of its rows, so that they can be sorted; in a table that is read it may stand in one of them only.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anniversary.languages import text
from anniversary.occasion.models import check_zone

from . import cells, columns, drafts, sheets
from .columns import DATE, EVENT, Column, Known
from .drafts import BODY, Draft
from .models import Category, Event, Occurrence, Venue

EXPORTED = 5000  # events in one file


# --- out ----------------------------------------------------------------------------------------------------------------
def lines(events: Any, *, with_dates: bool = True) -> Iterator[list[Any]]:
    """The headings, then a row for each date of the events (a queryset), or one for an event without any."""
    of_event, of_date = columns.of_event(), columns.of_date() if with_dates else []
    yield [column.heading for column in (*of_event, *of_date)]
    related = [*(["occurrences__venue"] if with_dates else []), "organisers__organisation", "tags", BODY]
    for event in events.select_related("category", "programme", "series").prefetch_related(*related).iterator(chunk_size=200):
        dates = list(event.occurrences.all()) if with_dates else []
        for number, row in enumerate(dates or [None]):
            mine = ["" if number and column.name.startswith("body_") else column.write(event) for column in of_event]
            yield [*mine, *(column.write(row) if row else None for column in of_date)]


def template() -> list[list[Any]]:
    """The headings of an empty table, and a row that explains them; reading leaves it out."""
    asked = [column for column in (*columns.of_event(), *columns.of_date()) if column.read]
    notes = [f"{column.label}. {column.explanation}".strip() for column in asked]
    return [[column.heading for column in asked], [f"{sheets.NOTE}{notes[0]}", *notes[1:]]]


def explained() -> list[list[str]]:
    """For people: each column, what it is, how it is written; then the kinds of events and the venues that there are."""
    found = [[_("Column"), _("What it is"), _("How it is written")]]
    found += [[column.heading, column.label, column.explanation] for column in (*columns.of_event(), *columns.of_date())]
    for heading, records in (("category", Category.objects.all()), ("venue", Venue.objects.all()[:500])):
        found += [[heading, record.slug, str(record)] for record in records]
    return found


# --- in -----------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Problem:
    """What is wrong in which cell: the number and the heading as people see them in their table."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class Plan:
    """What a table would make, what it leaves as it is, what is wrong with it. With any problem nothing is made."""

    drafts: list[Draft] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)  # (row, address)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # headings

    @property
    def seen(self) -> str:
        """Stands for what was shown: what is confirmed has to be the same."""
        made = [(draft.event.slug, len(draft.dates)) for draft in self.drafts]
        return hashlib.sha256(repr((made, self.skipped, self.problems)).encode()).hexdigest()[:20]

    @property
    def dates(self) -> int:
        return sum(len(draft.dates) for draft in self.drafts)

    @property
    def may_be_written(self) -> bool:
        return bool(self.drafts) and not self.problems


def plan(data: bytes) -> Plan:
    """What importing the file would do; writes nothing. ValidationError, in plain words, where it is no table of events."""
    found = sheets.read(data)
    if len(found) < 2:
        raise ValidationError(_("There is no row below the headings."))
    return _Reader(found).plan()


class _Reader:
    """Reads one table: finds its columns, puts the rows of an event together, collects what is wrong."""

    def __init__(self, found: list[sheets.Line]) -> None:
        known = columns.headings([*columns.of_event(), *columns.of_date()])
        self.result, self.known, self.rows = Plan(), Known(), found[1:]
        self.columns: dict[int, Column] = {}
        self.titles = {place: str(cell) for place, cell in enumerate(found[0].cells) if cell not in (None, "")}
        for place, title in self.titles.items():
            if column := columns.heading(known, title):
                self._take(place, column, found[0].number)
            else:
                self.result.unknown.append(title)
        if not any(column.name.startswith("title_") for column in self.columns.values()):
            raise ValidationError(_("No column is headed “title_en” or the like. The headings stand in the first row; the template has them."))

    def _take(self, place: int, column: Column, row: int) -> None:
        if column.heading in {taken.heading for taken in self.columns.values()}:
            self._wrong(row, place, self.titles[place], _("There is a column of this kind already."))
        self.columns[place] = column

    def plan(self) -> Plan:
        groups: dict[str, list[sheets.Line]] = {}
        for line in self.rows:
            if slug := self._slug(line):
                groups.setdefault(slug, []).append(line)
        there = drafts.taken(groups)
        for slug, lines in groups.items():
            if slug in there:
                self.result.skipped.append((lines[0].number, slug))
            else:
                self.result.drafts.append(self._draft(slug, lines))
        self.result.problems.sort(key=lambda problem: problem.row)
        return self.result

    def _slug(self, line: sheets.Line) -> str:
        """The row's address, or that which its English title makes. Nothing, and a problem, where there is neither."""
        if written := str(self._raw(line, "slug") or "").strip():
            return written
        if made := drafts.address_of(str(self._raw(line, "title_en") or "")):
            return made
        place = self._place("slug", "title_en")
        self._wrong(line.number, place, "", _("Write an address (slug), for example evening-of-song: without an English title none can be made."))
        return ""

    # --- cells ----------------------------------------------------------------------------------------------------------
    def _place(self, *headings: str) -> int | None:
        return next((place for heading in headings for place, column in self.columns.items() if column.heading == heading), None)

    def _raw(self, line: sheets.Line, heading: str) -> Any:
        place = self._place(heading)
        return line.cells[place] if place is not None and place < len(line.cells) else None

    def _wrong(self, row: int, place: int | None, value: Any, reason: Any, heading: str = "") -> None:
        title = self.titles[place] if place is not None else heading
        value = value.date() if isinstance(value, datetime) and value.time() == time(0) else value  # so does the sheet show it
        self.result.problems.append(Problem(row, title, str(value or "")[:100], str(reason)))

    def _values(self, line: sheets.Line, part: str) -> dict[int, Any]:
        """By place, what the cells of the part hold; those that are empty or wrong are left out."""
        found = {}
        for place, column in self.columns.items():
            cell = line.cells[place] if place < len(line.cells) else None
            if column.part != part or column.read is None or cell is None or (isinstance(cell, str) and not cell.strip()):
                continue
            try:
                found[place] = column.read(cell, self.known)
            except cells.Bad as bad:
                self._wrong(line.number, place, cell, bad)
        return found

    # --- records --------------------------------------------------------------------------------------------------------
    def _draft(self, slug: str, lines: list[sheets.Line]) -> Draft:
        before = len(self.result.problems)
        merged: dict[int, tuple[int, Any]] = {}
        for line in lines:
            for place, value in self._values(line, EVENT).items():
                number, first = merged.setdefault(place, (line.number, value))
                if first != value:
                    told = _("Row %(row)s of the same event says otherwise. Write the same, or leave the cell empty.") % {"row": number}
                    self._wrong(line.number, place, line.cells[place], told)
        event, draft = Event(slug=slug), Draft(Event())
        draft.event = event
        for place, (_number, value) in merged.items():
            self._set_event(draft, self.columns[place], value)
        self._check_event(draft, merged, lines[0], clean=len(self.result.problems) == before)
        draft.dates = [row for line in lines if (row := self._date(event, line))]
        return draft

    def _set_event(self, draft: Draft, column: Column, value: Any) -> None:
        if column.name.startswith("body_"):
            draft.bodies[column.name.removeprefix("body_")] = value
        elif column.name in {"tags", "organisers"}:
            setattr(draft, column.name, value)
        else:
            setattr(draft.event, column.name, value)

    def _check_event(self, draft: Draft, merged: dict[int, tuple[int, Any]], line: sheets.Line, *, clean: bool) -> None:
        if clean and draft.event.category_id is None:
            self._wrong(line.number, self._place("category"), "", _("Say what kind of event it is."), "category")
        for name, reason in drafts.event_problems(draft.event):
            place = next((place for place, column in self.columns.items() if column.part == EVENT and column.name == name), None)
            number = merged[place][0] if place in merged else line.number
            self._wrong(number, place, getattr(draft.event, name, ""), reason, name)

    def _date(self, event: Event, line: sheets.Line) -> Occurrence | None:
        """The date of a row; None where the row has none, or a wrong one."""
        before = len(self.result.problems)
        values = {self.columns[place].name: value for place, value in self._values(line, DATE).items()}
        if len(self.result.problems) > before or not values:
            return None
        if "first_day" not in values:
            self._wrong(line.number, self._place("day"), "", _("Write the day, or leave all that is of a date empty."), "day")
            return None
        row = Occurrence(event=event, **{name: value for name, value in values.items() if not name.startswith("registration_") or name.endswith("_url")})
        row.last_day = row.last_day or row.first_day
        if self._has_zone(row):
            zone = ZoneInfo(row.zone_name())
            for name in ("registration_opens", "registration_closes"):
                setattr(row, name, values[name].replace(tzinfo=zone) if name in values else None)
        for name, reason in drafts.date_problems(row):
            place = next((place for place, column in self.columns.items() if column.part == DATE and column.name == name), None)
            self._wrong(line.number, place, line.cells[place] if place is not None and place < len(line.cells) else "", reason, name)
        if len(self.result.problems) > before:
            return None
        row.derive()
        return row

    def _has_zone(self, row: Occurrence) -> bool:
        try:
            check_zone(row.zone_name())
        except ValidationError:
            return False
        return True


def title(draft: Draft) -> str:
    return text.pick(draft.event, "title")[0]
