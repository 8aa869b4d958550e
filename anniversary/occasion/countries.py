"""Countries by their names, where a record holds two letters (ISO 3166-1)."""

from typing import Any

from babel import Locale
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from anniversary.languages import text

from .models import Anniversary


def country_name(code: str) -> str:
    """The country's name in the page's language: the anniversary's own for its countries, that of Unicode CLDR for others; the code if neither knows it."""
    for country in Anniversary.current().both:
        if country.code == code:
            return text.pick(country, "name")[0]
    return str(Locale.parse(text.current()).territories.get(code, code))


class CountryFilter(admin.SimpleListFilter):
    """By the countries that the list's records have. A subclass says in which field."""

    title = _("country")
    parameter_name = "country"
    field = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = model_admin.model._default_manager.exclude(**{self.field: ""}).order_by(self.field).values_list(self.field, flat=True).distinct()
        return [(code, country_name(code)) for code in found]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.filter(**{self.field: self.value()}) if self.value() in dict(self.lookup_choices) else queryset


class CountryCodeFilter(CountryFilter):
    field = "country_code"
