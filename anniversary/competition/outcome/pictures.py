"""Pictures of works as they are given out: drawn again by us, without metadata."""

import io

from PIL import Image

from anniversary.competition.entries.models import Work


def png(work: Work, side: int) -> bytes:
    """A picture at most `side` pixels wide and high. LookupError where none is ready."""
    if work.preview_state != Work.Preview.READY:
        raise LookupError("There is no picture of this work.")
    out = io.BytesIO()
    with work.preview.open() as file, Image.open(file, formats=["PNG"]) as image:
        image.thumbnail((side, side))
        image.save(out, "PNG")
    return out.getvalue()
