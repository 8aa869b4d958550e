"""Forms of the kit's desk."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.forms import ModelForm, modelform_factory
from django.utils.translation import gettext_lazy as _

from anniversary.competition.entries.files import Checked
from anniversary.languages import shown, text

from . import masters
from .models import Kit, Master


class MasterForm(forms.Form):
    """A master; `checked` is what came of looking at it."""

    variant = forms.ChoiceField(label=_("variant"), choices=Master.Variant)
    layout = forms.ChoiceField(label=_("layout"), choices=Master.Layout)
    file = forms.FileField(label=_("file"), widget=forms.FileInput(attrs={"accept": ".svg,.pdf,.png"}))
    checked: Checked

    def clean_file(self) -> File:
        upload: File = self.cleaned_data["file"]
        self.checked = masters.check(upload)
        return upload


def guidelines_form() -> type[ModelForm[Any]]:
    """The guidelines in the site's languages, and the measures."""
    labels = {f"guidelines_{code}": name for code, name in shown.names()}
    return modelform_factory(Kit, fields=[*text.columns("guidelines"), "clear_space", "least_size"], labels=labels)
