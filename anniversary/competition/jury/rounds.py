"""A round of the jury: prepared, opened, closed, each by an officer. What a seat holds when it is opened is written by seating.py."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anniversary import clock
from anniversary.competition import acts
from anniversary.competition.entries import blind
from anniversary.competition.models import Competition

from . import progress, seating
from .convening import convening, is_before_shortlist
from .models import Round, Seat, Sheet


def prepare(competition: Competition, *, takes: int | None, user: Any) -> Round:
    """The next round, of all eligible works (`takes` None) or of the first so many of the round before. PermissionDenied or ValidationError."""
    with transaction.atomic():
        locked = convening(competition, user)
        last = locked.rounds.order_by("-number").first()
        if not is_before_shortlist(locked):
            raise ValidationError(_("The jury is through."))
        if last and last.state != Round.State.CLOSED:
            raise ValidationError(_("Close the round before, then prepare the next one."))
        if takes is not None and last is None:
            raise ValidationError(_("The first round takes every eligible work."))
        number = last.number + 1 if last else 1
        made = Round.objects.create(competition=locked, number=number, takes=takes)
        _log(locked, made, user, after=Round.State.PREPARED, takes=takes or 0)
    return made


def discard(judged: Round, *, user: Any) -> None:
    """Take back a round that was prepared and not opened. PermissionDenied or ValidationError."""
    with transaction.atomic():
        locked, prepared = _taken(judged, user, Round.State.PREPARED)
        _log(locked, prepared, user, before=Round.State.PREPARED, after="discarded")
        prepared.delete()


def open_round(judged: Round, *, user: Any) -> None:
    """Let the jury judge. The seats are written by a task. PermissionDenied or ValidationError."""
    with transaction.atomic():
        locked, prepared = _taken(judged, user, Round.State.PREPARED)
        if found := list(_before_opening(locked, prepared)):
            raise ValidationError(found)
        Round.objects.filter(pk=prepared.pk).update(state=Round.State.OPEN)
        _log(locked, prepared, user, before=Round.State.PREPARED, after=Round.State.OPEN, works=len(seating.works(prepared)))
        seating.have_written(prepared.pk)


def _before_opening(competition: Competition, judged: Round) -> list[str]:
    found = []
    if competition.stage != Competition.Stage.JURY:
        found.append(_("A round can be opened once the competition is with the jury."))
    jurors, quorum = len(seating.sitting(judged)), competition.rules.quorum
    if jurors < quorum:
        told = ngettext("By the rules %(quorum)s juror has to judge each work.", "By the rules %(quorum)s jurors have to judge each work.", quorum)
        found.append(" ".join([told % {"quorum": quorum}, _("Appointed are: %(count)s.") % {"count": jurors}]))
    if not competition.criteria.exists():
        found.append(_("There are no criteria."))
    if not seating.works(judged):
        found.append(_("There is no work to judge."))
    return found


def leave(seat: Seat, reason: str, *, user: Any) -> None:
    """A juror does not go on: nobody waits for the seat any more, and nothing of it counts. PermissionDenied or ValidationError."""
    with transaction.atomic():
        locked, judged = _taken(seat.round, user, Round.State.OPEN)
        if not reason.strip():
            raise ValidationError(_("Write why this juror does not go on."))
        left = Seat.objects.filter(pk=seat.pk, round=judged, submitted_at=None, left_at=None).update(left_at=clock.now(), left_reason=reason.strip())
        if not left:
            raise ValidationError(_("This juror has submitted or left already. Load the page again."))
        acts.write(locked, "seat", role="officer", by=user, subject=str(seat.juror.number), before="seated", after="left", round=judged.number)


def close(judged: Round, *, user: Any) -> None:
    """End a round: from then on there is a ranking. PermissionDenied; ValidationError with all that still keeps it open.

    Works that were taken out of the competition until now are taken out of the round; what happens to a work later changes no rank.
    """
    with transaction.atomic():
        locked, opened = _taken(judged, user, Round.State.OPEN)
        if found := progress.missing(opened, locked.rules.quorum):
            raise ValidationError(found)
        taken_out = Sheet.objects.filter(seat__round=opened, entry__state__in=blind.GONE).update(state=Sheet.State.VOID)
        Round.objects.filter(pk=opened.pk).update(state=Round.State.CLOSED)
        _log(locked, opened, user, before=Round.State.OPEN, after=Round.State.CLOSED, void=taken_out)


def _taken(judged: Round, user: Any, state: str) -> tuple[Competition, Round]:
    locked = convening(judged.competition, user)
    found = Round.objects.select_for_update(of=("self",)).filter(pk=judged.pk, competition=locked, state=state).first()
    if found is None:
        raise ValidationError(_("Somebody else may have moved this round; load the page again."))
    found.competition = locked
    return locked, found


def _log(competition: Competition, judged: Round, user: Any, *, after: str, before: str = "", **numbers: Any) -> None:
    acts.write(competition, "round", role="officer", by=user, subject=str(judged.number), before=before, after=after, **numbers)
