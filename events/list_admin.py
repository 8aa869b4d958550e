"""What the editors' list of events shows of each, and by what it is filtered."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.db import connection
from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary.languages import dates, text
from anniversary.occasion.countries import country_name
from anniversary.publishing.adminbase import LanguageMissing, is_key

from .change_list import NEXT, EventChangeList, Uncounted, dates_of, searched
from .models import Occurrence, Recognition, Venue

if TYPE_CHECKING:
    Base = admin.ModelAdmin
else:
    Base = object


class Coming(admin.SimpleListFilter):
    title = gettext_lazy("dates")
    parameter_name = "dates"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("coming", _("on now or coming")), ("past", _("all past")), ("none", _("no date yet"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        any_date, coming = Exists(dates_of()), Exists(dates_of().coming())
        if self.value() == "coming":
            return queryset.filter(coming)
        if self.value() == "past":
            return queryset.filter(any_date, ~coming)
        return queryset.filter(~any_date) if self.value() == "none" else queryset


class InCountry(admin.SimpleListFilter):
    """By the countries in which there are venues."""

    title = gettext_lazy("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        codes = Venue.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
        return [(code, country_name(code)) for code in codes]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        # “iexact” has no index: SQLite then looks for the country among an event's dates, not for the event among all of a country's.
        lookup = "country__iexact" if connection.vendor == "sqlite" else "country"
        return queryset.filter(Exists(dates_of().filter(**{lookup: self.value()}))) if self.value() else queryset


class AtVenue(admin.SimpleListFilter):
    """Of one venue, chosen by a press on its name in the list: a choice of hundreds would be none."""

    title = gettext_lazy("venue")
    parameter_name = "venue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        chosen = self.value() or ""
        return [(chosen, str(venue)) for venue in Venue.objects.filter(pk=chosen)] if is_key(chosen) else []

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.filter(pk__in=Occurrence.objects.filter(venue=self.value()).order_by().values("event")) if self.value() else queryset


def short(day: date) -> str:
    """A day without its weekday, its month in short where the language does so: "23 Feb 2023", 2023年2月23日."""
    return dates.day(day, weekday=False) if text.current() == "ja" else f"{dates.digits(day.day)} {dates.month_of_year(day)}"


class ListAdmin(Base):
    """For the admin of events."""

    list_display = ["title", "category", "next_date", "place", "state_mark", "language_marks", "recognised_as", "changed_on"]
    list_filter = ["status", Coming, "category", "recognised", InCountry, AtVenue, LanguageMissing]
    sortable_by = ["next_date", "changed_on"]  # what an index has in order; titles are found by the search
    search_help_text = gettext_lazy("Words of the title in any language, of the address, of a venue or its town.")
    date_hierarchy: ClassVar[Any] = None
    show_facets = ShowFacets.NEVER  # each of them would be counted
    list_select_related = False  # see change_list.shown

    class Media:
        css = {"all": ["admin-ui/lists.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return EventChangeList

    def get_paginator(self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any) -> Any:
        """For fields that are completed while one types."""
        return Uncounted(queryset, per_page)

    def get_search_results(self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str) -> tuple[Any, bool]:
        return searched(queryset, search_term), False

    @admin.display(description=gettext_lazy("next date"), ordering=NEXT)
    def next_date(self, obj: Any) -> str | SafeString:
        """The first one where nothing is coming, quietly; with what has become of it."""
        if obj.date is None:
            return "—"
        day = short(obj.date.first_day)
        if told := obj.date.status_label:
            day = format_html("{} <strong>{}</strong>", day, told)
        return day if obj.next_date_id else format_html('<span class="quiet">{}</span>', day)

    @admin.display(description=gettext_lazy("place"))
    def place(self, obj: Any) -> str | SafeString:
        if obj.date is None or obj.date.venue is None:
            return _("Online") if obj.date and obj.date.online_url else "—"
        venue = obj.date.venue
        town = text.pick(venue, "locality")[0]
        link = format_html('<a href="{}?venue={}" title="{}">{}</a>', reverse("admin:events_event_changelist"), venue.pk, _("All events here"), venue)
        return format_html("{}, {}", link, town) if town else link

    @admin.display(description=gettext_lazy("recognised"))
    def recognised_as(self, obj: Any) -> str:
        return "" if obj.recognised == Recognition.NONE else f"{obj.get_recognised_display()} {obj.recognition_number}".strip()
