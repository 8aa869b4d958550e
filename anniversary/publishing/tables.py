"""Records in and out of the admin as tables (CSV). An import only makes new drafts: it never changes what is there."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.formats.base_formats import CSV
from import_export.widgets import ForeignKeyWidget

from anniversary.languages.admin import hidden
from anniversary.languages.text import codes, columns

from .models import Publishable, Status

FORMATS = [CSV]


class SlugWidget(ForeignKeyWidget):
    """A column that names another record by its address (slug)."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(model, "slug")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except ObjectDoesNotExist:
            raise ValueError(_("There is none with the address “%(slug)s”.") % {"slug": value}) from None


class PublishableResource(resources.ModelResource):
    """The columns that every kind has; `body_en` and so on hold one text block of HTML, sanitised like any other."""

    class Meta:
        clean_model_instances = True
        import_id_fields = ["slug"]
        use_transactions = True
        skip_unchanged = True

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return bool(original.pk) or super().skip_row(instance, original, row, import_validation_errors)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """What the columns hold is not trusted: a status is never taken from a table, and a row needs its address."""
        if not str(row.get("slug") or "").strip():
            raise ValidationError({"slug": _("Every row needs an address (slug).")})

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        if new:
            instance.status = Status.DRAFT

    def after_save_instance(self, instance: Publishable, row: Any, **kwargs: Any) -> None:
        text_block = next((block for block in instance.BLOCKS if block.TEMPLATE == "richtext"), None)  # type: ignore[attr-defined]
        for code in codes():
            if text_block is not None and (html := row.get(f"body_{code}")):
                text_block._base_manager.create(parent=instance, region=code, ordering=10, text=str(html))
        instance.refresh_body_index()

    def dehydrate_state(self, record: Publishable) -> str:
        return record.state


def resource_for(model: type[models.Model], *own: str, **widgets: Any) -> type[PublishableResource]:
    """The resource of a model: slug, titles, summaries, its `own` columns; `widgets` for those that point elsewhere."""
    names = ["slug", *columns("title"), *columns("summary"), *(name for name in own if name not in hidden(model))]
    meta = type("Meta", (PublishableResource.Meta,), {"model": model, "fields": [*names, "state"]})
    declared = {name: fields.Field(column_name=name, attribute=name, widget=widget) for name, widget in widgets.items()}
    state = fields.Field(column_name="state", readonly=True)
    return type(f"{model.__name__}Resource", (PublishableResource,), {"Meta": meta, "state": state, **declared})
