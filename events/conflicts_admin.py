"""Conflicts of an event's dates in its form: beside each date, while one types, and once more after saving."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from anniversary.languages import text
from anniversary.occasion.models import check_zone

from . import conflicts, localtime
from .models import Event, Occurrence, OccurrenceStatus, Venue

if TYPE_CHECKING:
    Base = admin.ModelAdmin
    FormSet = forms.BaseInlineFormSet
else:
    Base = FormSet = object


class LooksAround(FormSet):
    """For the dates of an event's form: those that it shows know their conflicts."""

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        if not self.is_bound and rows and not hasattr(rows[0], "conflicts"):
            for row, found in zip(rows, conflicts.of(rows), strict=True):
                row.conflicts = found
        return rows


class ConflictsInline:
    """For the inline of the dates: the column `conflicts`, and the script that fills it before anything is saved."""

    class Media:
        js = ("admin-ui/conflicts.js",)

    @admin.display(description=gettext_lazy("Conflicts"))
    def conflicts(self, obj: Occurrence) -> SafeString:
        told = conflicts.lines(getattr(obj, "conflicts", []))
        return format_html('<div role="status" data-conflicts="{}" data-date="{}">{}</div>', reverse("admin:events_event_conflicts"), obj.pk or "", told)


class DateForm(forms.Form):
    """A date as it stands in the form, saved or not."""

    event = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    date = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    venue: Any = forms.ModelChoiceField(Venue.objects.all())
    first_day = forms.DateField()
    last_day = forms.DateField(required=False)
    start_time = forms.TimeField(required=False)
    end_time = forms.TimeField(required=False)
    all_day = forms.BooleanField(required=False)
    own_tz = forms.CharField(required=False, max_length=40, validators=[check_zone])
    status = forms.ChoiceField(choices=OccurrenceStatus, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in text.columns("room"):
            self.fields[name] = forms.CharField(required=False, max_length=120)

    def row(self) -> Occurrence | None:
        """The date, not saved; None as long as what is typed is none."""
        if not self.is_valid() or not localtime.in_range(self.cleaned_data["first_day"]) or not localtime.in_range(self.cleaned_data["last_day"]):
            return None
        given = dict(self.cleaned_data)
        pk, event = given.pop("date"), given.pop("event")
        row = Occurrence(**given | {"pk": pk, "last_day": given["last_day"] or given["first_day"], "status": given["status"] or OccurrenceStatus.SCHEDULED})
        row.event = Event(pk=event)
        row.derive()
        return row if row.start <= row.end else None


class ConflictsAdmin(Base):
    """For the admin of events."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.conflicts_view)
        return [path("conflicts/", view, name="events_event_conflicts"), *super().get_urls()]

    def conflicts_view(self, request: HttpRequest) -> HttpResponse:
        """The lines that stand beside a date such as the request describes; empty where it is none yet."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = DateForm(request.GET).row()
        return HttpResponse(conflicts.lines(conflicts.of([row])[0]) if row else "")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        rows = list(form.instance.occurrences.coming().order_by("start", "pk"))
        if told := conflicts.message(conflicts.of(rows)):
            messages.warning(request, told)
