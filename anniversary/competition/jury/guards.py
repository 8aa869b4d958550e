"""What the jury asks for before a competition goes on (registered in apps.py)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from anniversary.competition.models import Competition, Rules

from .models import Round


def before_announced(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    if not competition.criteria.exists():
        yield _("Write the criteria of the jury, with their weights.")


def before_jury(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    if not competition.rounds.exists():
        yield _("Prepare the first round of the jury.")


def before_shortlist(competition: Competition, rules: Rules, moment: datetime) -> Iterator[str]:
    last = competition.rounds.order_by("-number").first()
    if last is None or last.state != Round.State.CLOSED:
        yield _("Close the last round of the jury.")
