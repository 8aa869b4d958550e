"""A line of a list of events, read as plain values: whole records in three languages would cost a list more than all the rest of its page."""

from collections.abc import Iterator
from typing import Any

from django.db.models.query import ValuesListIterable
from django.utils.safestring import SafeString

from anniversary.languages import dates, text
from anniversary.languages.addresses import address
from anniversary.languages.templatetags.languages import tr
from anniversary.library.models import Image

from .event import Recognition
from .place import drawing_of
from .status import Dated

# In the order in which the library's table has them, as `from_db` takes them.
PICTURE = [field.attname for field in Image._meta.concrete_fields if field.attname in ("id", *Image.CARD)]
FIELDS = [
    "pk", "first_day", "last_day", "time_known", "online_url", "status", "availability", "start", "end", "tz", *text.stored("status_note"),
    "rule_id", "event_id", "event__slug", "event__recognised", *text.stored("event__title", "event__summary"), *(f"event__cover__{name}" for name in PICTURE),
    "category__slug", "category__colour", *text.stored("category__name"), "venue_id", *text.stored("venue__name", "venue__locality"),
]  # fmt: skip


_Fields: Any = text.row_type("_Fields", FIELDS)


class Row(_Fields, Dated):
    """One date of an event as components/event_row.html and event_card.html show it."""

    @property
    def css(self) -> str:
        """What its look says of it besides the words."""
        return f"{' row--off' if self.is_off else ''}{' row--past' if self.is_past else ''}"

    @property
    def recognised_label(self) -> str:
        """In words where the event is recognised, otherwise empty."""
        return "" if self.event__recognised == Recognition.NONE else str(Recognition(self.event__recognised).label)

    # --- date column ------------------------------------------------------------------------------------------------------
    @property
    def day(self) -> str:
        return dates.digits(self.first_day.day)

    @property
    def month(self) -> str:
        return dates.month_of_year(self.first_day)

    @property
    def until(self) -> str:
        return dates.until(self.last_day) if self.several_days else ""

    @property
    def time(self) -> str:
        return dates.clock_time(self.local_start)

    # --- texts, each in the page's language or marked as another's ----------------------------------------------------------
    @property
    def url(self) -> str:
        """Where it leads: one of the evenings of a class to that evening, anything else to its event.

        That a rule wrote it is known without another table; of dates that were typed one by one the row does not know whether there are others.
        """
        if self.rule_id:
            return address("events:day", self.event__slug, self.first_day.isoformat())
        return address("events:detail", self.event__slug)

    @property
    def title(self) -> str | SafeString:
        return tr(self, "event__title")

    @property
    def summary(self) -> str | SafeString:
        return tr(self, "event__summary")

    @property
    def status_note(self) -> str | SafeString:
        return tr(self, "status_note")

    @property
    def category(self) -> str | SafeString:
        return tr(self, "category__name")

    @property
    def place(self) -> str | SafeString:
        return tr(self, "venue__name")

    @property
    def town(self) -> str | SafeString:
        return tr(self, "venue__locality")

    # --- picture: what `record_picture` asks of a record --------------------------------------------------------------------
    @property
    def slug(self) -> str:
        return self.event__slug

    @property
    def cover(self) -> Image | None:
        if self.event__cover__id is None:
            return None
        return Image.from_db(None, PICTURE, [getattr(self, f"event__cover__{name}") for name in PICTURE])

    @property
    def cover_kind(self) -> str:
        return drawing_of(self.category__slug)


class RowIterable(ValuesListIterable):  # type: ignore[type-arg]
    """Makes a queryset of `values_list(*FIELDS)` give rows."""

    def __iter__(self) -> Iterator[Any]:
        return map(Row._make, super().__iter__())
