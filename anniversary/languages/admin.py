"""Language tabs in the admin's forms. Classes name the columns of all languages; a form shows those of the languages that are on.

What a form does not show it does not save either: a language that is switched off keeps its texts.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from modeltranslation.admin import TranslationAdmin, TranslationBaseModelAdmin, TranslationStackedInline, TranslationTabularInline
from modeltranslation.fields import TranslationField

from . import shown
from .changes import told

if TYPE_CHECKING:
    Base = TranslationBaseModelAdmin
else:
    Base = object


def tabs(first: str, *fields: str, **only: str) -> list[Any]:
    """One tabbed fieldset a language, for `fieldsets`: the same fields in each, and after the first what `only` that language has (ja="reading")."""

    def own(code: str) -> list[str]:
        return [f"{first}_{code}", *([only[code]] if code in only else []), *(f"{field}_{code}" for field in fields)]

    return [(name, {"fields": own(code), "classes": ["tabbed", f"tab-{code}"]}) for code, name in settings.LANGUAGES]


def columns(*fields: str) -> list[str]:
    """The column names of translated fields, for a class's attributes: columns("title") -> ["title_en", "title_ja", …]."""
    return [f"{field}_{code}" for field in fields for code, _name in settings.LANGUAGES]


def hidden(model: type[models.Model]) -> set[str]:
    """The columns of a model that are in a language that the site does not show."""
    off = set(shown.off())
    return {field.name for field in model._meta.get_fields() if getattr(field, "language", None) in off} if off else set()


def without(names: Iterable[Any], unwanted: set[str]) -> list[Any]:
    """The fields of a fieldset, those that share a line in tuples, without the unwanted ones."""
    kept = (tuple(without(name, unwanted)) if isinstance(name, list | tuple) else name for name in names)
    return [name for name in kept if name != () and name not in unwanted]


def visible(model: type[models.Model], fieldsets: Iterable[Any]) -> list[Any]:
    """The fieldsets without what is in languages that the site does not show; one that holds nothing else is left out."""
    unwanted = hidden(model)
    kept = [(name, {**options, "fields": without(options["fields"], unwanted)}) for name, options in fieldsets]
    return [(name, options) for name, options in kept if options["fields"]]


def without_links(deleted: Iterable[Any], counts: dict[str, int]) -> tuple[list[Any], dict[str, int]]:
    """What is deleted together with a record, as Django's confirmation lists it, but for the rows that only link two records.

    They are nothing that an editor has made, and have no name: “User-group relationship: User_groups object (1)”.
    """
    links = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
    names, plurals = tuple(f"{capfirst(str(link.verbose_name))}: " for link in links), {str(link.verbose_name_plural) for link in links}

    def kept(rows: Iterable[Any]) -> list[Any]:
        return [kept(row) if isinstance(row, list) else row for row in rows if isinstance(row, list) or not str(row).startswith(names)]

    return kept(deleted), {name: number for name, number in counts.items() if str(name) not in plurals}


class ShownLanguages(Base):  # type: ignore[misc]
    """For admins and inlines with translated fields; stands before modeltranslation's class."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return visible(self.model, super().get_fieldsets(request, obj))

    def patch_translation_field(self, db_field: Any, field: Any, request: HttpRequest, **kwargs: Any) -> None:
        """The field says its language. modeltranslation asks for the default language of a text that is needed; where that is off, for the first one on."""
        super().patch_translation_field(db_field, field, request, **kwargs)
        if language := getattr(db_field, "language", ""):
            field.widget.attrs["lang"] = language  # its letters, its spelling: what the browser does with the text that is typed
        if settings.MODELTRANSLATION_DEFAULT_LANGUAGE in shown.off() and isinstance(db_field, TranslationField) and language == shown.codes()[0]:
            original = db_field.translated_field
            field.required = f"{original.model._meta}.{original.name}" in self._orig_was_required

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        unwanted = hidden(self.model)
        return {name: sources for name, sources in super().get_prepopulated_fields(request, obj).items() if not unwanted & {name, *sources}}


class LanguagesAdmin(ShownLanguages, TranslationAdmin):  # type: ignore[misc]
    """modeltranslation's admin, in the languages that are on."""

    def get_list_display(self, request: HttpRequest) -> Any:
        unwanted = hidden(self.model)
        return [name for name in super().get_list_display(request) if name not in unwanted]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Django lists entries of its log, reversion (through the extra context) revisions: both are told in the reader's language."""
        response = super().history_view(request, object_id, extra_context)
        for action in getattr(response, "context_data", {}).get("action_list", ()):
            if isinstance(action, dict):
                action["revision"].comment = told(action["revision"].comment)
            else:
                action.change_message = told(action.change_message)
        return response

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return *without_links(deleted, counts), needed, protected


class StackedInline(ShownLanguages, TranslationStackedInline):  # type: ignore[misc]
    pass


class TabularInline(ShownLanguages, TranslationTabularInline):  # type: ignore[misc]
    pass
