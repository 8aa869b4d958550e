"""Events that an import would make: checked before anything is written, then written as drafts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from anniversary.publishing.models import Source, Status
from anniversary.search.indexing import together

from .models import Event, Occurrence, Organisership
from .models.event import blocks

TEXT_BLOCK: Any = next(block for block in Event.BLOCKS if issubclass(block, blocks.RichText))
BODY = TEXT_BLOCK._meta.get_field("parent").remote_field.get_accessor_name()  # where an event's texts are found


@dataclass
class Draft:
    """An event with its dates, none of them saved yet. `notes` is what the file says that has no place in the records: kept in the event's history."""

    event: Event
    dates: list[Occurrence] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)  # HTML by language
    tags: list[Any] = field(default_factory=list)
    organisers: list[tuple[Any, str]] = field(default_factory=list)  # (organisation, role)
    sources: list[tuple[str, str]] = field(default_factory=list)  # (label, address)
    notes: list[str] = field(default_factory=list)

    @property
    def first(self) -> Any:
        return min(self.dates, key=lambda row: row.first_day) if self.dates else None

    @property
    def last(self) -> Any:
        return max(self.dates, key=lambda row: row.first_day) if self.dates else None


def address_of(title: str) -> str:
    """What the address of an event of this title would be; empty where the title has no Latin letters."""
    stem = slugify(title.replace("_", " "))[:60].strip("-")
    return f"event-{stem}" if stem.isdigit() or stem in Event.RESERVED_SLUGS else stem


def taken(slugs: Iterable[str]) -> set[str]:
    """Those of the addresses at which there is an event."""
    wanted = list(slugs)
    found: set[str] = set()
    for first in range(0, len(wanted), 500):
        found |= set(Event._base_manager.filter(slug__in=wanted[first : first + 500]).values_list("slug", flat=True))
    return found


def event_problems(event: Event) -> Iterator[tuple[str, str]]:
    """(field, why) of what keeps the event from being saved. What it points at is known to be there, its address to be free."""
    return _problems(event, {"category", "programme", "series", "cover", "title", "summary", "conditions"})


def date_problems(row: Occurrence) -> Iterator[tuple[str, str]]:
    return _problems(row, {"event", "venue", "category", "rule", "room", "status_note"})


def _problems(record: Any, known: set[str]) -> Iterator[tuple[str, str]]:
    """`known` to be right, or, of texts, checked under the name of each language's column."""
    try:
        record.full_clean(exclude=known, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield name, messages[-1]  # the field's own words come after those that Django has for any


def write(draft: Draft) -> Event:
    """Save an event that was checked, as a draft, whatever it says of its status. To be called within a transaction."""
    event = draft.event
    event.status, event.publish_at, event.first_published_at = Status.DRAFT, None, None
    with together():  # the dates are written past `save`
        event.save()
        for row in draft.dates:
            row.event = event
            row.clean_characters()
            row.derive()
        Occurrence.objects.bulk_create(draft.dates)
        for ordering, (organisation, role) in enumerate(draft.organisers):
            Organisership.objects.create(event=event, organisation=organisation, role=role, ordering=ordering)
        for ordering, (label, url) in enumerate(draft.sources):
            Source.objects.create(record=event, label=label, url=url, ordering=ordering)
        for code, html in draft.bodies.items():
            TEXT_BLOCK._base_manager.create(parent=event, region=code, ordering=10, text=html)
        if draft.bodies:
            event.refresh_body_index()
        if draft.tags:
            event.tags.set(draft.tags)
    return event
