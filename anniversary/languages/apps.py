from django.apps import AppConfig
from django.conf import locale
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    name = "anniversary.languages"
    label = "languages"
    verbose_name = _("Languages")

    def ready(self) -> None:
        # Django calls Khmer "Khmer" in Khmer; a reader looks for the word in their own script.
        locale.LANG_INFO["km"]["name_local"] = "ខ្មែរ"
