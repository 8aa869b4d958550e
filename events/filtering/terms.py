"""The kinds of filters that there are: words of a fixed list, records named by their slug, months, days."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.http import Http404
from django.utils.functional import Promise

from anniversary.directory.models import Referred
from anniversary.languages import dates, text
from anniversary.search import asking
from events import localtime
from events.models import Occurrence

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")
MONTH = re.compile(r"(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])")
FEW = 500  # of more events than these, the dates are read in order until a page is full
LONGEST = 100  # characters of what is typed
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Choice:
    """A value as it stands in an address, and in words; `language` is that of the words, `reading` how they are read, if they are a Japanese name."""

    value: str
    label: str
    language: str = ""
    reading: str = ""


@dataclass(frozen=True)
class Chosen(Choice):
    """A value that an address asks for, and what a date has to meet."""

    name: str = ""
    title: str | Promise = ""
    condition: Q = Q()  # noqa: RUF009 (nobody changes it)


@dataclass(frozen=True)
class Term:
    """One filter: its name in an address, and what readers call it."""

    name: str
    title: str | Promise

    def chosen(self, choice: Choice, condition: Q) -> Chosen:
        language = choice.language or text.current()
        return Chosen(choice.value, choice.label, language, name=self.name, title=self.title, condition=condition)


@dataclass(frozen=True)
class Words(Term):
    """A filter whose values are a list of (value, words); `narrow` makes a value's condition."""

    words: Callable[[], Iterable[tuple[str, Any]]]
    narrow: Callable[[str], Q]

    def read(self, value: str) -> Chosen:
        """Http404 for a value that is not in the list."""
        label = dict(self.words()).get(value)
        if label is None:
            raise Http404
        return self.chosen(Choice(value, str(label)), self.narrow(value))

    def offered(self, values: Iterable[str]) -> list[Choice]:
        """Those of the list that are among `values`, in the list's order."""
        found = set(values)
        return [Choice(value, str(label)) for value, label in self.words() if value in found]


@dataclass(frozen=True)
class Spoken(Term):
    """A language, by its code: any that has a name. Which are offered is a matter of the events."""

    name_of: Callable[[str], str]
    narrow: Callable[[str], Q]

    def read(self, value: str) -> Chosen:
        label = self.name_of(value) if re.fullmatch(r"[a-z]{2,3}(-[a-zA-Z0-9]{2,8})?", value) else value
        if label == value:
            raise Http404
        return self.chosen(Choice(value, label), self.narrow(value))

    def offered(self, values: Iterable[str]) -> list[Choice]:
        return sorted((Choice(value, self.name_of(value)) for value in set(values)), key=lambda choice: choice.label)


@dataclass(frozen=True)
class Typed(Term):
    """Words that a reader types; `events` gives the keys of the events that have them, `label` what a list says of them."""

    events: "Callable[[str], QuerySet[Any]]"
    label: Callable[[str], str]

    def read(self, value: str) -> Chosen | None:
        """None where there is nothing to look for."""
        text = self.clean(value)
        return self.chosen(Choice(text, self.label(text)), self.narrow(text)) if text else None

    def clean(self, value: str) -> str:
        """The words in one form, no more than an address should hold."""
        return asking.clean(value)[:LONGEST].rstrip()

    def narrow(self, text: str) -> Q:
        """What a date has to meet for its event to have the words: as with records (see Records.narrow), few are looked for by name."""
        found = self.events(text)
        keys = set(found[:FEW])
        return Q(event__in=keys) if len(keys) < FEW else Q(Exists(found.filter(object_id=OuterRef("event_id")).order_by()))


@dataclass(frozen=True)
class Records(Term):
    """A filter whose values are the slugs of records; `path` leads from a date to them, `label` is their translated name.

    `events`: where it is not the dates but their events that have them, the events (as `key`) of a record, or of an expression for its key.
    """

    model: type[models.Model]
    path: str
    label: str
    events: "Callable[[Any], QuerySet[Any]] | None" = None
    public: Callable[[], "QuerySet[Any]"] | None = None  # None: those that a published date has
    every: bool = False  # also those without any date
    otherwise: str = ""  # the field that names those without a label

    def known(self) -> "QuerySet[Any]":
        """Those that an address may name."""
        if self.every:
            return QuerySet(self.model)
        return QuerySet(self.model).filter(pk__in=self.public().values("pk")) if self.public else self.dated(Occurrence.objects.published())

    def dated(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Those that one of these dates has. Not modeltranslation's own queryset: that mixes up the columns of a union."""
        found: QuerySet[Any] = QuerySet(self.model)
        if self.public:
            found = found.filter(pk__in=self.public().values("pk"))
        return found.filter(Exists(rows.filter(**{self.path: OuterRef("pk")}).order_by()))

    def narrow(self, row: Any) -> Q:
        """What a date has to meet to be one of this record's (a row of `columns`).

        The events of a record that has few are named: their dates are looked for by them. Of one that has many, the dates are read in order,
        and of each it is asked whether it is one. A join would leave the choice to the database, and SQLite knows no numbers to make it by.
        """
        if not self.events:
            return Q(**{self.path: row.pk})
        keys = [int(key) for key in (row.event_keys or "").split(",") if key]
        return Q(event__in=keys) if len(keys) < FEW else Q(Exists(self.events(row.pk).filter(key=OuterRef("event_id"))))

    def columns(self, records: "QuerySet[Any]", place: int, *, events: bool = False) -> "QuerySet[Any]":
        """(place, key, slug, name of those without a label, its events, how it is read, label in each language): the same for every model, for one query.

        With `events`, the keys of those that it has, no more than FEW.
        """
        named = models.F(self.otherwise) if self.otherwise else Value("", TextField())
        keys = _Keys(self.events(OuterRef("pk"))[:FEW]) if events and self.events else Value("", TextField())
        read = models.F("reading") if issubclass(self.model, Referred) else Value("", TextField())
        found = records.order_by().annotate(place=Value(place, IntegerField()), otherwise=named, event_keys=keys, read=read)
        return QuerySet.values_list(found, "place", "pk", "slug", "otherwise", "event_keys", "read", *text.stored(self.label))


class _Keys(Subquery):
    """The column `key` of a query as one text, separated by commas."""

    template = "(SELECT group_concat(few.key) FROM (%(subquery)s) few)"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template="(SELECT string_agg(few.key::text, ',') FROM (%(subquery)s) few)")


Named: Any = text.row_type("Named", ["place", "pk", "slug", "otherwise", "event_keys", "reading", *text.stored("name")])


def named(parts: Iterable["QuerySet[Any]"]) -> list[Any]:
    """The records of all parts (see Records.columns), in one query; none for no parts."""
    queries = list(parts)
    if not queries:
        return []
    return [Named._make(row) for row in (queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0])]


def choice(row: Any) -> Choice:
    label, language = text.pick(row, "name")
    return Choice(row.slug, label or row.otherwise or row.slug, language, row.reading)


@dataclass(frozen=True)
class Month(Term):
    """The month in which a date begins, at its place."""

    def read(self, value: str) -> Chosen:
        first = month_of(value)
        if first is None:
            raise Http404
        following = (first + timedelta(days=32)).replace(day=1)
        # By the moment too, a day wider on either side than the month is anywhere: that is what there is an index for.
        condition = Q(first_day__gte=first, first_day__lt=following, start__gte=midnight(first, -1), start__lt=midnight(following, 1))
        return self.chosen(Choice(value, dates.month(first)), condition)


@dataclass(frozen=True)
class Day(Term):
    """The first or the last day of a stretch of time that a date has to touch, at its place."""

    last: bool
    words: Callable[[str], str]

    def read(self, value: str) -> Chosen:
        """ValueError for what is no day, or one that is beyond all programmes."""
        day = date.fromisoformat(value) if DAY.fullmatch(value) else None
        if day is None or not localtime.in_range(day):
            raise ValueError(value)
        return self.chosen(Choice(value, self.words(dates.day(day, weekday=False))), on_or_before(day) if self.last else on_or_after(day))


def on_or_after(day: date) -> Q:
    """Goes on on this day or later, on the clocks of the place; by the moment too, for the index (see Month)."""
    return Q(last_day__gte=day, end__gt=midnight(day, -1))


def on_or_before(day: date) -> Q:
    """Has begun on this day."""
    return Q(first_day__lte=day, start__lt=midnight(day, 2))


def spanning(day: date) -> tuple[datetime, "QuerySet[Any]"]:
    """A moment from which on begins whatever is of a single day and touches this one, wherever it is; the dates that begin before it and may touch it."""
    begun = midnight(day, -2)
    several: QuerySet[Any] = QuerySet(Occurrence).filter(last_day__gt=models.F("first_day"), start__lt=begun, end__gt=midnight(day, -1))
    return begun, several.order_by()


def midnight(day: date, later: int) -> datetime:
    """The midnight, in UTC, with which the day begins that is `later` days after this one."""
    return datetime.combine(day + timedelta(days=later), time(0), UTC)


def month_of(text: str) -> date | None:
    """The first day of a month as it stands in an address ("2023-02"); None for an empty text, Http404 for anything else."""
    if text and not MONTH.fullmatch(text):
        raise Http404
    return date.fromisoformat(f"{text}-01") if text else None
