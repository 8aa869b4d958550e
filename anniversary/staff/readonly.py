"""Fields that a user may read and not change, in the words that the form would offer."""

from typing import Any

from django.contrib.admin.helpers import AdminReadonlyField
from django.forms import ChoiceField, ModelChoiceField
from django.utils.choices import flatten_choices
from django.utils.html import conditional_escape


def say_choices() -> None:
    """To be called once, when the site starts. Django says the choices of a model's field; those that only the admin's form has it leaves as they are kept."""
    fields: Any = AdminReadonlyField
    plain = fields.contents

    def contents(self: Any) -> Any:
        name = self.field["field"]
        asked: Any = self.model_admin.form.declared_fields.get(name) if isinstance(name, str) else None
        kept = getattr(self.form.instance, name, None) if isinstance(asked, ChoiceField) and not isinstance(asked, ModelChoiceField) else None
        if not kept:
            return plain(self)
        words: dict[Any, Any] = dict(flatten_choices(asked.choices))
        return conditional_escape(", ".join(str(words.get(value, value)) for value in (kept if isinstance(kept, list) else [kept])))

    fields.contents = contents
