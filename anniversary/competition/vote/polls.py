"""The poll of a competition: made when the public vote is entered, open by the clock."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anniversary.competition import acts, gates, stages
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition, Rules

from .models import Option, Poll

S = Competition.Stage
# The stages at which readers see what was voted on. Before them the works are the jury's.
SHOWN = frozenset({S.PUBLIC_VOTE, S.DECISION, S.EMBARGOED, *Competition.TOLD})
OUT = frozenset({Entry.State.WITHDRAWN, Entry.State.DISQUALIFIED})  # left the vote: nobody is offered these any more

BEFORE, OPEN, CLOSED = "before", "open", "closed"


def prepare(competition: Competition, entries: Iterable[Entry], *, user: object = None) -> Poll:
    """Make the poll with these works to choose from. Called once, when the public vote is entered, in the transaction of that.

    ValidationError if there is a poll already, or nothing to choose between; ValueError for a work of another competition.
    """
    works = list(entries)
    if any(entry.competition_id != competition.pk for entry in works):
        raise ValueError("A work of another competition is not voted on in this one.")
    with transaction.atomic():
        moment = gates.shut(competition.pk)
        if Poll.objects.filter(competition=competition).exists():
            raise ValidationError(_("The public vote is prepared already."))
        if len(works) < 2:
            raise ValidationError(_("A vote needs two works at least."))
        poll = Poll.objects.create(competition=competition, secret=secrets.token_hex(32))
        Option.objects.bulk_create(Option(poll=poll, entry=entry) for entry in works)
        acts.write(competition, "prepare_poll", role="officer" if user else "system", by=user, at=moment, works=len(works))
    return poll


def find(competition: Competition) -> Poll | None:
    """The competition's poll, if there is one."""
    return Poll.objects.filter(competition=competition).first()


def phase(poll: Poll | None, competition: Competition, moment: datetime) -> str:
    """How the vote stands for somebody who would vote: "before", "open" or "closed"; empty as long as there is none."""
    rules = stages.rules_of(competition)
    if poll is None or rules is None or rules.vote_opens_at is None or competition.stage not in SHOWN:
        return ""
    if competition.stage != S.PUBLIC_VOTE or poll.closed_at or moment >= closes_at(rules):
        return CLOSED
    return OPEN if moment >= rules.vote_opens_at else BEFORE


def shows_works(competition: Competition, phase: str) -> bool:
    """Whether readers see the works here: from the opening until the result is announced. Then the gallery shows those whose authors allow it."""
    return phase in {OPEN, CLOSED} and competition.stage not in Competition.TOLD


def closes_at(rules: Rules) -> datetime:
    """Until when ballots are taken."""
    if rules.vote_closes_at is None:
        raise ValueError("By these rules there is no public vote.")
    return rules.vote_closes_at


def options(poll: Poll) -> "QuerySet[Entry]":
    """The works that can be chosen, by their codes."""
    return Entry.objects.filter(pk__in=poll.options.values("entry")).exclude(state__in=OUT).order_by("code")
