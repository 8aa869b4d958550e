"""Making the protocol: the figures as they are now, kept with their digest. It is added to, never changed: the database refuses."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.jury.ranking import NotClosed, ranking
from anniversary.competition.models import Competition
from anniversary.competition.vote.results import Result, for_decision

from . import deciding, office, protocol
from .models import Protocol


def make(competition: Competition, *, user: Any) -> Protocol:
    """Take down all figures. PermissionDenied; ValidationError unless a decision is embargoed and the jury has ranked."""
    with office.deed(competition, user, office.S.EMBARGOED) as held:
        sources = _sources(held.competition, user)
        figures = protocol.figures(sources)
        digest = hashlib.sha256(protocol.canonical(figures)).hexdigest()
        last = Protocol.objects.filter(competition=held.competition).aggregate(last=Max("number"))["last"] or 0
        made = Protocol.objects.create(
            competition=held.competition, number=last + 1, figures=figures, digest=digest, made_at=held.moment, sample=held.rules.sample
        )
        acts.write(held.competition, "protocol", role="officer", by=user, at=held.moment, subject=str(made.number), digest=digest)
        return made


def latest(competition: Competition) -> Protocol | None:
    """The last one that was made."""
    return Protocol.objects.filter(competition=competition).order_by("-number").first()


def _sources(competition: Competition, user: Any) -> protocol.Sources:
    try:
        return protocol.Sources(competition, ranking(competition), _vote(competition, user), deciding.written(competition))
    except NotClosed as error:
        raise ValidationError(_("The jury has not closed its last round.")) from error


def _vote(competition: Competition, user: Any) -> Result | None:
    return for_decision(competition, user) if competition.rules.has_vote else None
