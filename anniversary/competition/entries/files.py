"""What is sent in as a file: checked by its content, kept as it came in the private store, shown only as we have drawn it again.

PNG and JPEG only, so far: drawings and documents are read in a process of their own.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from anniversary.competition.models import MOST_BYTES, FileType, Rules
from anniversary.library import uploads

from .models import Entry, Work, private_storage

PREVIEW_SIDE = 1600
SIGNATURES = {b"\x89PNG\r\n\x1a\n": FileType.PNG, b"\xff\xd8\xff": FileType.JPEG}


@dataclass(frozen=True)
class Checked:
    """A file whose content is what the rules ask for, with the picture that is shown of it."""

    kind: str
    content: bytes
    width: int
    height: int
    preview: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check(upload: File, rules: Rules) -> Checked:
    """Read it, outside of any transaction: it takes a while. ValidationError, in words for an entrant, if the rules do not take it."""
    content = _read(upload, min(rules.most_bytes, MOST_BYTES))
    kind = next((kind for signature, kind in SIGNATURES.items() if content.startswith(signature)), None)
    if kind is None or kind not in rules.file_types:
        raise ValidationError(_("This is not a file of a type that is asked for, whatever its name says."), code="type")
    _check_sides(content, rules)
    picture = uploads.clean_image(ContentFile(content, name="work"))  # drawn again: no metadata, nothing hidden behind the picture
    return Checked(kind, content, picture.width, picture.height, _preview(picture))


def keep(entry: Entry, role: str, checked: Checked) -> Work:
    """Store it as the entry's file of this role, within the transaction of the deed; the one that it replaces goes when that is committed."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A file is kept in the transaction of its entry, and there is none.")
    old = Work.objects.select_for_update().filter(entry=entry, role=role).first()
    work = Work(pk=old.pk if old else None, entry=entry, role=role, kind=checked.kind, sha256=checked.sha256, bytes=len(checked.content))
    work.width, work.height, work.preview_state = checked.width, checked.height, Work.Preview.READY
    work.original.save("work", ContentFile(checked.content), save=False)
    work.preview.save("work", ContentFile(checked.preview), save=False)
    work.save()
    if old:
        transaction.on_commit(partial(_delete, [name for name in (old.original.name, old.preview.name) if name]))
    return work


def _delete(names: list[str]) -> None:
    for name in names:
        private_storage().delete(name)


def _read(upload: File, limit: int) -> bytes:
    upload.open()
    content = upload.read(limit + 1)
    if not content:
        raise ValidationError(_("This file is empty."), code="empty")
    if len(content) > limit:
        raise ValidationError(_("This file is too large; at most %(limit)s are accepted.") % {"limit": filesizeformat(limit)}, code="too_big")
    return content


def _check_sides(content: bytes, rules: Rules) -> None:
    """By the file's header; nothing is decoded yet."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as image:
            shorter, longer = sorted(image.size)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        shorter, longer = rules.least_side, rules.most_side + 1
    except Exception as error:  # a damaged file makes Pillow raise almost anything
        raise ValidationError(_("This file is damaged or incomplete."), code="damaged") from error
    if shorter < rules.least_side:
        raise ValidationError(_("The shorter side of the picture needs at least %(least)d pixels.") % {"least": rules.least_side}, code="too_small")
    if longer > rules.most_side:
        raise ValidationError(_("The longer side of the picture may have at most %(most)d pixels.") % {"most": rules.most_side}, code="too_many_pixels")


def _preview(picture: File) -> bytes:
    picture.seek(0)
    out = io.BytesIO()
    with Image.open(picture) as image:
        image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        image.save(out, "PNG")
    return out.getvalue()
