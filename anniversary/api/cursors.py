"""Pages of a list without counting: each begins after the last record of the one before, wherever that is by now."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from anniversary.publishing.pages import beyond, read_moment

from .problems import Wrong


@dataclass(frozen=True)
class Order:
    """By a field and then the key, or by the key alone; `read` makes the field's value of what a cursor holds."""

    field: str = ""
    descending: bool = False
    read: Callable[[str], Any] = read_moment

    def page(self, queryset: "QuerySet[Any]", after: str, size: int) -> tuple[list[Any], str]:
        """The records of a page, and the cursor of the next one, empty at the end. Wrong for a cursor that is none of ours."""
        if after:
            queryset = queryset.filter(self._beyond(after))
        sign = "-" if self.descending else ""
        found = list(queryset.order_by(*([f"{sign}{self.field}"] if self.field else []), f"{sign}pk")[: size + 1])
        return found[:size], self._cursor(found[size - 1]) if len(found) > size else ""

    def _cursor(self, record: Any) -> str:
        stamp = getattr(record, self.field).isoformat() if self.field else ""
        return base64.urlsafe_b64encode(f"{stamp}~{record.pk}".encode()).decode().rstrip("=")

    def _beyond(self, after: str) -> Q:
        try:
            stamp, _tilde, key = base64.b64decode(after + "=" * (-len(after) % 4), b"-_", validate=True).decode("ascii").rpartition("~")
        except ValueError:
            stamp, key = "", ""
        value = self.read(stamp) if self.field else stamp
        if not key.isdigit() or len(key) > 18 or value is None or (not self.field and stamp):
            raise Wrong("after", "This is no cursor of this list: take it from “next” in an answer.")
        if not self.field:
            return Q(**{"pk__lt" if self.descending else "pk__gt": int(key)})
        return beyond(self.field, value, int(key), descending=self.descending)


BY_KEY = Order()
