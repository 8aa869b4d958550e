"""What is made of the masters: each file opened again, the archives against the list, and what happens when masters change meanwhile."""

import hashlib
import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from pypdf import PdfReader

from anniversary.competition.entries import svg
from anniversary.competition.entries.models import private_storage
from anniversary.competition.kit import making, masters, tasks
from anniversary.competition.kit.models import KitFile, Master
from anniversary.competition.models import Act
from anniversary.library import limited
from tests.competition.entries import corpus

from .conftest import OF, put, upload

pytestmark = pytest.mark.django_db
DRAWN = {("png", side) for side in (180, 256, 512, 1024, 2048, 4096)} | {("jpeg", 1024), ("jpeg", 2048), ("ico", 48)}
DRAWN |= {("webp", side) for side in (512, 1024, 2048)}


def files(kit, variant: str) -> dict[tuple[str, int], KitFile]:
    return {(file.format, file.size): file for file in kit.files.filter(master__variant=variant)}


def content(file: KitFile) -> bytes:
    with file.file.open() as stored:
        return stored.read()


def test_each_master_gives_every_size_and_format_that_it_can(kit):
    assert set(files(kit, "colour")) == DRAWN | {("svg", 0)}
    assert set(files(kit, "mono")) == DRAWN | {("pdf", 0)}
    # A picture of 1,100 pixels: nothing larger, and it is not given on as it came.
    assert set(files(kit, "reverse")) == {("png", 180), ("png", 256), ("png", 512), ("png", 1024), ("jpeg", 1024), ("webp", 512), ("webp", 1024), ("ico", 48)}


@pytest.mark.parametrize(("variant", "shape"), [("colour", (2, 1)), ("mono", (1, 1)), ("reverse", (2, 1))])
def test_every_file_opens_again_in_its_format_and_size(kit, variant, shape):
    kinds = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "ico": "ICO"}
    for (kind, size), file in files(kit, variant).items():
        made = content(file)
        assert (hashlib.sha256(made).hexdigest(), len(made)) == (file.sha256, file.bytes)
        if kind not in kinds:
            continue
        with Image.open(io.BytesIO(made)) as picture:
            picture.load()
            square = kind == "ico" or size == 180
            sides = (size, size) if square else (size, size * shape[1] // shape[0])
            assert (picture.format, picture.size) == (kinds[kind], sides)
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)
            if kind == "ico":
                assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_colours_and_grounds_are_right(kit):
    def at(variant: str, kind: str, size: int, x: float, y: float):
        with Image.open(io.BytesIO(content(files(kit, variant)[kind, size]))) as picture:
            return picture.convert("RGBA").getpixel((round(picture.width * x), round(picture.height * y)))

    red, white, dark = (224, 0, 37, 255), (255, 255, 255, 255), (22, 32, 58, 255)
    assert [at("colour", kind, 1024, 0.25, 0.5) for kind in ("png", "webp")] == [red, red]
    assert max(abs(one - other) for one, other in zip(at("colour", "jpeg", 1024, 0.25, 0.5), red, strict=True)) < 6
    assert (at("colour", "png", 4096, 0.01, 0.01)[3], at("colour", "png", 4096, 0.25, 0.5)) == (0, red)
    assert (at("colour", "jpeg", 2048, 0.01, 0.01), at("colour", "png", 180, 0.01, 0.01), at("colour", "ico", 48, 0.01, 0.01)[3]) == (white, white, 0)
    assert at("reverse", "png", 180, 0.01, 0.01) == dark


def test_a_drawing_is_given_on_cleaned_and_a_document_as_it_came(kit):
    drawing = content(files(kit, "colour")["svg", 0])
    assert b"script" not in drawing
    assert b"onload" not in drawing
    assert drawing.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')
    assert svg.clean(drawing).box == (0, 0, 200, 100)
    document = content(files(kit, "mono")["pdf", 0])
    assert document == content(Master.objects.get(variant="mono"))
    assert len(PdfReader(io.BytesIO(document)).pages) == 1


@pytest.mark.parametrize(("language", "told"), [("en", "Use it well."), ("ja", "大切に使ってください。"), ("km", "សូមប្រើឱ្យបានល្អ។")])
def test_an_archive_holds_every_file_of_the_list_and_the_guidelines_in_its_language(kit, language, told):
    (whole,) = kit.files.filter(format="zip", language=language)
    with zipfile.ZipFile(io.BytesIO(content(whole))) as archive:
        assert archive.testzip() is None
        listed = {file.name: file.sha256 for file in kit.files.exclude(format="zip").select_related("master")}
        assert len(listed) == 13 + 13 + 8
        names = archive.namelist()
        assert sorted(names) == sorted([*listed, "guidelines.html"])
        assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in listed} == listed
        page = archive.read("guidelines.html").decode()
    assert (f'<html lang="{language}">' in page, told in page) == (True, True)
    shown = set(re.findall(r'href="([^"]+)"', page))
    assert shown == {"logo-colour-horizontal-1024.png", "logo-mono-horizontal-1024.png", "logo-reverse-horizontal-1024.png"}
    assert not re.search(r"https?://(?!www\.w3\.org)|<script", page)


def test_names_say_what_they_are(kit):
    names = {file.name for file in kit.files.select_related("master")}
    assert {
        "logo-colour-horizontal-4096.png", "logo-colour-horizontal-2048.jpg", "logo-colour-horizontal-512.webp", "logo-colour-horizontal.svg",
        "favicon-colour-horizontal.ico", "touch-icon-colour-horizontal-180.png", "logo-mono-horizontal.pdf", "logo-en.zip", "logo-ja.zip", "logo-km.zip",
    } <= names  # fmt: skip
    assert len(names) == kit.files.count() == 37


def test_made_twice_it_is_made_once(kit):
    before = list(kit.files.values_list("pk", "file"))
    assert (making.make(kit.pk), tasks.make_kit.call(kit.pk), making.make(0)) == (0, 0, 0)
    assert list(kit.files.values_list("pk", "file")) == before
    assert list(Act.objects.filter(verb="kit_made").values_list("role", "detail")) == [("system", {"files": 37})]


def test_a_master_that_is_replaced_keeps_the_addresses_of_its_files(kit, record, officer, django_capture_on_commit_callbacks):
    before = {file.name: (file.key, file.file.name, file.sha256) for file in kit.files.select_related("master")}
    with django_capture_on_commit_callbacks(execute=True):
        put(record, officer, content=MARK_BLUE)
    after = {file.name: (file.key, file.file.name, file.sha256) for file in kit.files.select_related("master")}
    assert {name: key for name, (key, _file, _sha) in after.items()} == {name: key for name, (key, _file, _sha) in before.items()}
    assert after["logo-colour-horizontal-512.png"][2] != before["logo-colour-horizontal-512.png"][2]
    store = private_storage()
    assert {name for _key, name, _sha in before.values() if store.exists(name)} == set()
    assert all(store.exists(name) for _key, name, _sha in after.values())


MARK_BLUE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><circle cx="50" cy="50" r="45" fill="#0f2f7f"/></svg>'


def test_what_others_have_changed_meanwhile_is_not_overwritten(kit, record, officer, monkeypatch):
    put(record, officer, content=MARK_BLUE)
    there = set(kit.files.values_list("file", flat=True))
    archive = making.archive

    def changed_meanwhile(*args):
        kit.clear_space = 90
        kit.save(update_fields=["clear_space"])
        return archive(*args)

    monkeypatch.setattr(making, "archive", changed_meanwhile)
    assert making.make(kit.pk) == 0
    assert set(kit.files.values_list("file", flat=True)) == there
    stored = {f"kit/{part}/{name}" for part in private_storage().listdir("kit")[0] for name in private_storage().listdir(f"kit/{part}")[1]}
    assert stored == there


def test_a_size_that_takes_too_much_is_left_out(record, officer, monkeypatch, caplog):
    master = put(record, officer)
    run = limited.run

    def tires(function, data, **options):
        if options.get("side") == 4096:
            raise limited.Failure("memory")
        return run(function, data, **options)

    monkeypatch.setattr(limited, "run", tires)
    monkeypatch.setattr(making, "of", OF)
    assert making.make(master.kit_id) == 12 + 3
    assert caplog.messages == ["The master colour horizontal could not be drawn at 4096 pixels: memory."]


# --- masters ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (corpus.picture("JPEG"), "type"), (corpus.picture(size=(600, 511)), "too_small"),
        (corpus.REFUSED["SVG with text"][0], "text"), (corpus.pdf(2), "pages"),
        (b"%!PS-Adobe-3.0", "type"), (b"", "empty"),
    ],
    ids=["JPEG", "few pixels", "text", "two pages", "EPS", "empty"],
)  # fmt: skip
def test_a_master_goes_through_the_same_checks_as_a_work(sent, code):
    with pytest.raises(ValidationError) as told:
        masters.check(upload(sent))
    assert told.value.code == code


def test_a_master_is_kept_under_a_name_of_nobody_and_logged(record, officer):
    first = put(record, officer)
    second = put(record, officer, content=corpus.picture(size=(1000, 3000)))
    assert (Master.objects.get().pk, second.kind, (second.width, second.height), second.most) == (first.pk, "png", (533, 1600), 3000)
    assert (first.width, first.height, first.most) == (1600, 800, 0)
    assert "dara" not in second.file.name + second.preview.name
    told = Act.objects.filter(verb="kit_master").values_list("role", "by", "subject", "after", "detail")
    assert list(told) == [("officer", officer.pk, "colour-horizontal", kind, {"replaced": old}) for kind, old in (("svg", False), ("png", True))]


def test_a_master_that_is_taken_away_takes_its_files_along(kit, officer, django_capture_on_commit_callbacks):
    master = Master.objects.get(variant="mono")
    names = [master.file.name, master.preview.name, *master.files.values_list("file", flat=True)]
    with django_capture_on_commit_callbacks(execute=True):
        masters.remove(master, user=officer)
    assert [private_storage().exists(name) for name in names] == [False] * len(names)
    assert kit.files.count() == 13 + 8 + 3
    with zipfile.ZipFile(io.BytesIO(content(kit.files.get(language="en")))) as archive:
        assert len(archive.namelist()) == 13 + 8 + 1
