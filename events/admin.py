from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from anniversary.languages import dates, text
from anniversary.languages.admin import StackedInline, TabularInline, columns, tabs, without
from anniversary.occasion.countries import CountryFilter, country_name
from anniversary.occasion.models import check_zone
from anniversary.publishing.adminbase import PublishableAdmin, PublishableForm, TranslatedAdmin, language_marks
from anniversary.publishing.models import Status

from . import corrections, facts, rescheduling, rescheduling_pages
from .bulk_admin import BulkAdmin
from .conflicts_admin import ConflictsAdmin, ConflictsInline, LooksAround
from .corrections import AsksWhy
from .dates_form import Dates, DatesInline
from .duplicate_admin import DuplicateAdmin
from .import_admin import TablesAdmin
from .list_admin import ListAdmin
from .localtime import in_range
from .models import Category, Credit, Event, Occurrence, Organisership, Series, Venue
from .repeat_admin import RepeatAdmin
from .widgets import DayInput, MomentInput, TimeInput

HOURS = _(
    "Day and hours as they are called at the venue. No hours: readers are told that the time is not stated, or, where you tick “whole days”, "
    "that it fills its days as an exhibition does. No last day: it ends on the same day."
)


class Seen(forms.IntegerField):
    """What the date was when the form was made. That it is another one now is no change of the editor's."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class OccurrenceForm(AsksWhy):
    last_day = forms.DateField(label=_("Last day"), required=False, widget=DayInput())
    seen = Seen(required=False)

    WINDOW = ("registration_opens", "registration_closes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.sequence
        for name in self.WINDOW:
            if at := self.initial.get(name):
                self.initial[name] = at.astimezone(self.instance.zone).replace(tzinfo=None)  # as the venue's clocks show it
        if self.instance.last_day == self.instance.first_day:
            self.initial["last_day"] = None  # so that the day alone is moved, and this does not stay behind

    def clean_last_day(self) -> Any:
        return self.cleaned_data.get("last_day") or self.cleaned_data.get("first_day")

    def clean(self) -> None:
        super().clean()
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and seen is not None and seen != self.instance.sequence and self.has_changed():
            raise forms.ValidationError(_("Somebody else has changed this date meanwhile. Load the page again and look what it is now."))
        zone = self._zone()
        for name in self.WINDOW:
            at = self.cleaned_data.get(name)
            if at and not in_range(at.date()):
                self.add_error(name, _("Choose a day between 1900 and 2199."))
            elif zone and at:
                # Typed as the day and the hours are; the field took it for a time of the editors' own zone.
                self.cleaned_data[name] = localtime(at).replace(tzinfo=zone)

    def _zone(self) -> ZoneInfo | None:
        name = Occurrence(own_tz=self.cleaned_data.get("own_tz") or "", venue=self.cleaned_data.get("venue")).zone_name()
        try:
            check_zone(name)
        except forms.ValidationError:
            return None  # the field says so itself
        return ZoneInfo(name)


class KeepsTold(LooksAround, Dates):
    """A date that people may have in their calendars is not ticked away: it is cancelled, or deleted on a page that asks."""

    def clean(self) -> None:
        super().clean()
        gone = [
            form.instance
            for form in self.forms
            if form.instance.pk and self._should_delete_form(form) and rescheduling.is_told(form.instance, self.instance)  # type: ignore[attr-defined]
        ]
        if gone:
            days = ", ".join(dates.day(row.first_day, weekday=False) for row in gone)
            raise forms.ValidationError(
                _("People may have this date in their calendars: %(days)s. Cancel it, so that they are told; or press “Delete or cancel” beside it.")
                % {"days": days}
            )


class OccurrenceInline(ConflictsInline, DatesInline, StackedInline):
    """One line a date; what is needed now and then is folded away below it."""

    model = Occurrence
    form = OccurrenceForm
    formfield_overrides = {
        models.TimeField: {"widget": TimeInput()},
        models.DateField: {"widget": DayInput()},
        models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": MomentInput()},
    }
    extra = 0
    formset = KeepsTold
    classes = ["dates"]
    autocomplete_fields = ["venue"]
    fieldsets = [
        (None, {
            "fields": [("first_day", "start_time", "last_day", "end_time", "all_day", "venue", "status", "seen"), "why", "conflicts", "changes"],
            "classes": ["date-line"], "description": HOURS,
        }),
        (_("Room, online, access, note on the status"), {
            "fields": [
                tuple(columns("room")), tuple(columns("status_note")), ("doors_at", "own_tz", "capacity"),
                ("availability", "registration_opens", "registration_closes"), ("online_url", "registration_url"),
                Occurrence.ACCESS,
            ],
            "classes": ["collapse"],
        }),
    ]  # fmt: skip

    class Media(ConflictsInline.Media):
        css = {"all": ["admin-ui/events.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is not None and rescheduling.may_change(request.user, obj):
            return found
        return [(name, {**options, "fields": without(options["fields"], {"seen", "why", "changes"})}) for name, options in found]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody cancels silently what is public: the status is changed by the buttons, which ask for a note."""
        return ["conflicts", "changes", *(["status"] if obj is not None and obj.status == Status.PUBLISHED else [])]

    @admin.display(description=_("Tell readers of a change"))
    def changes(self, obj: Occurrence) -> str:
        return rescheduling_pages.buttons(obj) if obj.pk else str(_("Save it first."))


class OrganiserInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Organisership
    extra = 0
    autocomplete_fields = ["organisation"]


class CreditInline(TabularInline):
    model = Credit
    extra = 0
    autocomplete_fields = ["person"]
    classes = ["credits"]
    fields = ["person", *columns("role"), "performs", "ordering"]


class EventForm(PublishableForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Leave all unticked where it is not known.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("languages"):
            known = facts.spoken()
            others = [(code, facts.language_name(code)) for code in self.instance.languages if code not in dict(known)]
            field.choices = [*known, *others]  # type: ignore[attr-defined]


@admin.register(Event)
class EventAdmin(BulkAdmin, ConflictsAdmin, ListAdmin, RepeatAdmin, DuplicateAdmin, TablesAdmin, PublishableAdmin):  # type: ignore[misc]
    admin_group = "programme_of_the_year"
    form = EventForm
    translated_fields = ["title", "summary", "conditions"]
    main_fields = [
        ("category", "featured"), "programme", "series", ("admission", "attendance"), "languages", ("recognised", "recognition_number"),
    ]  # fmt: skip
    autocomplete_fields = ["cover", "programme", "series"]
    first_inlines = [OccurrenceInline]
    other_inlines = [OrganiserInline, CreditInline]

    def get_urls(self) -> list[Any]:
        return [*rescheduling_pages.urls(self), *super().get_urls()]

    # --- history: an old version of a public event does not bring back dates of which readers have been told otherwise ------
    def revision_view(self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None) -> HttpResponse:
        event = self.get_object(request, unquote(object_id)) if request.method == "POST" else None
        if event is not None and event.status == Status.PUBLISHED:
            request.kept_dates = list(event.occurrences.all()), list(event.rules.all())  # type: ignore[attr-defined]
        return super().revision_view(request, object_id, version_id, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if hasattr(request, "kept_dates"):
            rescheduling_pages.put_back(form.instance, *request.kept_dates)
            messages.warning(request, _("The dates stay as they are now: readers have been told of them. Change them by the buttons beside them."))
        else:
            corrections.log((one for formset in formsets for one in formset.forms), request.user)


@admin.register(Venue)
class VenueAdmin(TranslatedAdmin):
    """Public while a published event is held there, so there is nothing to publish here."""

    admin_group = "programme_of_the_year"
    list_display = ["name", "locality", "country_in_words", "tz", "language_marks"]
    list_filter = [CountryFilter]
    search_fields = [*columns("name", "locality"), "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        *tabs("name", "address", "locality", "directions", "access", ja="reading"),
        (None, {"fields": ["slug", ("country", "tz"), ("lat", "lon"), "url"]}),
    ]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and Venue.objects.public().filter(pk=obj.pk).exists() else None

    @admin.display(description=_("country"), ordering="country")
    def country_in_words(self, obj: Venue) -> str:
        return country_name(obj.country)

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
