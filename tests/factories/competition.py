"""Competitions for tests: published on 1 January 2023 unless told otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Any

from anniversary.competition import terms
from anniversary.competition.models import Competition, Rules, Terms
from anniversary.publishing.models import Status

PUBLISHED_AT = datetime(2023, 1, 1, 9, tzinfo=UTC)


def competition(
    *, title_en: str = "A logo for the year", summary_en: str = "An open call.", brief_en: str = "<p>Draw a sign.</p>", public: bool = True, **fields: Any,
) -> Competition:  # fmt: skip
    published = {"status": Status.PUBLISHED, "publish_at": PUBLISHED_AT, "first_published_at": PUBLISHED_AT} if public else {}
    return Competition.objects.create(title_en=title_en, summary_en=summary_en, brief_en=brief_en, **published | fields)


def rules(record: Competition, *, opens_at: datetime, days: int = 30, vote: bool = False, **fields: Any) -> Rules:
    """Rules by which the competition is run here: entries for so many days; a vote begins thirty days after them and takes a week."""
    closes_at = opens_at + timedelta(days=days)
    votes = {"vote_opens_at": closes_at + timedelta(days=30), "vote_closes_at": closes_at + timedelta(days=37)} if vote else {}
    return Rules.objects.create(competition=record, opens_at=opens_at, closes_at=closes_at, **votes | fields)


def issued_terms(record: Competition, *, user: Any, text: str = "<p>I agree.</p>") -> Terms:
    return terms.issue(terms.draft(record, **{f"text_{code}": text for code in ("en", "ja", "km")}), user=user)
