"""Whether something is taken now: while entries are open, and within the grace what comes from a form that was opened before they closed."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anniversary import clock
from anniversary.competition import gates, stages
from anniversary.competition.models import Competition, Rules

from . import stamps
from .models import Entrant

S = Competition.Stage


class Closed(ValidationError):
    """Entries are not taken now. Nothing was changed."""


@dataclass(frozen=True)
class Taken:
    """The competition as it is within the gate, and the moment that counts."""

    competition: Competition
    rules: Rules
    moment: datetime

    @property
    def in_grace(self) -> bool:
        return self.moment >= self.rules.closes_at


def take(competition: Competition, stamp: str = "", purpose: str = "") -> Taken:
    """Pass the competition's gate, within the transaction of the deed. Closed if it is too early, or too late for a form of this stamp."""
    moment = gates.passing(competition.pk)
    fresh = Competition._base_manager.select_related("rules").get(pk=competition.pk)
    if not allowed(fresh, fresh.rules, moment, stamps.opened(stamp, fresh, purpose)):
        raise Closed(too_late(fresh.rules, moment))
    return Taken(fresh, fresh.rules, moment)


def allowed(competition: Competition, rules: Rules, moment: datetime, opened: datetime | None = None) -> bool:
    """To the second: until closes_at, and until the end of the grace (that moment included) if the form was opened before closes_at."""
    stage = stages.stage_at(competition.stage, rules, moment)
    if stage == S.OPEN:
        return True
    return stage == S.CLOSED and opened is not None and opened < rules.closes_at and moment <= rules.last_moment


def may_open(competition: Competition, rules: Rules, stamp: str = "", purpose: str = "") -> bool:
    """Whether a form may be shown now that could still be sent."""
    return allowed(competition, rules, clock.now(), stamps.opened(stamp, competition, purpose))


def too_late(rules: Rules, moment: datetime) -> str:
    if moment < rules.opens_at:
        return _("Works are not taken yet.")
    return _("Works are no longer taken: the time for them has passed. What you sent in before stays as it was.")


def confirm(entrant: Entrant, moment: datetime) -> None:
    """Something was sent from the page of the link, so its letter was read. Opening alone says nothing: programs that look for viruses do so too."""
    if not entrant.confirmed_at:
        Entrant.objects.filter(pk=entrant.pk, confirmed_at=None).update(confirmed_at=moment)
        entrant.confirmed_at = moment
