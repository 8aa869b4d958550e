"""What a rule of repetition would write (`plan`), and writing it (`apply`). Nothing else makes dates of a rule.

The date of a day is the same date for as long as the rule gives that day: its uid stays. Dates that were edited by hand, and dates that have
begun, are never touched.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from anniversary import clock
from anniversary.languages import dates, text
from anniversary.publishing import workflow
from anniversary.publishing.models import Status
from anniversary.search import following
from anniversary.search.indexing import together

from . import recurrence, rescheduling
from .models import Event, Occurrence, OccurrenceStatus, RecurrenceRule

CANCEL, DELETE, KEEP = "cancel", "delete", "keep"  # what becomes of dates that lie ahead and that the rule gives no longer
# What a new date takes over from the first one that the event has at the same venue.
ALIKE = (*text.stored("room"), "online_url", "registration_url", "capacity", *Occurrence.ACCESS)
AS_PLANNED = {OccurrenceStatus.SCHEDULED, OccurrenceStatus.RESCHEDULED}  # what a rule's own dates are, but for those that fell out of it
NO_NOTES: Mapping[str, str] = {}


class State(models.TextChoices):
    NEW = "new", pgettext_lazy("date", "New")
    KEPT = "kept", gettext_lazy("Stays as it is")
    MOVED = "moved", pgettext_lazy("date", "Changes")
    REMOVED = "removed", gettext_lazy("Falls out of the rule")
    CANCELLED = "cancelled", gettext_lazy("Fell out of the rule earlier, is cancelled")
    DETACHED = "detached", gettext_lazy("Edited by hand: stays as it is")
    PAST = "past", gettext_lazy("Has begun or is past: stays as it is")
    LEFT_OUT = "left_out", gettext_lazy("Left out")
    IMPOSSIBLE = "impossible", gettext_lazy("Clocks skip this time on that day: leave it out, or choose other hours")


@dataclass(frozen=True)
class Line:
    """One day: the date that is there, the date that the rule means (not saved), and what applying does."""

    day: Any
    state: State
    row: Any = None
    meant: Any = None
    is_left_out: bool = False

    @property
    def shown(self) -> Any:
        """The date as it is afterwards."""
        return self.row if self.row and self.state != State.MOVED else self.meant

    @property
    def was(self) -> Any:
        """The date as it is now, where it changes."""
        return self.row if self.state == State.MOVED else None

    @property
    def is_moved(self) -> bool:
        """Whether it begins at another time than it did."""
        return self.state == State.MOVED and rescheduling.is_moved(self.row, self.meant)

    @property
    def is_told(self) -> bool:
        """Whether whoever knows the date has to be told: that it is at another time or place, or takes place after all. Not of another end."""
        return self.is_moved or (self.state == State.MOVED and (self.row.status == OccurrenceStatus.CANCELLED or self.row.venue_id != self.meant.venue_id))

    @property
    def can_be_left_out(self) -> bool:
        return self.meant is not None and self.state not in {State.DETACHED, State.PAST}


@dataclass(frozen=True)
class Plan:
    rule: RecurrenceRule
    lines: list[Line]
    seen: str  # stands for the rule and the dates of which this is made, exceptions aside

    def of(self, *states: State) -> list[Line]:
        return [line for line in self.lines if line.state in states]

    @property
    def new(self) -> list[Line]:
        return self.of(State.NEW)

    @property
    def kept(self) -> list[Line]:
        return self.of(State.KEPT)

    @property
    def moved(self) -> list[Line]:
        return self.of(State.MOVED)

    @property
    def removed(self) -> list[Line]:
        return self.of(State.REMOVED)

    @property
    def detached(self) -> list[Line]:
        return self.of(State.DETACHED)

    @property
    def past(self) -> list[Line]:
        return self.of(State.PAST)

    @property
    def asks(self) -> bool:
        """Whether it has to be said what becomes of the dates that fall out: people may have them in their calendars."""
        return bool(self.removed) and rescheduling.is_known(self.rule.event)

    @property
    def is_told(self) -> bool:
        """Whether readers who know the dates have to be told why they change; for those that fall out, where they are cancelled."""
        return rescheduling.is_known(self.rule.event) and any(line.is_told for line in self.lines)

    def needs_note(self, falling_out: str) -> bool:
        return self.is_told or (self.asks and falling_out != DELETE)

    @property
    def problems(self) -> list[str]:
        told = _("%(day)s: clocks skip this time, because summer time begins. Leave the day out, or choose other hours.")
        return [told % {"day": dates.day(line.day)} for line in self.of(State.IMPOSSIBLE)]


class Changed(Exception):
    """What would be written is no longer what was shown."""


def plan(rule: RecurrenceRule) -> Plan:
    """What applying a rule, saved or not, would do to each day. Asks the database once and writes nothing."""
    rows = list(rule.event.occurrences.select_related("venue").order_by("start", "pk"))
    lines = sorted(_lines(rule, rows), key=lambda line: (line.shown.first_day, line.day))
    return Plan(rule, lines, _seen(rule, rows))


def _lines(rule: RecurrenceRule, rows: list[Any]) -> Iterator[Line]:
    now = clock.now()
    mine = {row.rule_day: row for row in rows if rule.pk and row.rule_id == rule.pk}
    # Dates of nobody's at the same hour are taken for the rule's own, so that no day is written twice.
    nobodys = {(row.first_day, row.start_time): row for row in rows if row.rule_id is None}
    alike = next(({name: getattr(row, name) for name in ALIKE} for row in rows if row.venue_id == rule.venue_id), {})
    tz = Occurrence(event=rule.event, venue=rule.venue, own_tz=rule.own_tz).zone_name()
    for day in recurrence.every_day(rule):
        meant = Occurrence(event=rule.event, rule_day=day, **rule.written(day), **alike)
        meant.venue = rule.venue
        meant.derive()
        left_out = day.isoformat() in rule.exceptions
        row = mine.pop(day, None) or (None if left_out else nobodys.pop((day, rule.start_time), None))
        state = _state(row, meant, now, left_out=left_out, possible=rule.is_possible(day, tz), is_new=not rule.pk)
        if state:
            yield Line(day, state, row, meant, left_out)
    for day, row in mine.items():
        yield Line(day, _untouchable(row, now) or _falling_out(row), row)


def _state(row: Any, meant: Any, now: Any, *, left_out: bool, possible: bool, is_new: bool) -> State | None:
    """What becomes of a day that the rule gives; None for a day gone by on which there was nothing: a rule that changes does not change the past."""
    if row is None:
        if not left_out and not is_new and meant.start <= now:
            return None
        return State.LEFT_OUT if left_out else State.NEW if possible else State.IMPOSSIBLE
    if found := _untouchable(row, now):
        return found
    same = all(getattr(row, name) == value for name, value in _written(meant).items())
    if row.rule_id is None:
        return State.KEPT if same and row.status == OccurrenceStatus.SCHEDULED else State.DETACHED
    if left_out:
        return _falling_out(row)
    if not possible:
        return State.IMPOSSIBLE
    return State.KEPT if same and row.status in AS_PLANNED else State.MOVED


def _untouchable(row: Any, now: Any) -> State | None:
    return State.DETACHED if row.detached else State.PAST if row.start <= now else None


def _falling_out(row: Any) -> State:
    return State.CANCELLED if row.status == OccurrenceStatus.CANCELLED else State.REMOVED


def _written(meant: Any) -> dict[str, Any]:
    return {name: getattr(meant, name) for name in ("first_day", "last_day", "start_time", "end_time", "all_day", "venue_id", "own_tz")}


def _seen(rule: RecurrenceRule, rows: list[Any]) -> str:
    now = clock.now()
    asked = [getattr(rule, field.attname) for field in rule._meta.concrete_fields if field.name != "exceptions"]
    there = [(row.pk, row.rule_id, row.rule_day, row.detached, row.sequence, row.status, row.start <= now) for row in rows]
    return hashlib.sha256(repr((asked, sorted(there, key=lambda known: known[0]))).encode()).hexdigest()[:20]


# --- writing ----------------------------------------------------------------------------------------------------------------
def stamp(rule: RecurrenceRule) -> str:
    """Stands for the rule as it is stored, exceptions too; empty for one that is not. What is sent under another one was made of an older rule."""
    kept = RecurrenceRule.objects.filter(pk=rule.pk).values_list().first() if rule.pk else None
    return hashlib.sha256(repr(kept).encode()).hexdigest()[:20] if kept else ""


def write(
    rule: RecurrenceRule, seen: str, falling_out: str = CANCEL, *, stamped: str | None = None, user: Any = None, notes: Mapping[str, str] = NO_NOTES
) -> str:  # fmt: skip
    """Write what was shown under `seen`, and say what was done. Changed if it would not be the same, or if the rule was `stamped` otherwise.

    ValidationError as `apply`; PermissionDenied if the user may not edit the event as it is now.
    """
    with together():
        rule.event = _locked(rule, user)
        fresh = plan(rule)
        if fresh.seen != seen or (stamped is not None and stamp(rule) != stamped):
            raise Changed
        return apply(fresh, falling_out, user=user, notes=notes)


def apply(found: Plan, falling_out: str = CANCEL, *, user: Any = None, notes: Mapping[str, str] = NO_NOTES) -> str:
    """Save the rule and make the dates as planned, all or nothing; says in words what was done.

    Dates ahead that fall out are cancelled, or deleted; those of an event that nobody has seen are always deleted. Where readers know them,
    the `notes` (text by language) stand beside what is moved or cancelled, and one step is logged. ValidationError where clocks skip the hours
    or a public event would be left without a date; by field where a note is missing.
    """
    rule, known = found.rule, rescheduling.is_known(found.rule.event)
    if found.problems:
        raise ValidationError(found.problems)
    if found.needs_note(falling_out) and (missing := rescheduling.missing_notes(rule.event, notes)):
        raise ValidationError(missing)
    is_told = found.is_told or found.asks
    after = _gone(falling_out) if found.asks else OccurrenceStatus.RESCHEDULED if any(line.is_moved for line in found.lines) else OccurrenceStatus.SCHEDULED
    with together():
        given = {day.isoformat() for day in recurrence.every_day(rule)}
        rule.exceptions = [day for day in rule.exceptions if day in given]
        rule.save()
        _adopt(rule, found)
        _create(rule, found.new)
        for line in found.moved:
            _move(rule, line, notes if known else None)
        gone = _let_go([line.row for line in found.removed], falling_out if known else DELETE, notes)
        _check_some_left(rule.event)
        told = _told([*_counted(new=len(found.new), moved=len(found.moved)), *gone])
        if is_told:
            _log(rule, user, after, told, notes)
    return told


def end(rule: RecurrenceRule, ahead: str, *, user: Any = None, notes: Mapping[str, str] = NO_NOTES) -> str:
    """Take the rule away; its dates ahead are kept (KEEP), cancelled or deleted, all others are kept. Says in words what was done.

    ValidationError as `apply`; a note is needed where dates are cancelled that readers know.
    """
    with together():
        event, now = _locked(rule, user), clock.now()
        rows = [row for row in rule.occurrences.all() if not _untouchable(row, now) and _falling_out(row) == State.REMOVED]
        asks = bool(rows) and ahead != KEEP and rescheduling.is_known(event)
        if asks and ahead == CANCEL and (missing := rescheduling.missing_notes(event, notes)):
            raise ValidationError(missing)
        told = _told([] if ahead == KEEP else _let_go(rows, ahead if rescheduling.is_known(event) else DELETE, notes))
        if asks:
            _log(rule, user, _gone(ahead), told, notes)
        rule.occurrences.update(rule=None, rule_day=None, detached=False)
        rule.delete()
        _check_some_left(event)
    return told


def _log(rule: RecurrenceRule, user: Any, after: str, told: str, notes: Mapping[str, str]) -> None:
    """One step for all dates together."""
    note = next((notes[code].strip() for code in rescheduling.note_languages(rule.event) if notes.get(code, "").strip()), "")
    rescheduling.log(rule.event, user, "repeat", OccurrenceStatus.SCHEDULED, after, ": ".join(part for part in (str(rule), told, note) if part))


def _gone(how: str) -> str:
    return rescheduling.DELETED if how == DELETE else OccurrenceStatus.CANCELLED


def _locked(rule: RecurrenceRule, user: Any) -> Event:
    """The rule's event, for nobody else to change meanwhile: it may have been published since the page was opened."""
    event = Event._base_manager.select_for_update(of=("self",)).get(pk=rule.event_id)
    if user is not None and not workflow.may_edit(user, event):
        raise PermissionDenied
    return event


def _adopt(rule: RecurrenceRule, found: Plan) -> None:
    """Make dates of nobody's the rule's; nothing that readers or calendars see of them changes."""
    for state in (State.KEPT, State.DETACHED, State.PAST):
        keys = [line.row.pk for line in found.of(state) if line.row.rule_id is None]
        Occurrence.objects.filter(pk__in=keys).update(rule=rule, rule_day=F("first_day"), detached=state == State.DETACHED)


def _create(rule: RecurrenceRule, lines: list[Line]) -> None:
    rows = [line.meant for line in lines]
    for row in rows:
        row.rule, row.event = rule, rule.event
        row.derive()
    Occurrence.objects.bulk_create(rows)
    following.changed(rule.event)


def _move(rule: RecurrenceRule, line: Line, notes: Mapping[str, str] | None) -> None:
    """`notes`: what readers who know the date are told; None where there are none."""
    row, former = line.row, rescheduling.moment_of(line.row)
    is_moved, is_told = line.is_moved, line.is_told
    if row.venue_id != line.meant.venue_id:
        for name in text.stored("room"):
            setattr(row, name, getattr(line.meant, name))
    for name, value in _written(line.meant).items():
        setattr(row, name, value)
    row.event, row.venue = rule.event, rule.venue
    row.status = row.status if row.status in AS_PLANNED else OccurrenceStatus.SCHEDULED
    if notes is not None and is_moved:
        rescheduling.keep_former(row, former)
    if notes is not None and is_told:
        rescheduling.put_notes(row, notes)
    row.save(by_rule=True)


def _let_go(rows: list[Any], how: str, notes: Mapping[str, str]) -> list[str]:
    if how == DELETE:
        Occurrence.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return _counted(deleted=len(rows))
    for row in rows:
        row.status = OccurrenceStatus.CANCELLED
        rescheduling.put_notes(row, notes)
        row.save(by_rule=True, update_fields=["status", *text.stored("status_note")])
    return _counted(cancelled=len(rows))


def _check_some_left(event: Event) -> None:
    if event.status == Status.PUBLISHED and not event.occurrences.exists():
        raise ValidationError(_("The page is public and needs at least one. Withdraw the page first, or keep one."))


def _counted(*, new: int = 0, moved: int = 0, cancelled: int = 0, deleted: int = 0) -> list[str]:
    counts = [
        (new, ngettext("%(count)s date written", "%(count)s dates written", new)),
        (moved, ngettext("%(count)s date changed", "%(count)s dates changed", moved)),
        (cancelled, ngettext("%(count)s date cancelled", "%(count)s dates cancelled", cancelled)),
        (deleted, ngettext("%(count)s date deleted", "%(count)s dates deleted", deleted)),
    ]
    return [words % {"count": dates.digits(count)} for count, words in counts if count]


def _told(parts: list[str]) -> str:
    return ", ".join(parts) if parts else _("No date was changed")
