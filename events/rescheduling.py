"""What becomes of a date once readers know of it. `change` is the only code that postpones, cancels or moves one so that they are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from anniversary import clock
from anniversary.languages import text
from anniversary.publishing import workflow
from anniversary.publishing.models import Status, Transition

from .models import Attendance, Event, Occurrence, OccurrenceStatus

S = OccurrenceStatus
DELETED = "deleted"
MOVABLE = ("first_day", "start_time", "last_day", "end_time", "doors_at")  # what `reschedule` is given, besides the venue


@dataclass(frozen=True)
class Verb:
    """One way to change a date: from which statuses, to which; `ahead`: only while it is not over."""

    label: StrOrPromise
    explanation: StrOrPromise
    sources: frozenset[str]
    target: S
    ahead: bool = False


VERBS: dict[str, Verb] = {
    "postpone": Verb(
        gettext_lazy("Postpone"), gettext_lazy("It does not take place on this day, and a new one is not known yet."),
        frozenset({S.SCHEDULED, S.RESCHEDULED, S.MOVED_ONLINE}), S.POSTPONED, ahead=True,
    ),
    "reschedule": Verb(
        gettext_lazy("Reschedule"), gettext_lazy("It takes place on another day, at another hour or place. Readers see the old time beside the new."),
        frozenset({S.SCHEDULED, S.POSTPONED, S.RESCHEDULED, S.MOVED_ONLINE}), S.RESCHEDULED, ahead=True,
    ),
    "move_online": Verb(
        gettext_lazy("Move online"), gettext_lazy("It takes place at the same time, but nobody comes to the place."),
        frozenset({S.SCHEDULED, S.RESCHEDULED}), S.MOVED_ONLINE, ahead=True,
    ),
    "cancel": Verb(
        gettext_lazy("Cancel this date"), gettext_lazy("It does not take place. It stays on the page and in people’s calendars, marked as cancelled."),
        frozenset({S.SCHEDULED, S.POSTPONED, S.RESCHEDULED, S.MOVED_ONLINE}), S.CANCELLED,
    ),
    "reinstate": Verb(
        gettext_lazy("Reinstate"), gettext_lazy("It takes place after all, on the day and at the place that stand here."),
        frozenset({S.POSTPONED, S.CANCELLED, S.MOVED_ONLINE}), S.SCHEDULED,
    ),
}  # fmt: skip


def words() -> dict[str, StrOrPromise]:
    """For the log of steps: what the statuses are called."""
    return {**{str(value): label for value, label in S.choices}, DELETED: gettext_lazy("deleted")}


def verbs_for(user: Any, row: Occurrence) -> dict[str, Verb]:
    """What this user may do with this date now."""
    if not may_change(user, row.event):
        return {}
    return {name: verb for name, verb in VERBS.items() if not refusal(row, name)}


def may_change(user: Any, event: Event) -> bool:
    return workflow.may_edit(user, event) and bool(user.has_perm("events.change_occurrence"))


def is_over(row: Occurrence) -> bool:
    """Whether its day has gone by. A postponed date has none any more that could be over."""
    return row.is_past and row.status != S.POSTPONED


def refusal(row: Occurrence, name: str) -> str:
    """Why the date cannot be changed so, in words; empty where it can."""
    verb = VERBS[name]
    if row.status not in verb.sources:
        return _("This date is now: %(status)s. Somebody else may have changed it; load the page again.") % {"status": row.get_status_display()}
    if verb.ahead and is_over(row):
        return _("This date is over.")
    if name == "move_online" and row.event.attendance == Attendance.ONLINE:
        return _("It takes place online already.")
    return ""


def is_known(event: Event) -> bool:
    """Whether readers may have the event's dates in their calendars."""
    return event.first_published_at is not None and event.first_published_at <= clock.now()


def note_languages(event: Event) -> list[str]:
    """The languages in which readers have to be told: those that the event is complete in, or else has a title in."""
    return event.complete_languages() or text.complete(event, ["title"]) or text.codes()[:1]


def change(row: Occurrence, name: str, *, user: Any, notes: Mapping[str, str], seen: int | None = None, **given: Any) -> Occurrence:
    """Change a saved date by a verb, tell readers why, log it on the event; returns the date as it is afterwards.

    `notes`: text by language. `seen`: its sequence as the user saw it, if not that of `row`. `given`: for `reschedule` MOVABLE and, where it
    is held elsewhere, `venue`; for `move_online` the `online_url`. PermissionDenied if the user may not; ValidationError, by field where it
    has one, if it cannot be done. Nothing is changed then.
    """
    with transaction.atomic():
        locked = Occurrence._base_manager.select_for_update(of=("self",)).select_related("event", "venue").get(pk=row.pk)
        if not may_change(user, locked.event):
            raise PermissionDenied
        if locked.sequence != (row.sequence if seen is None else seen):
            raise ValidationError(_("Somebody else has changed this date meanwhile. Load the page again and look what it is now."))
        before, was = locked.status, locked.first_day
        applied(locked, name, notes, **given)
        locked.save()
        log(locked.event, user, name, before, locked.status, logged(was, locked))
    return locked


def applied(row: Occurrence, name: str, notes: Mapping[str, str], **given: Any) -> Occurrence:
    """The date as the verb makes it, not saved: what a preview shows. ValidationError as in `change`."""
    if problem := refusal(row, name):
        raise ValidationError(problem)
    errors: dict[str, Any] = {}
    try:
        _APPLY.get(name, _nothing_else)(row, given)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if name != "reschedule":
        row.status = VERBS[name].target
    put_notes(row, notes)
    if errors := errors | missing_notes(row.event, notes):
        raise ValidationError(errors)
    row.derive()
    return row


def put_notes(row: Occurrence, notes: Mapping[str, str]) -> None:
    for code in settings.MODELTRANSLATION_LANGUAGES:
        setattr(row, f"status_note_{code}", notes.get(code, "").strip())


def missing_notes(event: Event, notes: Mapping[str, str]) -> dict[str, list[str]]:
    """By field, what is to be said where readers of one of the event's languages would not be told why."""
    told = _("Readers of the page in this language are told too: write the note.")
    return {f"status_note_{code}": [told] for code in note_languages(event) if not notes.get(code, "").strip()}


def is_moved(was: Occurrence, row: Occurrence) -> bool:
    """Whether it begins at another time than those know who have the date. An hour where none was stated is more to know, and no move."""
    if not was.time_known and row.first_day == was.first_day:
        return False
    return (row.start, row.time_known) != (was.start, was.time_known)


def keep_former(row: Occurrence, former: dict[str, Any]) -> None:
    """It has been given another time: readers are told so, with the one before (see moment_of). What is online stays there."""
    row.previous_starts = [*row.previous_starts, former]
    row.status = S.MOVED_ONLINE if row.status == S.MOVED_ONLINE else S.RESCHEDULED


def moment_of(row: Occurrence) -> dict[str, Any]:
    """When it is, as `previous_starts` keeps it."""
    return {
        "start": row.start.isoformat(), "end": row.end.isoformat(), "tz": row.tz, "first_day": row.first_day.isoformat(), "time_known": row.time_known,
    }  # fmt: skip


def _reschedule(row: Occurrence, given: dict[str, Any]) -> None:
    kept, began = moment_of(row), (row.start, row.time_known)
    for name in MOVABLE:
        setattr(row, name, given.get(name))
    row.last_day = row.last_day or row.first_day
    row.all_day = row.all_day and row.start_time is None
    if (venue := given.get("venue")) and venue != row.venue:
        row.venue, row.own_tz, row.status = venue, "", S.RESCHEDULED  # hours are the new place's from now on; people come there
        for code in settings.MODELTRANSLATION_LANGUAGES:
            setattr(row, f"room_{code}", "")
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in MOVABLE])
    row.clean()
    row.derive()
    if (row.start, row.time_known) == began:
        raise ValidationError({"first_day": _("That is when it begins already. Give another day or another hour.")})
    if row.is_past:
        raise ValidationError({"first_day": _("That is over already.")})
    keep_former(row, kept)


def _move_online(row: Occurrence, given: dict[str, Any]) -> None:
    row.online_url = given.get("online_url") or ""
    if not row.online_url:
        raise ValidationError({"online_url": _("Say where readers can take part.")})
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name != "online_url"])


def _reinstate(row: Occurrence, given: dict[str, Any]) -> None:
    if row.status == S.MOVED_ONLINE and row.event.attendance == Attendance.IN_PERSON:
        row.online_url = ""  # it was given for the time online


def _nothing_else(row: Occurrence, given: dict[str, Any]) -> None: ...


_APPLY: dict[str, Callable[[Occurrence, dict[str, Any]], None]] = {"reschedule": _reschedule, "move_online": _move_online, "reinstate": _reinstate}


# --- deleting -------------------------------------------------------------------------------------------------------------
def is_told(row: Occurrence, event: Event) -> bool:
    """Whether people may count on the date: it lies ahead, and its event is public. It is cancelled rather than deleted."""
    return event.status == Status.PUBLISHED and is_known(event) and not row.is_past


def delete(row: Occurrence, *, user: Any) -> None:
    """Take a date away, out of people's calendars too, and log it. PermissionDenied if the user may not; ValidationError if it is a public event's last."""
    with transaction.atomic():
        event = Event._base_manager.select_for_update(of=("self",)).get(pk=row.event_id)
        if not may_change(user, event) or not user.has_perm("events.delete_occurrence"):
            raise PermissionDenied
        found = Occurrence._base_manager.filter(pk=row.pk, event=event).first()
        if found is None:
            raise ValidationError(_("This date is no longer there."))
        if event.status == Status.PUBLISHED and not event.occurrences.exclude(pk=found.pk).exists():
            raise ValidationError(_("The page is public and needs at least one date. Withdraw the page first, or cancel the date."))
        found.delete()
        log(event, user, "delete_date", found.status, DELETED, f"{found.first_day}")


def logged(was: date, row: Occurrence) -> str:
    """What the log says of a date that was on this day: its days, and what readers are told."""
    days = f"{was}" if was == row.first_day else f"{was} → {row.first_day}"
    return f"{days}: {text.pick(row, 'status_note')[0]}"


def log(event: Event, user: Any, verb: str, before: str, after: str, note: str) -> None:
    """In the event's log of steps. `user` is None where nobody is known."""
    at: datetime = clock.now()
    Transition.objects.create(record=event, at=at, by=user if user and user.pk else None, verb=verb, before=before, after=after, note=note)
