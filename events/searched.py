"""What of events, and of what they are sorted by, is found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anniversary.directory.models import Role
from anniversary.directory.searched import reading
from anniversary.languages import dates, text
from anniversary.publishing.searched import Target, describe
from anniversary.search.describing import fill, own, shown
from anniversary.search.fetching import fetched
from anniversary.search.registry import Described

from . import facts
from .models import Admission, Attendance, Category, Credit, Event, Occurrence, OccurrenceStatus, Recognition, Series, Venue

DAYS = 60  # of an event that are written out


def events(keys: Sequence[int]) -> Iterable[Described]:
    """Events, with what their pages name whatever else is public: not the programme, nor what others have on them."""
    records = fetched(Event, keys, "category", "series", "occurrences__venue", "organisers__organisation", "credits__person__roles")
    return describe(records, _facts, day=lambda record: min((row.first_day for row in record.occurrences.all()), default=None), opens=_opens, names=_names)


def _opens(record: Any) -> Iterator[Target]:
    yield from (("organisation", held.organisation_id) for held in record.organisers.all())
    yield from (("person", credit.person_id) for credit in record.credits.all())
    yield from (("venue", row.venue_id) for row in record.occurrences.all() if row.venue_id)


def _names(record: Any) -> Iterator[Target]:
    yield "category", record.category_id
    if record.series_id:
        yield "series", record.series_id


def _facts(record: Any, language: str) -> Iterator[str]:
    rows = list(record.occurrences.all())
    yield shown(record.category, "name", language)
    yield from _dates(rows, language)
    yield from dict.fromkeys(line for row in rows for line in _place(row, language))
    yield from _admission(record, language)
    yield from facts.access(rows)
    for label, held in facts.by_role(list(record.organisers.all())):
        yield f"{label} {', '.join(shown(organisation, 'name', language) for organisation in held)}"
    yield from _people(record, rows, language)
    yield shown(record.series, "name", language)
    if record.recognised != Recognition.NONE:
        yield str(record.get_recognised_display())
    if record.recognised == Recognition.OFFICIAL:
        yield record.recognition_number


def _dates(rows: list[Occurrence], language: str) -> Iterator[str]:
    """The days, and what has become of those that are not held as planned."""
    for first, last in list(dict.fromkeys((row.first_day, row.last_day) for row in rows))[:DAYS]:
        yield dates.span_with_era(first, last, language)
    yield from dict.fromkeys(line for row in rows for line in (row.status_told, own(row, "status_note", language)))


def _place(row: Occurrence, language: str) -> Iterator[str]:
    """Where a date is and how to get there; nothing where one only takes part online."""
    if row.venue is None or row.status == OccurrenceStatus.MOVED_ONLINE:
        return
    yield shown(row, "room", language)
    yield from _venue(row.venue, language, "name", "locality", "address")


def _admission(record: Any, language: str) -> Iterator[str]:
    if record.admission != Admission.NOT_STATED:
        yield str(record.get_admission_display())
    yield own(record, "conditions", language)
    if record.attendance != Attendance.IN_PERSON:
        yield str(record.get_attendance_display())
    yield from (facts.language_name(code) for code in record.languages)


def _people(record: Any, rows: list[Occurrence], language: str) -> Iterator[str]:
    """Who takes part, each with the credit's own words or else the office held on the first date, as the page has it."""
    on = rows[0].first_day.isoformat() if rows else ""
    for credit in record.credits.all():
        said = own(credit, "role", language)
        if not text.pick(credit, "role")[0] and (role := facts.role_on(credit.person, on)):
            said = own(role, "title", language)
        yield f"{shown(credit.person, 'name', language)} {said}"


def at_venue(venue: Venue) -> Iterable[int]:
    """The keys of the events whose pages tell the way to the venue."""
    return venue.occurrences.order_by().values_list("event_id", flat=True).distinct()


def with_person_of(role: Role) -> Iterable[int]:
    """The keys of the events that may name the role beside its person."""
    return Credit.objects.filter(person=role.person_id).order_by().values_list("event_id", flat=True)


def venues(keys: Sequence[int]) -> Iterable[Described]:
    return fill(_each(Venue, keys), title=_name, body=_of_venue, url=Venue.get_absolute_url)


def _of_venue(record: Venue, language: str) -> Iterator[str]:
    yield from _venue(record, language, "locality", "address")
    yield reading(record, language)


def _venue(record: Venue, language: str, *names: str) -> Iterator[str]:
    """Name, town and address as pages show them; the way in this language alone."""
    yield from (shown(record, field, language) for field in names)
    yield from (own(record, field, language) for field in ("directions", "access"))


def categories(keys: Sequence[int]) -> Iterable[Described]:
    return fill(_each(Category, keys), title=_name)


def series(keys: Sequence[int]) -> Iterable[Described]:
    return fill(_each(Series, keys), title=_name)


def _each(model: Any, keys: Sequence[int]) -> list[tuple[Any, Described]]:
    return [(record, Described(key=record.pk, texts={})) for record in fetched(model, keys)]


def _name(record: Any, language: str) -> str:
    return own(record, "name", language)
