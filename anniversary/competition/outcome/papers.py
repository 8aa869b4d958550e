"""Documents of a clearance: what they are is found in their content, they are private, and leave as attachments only."""

import hashlib
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from anniversary.competition.models import MOST_BYTES

from .models import Clearance, ClearancePaper

SIGNATURES = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True)
class Paper:
    """A document whose kind was found in its content."""

    kind: str
    content: bytes


def check(upload: File) -> Paper:
    """Read it, outside of any transaction. ValidationError, in words for an officer, unless it is a PDF, PNG or JPEG of 20 MB at most."""
    upload.open()
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValidationError(_("This file is too large; at most %(limit)s are accepted.") % {"limit": filesizeformat(MOST_BYTES)}, code="too_big")
    kind = next((kind for signature, kind in SIGNATURES.items() if content.startswith(signature)), None)
    if kind is None or (kind == "pdf" and b"%%EOF" not in content[-2048:]):
        raise ValidationError(_("This is no PDF, PNG or JPEG, whatever its name says, or it is damaged."), code="type")
    if kind != "pdf":
        _check_picture(content)
    return Paper(kind, content)


def keep(clearance: Clearance, paper: Paper) -> ClearancePaper:
    """Store it in the private store, within the transaction of the search; it goes again if that fails."""
    made = ClearancePaper(clearance=clearance, kind=paper.kind, sha256=hashlib.sha256(paper.content).hexdigest())
    made.file.save("paper", ContentFile(paper.content), save=False)
    try:
        with transaction.atomic():
            made.save()
    except Exception:
        made.file.storage.delete(str(made.file.name))
        raise
    return made


def _check_picture(content: bytes) -> None:
    """By its header, without decoding it: nobody opens it here."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as image:
            image.verify()
    except Exception as error:  # a damaged file makes Pillow raise almost anything
        raise ValidationError(_("This file is damaged or incomplete."), code="damaged") from error
