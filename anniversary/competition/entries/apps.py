from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntriesConfig(AppConfig):
    name = "anniversary.competition.entries"
    label = "entries"
    verbose_name = _("Works")

    def ready(self) -> None:
        from anniversary.competition import acts, chores

        from . import sweeping
        from .models import Entry, Work

        acts.say("entry", _("Work moved to another state"), dict(Entry.State.choices))
        sweeping.watch("works", Work, "original")
        sweeping.watch("previews", Work, "preview")
        chores.register(sweeping.enqueue_due)
