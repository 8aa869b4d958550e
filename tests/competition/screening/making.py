"""Works as they come to the eligibility desk, with whoever made them."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile

from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Band, Entry, Work
from anniversary.competition.models import Competition
from tests.factories.competition import entrant, entry, picture

BY_HAND = ["picture", "asked_for", "decent"]


def sent(record: Competition, *, user: Any, number: int = 1, state: str = "submitted", by: Entrant | None = None, person: dict[str, Any] | None = None,
         files: bool = True, **fields: Any) -> Entry:  # fmt: skip
    """An entry with its entrant and, unless told otherwise, its two pictures."""
    made = entry(record, user=user, state=state, **fields)
    Authorship.objects.create(entry=made, entrant=by or entrant(record, number=number, **person or {}))
    if files:
        for role in ("colour", "mono"):
            work(made, role=role)
    return made


def work(of: Entry, *, role: str = "colour", phash: str = "", content: bytes = b"", kind: str = "png", ready: bool = True) -> Work:
    content = content or f"{of.code} {role}".encode()
    made = Work(entry=of, role=role, kind=kind, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content), width=600, height=800, phash=phash)
    made.original.save("work", ContentFile(content), save=False)
    if ready:
        made.preview_state = "ready"
        made.preview.save("work", ContentFile(picture().read()), save=False)
    made.save()
    if phash:
        Band.objects.bulk_create(Band(work=made, place=place, value=int(phash[2 * place : 2 * place + 2], 16)) for place in range(8))
    return made
