"""What a list, a feed and their links are narrowed to. Which filters there are stands in filtering/table.py."""

import functools
import operator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from anniversary.occasion.models import Anniversary

from .filtering import table
from .filtering.terms import DAY, SLUG, Chosen, choice, month_of, named
from .models.occurrence import OccurrenceQuerySet

TYPED = 40  # of what was typed into a field for days, this much is shown again


@dataclass(frozen=True)
class Filters:
    """The filters in an address, known to be good. `typed` is what stands in the fields for days, `problems` what is wrong with it, by name."""

    chosen: tuple[Chosen, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        """Http404 for a value that there is not. A day that cannot be is somebody's slip: it narrows nothing, and `problems` says so."""
        asked = {name: value for name in table.TERMS if (value := request.GET.get(name, ""))}
        words = table.WORDS.read(asked.pop(table.WORDS.name, ""))
        typed = {term.name: asked.pop(term.name)[:TYPED] for term in (table.FROM, table.UNTIL) if term.name in asked}
        days, problems = _days(typed)
        found = days | _records(asked) | ({words.name: words} if words else {})
        for name, value in asked.items():
            if name not in found:
                found[name] = table.TERMS[name].read(value)  # type: ignore[attr-defined]
        return cls(tuple(found[name] for name in table.TERMS if name in found), typed, problems)

    @classmethod
    def strictly(cls, request: HttpRequest) -> "Filters":
        """As `of`, for programs: Http404 for a day that cannot be, too."""
        found = cls.of(request)
        if found.problems:
            raise Http404
        return found

    def apply(self, rows: OccurrenceQuerySet, *, every_month: bool = False, without: str = "") -> OccurrenceQuerySet:
        """The rows that the filters leave; with `every_month`, whatever the month is; `without` names one that is left out."""
        left_out = {without, table.MONTH.name if every_month else ""}
        return rows.filter(*(chosen.condition for chosen in self.chosen if chosen.name not in left_out))

    def value(self, name: str) -> str:
        """As it stands in an address; empty if it is not chosen."""
        return next((chosen.value for chosen in self.chosen if chosen.name == name), "")

    @property
    def query(self) -> dict[str, str]:
        """As they stand in an address."""
        return {chosen.name: chosen.value for chosen in self.chosen}

    @property
    def any(self) -> bool:
        return bool(self.chosen)

    @property
    def month(self) -> date | None:
        """The first day of the month that is asked for."""
        return month_of(self.value("month"))

    @property
    def since(self) -> date | None:
        """The first of the days that are asked for; what has begun before it is still on. None where there is no such day, as in a month's list."""
        period, first = self.value("period"), self.value("from")
        days = [date.fromisoformat(first)] if first else []
        if period:
            days.append(table.days_of(period, Anniversary.current().today)[0])
        return max(days, default=None)

    @property
    def dated(self) -> bool:
        """Whether they say of which days the list is."""
        return any(chosen.name in {term.name for term in table.DATED} for chosen in self.chosen)

    def in_days(self) -> Q:
        """That a date is in the days that they say; empty where they say none."""
        days = {term.name for term in table.DATED}
        return functools.reduce(operator.and_, (chosen.condition for chosen in self.chosen if chosen.name in days), Q())

    @property
    def country_name(self) -> str:
        return next((chosen.label for chosen in self.chosen if chosen.name == "country"), "")

    @property
    def labels(self) -> list[str]:
        """What is chosen, in words."""
        return [chosen.label for chosen in self.chosen]

    def address(self, path: str, **changed: str) -> str:
        """The path with these filters, some of them changed; an empty value takes one away. In one order, so that a list has one address."""
        wanted = self.query | changed
        query = {name: wanted[name] for name in (*table.TERMS, *changed) if wanted.get(name)}
        return f"{path}?{urlencode(query)}" if query else path

    def chips(self, path: str, when: str) -> list[dict[str, Any]]:
        """Each chosen filter with the address of the list without it."""
        return [{"chosen": chosen, "url": self.address(path, **{"when": when, chosen.name: ""})} for chosen in self.chosen]


def _days(typed: dict[str, str]) -> tuple[dict[str, Chosen], dict[str, str]]:
    """What the fields for days ask for, and what is wrong with them; where anything is, they ask for nothing."""
    found: dict[str, Chosen] = {}
    problems: dict[str, str] = {}
    for term in (table.FROM, table.UNTIL):
        if value := typed.get(term.name, ""):
            try:
                found[term.name] = term.read(value)
            except ValueError:
                problems[term.name] = _problem(value)
    if len(found) == 2 and found["until"].value < found["from"].value:
        problems["until"] = _("The last day is before the first.")
    return ({} if problems else found), problems


def _problem(value: str) -> str:
    if not DAY.fullmatch(value):
        return _("Write the day like this: 2025-06-15.")
    try:
        date.fromisoformat(value)
    except ValueError:
        return _("The calendar has no such day.")
    return _("Choose a day between 1900 and 2199.")


def _records(asked: dict[str, str]) -> dict[str, Chosen]:
    """The records whose slugs are asked for, all in one query. Http404 if there is none of a slug."""
    terms = [term for term in table.RECORDS if term.name in asked]
    if any(not SLUG.fullmatch(asked[term.name]) for term in terms):
        raise Http404
    rows = named(term.columns(term.known().filter(slug=asked[term.name]), place, events=True) for place, term in enumerate(terms))
    if len(rows) != len(terms):
        raise Http404
    return {terms[row.place].name: terms[row.place].chosen(choice(row), terms[row.place].narrow(row)) for row in rows}
