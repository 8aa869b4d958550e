"""What readers get of a picture: sizes, the crop around the focal point, and that nothing is left lying about."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image as Picture

from anniversary.library import renditions
from anniversary.library.models import Image
from anniversary.library.renditions import crop_box, fitted, names, widths
from anniversary.library.tasks import make_renditions
from tests.factories import library

from .test_uploads import stored_files


def made(image: Image, name: str) -> Picture.Image:
    rendition = image.rendition(name)
    assert rendition is not None
    with default_storage.open(rendition.url.removeprefix("/media/")) as file:
        picture = Picture.open(io.BytesIO(file.read()))
    assert picture.size == (rendition.width, rendition.height)
    return picture


def ready(**fields) -> Image:
    image = library.image(ready=False, **fields)
    make_renditions.func(image.pk)
    image.refresh_from_db()
    assert image.renditions_ready
    return image


def red_and_blue(*, size=(2000, 1000), kind="JPEG") -> bytes:
    picture = Picture.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.django_db
def test_every_rendition_is_made_in_its_size_and_format():
    image = ready(content=red_and_blue())
    sizes = {name: (made(image, name).format, made(image, name).size) for name in names(image.width, image.height)}
    assert sizes == {
        "avif_480": ("AVIF", (480, 240)),
        "avif_960": ("AVIF", (960, 480)),
        "avif_1600": ("AVIF", (1600, 800)),
        "webp_480": ("WEBP", (480, 240)),
        "webp_960": ("WEBP", (960, 480)),
        "webp_1600": ("WEBP", (1600, 800)),
        "card": ("WEBP", (640, 360)),
        "share": ("JPEG", (1200, 630)),
        "thumb": ("WEBP", (300, 150)),
    }


@pytest.mark.django_db
def test_a_small_picture_is_never_enlarged():
    image = ready(content=library.picture_bytes(size=(700, 200)))
    assert [found.width for found in image.widths("webp")] == [480, 700]
    assert made(image, "webp_960").size == (700, 200)
    assert made(image, "card").size == (356, 200)
    assert made(image, "share").size == (381, 200)


@pytest.mark.parametrize(
    ("width", "expected"), [(100, [480]), (480, [480]), (481, [480, 960]), (960, [480, 960]), (961, [480, 960, 1600]), (9000, [480, 960, 1600])]
)
def test_widths_end_with_the_first_that_holds_the_whole_picture(width, expected):
    assert widths(width, 300) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("size", [(1, 1), (1, 300), (3000, 1), (20, 4000)])
def test_odd_shapes_are_made_too(size):
    image = ready(content=library.picture_bytes(size=size))
    for name in names(*size):
        made(image, name)


def test_a_very_high_picture_becomes_narrower_not_endless():
    assert fitted(1000, 20_000, 480) == (96, 1920)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(("focal_point", "left_pixel", "right_pixel"), [("0x0.5", "red", "red"), ("0.5x0.5", "red", "blue"), ("1x0.5", "blue", "blue")])
def test_the_crop_follows_the_focal_point(kind, focal_point, left_pixel, right_pixel):
    card = made(ready(content=red_and_blue(size=(2000, 500), kind=kind), focal_point=focal_point), "card").convert("RGB")

    def colour(x):
        red, _green, blue = card.getpixel((x, card.height // 2))
        return "red" if red > blue else "blue"

    assert (colour(10), colour(card.width - 11)) == (left_pixel, right_pixel)


def test_a_crop_stays_inside_the_picture():
    assert crop_box(1000, 1000, 640, 360, [0.5, 0.0]) == (0, 0, 1000, 562.5)
    assert crop_box(1000, 1000, 640, 360, [float("nan"), 1.0]) == (0, 437.5, 1000, 1000)


@pytest.mark.django_db
def test_transparency_stays_in_the_card_and_is_white_in_the_share_image():
    image = ready(content=library.picture_bytes(mode="RGBA", colour=(255, 0, 0, 0), size=(1300, 700)))
    assert made(image, "card").mode == "RGBA"
    assert made(image, "share").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.django_db
def test_they_are_made_after_the_commit_and_again_when_file_or_focal_point_change(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = library.image(ready=False)
        assert not image.renditions_ready
    image.refresh_from_db()
    assert image.renditions_ready
    for change, starts in (({"title_en": "Another"}, 0), ({"focal_point": "0.1x0.1"}, 1), ({"file": ContentFile(library.picture_bytes(), name="x.png")}, 1)):
        for field, value in change.items():
            setattr(image, field, value)
        with django_capture_on_commit_callbacks() as waiting:
            image.save()
        assert Image.objects.get(pk=image.pk).renditions_ready is (not starts)
        assert bool(waiting) is bool(starts)
        make_renditions.func(image.pk)
        image.refresh_from_db()


@pytest.mark.django_db
def test_an_old_copy_of_the_row_does_not_hide_a_picture_that_became_ready():
    image = library.image(ready=False)
    make_renditions.func(image.pk)
    image.title_en = "New title"
    image.save()
    assert Image.objects.get(pk=image.pk).renditions_ready is True


@pytest.mark.django_db
def test_update_fields_is_enough_to_start_them(django_capture_on_commit_callbacks):
    image = library.image()
    image.file = ContentFile(library.picture_bytes(size=(90, 90)), name="x.png")
    with django_capture_on_commit_callbacks() as waiting:
        image.save(update_fields=["file"])
    image.refresh_from_db()
    assert (image.width, image.height, image.renditions_ready, len(waiting)) == (90, 90, False, 2)


@pytest.mark.django_db
def test_making_them_twice_changes_nothing():
    image = ready()
    before = sorted(stored_files())
    assert make_renditions.func(image.pk) == len(before) - 1
    assert sorted(stored_files()) == before


@pytest.mark.django_db
def test_half_a_rendition_left_by_a_killed_worker_is_made_again():
    image = ready(content=red_and_blue())
    path = default_storage.path(image.rendition("webp_960").url.removeprefix("/media/"))
    with open(path, "r+b") as file:
        file.truncate(200)
    make_renditions.func(image.pk)
    assert made(image, "webp_960").convert("RGB").getpixel((3, 3))[0] > 200


@pytest.mark.django_db
def test_moving_the_focal_point_replaces_the_crops_only():
    image = ready(content=red_and_blue())
    before, whole, card = set(stored_files()), image.rendition("avif_960"), image.rendition("card")
    image.focal_point = "0.1x0.2"
    image.save()
    make_renditions.func(image.pk)
    image.refresh_from_db()
    assert image.rendition("avif_960") == whole
    assert image.rendition("card") != card
    assert len(set(stored_files()) - before) == len(before - set(stored_files())) == 2


@pytest.mark.django_db
def test_replacing_the_file_removes_the_old_ones(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = library.image(ready=False, content=red_and_blue())
    old = set(stored_files())
    assert len(old) == 10
    image.file = ContentFile(library.picture_bytes(), name="x.png")
    with django_capture_on_commit_callbacks() as callbacks:
        image.save()
    assert old < set(stored_files())  # nothing goes before the commit
    for callback in callbacks:
        callback()
    assert not old & set(stored_files())


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["model", "queryset"])
def test_deleting_removes_every_file_but_not_before_the_commit(how, django_capture_on_commit_callbacks):
    image, other = ready(), library.image()
    with django_capture_on_commit_callbacks() as callbacks:
        image.delete() if how == "model" else Image.objects.filter(pk=image.pk).delete()
    assert len(stored_files()) > 2
    for callback in callbacks:
        callback()
    assert stored_files() == [other.file.name.rpartition("/")[2]]


@pytest.mark.django_db
def test_a_task_whose_image_is_deleted_meanwhile_leaves_nothing_behind(django_capture_on_commit_callbacks, monkeypatch):
    image = library.image(ready=False)
    make = renditions.make

    def make_while_it_is_deleted(file, name):
        stored = make(file, name)
        if name == "card":
            with django_capture_on_commit_callbacks(execute=True):
                Image.objects.filter(pk=image.pk).delete()
            default_storage.save(stored, ContentFile(b"written too late"))
        return stored

    monkeypatch.setattr(renditions, "make", make_while_it_is_deleted)
    make_renditions.func(image.pk)
    assert stored_files() == []
    assert make_renditions.func(image.pk) == 0


@pytest.mark.django_db
def test_a_task_for_an_older_focal_point_neither_marks_nor_removes(monkeypatch):
    image = library.image(ready=False)
    make = renditions.make

    def make_while_it_moves(file, name):
        Image.objects.filter(pk=image.pk).update(focal_point="0.9x0.9")
        return make(file, name)

    monkeypatch.setattr(renditions, "make", make_while_it_moves)
    make_renditions.func(image.pk)
    assert not Image.objects.get(pk=image.pk).renditions_ready
    make_renditions.func(image.pk)
    assert Image.objects.get(pk=image.pk).renditions_ready
    assert len(stored_files()) == 6


@pytest.mark.django_db
def test_the_command_catches_up_with_what_is_not_ready(capsys):
    waiting, done, lost = library.image(ready=False), library.image(), library.image(ready=False)
    default_storage.delete(lost.file.name)
    call_command("renditions", now=True)
    assert [Image.objects.get(pk=image.pk).renditions_ready for image in (waiting, done, lost)] == [True, True, False]
    assert "1 images done, 1 failed." in capsys.readouterr().out
    call_command("renditions")
    assert "1 images queued, 0 failed." in capsys.readouterr().out
