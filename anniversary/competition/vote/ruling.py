"""What officers do about ballots in quarantine: release them or declare them void, one by one or all of a mark, with a reason.

They do not see what was chosen, and nor does this code.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from anniversary import clock
from anniversary.competition import acts, stages
from anniversary.competition.models import Competition

from .marking import AT_ONCE
from .models import Ballot, Poll, Ruling

State, Verdict = Ballot.State, Ruling.Verdict
CAUSES: dict[str, tuple[str, ...]] = {Ballot.Reason.PATTERN.value: ("pattern_key",), Ballot.Reason.NETWORK.value: ("network_key",)}


def groups(poll: Poll) -> dict[str, int]:
    """How many ballots wait for each mark, most first. A ballot with two marks waits for both."""
    found: Counter[str] = Counter()
    for marks, cleared in _waiting(poll).values_list("marks", "cleared"):
        found.update(set(marks) - set(cleared))
    return dict(found.most_common())


def waiting(poll: Poll, mark: str) -> "QuerySet[Ballot]":
    """The ballots that wait for this mark, those next to each other that have it for the same cause. Without what was chosen."""
    combinations = _waiting(poll).values_list("marks", "cleared").distinct().order_by()
    having = Q(pk__in=[])
    for marks, cleared in combinations:
        if mark in set(marks) - set(cleared):
            having |= Q(marks=marks, cleared=cleared)
    return _waiting(poll).filter(having).order_by(*CAUSES.get(mark, ()), "cast_at", "pk")


def rule(competition: Competition, verdict: str, mark: str, *, user: Any, note: str, ballots: Collection[int] | None = None) -> Ruling:
    """Release ballots of this mark, or declare them void for it; `ballots`: only these of them. What waits for another mark besides waits on, if released.

    PermissionDenied if the user may not; ValidationError without a reason, or if none of them waits (any more). Nothing is changed then.
    """
    if not stages.may_conduct(user):
        raise PermissionDenied
    if not note.strip():
        raise ValidationError(_("Write a reason: it is kept with the ballots."))
    with transaction.atomic():
        # Marking waits for this and the other way round; casting does not.
        poll = Poll.objects.select_for_update(no_key=True).get(competition=competition)
        chosen = waiting(poll, mark).order_by()
        rows = [row for row in chosen.values_list("pk", "marks", "cleared") if ballots is None or row[0] in set(ballots)]
        if not rows:
            raise ValidationError(_("None of these ballots is in quarantine any more. Load the page again."))
        ruling = Ruling.objects.create(poll=poll, verdict=verdict, mark=mark, ballots=len(rows), note=note.strip(), by=user, at=clock.now())
        _carry_out(ruling, rows)
        verb = "release_ballots" if verdict == Verdict.RELEASED else "void_ballots"
        acts.write(competition, verb, role="officer", by=user, at=ruling.at, subject=mark, ruling=ruling.pk, ballots=len(rows))
    return ruling


def _waiting(poll: Poll) -> "QuerySet[Ballot]":
    return Ballot.objects.filter(poll=poll, state=State.QUARANTINED).only("pk", "state", "marks", "cleared", "cast_at", "pattern_key", "network_key")


def _carry_out(ruling: Ruling, rows: list[tuple[int, list[str], list[str]]]) -> None:
    """By what they have been cleared of: at most as many statements as there are combinations of marks, and one a thousand ballots."""
    same: dict[tuple[tuple[str, ...], bool], list[int]] = {}
    for pk, marks, cleared in rows:
        now = {*cleared, ruling.mark}
        same.setdefault((tuple(sorted(now)), set(marks) <= now), []).append(pk)
    for (cleared_of, is_free), keys in same.items():
        changes: dict[str, Any] = {"ruling": ruling}
        if ruling.verdict == Verdict.VOIDED:
            changes |= {"state": State.VOIDED, "reason": ruling.mark}
        else:
            changes |= {"cleared": list(cleared_of), "state": State.CAST if is_free else State.QUARANTINED}
        for start in range(0, len(keys), AT_ONCE):
            Ballot.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(**changes)
