"""What tests of the year's phases share: their moments, events on a day, and a page as a reader reads it."""

import re
from datetime import date

from anniversary.occasion.models import Phase
from tests.factories import events

# The factory's year: 1 March 2025 to 28 February 2026, on Phnom Penh's clocks (UTC+7).
MOMENTS = {Phase.BEFORE: "2025-01-20", Phase.DURING: "2025-06-15", Phase.AFTER: "2026-06-15"}


def seen(html: str) -> str:
    """What a reader reads of it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def on(day: str, title: str, **fields) -> None:
    """A published event on this day."""
    dates = {name: fields.pop(name) for name in ("last_day", "start_time", "venue", "registration_url", "status", "all_day") if name in fields}
    events.occurrence(event=events.event(title_en=title, **fields), first_day=date.fromisoformat(day), **dates)
