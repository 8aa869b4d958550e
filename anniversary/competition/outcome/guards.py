"""What keeps a competition from its last stages, in words for an officer."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anniversary.competition.models import Competition, Rules
from anniversary.competition.vote import polls
from anniversary.languages import text
from anniversary.occasion.models import Anniversary

from . import consents, deciding, reserve
from .models import Decision, Finalist, Protocol

S = Competition.Stage


def rights_check(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    """Finalists are named."""
    if not reserve.standing(competition).exists():
        yield _("Name the finalists first.")


def public_vote(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    """Two finalists at least are cleared, and nobody is left undecided."""
    yield from _undecided(competition)
    if reserve.cleared(competition).count() < 2:
        yield _("A vote needs two finalists who are cleared.")


def decision(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    """From the rights check: one finalist is cleared, or nobody is left who could be. From elsewhere nothing: a fault is always put right."""
    if competition.stage != S.RIGHTS_CHECK:
        return
    yield from _undecided(competition)
    if not reserve.cleared(competition).exists() and reserve.following(competition):
        yield _("Nobody is cleared yet, and somebody is left in reserve.")


def _undecided(competition: Competition) -> Iterator[str]:
    codes = [finalist.entry.code for finalist in reserve.standing(competition).filter(state=Finalist.State.LISTED).order_by("rank")]
    if codes:
        yield _("Clear or drop each finalist first: %(codes)s.") % {"codes": ", ".join(codes)}


def embargoed(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    """A decision with its reason in every language, and signed for each country."""
    written = deciding.current(competition)
    if written is None or written.embargoed_at:
        yield _("Write the decision first.")
        return
    if any(not text.has(written, "reason", code) for code in text.codes()):
        yield _("Write the reason of the decision in every language of the site.")
    signed = set(written.signatories.values_list("country_id", flat=True))
    for country in Anniversary.current().both:
        if country.pk not in signed:
            yield _("Nobody has signed for %(country)s.") % {"country": text.pick(country, "name")[0]}
    yield from _winner_stands(competition, written)


def result_announced(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    """The embargo has passed, the protocol is made, the finalists were asked what may be shown, and the winner still stands."""
    written = deciding.current(competition)
    if written is None or written.embargoed_at is None:
        yield _("Write the decision first.")
        return
    if moment < written.embargo_until:
        yield _("The embargo has not passed.")
    if not Protocol.objects.filter(competition=competition, made_at__gte=written.embargoed_at).exists():
        yield _("Make the protocol first.")
    if consents.unasked(competition):
        yield _("Ask the finalists first what may be shown of them.")
    yield from _winner_stands(competition, written)


def _winner_stands(competition: Competition, written: Decision) -> Iterator[str]:
    if written.winner_id and not reserve.cleared(competition).filter(pk=written.winner_id).exists():
        yield _("The winner of this decision has left the shortlist.")


def prepare_vote(competition: Competition, rules: Rules, moment: datetime, user: Any) -> None:
    """On entering the public vote: what readers choose from."""
    polls.prepare(competition, [finalist.entry for finalist in reserve.cleared(competition).order_by("rank")], user=user)
