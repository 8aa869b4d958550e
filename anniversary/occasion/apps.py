from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OccasionConfig(AppConfig):
    name = "anniversary.occasion"
    label = "occasion"
    verbose_name = _("The anniversary")

    def ready(self) -> None:
        from anniversary.covers.source import set_provider

        from . import brand

        set_provider(brand.current)
