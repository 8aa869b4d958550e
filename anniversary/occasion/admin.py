from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline, TranslationTabularInline

from anniversary.languages.admin import columns, tabs

from .models import COLOURS, Anniversary, Country, Link


class CountryInline(TranslationStackedInline):  # type: ignore[misc]
    model = Country
    extra = 0
    fieldsets = [(None, {"fields": [("code", "time_zone"), ("flower", "ordering"), tuple(columns("name")), tuple(columns("capital"))]})]


class LinkInline(TranslationTabularInline):  # type: ignore[misc]
    model = Link
    extra = 0
    fields = ["url", *columns("label"), "ordering"]


@admin.register(Anniversary)
class AnniversaryAdmin(TranslationAdmin):  # type: ignore[misc]
    """Everything that says which anniversary this is. There is one record; it cannot be deleted."""

    admin_group = "site"
    inlines = [CountryInline, LinkInline]
    fieldsets = [
        *tabs("name", "full_name", "tagline", "lead", "publisher", "disclaimer"),
        (_("Years"), {"fields": ["years", "founded", ("start", "end")]}),
        (_("Contact"), {"fields": ["contact_email"]}),
        (_("Colours"), {"fields": [f"colour_{role}" for role in COLOURS], "description": _("The contrast of text on its ground is checked when you save.")}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Anniversary.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
