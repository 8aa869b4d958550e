from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoteConfig(AppConfig):
    name = "anniversary.competition.vote"
    label = "vote"
    verbose_name = _("Public vote")

    def ready(self) -> None:
        from anniversary.competition import stages
        from anniversary.competition.models import Competition

        from . import counting

        stages.guard(Competition.Stage.DECISION, counting.problems)
