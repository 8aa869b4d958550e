"""Language tabs in the admin's forms."""

from typing import Any

from django.conf import settings

from .text import columns


def tabs(*fields: str) -> list[Any]:
    """One tabbed fieldset a language, for `fieldsets`: the same fields in each."""
    return [(name, {"fields": [f"{field}_{code}" for field in fields], "classes": ["tabbed", f"tab-{code}"]}) for code, name in settings.LANGUAGES]


__all__ = ["columns", "tabs"]
