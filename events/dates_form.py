"""The dates in an event's form. Of very many only a window is shown: a browser would take minutes over them, and the server refuse so many fields."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from anniversary.publishing.adminbase import KeepsOne

if TYPE_CHECKING:
    Base = admin.StackedInline
else:
    Base = object

SHOWN = 50


class Dates(KeepsOne):
    """Those from `from_day` on, or what is not past. A date that is not shown is not sent back, and stays as it is."""

    from_day: date | None = None
    window: dict[str, Any] | None = None  # for the template, where not all are shown: how many there are, where the neighbours begin

    def get_queryset(self) -> Any:
        found: Any = super().get_queryset()
        if self.is_bound or isinstance(found, list):
            return found
        self._queryset: Any = self._windowed(list(found))
        return self._queryset

    def _windowed(self, rows: list[Any]) -> list[Any]:
        if len(rows) <= SHOWN:
            return rows
        begun = sum(row.first_day < self.from_day if self.from_day else row.is_past for row in rows)
        first = min(begun, len(rows) - SHOWN)
        earlier, later = rows[max(first - SHOWN, 0) : first], rows[first + SHOWN :]
        shown = rows[first : first + SHOWN]
        self.window = {
            "count": len(rows), "first": shown[0].first_day, "last": shown[-1].first_day,
            "earlier": earlier[0].first_day if earlier else None, "later": later[0].first_day if later else None,
        }  # fmt: skip
        return shown

    def clean(self) -> None:
        shown = [form.instance.pk for form in self.initial_forms]
        if self.instance.pk and self.instance.occurrences.exclude(pk__in=shown).exists():
            BaseInlineFormSet.clean(self)  # one is left in any case
        else:
            super().clean()


class DatesInline(Base):
    formset = Dates
    template = "admin/events/dates.html"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made: Any = super().get_formset(request, obj, **kwargs)
        try:
            made.from_day = date.fromisoformat(request.GET.get("dates_from", ""))
        except ValueError:
            made.from_day = None
        return made
