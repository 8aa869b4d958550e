from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntrantsConfig(AppConfig):
    name = "anniversary.competition.entrants"
    label = "entrants"
    verbose_name = _("Entrants")

    def ready(self) -> None:
        from anniversary.competition import chores, desks, doorways

        from . import doorway, tasks

        doorways.offer(doorway.enter)
        chores.register(tasks.enqueue_due)
        desks.register(desks.Desk("entrants_desk:people", _("Entrants"), 20))
