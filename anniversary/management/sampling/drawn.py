"""The files of the sample's works, drawn before the transaction, since it takes a while."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image

from anniversary.competition.entries import drawing
from anniversary.competition.entries.files import Checked
from anniversary.competition.entries.models import Work

from . import marks

AS_SHAPES, WITH_SOURCE = 3, 5  # every so many sends in a drawing instead of a picture, or the source besides


@dataclass(frozen=True)
class Drawn:
    """The files of one work, by their roles."""

    files: dict[str, Checked]


def works(count: int, years: str) -> Iterator[Drawn]:
    """The works 1 … `count`, one after the other."""
    for number in range(1, count + 1):
        kind = "svg" if number % AS_SHAPES == 0 else "png"
        drawings = {Work.Role.COLOUR.value: marks.colour(number, years), Work.Role.MONO.value: marks.mono(number, years)}
        files = {role: _checked(drawn.encode() if kind == "svg" else marks.png(drawn), kind) for role, drawn in drawings.items()}
        if number % WITH_SOURCE == 0:
            files[Work.Role.SOURCE.value] = _checked(drawings["colour"].encode(), "svg", shown=False)
        yield Drawn(files)


def _checked(content: bytes, kind: str, *, shown: bool = True) -> Checked:
    """As files.check() gives it, by the same code. Ours is not hostile: it needs no process of its own, of which there would be hundreds."""
    kept = Checked(kind, ContentFile(content, name="work"), hashlib.sha256(content).hexdigest(), len(content))
    if not shown:
        return kept
    most = Image.MAX_IMAGE_PIXELS
    try:
        line, _end, picture = drawing.draw(content, kind=kind, side=marks.PIXELS).partition(b"\n")
    finally:
        Image.MAX_IMAGE_PIXELS = most  # it is taken away in there
    return Checked(kept.kind, kept.upload, kept.sha256, kept.size, preview=picture, **json.loads(line))
