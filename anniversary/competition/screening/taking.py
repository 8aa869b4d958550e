"""Taking a work in hand: within the competition's gate, in the stage for it, and as whoever deals with it has seen it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from anniversary.competition import gates, stages
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition


def stamp(entry: Entry) -> str:
    """What a page shows of an entry, in short: a deed asked for there is done only if it is the same still."""
    last = entry.checks.aggregate(last=Max("pk"))["last"], entry.questions.aggregate(last=Max("pk"))["last"]
    return f"{entry.revision}.{entry.state}.{last[0] or 0}.{last[1] or 0}"


@contextmanager
def taken(entry: Entry, *, seen: str | None, user: Any = None) -> Iterator[tuple[Entry, datetime]]:
    """The entry as it is now, locked, in a transaction within the gate, and the moment that counts.

    PermissionDenied if the officer may not (an entrant's deed has no `user`); ValidationError in any other stage, and with the code
    "moved" if somebody has done something to the entry since it was `seen`.
    """
    if user is not None and not stages.may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        moment = gates.passing(entry.competition_id)
        locked = Entry.objects.select_for_update(of=("self",)).select_related("competition__rules").get(pk=entry.pk)
        if stages.stage_at(locked.competition.stage, locked.competition.rules, moment) != Competition.Stage.ELIGIBILITY:
            raise ValidationError(_("Works are checked in the stage for it only."))
        if seen is not None and seen != stamp(locked):
            raise ValidationError(
                _("Nothing was done: somebody else has dealt with this work meanwhile. It is now: %(state)s.") % {"state": locked.get_state_display()},
                code="moved",
            )
        yield locked, moment
