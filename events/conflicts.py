"""What else is planned at the same place at the same time. Editors are told while they plan; nobody is kept from saving."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from anniversary import clock
from anniversary.languages import dates, text
from anniversary.publishing.models import Status

from .localtime import LONGEST_DAY
from .models import Occurrence, OccurrenceStatus
from .rescheduling_forms import when

SHOWN = 5  # of one date, or in one message
# Nobody comes to the place of the others.
HELD = [OccurrenceStatus.SCHEDULED, OccurrenceStatus.RESCHEDULED]
COLUMNS = [
    "venue", "first_day", "last_day", "start_time", "end_time", "all_day", "start", "end", "tz", "time_known", "event__slug",
    *text.stored("room", "event__title"),
]  # fmt: skip


@dataclass(frozen=True)
class Conflict:
    """That `other` is held where `row` is: `same_room`, or at a venue for which neither names a room; `certain` where the hours say so."""

    row: Occurrence
    other: Any
    same_room: bool
    certain: bool

    @property
    def words(self) -> str:
        if self.certain:
            return _("Same room, same time:") if self.same_room else _("Same venue, same time, and no room is given:")
        return _("Same room, same day, perhaps not at the same time:") if self.same_room else _("Same venue, same day, perhaps not at the same time:")

    @property
    def html(self) -> SafeString:
        """In words, with a link to the other event."""
        if self.other.event_id == self.row.event_id:
            named: str = _("another date of this event")
        else:
            named = format_html('<a href="{}">{}</a>', reverse("admin:events_event_change", args=[self.other.event_id]), self.other.event)
        return format_html("{} {} ({})", self.words, named, when(self.other))


def of(rows: Sequence[Occurrence], *, besides: Collection[int] = ()) -> list[list[Conflict]]:
    """The conflicts of each of the rows, saved or not, with all saved dates but those `besides`. One query, however many the rows are.

    Drafts count, since editors plan with them; working copies, withdrawn events, and what is past, off or online do not.
    """
    here = [row for row in rows if is_held(row)]
    if not here:
        return [[] for _row in rows]
    first, last = min(row.start for row in here), max(row.end for row in here)
    others = (
        Occurrence.objects.filter(venue__in={row.venue_id for row in here}, start__lt=last, end__gt=max(first, clock.now()), status__in=HELD)
        .filter(Q(start__gt=first - LONGEST_DAY) | Q(last_day__gt=F("first_day")))  # all that began before need not be looked through
        .filter(event__copy_of=None)
        .exclude(event__status=Status.WITHDRAWN)
        .exclude(pk__in=besides)
        .select_related("event")
        .only(*COLUMNS)
        .order_by("start", "pk")
    )
    at: dict[Any, tuple[list[Any], list[Any]]] = {}  # by venue: those of one day, those of several
    for other in others:
        at.setdefault(other.venue_id, ([], []))[other.last_day > other.first_day].append(other)
    return [list(_of_one(row, *at.get(row.venue_id, ([], [])))) if is_held(row) else [] for row in rows]


def is_held(row: Occurrence) -> bool:
    """Whether somebody is going to be at its place."""
    return bool(row.venue_id) and row.status in HELD and not row.is_past


def _of_one(row: Occurrence, of_a_day: list[Any], long: list[Any]) -> Iterator[Conflict]:
    near = slice(bisect_left(of_a_day, row.start - LONGEST_DAY, key=_start), bisect_left(of_a_day, row.end, key=_start))
    for other in [*long, *of_a_day[near]]:
        if found := between(row, other):
            yield found


def _start(row: Any) -> Any:
    return row.start


def between(row: Occurrence, other: Any) -> Conflict | None:
    """What two dates at the same venue have to do with each other. An end at the moment of a beginning is no conflict."""
    if (row.pk and row.pk == other.pk) or not (row.start < other.end and other.start < row.end):
        return None
    mine, others = rooms(row), rooms(other)
    same_room = bool(mine & others)
    return Conflict(row, other, same_room, certain(row, other)) if same_room or not (mine or others) else None


def rooms(row: Any) -> set[str]:
    """Its room as each language calls it, whatever capitals and spaces; empty where none is named."""
    named = (" ".join((getattr(row, name) or "").split()).casefold() for name in text.stored("room"))
    return {name for name in named if name}


def certain(row: Occurrence, other: Any) -> bool:
    """Whether two that overlap do so by hours that were stated: a beginning without an end fills the rest of its day only perhaps."""
    if not (row.time_known and other.time_known):
        return False
    earlier = min(row, other, key=lambda one: one.start)
    return bool(row.start == other.start or earlier.end_time)


# --- in words -----------------------------------------------------------------------------------------------------------
def lines(found: Sequence[Conflict]) -> SafeString:
    """Beside a date: a list; empty without any."""
    if not found:
        return SafeString()
    shown = [(conflict.html,) for conflict in found[:SHOWN]]
    if (more := len(found) - SHOWN) > 0:
        shown.append((format_html("{}", _("and %(count)s more") % {"count": dates.number(more)}),))
    return format_html('<ul class="conflicts">{}</ul>', format_html_join("", "<li>{}</li>", shown))


def message(found: Iterable[list[Conflict]]) -> SafeString | None:
    """After saving, of all dates: each with its own day. None without any."""
    every = [conflict for of_one in found for conflict in of_one]
    if not every:
        return None
    told = [(when(conflict.row), conflict.html) for conflict in every[:SHOWN]]
    listed = format_html_join("", "<li>{}: {}</li>", told)
    if len(every) > SHOWN:
        listed += format_html("<li>{}</li>", _("and %(count)s more") % {"count": dates.number(len(every) - SHOWN)})
    return format_html("{}<ul>{}</ul>", _("Saved. At the same place something else is planned:"), listed)
