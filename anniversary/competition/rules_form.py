"""The form of the rules, as an officer thinks of them: times on the site's clocks, megabytes, countries by their names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from anniversary.languages import text
from anniversary.occasion.countries import country_name
from anniversary.occasion.models import Anniversary

from . import moments
from .models import FileType, Rules
from .printed import MB

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)  # beyond, zones may run out of the calendar
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # CLDR names unions and stand-ins too
LARGEST = Decimal(20)

GROUPS: tuple[tuple[StrOrPromise, tuple[str, ...]], ...] = (
    (gettext_lazy("Entries: when"), ("opens_at", "closes_at", "grace_minutes")),
    (gettext_lazy("Who may enter"), ("entries_each", "groups", "group_most", "youngest", "adult_age", "near", "far")),
    (
        gettext_lazy("What is asked for"),
        ("concept_limit", "takes_files", "file_types", "megabytes", "least_side", "most_side", "needs_mono", "needs_source", "small_sizes"),
    ),
    (gettext_lazy("Jury and shortlist"), ("quorum", "comments", "shortlist_size", "reserve_size")),
    (gettext_lazy("Public vote"), ("vote_opens_at", "vote_closes_at")),
    (gettext_lazy("Personal data"), ("keep_months",)),
)


def territories() -> list[tuple[str, str]]:
    """(code, name) of the world's countries by their names, without those of the anniversary."""
    own = {country.code for country in Anniversary.current().both}
    names: dict[str, str] = {str(code): str(name) for code, name in Locale.parse(text.current()).territories.items()}
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in own | NO_COUNTRIES]
    return sorted(found, key=lambda pair: pair[1])


class MomentField(forms.DateTimeField):
    """A moment typed on the site's clocks, in a year that every clock can show."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    default_validators = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]
    """`parts()` gives its fields as a page shows them. Countries stand in two fields: the anniversary's own, and the others."""

    opens_at = MomentField(label=gettext_lazy("Entries from"))
    closes_at = MomentField(
        label=gettext_lazy("Entries until"), help_text=gettext_lazy("Readers are told this moment. 23:59 is understood better than 00:00 of the next day.")
    )
    vote_opens_at = MomentField(label=gettext_lazy("Public vote from"), required=False, help_text=gettext_lazy("Empty: there is no public vote."))
    vote_closes_at = MomentField(label=gettext_lazy("Public vote until"), required=False)
    near = forms.MultipleChoiceField(
        label=gettext_lazy("From which countries"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("By nationality or residence. None ticked, here and among the others: from anywhere."),
    )  # fmt: skip
    far = forms.MultipleChoiceField(label=gettext_lazy("Other countries"), required=False, widget=forms.CheckboxSelectMultiple)
    file_types = forms.MultipleChoiceField(label=gettext_lazy("Types of files"), choices=FileType.choices, required=False, widget=forms.CheckboxSelectMultiple)
    megabytes = forms.DecimalField(
        label=gettext_lazy("Size of a file in MB, at most"), min_value=Decimal("0.1"), max_value=LARGEST, max_digits=4, decimal_places=1,
        help_text=gettext_lazy("Up to 20 MB."),
    )  # fmt: skip

    class Meta:
        model = Rules
        fields = (
            "opens_at", "closes_at", "grace_minutes", "entries_each", "groups", "group_most", "youngest", "adult_age", "concept_limit", "takes_files",
            "file_types", "least_side", "most_side", "needs_mono", "needs_source", "small_sizes", "quorum", "comments", "shortlist_size", "reserve_size",
            "vote_opens_at", "vote_closes_at", "keep_months",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(country.code, country_name(country.code)) for country in Anniversary.current().both]
        chosen: list[str] = self.instance.countries if isinstance(self.instance.countries, list) else []
        self.fields["near"].choices = own  # type: ignore[attr-defined]
        self.fields["far"].choices = territories()  # type: ignore[attr-defined]
        self.initial = {**self.initial, "near": chosen, "far": chosen, "megabytes": round(Decimal(self.instance.most_bytes) / MB, 1)}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.countries = sorted({*cleaned.get("near", ()), *cleaned.get("far", ())})
        if megabytes := cleaned.get("megabytes"):
            self.instance.most_bytes = int(megabytes * MB)
        return cleaned

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict") and "countries" in errors.error_dict:
            errors.error_dict["near"] = errors.error_dict.pop("countries")
        super()._update_errors(errors)  # type: ignore[misc]

    def parts(self) -> Iterator[tuple[StrOrPromise, list["Shown"]]]:
        """(heading, fields), each field with what stands beside it."""
        return ((label, [Shown(self[name], self._beside(name)) for name in names]) for label, names in GROUPS)

    def _beside(self, name: str) -> str:
        """A moment on both countries' clocks, as far as it is known."""
        known = getattr(self, "cleaned_data", {}).get(name) if self.is_bound else self.initial.get(name)
        return moments.said(known) if isinstance(known, datetime) else ""


@dataclass(frozen=True)
class Shown:
    """A field with the moment that it holds, said on both countries' clocks."""

    field: forms.BoundField
    beside: str

    @property
    def is_tick(self) -> bool:
        return isinstance(self.field.field, forms.BooleanField)

    @property
    def is_many(self) -> bool:
        return isinstance(self.field.field, forms.MultipleChoiceField)

    @property
    def is_folded(self) -> bool:
        return self.field.name == "far"

    @property
    def said(self) -> list[str]:
        """What is chosen, in words."""
        chosen = set(self.field.value() or ())
        return [str(label) for value, label in self.field.field.choices if value in chosen] if self.is_many else []  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """A later end of entries, and why."""

    closes_at = MomentField(label=gettext_lazy("New end of entries"))
    note = forms.CharField(label=gettext_lazy("Why? Kept in the log of stages."), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_note(self) -> str:
        if not (note := str(self.cleaned_data["note"]).strip()):
            raise ValidationError(_("Write a note that says why."))
        return note
