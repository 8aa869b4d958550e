"""Pictures of a sample: drawn by the cover composer, so that the library has some that are ours."""

from typing import Any

from django.core.files.base import ContentFile

from anniversary.covers import share, source
from anniversary.library.models import Image, Licence

from .files import translated


def put(row: dict[str, Any]) -> Image:
    """The image of this drawing (`kind` and `key` of a cover), drawn once, in the colours and flowers of the anniversary."""
    image = Image.objects.filter(title_en=row["title"]["en"]).first() or Image()
    for name, value in translated(row, "title", "alt", "caption", "credit").items():
        setattr(image, name, value)
    image.licence = Licence.OWN
    if not image.file:
        palette, flowers = source.current()
        image.file = ContentFile(share.share_png(row["kind"], row["key"], palette=palette, flowers=flowers), name="drawing.png")
    image.save()
    return image
