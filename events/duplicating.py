"""An event once more, as a draft, with its dates on other days: next year's festival, the second course."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from anniversary.languages import text
from anniversary.publishing.models import Status
from anniversary.search.indexing import together

from .models import Event, Occurrence, OccurrenceStatus
from .models.occurrence import new_uid

AFRESH: dict[str, Any] = {
    "status": Status.DRAFT, "publish_at": None, "unpublish_at": None, "first_published_at": None, "copy_of": None,
}  # fmt: skip


def duplicate(event: Event, first_day: date | None) -> tuple[Event, list[date]]:
    """A draft with all that the event says; its first date is on `first_day`, the others are as far from it as they were.

    Cancelled dates are left behind, the others are scheduled again; each has a uid of its own and belongs to no repetition. Also given are the
    days on which clocks skip its hours: these have to be looked at.
    """
    with together():  # the dates are written past `save`
        made = _draft_of(event)
        for row in (*event.organisers.all(), *event.credits.all()):
            _again(row, event=made)
        for source in event.sources.all():
            _again(source, object_id=made.pk)
        for block in Event.BLOCKS:
            for row in block._base_manager.filter(parent=event):
                _again(row, parent=made)
        made.tags.set(list(event.tags.all()))
        rows = _moved(event, made, first_day)
        Occurrence.objects.bulk_create(rows)
    return made, [row.first_day for row in rows if not _is_possible(row)]


def _draft_of(event: Event) -> Event:
    """Its own columns, under an address that is free."""
    Event._base_manager.select_for_update(of=("self",)).get(pk=event.pk)  # who duplicates the same event waits, and then sees this address taken
    try:
        with transaction.atomic():
            return _copied(event)
    except IntegrityError:  # taken at this very moment by another page
        return _copied(event)


def _copied(event: Event) -> Event:
    return _again(Event._base_manager.get(pk=event.pk), uuid=uuid.uuid4(), slug=free_slug(event), **AFRESH)


def dates_to_move(event: Event) -> list[Any]:
    return list(event.occurrences.exclude(status=OccurrenceStatus.CANCELLED).select_related("venue"))


def free_slug(event: Event) -> str:
    """The event's address with "-copy", and a number where that is another's."""
    stem = f"{event.slug[:70]}-copy"
    taken = set(Event._base_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    wanted = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 12))]
    taken |= event._leads_elsewhere(set(wanted))
    return next(slug for slug in wanted if slug not in taken)


def _again(record: Any, **changes: Any) -> Any:
    """The record saved a second time, with these changes; it points at the same others."""
    plain = [field for field in record._meta.many_to_many if getattr(field.remote_field.through._meta, "auto_created", False)]
    pointed_at = {field.name: list(getattr(record, field.name).all()) for field in plain}
    record.pk, record._state.adding = None, True
    for name, value in changes.items():
        setattr(record, name, value)
    record.save()
    for name, others in pointed_at.items():
        getattr(record, name).set(others)
    return record


def _moved(event: Event, made: Event, first_day: date | None) -> list[Any]:
    rows = dates_to_move(event)
    for row in rows:
        row.pk, row._state.adding = None, True
        row.event, row.uid, row.sequence, row.status = made, new_uid(), 0, OccurrenceStatus.SCHEDULED
        row.rule, row.rule_day, row.detached = None, None, False
        # What was told of the original's dates is not so of these.
        row.previous_starts, row.availability, row.registration_opens, row.registration_closes = [], "", None, None
        for column in text.stored("status_note"):
            setattr(row, column, "")
    step = first_day - rows[0].first_day if first_day and rows else None
    for row in rows if step else ():
        row.first_day, row.last_day = row.first_day + step, row.last_day + step
    for row in rows:
        row.derive()
    return rows


def _is_possible(row: Any) -> bool:
    try:
        row.clean()
    except ValidationError:
        return False
    return True
