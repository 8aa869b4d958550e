from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from anniversary.languages import text
from anniversary.languages.admin import StackedInline, columns
from anniversary.occasion.models import Anniversary
from anniversary.publishing.adminbase import KeepsOne, LanguageMissing, PublishableAdmin, PublishableForm

from .models import BOTH, Metric, Milestone, Point


def side_choices() -> list[tuple[str, Any]]:
    """The countries of this anniversary by name; read anew for every form, because they are data."""
    return [(BOTH, _("Both countries")), *((country.code, text.pick(country, "name")[0]) for country in Anniversary.current().both)]


class MilestoneForm(PublishableForm):
    side = forms.ChoiceField(
        choices=side_choices,
        initial=BOTH,
        label=capfirst(Milestone._meta.get_field("side").verbose_name),
        help_text=Milestone._meta.get_field("side").help_text,
    )


@admin.register(Milestone)
class MilestoneAdmin(PublishableAdmin):
    admin_group = "history"
    form = MilestoneForm
    main_fields = [("date", "side"), "highlight"]
    translated_fields = ["title", "text"]
    list_display = ["title", "date", "side_name", "highlight", "state_mark", "language_marks", "changed_on"]
    list_filter = ["status", "highlight", "decade", LanguageMissing]
    date_hierarchy = "day"
    table_columns = ["date", "side", *columns("text")]

    @admin.display(description=_("side"), ordering="side")
    def side_name(self, obj: Milestone) -> str:
        return str(dict(side_choices()).get(obj.side, obj.side))


class PointInline(StackedInline):
    model = Point
    formset = KeepsOne
    extra = 0
    fieldsets = [(None, {"fields": [("year", "value"), tuple(columns("note")), ("source_label", "source_url", "source_reference")]})]


@admin.register(Metric)
class MetricAdmin(PublishableAdmin):
    admin_group = "history"
    main_fields = [("shape", "ordering")]
    translated_fields = ["title", "summary", "unit"]
    list_display = ["title", "shape", "ordering", "state_mark", "language_marks", "changed_on"]
    list_filter = ["status", "shape", LanguageMissing]
    other_inlines = [PointInline]
    autocomplete_fields: ClassVar[list[str]] = []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without a cover: a figure is its own picture."""
        return [
            (name, options | {"fields": [field for field in options["fields"] if field != "cover"]}) for name, options in super().get_fieldsets(request, obj)
        ]
