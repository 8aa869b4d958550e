"""How a competition that is run here moves from stage to stage. `move` is the only code that changes its stage, `extend` its only rule that can change."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from anniversary import clock
from anniversary.languages import text
from anniversary.occasion.models import Anniversary
from anniversary.publishing.models import Transition
from anniversary.search import following

from . import acts, gates
from .models import Competition, Rules
from .ticking import moves
from .ticking import stage_at as stage_at  # what the apps above ask by

S = Competition.Stage
RIGHT = "competition.conduct_competition"
Guard = Callable[[Competition, Rules, datetime], Iterable[str]]
Deed = Callable[[Competition, Rules, datetime, Any], None]  # the last is the officer who moves it


@dataclass(frozen=True)
class Way:
    """One step that an officer may take. `vote`: only where the rules have a public vote (True) or none (False)."""

    source: str
    target: str
    needs_note: bool = False
    vote: bool | None = None


WAYS: dict[tuple[str, str], Way] = {
    (way.source, way.target): way
    for way in (
        Way(S.SETUP, S.ANNOUNCED),
        Way(S.ANNOUNCED, S.SETUP, needs_note=True),
        Way(S.CLOSED, S.ELIGIBILITY),
        Way(S.ELIGIBILITY, S.JURY),
        Way(S.JURY, S.SHORTLIST),
        Way(S.SHORTLIST, S.RIGHTS_CHECK),
        Way(S.RIGHTS_CHECK, S.SHORTLIST, needs_note=True),
        Way(S.RIGHTS_CHECK, S.PUBLIC_VOTE, vote=True),
        Way(S.RIGHTS_CHECK, S.DECISION, vote=False),
        Way(S.PUBLIC_VOTE, S.DECISION),
        Way(S.DECISION, S.EMBARGOED),
        Way(S.EMBARGOED, S.RESULT_ANNOUNCED),
        Way(S.EMBARGOED, S.DECISION, needs_note=True),
        Way(S.RESULT_ANNOUNCED, S.DECISION, needs_note=True),
        Way(S.KIT_RELEASED, S.DECISION, needs_note=True),
        Way(S.RESULT_ANNOUNCED, S.KIT_RELEASED),
        Way(S.RESULT_ANNOUNCED, S.ARCHIVED),
        Way(S.KIT_RELEASED, S.ARCHIVED),
    )
}

_guards: dict[str, list[Guard]] = {}
_deeds: dict[str, list[Deed]] = {}


def guard(stage: str, check: Guard) -> None:
    """Have `check` asked before the stage is entered: it says in words what still keeps the competition from it. Features call this in their apps.py."""
    if check not in _guards.setdefault(stage, []):
        _guards[stage].append(check)


def on_entering(stage: str, deed: Deed) -> None:
    """Have `deed` done when an officer takes a competition to the stage, in the same transaction: with its gate shut, its new stage stored.

    It has to be quick, or to enqueue a task on commit. A ValidationError of it undoes the move and is told. Features call this in their apps.py.
    """
    if deed not in _deeds.setdefault(stage, []):
        _deeds[stage].append(deed)


def rules_of(competition: Competition) -> Rules | None:
    """The rules by which it is run here; None for one that is only told of."""
    return getattr(competition, "rules", None)  # what Django raises where there are none is an AttributeError too


def may_conduct(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(RIGHT))


def stage_of(competition: Competition) -> str:
    """The stage in which it is now."""
    return stage_at(competition.stage, rules_of(competition), clock.now())


def ways_for(user: Any, competition: Competition) -> list[Way]:
    """The steps that this user may try now."""
    rules = rules_of(competition)
    if rules is None or not may_conduct(user):
        return []
    now = stage_at(competition.stage, rules, clock.now())
    return [way for way in WAYS.values() if way.source == now and way.vote in {None, rules.has_vote}]


def problems(competition: Competition, way: Way, rules: Rules, moment: datetime) -> list[str]:
    """What keeps it from the step, all at once, in words for an officer."""
    found = list(_own_problems(competition, way, rules, moment))
    for check in _guards.get(way.target, []):
        found += check(competition, rules, moment)
    return found


def _own_problems(competition: Competition, way: Way, rules: Rules, moment: datetime) -> Iterator[str]:
    if way.vote is not None and way.vote != rules.has_vote:
        yield _("By the rules there is a public vote before the decision.") if rules.has_vote else _("By the rules there is no public vote.")
    if way.target == S.ANNOUNCED:
        if not competition.terms.exclude(issued_at=None).exists():
            yield _("Issue the terms first.")
        if rules.opens_at <= moment:
            yield _("The time from which entries are taken has passed.")
        if not any(text.has(competition, "brief", code) for code in text.codes()):
            yield _("Write the brief in at least one language.")
    if way.target == S.ELIGIBILITY and moment <= rules.last_moment:
        yield _("Forms that were opened in time may still be sent.")


def move(competition: Competition, to: str, *, user: Any, note: str = "", seen: str = "") -> Competition:
    """Take a competition one step on (or back), log it, and return it as it is afterwards. `seen`: the stage in which the user saw it, if that matters.

    PermissionDenied if the user may not; ValidationError if there is no such step from where it is now, a note is missing, or something keeps it from there.
    Nothing is changed then.
    """
    if not may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        locked, rules, moment = _take(competition)
        way = WAYS.get((locked.stage, to))
        if way is None or seen not in {"", way.source}:
            raise ValidationError(
                _("“%(record)s” is now: %(state)s. Somebody else may have moved it; load the page again.")
                % {"record": locked, "state": locked.get_stage_display()}
            )
        if way.needs_note and not note.strip():
            raise ValidationError(_("Write a note that says why."))
        if found := problems(locked, way, rules, moment):
            raise ValidationError(found)
        if way.target == S.ANNOUNCED:
            Rules.objects.filter(pk=rules.pk).update(frozen_at=moment, lot_seed=secrets.token_hex(16))
        elif way.target == S.SETUP:
            Rules.objects.filter(pk=rules.pk).update(frozen_at=None, lot_seed="")
        _store(locked, rules, to, moment, user=user, note=note)
        locked._state.fields_cache.pop("rules", None)
        for deed in _deeds.get(to, []):
            deed(locked, locked.rules, moment, user)
    return _told(competition, locked)


def extend(competition: Competition, closes_at: datetime, *, user: Any, note: str, seen: str = "") -> Competition:
    """Put off the end of entries, while it is open or closed and nothing was checked yet; who has entered keeps what was sent.

    `seen`: the end that the user was shown, in seconds as a text, if that matters.

    PermissionDenied or ValidationError as with `move`.
    """
    if not may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        locked, rules, moment = _take(competition)
        if locked.stage not in {S.OPEN, S.CLOSED}:
            raise ValidationError(_("The end of entries can be put off only while they are taken, or before they are checked."))
        if not note.strip():
            raise ValidationError(_("Write a note that says why."))
        if seen not in {"", str(int(rules.closes_at.timestamp()))}:
            raise ValidationError(_("Somebody else has put off the end of entries meanwhile. Load the page again."))
        if closes_at <= max(moment, rules.closes_at):
            raise ValidationError({"closes_at": _("The new end has to be later than the old one, and not past.")})
        if rules.vote_opens_at and closes_at > rules.vote_opens_at:
            raise ValidationError({"closes_at": _("The public vote begins before that.")})
        before, rules.closes_at = rules.closes_at, closes_at
        Rules.objects.filter(pk=rules.pk).update(closes_at=closes_at)
        acts.write(locked, "extend", role="officer", by=user, at=moment, was=int(before.timestamp()), now=int(closes_at.timestamp()))
        _store(locked, rules, S.OPEN, moment, user=user, note=note)
    return _told(competition, locked)


def settle(competition: Competition) -> Competition:
    """Store what the clock has moved by now, and log it. For the worker's round; safe to run twice, and nothing depends on it."""
    with transaction.atomic():
        locked, _rules, _moment = _take(competition)
    return _told(competition, locked)


def _take(competition: Competition) -> tuple[Competition, Rules, datetime]:
    """The competition with its gate shut, as it is in the database, the clock's moves stored."""
    moment = gates.shut(competition.pk)
    locked = Competition._base_manager.select_for_update(of=("self",)).get(pk=competition.pk)
    rules = rules_of(locked)
    if rules is None:
        raise ValidationError(_("This competition has no rules: it is told of here, not run."))
    for _before, after, at in list(moves(locked.stage, rules, moment)):
        _store(locked, rules, after, at)
    return locked, rules, moment


def _store(locked: Competition, rules: Rules, to: str, at: datetime, *, user: Any = None, note: str = "") -> None:
    before, locked.stage = locked.stage, to
    vars(locked).update(days := _days(locked, rules, to, at))
    Competition._base_manager.filter(pk=locked.pk).update(stage=to, updated_at=clock.now(), **days)  # save() keeps what is stored
    Transition.objects.create(record=locked, at=at, by=user, verb="stage", before=before, after=to, note=note.strip())
    acts.write(locked, "stage", role="officer" if user else "clock", by=user, at=at, before=before, after=to)
    following.changed(locked)


def _days(competition: Competition, rules: Rules, to: str, at: datetime) -> dict[str, str]:
    """The days that lists and the search tell: of the windows once they are announced, of the result while it stands."""

    def day(moment: datetime) -> str:
        return moment.astimezone(Anniversary.current().zone).date().isoformat()

    if to == S.SETUP:
        return {"opened": "", "closed": "", "announced": ""}
    announced = day(at) if to == S.RESULT_ANNOUNCED else competition.announced if to in Competition.TOLD else ""
    return {"opened": day(rules.opens_at), "closed": day(rules.closes_at), "announced": announced}


def _told(competition: Competition, locked: Competition) -> Competition:
    vars(competition).update({name: getattr(locked, name) for name in (*Competition.BY_STAGES, "updated_at")})
    competition._state.fields_cache.pop("rules", None)  # frozen or put off meanwhile
    return competition
