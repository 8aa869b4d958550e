"""Pictures of works as they are shown: ours, small, and with nothing in them but pixels."""

import io

from PIL import Image

from .models import Work


def png(work: Work, side: int, grey: bool = False) -> bytes:
    """A work's picture, at most `side` pixels wide and high, as PNG without metadata. LookupError if there is none to be shown (yet)."""
    if work.preview_state != Work.Preview.READY:
        raise LookupError(f"{work} has no picture.")
    try:
        with work.preview.open() as file, Image.open(file, formats=["PNG"]) as image:
            picture = image.convert("RGBA" if image.mode == "RGBA" else "RGB")
    except FileNotFoundError as error:  # replaced this very moment
        raise LookupError(f"The picture of {work} is gone.") from error
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    if grey:
        picture = picture.convert("LA" if picture.mode == "RGBA" else "L")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
