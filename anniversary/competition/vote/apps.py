from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoteConfig(AppConfig):
    name = "anniversary.competition.vote"
    label = "vote"
    verbose_name = _("Public vote")
