"""What is let in, what is refused, and what is left of a picture that is let in."""

import io
import os
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image as Picture
from PIL import ImageCms

from anniversary.library.models import Document, Image
from anniversary.library.uploads import clean_image
from tests.factories import library

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GPS, ORIENTATION = 0x8825, 0x0112


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def stored_files() -> list[str]:
    root = default_storage.path("")
    return [name for _folder, _folders, files in os.walk(root) for name in files]


def refused(content: bytes, name: str = "photo.jpg") -> str:
    """The message, after seeing that form, full_clean and create() all refuse it beside the field and leave nothing behind."""
    with pytest.raises(ValidationError) as checked:
        Image(file=SimpleUploadedFile(name, content), title_en="x").full_clean()
    with pytest.raises(ValidationError) as created:
        Image.objects.create(file=SimpleUploadedFile(name, content), title_en="x")
    assert list(checked.value.message_dict) == list(created.value.message_dict) == ["file"]
    assert Image.objects.count() == 0
    assert stored_files() == []
    return checked.value.message_dict["file"][0]


def reopened(image: Image) -> Picture.Image:
    with image.file.storage.open(image.file.name) as file:
        picture = Picture.open(io.BytesIO(file.read()))
    picture.load()
    return picture


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "stored_as", "extension"),
    [("JPEG", "JPEG", "jpeg"), ("PNG", "PNG", "png"), ("GIF", "PNG", "png"), ("WEBP", "WEBP", "webp"), ("AVIF", "WEBP", "webp")],
)
def test_a_picture_is_stored_encoded_again_under_a_name_that_tells_nothing(kind, stored_as, extension):
    image = Image.objects.create(file=ContentFile(library.picture_bytes(size=(40, 30), kind=kind), name="Grandmother in Kampot.jpg"), title_en="x")
    folder, bin_name, name = image.file.name.split("/")
    assert (folder, bin_name, name.partition(".")[2]) == ("originals", name[:2], extension)
    assert len(name.partition(".")[0]) == 32
    assert reopened(image).format == stored_as
    assert (image.width, image.height) == (40, 30)


@pytest.mark.django_db
def test_a_picture_under_the_wrong_extension_is_stored_as_what_it_is():
    image = Image.objects.create(file=ContentFile(library.picture_bytes(kind="WEBP"), name="photo.jpg"), title_en="x")
    assert image.file.name.endswith(".webp")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (library.picture_bytes(kind="JPEG", size=(400, 300))[:900], "photo.jpg", "damaged or incomplete"),
        (library.picture_bytes(size=(400, 300))[:-300], "photo.png", "damaged or incomplete"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "photo.png", "damaged or incomplete"),
        (SVG, "drawing.svg", "SVG drawing"),
        (SVG, "photo.png", "SVG drawing"),
        (b"<html><script>alert(1)</script></html>", "photo.jpg", "not a picture that we can read"),
        (library.PDF, "photo.jpg", "not a picture that we can read"),
        (library.picture_bytes(kind="TIFF"), "photo.tiff", "not a picture that we can read"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "photo.heic", "iPhones"),
        (b"", "photo.jpg", "empty"),
    ],
)
def test_what_is_no_whole_picture_is_refused_in_plain_words(content, name, says):
    assert says in refused(content, name)


@pytest.mark.django_db
@pytest.mark.parametrize(("width", "height"), [(20_000, 10_000), (50_000, 50_000), (10_000, 10_000)])
def test_a_header_that_promises_too_many_pixels_is_refused_before_decoding(width, height, monkeypatch):
    monkeypatch.setattr(Picture.Image, "load", lambda self: pytest.fail("decoded"))
    assert "at most 60 million" in refused(png_header(width, height), "huge.png")


@pytest.mark.django_db
def test_a_decompression_bomb_over_the_limit_is_refused():
    bomb = library.picture_bytes(size=(9000, 7000), mode="L", colour=0)
    assert len(bomb) < 100_000
    assert refused(bomb, "bomb.png") == "This picture is 9000 × 7000 pixels; at most 60 million pixels are accepted. Save a smaller copy and upload that."


@pytest.mark.django_db
def test_a_text_chunk_that_inflates_without_end_is_refused():
    plain = library.picture_bytes()
    text = b"zTXt" + b"Comment\0\0" + zlib.compress(b"A" * 50_000_000)
    assert "damaged" in refused(plain[:33] + struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text)) + plain[33:], "text.png")


@pytest.mark.django_db
def test_a_file_over_the_limit_of_bytes_is_refused(settings):
    settings.IMAGE_MAX_BYTES = 2000
    noise = Picture.effect_noise((100, 100), 90)
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert "at most 2.0\xa0KB are accepted" in refused(out.getvalue(), "big.png")


def test_a_page_hidden_in_a_jpeg_does_not_survive():
    page = b"<script>alert(1)</script>"
    content = library.picture_bytes(kind="JPEG", comment=page) + page
    assert content.count(page) == 2
    assert page not in clean_image(ContentFile(content, "page.jpg")).read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_metadata_is_kept(kind):
    exif = Picture.Exif()
    exif[0x010F] = "Secret Camera"
    exif[GPS] = {1: "N", 2: (11.0, 33.0, 0.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = library.picture_bytes(kind=kind, exif=exif.tobytes(), icc_profile=profile)
    assert b"Secret Camera" in content
    clean = clean_image(ContentFile(content, "x"))
    picture = Picture.open(clean)
    assert dict(picture.getexif()) == {}
    assert {"exif", "icc_profile", "xmp", "comment", "XML:com.adobe.xmp"} & set(picture.info) == set()
    assert b"Secret Camera" not in clean.read()


def test_a_photograph_taken_sideways_stands_upright():
    exif = Picture.Exif()
    exif[ORIENTATION] = 6
    clean = clean_image(ContentFile(library.picture_bytes(size=(60, 20), kind="JPEG", exif=exif.tobytes()), "x"))
    assert (clean.width, clean.height) == (20, 60)
    assert Picture.open(clean).size == (20, 60)


def test_colours_of_another_profile_become_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red_is_blue = profile.replace(b"rXYZ", b"swap").replace(b"bXYZ", b"rXYZ").replace(b"swap", b"bXYZ")
    content = library.picture_bytes(colour=(255, 0, 0), icc_profile=red_is_blue)
    red, green, blue = Picture.open(clean_image(ContentFile(content, "x"))).getpixel((0, 0))
    assert (red < 5, green < 5, blue > 250) == (True, True, True)


def test_a_broken_profile_is_left_out_of_account():
    content = library.picture_bytes(colour=(100, 100, 100), icc_profile=b"no profile at all")
    assert Picture.open(clean_image(ContentFile(content, "x"))).getpixel((0, 0)) == (100, 100, 100)


def test_sixteen_grey_bits_are_scaled_not_cut_off():
    content = library.picture_bytes(mode="I;16", colour=32768)
    assert Picture.open(clean_image(ContentFile(content, "x"))).getpixel((0, 0)) == (128, 128, 128)


def test_of_an_animation_the_first_frame_is_kept():
    out = io.BytesIO()
    Picture.new("RGB", (20, 20), "red").save(out, "GIF", save_all=True, append_images=[Picture.new("RGB", (20, 20), "blue")])
    picture = Picture.open(clean_image(ContentFile(out.getvalue(), "x")))
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize(("colour", "mode"), [((10, 20, 30, 128), "RGBA"), ((10, 20, 30, 255), "RGB")])
def test_transparency_is_kept_where_there_is_any(colour, mode):
    clean = clean_image(ContentFile(library.picture_bytes(mode="RGBA", colour=colour), "x"))
    assert Picture.open(clean).mode == mode


@pytest.mark.django_db
def test_cleaning_twice_encodes_once():
    image = Image(file=ContentFile(library.picture_bytes(kind="JPEG"), name="x.jpg"), title_en="x")
    image.full_clean()
    first = image.file.file
    image.full_clean()
    assert image.file.file is first
    image.save()
    name = image.file.name
    image.save()
    assert image.file.name == name
    assert len(stored_files()) == 1


@pytest.mark.django_db
def test_saving_through_the_file_does_not_get_round_the_check():
    image = library.image()
    with pytest.raises(ValidationError):
        image.file.save("page.png", ContentFile(SVG))
    with pytest.raises(ValidationError), transaction.atomic():
        Image.objects.bulk_create([Image(file=ContentFile(SVG, name="page.png"))])
    image.refresh_from_db()
    assert stored_files() == [os.path.basename(image.file.name)]


@pytest.mark.django_db
def test_a_row_that_cannot_be_written_leaves_no_file():
    there = library.image()
    with pytest.raises(IntegrityError), transaction.atomic():
        Image(pk=there.pk, file=ContentFile(library.picture_bytes(), name="x.png")).save(force_insert=True)
    assert len(stored_files()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: library.PDF, "pdf"),
        (lambda: archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "odt"),
        (lambda: archive({"[Content_Types].xml": "x", "word/document.xml": "x"}), "docx"),
        (lambda: archive({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "xlsx"),
        (lambda: archive({"photo.txt": "x"}), "zip"),
        (lambda: b"day,visitors\r\n1,200\r\n", "csv"),
        (lambda: "日付,来場者\r\n1,200\r\n".encode("cp932"), "csv"),
    ],
)
def test_a_document_is_known_by_its_content(make, kind):
    document = library.document(content=make())
    assert (document.kind, document.size, len(document.sha256)) == (kind, len(make()), 64)
    assert document.file.name.startswith("documents/")
    assert document.file.name.endswith(f".{kind}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"<html><script>alert(1)</script>,</html>", "not a document that we accept"),
        (lambda: b"MZ\x90\0program", "not a document that we accept"),
        (lambda: b"#!/bin/sh\nrm -r a,b", "not a document that we accept"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Office file"),
        (lambda: archive({"[Content_Types].xml": "x", "word/vbaProject.bin": "x"}), "macros"),
        (lambda: archive({"a": "x"})[:40], "damaged"),
    ],
)
def test_a_document_of_another_kind_is_refused_whatever_its_name(make, says):
    with pytest.raises(ValidationError) as error:
        Document.objects.create(file=SimpleUploadedFile("report.pdf", make()), title_en="x")
    assert says in error.value.message_dict["file"][0]
    assert (Document.objects.count(), stored_files()) == (0, [])


@pytest.mark.django_db
def test_a_document_over_the_limit_is_refused(settings):
    settings.DOCUMENT_MAX_BYTES = 20
    with pytest.raises(ValidationError) as error:
        library.document()
    assert "at most 20\xa0bytes are accepted" in error.value.message_dict["file"][0]


def archive(entries: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()
