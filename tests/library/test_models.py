import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from anniversary.library.models import AlbumItem, Image, Tag
from tests.factories import library

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("alt", [{"alt_en": ""}, {"alt_en": "   "}, {"alt_en": None}])
def test_an_image_without_a_description_may_not_be_used(alt):
    image = library.image(**alt)
    assert image.usable is False
    with pytest.raises(ValidationError) as error:
        image.check_usable()
    assert error.value.messages == ["“Bridge” has no description yet. Open it in the library and write, in at least one language, what it shows."]


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_a_description_in_one_language_is_enough(language):
    image = library.image(**{"alt_en": "", f"alt_{language}": "橋"})
    assert image.usable is True
    image.check_usable()


def test_images_can_be_found_by_what_they_lack():
    both, english, none = library.image(alt_ja="橋"), library.image(), library.image(alt_en="", ready=False)
    assert set(Image.objects.described()) == {both, english}
    assert set(Image.objects.without_alt("ja")) == {english, none}
    assert set(Image.objects.waiting()) == {none}


@pytest.mark.parametrize("focal_point", ["0x0", "1x1", "0.5x0.25", "0.1234x1.0"])
def test_a_focal_point_inside_the_picture_is_accepted(focal_point):
    library.image(focal_point=focal_point).full_clean()


@pytest.mark.parametrize("focal_point", ["2x0", "-0.1x0", "nanxnan", "0.5", "x", "0.5x0.5x0.5", "0.5x0.5\n"])
def test_another_focal_point_is_refused_beside_its_field(focal_point):
    image = library.image()
    image.focal_point = focal_point
    with pytest.raises(ValidationError) as error:
        image.full_clean()
    assert list(error.value.message_dict) == ["focal_point"]


def test_an_image_is_called_by_its_title_or_description_or_number():
    assert str(library.image(title_en="", alt_en="")).startswith("Image ")
    assert str(library.image(title_en="")) == "A bridge over a river"
    assert str(library.image(title_ja="橋")) == "Bridge"


def test_an_album_gives_its_images_in_order_and_only_those_that_can_be_shown(django_assert_num_queries):
    first, second, unready = library.image(), library.image(), library.image(ready=False)
    album = library.album(images=(second, unready, first))
    with django_assert_num_queries(1):
        assert album.images() == [second, first]


def test_an_album_takes_only_images_with_a_description_and_each_once():
    described, bare = library.image(), library.image(alt_en="")
    album = library.album(images=(described,))
    for image in (bare, described):
        with pytest.raises(ValidationError):
            AlbumItem(album=album, image=image).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        AlbumItem.objects.create(album=album, image=described)


def test_an_image_in_an_album_cannot_be_deleted():
    image = library.image()
    library.album(images=(image,))
    with pytest.raises(ProtectedError):
        image.delete()


def test_a_deleted_or_replaced_document_takes_its_file_along(django_capture_on_commit_callbacks):
    document = library.document()
    storage, old = document.file.storage, document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        document.file = library.ContentFile(b"a,b\n1,2\n", name="x")
        document.save()
    assert (storage.exists(old), document.kind) == (False, "csv")
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not storage.exists(document.file.name)


@pytest.mark.parametrize(("language", "text", "text_language"), [("en", "Music", "en"), ("ja", "音楽", "ja"), ("km", "Music", "en")])
def test_a_tag_reads_as_its_label_and_falls_back(language, text, text_language):
    tag = library.tag(name="music", label_en="Music", label_ja="音楽")
    with translation.override(language):
        assert (tag.text, tag.text_language) == (text, text_language)


def test_a_tag_without_any_label_reads_as_its_name():
    tag = library.tag(name="Tea")
    with translation.override("ja"):
        assert (tag.text, tag.text_language) == ("Tea", "en")


@pytest.mark.parametrize(("name", "slug"), [("Angkor Wat", "angkor-wat"), ("音楽", "tag"), ("Café", "cafe"), ("ភ្លេង", "tag")])
def test_a_tags_slug_is_ascii(name, slug):
    assert library.tag(name=name).slug == slug


def test_two_tags_without_ascii_get_different_slugs():
    assert [library.tag(name=name).slug for name in ("音楽", "舞踊", "茶道")] == ["tag", "tag-1", "tag-2"]


@pytest.mark.urls("tests.library.urls")
def test_a_tag_has_one_address_in_every_language():
    assert Tag(name="Tea", slug="tea").get_absolute_url() == "/tags/tea/"
