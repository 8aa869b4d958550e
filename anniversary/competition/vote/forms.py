from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .addresses import LONGEST, Address


class AskForm(forms.Form):
    """A choice and an address. Whether the choice is among the works is asked within the gate."""

    work = forms.CharField(max_length=7, error_messages={"required": _("Choose one of the works."), "max_length": _("Choose one of the works.")})
    address = forms.CharField(
        label=_("Your e-mail address"), max_length=LONGEST, error_messages={"required": _("Write your e-mail address: the link to your ballot goes there.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )  # fmt: skip

    def clean_address(self) -> Any:
        """The address as it is read."""
        return Address.read(self.cleaned_data["address"])
