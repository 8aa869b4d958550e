from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntrantsConfig(AppConfig):
    name = "anniversary.competition.entrants"
    label = "entrants"
    verbose_name = _("Entrants")
