"""What lists of events are put together from: what is on, coming or past, months, the featured; and what of it the home page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from anniversary import clock
from anniversary.occasion.models import Anniversary, Phase
from anniversary.publishing import pages, prepared

from . import months as months_of
from . import registration
from .filtering.terms import spanning
from .filters import Filters
from .localtime import LONGEST_DAY
from .models import Occurrence

WHEN = ("coming", "past", "all")
NOW_SHOWN = 30  # long events that are on at the same time
FEATURED_SHOWN, HIGHLIGHTS_SHOWN = 3, 6
PAGE = 24
MONTHS_PAGE = 30  # some months of a year, as it is read after it
AT_VENUE = 40
ON_HOME = 5
COUNTED = 50  # dates of a month, of which it is said how many events they are
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
            found["on_now"] = list((on_now(rows) if filters.any else rows.on_now()).order_by("end", "pk")[:NOW_SHOWN])
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
    since = None if past else filters.since
    first, then = in_order(rows.past() if past else rows, since)
    part = pages.keyset(first, request, field="start", size=MONTHS_PAGE, descending=past, then=then)
    begun = [row for row in part.rows if since and row.first_day < since]
    shown = months(row for row in part.rows if row not in begun)
    whole = {month for month, _rows in shown if not part.more or month < _open_from(part.rows[-1])} if above["is_first"] else set()
    return {
        "when": when or "all", "nothing_coming": not chosen and not above["coming"] and not above["on_now"], "begun": begun, "months": shown,
        "month_links": month_links(filters, whole) if not past and (filters.month or (part.rows and not filters.dated)) else [],
        "more": part.more if chosen or not part.more else f"when=all&{part.more}",
        "featured": featured(rows.past()) if above["is_first"] and not chosen and not filters.any else [],
    }  # fmt: skip


def on_now(rows: Any) -> Any:
    """What of the rows is on now, where they are few among many: what lasts for days is looked for apart, of a day only what began just now."""
    dates: QuerySet[Any] = QuerySet(Occurrence).filter(start__lte=clock.now(), end__gt=clock.now()).order_by()
    several, single = dates.filter(last_day__gt=F("first_day")), dates.filter(last_day=F("first_day"), start__gt=clock.now() - LONGEST_DAY)
    return rows.filter(_Among(several.values("pk")) | _Among(single.values("pk")))


def in_order(rows: Any, since: date | None) -> tuple[Any, Any]:
    """The rows in two parts, all of the second after all of the first: what began long before a day and is still on, and the rest.

    For `pages.keyset`. Together they would be looked for from the first date of the programme on.
    """
    if since is None:
        return rows, None
    begun, several = spanning(since)
    return rows.filter(_Among(several.values("pk")), start__lt=begun), rows.filter(start__gte=begun)


class _Among(Subquery):
    """That a date is one of these, which are few: the database is to find them first."""

    output_field = BooleanField()
    template = '"events_occurrence"."id" IN (%(subquery)s)'

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        # As a plain IN it would be a join, and taken for one of many more rows than it is.
        return self.as_sql(compiler, connection, template='"events_occurrence"."id" = ANY(ARRAY(%(subquery)s))')


def _open_from(last: Any) -> date:
    """The month from which on there may be rows after `last`: in order of the moment, the same evening is further west still a day of the month before."""
    return (last.start - timedelta(hours=12)).date().replace(day=1)


def featured(rows: Any, number: int = FEATURED_SHOWN) -> list[Occurrence]:
    """A date each of the first featured events, for the cards above a list."""
    found: dict[int, Occurrence] = {}
    for row in rows.filter(featured=True).order_by("start", "pk")[: number * 4]:
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
    """A month of the programme: its first day, how many events begin in it (0: many, or not counted), and where they are listed."""

    month: date
    events: int
    url: str
    current: bool = False


def month_links(filters: Filters, on_page: Iterable[date] = ()) -> list[MonthLink]:
    """Every month in which something begins, in order. A month that is whole on the page is jumped to, another has a list of its own."""
    path, here = reverse("events:list"), set(on_page) if not filters.month else set()
    return [
        MonthLink(month, number, f"#{month:%Y-%m}" if month in here else filters.address(path, month=f"{month:%Y-%m}"), month == filters.month)
        for month, number in _by_month(filters)
    ]


def _by_month(filters: Filters) -> list[tuple[date, int]]:
    """The months in which something begins, and how many events do; 0 where they are many, and with filters: counting would have to read all.

    One query, which walks over the months of the programme and of each reads no more dates than decide that.
    """
    word, most = _WORDS[connection.vendor], 1 if set(filters.query) - {"month"} else COUNTED
    edges, known = prepared.statement("edges of the programme", lambda keys: months_of.edge_days(), [])
    if most == 1:
        found = filters.apply(_of_a_month(Occurrence.objects.published()), every_month=True)[:1]
        dates, params = found.query.get_compiler(connection=connection).as_sql()
    else:
        dates, params = prepared.statement("dates of a month", lambda keys: _of_a_month(Occurrence.objects.published())[:COUNTED], [])
    after, last = word["after"].format("first"), word["last"].format("edge.until")
    with connection.cursor() as cursor:
        cursor.execute(  # nothing in the text is a reader's: what they typed is among the parameters
            f"WITH RECURSIVE edge AS ({edges}), of_month (first) AS ("  # noqa: S608
            f"SELECT {word['first'].format('first_day')} FROM edge UNION ALL SELECT {after} FROM of_month, edge WHERE {after} <= {last}) "
            f"SELECT first, (SELECT COUNT(*) * 1000 + COUNT(DISTINCT event_id) FROM ({dates}) here) FROM of_month ORDER BY first",
            [*known, *params],
        )
        counted = [(date.fromisoformat(str(first)), *divmod(number, 1000)) for first, number in cursor.fetchall()]
    return [(month, events if number < most else 0) for month, number, events in counted if number]


# Of a day: the month of the day before it (the first date by the moment need not be so by its day, elsewhere), the day after it, the same in
# the month after, the midnights (UTC) a day before and after it.
_WORDS = {
    "sqlite": {
        "first": "date({}, '-1 day', 'start of month')", "last": "date({}, '+1 day')", "after": "date({}, '+1 month')",
        "before": "datetime({}, '-1 day')", "beyond": "datetime({}, '+1 day')", "earlier": '"events_occurrence"."{}" < {}',
    },
    "postgresql": {
        "first": "date_trunc('month', {} - 1)::date", "last": "({} + 1)", "after": "({} + interval '1 month')::date",
        "before": "({} - interval '1 day') AT TIME ZONE 'UTC'", "beyond": "({} + interval '1 day') AT TIME ZONE 'UTC'",
        # Both ends of the same column would be taken for so narrow a range that all of it may be read and sorted.
        "earlier": '("events_occurrence"."{}", "events_occurrence"."id") < ({}, 0)',
    },
}  # fmt: skip


def _of_a_month(rows: Any) -> Any:
    """Of the dates, those that begin in the month of a line of `of_month`: on the clocks of their place and, for the index, by the moment."""
    word, first = _WORDS[connection.vendor], "of_month.first"
    after = word["after"].format(first)
    opens, closes = word["before"].format(first), word["beyond"].format(after)
    begun = [RawSQL(word["earlier"].format(column, end), [], BooleanField()) for column, end in (("first_day", after), ("start", closes))]  # noqa: S611
    # In order, so that the database reads the index, and no more of it than is asked for.
    return rows.filter(*begun, first_day__gte=_raw(first), start__gte=_raw(opens)).order_by("start", "pk").values("event_id")


def _raw(sql: str) -> RawSQL:
    return RawSQL(sql, [])  # noqa: S611 (see _by_month)


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
    return list(rows.upcoming().filter(bookable=True).exclude(status__in=off).filter(registration.is_open()).order_by("start", "pk")[:ON_HOME])
