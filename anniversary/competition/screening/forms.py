"""What an officer sends in from the desk. Each form says as well what was seen of the work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import wording
from .models import Check

LONGEST = 2000


class Deed(forms.Form):
    seen = forms.CharField(max_length=80, widget=forms.HiddenInput)


class AcceptForm(Deed):
    ticked = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def clean_ticked(self) -> list[str]:
        return [str(name) for name in self.cleaned_data["ticked"] or []]


class WordsForm(Deed):
    """One of several ready sentences, and words of one's own."""

    choice: Any
    words = forms.CharField(required=False, max_length=LONGEST, strip=True, widget=forms.Textarea(attrs={"rows": 3}))


class RejectForm(WordsForm):
    choice = forms.ChoiceField(choices=Check.Reason.choices, error_messages={"required": _("Choose a reason.")})


class AskForm(WordsForm):
    choice = forms.ChoiceField(
        choices=[(code, subject.label) for code, subject in wording.SUBJECTS.items()], error_messages={"required": _("Choose what it is about.")}
    )


class AnswerForm(forms.Form):
    """The entrant's own."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The office reads it, and you get a letter that it was received. It can be sent once."),
    )  # fmt: skip
