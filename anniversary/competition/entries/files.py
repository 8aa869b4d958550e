"""What is sent in as a file: checked by its content, kept as it came in the private store, shown only as we have drawn it again.

Here only its first bytes are looked at; whatever opens it does so in a process of its own (drawing, library.limited).
"""

import hashlib
import json
import logging
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from anniversary.competition.models import MOST_BYTES, FileType, Rules
from anniversary.library import limited

from . import drawing, hashes
from .models import Band, Entry, Work, private_storage

HEAD = 64 * 1024
CHUNK = 64 * 1024
SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": FileType.PNG.value,
    b"\xff\xd8\xff": FileType.JPEG.value,
    b"%PDF-": FileType.PDF.value,
    b"%!PS-Adobe": "eps",
    b"\xc5\xd0\xd3\xc6": "eps",  # with a picture of itself for Windows
    b"8BPS": "psd",
}
SOURCES = frozenset({*FileType.values, "eps", "psd"})  # what a source file may be, whatever the work itself has to be
DRAWN = re.compile(rb"<(!doctype\s+svg|(\w{1,20}:)?svg)[\s>/]", re.IGNORECASE)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """A file whose content is what the rules ask for, with the picture that is shown of it (none of a source file)."""

    kind: str
    upload: File
    sha256: str
    size: int
    width: int | None = None  # in pixels; drawings and documents have none of their own
    height: int | None = None
    pages: int | None = None
    preview: bytes = b""
    phash: str = ""

    @property
    def content(self) -> bytes:
        self.upload.seek(0)
        return self.upload.read()


def check(upload: File, rules: Rules, role: str = Work.Role.COLOUR) -> Checked:
    """Read and draw it, outside of any transaction: it takes a while. ValidationError, in words for an entrant, if the rules do not take it.

    A source file is known by its first bytes and never opened.
    """
    upload.open()
    digest, size = _digest(upload, min(rules.most_bytes, MOST_BYTES))
    upload.seek(0)
    kind = kind_of(upload.read(HEAD))
    if kind not in (SOURCES if role == Work.Role.SOURCE else rules.file_types):
        raise ValidationError(_("This is not a file of a type that is asked for, whatever its name says."), code="type")
    if role == Work.Role.SOURCE:
        return Checked(kind, upload, digest, size)
    told, picture = draw(upload, kind=kind, least=rules.least_side, most=rules.most_side)
    return Checked(kind, upload, digest, size, preview=picture, **told)


def keep(entry: Entry, role: str, checked: Checked) -> Work:
    """Store it as the entry's file of this role, within the transaction of the deed; the one that it replaces goes when that is committed."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A file is kept in the transaction of its entry, and there is none.")
    old = Work.objects.select_for_update().filter(entry=entry, role=role).first()
    work = Work(pk=old.pk if old else None, entry=entry, role=role, kind=checked.kind, sha256=checked.sha256, bytes=checked.size)
    work.width, work.height, work.pages, work.phash = checked.width, checked.height, checked.pages, checked.phash
    work.preview_state = Work.Preview.READY if checked.preview else Work.Preview.REFUSED
    work.original.save("work", File(checked.upload), save=False)
    if checked.preview:
        work.preview.save("work", ContentFile(checked.preview), save=False)
    work.save()
    Band.objects.filter(work=work).delete()
    Band.objects.bulk_create(Band(work=work, place=place, value=value) for place, value in hashes.bytes_of(checked.phash))
    if old:
        delete_later(old.original.name, old.preview.name)
    return work


def kind_of(head: bytes) -> str:
    """By what a file begins with; empty if that is of no kind that we know."""
    for signature, kind in SIGNATURES.items():
        if head.startswith(signature):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return FileType.SVG.value if text.startswith(b"<") and DRAWN.search(text) else ""


def draw(upload: File, *, kind: str, least: int = 1, most: int = 20_000) -> tuple[dict[str, Any], bytes]:
    """({width, height, pages, phash}, PNG) of a picture, drawing or document. ValidationError in words if that cannot be drawn."""
    try:
        line, _end, picture = limited.run(drawing.draw, upload, kind=kind, least=least, most=most).partition(b"\n")
    except limited.Refusal as refusal:
        raise _in_words(refusal, least, most) from refusal
    except limited.Busy as busy:
        raise ValidationError(_("Very many files are arriving just now. Nothing is lost: try again in a minute."), code="busy") from busy
    except limited.Failure as failure:
        logger.warning("A file of kind %s could not be drawn: %s.", kind, failure)
        raise ValidationError(
            _("This file could not be drawn: it takes too much memory or time. Save it in a simpler form, or send a PNG."), code="too_heavy"
        ) from failure
    return json.loads(line), picture


def _in_words(refusal: limited.Refusal, least: int, most: int) -> ValidationError:
    words = {
        "damaged": _("This file is damaged or incomplete."),
        "too_small": _("The shorter side of the picture needs at least %(least)d pixels."),
        "too_long": _("The longer side of the picture may have at most %(most)d pixels."),
        "too_many": _("This picture is %(width)d × %(height)d pixels; at most %(millions)d million pixels are accepted. Save a smaller copy and send that."),
        "locked": _("This document is locked with a password. Save it without one and send that."),
        "pages": _("This document has %(pages)d pages; it may have one."),
        "entities": _("This drawing has a document type of its own (DTD, entities), which is not taken. Save it as plain SVG and send that."),
        "text": _("There is text in this drawing. Turn it into outlines (paths) and save it again: other computers do not have your fonts."),
        "pictures": _("There is a picture inside this drawing. Save it without that, or send it as PNG."),
        "blank": _("Nothing can be seen in this drawing."),
        "complex": _("This drawing is too intricate to be shown, or refers to itself. Save it in a simpler form."),
    }
    code = "too_many_pixels" if refusal.token in {"too_long", "too_many"} else refusal.token
    return ValidationError(words[refusal.token] % {"least": least, "most": most, **refusal.numbers}, code=code)


def _digest(upload: File, limit: int) -> tuple[str, int]:
    """(SHA-256, size), read piece by piece: of 20 MB none has to be in memory."""
    digest, size = hashlib.sha256(), 0
    while piece := upload.read(CHUNK):
        size += len(piece)
        if size > limit:
            raise ValidationError(_("This file is too large; at most %(limit)s are accepted.") % {"limit": filesizeformat(limit)}, code="too_big")
        digest.update(piece)
    if not size:
        raise ValidationError(_("This file is empty."), code="empty")
    return digest.hexdigest(), size


def delete_later(*names: str | None) -> None:
    """Delete these private files once the transaction is committed."""

    def delete() -> None:
        for name in filter(None, names):
            private_storage().delete(name)

    transaction.on_commit(delete)
