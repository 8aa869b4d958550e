"""Competitions for tests: published on 1 January 2023 unless told otherwise."""

from datetime import UTC, datetime
from typing import Any

from anniversary.competition.models import Competition
from anniversary.publishing.models import Status

PUBLISHED_AT = datetime(2023, 1, 1, 9, tzinfo=UTC)


def competition(
    *, title_en: str = "A logo for the year", summary_en: str = "An open call.", brief_en: str = "<p>Draw a sign.</p>", public: bool = True, **fields: Any,
) -> Competition:  # fmt: skip
    published = {"status": Status.PUBLISHED, "publish_at": PUBLISHED_AT, "first_published_at": PUBLISHED_AT} if public else {}
    return Competition.objects.create(title_en=title_en, summary_en=summary_en, brief_en=brief_en, **published | fields)
