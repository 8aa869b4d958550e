"""A public date whose day or hour is typed over in the event's form. Was it a mistake, or has the date been moved? Only the editor knows, and is asked."""

import copy
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary.languages import text
from anniversary.publishing.models import Status

from . import rescheduling
from .rescheduling_forms import when


class Why(models.TextChoices):
    MISTAKE = "mistake", gettext_lazy("It was a mistake: it is put right, and nobody is told")
    MOVED = "moved", gettext_lazy("It has been moved: readers see the old time beside the new, with the note below")


class AsksWhy(forms.ModelForm):  # type: ignore[type-arg]
    """For the form of a date: `why` is not seen before it has to be answered. What was typed stands there meanwhile."""

    why = forms.ChoiceField(label=gettext_lazy("Why is it another day or hour?"), choices=Why.choices, required=False, widget=forms.HiddenInput)

    is_moved = False  # saved as moved, and to be logged (see `log`)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = copy.copy(self.instance)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance.pk and self._is_asked():
            self._ask()

    def _is_asked(self) -> bool:
        """Whether readers who may count on the date would now come at a wrong time."""
        self.instance.derive()
        return (
            rescheduling.is_moved(self.was, self.instance)
            and self.instance.event.status == Status.PUBLISHED
            and rescheduling.is_known(self.instance.event)
            and not rescheduling.refusal(self.was, "reschedule")
        )

    def _ask(self) -> None:
        self.fields["why"].widget = forms.RadioSelect(choices=Why.choices)
        answer = self.cleaned_data.get("why")
        if answer == Why.MOVED:
            self._move()
        elif answer != Why.MISTAKE:
            told = _("Readers know it as %(when)s. Choose whether that was a mistake; nothing is saved yet, and what you typed is kept.")
            self.add_error("why", told % {"when": when(self.was)})

    def _move(self) -> None:
        # A note that stood there before told of something else.
        notes = {code: self.cleaned_data.get(f"status_note_{code}") or "" for code in text.codes()}
        missing = rescheduling.missing_notes(
            self.instance.event, {code: note if note != getattr(self.was, f"status_note_{code}") else "" for code, note in notes.items()}
        )
        if self.instance.is_past:
            missing["first_day"] = [_("That is over already.")]
        if missing:
            self._update_errors(ValidationError(missing))  # type: ignore[attr-defined]
        else:
            rescheduling.keep_former(self.instance, rescheduling.moment_of(self.was))
            self.is_moved = True


def log(forms_of_dates: Iterable[Any], user: Any) -> None:
    """One step for each date that was saved as moved, as the button beside it would have logged it."""
    for form in forms_of_dates:
        if getattr(form, "is_moved", False):
            was, row = form.was, form.instance
            rescheduling.log(row.event, user, "reschedule", was.status, row.status, rescheduling.logged(was.first_day, row))
