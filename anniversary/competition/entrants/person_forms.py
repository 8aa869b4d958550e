"""What is asked about whoever enters: the person or the group, and a guardian where somebody is young."""

from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary import clock
from anniversary.competition.models import Rules
from anniversary.languages import text
from anniversary.occasion.countries import country_name
from anniversary.occasion.models import Anniversary

from . import addressing, ages, blindness
from .models import Entrant, Member

# In the lists of Unicode CLDR, but no countries that anybody is a citizen of.
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", "AQ", "BV", "HM", "TF", "UM"})
EMPTY_ROWS = 3


class AskForm(forms.Form):
    """For the link."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )


def countries() -> list[tuple[str, str]]:
    """Codes and names in the page's language, the anniversary's own countries first."""
    own = [(country.code, country_name(country.code)) for country in Anniversary.current().both]
    codes = {code for code, _name in own}
    return [("", ""), *own, *(row for row in _territories(text.current()) if row[0] not in codes)]


@lru_cache
def _territories(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES]
    return sorted(found, key=lambda row: row[1])


class Day(forms.DateInput):
    """The browser's own choice of a day, which sends it the same in every language."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(format="%Y-%m-%d", attrs=attrs)


class PersonForm(forms.ModelForm):
    """The entrant's own data. `rules` decide about countries and ages; `members` (a valid formset) belong to a group."""

    needed = ("name_native", "name_latin", "born_on", "nationality", "residence")

    class Meta:
        model = Entrant
        fields = (
            "name_native", "name_latin", "born_on", "nationality", "residence", "affiliation", "is_group", "group_name", "guardian_name", "guardian_email",
        )  # fmt: skip
        labels = {"name_native": gettext_lazy("Name, as you write it"), "name_latin": gettext_lazy("Name in Latin letters")}
        help_texts = {
            "name_native": gettext_lazy("In Khmer, Japanese or whatever letters you use."),
            "name_latin": gettext_lazy("As in your passport, for example SOK Dara."),
            "affiliation": gettext_lazy("Your school, university or company. It may stay empty."),
        }
        widgets = {
            "name_native": forms.TextInput(attrs={"autocomplete": "name"}),
            "born_on": Day(autocomplete="bday", min="1900-01-01"),
            "affiliation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "guardian_email": forms.EmailInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        }

    def __init__(self, *args: Any, rules: Rules, members: "MembersBase", **options: Any) -> None:
        super().__init__(*args, **options)
        self.rules, self.members = rules, members
        for name in self.needed:
            self.fields[name].required = True
        for name in ("nationality", "residence"):
            label = self.fields[name].label
            self.fields[name] = forms.ChoiceField(label=label, choices=countries)
        self.fields["residence"].help_text = _("Where you live now.")
        if not rules.groups:
            del self.fields["is_group"], self.fields["group_name"]

    def clean_name_latin(self) -> str:
        name = " ".join(self.cleaned_data["name_latin"].split())
        if not name.replace("\u2019", "'").translate(str.maketrans("", "", " .,'-")).isalpha() or not blindness.is_latin(name):
            raise ValidationError(_("Write the name in Latin letters here, as in a passport."))
        return name

    def clean_born_on(self) -> Any:
        born = self.cleaned_data["born_on"]
        if told := ages.problem(self.rules, born, clock.now()):
            raise ValidationError(told)
        return born

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        allowed = self.rules.countries
        if allowed and {"nationality", "residence"} <= data.keys() and not {data["nationality"], data["residence"]} & set(allowed):
            names = ", ".join(country_name(code) for code in allowed)
            self.add_error("nationality", _("By the rules only citizens or residents of these countries may take part: %(countries)s.") % {"countries": names})
        if data.get("is_group"):
            self._check_group(data)
        self._check_guardian(data)
        return data

    def _check_group(self, data: dict[str, Any]) -> None:
        if not data.get("group_name"):
            self.add_error("group_name", _("Write the name of your group."))
        if self.members.is_valid() and not self.members.people:
            self.add_error("is_group", _("Write the other members of your group, at least one."))
        if self.members.is_valid() and len(self.members.people) + 1 > self.rules.group_most:
            self.add_error("is_group", _("A group may have at most %(most)d members, you included.") % {"most": self.rules.group_most})

    def _check_guardian(self, data: dict[str, Any]) -> None:
        if "born_on" not in data:
            return
        born = [data["born_on"], *(row["born_on"] for row in self.members.people if data.get("is_group"))]
        if not ages.minor(self.rules, born):
            data["guardian_name"] = data["guardian_email"] = ""
            self.errors.pop("guardian_email", None)
            return
        for name in ("guardian_name", "guardian_email"):
            if not data.get(name) and name not in self.errors:
                told = _("Somebody is younger than %(age)d: a parent or guardian has to agree. Write who that is.") % {"age": self.rules.adult_age}
                self.add_error(name, told)
        if data.get("guardian_email") and addressing.normal(data["guardian_email"]) == addressing.normal(self.instance.email):
            self.add_error("guardian_email", _("The guardian needs an e-mail address of their own."))


class MemberForm(forms.ModelForm):
    """One more member of a group; a row that is left empty is nobody."""

    class Meta:
        model = Member
        fields = ("name_native", "name_latin", "born_on")
        labels = PersonForm.Meta.labels
        widgets = {"born_on": Day(min="1900-01-01")}

    def __init__(self, *args: Any, rules: Rules, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rules = rules

    def clean_born_on(self) -> Any:
        born = self.cleaned_data["born_on"]
        if told := ages.problem(self.rules, born, clock.now()):
            raise ValidationError(told)
        return born


class MembersBase(forms.BaseFormSet):
    @property
    def people(self) -> list[dict[str, Any]]:
        """The rows that are filled in and right."""
        return [form.cleaned_data for form in self.forms if form.is_bound and form.is_valid() and form.cleaned_data.get("name_native")]


def members_form(rules: Rules, entrant: Entrant, data: Any = None) -> MembersBase:
    """The rows of a group's members, with a few empty ones. Rows that are emptied are gone."""
    kind = forms.formset_factory(MemberForm, formset=MembersBase, extra=EMPTY_ROWS, max_num=rules.group_most - 1, absolute_max=60)
    kept = [{"name_native": one.name_native, "name_latin": one.name_latin, "born_on": one.born_on} for one in entrant.members.all()]
    return kind(data, initial=kept, prefix="members", form_kwargs={"rules": rules})  # type: ignore[return-value]  # of the formset asked for
