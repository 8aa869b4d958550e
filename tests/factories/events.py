"""Events and what belongs to them, for tests. An event is published long ago; its dates are at 18:00 on 23 February 2023 unless told otherwise."""

from datetime import UTC, date, datetime, time
from typing import Any

from anniversary.directory.models import Organisation, Person
from anniversary.publishing.models import Status
from events.models import Category, Credit, Event, Occurrence, Organisership, RecurrenceRule, Venue

from . import directory

LONG_AGO = datetime(2022, 1, 1, tzinfo=UTC)


def category(*, slug: str = "concert", name_en: str = "Concert", **fields: Any) -> Category:
    return Category.objects.get_or_create(slug=slug, defaults={"name_en": name_en, **fields})[0]


def venue(*, slug: str = "hall", name_en: str = "City Hall", country: str = "KH", tz: str = "Asia/Phnom_Penh", **fields: Any) -> Venue:
    return Venue.objects.create(slug=slug, name_en=name_en, country=country, tz=tz, **fields)


def tokyo(*, slug: str = "tokyo-hall", name_en: str = "Tokyo Hall", **fields: Any) -> Venue:
    return venue(slug=slug, name_en=name_en, country="JP", tz="Asia/Tokyo", **fields)


def event(
    *, title_en: str = "Concert of friendship", status: str = Status.PUBLISHED, publish_at: datetime | None = LONG_AGO, category: Category | None = None,
    **fields: Any,
) -> Event:  # fmt: skip
    """An event without dates; `occurrence` gives it one."""
    first = publish_at if status in {Status.PUBLISHED, Status.WITHDRAWN} else None
    fields = {"summary_en": "Two orchestras, one evening.", "first_published_at": first, **fields}
    return Event.objects.create(title_en=title_en, status=status, publish_at=publish_at, category=category or globals()["category"](), **fields)


def occurrence(*, event: Event | None = None, first_day: date = date(2023, 2, 23), start_time: time | None = time(18), **fields: Any) -> Occurrence:
    if fields.get("all_day"):
        start_time = None
    return Occurrence.objects.create(event=event or globals()["event"](), first_day=first_day, start_time=start_time, **fields)


def organiser(*, event: Event, organisation: Organisation | None = None, role: str = "organiser", **fields: Any) -> Organisership:
    return Organisership.objects.create(event=event, organisation=organisation or directory.organisation(), role=role, **fields)


def credit(*, event: Event, person: Person | None = None, **fields: Any) -> Credit:
    return Credit.objects.create(event=event, person=person or directory.person(), **fields)


def rule(*, event: Event | None = None, from_day: date = date(2023, 2, 1), until_day: date = date(2023, 2, 28), **fields: Any) -> RecurrenceRule:
    """A rule that is not saved and has written nothing: Wednesdays in February 2023 at 18:00 unless told otherwise."""
    fields = {"weekdays": [2], "start_time": time(18), **fields}
    return RecurrenceRule(event=event or globals()["event"](), from_day=from_day, until_day=until_day, **fields)
