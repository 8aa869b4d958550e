"""From a file that a stranger sent to a picture of ours, with its sides and the hash by which likenesses are found.

Works without Django and trusts nothing: it runs in a process of its own (anniversary.library.limited), whose limits catch what is not caught here.
"""

import io
import json
from contextlib import suppress
from typing import Any

from PIL import Image, ImageCms

from anniversary.library.limited import Refusal

from . import hashes

SIDE = 1600
MOST_PIXELS = 50_000_000  # of four bytes: what a process of 384 MB can hold beside all else
STRIP = 64  # lines at a time, of the smaller picture
T = Image.Transpose
# By EXIF's number of how the camera was held; from five on it lay on its side.
TURNS = {2: T.FLIP_LEFT_RIGHT, 3: T.ROTATE_180, 4: T.FLIP_TOP_BOTTOM, 5: T.TRANSPOSE, 6: T.ROTATE_270, 7: T.TRANSVERSE, 8: T.ROTATE_90}
ORIENTATION = 0x0112
LOCKED = 4  # PDFium's word for a document with a password


def draw(data: bytes, *, kind: str, least: int = 1, most: int = 20_000, side: int = SIDE) -> bytes:
    """A line of JSON (width, height, pages, phash) and a PNG of at most `side` pixels, without metadata.

    Refusal: damaged, too_small, too_long, too_many, locked, pages, blank, and those of svg.clean().
    """
    Image.MAX_IMAGE_PIXELS = None  # counted here, by what is said of a file in words
    draws = {"png": _pixels, "jpeg": _pixels, "svg": _shapes, "pdf": _page}
    try:
        told, picture = draws[kind](data, least, most, side)
        told["phash"] = hashes.phash(picture)
        out = io.BytesIO()
        picture.save(out, "PNG")
    except (Refusal, MemoryError):
        raise
    except Exception as error:  # a damaged file makes any reader raise almost anything
        raise Refusal("damaged") from error
    return json.dumps(told).encode() + b"\n" + out.getvalue()


def _pixels(data: bytes, least: int, most: int, side: int) -> tuple[dict[str, Any], Image.Image]:
    with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:  # reads the header; nothing is decoded yet
        width, height = image.size
        if min(width, height) < least:
            raise Refusal("too_small")
        if max(width, height) > most:
            raise Refusal("too_long")
        if width * height > MOST_PIXELS:
            raise Refusal("too_many", width=width, height=height, millions=MOST_PIXELS // 1_000_000)
        held = image.getexif().get(ORIENTATION, 1)
        image.draft(image.mode, (2 * side, 2 * side))  # a JPEG is decoded no larger than is needed
        picture = _plain(_smaller(image, 2 * side), image.info.get("icc_profile"))
    picture.thumbnail((side, side))
    if held in TURNS:
        picture = picture.transpose(TURNS[held])
    if held in {5, 6, 7, 8}:
        width, height = height, width
    return {"width": width, "height": height, "pages": None}, picture


def _smaller(image: Image.Image, side: int) -> Image.Image:
    """Of a huge picture a smaller one, strip by strip: there is no room for a second one of its size."""
    image.load()
    factor = -(-max(image.size) // side)
    if factor == 1:
        return _eight_bits(image)
    strips = []
    for top in range(0, image.height, STRIP * factor):
        strip = image.crop((0, top, image.width, min(top + STRIP * factor, image.height)))
        strips.append(_eight_bits(strip).reduce(factor))
    whole = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    for number, strip in enumerate(strips):
        whole.paste(strip, (0, number * STRIP))
    return whole


def _eight_bits(image: Image.Image) -> Image.Image:
    """In a mode that can be made smaller and has the same colours."""
    if image.mode.startswith("I"):  # sixteen bits, which convert() would cut off instead of scaling them
        image.info.pop("transparency", None)
        return image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    if "transparency" in image.info or image.mode in {"LA", "PA"}:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def _plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, carrying nothing but pixels."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # broken, or made for another kind of picture: left out of account
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            image = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        return _bare(image)
    return _bare(image.convert("RGB"))


def _bare(image: Image.Image) -> Image.Image:
    """A new picture has no text or profile that a writer could pass on."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _shapes(data: bytes, least: int, most: int, side: int) -> tuple[dict[str, Any], Image.Image]:
    import resvg_py

    from . import svg

    drawing = svg.clean(data)
    scale = side / max(drawing.width, drawing.height)
    width, height = (max(1, round(length * scale)) for length in (drawing.width, drawing.height))
    # Without the system's fonts, and so that nothing is looked for next to the drawing; what it refers to is gone by now.
    made = resvg_py.svg_to_bytes(svg_string=drawing.written(width, height), skip_system_fonts=True, resources_dir=None)
    with Image.open(io.BytesIO(bytes(made)), formats=["PNG"]) as image:
        picture = _bare(image if image.mode == "RGBA" else image.convert("RGBA"))
    if picture.getchannel("A").getextrema()[1] == 0:
        raise Refusal("blank")
    return {"width": None, "height": None, "pages": None}, picture


def _page(data: bytes, least: int, most: int, side: int) -> tuple[dict[str, Any], Image.Image]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refusal("locked" if error.err_code == LOCKED else "damaged") from error
    if len(document) != 1:
        raise Refusal("pages" if len(document) else "damaged", pages=len(document))
    page = document[0]
    width, height = page.get_size()
    scale = side / max(width, height)
    if min(width, height) * scale < 1:
        raise Refusal("damaged")
    picture = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
    picture.thumbnail((side, side))  # rounded up by a pixel
    return {"width": None, "height": None, "pages": 1}, _bare(picture)
