"""What is sent in place of a record's number and is none. Django's admin asks the database with it, which crashes, and offers nothing to change it by."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import ValidationError
from django.db.models import IntegerField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from anniversary.publishing.adminbase import is_key


def numbered(model: Any) -> bool:
    """Whether the model's records have numbers for keys, as all of ours."""
    return isinstance(model._meta.pk, IntegerField)


def pass_over_nonsense() -> None:
    """To be called once, when the site starts. Fields that name records say that it is no choice; lists and actions do as if it had not been sent."""
    widget: Any = AutocompleteMixin
    field: Any = ModelMultipleChoiceField
    lists: Any = ModelAdmin
    offered, checked, acted, edited = widget.optgroups, field._check_values, lists.response_action, lists._get_edited_object_pks

    def optgroups(self: Any, name: str, value: Any, attr: Any = None) -> Any:
        """A form that is shown again: of what was chosen, only what can be looked up."""
        return offered(self, name, [key for key in value if is_key(key)] if numbered(self.field.remote_field.model) else value, attr)

    def check_values(self: Any, value: Any) -> Any:
        """Django looks at each by itself, but too long a number crashes only with the others."""
        for key in value if numbered(self.queryset.model) and not self.to_field_name else ():
            if isinstance(key, str) and not is_key(key):  # records are given too, by programs
                raise ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key})
        return checked(self, value)

    def response_action(self: Any, request: Any, queryset: Any) -> Any:
        """Records that an action is for; without any, Django says that some must be selected."""
        if numbered(self.model):
            sent = request.POST.copy()
            sent.setlist(ACTION_CHECKBOX_NAME, [key for key in sent.getlist(ACTION_CHECKBOX_NAME) if is_key(key)])
            request.POST = sent
        return acted(self, request, queryset)

    def edited_object_pks(self: Any, request: HttpRequest, prefix: str) -> list[str]:
        """Records that were edited in a list; the form of what is none says so."""
        return [key for key in edited(self, request, prefix) if is_key(key) or not numbered(self.model)]

    widget.optgroups, field._check_values = optgroups, check_values
    lists.response_action, lists._get_edited_object_pks = response_action, edited_object_pks
