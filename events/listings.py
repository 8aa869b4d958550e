"""What lists of events are put together from: what is on, coming or past, months, the featured; and what of it the home page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from anniversary.occasion.models import Anniversary, Phase
from anniversary.publishing import pages, prepared

from . import registration
from .filters import Filters
from .models import Occurrence

WHEN = ("coming", "past", "all")
NOW_SHOWN = 30  # long events that are on at the same time
FEATURED_SHOWN, HIGHLIGHTS_SHOWN = 3, 6
PAGE = 24
MONTHS_PAGE = 30  # some months of a year, as it is read after it
AT_VENUE = 40
ON_HOME = 5
LITTLE = 3  # with fewer events to come than this, the home page also shows what is just past


def title() -> str:
    """What the list is called: in the menu, above the list, on the way to an event."""
    occasion = Anniversary.current()
    if occasion.phase == Phase.BEFORE:
        return _("What is planned")
    return _("The year %(year)s") % {"year": occasion.year_name} if occasion.phase == Phase.AFTER else _("Events")


def context(request: HttpRequest, filters: Filters, when: str) -> dict[str, Any]:
    """The groups of the list: `on_now`, `coming`, `begun`, `months` (past or whole), `month_links`, `featured`, `more`; `when`, as shown, and whether `chosen`.

    Without a choice of the reader's: what is on and coming; where that is nothing (`nothing_coming`) and always after the
    year, the whole programme by month, below what is still to come.
    """
    rows, first = filters.apply(Occurrence.objects.published().for_rows()), "after" not in request.GET
    over = Anniversary.current().phase == Phase.AFTER
    found: dict[str, Any] = {"when": when, "on_now": [], "coming": [], "begun": [], "months": [], "month_links": [], "featured": [], "more": ""}
    found |= {"is_first": first, "chosen": bool(when or filters.dated)}
    if when == "coming" or not (when or filters.dated):
        if first:
            found["on_now"] = list(rows.on_now().order_by("end", "pk")[:NOW_SHOWN])
        if over and not when:
            found["coming"] = list(rows.upcoming().order_by("start", "pk")[:PAGE]) if first else []
        else:
            coming = pages.keyset(rows.upcoming(), request, field="start", size=PAGE)
            found |= {"coming": coming.rows, "more": coming.more}
        shown = bool(found["coming"] or found["on_now"])
        if when or (not over and (shown or not first)):
            return found | {"featured": featured(rows.coming()) if first and not filters.any else []}
    return found | _programme(request, filters, when, rows, found)


def _programme(request: HttpRequest, filters: Filters, when: str, rows: Any, above: dict[str, Any]) -> dict[str, Any]:
    """The whole programme, or with `past` what is over from the newest on, by month; `begun`: before the days that are asked for, still on in them."""
    past, chosen = when == "past", above["chosen"]
    part = pages.keyset(rows.past() if past else rows, request, field="start", size=MONTHS_PAGE, descending=past)
    since = None if past else filters.since
    begun = [row for row in part.rows if since and row.first_day < since]
    shown = months(row for row in part.rows if row not in begun)
    whole = {month for month, _rows in shown if not part.more or month < _open_from(part.rows[-1])} if above["is_first"] else set()
    return {
        "when": when or "all", "nothing_coming": not chosen and not above["coming"] and not above["on_now"], "begun": begun, "months": shown,
        "month_links": month_links(filters, whole) if not past and (filters.month or (part.rows and not filters.dated)) else [],
        "more": part.more if chosen or not part.more else f"when=all&{part.more}",
        "featured": featured(rows.past()) if above["is_first"] and not chosen and not filters.any else [],
    }  # fmt: skip


def _open_from(last: Any) -> date:
    """The month from which on there may be rows after `last`: in order of the moment, the same evening is further west still a day of the month before."""
    return (last.start - timedelta(hours=12)).date().replace(day=1)


def featured(rows: Any, number: int = FEATURED_SHOWN) -> list[Occurrence]:
    """A date each of the first featured events, for the cards above a list."""
    found: dict[int, Occurrence] = {}
    for row in rows.filter(event__featured=True).order_by("start", "pk")[: number * 4]:
        found.setdefault(row.event_id, row)
    return list(found.values())[:number]


def months(rows: Iterable[Occurrence]) -> list[tuple[date, list[Occurrence]]]:
    """The rows by the month in which they begin at their place; a month stands where its first row stood."""
    found: dict[date, list[Occurrence]] = {}
    for row in rows:
        found.setdefault(row.first_day.replace(day=1), []).append(row)
    return list(found.items())


@dataclass(frozen=True)
class MonthLink:
    """A month of the programme: its first day, how many events begin in it, and where they are listed."""

    month: date
    events: int
    url: str
    current: bool = False


def month_links(filters: Filters, on_page: Iterable[date] = ()) -> list[MonthLink]:
    """Every month in which something begins, in order. A month that is whole on the page is jumped to, another has a list of its own."""
    numbers: Iterable[Any] = _by_month(filters) if filters.any else prepared.rows("months of the programme", lambda keys: _by_month(filters), [])
    path, here = reverse("events:list"), set(on_page) if not filters.month else set()
    months = ((date(int(counted) // 12, int(counted) % 12 + 1, 1), number) for counted, number in numbers)
    return [
        MonthLink(month, number, f"#{month:%Y-%m}" if month in here else filters.address(path, month=f"{month:%Y-%m}"), month == filters.month)
        for month, number in months
    ]


def _by_month(filters: Filters) -> "QuerySet[Any]":
    """Months, counted from the year 0, and how many events begin in each."""
    rows = filters.apply(Occurrence.objects.published(), every_month=True)
    counted = rows.annotate(counted=ExtractYear("first_day") * 12 + ExtractMonth("first_day") - 1)
    return counted.order_by("counted").values_list("counted").annotate(Count("event", distinct=True))


# --- the home page ------------------------------------------------------------------------------------------------------
def before_the_year() -> dict[str, Any]:
    """`upcoming`: what is announced already; `registrations`: what one can register for; `highlights`."""
    rows = Occurrence.objects.published().for_rows()
    return {"upcoming": list(rows.coming().order_by("start", "pk")[:ON_HOME]), "registrations": registrations(rows), "highlights": featured(rows.coming())}


def during_the_year() -> dict[str, Any]:
    """`on_now` and `upcoming`; `just_past` where that is little; `registrations`; `highlights`."""
    rows = Occurrence.objects.published().for_rows()
    on_now, upcoming = list(rows.on_now().order_by("end", "pk")[:ON_HOME]), list(rows.upcoming()[:ON_HOME])
    just_past, little = list(rows.past().order_by("-start", "-pk")[:ON_HOME]), len(on_now) + len(upcoming) < LITTLE
    found = {"on_now": on_now, "upcoming": upcoming, "just_past": just_past if little else []}
    return found | {"registrations": registrations(rows), "highlights": featured(rows.coming())}


def after_the_year() -> dict[str, Any]:
    """The year in review: `highlights` of it, `latest` where none is marked, its `months`; and what is `still_to_come`."""
    rows = Occurrence.objects.published().for_rows()
    highlights = featured(rows.past(), HIGHLIGHTS_SHOWN)
    return {
        "still_to_come": list(rows.coming().order_by("start", "pk")[:ON_HOME]),
        "highlights": highlights,
        "latest": [] if highlights else list(rows.past().order_by("-start", "-pk")[:ON_HOME]),
        "months": month_links(Filters()),
    }


def registrations(rows: Any) -> list[Occurrence]:
    """The next dates that readers can register or buy a ticket for."""
    off = [status for status in Occurrence.Status if status.off]
    return list(rows.upcoming().exclude(registration_url="").exclude(status__in=off).filter(registration.is_open()).order_by("start", "pk")[:ON_HOME])
