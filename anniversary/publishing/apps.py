from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "anniversary.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        leave_spreadsheets_for_later()
        from .models import Publishable

        for model in apps.get_models():
            if issubclass(model, Publishable):
                # A receiver, not delete(): querysets and cascades delete without calling it.
                pre_delete.connect(_leave_a_tombstone, sender=model, dispatch_uid=f"publishing.tombstone.{model._meta.label_lower}")


def _leave_a_tombstone(sender: Any, instance: Any, **kwargs: Any) -> None:
    if at := instance.left_at:
        instance.leave(at)


def leave_spreadsheets_for_later() -> None:
    """import-export asks, when it is read first, whether Excel's format is there; tablib would load all of openpyxl to answer, into every web worker."""
    from tablib.formats import registry

    registry.register("xlsx", object())
    import import_export.formats.base_formats  # noqa: F401

    registry.register("xlsx", "tablib.formats._xlsx.XLSXFormat")
