"""Works as pictures: what is kept of each kind, what is shown of it, which look alike, and what is swept away."""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anniversary import clock
from anniversary.competition import chores
from anniversary.competition.entries import drawing, files, hashes, likeness, previews, sweeping
from anniversary.competition.entries.models import Band, Entry, Work, private_storage
from anniversary.library import limited
from tests.competition.entries import corpus
from tests.factories.competition import competition, entry, rules
from tests.factories.staff import make_user

OPENS = datetime(2023, 3, 1, tzinfo=UTC)
db = pytest.mark.django_db


@pytest.fixture
def record():
    made = competition(stage="open")
    rules(made, opens_at=OPENS)
    return made


def kept(record, content: bytes, role: str = "colour", made=None) -> Work:
    checked = files.check(SimpleUploadedFile("dara-sok.png", content), record.rules, role)
    with transaction.atomic():
        return files.keep(made or entry(record), role, checked)


# --- kinds --------------------------------------------------------------------------------------------------------------
@db
@pytest.mark.parametrize(
    ("content", "kind", "sides", "pages", "shown"),
    [
        (corpus.picture(size=(3000, 1500)), "png", (3000, 1500), None, (1600, 800)),
        (corpus.picture("JPEG", (1500, 3000)), "jpeg", (1500, 3000), None, (800, 1600)),
        (corpus.svg(corpus.DOT, ' width="1" height="1"'), "svg", (None, None), None, (1600, 1600)),
        (corpus.pdf(size=(200, 100)), "pdf", (None, None), 1, (1600, 800)),
    ],
    ids=["PNG", "JPEG", "SVG", "PDF"],
)
def test_each_kind_is_kept_as_it_came_and_drawn_by_us(record, content, kind, sides, pages, shown):
    work = kept(record, content)
    assert (work.kind, (work.width, work.height), work.pages, work.preview_state, work.bytes) == (kind, sides, pages, "ready", len(content))
    assert (work.sha256, work.original.open().read()) == (hashlib.sha256(content).hexdigest(), content)
    with Image.open(work.preview.open()) as picture:
        assert (picture.format, picture.size, picture.info) == ("PNG", shown, {})
    assert len(work.phash) == 16
    assert list(Band.objects.filter(work=work).order_by("place").values_list("place", "value")) == list(enumerate(bytes.fromhex(work.phash)))


@db
@pytest.mark.parametrize("content", [b"%!PS-Adobe-3.0 EPSF-3.0", b"8BPS\0\1", corpus.pdf(3), corpus.REFUSED["SVG with text"][0], corpus.picture()])
def test_a_source_file_is_known_by_its_beginning_and_never_opened(record, content, monkeypatch):
    monkeypatch.setattr(limited, "run", None)
    record.rules.file_types = ["png"]
    work = kept(record, content, "source")
    assert (work.preview_state, work.preview.name, work.phash, Band.objects.count()) == ("refused", "", "", 0)
    assert work.original.open().read() == content
    with pytest.raises(LookupError):
        previews.png(work, 64)


@db
def test_a_source_file_of_any_other_kind_is_refused(record):
    with pytest.raises(ValidationError) as told:
        files.check(SimpleUploadedFile("logo.eps", b"PK\3\4"), record.rules, "source")
    assert told.value.code == "type"


@db
def test_whatever_was_refused_may_be_sent_again_and_what_was_there_stays(record):
    work = kept(record, corpus.picture())
    with pytest.raises(ValidationError):
        kept(record, corpus.REFUSED["PDF of 100 pages"][0], made=work.entry)
    assert Work.objects.get().sha256 == work.sha256
    again = kept(record, corpus.pdf(), made=work.entry)
    assert (Work.objects.get().kind, again.pk, Band.objects.count()) == ("pdf", work.pk, 8)


@db
def test_a_failure_of_the_process_is_told_in_words_and_logged(record, monkeypatch, caplog):
    def fails(*args, **kwargs):
        raise limited.Failure("memory")

    monkeypatch.setattr(limited, "run", fails)
    with pytest.raises(ValidationError) as told:
        files.check(SimpleUploadedFile("logo.png", corpus.picture()), record.rules)
    assert (told.value.code, caplog.messages) == ("too_heavy", ["A file of kind png could not be drawn: memory."])


@db
def test_who_has_no_turn_may_try_again(record, monkeypatch):
    def busy(*args, **kwargs):
        raise limited.Busy("busy")

    monkeypatch.setattr(limited, "run", busy)
    with pytest.raises(ValidationError) as told:
        files.check(SimpleUploadedFile("logo.png", corpus.picture()), record.rules)
    assert (told.value.code, told.value.messages) == ("busy", ["Very many files are arriving just now. Nothing is lost: try again in a minute."])


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("too_small", "The shorter side of the picture needs at least 500 pixels."),
        ("too_long", "The longer side of the picture may have at most 9000 pixels."),
        ("pages", "This document has 100 pages; it may have one."),
        ("too_many", "This picture is 8000 × 7000 pixels; at most 50 million pixels are accepted. Save a smaller copy and send that."),
    ],
)
def test_a_refusal_says_the_numbers(token, words):
    numbers = {"pages": {"pages": 100}, "too_many": {"width": 8000, "height": 7000, "millions": 50}}.get(token, {})
    assert files._in_words(limited.Refusal(token, **numbers), 500, 9000).messages == [words]


# --- drawn again --------------------------------------------------------------------------------------------------------
def drawn(content: bytes, kind: str, side: int = 100) -> Image.Image:
    return Image.open(io.BytesIO(drawing.draw(content, kind=kind, side=side).partition(b"\n")[2]))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "LA", "CMYK", "1", "I;16"])
def test_pictures_of_every_mode_are_drawn_in_their_colours(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("L", (640, 320), 0)
    image.paste(255, (320, 0, 640, 320))
    image = image.convert("I").point(lambda value: value * 257 + 0).convert("I;16") if mode == "I;16" else image.convert(mode)
    out = io.BytesIO()
    image.save(out, kind)
    for side in (100, 640):  # made smaller in strips, and not
        picture = drawn(out.getvalue(), kind.lower(), side).convert("RGB")
        assert picture.size == (side, side // 2)
        dark, light = (picture.getpixel((round(side * at), side // 4)) for at in (0.1, 0.9))
        assert max(dark) < 12
        assert min(light) > 243


@pytest.mark.parametrize("held", range(1, 9))
def test_a_photograph_is_shown_as_it_was_held(held):
    upright = Image.new("RGB", (640, 320), "white")
    upright.paste("black", (0, 0, 320, 160))  # above on the left
    back = {5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270}
    turned = upright.transpose((drawing.TURNS | back)[held]) if held > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = held
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif)
    told, _end, png = drawing.draw(out.getvalue(), kind="jpeg", side=100).partition(b"\n")
    picture = Image.open(io.BytesIO(png)).convert("L")
    corners = [picture.getpixel(at) > 127 for at in ((10, 10), (90, 10), (10, 40), (90, 40))]
    assert (picture.size, corners) == ((100, 50), [False, True, True, True])
    assert told.startswith(b'{"width": 640, "height": 320,')


def test_a_thin_drawing_has_a_pixel_at_least():
    content = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 1"><rect width="300" height="1"/></svg>'
    assert drawn(content, "svg").size == (100, 1)


# --- shown --------------------------------------------------------------------------------------------------------------
@db
@pytest.mark.parametrize("side", [16, 64, 512])
def test_a_picture_is_shown_as_small_as_it_is_asked_for(record, side):
    work = kept(record, corpus.picture(size=(1000, 500)))
    with Image.open(io.BytesIO(previews.png(work, side))) as picture:
        assert (picture.format, picture.size, picture.mode, picture.info) == ("PNG", (side, side // 2), "RGB", {})


@db
def test_in_grey_it_keeps_its_transparency(record):
    work = kept(record, corpus.svg(corpus.DOT))
    with Image.open(io.BytesIO(previews.png(work, 32, grey=True))) as picture:
        assert (picture.mode, picture.size, picture.getpixel((16, 16)), picture.getpixel((0, 0))[1]) == ("LA", (32, 32), (71, 255), 0)


@db
def test_a_picture_that_is_gone_is_a_lookup_error(record):
    work = kept(record, corpus.picture())
    private_storage().delete(work.preview.name)
    with pytest.raises(LookupError, match="gone"):
        previews.png(work, 64)


# --- likenesses ---------------------------------------------------------------------------------------------------------
@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=likeness.NEAR))
def test_what_is_near_has_a_byte_in_common(one, differing):
    other = one ^ sum(1 << bit for bit in differing)
    digits = [f"{number:016x}" for number in (one, other)]
    assert hashes.distance(*digits) == len(differing)
    assert set(hashes.bytes_of(digits[0])) & set(hashes.bytes_of(digits[1]))


def test_a_sign_is_known_again_however_it_was_saved():
    sign = hashes.phash(Image.open(io.BytesIO(corpus.picture(size=(900, 900)))))
    ground = Image.new("RGB", (1400, 1200), "white")
    ground.paste(Image.open(io.BytesIO(corpus.picture(size=(900, 900)))), (300, 100))
    seen = {
        "small": Image.open(io.BytesIO(corpus.picture(size=(200, 200)))),
        "JPEG": Image.open(io.BytesIO(corpus.picture("JPEG", (900, 900), quality=40))),
        "on nothing": Image.open(io.BytesIO(corpus.picture(size=(900, 900), mode="RGBA"))),
        "with a margin": ground,
        "grey": ground.convert("L"),
    }
    assert {name: hashes.distance(sign, hashes.phash(picture)) for name, picture in seen.items() if hashes.distance(sign, hashes.phash(picture)) > 3} == {}
    other = Image.open(io.BytesIO(corpus.picture(size=(900, 900)))).transpose(Image.Transpose.ROTATE_90)
    assert hashes.distance(sign, hashes.phash(other)) > 12


@db
def test_likenesses_are_of_the_same_competition_another_entry_and_before_the_office(record, django_assert_num_queries):
    officer = make_user(username="officer", role="competition_officer")
    elsewhere = competition()

    def work(phash: str, *, of=None, state=Entry.State.SUBMITTED, role: str = "colour", made=None) -> Work:
        made = made or entry(of or record, user=officer, state=state)
        it = Work.objects.create(entry=made, role=role, kind="png", original="works/x", sha256="0" * 64, bytes=1, phash=phash)
        Band.objects.bulk_create(Band(work=it, place=place, value=value) for place, value in hashes.bytes_of(phash))
        return it

    with clock.as_of(OPENS):
        asked = work("00ff00ff00ff00ff")
        same, seven = work("00ff00ff00ff00ff"), work("00ff00ff00ff0080")
        mono = work("00ff00ff00ff00fe", role="mono")
        work("00ff00ff00ff0000")  # eight bits
        work("00ff00ff00ff00ff", of=elsewhere)
        work("00ff00ff00ff00ff", state=Entry.State.DRAFT)
        work("00ff00ff00ff00ff", state=Entry.State.WITHDRAWN)
        work("00ff00ff00ff00ff", role="mono", made=asked.entry)
        blank = Work.objects.create(entry=asked.entry, role="source", kind="eps", original="works/x", sha256="0" * 64, bytes=1)
    with django_assert_num_queries(1):
        assert [(found.pk, bits, found.entry.code != "") for found, bits in likeness.near(asked)] == [
            (same.pk, 0, True),
            (mono.pk, 1, True),
            (seven.pk, 7, True),
        ]
    assert likeness.near(blank) == []


# --- swept --------------------------------------------------------------------------------------------------------------
def lay(name: str, age: timedelta) -> str:
    store = private_storage()
    store.save(name, ContentFile(b"x"))
    at = (clock.now() - age).timestamp()
    os.utime(store.path(name), (at, at))
    return name


@db
def test_files_that_no_row_tells_of_are_swept_after_a_day(record):
    work = kept(record, corpus.picture())
    for file in (work.original, work.preview):
        os.utime(private_storage().path(file.name), (0, 0))
    old = [lay(f"{folder}/ab/old", timedelta(hours=25)) for folder in ("works", "previews")]
    others = [lay("works/ab/new", timedelta(hours=23)), lay("papers/ab/old", timedelta(days=9)), work.original.name, work.preview.name]
    assert sweeping.sweep() == 2
    assert [private_storage().exists(name) for name in old + others] == [False, False, True, True, True, True]
    assert sweeping.sweep() == 0


@db
def test_where_nothing_was_ever_sent_there_is_nothing_to_sweep():
    assert sweeping.sweep() == 0


@db
def test_sweeping_is_a_chore_of_once_a_day():
    old = lay("works/ab/old", timedelta(days=2))
    assert sweeping.enqueue_due in chores._chores
    sweeping.enqueue_due()
    assert not private_storage().exists(old)
    lay("works/ab/old", timedelta(days=2))
    sweeping.enqueue_due()
    assert private_storage().exists(old)
