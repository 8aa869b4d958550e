"""One record of each kind that the API has, with everything that it can tell of one, for tests."""

from datetime import UTC, date, datetime, time
from typing import Any

from events.models import Occurrence
from tests.factories import articles, directory, events, library, occasion, programmes

PATHS = ("events", "occurrences", "venues", "organisations", "programmes", "articles")
OPENS, CLOSES = datetime(2025, 1, 1, 3, tzinfo=UTC), datetime(2025, 3, 1, 3, tzinfo=UTC)


def fill(number: int = 0, **fields: Any) -> dict[str, Any]:
    """A whole event with its date, venue, organiser, programme and article; `fields` are the event's. Each by its name in addresses."""
    if number == 0:
        occasion.anniversary()
    music = library.Tag.objects.filter(slug="music").first() or library.tag(name="Music", slug="music", label_ja="音楽")
    organisation = directory.organisation(slug=f"embassy-{number}", description_en="Who they are.", url="https://example.org/", logo=library.image())
    programme = programmes.programme(slug=f"song-{number}", start="2025-03", places_en="Phnom Penh")
    programme.partners.add(organisation)
    event = events.event(
        title_en=f"Concert {number}", title_ja="コンサート", conditions_en="Bring a friend.", programme=programme, languages=["km", "ja"], admission="free",
        recognised="official", recognition_number="7", **fields,
    )  # fmt: skip
    events.organiser(event=event, organisation=organisation, role="support")
    venue = events.venue(slug=f"hall-{number}", locality_en="Phnom Penh", lat="11.55640", lon="104.92820", directions_en="By boat.", url="https://example.org/hall")
    occurrence = events.occurrence(
        event=event, venue=venue, first_day=date(2025, 3, 5), end_time=time(20), doors_at=time(17, 30), room_en="Hall B", online_url="https://example.org/live",
        availability="few", capacity=90, registration_url="https://example.org/register", registration_opens=OPENS, registration_closes=CLOSES, step_free=True,
    )  # fmt: skip
    article = articles.article(title_en=f"Report {number}", byline_en="The editors", cover=library.image(), events=[event], programmes=[programme])
    for record in (event, programme, article):
        record.tags.add(music)
    return dict(zip(PATHS, (event, occurrence, venue, organisation, programme, article), strict=True))


def key(record: Any) -> str:
    """What the API calls it."""
    return record.uid if isinstance(record, Occurrence) else str(record.uuid)
