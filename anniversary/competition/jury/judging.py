"""What a juror does: mark, comment, abstain, declare a conflict, submit. Each deed asks again whether the seat is open, with the seat locked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anniversary import clock
from anniversary.competition import acts, gates, stages
from anniversary.competition.models import Competition, Rules

from . import progress
from .models import Criterion, Mark, Recusal, Round, Seat, Sheet

State = Sheet.State


class Stale(Exception):
    """The sheet was changed in another window meanwhile; nothing was saved. `revision` is what it has now."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


@dataclass(frozen=True)
class Given:
    """What a juror gives a work: marks by the criterion's number, None where there is none yet."""

    marks: Mapping[int, int | None]
    comment: str = ""
    abstains: bool = False


def sheets(seat: Seat) -> QuerySet[Sheet]:
    """The sheets that a juror has to see to, in their own order."""
    return progress.in_play(seat.sheets.all()).order_by("place")


def counts(seat: Seat) -> dict[str, int]:
    """How many of a juror's own sheets are in which state."""
    found = dict(sheets(seat).order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in progress.STATES}


def lacking(criteria: Iterable[Criterion], given: Given, rule: str) -> list[str]:
    """What a sheet still needs before it counts, in words for the juror."""
    criteria = list(criteria)
    found = []
    if any(given.marks.get(criterion.pk) is None for criterion in criteria):
        found.append(_("A mark for each criterion is needed."))
    if not given.comment.strip() and comment_needed(criteria, given, rule):
        ends = _("A comment is needed with the highest and with the lowest mark.")
        found.append(ends if rule == Rules.Comments.ENDS else _("A comment is needed with every work."))
    return found


def comment_needed(criteria: Iterable[Criterion], given: Given, rule: str) -> bool:
    if rule == Rules.Comments.ENDS:
        return any(given.marks.get(criterion.pk) in {1, criterion.most} for criterion in criteria)
    return rule == Rules.Comments.ALWAYS


def save(sheet: Sheet, given: Given, *, revision: int) -> Sheet:
    """Keep what a juror gave a work, whole or not; returns the sheet with its new state and revision.

    Stale if it was changed since `revision`; ValidationError for marks off the scale, or once the sheet cannot be changed any more.
    """
    with transaction.atomic():
        seat, locked = _taken(sheet)
        if locked.revision != revision:
            raise Stale(locked.revision)
        competition = seat.round.competition
        criteria = list(competition.criteria.all())
        for criterion in criteria:
            if not 1 <= (given.marks.get(criterion.pk) or 1) <= criterion.most:
                raise ValidationError(_("A mark is not on the scale of its criterion."))
        _keep_marks(locked, {criterion.pk: given.marks.get(criterion.pk) for criterion in criteria})
        whole = not lacking(criteria, given, competition.rules.comments)
        locked.state = State.ABSTAINED if given.abstains else State.COMPLETE if whole else State.OPEN
        locked.comment, locked.revision = given.comment.strip(), revision + 1
        locked.save(update_fields=["state", "comment", "revision"])
    return locked


def _keep_marks(sheet: Sheet, marks: Mapping[int, int | None]) -> None:
    given = [Mark(sheet=sheet, criterion_id=criterion, value=value) for criterion, value in marks.items() if value is not None]
    sheet.marks.filter(criterion__in=[criterion for criterion, value in marks.items() if value is None]).delete()
    Mark.objects.bulk_create(given, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["value"])


def recuse(sheet: Sheet, reason: str, *, user: Any) -> Sheet:
    """Declare a conflict: what was given to this work is void, and nothing can be given any more. ValidationError without a reason, or once it is locked."""
    with transaction.atomic():
        seat, locked = _taken(sheet)
        if not reason.strip():
            raise ValidationError(_("Write what connects you with this work. Only the office reads it."))
        voided = locked.marks.count()
        locked.marks.all().delete()
        locked.state, locked.comment, locked.revision = State.RECUSED, "", locked.revision + 1
        locked.save(update_fields=["state", "comment", "revision"])
        competition, moment = seat.round.competition, clock.now()
        Recusal.objects.create(sheet=locked, reason=reason.strip(), voided_marks=voided, at=moment)
        told: dict[str, Any] = {"juror": seat.juror.number, "round": seat.round.number, "voided": voided}
        acts.write(competition, "recusal", role="juror", by=user, at=moment, subject=locked.entry.code, **told)
    return locked


def submit(seat: Seat, *, user: Any) -> None:
    """Lock all of a juror's sheets. ValidationError while one of them is open, or if that is done already."""
    with transaction.atomic():
        locked = _open(seat.pk)
        found = counts(locked)
        if found[State.OPEN]:
            told = ngettext("%(count)s work is not judged yet.", "%(count)s works are not judged yet.", found[State.OPEN])
            raise ValidationError(told % {"count": found[State.OPEN]})
        moment = clock.now()  # the gate is passed
        Seat.objects.filter(pk=locked.pk).update(submitted_at=moment)
        told_of = {"round": locked.round.number, **{str(state): count for state, count in found.items()}}
        acts.write(
            locked.round.competition, "seat", role="juror", by=user, at=moment, subject=str(locked.juror.number), before="seated", after="submitted",
            **told_of,
        )  # fmt: skip


def _taken(sheet: Sheet) -> tuple[Seat, Sheet]:
    """The seat and the sheet, locked, if the sheet can still be changed; ValidationError otherwise."""
    seat = _open(sheet.seat_id)
    own = progress.in_play(seat.sheets.all()).select_related("entry")
    locked: Any = own.only("seat_id", "state", "comment", "revision", "entry__code").filter(pk=sheet.pk).first()
    if locked is None:
        raise ValidationError(_("This work was taken out of the round."))
    if locked.state == State.RECUSED:
        raise ValidationError(_("You declared a conflict for this work."))
    return seat, locked


def _open(pk: int) -> Seat:
    competition = Competition._base_manager.values_list("pk", flat=True).get(rounds__seats=pk)
    gates.passing(competition)
    seat = Seat.objects.select_for_update(of=("self",)).select_related("juror", "round__competition__rules").get(pk=pk)
    is_with_jury = stages.stage_of(seat.round.competition) == Competition.Stage.JURY
    if seat.submitted_at or seat.left_at or seat.round.state != Round.State.OPEN or not is_with_jury:
        raise ValidationError(_("This round is not open to you any more: nothing was changed."))
    return seat
