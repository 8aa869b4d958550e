"""What every deed of the office at these desks begins with: who may, with the gate shut, in the stages in which it can be done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anniversary.competition import gates, stages
from anniversary.competition.models import Competition, Rules

S = Competition.Stage
CLEARING = frozenset({S.RIGHTS_CHECK, S.DECISION})  # a reserve that follows a winner who left is cleared as well


@dataclass(frozen=True)
class Held:
    """The competition as it is in the database, with its gate shut, and the moment that counts."""

    competition: Competition
    rules: Rules
    moment: datetime


@contextmanager
def deed(competition: Competition, user: Any, *allowed: str) -> Iterator[Held]:
    """One transaction for one deed. PermissionDenied if the user may not; ValidationError if the competition is in none of these stages."""
    if not stages.may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        moment = gates.shut(competition.pk)
        locked = Competition._base_manager.select_related("rules").select_for_update(of=("self",)).get(pk=competition.pk)
        if locked.stage not in allowed:
            raise ValidationError(_("The competition is now in the stage “%(stage)s”. Load the page again.") % {"stage": locked.get_stage_display()})
        yield Held(locked, locked.rules, moment)


def said(why: str) -> str:
    """The reason without the space around it. ValidationError if there is none."""
    if not why.strip():
        raise ValidationError(_("Write a note that says why."))
    return why.strip()
