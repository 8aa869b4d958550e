from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _

from anniversary.competition.models import Rules
from anniversary.languages import shown, text

from .convening import candidates
from .judging import Given
from .models import Criterion, Mark, Sheet

RADIOS = 12  # marks that stand side by side; a longer scale is typed


class SheetForm(forms.Form):
    """What a juror gives one work; nothing is required before the round is submitted. Errors are about marks off the scale only."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    abstains = forms.BooleanField(label=_("I abstain from this work"), required=False)
    comment = forms.CharField(label=_("Comment"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any, *, criteria: Iterable[Criterion], rule: str, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[self.name(criterion)] = self._mark(criterion)
        if rule == Rules.Comments.NEVER:
            del self.fields["comment"]
        elif rule == Rules.Comments.ALWAYS:
            self.fields["comment"].help_text = _("Needed with every work.")
        else:
            self.fields["comment"].help_text = _("Needed with the highest and with the lowest mark.")

    @staticmethod
    def name(criterion: Criterion) -> str:
        return f"mark_{criterion.pk}"

    @staticmethod
    def _mark(criterion: Criterion) -> forms.Field:
        label = text.pick(criterion, "name")[0]
        if criterion.most > RADIOS:
            return forms.IntegerField(label=label, min_value=1, max_value=criterion.most, required=False)
        choices = [(str(mark), str(mark)) for mark in range(1, criterion.most + 1)]
        return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect)

    @classmethod
    def initials(cls, sheet: Sheet, marks: Iterable[Mark]) -> dict[str, Any]:
        given = {f"mark_{mark.criterion_id}": mark.value for mark in marks}
        return {"revision": sheet.revision, "abstains": sheet.state == Sheet.State.ABSTAINED, "comment": sheet.comment, **given}

    @property
    def marks(self) -> list[tuple[Criterion, Any, bool]]:
        """Criterion, its field, whether its marks stand side by side."""
        return [(criterion, self[self.name(criterion)], criterion.most <= RADIOS) for criterion in self.criteria]

    @property
    def given(self) -> Given:
        marks = {criterion.pk: self.cleaned_data.get(self.name(criterion)) for criterion in self.criteria}
        return Given(marks, self.cleaned_data.get("comment", ""), self.cleaned_data["abstains"])


    @property
    def stored(self) -> Given:
        """As it stood when the form was made."""
        marks = {criterion.pk: self.initial.get(self.name(criterion)) for criterion in self.criteria}
        return Given(marks, self.initial.get("comment", ""), bool(self.initial.get("abstains")))

    def with_revision(self, revision: int) -> "SheetForm":
        """The same as it was typed, to be saved over what is there now."""
        data: Any = self.data
        self.data = data.copy()
        self.data["revision"] = str(revision)  # type: ignore[index]  # of a request, which can be changed once it is copied
        return self

    def said(self) -> list[str]:
        """What is wrong, field by field."""
        return [f"{self.fields[name].label}: {message}" if name in self.fields else str(message) for name, found in self.errors.items() for message in found]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class AppointForm(forms.Form):
    account: Any = forms.ModelChoiceField(queryset=None, label=_("Juror"), empty_label=_("Choose"))

    def __init__(self, data: Any, *, competition: Any) -> None:
        super().__init__(data, label_suffix="")
        field: Any = self.fields["account"]
        field.queryset = candidates(competition)
        field.label_from_instance = lambda user: user.get_full_name() or user.get_username()


class RoundForm(forms.Form):
    takes = forms.IntegerField(label=_("The first works of the round before"), required=False, min_value=1, max_value=100_000, help_text=_("Empty: all."))


class CriterionForm(forms.Form):
    """One criterion, its name in each language of the site."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=100)
    most = forms.IntegerField(label=_("Highest mark"), min_value=2, max_value=100, help_text=_("The lowest is 1."))
    place = forms.IntegerField(label=_("Place in breaking ties"), min_value=1, max_value=99)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"label_suffix": ""})
        named: dict[str, forms.Field] = {}
        for code, name in shown.names():
            named[f"name_{code}"] = forms.CharField(label=_("Name [%(language)s]") % {"language": code}, max_length=120)
            named[f"name_{code}"].widget.attrs |= {"lang": code, "title": name}
        self.fields = named | self.fields  # type: ignore[assignment]  # a dict keeps its order as well


class BaseCriteria(BaseFormSet):  # type: ignore[type-arg]  # not generic while it runs
    """All criteria of a competition at once."""

    @classmethod
    def rows(cls, competition: Any) -> list[dict[str, Any]]:
        names = [f"name_{code}" for code in shown.codes()]
        return [
            {"pk": row.pk, "weight": row.weight, "most": row.most, "place": row.tie_rank} | {name: getattr(row, name) for name in names}
            for row in competition.criteria.all()
        ]

    def clean(self) -> None:
        kept = self.kept() if not any(self.errors) else []
        if len({row["place"] for row in kept}) < len(kept):
            raise ValidationError(_("Give each criterion a place of its own in breaking ties."))

    def kept(self) -> list[dict[str, Any]]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return sorted(rows, key=lambda row: row["place"])

    def criteria(self, competition: Any) -> list[Criterion]:
        """As they shall be, in the order of their tie ranks; not saved."""
        stored = {criterion.pk: criterion for criterion in competition.criteria.all()}
        found = []
        for row in self.kept():
            criterion = stored.get(row["pk"]) or Criterion(competition=competition)
            for name in ("weight", "most", *(f"name_{code}" for code in shown.codes())):
                setattr(criterion, name, row[name])
            found.append(criterion)
        return found


CriteriaForms = forms.formset_factory(CriterionForm, formset=BaseCriteria, can_delete=True, extra=2, max_num=12)
