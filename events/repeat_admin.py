"""Repeating an event's dates, beside its form: a rule, the dates that it would write, and only then writing them."""

from typing import TYPE_CHECKING, Any

import reversion
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary.languages import dates

from . import conflicts, repeating, rescheduling
from .models import Event, Frequency, RecurrenceRule, Venue
from .models.recurrence import weekday_name
from .rescheduling_forms import NotesForm

if TYPE_CHECKING:
    Base = admin.ModelAdmin
else:
    Base = object

RIGHTS = ("events.add_occurrence", "events.change_occurrence", "events.delete_occurrence")
# What a new rule begins with: its fields, and those of the event's first date.
OLD = gettext_lazy(
    "Somebody else has changed this repetition, or left out one of its days, since you opened it. Nothing is written yet, and what you typed stands "
    "here still; days that were left out are ticked. Look at the dates again, then write them."
)
LIKE_THE_FIRST = {name: name for name in ("start_time", "end_time", "all_day", "venue_id", "own_tz")} | {"from_day": "first_day"}


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def time_input() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekdays"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: that of the first day."),
    )  # fmt: skip
    month_day = forms.TypedChoiceField(
        label=gettext_lazy("Day of the month"), coerce=int, empty_value=None, required=False,
        help_text=gettext_lazy("Empty: that of the first day. Months that have no such day are left out."),
    )  # fmt: skip

    class Meta:
        model = RecurrenceRule
        fields = [
            "frequency", "weekdays", "month_day", "nth", "interval", "from_day", "until_day", "start_time", "end_time", "all_day", "venue", "own_tz",
        ]  # fmt: skip
        widgets = {
            "frequency": forms.RadioSelect, "interval": forms.NumberInput(attrs={"min": 1, "max": 12}),
            "from_day": day_input(), "until_day": day_input(), "start_time": time_input(), "end_time": time_input(),
        }  # fmt: skip
        help_texts = {"nth": gettext_lazy("Empty: as the first day."), "until_day": gettext_lazy("Included; two years at most.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["frequency"].choices = Frequency.choices
        chosen["weekdays"].choices = [(number, weekday_name(number)) for number in range(7)]
        chosen["month_day"].choices = [("", "—"), *((number, dates.digits(number)) for number in range(1, 32)), (-1, _("the last day"))]
        chosen["venue"].queryset = Venue.objects.order_by("name", "slug")

    def clean(self) -> Any:
        if len(self.instance.exceptions) > 2 * 366:
            raise ValidationError(_("These are too many exceptions."))
        return super().clean()


class RepeatAdmin(Base):
    """For the admin of events: `<event>/repeat/` and `<event>/repeat/<rule>/`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.repeat_view)
        return [
            path("<path:object_id>/repeat/", view, name="events_event_repeat"),
            path("<path:object_id>/repeat/<int:rule_id>/", view, name="events_event_repeat_rule"),
            path("<path:object_id>/repeat/<int:rule_id>/end/", self.admin_site.admin_view(self.end_view), name="events_event_repeat_end"),
            *super().get_urls(),
        ]

    def _reversion_autoregister(self, model: Any, follow: Any) -> None:
        """An old version that is put back, or an event that is recovered, has its rules again: its dates point at them."""
        if model is Event:
            reversion.register(RecurrenceRule)
            follow = (*follow, "rules")
        super()._reversion_autoregister(model, follow)  # type: ignore[misc]

    def repeat_view(self, request: HttpRequest, object_id: str, rule_id: int = 0) -> HttpResponse:
        """The rule's form and, once it is filled in, what it would write; the second button writes exactly that."""
        event = self._event(request, object_id)
        rule = self._rule(event, rule_id) if rule_id else first_rule(event)
        stamped = repeating.stamp(rule)
        shown = repeating.plan(rule) if rule_id and request.method != "POST" else None
        form = RuleForm(request.POST if request.method == "POST" else None, instance=rule)
        notes = NotesForm(request.POST if "_write" in request.POST else None, event=event, initial=request.POST.dict())
        if form.is_bound:
            is_old = request.POST.get("stamped", "") != stamped
            # Days that somebody else left out meanwhile are left out here too, and shown so.
            rule.exceptions = sorted({*request.POST.getlist("except"), *(rule.exceptions if is_old else [])})
            if is_old:
                messages.warning(request, OLD)
            if form.is_valid():
                if "_write" in request.POST and not is_old and (written := self._write(request, event, rule, rule_id, notes)):
                    return written
                shown = repeating.plan(rule)
        if shown:
            look_around(shown)
        context = self._context(request, event, rule, form, shown) | {"notes": notes, "ending": NotesForm(event=event, prefix="end"), "stamped": stamped}
        return TemplateResponse(request, "admin/events/repeat.html", context)

    def end_view(self, request: HttpRequest, object_id: str, rule_id: int) -> HttpResponse:
        """Takes the rule away. Where something is missing, the rule's page comes back with what was chosen and typed."""
        event = self._event(request, object_id)
        rule, ahead = self._rule(event, rule_id), request.POST.get("ahead")
        if request.method != "POST" or ahead not in {repeating.KEEP, repeating.CANCEL, repeating.DELETE}:
            raise Http404
        ending = NotesForm(request.POST, event=event, prefix="end")
        try:
            if ending.is_valid():
                with self.create_revision(request):  # type: ignore[attr-defined]
                    named = str(rule)
                    self._log(request, event, f"{named}: {repeating.end(rule, ahead, user=request.user, notes=ending.notes)}")
                return HttpResponseRedirect(reverse("admin:events_event_repeat", args=[event.pk]))
        except ValidationError as error:
            ending.take(error)
        rule = self._rule(event, rule_id)
        context = self._context(request, event, rule, RuleForm(instance=rule), repeating.plan(rule))
        context |= {"notes": NotesForm(event=event), "ending": ending, "stamped": repeating.stamp(rule), "ahead": ahead}
        return TemplateResponse(request, "admin/events/repeat.html", context)

    def _write(self, request: HttpRequest, event: Event, rule: RecurrenceRule, rule_id: int, notes: NotesForm) -> HttpResponse | None:
        """Writes, logs and leads back to the event; None, with a message or an error beside the notes, where nothing was written."""
        if not notes.is_valid():
            return None
        sent, stamped = request.POST, request.POST.get("stamped", "")
        try:
            with self.create_revision(request):  # type: ignore[attr-defined]
                done = repeating.write(rule, sent.get("seen", ""), sent.get("falling_out", ""), stamped=stamped, user=request.user, notes=notes.notes)
                self._log(request, event, f"{rule}: {done}")
        except repeating.Changed:
            messages.warning(request, _("Nothing is written yet: the rule or the dates are not those that were shown. Look at them again, then write them."))
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                messages.error(request, _("Nothing is written yet: readers know these dates. Say below why they change."))
                notes.take(error)
            else:
                messages.error(request, " ".join(error.messages))
        else:
            return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))
        rule.pk = rule_id or None  # a new one was perhaps saved, and taken back
        return None

    def _log(self, request: HttpRequest, event: Event, told: str) -> None:
        reversion.add_to_revision(event)
        self.log_change(request, event, told)
        messages.success(request, told)

    def _event(self, request: HttpRequest, object_id: str) -> Any:
        """The event, for those who may change it and its dates now."""
        event = self.get_object(request, unquote(object_id))
        if event is None:
            raise Http404
        if not self.has_change_permission(request, event) or not request.user.has_perms(RIGHTS):
            raise PermissionDenied
        return event

    def _rule(self, event: Event, rule_id: int) -> RecurrenceRule:
        rule = get_object_or_404(event.rules.select_related("venue"), pk=rule_id)
        rule.event = event
        return rule

    def _context(self, request: HttpRequest, event: Event, rule: RecurrenceRule, form: RuleForm, shown: repeating.Plan | None) -> dict[str, Any]:
        boxes = {line.day.isoformat() for line in shown.lines if line.can_be_left_out} if shown else set()
        return {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _("Repeat: %(event)s") % {"event": event}, "event": event, "form": form,
            "rule": rule, "rules": event.rules.all(), "plan": shown, "kept_exceptions": [day for day in rule.exceptions if day not in boxes],
            "known": rescheduling.is_known(event), "falling_out": request.POST.get("falling_out") or repeating.CANCEL,
        }  # fmt: skip


def first_rule(event: Event) -> RecurrenceRule:
    """A rule to begin with: as the event's first date is."""
    first = event.occurrences.order_by("start", "pk").first()
    rule = RecurrenceRule(event=event)
    for name, of_first in LIKE_THE_FIRST.items() if first else ():
        setattr(rule, name, getattr(first, of_first))
    return rule


def look_around(plan: repeating.Plan) -> None:
    """Tell the days of a plan what else is held there: those that it would not leave as they are do not stand in its way."""
    planned = [*plan.new, *plan.moved, *plan.kept]
    leaving = [line.row.pk for line in [*plan.moved, *plan.removed] if line.row]
    for line, found in zip(planned, conflicts.of([line.shown for line in planned], besides=leaving), strict=True):
        line.shown.conflicts = conflicts.lines(found)
