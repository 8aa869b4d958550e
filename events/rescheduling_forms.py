"""What an editor fills in to postpone, reschedule, move online, cancel or reinstate a date."""

import copy
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary.languages import dates, shown, text
from anniversary.languages.admin import hidden

from . import rescheduling
from .models import Event, Occurrence, OccurrenceStatus, Venue
from .widgets import DayInput, TimeInput

NOTE_LENGTH = Occurrence._meta.get_field("status_note").max_length


class NotesForm(forms.Form):
    """What readers are told of a change, one note a language; whether any is missing is decided in rescheduling."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(note_fields(rescheduling.note_languages(event)))

    @property
    def notes(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"status_note_{code}", "") for code in text.codes()}

    def take(self, error: ValidationError) -> None:
        """Errors beside the fields that there are, the others above the form."""
        for name, found in error.update_error_dict({}).items():
            self.add_error(name if name in self.fields else None, found)


class ChangeForm(NotesForm):
    """Of one date and one verb; `result` is the date as it would be, once the form is valid."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Occurrence, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, event=row.event, **kwargs)
        self.row, self.verb = row, verb
        self.result: Occurrence | None = None
        self.initial["seen"] = row.sequence
        self.fields = {"seen": self.fields["seen"], **new_fields(row, verb), **self.fields}

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen" and not name.startswith("status_note_")}

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        try:
            self.result = rescheduling.applied(copy.copy(self.row), self.verb, self.notes, **self.given)
        except ValidationError as error:
            self.take(error)

    def change(self, user: Any) -> Occurrence | None:
        """Do it; None, with the errors in the form, if it cannot be done any more."""
        try:
            return rescheduling.change(self.row, self.verb, user=user, notes=self.notes, seen=self.cleaned_data["seen"], **self.given)
        except ValidationError as error:
            self.take(error)
            return None


def new_fields(row: Occurrence, verb: str) -> dict[str, forms.Field]:
    """What is new about the date: its day and hours, or where it is online."""
    if verb == "move_online":
        return {"online_url": forms.URLField(label=label("online_url"), max_length=400, required=False, assume_scheme="https", initial=row.online_url)}
    if verb != "reschedule":
        return {}
    last_day = row.last_day if row.several_days else None
    venues = Venue.objects.defer(*(name for name in hidden(Venue) if name != "id")).order_by("slug")
    return {
        "first_day": forms.DateField(label=gettext_lazy("New day"), widget=DayInput(), initial=row.first_day),
        "start_time": forms.TimeField(label=label("start_time"), widget=TimeInput(), required=False, initial=row.start_time),
        "last_day": forms.DateField(label=label("last_day"), widget=DayInput(), required=False, initial=last_day),
        "end_time": forms.TimeField(label=label("end_time"), widget=TimeInput(), required=False, initial=row.end_time),
        "doors_at": forms.TimeField(label=label("doors_at"), widget=TimeInput(), required=False, initial=row.doors_at),
        "venue": forms.ModelChoiceField(
            venues, label=gettext_lazy("Another venue"), required=False, empty_label=gettext_lazy("the same as before"),
            help_text=gettext_lazy("Hours are those of the clocks there."),
        ),
    }  # fmt: skip


def label(name: str) -> str:
    """As the form of the event calls it."""
    return capfirst(str(Occurrence._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def note_fields(needed: Collection[str]) -> dict[str, forms.Field]:
    """One note a language; which of them are needed is said beside them and decided in rescheduling."""
    widget = forms.Textarea
    return {
        f"status_note_{code}": forms.CharField(
            label=_("Note in %(language)s") % {"language": name}, max_length=NOTE_LENGTH, required=False, widget=widget(attrs={"rows": 2, "lang": code}),
            help_text=_("Needed: readers see it with the change.") if code in needed else _("May stay empty: the event has no page in this language yet."),
        )
        for code, name in shown.names()
    }  # fmt: skip


def preview(form: ChangeForm) -> list[dict[str, Any]]:
    """For each language of the event: what readers will see, line by line. Before anything is typed, the status alone."""
    row = form.result or _outline(form)
    names = dict(shown.names())
    found = []
    for code in rescheduling.note_languages(form.row.event):
        with translation.override(code):
            told = row.status_told or _("It takes place.")
            lines = [when(row) if form.result or form.verb != "reschedule" else "", text.pick(row, "status_note", code)[0]]
        found.append({"code": code, "language": names.get(code, code), "told": told, "lines": [line for line in lines if line]})
    return found


def _outline(form: ChangeForm) -> Occurrence:
    row = copy.copy(form.row)
    row.status = rescheduling.VERBS[form.verb].target
    for code in text.codes():
        setattr(row, f"status_note_{code}", "")
    if row.status == OccurrenceStatus.RESCHEDULED:
        row.previous_starts = [*row.previous_starts, rescheduling.moment_of(form.row)]
    return row


def when(row: Occurrence) -> str:
    """Day and hours at the place, in words."""
    day = dates.span(row.first_day, row.last_day)
    if not row.time_known:
        return day
    end = f"{dates.range_sign()}{dates.clock_time(row.local_end)}" if row.local_end else ""
    return _("%(day)s, %(time)s") % {"day": day, "time": f"{dates.clock_time(row.local_start)}{end}"}
