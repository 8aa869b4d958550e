"""A month of the programme: as a table of weeks, and day by day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import pgettext

from anniversary.languages import dates
from anniversary.languages.addresses import address as address_of
from anniversary.occasion.models import Anniversary
from anniversary.publishing import prepared

from .filters import Filters
from .models import Occurrence
from .models.row import Row

LANES = 3  # bars above one another in a week of the table; what does not fit is counted
SHOWN = 3  # dates of a single day in a cell of the table
IN_FULL = 40  # entries of a day below the table; the list has the others
BRIEF = 3  # what lasts no longer than this many days stands below each of them, what is longer stands once, above the days
DAY = timedelta(days=1)
UNDATED = {"month": "", "period": "", "from": "", "until": ""}  # filters that say of which days a list is: a month says so itself


@dataclass(frozen=True)
class Bar:
    """What lasts several days, in one week of the table: from the cell in which it stands, over `days` of them."""

    row: Row
    lane: int
    days: int
    continued: bool  # it began before them
    goes_on: bool  # it ends after them

    @property
    def span(self) -> str:
        return dates.span(self.row.first_day, self.row.last_day)


@dataclass
class Day:
    """A day of the month: a cell of the table and, where there is something to tell, a part of the agenda."""

    day: date
    is_today: bool
    rows: list[Row] = field(default_factory=list)  # of this day alone
    entries: list[Row] = field(default_factory=list)  # those, and what lasts a few days
    longer: int = 0  # how much that lasts longer is on
    bars: list[Bar] = field(default_factory=list)  # that stand in this cell
    lanes: int = 0  # how many lanes bars take up in it, wherever they stand
    unseen: int = 0  # bars for which there was no lane

    @property
    def number(self) -> str:
        return dates.digits(self.day.day)

    @property
    def anchor(self) -> str:
        return f"d-{self.day.isoformat()}"

    @property
    def shown(self) -> list[Row]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        """How many the cell does not show."""
        return max(len(self.rows) - SHOWN, 0) + self.unseen

    @property
    def in_full(self) -> list[Row]:
        return self.entries[:IN_FULL]

    @property
    def left_out(self) -> int:
        return max(len(self.entries) - IN_FULL, 0)

    @property
    def is_told(self) -> bool:
        """Whether the agenda has it: every cell that shows less than there is leads there."""
        return bool(self.entries or self.unseen)


# --- months ---------------------------------------------------------------------------------------------------------------
def first_of(day: date) -> date:
    return day.replace(day=1)


def following(first: date) -> date:
    return first_of(first + 31 * DAY)


def previous(first: date) -> date:
    return first_of(first - DAY)


def edges() -> tuple[date, date] | None:
    """The first and the last month with anything of the programme; None while nothing is published."""
    found = prepared.rows("edges of the programme", lambda keys: edge_days(), [])
    return tuple(first_of(date.fromisoformat(str(day))) for day in found[0]) if found else None  # type: ignore[return-value]


def edge_days() -> "QuerySet[Any]":
    """`first_day` of the programme and `until`, its last day, in one row."""
    rows = Occurrence.objects.published()
    last = rows.order_by("-end", "-pk").values("last_day")[:1]
    found = rows.order_by("start", "pk").annotate(until=Subquery(last))
    return QuerySet.values_list(found, "first_day", "until")[:1]  # modeltranslation's own would put `until` first


def between(first: date, last: date) -> Iterator[date]:
    """Every month from one to another."""
    while first <= last:
        yield first
        first = following(first)


def suggested(filters: Filters, begin: date, end: date) -> date:
    """The month that is asked for or today's; where the programme does not reach it, the nearest that it does reach."""
    return min(max(filters.month or first_of(Anniversary.current().today), begin), end)


def of_list(shown: dict[str, Any]) -> date | None:
    """The month in which a list (listings.context) begins; None where it is empty. What it shows is in the programme's months, so no query."""
    if shown["on_now"]:
        return first_of(Anniversary.current().today)
    rows = [*shown.get("begun", [])[:1], *shown["coming"][:1], *(row for _month, rows in shown["months"][:1] for row in rows[:1])]
    return first_of(rows[0].first_day) if rows else None


def address(filters: Filters, first: date) -> str:
    """Of the month, with the filters of the list."""
    return filters.address(address_of("events:month", f"{first:%Y}", f"{first:%m}"), **UNDATED)


def views(filters: Filters, first: date | None, *, listed: date | None = None, view: str = "list") -> tuple[str, list[dict[str, Any]]]:
    """The choice between list, month and map, for components/facets.html; none without a month. `listed`: the month to which the list is narrowed."""
    if first is None:
        return "", []
    days = UNDATED | {"month": f"{listed:%Y-%m}" if listed else ""} if view == "month" else {}  # a month says of which days it is, whatever they say
    found = [
        ("list", pgettext("view of the programme", "List"), filters.address(reverse("events:list"), **days)),
        ("month", pgettext("view of the programme", "Month"), address(filters, first)),
        ("map", pgettext("view of the programme", "Map"), filters.address(reverse("events:map"), **days)),
    ]
    return pgettext("of the programme", "View"), [{"label": label, "url": url, "current": name == view} for name, label, url in found]


# --- what is in it --------------------------------------------------------------------------------------------------------
def rows_of(filters: Filters, first: date) -> list[Row]:
    """What is on in the month on the clocks of its place, in the order in which it begins.

    By the moment too, a day wider on either side than the month is anywhere: that is what there are indexes for. What lasts several
    days is asked for apart: of a single day it is known that it begins in the month.
    """
    after = following(first)
    opens, closes = (datetime(day.year, day.month, 1, tzinfo=UTC) for day in (first, after))
    rows = filters.apply(Occurrence.objects.published().for_rows(), every_month=True)
    single = rows.filter(last_day=F("first_day"), first_day__gte=first, first_day__lt=after, start__gte=opens - DAY, start__lt=closes + DAY)
    several = rows.filter(last_day__gt=F("first_day"), first_day__lt=after, last_day__gte=first, start__lt=closes + DAY, end__gt=opens - DAY)
    return sorted([*single.order_by(), *several.order_by()], key=lambda row: (row.start, row.pk))


def neighbours(filters: Filters, first: date) -> list[date]:
    """The months nearest to an empty one that are not: at most one before it, one after it."""
    rows, after = filters.apply(Occurrence.objects.published(), every_month=True), following(first)
    opens, closes = (datetime(day.year, day.month, 1, tzinfo=UTC) for day in (first, after))
    earlier = rows.filter(last_day__lt=first, end__lt=opens + DAY).order_by("-end", "-pk").values_list("last_day", flat=True)[:1]
    later = rows.filter(first_day__gte=after, start__gt=closes - DAY).order_by("start", "pk").values_list("first_day", flat=True)[:1]
    return [first_of(day) for day in (*earlier, *later)]


def context(filters: Filters, first: date) -> dict[str, Any] | None:
    """For events/month.html; None for a month that is none of the programme's."""
    found, rows = edges(), rows_of(filters, first)
    if found is None or not (rows or found[0] <= first <= found[1]):
        return None
    days = days_of(rows, first)
    weeks = weeks_of(days, rows)
    before, after = previous(first), following(first)
    begun_here = any(row.first_day >= first for row in rows)
    return {
        "first": first,
        "name": dates.partial_with_era(f"{first:%Y-%m}"),
        "weekdays": [dates.weekday(_monday(dates.first_weekday() + number)) for number in range(7)],
        "weeks": weeks if rows else [],
        "several": [row for row in rows if _length(row) > BRIEF],
        "agenda": [(day, _list_of(filters, day.day)) for day in days if day.is_told],
        "before": (dates.month(before), address(filters, before)) if found[0] <= before else None,
        "after": (dates.month(after), address(filters, after)) if after <= found[1] else None,
        "nearest": [] if rows else [(dates.month(month), address(filters, month)) for month in neighbours(filters, first)],
        "views": views(filters, first, listed=first if begun_here else None, view="month"),
    }


def days_of(rows: Iterable[Row], first: date) -> list[Day]:
    """Every day of the month with what is on in it."""
    today, after = Anniversary.current().today, following(first)
    days = [Day(day, day == today) for day in (first + number * DAY for number in range((after - first).days))]
    for row in rows:
        part = days[max((row.first_day - first).days, 0) : (row.last_day - first).days + 1]
        if not row.several_days:
            part[0].rows.append(row)
        for day in part:
            if _length(row) <= BRIEF:
                day.entries.append(row)
            else:
                day.longer += 1
    return days


def weeks_of(days: Sequence[Day], rows: Iterable[Row]) -> list[list[Day | None]]:
    """The days by weeks, as the page's language begins them, with bars laid over them; None for a day of another month."""
    empty: list[Day | None] = [None] * ((days[0].day.weekday() - dates.first_weekday()) % 7)
    cells = [*empty, *days]
    cells += [None] * (-len(cells) % 7)
    weeks = [cells[number : number + 7] for number in range(0, len(cells), 7)]
    several = [row for row in rows if row.several_days]
    for week in weeks:
        _lay(several, [day for day in week if day])
    return weeks


def _lay(rows: Iterable[Row], week: list[Day]) -> None:
    """Puts the bars of a week into lanes: what begins first, and of that the longest, into the highest that is free."""
    begin, end = week[0].day, week[-1].day
    here = [(max(row.first_day, begin), min(row.last_day, end), row) for row in rows if row.first_day <= end and row.last_day >= begin]
    taken = [date.min] * LANES  # the last day that is taken of each
    for since, until, row in sorted(here, key=lambda part: (part[0], part[0] - part[1], part[2].start, part[2].pk)):
        part = week[(since - begin).days : (until - begin).days + 1]
        lane = next((number for number in range(LANES) if taken[number] < since), None)
        if lane is None:
            for day in part:
                day.unseen += 1
            continue
        taken[lane] = until
        part[0].bars.append(Bar(row, lane, len(part), row.first_day < since, row.last_day > until))
        for day in part:
            day.lanes = max(day.lanes, lane + 1)


def _length(row: Row) -> int:
    return int((row.last_day - row.first_day).days) + 1


def _list_of(filters: Filters, day: date) -> str:
    """The list of a single day."""
    return filters.address(address_of("events:list"), **UNDATED | {"from": day.isoformat(), "until": day.isoformat()})


def _monday(plus: int) -> date:
    """A day of the week: the Monday of some week, or so many days after it."""
    return date(2024, 1, 1) + plus * DAY
