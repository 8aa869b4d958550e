"""Images, albums, documents and tags for tests. An image is small, described in English, and marked ready without its renditions being made."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Picture

from anniversary.library.models import Album, AlbumItem, Document, Image, Tag

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture_bytes(*, size: tuple[int, int] = (64, 36), colour: Any = "navy", mode: str = "RGB", kind: str = "PNG", **save: Any) -> bytes:
    out = io.BytesIO()
    Picture.new(mode, size, colour).save(out, kind, **save)
    return out.getvalue()


def image(*, content: bytes | None = None, title_en: str = "Bridge", alt_en: str = "A bridge over a river", ready: bool = True, **fields: Any) -> Image:
    made = Image(file=ContentFile(content or picture_bytes(), name="bridge.png"), title_en=title_en, alt_en=alt_en, **fields)
    made.save()
    if ready:
        Image.objects.filter(pk=made.pk).update(renditions_ready=True)
        made.renditions_ready = True
    return made


def album(*, title_en: str = "The opening", images: tuple[Image, ...] = (), **fields: Any) -> Album:
    made = Album.objects.create(title_en=title_en, **fields)
    for number, picture in enumerate(images, 1):
        AlbumItem.objects.create(album=made, image=picture, ordering=10 * number)
    return made


def document(*, content: bytes = PDF, title_en: str = "Programme of the day", **fields: Any) -> Document:
    return Document.objects.create(file=ContentFile(content, name="upload.bin"), title_en=title_en, **fields)


def tag(*, name: str = "Music", **fields: Any) -> Tag:
    return Tag.objects.create(name=name, **fields)
