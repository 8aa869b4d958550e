"""Who stands, and who follows whom: the first reserve of the list that is left, by an officer's press and never by itself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.models import Competition

from . import office
from .models import Finalist

E, F = Entry.State, Finalist.State
GONE = (E.WITHDRAWN, E.DISQUALIFIED, E.INELIGIBLE)


def standing(competition: Competition) -> "QuerySet[Finalist]":
    """The finalists who can still win: named or cleared, and their works not withdrawn since."""
    found = Finalist.objects.filter(competition=competition, reserve=False, state__in=(F.LISTED, F.CLEARED)).exclude(entry__state__in=GONE)
    return found.select_related("entry")


def cleared(competition: Competition) -> "QuerySet[Finalist]":
    """Those among them in whose way no older right stands."""
    return standing(competition).filter(state=F.CLEARED)


def following(competition: Competition) -> Finalist | None:
    """The first reserve that is left; None if there is none."""
    left = Finalist.objects.filter(competition=competition, reserve=True, state=F.LISTED).exclude(entry__state__in=GONE)
    return left.select_related("entry").order_by("rank").first()


def has_room(competition: Competition) -> bool:
    """Whether fewer stand than the rules' shortlist holds."""
    return standing(competition).count() < competition.rules.shortlist_size


def call_up(competition: Competition, *, user: Any) -> Finalist:
    """Make the first reserve a finalist, who is to be cleared then. PermissionDenied; ValidationError if nobody has left or nobody is in reserve."""
    with office.deed(competition, user, *office.CLEARING) as held:
        next_one = following(held.competition)
        if next_one is None:
            raise ValidationError(_("Nobody is left in reserve. Go back to the shortlist to add works from the jury’s ranking."))
        if not has_room(held.competition):
            raise ValidationError(_("The shortlist is full: a reserve follows only a finalist who has left."))
        Finalist.objects.filter(pk=next_one.pk).update(reserve=False)
        if next_one.entry.state != E.SHORTLISTED:
            move_entry(next_one.entry, E.SHORTLISTED, role="officer", by=user, at=held.moment)
        acts.write(held.competition, "call_up", role="officer", by=user, at=held.moment, subject=next_one.entry.code, rank=next_one.rank)
        next_one.reserve = False
        return next_one
