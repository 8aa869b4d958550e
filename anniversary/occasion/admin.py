from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from anniversary.languages.admin import LanguagesAdmin, StackedInline, TabularInline, columns, tabs

from .models import COLOURS, ONE_LANGUAGE, Anniversary, Country, Link


class CountryInline(StackedInline):
    model = Country
    extra = 0
    fieldsets = [(None, {"fields": [("code", "time_zone"), ("flower", "ordering"), tuple(columns("name")), tuple(columns("capital"))]})]


class LinkInline(TabularInline):
    model = Link
    extra = 0
    fields = ["url", *columns("label"), "ordering"]


class AnniversaryForm(forms.ModelForm):  # type: ignore[type-arg]
    languages = forms.MultipleChoiceField(
        label=capfirst(Anniversary._meta.get_field("languages").verbose_name), help_text=Anniversary._meta.get_field("languages").help_text,
        choices=lambda: settings.LANGUAGES, widget=forms.CheckboxSelectMultiple, error_messages={"required": ONE_LANGUAGE},
    )  # fmt: skip


@admin.register(Anniversary)
class AnniversaryAdmin(LanguagesAdmin):
    """Everything that says which anniversary this is. There is one record; it cannot be deleted."""

    admin_group = "site"
    form = AnniversaryForm
    inlines = [CountryInline, LinkInline]
    fieldsets = [
        *tabs("name", "full_name", "tagline", "lead", "publisher", "disclaimer"),
        (_("Languages"), {"fields": ["languages"]}),
        (_("Years"), {"fields": ["years", "founded", ("start", "end")]}),
        (_("Contact"), {"fields": ["contact_email"]}),
        (_("Colours"), {"fields": [f"colour_{role}" for role in COLOURS], "description": _("The contrast of text on its ground is checked when you save.")}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Anniversary.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
