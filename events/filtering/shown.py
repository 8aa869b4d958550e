"""What the list says of its filters: what is chosen, what is wrong with it, and what to drop where nothing is left."""

from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary.occasion.models import Anniversary, Phase
from events.filters import Filters
from events.models import Occurrence

from . import offers, table
from .terms import Chosen, Day

WORDS = {"coming": gettext_lazy("Coming"), "past": gettext_lazy("Past")}  # lists that leave out other dates
COUNTED = 50  # dates that are looked at to say how many events there would be without a filter


def context(request: HttpRequest, filters: Filters, when: str, shown: dict[str, Any]) -> dict[str, Any]:
    """`facets`, `chips`, `remove_all`, `all_filters`, `feed_url`, `embed_url`; `days` where something is wrong with them, `drop` where nothing is left.

    `shown`: what listings.context has found. A page of more than one filter, of days or of somebody's words is not for robots: they would walk them all.
    """
    empty = not any(shown[name] for name in ("on_now", "coming", "months", "begun"))
    return {
        "filtered": filters.any or bool(filters.problems),
        "facets": facets(filters, when, shown),
        "chips": filters.chips(request.path, when),
        "remove_all": Filters().address(request.path, when=when),
        "all_filters": filters.address(reverse("events:filter"), when=when),
        "feed_url": filters.address(reverse("events:feed")),
        "embed_url": filters.address(reverse("events:embed_code")),
        "days": days(filters) if filters.problems else [],
        "kept": {"when": when, **filters.query} if filters.problems else {},
        "drop": droppable(filters, when, shown["when"]) if empty and filters.any and "after" not in request.GET else [],
        "robots": "noindex" if len(filters.chosen) > 1 or filters.dated or filters.value("q") or filters.problems or "after" in request.GET else "",
    }


Facet = tuple[str, list[dict[str, Any]]]


def facets(filters: Filters, when: str, shown: dict[str, Any]) -> list[Facet]:
    """(name, options) of the filters that the list itself offers, for components/facets.html; the others have a page of their own."""
    path = reverse("events:list")
    kinds, places = offers.quick(shown["when"] or "coming", filters)
    found = [_when(filters, path, shown)] if filters.any or not shown.get("nothing_coming") else []
    for name, title, every, choices in (("category", _("Kind"), _("All kinds"), kinds), ("country", _("Country"), _("All countries"), places)):
        value, offered = filters.value(name), {choice.value for choice in choices}
        # What is chosen is shown even if no date has it any more: it must be possible to take it back.
        options = [*choices, *(chosen for chosen in filters.chosen if chosen.name == name and value not in offered)]
        links = [_link(choice.label, filters.address(path, **{"when": when, name: choice.value}), choice.value == value) for choice in options]
        if links:
            found.append((title, [_link(every, filters.address(path, **{"when": when, name: ""}), not value), *links]))
    return found


def _when(filters: Filters, path: str, shown: dict[str, Any]) -> Facet:
    """The choice between what is coming and what is past; in the year also of today, this weekend, this month."""
    phase, period = Anniversary.current().phase, filters.value("period")
    current = "" if shown["when"] == ("all" if phase == Phase.AFTER else "coming") else shown["when"]
    options = [("", "", _("Coming")), ("past", "", _("Past")), ("all", "", _("All"))]
    if phase == Phase.AFTER:
        options = [("", "", _("The whole programme")), ("coming", "", _("Still to come")), ("past", "", _("Past"))]
    elif phase == Phase.DURING:
        options[1:1] = [("", value, label) for value, label in table.periods() if value != "week"]
    return _("When"), [
        _link(label, filters.address(path, when=value, month="", period=days), days == period and (bool(days) or value == current))
        for value, days, label in options
    ]


def _link(label: str, url: str, current: bool) -> dict[str, Any]:
    return {"label": label, "url": url, "current": current}


@dataclass(frozen=True)
class DayField:
    """A field for a day: what stands in it, and what is wrong with that."""

    term: Day
    value: str
    problem: str

    @property
    def kind(self) -> str:
        """A browser's own field for days shows nothing of what is no day; what was typed must not be lost."""
        return "text" if self.problem else "date"


def days(filters: Filters) -> list[DayField]:
    return [DayField(term, filters.typed.get(term.name, ""), filters.problems.get(term.name, "")) for term in (table.FROM, table.UNTIL)]


@dataclass(frozen=True)
class Drop:
    """A filter without which, or (`alone`) with which alone, there would be events: how many, or at least how many."""

    chosen: Chosen
    events: int
    at_least: bool
    url: str
    alone: bool = False


def droppable(filters: Filters, when: str, shown: str) -> list[Drop]:
    """The filters that alone leave the list empty; where it takes several to do so, what each alone would leave. A query each."""
    path, of_days = reverse("events:list"), offers.dates(shown or "coming")
    without = [(chosen, filters.apply(of_days, without=chosen.name), filters.address(path, **{"when": when, chosen.name: ""})) for chosen in filters.chosen]
    if shown in WORDS and when:
        without.append((Chosen(shown, str(WORDS[shown]), name="when"), filters.apply(offers.dates("all")), filters.address(path, when="all")))
    found = _left(without)
    if found or len(filters.chosen) == 1:
        return found
    alone = [(chosen, of_days.filter(chosen.condition), Filters((chosen,)).address(path, when=when)) for chosen in filters.chosen]
    return _left(alone, alone=True)


def _left(candidates: list[tuple[Chosen, Any, str]], *, alone: bool = False) -> list[Drop]:
    """Those of the candidates (filter, dates, address) that have dates, in one query."""
    parts = []
    for place, (_chosen, rows, _url) in enumerate(candidates):
        # Cut off within a subquery: SQLite takes no limit in the parts of a union.
        first: QuerySet[Any] = QuerySet(Occurrence).filter(pk__in=rows.order_by().values("pk")[:COUNTED]).order_by()
        parts.append(first.annotate(place=Value(place, IntegerField())).values_list("place", "event_id"))
    found: dict[int, list[int]] = {}
    for place, event in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
        found.setdefault(place, []).append(event)
    return [
        Drop(chosen, len(set(found[place])), len(found[place]) == COUNTED, url, alone)
        for place, (chosen, _rows, url) in enumerate(candidates)
        if place in found
    ]
