from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from anniversary import clock
from anniversary.languages import dates, text
from anniversary.languages.admin import StackedInline, TabularInline, columns, tabs
from anniversary.publishing.adminbase import LanguageMissing, PublishableAdmin, PublishableForm, TranslatedAdmin, language_marks
from anniversary.publishing.tables import SlugWidget

from . import facts
from .dates_form import DatesInline
from .duplicate_admin import DuplicateAdmin
from .models import Category, Credit, Event, Occurrence, Organisership, Series, Venue
from .repeat_admin import RepeatAdmin

HOURS = _(
    "Day and hours as they are called at the venue. No hours: readers are told that the time is not stated, or, where you tick “whole days”, "
    "that it fills its days as an exhibition does. No last day: it ends on the same day."
)
SPOKEN = ("ar", "de", "en", "es", "fr", "id", "ko", "lo", "pt", "ru", "th", "vi", "zh")  # offered after the languages of the site


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OccurrenceForm(forms.ModelForm):  # type: ignore[type-arg]
    last_day = forms.DateField(label=_("Last day"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.last_day == self.instance.first_day:
            self.initial["last_day"] = None  # so that the day alone is moved, and this does not stay behind

    def clean_last_day(self) -> Any:
        return self.cleaned_data.get("last_day") or self.cleaned_data.get("first_day")


class OccurrenceInline(DatesInline, StackedInline):
    """One line a date; what is needed now and then is folded away below it."""

    model = Occurrence
    form = OccurrenceForm
    formfield_overrides = {models.TimeField: {"widget": TimeInput()}, models.DateField: {"widget": DayInput()}}
    extra = 0
    classes = ["dates"]
    autocomplete_fields = ["venue"]
    fieldsets = [
        (None, {"fields": [("first_day", "start_time", "last_day", "end_time", "all_day", "venue", "status")], "classes": ["date-line"], "description": HOURS}),
        (_("Room, online, access, note on the status"), {
            "fields": [
                tuple(columns("room")), tuple(columns("status_note")), ("doors_at", "own_tz", "capacity"), ("online_url", "registration_url"),
                Occurrence.ACCESS,
            ],
            "classes": ["collapse"],
        }),
    ]  # fmt: skip

    class Media:
        css = {"all": ["admin-ui/events.css"]}


class OrganiserInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Organisership
    extra = 0
    autocomplete_fields = ["organisation"]


class CreditInline(TabularInline):
    model = Credit
    extra = 0
    autocomplete_fields = ["person"]
    classes = ["credits"]
    fields = ["person", *columns("role"), "ordering"]


def spoken_choices() -> list[tuple[str, str]]:
    return [(code, facts.language_name(code)) for code in dict.fromkeys([*text.codes(), *SPOKEN])]


class EventForm(PublishableForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Leave all unticked where it is not known.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("languages"):
            known = spoken_choices()
            others = [(code, facts.language_name(code)) for code in self.instance.languages if code not in dict(known)]
            field.choices = [*known, *others]  # type: ignore[attr-defined]


class Coming(admin.SimpleListFilter):
    title = _("dates")
    parameter_name = "dates"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("coming", _("on now or coming")), ("past", _("all past")), ("none", _("no date yet"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        coming = Occurrence.objects.coming().values("event")
        if self.value() == "coming":
            return queryset.filter(pk__in=coming)
        if self.value() == "past":
            return queryset.exclude(pk__in=coming).exclude(pk__in=queryset.filter(occurrences=None).values("pk"))
        return queryset.filter(occurrences=None) if self.value() == "none" else queryset


@admin.register(Event)
class EventAdmin(RepeatAdmin, DuplicateAdmin, PublishableAdmin):
    admin_group = "programme_of_the_year"
    form = EventForm
    translated_fields = ["title", "summary", "conditions"]
    main_fields = [
        ("category", "featured"), "programme", "series", ("admission", "attendance"), "languages", ("recognised", "recognition_number"),
    ]  # fmt: skip
    list_display = ["title", "category", "next_date", "state_mark", "language_marks", "changed_on"]
    list_filter = ["status", Coming, "category", "recognised", LanguageMissing]
    list_select_related = ["category"]
    autocomplete_fields = ["cover", "programme", "series"]
    first_inlines = [OccurrenceInline]
    other_inlines = [OrganiserInline, CreditInline]
    table_columns = ["category", "admission", "attendance", *columns("conditions")]

    def table_widgets(self) -> dict[str, Any]:
        return {"category": SlugWidget(Category)}

    def get_queryset(self, request: HttpRequest) -> Any:
        dates_of = Occurrence.objects.filter(event=OuterRef("pk")).order_by().values("event")
        coming = dates_of.filter(end__gt=clock.now()).annotate(first=Min("first_day")).values("first")
        return super().get_queryset(request).annotate(next_day=Subquery(coming), first_day=Subquery(dates_of.annotate(first=Min("first_day")).values("first")))

    @admin.display(description=_("next date"), ordering="next_day")
    def next_date(self, obj: Any) -> str:
        shown = obj.next_day or obj.first_day
        if shown is None:
            return "—"
        return dates.day(shown, weekday=False) if obj.next_day else format_html('<span class="quiet">{}</span>', dates.day(shown, weekday=False))


@admin.register(Venue)
class VenueAdmin(TranslatedAdmin):
    """Public while a published event is held there, so there is nothing to publish here."""

    admin_group = "programme_of_the_year"
    list_display = ["name", "locality", "country", "tz", "language_marks"]
    list_filter = ["country"]
    search_fields = [*columns("name", "locality"), "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        *tabs("name", "address", "locality", "directions", "access"),
        (None, {"fields": ["slug", ("country", "tz"), ("lat", "lon"), "url"]}),
    ]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and Venue.objects.public().filter(pk=obj.pk).exists() else None

    @admin.display(description=_("languages"))
    def language_marks(self, obj: Venue) -> str:
        return language_marks(text.complete(obj, ["name"]))


@admin.register(Category)
class CategoryAdmin(TranslatedAdmin):
    """Kinds of events, in the order in which readers are offered them."""

    admin_group = "programme_of_the_year"
    list_display = ["name", "slug", "colour", "ordering"]
    list_editable = ["ordering"]
    search_fields = [*columns("name"), "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [*tabs("name"), (None, {"fields": ["slug", "colour", "ordering"]})]


@admin.register(Series)
class SeriesAdmin(TranslatedAdmin):
    admin_group = "programme_of_the_year"
    list_display = ["name", "slug"]
    search_fields = [*columns("name"), "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [*tabs("name"), (None, {"fields": ["slug"]})]
