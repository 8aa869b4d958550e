import pytest
from django.core.exceptions import ValidationError

from anniversary.programmes.models import Programme
from tests.factories import library
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db


def test_an_address_is_made_from_the_english_title_and_never_twice():
    assert programme(slug="", title_en="Song of the Bridge!").slug == "song-of-the-bridge"
    assert programme(slug="", title_en="Song of the Bridge?").slug == "song-of-the-bridge-2"
    assert programme(slug="", title_en="2023").slug == "programme-2023"
    assert programme(slug="", title_en="", title_km="ចម្រៀង").slug.startswith("programme-")


@pytest.mark.parametrize("slug", ["Upper", "ខ្មែរ", "two--hyphens", "-start", "2023", "a b", "a/b"])
def test_an_address_that_would_be_mangled_is_refused(slug):
    with pytest.raises(ValidationError) as refused:
        Programme(slug=slug, title_en="Song", kind="song").full_clean()
    assert "slug" in refused.value.message_dict


def test_a_title_is_needed_in_one_language_and_any_will_do():
    with pytest.raises(ValidationError) as refused:
        Programme(slug="a", kind="song").full_clean()
    assert "title_en" in refused.value.message_dict
    Programme(slug="a", kind="song", title_km="ចម្រៀង").full_clean()


def test_a_title_that_is_too_long_is_refused_beside_its_field():
    with pytest.raises(ValidationError) as refused:
        Programme(slug="a", kind="song", title_ja="橋" * 201).full_clean()
    assert "title_ja" in refused.value.message_dict


def test_a_cover_needs_its_description():
    with pytest.raises(ValidationError) as refused:
        Programme(slug="a", kind="song", title_en="A", cover=library.image(alt_en="")).full_clean()
    assert list(refused.value.message_dict) == ["cover"]


def test_a_page_is_complete_in_the_languages_that_have_title_summary_and_body():
    record = programme(title_ja="歌", summary_ja="歌です。", title_km="ចម្រៀង")
    assert record.complete_languages() == ["en", "ja"]
    Programme.BLOCKS[0].objects.create(parent=record, region="en", text="<p>Text</p>")
    record.refresh_body_index()
    assert record.complete_languages() == ["en"]
