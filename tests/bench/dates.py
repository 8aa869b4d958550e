"""Dates of events for listings.py: as many as are asked for, in one programme of two years."""

import random
import time as clocks
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import QuerySet

from anniversary.library.models import Tag, TaggedItem
from anniversary.publishing.models import Status
from events.models import Admission, Attendance, Event, Occurrence, Organisership, Venue
from tests.factories import directory, events, library, occasion, programmes

FIRST, DAYS = date(2022, 7, 1), 730
NOW = "2023-07-01T05:00:00+00:00"  # in the middle of them, by day in both countries
KINDS = ("concert", "exhibition", "talk", "film", "sport", "ceremony", "workshop", "market")
LARGEST = 0.3  # of the dates are concerts, as of any programme one kind and one tag are the largest
VENUES, TAGS, PROGRAMMES, ORGANISERS = 40, 24, 12, 20
FEATURED = 12
FIXED = 50  # dates of the one programme that does not grow with the number: its feed is the same length in all
LONG = 20  # every so many-th date lasts for weeks: 5 %
AT_ONCE = 5000
PUBLISHED = datetime(2022, 1, 1, tzinfo=UTC)


def fill(number: int) -> float:
    """Makes so many dates into an empty site; gives the seconds that it took."""
    began = clocks.monotonic()
    with transaction.atomic():
        occasion.anniversary(start=date(2023, 1, 1), end=date(2023, 12, 31))
        _Filling(number).fill()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum does within the minute; SQLite is left as a site leaves it
    return clocks.monotonic() - began


class _Filling:
    def __init__(self, number: int) -> None:
        self.number, self.chance = number, random.Random(2023)
        self.kinds = [events.category(slug=slug, name_en=slug.capitalize(), name_ja=f"種類{n}", name_km=f"ប្រភេទ{n}") for n, slug in enumerate(KINDS)]
        self.venues = [self._venue(n) for n in range(VENUES)]
        self.tags = [library.tag(name=f"Tag {n}", slug=f"tag-{n}", label_en=f"Tag {n}") for n in range(TAGS)]
        self.programmes = [programmes.programme(slug=f"programme-{n}", title_en=f"Programme {n}", publish_at=PUBLISHED) for n in range(PROGRAMMES)]
        self.fixed = programmes.programme(slug="fixed", title_en="Fifty evenings", publish_at=PUBLISHED)
        self.organisers = [directory.organisation(slug=f"organiser-{n}", name_en=f"Organiser {n}") for n in range(ORGANISERS)]

    def _venue(self, n: int) -> Venue:
        made = events.venue if n % 8 < 5 else events.tokyo
        return made(slug=f"venue-{n}", name_en=f"Venue {n}", name_ja=f"会場{n}", name_km=f"ទីកន្លែង{n}", locality_en="Town")

    def fill(self) -> None:
        tagged = ContentType.objects.get_for_model(Event)
        planned = self._events()
        while part := list(islice(planned, AT_ONCE)):
            made = [event for event, _dates in part]
            # Past modeltranslation's own, which would look at every language of every record.
            QuerySet(Event).bulk_create(made, batch_size=500)
            rows = [row for _event, dates in part for row in dates]
            for row in rows:
                row.event_id = row.event.pk
                row.derive()
            QuerySet(Occurrence).bulk_create(rows, batch_size=500)
            TaggedItem.objects.bulk_create(
                [TaggedItem(tag=tag, content_type=tagged, object_id=event.pk) for event in made for tag in self._tags()], batch_size=500
            )
            Organisership.objects.bulk_create(
                [Organisership(event=event, organisation=self.chance.choice(self.organisers)) for event in made], batch_size=500
            )

    def _events(self) -> Iterator[tuple[Event, list[Occurrence]]]:
        """Of five events one has six dates, a week apart, the others one."""
        made = step = 0
        featured = max(self.number // 2 // FEATURED, 1)
        while made < self.number:
            dates = min(6 if step % 5 == 4 else 1, self.number - made)
            event = self._event(step, featured=step % featured == 0)
            yield event, self._dates(event, made, dates)
            made, step = made + dates, step + 1

    def _event(self, n: int, *, featured: bool) -> Event:
        chance = self.chance
        programme = self.fixed if 0 < n <= FIXED + 12 and n % 5 != 4 else chance.choice([None, *self.programmes])
        return Event(
            uuid=uuid.UUID(int=chance.getrandbits(128), version=4), slug=f"event-{n}", title_en=f"Evening number {n}", title_ja=f"第{n}夜", title_km=f"យប់ទី {n}",
            summary_en="Songs of two countries, for guests of both.", summary_ja="両国の歌の夕べ。", summary_km="ចម្រៀងនៃប្រទេសទាំងពីរ។",
            status=Status.PUBLISHED, publish_at=PUBLISHED, first_published_at=PUBLISHED, featured=featured, programme=programme,
            category=self.kinds[0] if chance.random() < LARGEST else chance.choice(self.kinds[1:]),
            languages=chance.choice([["en"], ["ja"], ["km"], ["ja", "en"]]),
            admission=chance.choice(Admission.values), attendance=chance.choice([Attendance.IN_PERSON, Attendance.IN_PERSON, Attendance.BOTH]),
        )  # fmt: skip

    def _dates(self, event: Event, before: int, number: int) -> list[Occurrence]:
        chance = self.chance
        venue = chance.choice(self.venues) if chance.random() < 0.9 else None
        first, hour = FIRST + timedelta(days=chance.randrange(DAYS - 7 * number)), chance.choice([None, 10, 14, 18, 19])
        return [self._date(event, venue, first + timedelta(days=7 * n), hour, is_long=(before + n) % LONG == 0, known=n) for n in range(number)]

    def _date(self, event: Event, venue: Venue | None, day: date, hour: int | None, *, is_long: bool, known: int) -> Occurrence:
        when: dict[str, Any] = {"first_day": day, "start_time": time(hour) if hour else None, "end_time": time(hour + 2) if hour else None}
        if is_long:
            when = {"first_day": day, "last_day": day + timedelta(days=self.chance.randrange(14, 60)), "all_day": True}
        return Occurrence(event=event, venue=venue, step_free=self.chance.random() < 0.5, signed=self.chance.random() < 0.05, **when)

    def _tags(self) -> list[Tag]:
        first = self.tags[0] if self.chance.random() < 0.4 else self.chance.choice(self.tags[1:12])
        return [first, self.chance.choice(self.tags[12:])]


def addresses() -> dict[str, str]:
    """The listings that are measured, below the language's prefix where there is one."""
    narrow = "category=concert&country=KH&tag=tag-0"
    return {
        "first page": "/en/events/",
        "filtered page": f"/en/events/?{narrow}&from=2023-03-01",
        "200th page": f"/en/events/?when=coming&{_after(200, 24)}",
        "month": "/en/events/calendar/2023/07/",
        "feed of a filter": "/en/events/feed.ics?programme=fixed",
        "API page": f"/api/occurrences/?{narrow}",
        "map": "/en/events/map/",
        "home page": "/en/",
        "past": "/en/events/?when=past",
        "this weekend": "/en/events/?period=weekend",
        "a month's list": "/en/events/?month=2023-07",
        "a filter, every month": "/en/events/?when=all&tag=tag-3",
        "four rare filters": "/en/events/?venue=venue-7&tag=tag-15&organiser=organiser-3&from=2023-03-01",
        "nothing left": "/en/events/?category=talk&venue=venue-7&tag=tag-15&admission=members&language=km&signed=1",
        "all filters": "/en/events/filter/",
        "feed of a tag": "/en/events/feed.ics?tag=tag-0",
        "rare words": "/en/events/?q=%22number+77%22",
        "words of every event": "/en/events/?q=evening",
        "words and a filter": "/en/events/?q=evening&tag=tag-3&country=KH",
        "words of every event, a feed": "/en/events/feed.ics?q=evening",
    }


def _after(page: int, size: int) -> str:
    """The cursor of a page of what is to come, or of the last full one."""
    coming = Occurrence.objects.filter(start__gt=datetime.fromisoformat(NOW)).order_by("start", "pk")
    last = min((page - 1) * size, (coming.count() // size - 1) * size) - 1
    row = coming[last]
    return urlencode({"after": f"{row.start.isoformat()}~{row.pk}"})
