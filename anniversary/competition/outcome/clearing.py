"""Rights clearance: searches that were made, finalists cleared or dropped, and the ways back."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.models import Competition

from . import office, papers
from .models import Clearance, Finalist

E, F = Entry.State, Finalist.State


def record(
    finalist: Finalist, *, user: Any, done_by: str, searched_in: str, result: str, text: str = "", documents: Iterable[papers.Paper] = (),
) -> Clearance:  # fmt: skip
    """Write down one search with its documents (checked before: papers.check). PermissionDenied; ValidationError out of the stages for it."""
    with office.deed(finalist.competition, user, *office.CLEARING) as held:
        now = _now(finalist)
        made = Clearance.objects.create(
            finalist=now, done_by=done_by, searched_in=searched_in, result=result, text=text, at=held.moment, entered_by=user
        )
        kept = [papers.keep(made, document) for document in documents]
        acts.write(held.competition, "search", role="officer", by=user, at=held.moment, subject=now.entry.code, result=result, papers=len(kept))
    return made


def clear(finalist: Finalist, *, user: Any) -> Finalist:
    """Nothing stands in its way. PermissionDenied; ValidationError unless the last search found nothing."""
    with office.deed(finalist.competition, user, *office.CLEARING) as held:
        now = _now(finalist)
        last = now.clearances.order_by("-pk").first()
        if last is None or last.result != Clearance.Result.CLEAR:
            raise ValidationError(_("Record a search that found nothing first."))
        return _move(held, now, F.CLEARED, user=user, allowed=(F.LISTED,))


def drop(finalist: Finalist, why: str, *, user: Any) -> Finalist:
    """Take a finalist off whose rights are not clear. PermissionDenied; ValidationError without a search or a reason."""
    with office.deed(finalist.competition, user, *office.CLEARING) as held:
        now = _now(finalist)
        if not now.clearances.exists():
            raise ValidationError(_("Record the search first."))
        return _move(held, now, F.DROPPED, user=user, allowed=(F.LISTED, F.CLEARED), why=office.said(why))


def reopen(finalist: Finalist, why: str, *, user: Any) -> Finalist:
    """Take back that it was cleared or dropped; it is named again. PermissionDenied; ValidationError without a reason, or if the work itself has left."""
    with office.deed(finalist.competition, user, *office.CLEARING) as held:
        now = _now(finalist)
        if now.entry.state in (E.WITHDRAWN, E.DISQUALIFIED):
            raise ValidationError(_("This work is now: %(state)s. Load the page again.") % {"state": now.entry.get_state_display()})
        return _move(held, now, F.LISTED, user=user, allowed=(F.CLEARED, F.DROPPED), why=office.said(why))


def leave(finalist: Finalist, to: str, why: str, *, user: Any) -> Finalist:
    """Have the work itself leave for good: `to` is Entry.State.WITHDRAWN (the entrant's wish) or DISQUALIFIED.

    PermissionDenied; ValidationError without a reason.
    It opens no seat by itself: the officer calls the next reserve up.
    """
    with office.deed(finalist.competition, user, *office.CLEARING) as held:
        now, reason = _now(finalist), office.said(why)
        move_entry(now.entry, to, role="officer", by=user, at=held.moment)
        return _move(held, now, F.WITHDRAWN if to == E.WITHDRAWN else F.DROPPED, user=user, allowed=tuple(F), why=reason)


def note_withdrawals(competition: Competition) -> None:
    """Have finalists whose works were withdrawn by the entrants themselves say so. For the desks; safe to run twice."""
    with transaction.atomic():
        gone = Finalist.objects.filter(competition=competition, entry__state=E.WITHDRAWN, state__in=(F.LISTED, F.CLEARED)).select_related("entry")
        for finalist in gone.select_for_update(of=("self",)):
            Finalist.objects.filter(pk=finalist.pk).update(state=F.WITHDRAWN)
            acts.write(competition, "finalist", role="system", subject=finalist.entry.code, before=finalist.state, after=F.WITHDRAWN)


def _now(finalist: Finalist) -> Finalist:
    """As it is in the database; those in reserve have nothing to be cleared yet."""
    found = Finalist.objects.select_related("entry").get(pk=finalist.pk)
    if found.reserve:
        raise ValidationError(_("This work is in reserve: call it up first."))
    return found


def _move(held: office.Held, finalist: Finalist, to: str, *, user: Any, allowed: Iterable[str], why: str = "") -> Finalist:
    if finalist.state not in allowed:
        raise ValidationError(_("This finalist is now: %(state)s. Load the page again.") % {"state": finalist.get_state_display()})
    Finalist.objects.filter(pk=finalist.pk).update(state=to, left_why=why)
    acts.write(held.competition, "finalist", role="officer", by=user, at=held.moment, subject=finalist.entry.code, before=finalist.state, after=to)
    finalist.state, finalist.left_why = to, why
    return finalist
