"""How an entry goes from state to state. `move_entry` is the only code that changes it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anniversary.competition import acts, stages

from .models import Entry

S = Entry.State
# By the state in which it is: where it can go. A verdict of the desk can be corrected; why it was given stands with the check.
WAYS: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.QUERIED, S.ELIGIBLE, S.INELIGIBLE, S.WITHDRAWN, S.DISQUALIFIED}),
    S.QUERIED: frozenset({S.SUBMITTED, S.INELIGIBLE, S.WITHDRAWN, S.DISQUALIFIED}),
    S.ELIGIBLE: frozenset({S.INELIGIBLE, S.SHORTLISTED, S.NOT_SELECTED, S.WITHDRAWN, S.DISQUALIFIED}),
    S.INELIGIBLE: frozenset({S.ELIGIBLE}),
    S.SHORTLISTED: frozenset({S.WINNER, S.RUNNER_UP, S.NOT_SELECTED, S.WITHDRAWN, S.DISQUALIFIED}),
    # A result can be taken back: then the finalists are finalists again, and a reserve can be called up after all.
    S.WINNER: frozenset({S.SHORTLISTED, S.WITHDRAWN, S.DISQUALIFIED}),
    S.RUNNER_UP: frozenset({S.SHORTLISTED, S.WINNER, S.WITHDRAWN, S.DISQUALIFIED}),
    S.NOT_SELECTED: frozenset({S.SHORTLISTED, S.WITHDRAWN, S.DISQUALIFIED}),
    S.WITHDRAWN: frozenset(),
    S.DISQUALIFIED: frozenset(),
}


def move_entry(entry: Entry, to: str, *, role: str, by: Any = None, at: datetime | None = None) -> Entry:
    """Take an entry on and log it. ValidationError if there is no such step from where it is now; nothing is changed then.

    Whoever calls has asked who may, and holds the competition's gate where a moment counts; `at` is that moment.
    """
    with transaction.atomic():
        locked = Entry.objects.select_for_update(of=("self",)).select_related("competition").get(pk=entry.pk)
        before = locked.state
        if to not in WAYS[before]:
            raise ValidationError(_("This work is now: %(state)s. Load the page again.") % {"state": locked.get_state_display()})
        if to == S.WITHDRAWN and stages.stage_of(locked.competition) in locked.competition.TOLD:
            raise ValidationError(_("The result is announced: works cannot be withdrawn any more."))
        Entry.objects.filter(pk=locked.pk).update(state=to)
        acts.write(locked.competition, "entry", role=role, by=by, at=at, subject=locked.code, before=before, after=to)
    entry.state = to
    return entry
