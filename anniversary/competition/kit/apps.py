from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    name = "anniversary.competition.kit"
    label = "kit"
    verbose_name = _("Logo for use")

    def ready(self) -> None:
        from anniversary.competition import desks, doorways, stages
        from anniversary.competition.entries import sweeping
        from anniversary.competition.models import Competition

        from . import releasing
        from .models import KitFile, Master

        S = Competition.Stage
        desks.register(desks.Desk("kit_desk:desk", _("Kit"), 100))
        doorways.offer(door)
        stages.guard(S.KIT_RELEASED, releasing.guard)
        stages.on_entering(S.KIT_RELEASED, releasing.release)
        stages.on_entering(S.DECISION, releasing.take_back)
        sweeping.watch("masters", Master, "file", "preview")
        sweeping.watch("kit", KitFile, "file")


def door(competition: Any, rules: Any, stage: str) -> Any:
    """To the files, once they are released."""
    from django.urls import reverse

    from anniversary.competition.doorways import Doorway

    from . import releasing

    if releasing.released(competition, stage) is None:
        return None
    return Doorway(_("The logo for use"), reverse("kit:page", args=[competition.slug]), main=stage == competition.Stage.KIT_RELEASED)
