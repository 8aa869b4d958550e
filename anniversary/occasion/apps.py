from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OccasionConfig(AppConfig):
    name = "anniversary.occasion"
    label = "occasion"
    verbose_name = _("The anniversary")

    def ready(self) -> None:
        from anniversary.covers import source
        from anniversary.languages import shown

        from .models import Anniversary

        source.set_provider(lambda: Anniversary.current().drawn_with)
        shown.set_provider(lambda: Anniversary.current().languages)
