"""Forms of the outcome's desks, and the one by which a finalist says what may be shown."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from anniversary.competition.models import Competition
from anniversary.languages import text
from anniversary.languages.shown import codes
from anniversary.occasion.models import Anniversary

from . import deciding, naming, papers, reserve
from .models import Clearance, Decision

PARTS = (("", _("Not on the list")), (naming.FINALIST, _("Finalist")), (naming.RESERVE, _("Reserve")))
NO_AWARD = "no_award"
SIGNING = 2  # who can sign for one country
MOST_PAPERS = 10


class NamingForm(forms.Form):
    """A part for each work of the ranking, and why the list departs from it."""

    reason = forms.CharField(
        label=_("Why the list departs from the jury’s ranking"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed as soon as one choice is another than proposed."),
    )  # fmt: skip

    def __init__(self, *args: Any, proposals: Iterable[naming.Proposal], adding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = list(proposals)
        choices = [choice for choice in PARTS if not adding or choice[0] != naming.FINALIST]
        for proposal in self.proposals:
            code = proposal.placed.code
            self.fields[self._name(proposal)] = forms.ChoiceField(label=code, choices=choices, required=False, initial=proposal.part)

    @staticmethod
    def _name(proposal: naming.Proposal) -> str:
        return f"part_{proposal.placed.entry_id}"

    def rows(self) -> Iterator[tuple[naming.Proposal, Any]]:
        """(proposal, its field) for the table."""
        return ((proposal, self[self._name(proposal)]) for proposal in self.proposals)

    @property
    def parts(self) -> dict[int, str]:
        """Chosen parts by the work's key."""
        return {proposal.placed.entry_id: self.cleaned_data[self._name(proposal)] for proposal in self.proposals}

    @property
    def why(self) -> str:
        return str(self.cleaned_data["reason"])


class _Papers(forms.ClearableFileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Any number of documents; its value is what papers.check made of them."""

    widget = _Papers

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads: list[File] = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if len(uploads) > MOST_PAPERS:
            raise forms.ValidationError(_("Add at most ten documents to one search."))
        return [papers.check(super(PapersField, self).clean(upload, initial)) for upload in uploads]


class SearchForm(forms.ModelForm):  # type: ignore[type-arg]
    """One search for older rights."""

    documents = PapersField(label=_("documents"), required=False, help_text=_("PDF, PNG or JPEG, 20 MB each at most. Only officers can download them."))

    class Meta:
        model = Clearance
        fields = ("done_by", "searched_in", "result", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=2000)


class DecisionForm(forms.Form):
    """The winner or no award, the reason in each language, the moments, and who signed for which country."""

    winner = forms.ChoiceField(label=_("winner"), widget=forms.RadioSelect)  # to be said: nobody decides for no award by leaving it open
    decided_on = forms.DateField(label=_("decided on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    embargo_until = forms.DateTimeField(
        label=_("not to be announced before"), widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
        input_formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"],
    )  # fmt: skip

    def __init__(self, *args: Any, competition: Competition, decision: Decision | None, **kwargs: Any) -> None:
        self.countries = Anniversary.current().both
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, **_initial(decision)}
        self.cleared = {str(finalist.pk): finalist for finalist in reserve.cleared(competition).order_by("rank")}
        choices = [(key, f"{finalist.entry.code} {finalist.entry.title}") for key, finalist in self.cleared.items()]
        self.fields["winner"].widget.choices = self.fields["winner"].choices = [*choices, (NO_AWARD, _("No award"))]  # type: ignore[attr-defined]
        self.fields["embargo_until"].help_text = _("Time in %(zone)s.") % {"zone": Anniversary.current().zone.key}
        for code in codes():
            field = forms.CharField(label=_("reason"), required=False, widget=forms.Textarea(attrs={"rows": 5, "lang": code}))
            self.fields[f"reason_{code}"] = field
        for country in self.countries:
            for place in range(SIGNING):
                key = f"signed_{country.pk}_{place}"
                self.fields[f"{key}_name"] = forms.CharField(label=_("name"), max_length=200, required=False)
                self.fields[f"{key}_office"] = forms.CharField(label=_("office held"), max_length=200, required=False)
                self.fields[f"{key}_on"] = forms.DateField(
                    label=_("signed on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                )

    def reasons(self) -> Iterator[tuple[str, Any]]:
        """(language, field)."""
        return ((code, self[f"reason_{code}"]) for code in codes())

    def signing(self) -> Iterator[tuple[Any, list[list[Any]]]]:
        """(country, rows of name, office and day)."""
        for country in self.countries:
            yield country, [[self[f"signed_{country.pk}_{place}_{part}"] for part in ("name", "office", "on")] for place in range(SIGNING)]

    def clean_embargo_until(self) -> Any:
        moment = self.cleaned_data["embargo_until"]
        return moment.replace(tzinfo=Anniversary.current().zone)  # what was typed is a time there, whatever the server's zone is

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for country in self.countries:
            for place in range(SIGNING):
                given = [bool(self.cleaned_data.get(f"signed_{country.pk}_{place}_{part}")) for part in ("name", "office", "on")]
                if any(given) and not all(given):
                    self.add_error(f"signed_{country.pk}_{place}_name", _("Write name, office and day of whoever signed."))
        return cleaned

    def draft(self) -> deciding.Draft:
        """What was typed, as deciding.write takes it."""
        data = self.cleaned_data
        signed = [
            deciding.Signed(country.pk, data[f"{key}_name"], data[f"{key}_office"], data[f"{key}_on"])
            for country in self.countries for key in (f"signed_{country.pk}_{place}" for place in range(SIGNING)) if data[f"{key}_name"]
        ]  # fmt: skip
        reasons = {code: data[f"reason_{code}"] for code in codes()}
        return deciding.Draft(self.cleared.get(data["winner"]), reasons, data["decided_on"], data["embargo_until"], signed)


def _initial(decision: Decision | None) -> dict[str, Any]:
    """The draft that is there; of one that was embargoed only what can be taken over into the next."""
    if decision is None:
        return {}
    told: dict[str, Any] = {} if decision.embargoed_at else {"winner": str(decision.winner_id or NO_AWARD), "decided_on": decision.decided_on}
    told["embargo_until"] = decision.embargo_until.astimezone(Anniversary.current().zone).replace(tzinfo=None)
    told |= {f"reason_{code}": getattr(decision, f"reason_{code}") for code in text.codes()}
    places: dict[int, int] = {}
    for signatory in decision.signatories.all():
        place = places[signatory.country_id] = places.get(signatory.country_id, -1) + 1
        key = f"signed_{signatory.country_id}_{place}"
        told |= {f"{key}_name": signatory.name, f"{key}_office": signatory.office}
        if not decision.embargoed_at:
            told[f"{key}_on"] = signatory.signed_on
    return told


class ConsentForm(forms.Form):
    """What a finalist allows to be shown."""

    gallery = forms.BooleanField(label=_("My work may be shown in the gallery."), required=False)
    name = forms.BooleanField(label=_("My name may be published."), required=False)
    credit = forms.CharField(label=_("name as it shall be read"), max_length=200, required=False)
