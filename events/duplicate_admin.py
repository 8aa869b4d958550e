"""Duplicating an event beside its form: asks for the new first day, makes a draft, leads to it."""

from typing import TYPE_CHECKING, Any

import reversion
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary.languages import dates

from . import duplicating, localtime

if TYPE_CHECKING:
    Base = admin.ModelAdmin
else:
    Base = object


class FirstDayForm(forms.Form):
    first_day = forms.DateField(label=gettext_lazy("First day of the duplicate"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, rows: list[Any], data: Any = None) -> None:
        super().__init__(data)
        self.rows = rows
        if not rows:
            del self.fields["first_day"]  # there is nothing to move

    def clean_first_day(self) -> Any:
        day = self.cleaned_data["first_day"]
        if not localtime.in_range(day) or day + (max(row.last_day for row in self.rows) - self.rows[0].first_day) > localtime.LATEST:
            raise ValidationError(_("Choose a day between 1900 and 2199."))
        return day


class DuplicateAdmin(Base):
    """For the admin of events: `<event>/duplicate/`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.duplicate_view)
        return [path("<path:object_id>/duplicate/", view, name="events_event_duplicate"), *super().get_urls()]

    def duplicate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        event = self.get_object(request, unquote(object_id))
        if event is None:
            raise Http404
        if not self.has_view_permission(request, event) or not self.has_add_permission(request) or not request.user.has_perm("events.add_occurrence"):
            raise PermissionDenied
        rows = duplicating.dates_to_move(event)
        form = FirstDayForm(rows, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            return self._duplicate(request, event, form.cleaned_data.get("first_day"))
        title = _("Duplicate: %(event)s") % {"event": event}
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "event": event, "form": form, "first": rows[:1]}
        return TemplateResponse(request, "admin/events/duplicate.html", context)

    def _duplicate(self, request: HttpRequest, event: Any, first_day: Any) -> HttpResponse:
        with self.create_revision(request):  # type: ignore[attr-defined]
            made, skipped = duplicating.duplicate(event, first_day)
            reversion.add_to_revision(made)
            self.log_addition(request, made, _("Duplicate of “%(event)s”") % {"event": event})
        messages.success(request, _("This is the duplicate: a draft, which only editors can see. Look through its texts and dates."))
        if skipped:
            days = ", ".join(dates.day(day) for day in skipped)
            messages.warning(request, _("Clocks skip these hours, because summer time begins: %(days)s. Choose others.") % {"days": days})
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[made.pk]))
