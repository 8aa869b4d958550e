"""Which values the filters offer: those that a published date has which is coming, past, or either, as the list shows it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value

from anniversary.languages import names, text
from anniversary.occasion.models import Anniversary, Country, Phase
from anniversary.publishing import prepared
from events.models import Category, Occurrence

from . import table
from .terms import Choice, Term, choice, named, spanning

if TYPE_CHECKING:
    from events.filters import Filters

MOST = 200  # records that a field offers


def dates(when: str) -> Any:
    """The published dates of which a list with this `when` is."""
    rows = Occurrence.objects.published()
    return {"past": rows.past, "all": rows.all}.get(when, rows.coming)()


def quick(when: str, filters: "Filters") -> tuple[list[Choice], list[Choice]]:
    """The kinds and the countries that the list itself offers. Every list asks, so that it is one query, and without days made once a process."""
    codes, days = tuple(table.codes()), filters.in_days()
    kinds, places = [], []
    found = _quick(when, days, filters.since) if days else prepared.rows(("offered", when, codes), lambda keys: _quick(when, Q()), [])
    for row in sorted(found):
        place, _ordering, _pk, value, *labels = row
        if place == 0:
            kinds.append(choice(_Quick(value, "", "", *labels)))
        else:
            places.append(value)
    return kinds, table.COUNTRY.offered(places)


_Quick: Any = text.row_type("_Quick", ["slug", "otherwise", "reading", *text.stored("name")])


def _quick(when: str, days: Q, since: date | None = None) -> "QuerySet[Any]":
    kinds = _line(0, Category, _has(when, since, days, category=OuterRef("pk")), F("ordering"), F("slug"))
    countries = _line(1, Country, _has(when, since, days, country=OuterRef("code")), F("ordering"), F("code"))
    elsewhere = _line(2, Anniversary, _has(when, since, days & table.elsewhere()), Value(0), Value(table.OTHER))
    return kinds.union(countries, elsewhere, all=True)


def _line(place: int, model: Any, condition: Any, ordering: Any, value: Any) -> "QuerySet[Any]":
    found: QuerySet[Any] = QuerySet(model).filter(condition).order_by()
    found = found.annotate(place=Value(place, IntegerField()), rank=ordering, value=value)
    return QuerySet.values_list(found, "place", "rank", "pk", "value", *text.stored("name"))


def _has(when: str, since: date | None, those: Q, **named: Any) -> Any:
    """That there is such a date. Later ones and those that are on, now or from before a day on, are looked for apart: each has its index."""
    rows = Occurrence.objects.published().filter(those, **named).order_by()
    if since:
        rows = {"past": rows.past, "all": rows.all}.get(when, rows.coming)()
        begun, several = spanning(since)
        return Q(Exists(rows.filter(start__gte=begun))) | Q(Exists(rows.filter(pk__in=several.values("pk"))))
    if when == "past":
        return Exists(rows.past())
    if when == "all":
        return Exists(rows)
    return Q(Exists(rows.upcoming())) | Q(Exists(rows.on_now()))


@dataclass(frozen=True)
class Field:
    """A filter as the form shows it: with what it offers, and what of that is chosen."""

    term: Term
    choices: list[Choice]
    value: str

    @property
    def is_need(self) -> bool:
        """A box to tick, among what there is for people who need it."""
        return self.term in table.ACCESS


def fields(when: str, filters: "Filters") -> list[Field]:
    """Every filter but those that are typed, with the values that the list's dates have and the one that is chosen. Three queries."""
    rows = dates(when or _unasked(filters)).filter(filters.in_days())
    offered = _records(rows) | _words(rows)
    if Anniversary.current().phase == Phase.DURING:
        offered["period"] = table.PERIOD.offered(table.PERIODS)
    for chosen in filters.chosen:  # also where no date has it any more: it must be possible to take it back
        if chosen.name not in {*filters.typed, table.WORDS.name} and chosen.value not in {choice.value for choice in offered.get(chosen.name, [])}:
            offered.setdefault(chosen.name, []).append(chosen)
    return [Field(term, offered[name], filters.value(name)) for name, term in table.TERMS.items() if offered.get(name)]


def _unasked(filters: "Filters") -> str:
    """What the list shows without a `when`: what is coming, but where that is nothing, the year is over, or days are asked for, the whole programme."""
    coming = Anniversary.current().phase != Phase.AFTER and not filters.dated and dates("coming").exists()
    return "coming" if coming else "all"


def _records(rows: "QuerySet[Any]") -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = {term.name: [] for term in table.RECORDS}
    for row in named(term.columns(term.dated(rows), place) for place, term in enumerate(table.RECORDS)):
        found[table.RECORDS[row.place].name].append(choice(row))
    return {name: sorted(choices, key=lambda each: (names.place(each.label, each.reading), each.value))[:MOST] for name, choices in found.items()}


def _words(rows: "QuerySet[Any]") -> dict[str, list[Choice]]:
    """What stands in the dates themselves and in their events: each combination that there is, once."""
    columns = ("country", "event__admission", "event__attendance", "status", "event__languages", *Occurrence.ACCESS)
    found: dict[str, set[str]] = {"country": set(), "admission": set(), "attendance": set(), "language": set()}
    for country, admission, attendance, status, languages, *access in QuerySet.values_list(rows, *columns).order_by().distinct():
        found["country"].add(country if country in table.codes() else table.OTHER)
        found["admission"].add(admission)
        found["attendance"] |= table.ways(attendance, status)
        found["language"].update(languages)
        for name, met in zip(Occurrence.ACCESS, access, strict=True):
            found.setdefault(name, set()).update({table.YES} if met else set())
    return {name: table.TERMS[name].offered(values) for name, values in found.items()}  # type: ignore[attr-defined]
