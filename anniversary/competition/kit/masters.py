"""The masters of a kit: what an officer uploads, through the same checks as what strangers send in."""

import io
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from anniversary.competition import acts
from anniversary.competition.entries import files
from anniversary.competition.entries.files import Checked
from anniversary.competition.models import MOST_BYTES, Competition, FileType, Rules

from .models import Kit, Master

LEAST = 512
KINDS = [FileType.SVG.value, FileType.PDF.value, FileType.PNG.value]
RULES = Rules(file_types=KINDS, least_side=LEAST, most_side=20_000, most_bytes=MOST_BYTES)


def kit_of(competition: Competition) -> Kit:
    """The competition's kit, made when it is first asked for."""
    return Kit.objects.get_or_create(competition=competition)[0]


def check(upload: File) -> Checked:
    """Outside of any transaction. ValidationError in words, as `files.check`; a picture of too few pixels for print is one too."""
    return files.check(upload, RULES)


def keep(kit: Kit, variant: str, layout: str, checked: Checked, *, user: Any) -> Master:
    """Store it as the master of this variant and layout, in the place of the one before, and have the files made."""
    with transaction.atomic():
        Kit.objects.select_for_update().get(pk=kit.pk)
        old = Master.objects.filter(kit=kit, variant=variant, layout=layout).first()
        master = Master(pk=old.pk if old else None, kit=kit, variant=variant, layout=layout, kind=checked.kind, sha256=checked.sha256)
        with Image.open(io.BytesIO(checked.preview), formats=["PNG"]) as picture:
            master.width, master.height = picture.size
        master.most = max(checked.width or 0, checked.height or 0)
        master.file.save("master", File(checked.upload), save=False)
        master.preview.save("preview", ContentFile(checked.preview), save=False)
        master.save()
        if old:
            files.delete_later(old.file.name, old.preview.name)
        acts.write(kit.competition, "kit_master", role="officer", by=user, subject=master.name, after=checked.kind, replaced=bool(old))
        make_later(kit)
    return master


def remove(master: Master, *, user: Any) -> None:
    """Take a master and all that was made of it away. ValidationError once the kit is released: what people use must not vanish, only be replaced."""
    with transaction.atomic():
        kit = Kit.objects.select_for_update().get(pk=master.kit_id)
        if kit.released_at:
            raise ValidationError(_("The kit is released: a master can be replaced, but not taken away."))
        files.delete_later(master.file.name, master.preview.name, *master.files.values_list("file", flat=True))
        acts.write(kit.competition, "kit_master_removed", role="officer", by=user, subject=master.name)
        master.delete()
        make_later(kit)


def make_later(kit: Kit) -> None:
    """Have the files made anew once the transaction is committed."""
    from .tasks import make_kit  # which needs this module's neighbours

    transaction.on_commit(partial(make_kit.enqueue, kit.pk))
