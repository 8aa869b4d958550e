from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JuryConfig(AppConfig):
    name = "anniversary.competition.jury"
    label = "jury"
    verbose_name = _("Jury")

    def ready(self) -> None:
        from anniversary.competition import chores, desks, stages
        from anniversary.competition.models import Competition

        from . import guards, tasks

        desks.register(desks.Desk("jury_desk:jury", _("Jury"), 40))
        stages.guard(Competition.Stage.ANNOUNCED, guards.before_announced)
        stages.guard(Competition.Stage.JURY, guards.before_jury)
        stages.guard(Competition.Stage.SHORTLIST, guards.before_shortlist)
        chores.register(tasks.enqueue_due)
