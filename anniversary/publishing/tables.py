"""Records in and out of the admin as tables (CSV). An import only makes new drafts: it never changes what is there."""

import re
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.formats.base_formats import CSV
from import_export.forms import SelectableFieldsExportForm

from anniversary.languages.admin import hidden
from anniversary.languages.text import codes, columns

from .models import Publishable, Status

# What spreadsheet programs take for the beginning of a formula; those full-width, too, in Japanese ones.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# Where the list separator is “;”, “x;=1” may be two cells, whatever quotes stand around it; so it may after a tab, or in another line.
INNER = re.compile(r"""([;\t\r\n])(?=['"]*+[=+\-@＝＋－＠])""")
ESCAPED = re.compile(r"""([;\t\r\n])'(?=['"]*+[=+\-@＝＋－＠])""")


def escape(text: str) -> str:
    """A text as a cell that no spreadsheet program calculates: an apostrophe before what would be a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unescape(cell: str) -> str:
    """What `escape` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def escape_csv(text: str) -> str:
    """The same for a file whose cells are no more than text: a program that splits lines at other signs than ours makes further cells of one."""
    return INNER.sub(r"\1'", escape(text))


def unescape_csv(cell: str) -> str:
    """What `escape_csv` was given."""
    return unescape(ESCAPED.sub(r"\1", cell))


class SafeCSV(CSV):
    """CSV as import-export has it, but no cell is a formula, and none loses a sign by it."""

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        for _row in range(len(dataset)):
            dataset.append([escape_csv(str(cell)) if cell is not None else "" for cell in dataset.lpop()])
        return dataset.export(self.get_title(), **kwargs)

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        dataset = super().create_dataset(in_stream, **kwargs)
        for _row in range(len(dataset)):
            dataset.append([unescape_csv(cell) if isinstance(cell, str) else cell for cell in dataset.lpop()])
        return dataset


FORMATS = [SafeCSV]


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

    def import_field(self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        try:
            super().import_field(field, instance, row, is_m2m, **kwargs)
        except (ValueError, ArithmeticError):
            # What the library says here is English in every language, or Python's own words.
            raise ValueError(_("This is nothing that the column can hold: %(cell)s") % {"cell": row.get(field.column_name)}) from None

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


class ColumnsForm(SelectableFieldsExportForm):
    """Which columns the table has: each by the field's name in the editor's language, and by the heading that it has in the table."""

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        try:
            name = resource._meta.model._meta.get_field(field_name).verbose_name
        except FieldDoesNotExist:
            name = _("status")
        return format_html("{} <code>{}</code>", capfirst(str(name)), field_name)


def resource_for(model: type[models.Model], *own: str) -> type[PublishableResource]:
    """The resource of a model: slug, titles, summaries, its `own` columns."""
    names = ["slug", *columns("title"), *columns("summary"), *(name for name in own if name not in hidden(model))]
    meta = type("Meta", (PublishableResource.Meta,), {"model": model, "fields": [*names, "state"]})
    state = fields.Field(column_name="state", readonly=True)
    return type(f"{model.__name__}Resource", (PublishableResource,), {"Meta": meta, "state": state})
