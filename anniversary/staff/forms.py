from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from anniversary.occasion.models import Anniversary

from .as_of import SESSION_KEY, YEARS, AsOf
from .models import Role
from .roles import ROLES


class RoleField(forms.ModelMultipleChoiceField):
    """Roles as checkboxes, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Role.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        role = ROLES[obj.name]
        return format_html('<b>{}</b> <span class="role-explanation">{}</span>', role.label, role.explanation)


class UserForm(forms.ModelForm[User]):
    """A user's name, address and roles. There is no password: the site issues one-time passwords."""

    groups = RoleField(label=_("roles"), required=False, help_text=_("Somebody may have several roles. Without any, a person cannot sign in to these pages."))

    class Meta:
        model = User
        fields = ["username", "is_active", "first_name", "last_name", "email", "groups", "is_superuser"]
        labels = {"is_active": _("May sign in"), "is_superuser": _("Superuser")}
        help_texts = {
            "username": _("For signing in: letters, digits and @ . + - _ only."),
            "is_active": _("Take the tick away instead of deleting the person: what was written keeps its author."),
            "email": _("For resetting a forgotten password."),
            "is_superuser": _("May do everything, also what no role may. For the operator of the site."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:  # not on the read-only page
            self.fields["groups"].queryset = Role.objects.all()  # type: ignore[attr-defined]

    def clean_groups(self) -> list[Group]:
        """The roles chosen, and whatever other groups the user is in: those are not this form's to take away."""
        others = Group.objects.filter(user=self.instance).exclude(name__in=list(ROLES)) if self.instance.pk else []
        return [*self.cleaned_data["groups"], *others]


class AsOfForm(forms.Form):
    """As of which day, and perhaps at what time, somebody wants to see the site."""

    day = forms.DateField(
        label=_("Date"), input_formats=["%Y-%m-%d"], widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a date."), "invalid": _("Write a date that the calendar has, for example 2023-02-20.")},
    )  # fmt: skip
    at = forms.TimeField(
        label=_("Time (may stay empty)"), required=False, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), error_messages={"invalid": _("Write a time as hours and minutes, for example 18:00.")},
    )  # fmt: skip

    @classmethod
    def showing(cls, request: HttpRequest) -> "AsOfForm":
        """The form with what is chosen now, or with today."""
        chosen = AsOf.read(request.session.get(SESSION_KEY))
        return cls(initial={"day": chosen.day, "at": chosen.at} if chosen else {"day": Anniversary.current().today})

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            self.fields[name].widget.attrs["type"] = "text"  # a field for dates would show nothing of what is none

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise ValidationError(_("Choose a day between 1900 and 2199."))
        return day
