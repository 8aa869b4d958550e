"""What lists of events are put together from: what is on, coming or past, months, the featured."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from anniversary.publishing import pages

from .filters import Filters
from .models import Occurrence

WHEN = ("past", "all")
NOW_SHOWN = 30  # long events that are on at the same time
FEATURED_SHOWN = 3
PAGE = 24
MONTHS_PAGE = 48  # a year, as it is read after it
AT_VENUE = 40
ON_HOME = 5


def context(request: HttpRequest, filters: Filters, when: str) -> dict[str, Any]:
    """The groups of the list: `on_now`, `coming`, `months` (past or whole), `featured`, `more`, and `when`: what is shown."""
    rows = filters.apply(Occurrence.objects.published().for_rows())
    first = "after" not in request.GET
    found: dict[str, Any] = {"when": when, "on_now": [], "coming": [], "months": [], "featured": [], "more": "", "is_first": first}
    if not when:
        found["on_now"] = list(rows.on_now().order_by("end", "pk")[:NOW_SHOWN]) if first else []
        coming = pages.keyset(rows.upcoming(), request, field="start", size=PAGE)
        if coming.rows or found["on_now"] or not first:
            return found | {"coming": coming.rows, "more": coming.more, "featured": featured(rows.coming()) if first and not filters.any else []}
    past = when == "past"
    part = pages.keyset(rows.past() if past else rows, request, field="start", size=MONTHS_PAGE, descending=past)
    more = part.more if when or not part.more else f"when=all&{part.more}"
    return found | {
        "when": when or "all", "nothing_coming": not when, "months": months(part.rows), "more": more,
        "featured": featured(rows) if first and not when and not filters.any else [],
    }  # fmt: skip


def featured(rows: Any) -> list[Occurrence]:
    """A date each of the first featured events, for the cards above a list."""
    found: dict[int, Occurrence] = {}
    for row in rows.filter(event__featured=True).order_by("start", "pk")[: FEATURED_SHOWN * 4]:
        found.setdefault(row.event_id, row)
    return list(found.values())[:FEATURED_SHOWN]


def months(rows: Iterable[Occurrence]) -> list[tuple[date, list[Occurrence]]]:
    """The rows by the month in which they begin at their place; a month stands where its first row stood."""
    found: dict[date, list[Occurrence]] = {}
    for row in rows:
        found.setdefault(row.first_day.replace(day=1), []).append(row)
    return list(found.items())


def facets(request: HttpRequest, filters: Filters, shown: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The choice between what is coming and what is past; none where nothing at all is coming."""
    if shown.get("nothing_coming") and not filters.any:
        return []
    options = (("", _("Coming")), ("past", _("Past")), ("all", _("All")))
    return [(_("When"), [{"label": label, "url": filters.address(request.path, when=value), "current": value == shown["when"]} for value, label in options])]


def for_home() -> dict[str, list[Occurrence]]:
    """Rows for the home page: what is `on_now`, `upcoming`, `featured`; where nothing is coming, `latest_past`."""
    rows = Occurrence.objects.published().for_rows()
    on_now, upcoming = list(rows.on_now().order_by("end", "pk")[:ON_HOME]), list(rows.upcoming()[:ON_HOME])
    past = [] if on_now or upcoming else list(rows.past().order_by("-start", "-pk")[:ON_HOME])
    return {"on_now": on_now, "upcoming": upcoming, "latest_past": past, "featured": featured(rows.past() if past else rows.coming())}
