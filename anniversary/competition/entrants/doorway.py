"""The button on the competition's public page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from anniversary.competition.doorways import Doorway
from anniversary.competition.models import Competition, Rules


def enter(competition: Competition, rules: Rules, stage: str) -> Doorway | None:
    """Open while works are taken. Who has sent one in finds the way by the letter, afterwards as well."""
    if stage != Competition.Stage.OPEN:
        return None
    return Doorway(_("Send in a work"), reverse("entrants:ask", args=[competition.slug]), main=True)
