"""What an editor changed, told in the language of whoever reads the history."""

import json
import re
from typing import Any

from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _

# The label of a translated field holds its language (“Title [ja]”): as a whole no catalogue knows it.
LABEL = re.compile(r"(.+)( \[[a-z]{2}\])")


def label(name: str) -> str:
    """An English label in the page's language: "Title [ja]" -> タイトル [ja]. A label begins with a capital, the field's name in the catalogues does not."""
    found = LABEL.fullmatch(name)
    plain, mark = (found[1], found[2]) if found else (name, "")
    field = plain[:1].lower() + plain[1:]
    return (_(field) if _(field) != field else _(plain)) + mark


def told(message: str) -> str:
    """A message as the admin's log and the versions keep it (JSON with English labels, or plain words), in the page's language."""
    try:
        parts: list[dict[str, dict[str, Any]]] = json.loads(message)
        for part in parts:
            for change in part.values():
                if "fields" in change:
                    change["fields"] = [label(name) for name in change["fields"]]
                if "name" in change:
                    change["name"] = label(change["name"])
    except (ValueError, TypeError, AttributeError):
        return message  # written by hand, or by older code
    return LogEntry(change_message=json.dumps(parts)).get_change_message()
