"""What a list, a feed and their links may be narrowed to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from anniversary.languages import text
from anniversary.occasion.models import Anniversary
from anniversary.publishing import pages

from .models import Category, Occurrence
from .models.occurrence import OccurrenceQuerySet

OTHER = "other"  # neither of the countries that commemorate: elsewhere, or nowhere but online
MONTH = re.compile(r"(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Filters:
    """The filters in an address, known to be good; `categories` are all there are, in their order; `month` is its first day."""

    category: Category | None
    country: str
    categories: Sequence[Category]
    month: date | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        """Http404 for a category, a country or a month that there is not."""
        categories = list(Category.objects.annotate(used=Exists(Occurrence.objects.published().filter(category=OuterRef("pk")))))
        slug = pages.choice(request, "category", [category.slug for category in categories])
        country = pages.choice(request, "country", [*codes(), OTHER])
        return cls(next((category for category in categories if category.slug == slug), None), country, categories, month_of(request.GET.get("month", "")))

    def apply(self, rows: OccurrenceQuerySet, *, every_month: bool = False) -> OccurrenceQuerySet:
        """The rows that the filters leave; with `every_month`, whatever the month is."""
        if self.month and not every_month:
            following = (self.month + timedelta(days=32)).replace(day=1)
            # By the moment too, a day wider on either side than the month is anywhere: that is what there is an index for.
            first, last = (datetime(day.year, day.month, 1, tzinfo=UTC) for day in (self.month, following))
            rows = rows.filter(first_day__gte=self.month, first_day__lt=following, start__gte=first - timedelta(days=1), start__lt=last + timedelta(days=1))
        if self.category:
            rows = rows.filter(category=self.category)
        if self.country == OTHER:
            rows = rows.exclude(country__in=codes())
        elif self.country:
            rows = rows.filter(country=self.country)
        return rows

    @property
    def query(self) -> dict[str, str]:
        """As they stand in an address."""
        found = {"category": self.category.slug if self.category else "", "country": self.country, "month": f"{self.month:%Y-%m}" if self.month else ""}
        return {name: value for name, value in found.items() if value}

    @property
    def country_name(self) -> str:
        found = next((country for country in Anniversary.current().both if country.code == self.country), None)
        return text.pick(found, "name")[0] if found else _("Elsewhere and online") if self.country else ""

    @property
    def any(self) -> bool:
        return bool(self.query)

    def address(self, path: str, **changed: str) -> str:
        """The path with these filters, some of them changed; an empty value takes one away."""
        query = {name: value for name, value in (self.query | changed).items() if value}
        return f"{path}?{urlencode(query)}" if query else path

    def facets(self, path: str, when: str) -> list[tuple[str, list[dict[str, Any]]]]:
        """(name, options) of each filter, for components/facets.html."""
        offered = [category for category in self.categories if category.used or category == self.category]  # type: ignore[attr-defined]
        kinds = [("", _("All kinds")), *((category.slug, str(category)) for category in offered)]
        countries = [(country.code, text.pick(country, "name")[0]) for country in Anniversary.current().both]
        places = [("", _("All countries")), *countries, (OTHER, _("Elsewhere and online"))]
        current = self.category.slug if self.category else ""
        return [
            (_("Kind"), [{"label": label, "url": self.address(path, when=when, category=slug), "current": slug == current} for slug, label in kinds]),
            (_("Country"), [{"label": label, "url": self.address(path, when=when, country=code), "current": code == self.country} for code, label in places]),
        ]


def month_of(text: str) -> date | None:
    """The first day of a month as it stands in an address ("2023-02"); None for an empty text, Http404 for anything else."""
    if text and not MONTH.fullmatch(text):
        raise Http404
    return date.fromisoformat(f"{text}-01") if text else None


def codes() -> list[str]:
    return [country.code for country in Anniversary.current().both]
