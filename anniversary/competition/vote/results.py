"""What came out of the vote. The only code that reads tallies: for readers once the result is announced, for who decides before that, each look logged."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from anniversary.competition import acts, stages
from anniversary.competition.models import Competition

from . import polls
from .models import Ballot, Poll, Tally

FOR_DECISION = polls.SHOWN - {Competition.Stage.PUBLIC_VOTE}


@dataclass(frozen=True)
class Share:
    """What one work got: ballots, and their part of all that were counted."""

    entry_id: int
    code: str
    counted: int
    share: Fraction


@dataclass(frozen=True)
class Result:
    """`shares`: most first, then by code; `asked`: addresses that asked for a link; `cast`: of these confirmed; `voided`: of these not counted, by reason."""

    shares: tuple[Share, ...]
    asked: int
    cast: int
    voided: dict[str, int]
    counted_at: datetime


def public(competition: Competition) -> Result | None:
    """What readers are told: the result once it is announced, None before, or where there was no vote."""
    # As it is stored, not as somebody holds it: the announcement can have been taken back meanwhile.
    told = Competition._base_manager.filter(pk=competition.pk, stage__in=Competition.TOLD).exists()
    poll = Poll.objects.filter(competition=competition).exclude(counted_at=None).first() if told else None
    return _result(poll) if poll else None


def for_decision(competition: Competition, user: Any) -> Result:
    """What the decision is taken by. PermissionDenied if the user may not conduct it; ValidationError before the decision's stage or the count."""
    if not stages.may_conduct(user):
        raise PermissionDenied
    with transaction.atomic():
        stage = Competition._base_manager.values_list("stage", flat=True).get(pk=competition.pk)
        poll = Poll.objects.filter(competition=competition).exclude(counted_at=None).first()
        if stage not in FOR_DECISION or poll is None:
            raise ValidationError(_("The vote can be looked at from the decision on, when it is counted."))
        acts.write(competition, "look_at_vote", role="officer", by=user)
        return _result(poll)


def _result(poll: Poll) -> Result:
    tallies = list(Tally.objects.filter(option__poll=poll).select_related("option__entry"))
    counted = sum(tally.counted for tally in tallies)
    shares = [
        Share(tally.option.entry_id, tally.option.entry.code, tally.counted, Fraction(tally.counted, counted) if counted else Fraction(0)) for tally in tallies
    ]
    shares.sort(key=lambda share: (-share.counted, share.code))
    found = poll.ballots.values_list("state", "reason").annotate(number=Count("pk")).order_by("reason")
    numbers = {(state, reason): number for state, reason, number in found}
    asked = sum(numbers.values())
    unconfirmed = sum(number for (state, _reason), number in numbers.items() if state == Ballot.State.ASKED)
    voided = {reason: number for (state, reason), number in numbers.items() if state == Ballot.State.VOIDED}
    return Result(tuple(shares), asked, asked - unconfirmed, voided, cast(datetime, poll.counted_at))
