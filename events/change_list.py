"""The editors' list of events, quick however many there are: nothing is counted, and of what is not shown only keys are read."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import EmptyPage, InvalidPage, Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest

from anniversary import clock
from anniversary.languages import text
from anniversary.search import finding

from .localtime import LONGEST_DAY
from .models import Event, Occurrence, Venue

if TYPE_CHECKING:
    Pages = Paginator[Any]
else:
    Pages = Paginator

AHEAD = 200  # keys that are read with a page: as many events as can be chosen at once
LAST = 10**6  # of the pages that anybody asks for in earnest
WORDS, VENUES = 8, 200  # of a search that are looked at
NEXT = "next_day"  # what the column of the next date is sorted by: no column of the table, see Chained


class Uncounted(Pages):
    """Pages of a list whose length nobody asks for: each is read together with the keys of what follows it.

    `keys` is sliced, `load` gives the records of some of them; both are the queryset's by default. Once a page is read, `count` is how
    many there are as far as it is known, and `is_whole` whether these are all.
    """

    count = 0
    is_whole = True

    def __init__(self, queryset: Any, per_page: int, *args: Any, keys: Any = None, load: Callable[[Sequence[int]], list[Any]] | None = None) -> None:
        super().__init__(queryset, per_page, *args)
        self.queryset = queryset
        self.keys = queryset.values_list("pk", flat=True) if keys is None else keys
        self.load = load or self._loaded

    @property
    def num_pages(self) -> int:  # type: ignore[override]
        return max(-(-self.count // self.per_page), 1)

    def page(self, number: Any) -> "Page[Any]":
        """EmptyPage for one that is not there, PageNotAnInteger for what is no number."""
        number = int(number) if str(number).lstrip("-").isdigit() else self.validate_number(number)
        if not 1 <= number <= LAST:
            raise EmptyPage
        first = (number - 1) * self.per_page
        keys = list(self.keys[first : first + AHEAD + 1])
        if not keys and number > 1:
            raise EmptyPage
        self.count, self.is_whole = first + len(keys), len(keys) <= AHEAD
        return Page(self.load(keys[: self.per_page]), number, self)

    def _loaded(self, keys: Sequence[int]) -> list[Any]:
        found = {row.pk: row for row in self.queryset.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


class Chained:
    """Querysets of keys one after the other, to be sliced. One of them is counted only for a page beyond its end."""

    def __init__(self, *parts: "QuerySet[Any]") -> None:
        self.parts = parts

    def __getitem__(self, asked: slice) -> list[int]:
        found: list[int] = []
        start, wanted = asked.start, asked.stop - asked.start
        for part in self.parts:
            got = list(part[start : start + wanted])
            start = 0 if got or not start else max(start - part.count(), 0)
            found, wanted = found + got, wanted - len(got)
            if not wanted:
                break
        return found


def by_next_date(events: "QuerySet[Any]", *, descending: bool = False) -> Chained:
    """The keys of these events in the order of the next date of each; those without one last, newest first.

    Read from the index of the dates, as far as the page goes: the moment that parts past and coming would make a column of its own stale.
    """
    now, sign = clock.now(), "-" if descending else ""
    coming = Occurrence.objects.coming().filter(event=OuterRef("event"))
    earlier = coming.filter(Q(start__lt=OuterRef("start")) | Q(start=OuterRef("start"), pk__lt=OuterRef("pk")))
    first = Occurrence.objects.filter(~Exists(earlier), Exists(events.order_by().filter(pk=OuterRef("event")))).values_list("event_id", flat=True)
    # What is on now, as readers get it: long ones by their end, from the index that holds these alone; those of one day from the last two days.
    parts = [
        first.on_now().filter(last_day__gt=F("first_day")).order_by(f"{sign}end", f"{sign}pk"),
        first.on_now().filter(last_day=F("first_day"), start__gt=now - LONGEST_DAY).order_by(f"{sign}start", f"{sign}pk"),
        first.upcoming().order_by(f"{sign}start", f"{sign}pk"),
    ]
    rest = events.filter(~Exists(dates_of().coming())).order_by("-pk").values_list("pk", flat=True)
    return Chained(*(reversed(parts) if descending else parts), rest)


def in_order(events: "QuerySet[Any]") -> "QuerySet[Any]":
    """Their keys in the order that they have, read from its index. SQLite would take that of the working copies, and sort all."""
    wanted = events.order_by().filter(pk=OuterRef("pk"))
    return Event.objects.filter(Exists(wanted)).order_by(*events.query.order_by).values_list("pk", flat=True)


def dates_of() -> Any:
    """The dates of an event, for a query that this is a part of."""
    return Occurrence.objects.filter(event=OuterRef("pk"))


def shown(keys: Sequence[int]) -> list[Any]:
    """The events of one page, in this order, each with `date`: the next one, or else its first, with the venue; None without any."""
    ordered = dates_of().order_by("start", "pk").values("pk")
    found = Event.objects.filter(pk__in=keys).select_related("category")
    found = found.annotate(next_date_id=Subquery(ordered.coming()[:1]), first_date_id=Subquery(ordered[:1]))
    events: dict[int, Any] = {event.pk: event for event in found}
    dates = Occurrence.objects.select_related("venue").in_bulk({event.next_date_id or event.first_date_id for event in found} - {None})
    for event in events.values():
        event.date = dates.get(event.next_date_id or event.first_date_id)
    return [events[key] for key in keys if key in events]


def searched(events: "QuerySet[Any]", term: str) -> "QuerySet[Any]":
    """Those of which each word stands in a title, in the address, or in the name or town of a venue, or is found by the search; in any language."""
    for word in term.replace("\x00", "").split()[:WORDS]:
        here = Q(slug__icontains=word) | Q(pk__in=finding.keys("event", word))
        for name in text.stored("title"):
            here |= Q(**{f"{name}__icontains": word})
        at = Q()
        for name in text.stored("name", "locality"):
            at |= Q(**{f"{name}__icontains": word})
        if venues := list(Venue.objects.filter(at).order_by().values_list("pk", flat=True)[:VENUES]):
            here |= Q(pk__in=Occurrence.objects.filter(venue__in=venues).order_by().values("event"))
        events = events.filter(here)
    return events


class EventChangeList(ChangeList):
    """Django's, but that it counts nothing and reads whole records for the page alone."""

    by_next: bool | None = None  # descending or not, where that is what it is sorted by
    is_whole = True
    known = 0

    def get_ordering(self, request: HttpRequest, queryset: "QuerySet[Any]") -> Any:
        found = super().get_ordering(request, queryset)
        self.by_next = {NEXT: False, f"-{NEXT}": True}.get(str(found[0]))
        return [name for name in found if str(name).lstrip("-") != NEXT]

    def get_results(self, request: HttpRequest) -> None:
        if self.by_next is not None:
            keys: Any = by_next_date(self.queryset, descending=self.by_next)
        else:
            keys = in_order(self.queryset) if "updated_at" in str(self.queryset.query.order_by) else None
        self.paginator = Uncounted(self.queryset, self.list_per_page, keys=keys, load=shown)
        try:
            self.result_list = self.paginator.page(self.page_num).object_list  # type: ignore[assignment]
        except InvalidPage:
            raise IncorrectLookupParameters from None
        self.known, self.is_whole = self.paginator.count, self.paginator.is_whole
        self.multi_page = self.paginator.num_pages > 1
        self.can_show_all = self.show_full_result_count = False
        self.show_admin_actions = True
        # “Select all” is offered where this is more than the page shows: where they are counted, and few enough to be chosen.
        self.result_count = self.known if self.is_whole and self.known <= AHEAD else len(self.result_list)
        # The same number twice: Django's search form does not say how many were found.
        self.full_result_count = None if self.is_whole and (self.query or self.has_active_filters) else self.result_count
