from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTS = {
    "register": _("Entrant’s data written"),
    "guardian_consent": _("Guardian consented"),
    "begin": _("Work begun"),
    "change": _("Work changed"),
    "submit": _("Work sent in"),
    "ask_deletion": _("Entrant asked for deletion"),
    "open_entrant": _("Entrant’s data looked at"),
    "redact": _("Entrant’s data taken out"),
}


class EntrantsConfig(AppConfig):
    name = "anniversary.competition.entrants"
    label = "entrants"
    verbose_name = _("Entrants")

    def ready(self) -> None:
        from anniversary.competition import acts, chores, desks, doorways

        from . import doorway, tasks

        for verb, words in ACTS.items():
            acts.say(verb, words)
        doorways.offer(doorway.enter)
        chores.register(tasks.enqueue_due)
        desks.register(desks.Desk("entrants_desk:people", _("Entrants"), 20))
