"""What an office settles before a jury judges: by which criteria, and who sits in it."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from anniversary.competition import acts, gates, stages
from anniversary.competition.models import Act, Competition

from . import seating
from .models import Criterion, Juror, Round

S = Competition.Stage
ROLE = "juror"  # the group of staff/roles.py
ASIDE = 10_000  # tie ranks are put there while they change places: two rows must never have the same


def convening(competition: Competition, user: Any) -> Competition:
    """The competition as it is in the database, its gate shut until the end of the transaction. PermissionDenied if the user may not conduct it."""
    if not stages.may_conduct(user):
        raise PermissionDenied
    gates.shut(competition.pk)
    return Competition._base_manager.select_for_update(of=("self",)).select_related("rules").get(pk=competition.pk)


def may_set_criteria(competition: Competition) -> bool:
    """Until the competition is announced: what was printed holds."""
    return stages.stage_of(competition) == S.SETUP


def set_criteria(competition: Competition, criteria: Sequence[Criterion], *, user: Any) -> None:
    """Have these criteria, in the order of their tie ranks, and no others; new ones among them. PermissionDenied or ValidationError, and nothing is changed."""
    with transaction.atomic():
        locked = convening(competition, user)
        if not may_set_criteria(locked):
            raise ValidationError(_("The criteria are announced and cannot be changed any more."))
        stored = Criterion.objects.filter(competition=locked)
        stored.exclude(pk__in=[criterion.pk for criterion in criteria if criterion.pk]).delete()
        stored.update(tie_rank=F("tie_rank") + ASIDE)
        for rank, criterion in enumerate(criteria, start=1):
            criterion.competition, criterion.tie_rank = locked, rank
            criterion.save()
        told = {f"{name}{criterion.tie_rank}": getattr(criterion, name) for criterion in criteria for name in ("weight", "most")}
        acts.write(locked, "criteria", role="officer", by=user, count=len(criteria), **told)


def candidates(competition: Competition) -> QuerySet[Any]:
    """Users with the role of a juror who may be appointed: not those who sit already."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True, groups__name=ROLE).distinct()
    return users.exclude(pk__in=competition.jurors.values("user")).order_by("last_name", "first_name", "username")


def appoint(competition: Competition, account: Any, *, user: Any) -> Juror:
    """Make somebody a juror, with a number of their own; in a round that is open they get a seat as well.

    PermissionDenied; ValidationError for somebody without the role, or who may conduct competitions: nobody has both in view.
    """
    with transaction.atomic():
        locked = convening(competition, user)
        if not is_before_shortlist(locked):
            raise ValidationError(_("The jury is through."))
        if stages.may_conduct(account):
            raise ValidationError(_("Whoever may run a competition cannot judge in it: an officer sees who entered, a juror must not."))
        if not candidates(locked).filter(pk=account.pk).exists():
            raise ValidationError(_("Choose somebody who has the role of a juror and does not sit in this jury yet."))
        given = Act.objects.filter(competition=locked, verb="juror", after="appointed").count()  # a number is not given twice
        highest = locked.jurors.aggregate(highest=Max("number"))["highest"] or 0
        juror = Juror.objects.create(competition=locked, user=account, number=max(given, highest) + 1)
        acts.write(locked, "juror", role="officer", by=user, subject=str(juror.number), after="appointed")
        for judged in locked.rounds.filter(state=Round.State.OPEN):
            seating.have_written(judged.pk)
    return juror


def dismiss(juror: Juror, *, user: Any) -> None:
    """Take back an appointment before it led to a seat. PermissionDenied or ValidationError."""
    with transaction.atomic():
        locked = convening(juror.competition, user)
        if juror.seats.exists() or locked.rounds.filter(state=Round.State.OPEN).exists():
            raise ValidationError(_("This juror has a seat in a round. Say there why they do not go on."))
        acts.write(locked, "juror", role="officer", by=user, subject=str(juror.number), before="appointed", after="dismissed")
        juror.delete()


def is_before_shortlist(competition: Competition) -> bool:
    """Whether anything of the jury can still be arranged."""
    early = {S.SETUP, S.ANNOUNCED, S.OPEN, S.CLOSED, S.ELIGIBILITY, S.JURY}
    return stages.stage_of(competition) in early

