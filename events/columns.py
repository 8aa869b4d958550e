"""The columns of a table of events: how each is headed, explained, written and read. One row a date; what is of the event stands in each of its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from anniversary.directory.models import Organisation
from anniversary.languages import shown
from anniversary.library.models import Tag
from anniversary.programmes.models import Programme

from . import cells, facts
from .drafts import BODY
from .models import Admission, Attendance, Availability, Category, Event, Occurrence, OccurrenceStatus, Organisership, Recognition, Series, Venue

EVENT, DATE = "event", "date"
AS_DAY, AS_HOUR = gettext_lazy("For example 2023-02-20."), gettext_lazy("For example 18:00.")
AS_MOMENT = gettext_lazy("Day and hour on the clocks of the place, for example 2023-02-20 18:00.")
AS_FLAG = gettext_lazy("“yes”, or empty for no.")
AS_NAME = gettext_lazy("Its address (slug), or its name in any language.")
AS_NAMES = gettext_lazy("Addresses (slugs) or names, with commas between them.")


class Known:
    """The records that cells may name, each kind read once and only when it is asked for."""

    @cached_property
    def categories(self) -> cells.Names:
        return cells.Names(Category.objects.all(), "name")

    @cached_property
    def venues(self) -> cells.Names:
        return cells.Names(Venue.objects.all(), "name", _with_town)

    @cached_property
    def series(self) -> cells.Names:
        return cells.Names(Series.objects.all(), "name")

    @cached_property
    def programmes(self) -> cells.Names:
        return cells.Names(Programme.objects.filter(copy_of=None), "title")

    @cached_property
    def organisations(self) -> cells.Names:
        return cells.Names(Organisation.objects.all(), "name")

    @cached_property
    def tags(self) -> cells.Names:
        return cells.Names(Tag.objects.all(), "label", lambda tag: [tag.name])

    @cached_property
    def spoken(self) -> list[tuple[str, str]]:
        return facts.spoken()


def _with_town(venue: Venue) -> list[str]:
    pairs = [(getattr(venue, f"name_{code}"), getattr(venue, f"locality_{code}")) for code in settings.MODELTRANSLATION_LANGUAGES]
    return [f"{name}, {town}" for name, town in pairs if name and town]


@dataclass(frozen=True, kw_only=True)
class Column:
    """`field` is the model's whose words it is headed and explained by, `name` the attribute that it holds; `read` raises cells.Bad."""

    part: str
    heading: str
    name: str
    label: str
    help: str
    how: Any = ""
    write: Callable[[Any], Any]
    read: Callable[[Any, Known], Any] | None = None  # None: for reading only

    @property
    def explanation(self) -> str:
        return " ".join(filter(None, (self.help, str(self.how))))


def _column(
    part: str, name: str, read: Any, *, heading: str = "", code: str = "", label: str = "", help: str | None = None, how: Any = "", write: Any = None,
) -> Column:  # fmt: skip
    field: Any = (Event if part == EVENT else Occurrence)._meta.get_field(name)
    attribute = f"{name}_{code}" if code else name
    label = capfirst(label or str(field.verbose_name))
    return Column(
        part=part, heading=f"{heading or name}_{code}" if code else heading or name, name=attribute,
        label=f"{label} ({dict(settings.LANGUAGES)[code]})" if code else label, help=str(field.help_text if help is None else help), how=how,
        write=write or (lambda record: getattr(record, attribute)), read=read,
    )  # fmt: skip


def _text(cell: Any, known: Known) -> str:
    return cells.text(cell)


def _texts(part: str, name: str) -> list[Column]:
    return [_column(part, name, _text, code=code) for code in shown.codes()]


def _choice(part: str, name: str, kind: type[models.TextChoices], heading: str = "", label: str = "") -> Column:
    words = ", ".join(f"{member.value} ({member.label})" for member in kind)
    how = _("One of these: %(choices)s.") % {"choices": words}
    return _column(part, name, lambda cell, known: cells.choice(cell, kind), heading=heading, label=label, how=how)


def _flag(part: str, name: str) -> Column:
    return _column(part, name, lambda cell, known: cells.flag(cell), how=AS_FLAG, write=lambda record: "yes" if getattr(record, name) else "")


def _named(part: str, name: str, among: str) -> Column:
    def write(record: Any) -> str:
        found = getattr(record, name)
        return found.slug if found else ""

    return _column(part, name, lambda cell, known: getattr(known, among).find(cell), how=AS_NAME, write=write)


def _moment(name: str) -> Column:
    def write(row: Any) -> datetime | None:
        at = getattr(row, name)
        return at.astimezone(row.zone).replace(tzinfo=None) if at else None

    return _column(DATE, name, lambda cell, known: cells.moment(cell), how=AS_MOMENT, write=write)


def _organisers(cell: Any, known: Known) -> list[tuple[Any, str]]:
    """(organisation, role) of “foundation, city-hall: support”."""
    found: dict[Any, str] = {}
    for part in cells.several(cell):
        name, _colon, role = part.replace("：", ":").partition(":")
        role = cells.choice(role, Organisership.Role) if role.strip() else Organisership.Role.ORGANISER.value
        try:
            found[known.organisations.find(name)] = role
        except cells.Bad as bad:
            raise cells.Bad(f"“{name.strip()}”: {bad}") from None
    return list(found.items())


def _tags(cell: Any, known: Known) -> list[Any]:
    found = []
    for part in cells.several(cell):
        try:
            found.append(known.tags.find(part))
        except cells.Bad as bad:
            raise cells.Bad(f"“{part}”: {bad}") from None
    return found


def _body(code: str) -> Column:
    label = _("Text of the page (%(language)s)") % {"language": dict(settings.LANGUAGES)[code]}
    return Column(
        part=EVENT, heading=f"body_{code}", name=f"body_{code}", label=label,
        help=_("Paragraphs, headings, lists and links, in HTML. Pictures, videos and so on are not in the table. Written in an event’s first row only."),
        read=_text, write=lambda event: "\n".join(row.text for row in getattr(event, BODY).all() if row.region == code),
    )  # fmt: skip


def of_event() -> list[Column]:
    """What is of the event, in the languages that the site shows."""
    roles = ", ".join(f"{role.value} ({role.label})" for role in Organisership.Role)
    return [
        _column(EVENT, "slug", _text, how=_("Rows with the same one are the dates of one event.")),
        *_texts(EVENT, "title"), *_texts(EVENT, "summary"),
        _named(EVENT, "category", "categories"), _named(EVENT, "programme", "programmes"), _named(EVENT, "series", "series"),
        Column(
            part=EVENT, heading="organisers", name="organisers", label=capfirst(_("organisers")), help=str(AS_NAMES), read=_organisers,
            how=_("After a colon as what: %(roles)s. For example: city-hall, foundation: support.") % {"roles": roles},
            write=lambda event: ", ".join(f"{held.organisation.slug}: {held.role}" for held in event.organisers.all()),
        ),
        _choice(EVENT, "admission", Admission), *_texts(EVENT, "conditions"), _choice(EVENT, "attendance", Attendance),
        _column(
            EVENT, "languages", lambda cell, known: cells.languages(cell, known.spoken), help="", how=_("For example: en, ja."),
            write=lambda event: ", ".join(event.languages),
        ),
        _choice(EVENT, "recognised", Recognition), _column(EVENT, "recognition_number", _text), _flag(EVENT, "featured"),
        _column(EVENT, "tags", _tags, how=AS_NAMES, write=lambda event: ", ".join(sorted(tag.slug for tag in event.tags.all()))),
        *(_body(code) for code in shown.codes()),
        Column(
            part=EVENT, heading="state", name="", label=capfirst(_("status")), write=lambda event: event.state,
            help=_("For reading: what the page’s status is. An import makes drafts, whatever stands here."),
        ),
    ]  # fmt: skip


def of_date() -> list[Column]:
    """What is of one of its dates."""
    return [
        _column(DATE, "first_day", lambda cell, known: cells.day(cell), heading="day", how=AS_DAY),
        _column(DATE, "start_time", lambda cell, known: cells.hour(cell), heading="from", how=_("For example 18:00. Empty: the hour is not stated.")),
        _column(
            DATE, "last_day", lambda cell, known: cells.day(cell), how=_("Empty: it ends on the same day."),
            write=lambda row: row.last_day if row.several_days else None,
        ),
        _column(DATE, "end_time", lambda cell, known: cells.hour(cell), heading="to", how=AS_HOUR),
        _flag(DATE, "all_day"), _column(DATE, "doors_at", lambda cell, known: cells.hour(cell), how=AS_HOUR),
        _named(DATE, "venue", "venues"), *_texts(DATE, "room"), _column(DATE, "online_url", _text), _column(DATE, "own_tz", _text, heading="time_zone"),
        _choice(DATE, "status", OccurrenceStatus, "date_status", _("status of the date")), *_texts(DATE, "status_note"),
        _column(DATE, "capacity", lambda cell, known: cells.number(cell)), _choice(DATE, "availability", Availability),
        _column(DATE, "registration_url", _text), _moment("registration_opens"), _moment("registration_closes"),
        *(_flag(DATE, name) for name in Occurrence.ACCESS),
    ]  # fmt: skip


def headings(columns: list[Column]) -> dict[str, Column]:
    """The columns by what may stand above them: their heading, or their label in any language of the site."""
    found = {_plain(column.heading): column for column in columns}
    for code in shown.codes():
        with override(code):
            labels = {column.heading: column.label for column in [*of_event(), *of_date()]}
        for column in columns:
            found.setdefault(_plain(labels[column.heading]), column)
    return found


def heading(columns: dict[str, Column], cell: Any) -> Column | None:
    return columns.get(_plain(str(cell)))


def _plain(words: str) -> str:
    return cells.normal(words.replace("_", " "))
