"""The path of stages as readers and officers see it, and how a competition stands in one sentence: all told from its rules and the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from anniversary import clock

from . import moments, stages
from .models import Competition, Rules

S = Competition.Stage
INNER = frozenset({S.SETUP, S.CLOSED, S.EMBARGOED, S.ARCHIVED})  # of these only officers have a step of its own
# To which step of the readers' path such a stage belongs.
WITHIN = {S.CLOSED: S.ELIGIBILITY, S.EMBARGOED: S.DECISION, S.ARCHIVED: S.KIT_RELEASED}


@dataclass(frozen=True)
class Step:
    """One stage on the path. `state`: done, now or ahead; `opens` and `closes` where the rules give it a window."""

    stage: str
    label: str
    state: str
    opens: datetime | None = None
    closes: datetime | None = None


def path(rules: Rules, stage: str, *, whole: bool = False) -> list[Step]:
    """The stages in their order, by where it is now; `whole`: those too that only officers tell apart."""
    wanted = [step for step in S if _is_on(step, rules, stage, whole)]
    order = list(S)
    here = order.index(S(stage)) if whole else order.index(S(WITHIN.get(S(stage), S(stage))))
    return [Step(step, str(step.label), _state(order.index(step), here, stage, whole), *_window(step, rules)) for step in wanted]


def _is_on(step: S, rules: Rules, stage: str, whole: bool) -> bool:
    if step == S.PUBLIC_VOTE and not rules.has_vote:
        return False
    if step == S.KIT_RELEASED and not rules.takes_files:
        return stage == S.KIT_RELEASED
    return whole or step not in INNER


def _state(place: int, here: int, stage: str, whole: bool) -> str:
    if place == here and not (stage in {S.CLOSED, S.ARCHIVED} and not whole):
        return "now"
    return "done" if place < here or stage == S.ARCHIVED else "ahead"


def _window(step: S, rules: Rules) -> tuple[datetime | None, datetime | None]:
    return {S.OPEN: (rules.opens_at, rules.closes_at), S.PUBLIC_VOTE: (rules.vote_opens_at, rules.vote_closes_at)}.get(step, (None, None))


def windows(rules: Rules) -> Iterator[tuple[str, datetime]]:
    """What happens at which moment, in words."""
    yield _("Entries are taken from"), rules.opens_at
    yield _("Entries are taken until"), rules.closes_at
    if rules.grace_minutes:
        yield _("A form that was opened in time is taken until"), rules.last_moment
    if rules.vote_opens_at and rules.vote_closes_at:
        yield _("The public vote is open from"), rules.vote_opens_at
        yield _("The public vote is open until"), rules.vote_closes_at


def now_in_words(competition: Competition) -> str:
    """How a competition that is run here stands for somebody who would take part; empty for one that is only told of, or being prepared, or over."""
    rules = stages.rules_of(competition)
    if rules is None:
        return ""
    stage = competition.stage_now
    if stage == S.PUBLIC_VOTE:
        return _vote_in_words(rules)
    told = {
        S.ANNOUNCED: _("Entries are taken from %(from)s until %(until)s."),
        S.OPEN: _("Entries are taken until %(until)s."),
        S.CLOSED: _("Entries are closed. What was sent in is checked against the rules."),
        S.ELIGIBILITY: _("Entries are closed. What was sent in is checked against the rules."),
        S.JURY: _("The jury judges the works without knowing whose they are."),
        S.SHORTLIST: _("The jury has judged. The works on the shortlist are looked at once more."),
        S.RIGHTS_CHECK: _("It is being checked that nobody else has rights in the works on the shortlist."),
        S.DECISION: _("The decision is being made. The result is announced here."),
        S.EMBARGOED: _("The decision is made. The result is announced here."),
    }.get(S(stage), "")
    return told % {"from": moments.said(rules.opens_at), "until": moments.said(rules.closes_at)} if told else ""


def _vote_in_words(rules: Rules) -> str:
    opens, closes = rules.vote_opens_at, rules.vote_closes_at
    if opens is None or closes is None or clock.now() >= closes:
        return _("The public vote has ended. The result is announced here.")
    if clock.now() < opens:
        return _("The public vote begins on %(from)s.") % {"from": moments.said(opens)}
    return _("The public vote is open until %(until)s.") % {"until": moments.said(closes)}
