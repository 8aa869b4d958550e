from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

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
