"""The count: once, in one pass, with the gate shut. Afterwards nobody can say any more who chose what."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from anniversary.competition import acts, gates, stages
from anniversary.competition.models import Competition, Rules
from anniversary.mails.models import Letter

from . import asking, marking, polls
from .models import Asking, Ballot, Option, Poll, Tally

State = Ballot.State


def count(competition: Competition, user: Any = None) -> None:
    """Close the poll and count it. `user`: the officer who has it counted, or None for the system.

    PermissionDenied if that user may not; ValidationError if the vote is not over, is counted already, or there are ballots in quarantine.
    """
    if user is not None and not stages.may_conduct(user):
        raise PermissionDenied
    close(competition)
    marking.mark(competition)  # the last ballots too; by itself, so that what it found stays when the count is refused for it
    with transaction.atomic():
        moment = gates.shut(competition.pk)
        poll = _over(competition, moment)
        if poll.counted_at:
            raise ValidationError(_("The vote is counted already."))
        if waiting := poll.ballots.filter(state=State.QUARANTINED).count():
            raise ValidationError(_in_quarantine(waiting))
        _tally(poll)
        _forget(poll, moment)
        acts.write(competition, "count_poll", role="officer" if user else "system", by=user, at=moment)


def close(competition: Competition) -> bool:
    """Note that the clock has closed the poll, with the moment of the window; whether it was not noted before. ValidationError if it is open still."""
    with transaction.atomic():
        moment = gates.shut(competition.pk)
        poll = _over(competition, moment)
        if poll.closed_at:
            return False
        at = polls.closes_at(competition.rules)
        Poll.objects.filter(pk=poll.pk).update(closed_at=at)
        acts.write(competition, "close_poll", role="clock", at=at)
    return True


def problems(competition: Competition, rules: Rules, moment: datetime) -> list[str]:
    """What keeps a competition with a public vote from its decision, in words for an officer."""
    if not rules.has_vote:
        return []
    poll = polls.find(competition)
    if poll is None:
        return [_("The public vote has not taken place.")]
    if moment < polls.closes_at(rules):
        return [_("The public vote is not over yet.")]
    if waiting := poll.ballots.filter(state=State.QUARANTINED).count():
        return [_in_quarantine(waiting)]
    return [] if poll.counted_at else [_("The public vote is not counted yet.")]


def _in_quarantine(number: int) -> str:
    return _("Ballots in quarantine: %(count)d. Release them or declare them void before the count.") % {"count": number}


def _over(competition: Competition, moment: datetime) -> Poll:
    """The poll, with its row locked, if its time is over."""
    poll = Poll.objects.select_for_update().filter(competition=competition).first()
    rules = Rules.objects.filter(competition=competition).first()
    if poll is None or rules is None or rules.vote_closes_at is None:
        raise ValidationError(_("There is no public vote."))
    if moment < rules.vote_closes_at:
        raise ValidationError(_("The public vote is not over yet."))
    return poll


def _tally(poll: Poll) -> None:
    found = poll.ballots.exclude(state=State.ASKED).values_list("option", "state").annotate(number=Count("pk")).order_by()
    numbers = {(option, state): number for option, state, number in found}
    Tally.objects.bulk_create(
        Tally(option_id=pk, counted=numbers.get((pk, State.CAST), 0), voided=numbers.get((pk, State.VOIDED), 0))
        for pk in Option.objects.filter(poll=poll).values_list("pk", flat=True)
    )


def _forget(poll: Poll, moment: datetime) -> None:
    """From here on a ballot says that it was cast, not for what; and no address can be tried out on its key."""
    poll.ballots.update(option=None, link_digest="")
    Asking.objects.filter(poll=poll).delete()
    Letter.objects.filter(key__startswith=asking.letters_of(poll), sent_at=None).delete()  # what could not be sent has its reader's address still
    Poll.objects.filter(pk=poll.pk).update(secret="", counted_at=moment)
