"""What may be uploaded: type by content, limits before decoding, and pictures stored only as we have encoded them again."""

import hashlib
import io
import re
import zipfile
from pathlib import PurePosixPath
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

READABLE = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")  # Pillow tries no other decoder on an upload
ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif"
WEBP_MAX_SIDE = 16383
SRGB = ImageCms.createProfile("sRGB")
CSV_ENCODINGS = ("utf-8-sig", "cp932")  # Japanese offices still send the second
ZIP_MAX_ENTRIES = 10_000


class CleanImage(ContentFile):
    """A picture that we have encoded ourselves: upright, sRGB, one frame, without metadata."""

    def __init__(self, content: bytes, extension: str, size: tuple[int, int]) -> None:
        super().__init__(content, name=f"{uuid4().hex}.{extension}")
        self.width, self.height = size


class CheckedDocument(ContentFile):
    """A document whose kind was found in its content."""

    def __init__(self, content: bytes, kind: str) -> None:
        super().__init__(content, name=f"{uuid4().hex}.{kind}")
        self.kind = kind
        self.sha256 = hashlib.sha256(content).hexdigest()


def original_name(instance: models.Model, filename: str) -> str:
    return _random_name("originals", filename)


def document_name(instance: models.Model, filename: str) -> str:
    return _random_name("documents", filename)


def _random_name(folder: str, filename: str) -> str:
    """Never the uploader's name: it may say who took the picture, and can be guessed."""
    name = uuid4().hex
    return f"{folder}/{name[:2]}/{name}{PurePosixPath(filename).suffix.lower()}"


def clean_image(upload: File) -> CleanImage:
    """The uploaded picture encoded again. ValidationError, in words for an editor, if it is none or too big."""
    if isinstance(upload, CleanImage):
        return upload
    data = _read(upload, settings.IMAGE_MAX_BYTES)
    image = _open(data)
    source_format = image.format or "PNG"
    try:
        image = _plain(image)
        kind, content = _encode(image, source_format)
    except Exception as error:  # a damaged file makes Pillow raise almost anything
        raise ValidationError(
            _("This picture is damaged or incomplete. Open it in a picture program, save it again and upload the new file."), code="damaged"
        ) from error
    return CleanImage(content, kind, image.size)


def check_document(upload: File) -> CheckedDocument:
    """The uploaded document with its kind. ValidationError, in words for an editor, if its content is of no kind that we accept."""
    if isinstance(upload, CheckedDocument):
        return upload
    data = _read(upload, settings.DOCUMENT_MAX_BYTES)
    return CheckedDocument(data, _document_kind(data))


def _read(upload: File, limit: int) -> bytes:
    upload.open()
    data = upload.read(limit + 1)
    if not data:
        raise ValidationError(_("This file is empty."), code="empty")
    if len(data) > limit:
        raise ValidationError(
            _("This file has %(size)s; at most %(limit)s are accepted.") % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}, code="too_big"
        )
    return data


def _open(data: bytes) -> Image.Image:
    """The picture with its header read and its size within the limit; nothing is decoded yet."""
    try:
        image = Image.open(io.BytesIO(data), formats=READABLE)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        raise ValidationError(_why_unreadable(data), code="not_an_image") from error
    if image.width * image.height > settings.IMAGE_MAX_PIXELS:
        raise _too_many_pixels(image.width, image.height)
    return image


def _too_many_pixels(width: int = 0, height: int = 0) -> ValidationError:
    limit = settings.IMAGE_MAX_PIXELS // 1_000_000
    if width:
        message = _("This picture is %(width)d × %(height)d pixels; at most %(limit)d million pixels are accepted. Save a smaller copy and upload that.")
    else:
        message = _("This picture has far too many pixels; at most %(limit)d million are accepted. Save a smaller copy and upload that.")
    return ValidationError(message % {"width": width, "height": height, "limit": limit}, code="too_many_pixels")


def _why_unreadable(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return _("This is an HEIC picture, as iPhones take them; browsers cannot show it. Save it as JPEG and upload that.")
    if re.search(rb"<svg[\s>]", data[:4096], re.IGNORECASE):
        return _("This is an SVG drawing, which can carry programs. Save it as PNG and upload that.")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")):
        return _("This picture is damaged or incomplete. Open it in a picture program, save it again and upload the new file.")
    return _("This is not a picture that we can read, whatever its name says. Accepted are JPEG, PNG, WebP, GIF and AVIF.")


def _plain(image: Image.Image) -> Image.Image:
    """Decoded (first frame), upright, in sRGB as RGB or RGBA, carrying nothing but pixels."""
    profile = image.info.get("icc_profile")
    ImageOps.exif_transpose(image, in_place=True)  # a copy of 60 million pixels is 240 MB
    if image.mode.startswith("I"):  # sixteen bits a pixel, which convert() would cut off instead of scaling them
        image.info.pop("transparency", None)
        image = image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    alpha = "A" in image.getbands() or "transparency" in image.info
    if image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        image = image.convert("RGBA" if alpha else "RGB")
    if profile:
        image = _to_srgb(image, profile)
    image = image.convert("RGBA" if alpha else "RGB")
    if alpha and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    bare = Image.new(image.mode, image.size)  # a new picture has no EXIF, comment or text chunk that a writer could pass on
    bare.paste(image)
    return bare


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as sRGB. A broken profile, or one for another kind of picture, is left out of account."""
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, given, SRGB, outputMode="RGBA" if image.mode == "RGBA" else "RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _encode(image: Image.Image, source_format: str) -> tuple[str, bytes]:
    """(extension, content). A JPEG stays one (MPO is a phone's JPEG with a second picture behind it); all else is kept without loss."""
    out = io.BytesIO()
    if source_format in ("JPEG", "MPO"):
        kind = "jpeg"
        image.save(out, "JPEG", quality=90, subsampling=0, progressive=True)
    elif source_format in ("WEBP", "AVIF") and max(image.size) <= WEBP_MAX_SIDE:
        kind = "webp"
        image.save(out, "WEBP", lossless=True, quality=20, method=0)  # little effort: an editor waits for this
    else:
        kind = "png"
        image.save(out, "PNG", compress_level=4)
    return kind, out.getvalue()


def _document_kind(data: bytes) -> str:
    """The extension that the content deserves."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(_("This is an old Office file (DOC, XLS or PPT). Save it as PDF, DOCX or XLSX and upload that."), code="old_office")
    if _is_table(data):
        return "csv"
    raise ValidationError(
        _("This is not a document that we accept, whatever its name says: PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, CSV or ZIP."), code="not_a_document"
    )


def _archive_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > ZIP_MAX_ENTRIES:
                raise ValidationError(_("This archive holds too many files."), code="too_many_files")
            declared = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise ValidationError(_("This file is damaged or incomplete."), code="damaged") from error
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise ValidationError(_("This document holds macros, which we do not hand to readers. Save it without them, or as PDF."), code="macros")
    open_document = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
    if declared.startswith("application/vnd.oasis.opendocument."):
        return open_document.get(declared.rpartition(".")[2].strip(), "zip")
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return kind
    return "zip"


def _is_table(data: bytes) -> bool:
    """Whether this is plain text with a separator in its first line, and not a page or a script in disguise."""
    for encoding in CSV_ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.lstrip().partition("\n")[0]
        return not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text) and not first.startswith(("<", "#!")) and bool(re.search(r"[,;\t]", first))
    return False
