"""What is made of the masters: pictures of every size and format, the drawings themselves, and an archive of all in each language."""

import hashlib
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image

from anniversary.competition import acts
from anniversary.competition.entries import drawing, files, svg
from anniversary.competition.entries.models import private_storage
from anniversary.languages import text
from anniversary.library import limited

from . import guidelines
from .models import TOUCH, Kit, KitFile, Master, file_name

PNGS = (256, 512, 1024, 2048, 4096)
JPEGS = (1024, 2048)
WEBPS = (512, 1024, 2048)
ICONS = (16, 32, 48)
WHITE, DARK = "#ffffff", guidelines.DARK
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive
MADE_BY = 1  # raise it where the same masters are to be made anew, differently
logger = logging.getLogger(__name__)


@dataclass
class Made:
    """A file that is written, but that no row tells of yet."""

    row: KitFile
    stored: str

    def content(self) -> bytes:
        with private_storage().open(self.stored) as file:
            return file.read()


def source(kit: Kit) -> str:
    """Digest of all that the files are made of: they are up to date while `kit.made_of` is this."""
    masters = list(kit.masters.order_by("variant", "layout").values_list("variant", "layout", "sha256"))
    texts = [getattr(kit, name) or "" for name in text.stored("guidelines")]
    titles = [getattr(kit.competition, name) or "" for name in text.stored("title")]
    told = [MADE_BY, masters, texts, text.codes(), kit.clear_space, kit.least_size, titles]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def make(pk: int) -> int:
    """Make a kit's files if they are not what its masters and guidelines are now; how many there are (0: nothing was to be made)."""
    kit = Kit.objects.select_related("competition").filter(pk=pk).first()
    if kit is None or kit.made_of == (wanted := source(kit)):
        return 0
    made: list[Made] = []
    masters = list(kit.masters.order_by("variant", "layout"))
    for master in masters:
        made += (_stored(kit, content, master=master, format=kind, size=size) for kind, size, content in of(master))
    if masters:
        made += [_stored(kit, archive(kit, made, code), format=KitFile.ZIP, language=code) for code in text.codes()]
    if not _replace(kit, wanted, made):
        for one in made:
            private_storage().delete(one.stored)
        return 0
    return len(made)


def of(master: Master) -> Iterator[tuple[str, int, bytes]]:
    """(format, longer side, content) of all that one master gives; of a picture nothing larger than itself."""
    with master.file.open() as file:
        data = file.read()
    if master.kind == "svg":
        yield "svg", 0, limited.run(svg.cleaned, data)
    elif master.kind == "pdf":
        yield "pdf", 0, data
    for side in PNGS:
        if master.most and side > master.most:
            continue
        try:
            png = limited.run(drawing.draw, data, kind=master.kind, side=side).partition(b"\n")[2]
        except limited.Failure as failure:
            if side <= PNGS[2]:
                raise
            logger.warning("The master %s could not be drawn at %s pixels: %s.", master, side, failure)  # too intricate for that size
            continue
        yield "png", side, png
        yield from _others(master, png, side)


def _others(master: Master, png: bytes, side: int) -> Iterator[tuple[str, int, bytes]]:
    """The same picture in other formats."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        picture.load()
        if side in WEBPS:
            yield "webp", side, _saved(picture, "WEBP", lossless=True)
        if side in JPEGS:
            yield "jpeg", side, _saved(_on_ground(picture, picture.size, DARK if master.is_dark else WHITE), "JPEG", quality=92, subsampling=0)
        if side == PNGS[0]:
            square = (side, side)
            yield "ico", max(ICONS), _saved(_on_ground(picture, square, None), "ICO", sizes=[(icon, icon) for icon in ICONS])
            touch = _on_ground(picture, (side * 9 // 8, side * 9 // 8), DARK if master.is_dark else WHITE)
            yield "png", TOUCH, _saved(touch.resize((TOUCH, TOUCH), Image.Resampling.LANCZOS), "PNG")


def _on_ground(picture: Image.Image, size: tuple[int, int], colour: str | None) -> Image.Image:
    """In the middle of a ground of this size; of none, it stays transparent."""
    ground = Image.new("RGBA", size, colour or (0, 0, 0, 0))
    ground.alpha_composite(picture.convert("RGBA"), ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
    return ground.convert("RGB") if colour else ground


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def archive(kit: Kit, made: list[Made], language: str) -> bytes:
    """The archive of one language: every file under its name, and the guidelines as a page that shows them."""
    out = io.BytesIO()
    with translation.override(language), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        rows = [one.row for one in made if one.row.master]
        shown = guidelines.shown(kit, rows, lambda row: row.name)
        page = render_to_string("kit/guidelines_file.html", {"competition": kit.competition, **shown})
        whole.writestr(zipfile.ZipInfo(guidelines.FILE, LONG_AGO), page)
        for one in made:
            if one.row.master:
                whole.writestr(zipfile.ZipInfo(one.row.name, LONG_AGO), one.content())
    return out.getvalue()


def _stored(kit: Kit, content: bytes, **fields: object) -> Made:
    row = KitFile(kit=kit, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content), **fields)
    return Made(row, private_storage().save(file_name(row, ""), ContentFile(content)))


def _replace(kit: Kit, wanted: str, made: list[Made]) -> bool:
    """Put the new files in the place of the old ones, all at once; False if others are wanted by now, or somebody else has made these."""
    with transaction.atomic():
        locked = Kit.objects.select_for_update(of=("self",)).select_related("competition").get(pk=kit.pk)
        if source(locked) != wanted or locked.made_of == wanted:
            return False
        before = {_place(row): row for row in locked.files.all()}
        gone = [row.file.name for row in before.values()]
        for one in made:
            if old := before.pop(_place(one.row), None):
                one.row.pk, one.row.key = old.pk, old.key
            one.row.file.name = one.stored
            one.row.save()
        KitFile.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
        Kit.objects.filter(pk=locked.pk).update(made_of=wanted)
        acts.write(locked.competition, "kit_made", role="system", files=len(made))
        files.delete_later(*gone)
    return True


def _place(row: KitFile) -> tuple[int | None, str, str, int]:
    return row.master_id, row.language, row.format, row.size
