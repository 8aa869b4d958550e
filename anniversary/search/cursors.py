"""Where a page of results begins: after a place in the ranking, or after a day. What is no cursor of ours begins at the first."""

import base64
import binascii
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from .models import Entry


class After(NamedTuple):
    """In the order of days, the last entry of the page before."""

    day: date
    kind: str
    key: int

    def rest(self) -> Q:
        """What comes after it. By the day alone too: an index finds that, but not one or the other."""
        same_day = Q(day=self.day) & (Q(kind__gt=self.kind) | Q(kind=self.kind, object_id__gt=self.key))
        return Q(day__lte=self.day) & (Q(day__lt=self.day) | same_day)


def of_place(place: int) -> str:
    return _sealed(f"p{place}")


def of_entry(entry: Entry) -> str:
    return _sealed(f"d{entry.day.isoformat()}~{entry.kind}~{entry.object_id}")


def place(cursor: str, most: int) -> int:
    """How many of the ranking come before; 0 for a cursor that is none."""
    text = _opened(cursor)
    number = int(text[1:]) if text[:1] == "p" and text[1:].isdecimal() and len(text) < 6 else 0
    return number if number < most else 0


def entry(cursor: str) -> After | None:
    """None for a cursor that is none."""
    parts = _opened(cursor)[1:].split("~") if _opened(cursor)[:1] == "d" else []
    if len(parts) != 3 or not parts[1].isidentifier() or not parts[2].isdecimal() or len(parts[2]) > 18:
        return None
    try:
        return After(date.fromisoformat(parts[0]), parts[1], int(parts[2]))
    except ValueError:
        return None


def _sealed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _opened(cursor: str) -> str:
    try:
        return base64.b64decode(cursor[:100] + "=" * (-len(cursor[:100]) % 4), b"-_", validate=True).decode("ascii")
    except (ValueError, binascii.Error):
        return ""
