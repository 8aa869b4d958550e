"""Competitions for tests: published on 1 January 2023 unless told otherwise."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anniversary.competition import terms
from anniversary.competition.entrants.models import Entrant
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury.models import Criterion
from anniversary.competition.models import Competition, Rules, Terms
from anniversary.publishing.models import Status

PUBLISHED_AT = datetime(2023, 1, 1, 9, tzinfo=UTC)


def competition(
    *, title_en: str = "A logo for the year", summary_en: str = "An open call.", brief_en: str = "<p>Draw a sign.</p>", public: bool = True, **fields: Any,
) -> Competition:  # fmt: skip
    published = {"status": Status.PUBLISHED, "publish_at": PUBLISHED_AT, "first_published_at": PUBLISHED_AT} if public else {}
    return Competition.objects.create(title_en=title_en, summary_en=summary_en, brief_en=brief_en, **published | fields)


def rules(record: Competition, *, opens_at: datetime, days: int = 30, vote: bool = False, criterion: bool = True, **fields: Any) -> Rules:
    """Rules by which the competition is run here: entries for so many days; a vote begins thirty days after them and takes a week.

    With one criterion for its jury, so that it can be announced.
    """
    if criterion:
        Criterion.objects.create(competition=record, name_en="Idea", tie_rank=1)
    closes_at = opens_at + timedelta(days=days)
    votes = {"vote_opens_at": closes_at + timedelta(days=30), "vote_closes_at": closes_at + timedelta(days=37)} if vote else {}
    return Rules.objects.create(competition=record, opens_at=opens_at, closes_at=closes_at, **votes | fields)


def issued_terms(record: Competition, *, user: Any, text: str = "<p>I agree.</p>") -> Terms:
    return terms.issue(terms.draft(record, **{f"text_{code}": text for code in ("en", "ja", "km")}), user=user)


def entry(record: Competition, *, user: Any = None, state: str = Entry.State.DRAFT, **fields: Any) -> Entry:
    """An entry of nobody; whatever is past draft has declared all and accepted the newest terms (issued by `user` if there are none)."""
    made = {"title": "Two petals", "concept": "They meet.", "language": "en", "form_key": uuid4(), "state": state}
    if state not in {Entry.State.DRAFT, Entry.State.WITHDRAWN}:
        accepted = terms.in_force(record) or issued_terms(record, user=user)
        made |= dict.fromkeys(Entry.DECLARATIONS, True) | {"terms": accepted, "accepted_at": PUBLISHED_AT, "submitted_at": PUBLISHED_AT}
    return Entry.objects.create(competition=record, **made | fields)


def entrant(record: Competition, *, number: int = 1, **fields: Any) -> Entrant:
    made = {"email": f"entrant{number}@example.org", "email_key": f"{number:064x}", "confirmed_at": PUBLISHED_AT, "language": "en"}
    persons = {"name_native": "ដារ៉ា", "name_latin": "Dara", "born_on": date(1990, 5, 17), "birth_year": 1990, "nationality": "KH", "residence": "JP"}
    return Entrant.objects.create(competition=record, number=number, **made | persons | fields)


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 800), **options: Any) -> SimpleUploadedFile:
    """A drawing as it is sent in, under a name that says who made it."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **options)
    return SimpleUploadedFile(f"dara.{kind.lower()}", out.getvalue())
