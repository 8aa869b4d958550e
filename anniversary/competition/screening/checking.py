"""Verdicts on works: each is logged, and its entrant told of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry
from anniversary.competition.models import Competition, Rules

from . import checklist, people, wording
from .models import Check, Question
from .taking import taken

S = Entry.State
V = Check.Verdict


def accept(entry: Entry, *, seen: str, ticked: Iterable[str], user: Any) -> Check:
    """Say that a work is eligible, also one that was not before: then its entrant is told.

    ValidationError as with `taking.taken`, and if a point of the checklist is neither clear by itself nor ticked.
    """
    with taken(entry, seen=seen, user=user) as (locked, moment):
        points, by_hand = checklist.points(locked), set(ticked)
        if left := [str(point.label) for point in points if not point.ok and point.name not in by_hand]:
            raise ValidationError(_("Look at this first, and tick it: %(points)s") % {"points": _(", ").join(left)}, code="unticked")
        kept = [point.name if point.name in by_hand and not point.ok else f"machine.{point.name}" for point in points]
        check = _check(locked, V.ELIGIBLE, moment, user, ticked=kept)
    return check


def reject(entry: Entry, *, seen: str, reason: str, words: str = "", user: Any) -> Check:
    """Say that a work is not eligible, and tell its entrant why; a question that is open goes with it. ValidationError as with `taking.taken`."""
    with taken(entry, seen=seen, user=user) as (locked, moment):
        text = wording.reason(reason, people.language(locked), words)
        if not text:
            raise ValidationError({"words": _("Say in your own words why.")})
        close_question(locked, moment)
        check = _check(locked, V.INELIGIBLE, moment, user, reason=reason, text=text)
    return check


def _check(locked: Entry, verdict: str, moment: datetime, user: Any, **told: Any) -> Check:
    before = locked.state
    move_entry(locked, verdict, role="officer", by=user, at=moment)  # the states have the verdicts' names
    check = Check.objects.create(entry=locked, verdict=verdict, by=user, at=moment, **told)
    detail = {"reason": check.reason} if check.reason else {}
    acts.write(locked.competition, "check", role="officer", by=user, at=moment, subject=locked.code, before=before, after=verdict, **detail)
    if verdict == V.INELIGIBLE:
        people.tell(locked, key=f"not-eligible:{check.pk}", template="screening_not_eligible", text=check.text)
    elif before == S.INELIGIBLE:
        people.tell(locked, key=f"eligible-after-all:{check.pk}", template="screening_eligible_after_all")
    return check


def close_question(locked: Entry, moment: datetime) -> bool:
    """End the question that is open, without an answer; whether there was one."""
    return bool(Question.objects.filter(entry=locked, answered_at=None).update(answered_at=moment))


def before_the_jury(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    """A guard: nothing goes to the jury before all is checked."""
    left = competition.entries.filter(state=S.SUBMITTED).count()
    asked = competition.entries.filter(state=S.QUERIED).count()
    if left:
        yield _("Works not checked yet: %(number)d.") % {"number": left}
    if asked:
        yield _("Questions to entrants still open: %(number)d.") % {"number": asked}
