"""Casting: the one way from a letter's link to a ballot. There is no other code that makes one."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from anniversary import clock
from anniversary.competition import gates
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition

from . import addresses, asking, polls
from .models import Ballot, Poll


@dataclass(frozen=True)
class Link:
    """What a link stands for now: the work that is cast by it, or None once that is done."""

    work: Entry | None


def look(competition: Competition, token: str) -> Link:
    """What a link stands for; nothing is changed by looking. asking.Closed when the vote is over, LookupError for a link that is none (any more)."""
    poll = polls.find(competition)
    if poll is None or polls.phase(poll, competition, clock.now()) != polls.OPEN:
        raise asking.Closed
    ballot = _of(poll, token).select_related("option__entry").first()
    if ballot is None:
        raise LookupError
    return Link(ballot.option.entry if ballot.state == Ballot.State.ASKED and ballot.option else None)


def cast(competition: Competition, token: str, *, network: str) -> bool:
    """Cast the ballot of this link; whether it was not cast before. What is returned is committed, and in the count.

    asking.Closed if the vote is over at the moment that counts, LookupError for a link that is none (any more).
    """
    with transaction.atomic():
        moment = gates.passing(competition.pk)
        poll = asking.open_poll(competition, moment)
        ballot = _of(poll, token).select_for_update(of=("self",)).first()
        if ballot is None:
            raise LookupError
        if ballot.state != Ballot.State.ASKED:
            return False
        state = Ballot.State.QUARANTINED if ballot.marks else Ballot.State.CAST
        Ballot.objects.filter(pk=ballot.pk).update(state=state, cast_at=moment, network_key=addresses.key(poll, "network", network))
    return True


def _of(poll: Poll, token: str) -> "QuerySet[Ballot]":
    """The ballot of a link; none that would be cast for a work that has left the vote meanwhile: its voter can still choose another."""
    lost = Q(state=Ballot.State.ASKED, option__entry__state__in=polls.OUT)
    return Ballot.objects.filter(poll=poll, link_digest=asking.digest(token)).exclude(lost)
