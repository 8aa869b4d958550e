"""What an entrant gets in writing: the code, the files' SHA-256, and when, on both countries' clocks."""

from datetime import datetime
from typing import Any

from django.utils import translation

from anniversary.competition.entries.models import Entry
from anniversary.mails.models import Letter

from . import authors, letters, times

TEMPLATES = {"receipt": "entrant_receipt", "changed": "entrant_changed", "withdrawn": "entrant_withdrawn"}


def write(entry: Entry, kind: str, moment: datetime) -> Letter | None:
    """A receipt, a receipt of a change, or of a withdrawal, within the transaction of the deed."""
    with translation.override(authors.author(entry).language):
        told = context(entry) | {"moments": times.both(moment)}
    return letters.to_entrant(entry, key=f"{kind}:{entry.code}:{entry.revision}", template=TEMPLATES[kind], context=told)


def context(entry: Entry) -> dict[str, Any]:
    """For the letter and for the page: files with their names in the page's language, and when it was first sent in."""
    works = [{"role": work.get_role_display(), "sha256": work.sha256, "bytes": work.bytes} for work in entry.works.all()]
    return {"entry": entry, "works": works, "sent": times.both(entry.submitted_at) if entry.submitted_at else []}
