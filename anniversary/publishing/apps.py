from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "anniversary.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        leave_spreadsheets_for_later()


def leave_spreadsheets_for_later() -> None:
    """import-export asks, when it is read first, whether Excel's format is there; tablib would load all of openpyxl to answer, into every web worker."""
    from tablib.formats import registry

    registry.register("xlsx", object())
    import import_export.formats.base_formats  # noqa: F401

    registry.register("xlsx", "tablib.formats._xlsx.XLSXFormat")
