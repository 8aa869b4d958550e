"""A work small and in grey, as its author looks at it before sending it."""

import io

from PIL import Image

from anniversary.competition.entries.models import Work

SIDES = (16, 32, 64, 512)


def png(work: Work, side: int, *, grey: bool = False) -> bytes:
    """At most `side` pixels wide and high. LookupError where the picture is not ready."""
    if work.preview_state != Work.Preview.READY:
        raise LookupError("There is no picture of this file yet.")
    out = io.BytesIO()
    with work.preview.open() as file, Image.open(file) as image:
        small = image.convert("RGBA")
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        (small.convert("LA") if grey else small).save(out, "PNG")
    return out.getvalue()
