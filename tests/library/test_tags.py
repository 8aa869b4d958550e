"""Template tags."""

import pytest
from django.template import Context, Template
from django.utils import translation

from anniversary.languages import text
from anniversary.library.models import Image
from tests.factories import library

pytestmark = pytest.mark.django_db


def render(source: str, **context) -> str:
    return Template("{% load library %}" + source).render(Context(context))


def test_a_picture_offers_both_formats_in_the_widths_that_it_has():
    image = library.image(content=library.picture_bytes(size=(1200, 600)))
    avif = [getattr(image.file, f"avif_{width}") for width in (480, 960, 1600)]
    webp = [getattr(image.file, f"webp_{width}") for width in (480, 960, 1600)]
    assert render('{% picture image sizes="50vw" %}', image=image) == (
        '<picture class="picture">'
        f'<source type="image/avif" srcset="{avif[0]} 480w, {avif[1]} 960w, {avif[2]} 1200w" sizes="50vw">'
        f'<source type="image/webp" srcset="{webp[0]} 480w, {webp[1]} 960w, {webp[2]} 1200w" sizes="50vw">'
        f'<img src="{webp[1]}" width="1200" height="600" alt="A bridge over a river" loading="lazy"></picture>'
    )


def test_a_card_image_is_the_crop_with_its_size():
    image = library.image(content=library.picture_bytes(size=(1200, 900)))
    assert render('{% card_image image loading="eager" %}', image=image) == (
        f'<img class="card-image" src="{image.file.card}" width="640" height="360" alt="A bridge over a river" loading="eager">'
    )


@pytest.mark.parametrize("tag", ["picture", "card_image"])
def test_a_picture_that_is_not_ready_gives_way_to_the_callers_cover(tag):
    source = f"{{% {tag} image as shown %}}{{% if shown %}}{{{{ shown }}}}{{% else %}}cover{{% endif %}}"
    assert render(source, image=library.image(ready=False)) == "cover"
    assert render(source, image=None) == "cover"
    assert "<img" in render(source, image=library.image())


@pytest.mark.parametrize("tag", ["picture", "card_image"])
def test_a_description_from_another_language_says_which(tag):
    image = library.image(alt_en="A bridge", alt_ja="橋")
    with translation.override("ja"):
        assert 'alt="橋" loading' in render(f"{{% {tag} image %}}", image=image)
    with translation.override("km"):
        assert 'alt="A bridge" lang="en" loading' in render(f"{{% {tag} image %}}", image=image)
        assert 'alt="" loading' in render(f"{{% {tag} image decorative=True %}}", image=image)


def test_what_an_editor_wrote_cannot_break_out_of_the_attribute():
    image = library.image(alt_en='"><script>')
    assert 'alt="&quot;&gt;&lt;script&gt;"' in render("{% card_image image %}", image=image)


def test_pictures_ask_the_database_for_nothing(django_assert_num_queries):
    image = Image.objects.get(pk=library.image().pk)
    text.codes()  # the site's languages are kept from here on
    with django_assert_num_queries(0):
        render("{% picture image %}{% card_image image %}", image=image)


def test_a_tags_text_is_marked_where_it_is_in_another_language():
    tag = library.tag(name="music", label_ja="音<楽")
    with translation.override("ja"):
        assert render("{% tag_text tag %}", tag=tag) == "音&lt;楽"
    with translation.override("en"):
        assert render("{% tag_text tag %}", tag=tag) == '<span lang="ja">音&lt;楽</span>'
