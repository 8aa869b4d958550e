import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import translation

from anniversary.articles.models import Article, ArticleRelatedBlock, ArticleRichText, CorrectionNote, Page
from anniversary.publishing import workflow
from tests.factories import articles

pytestmark = pytest.mark.django_db


def problems(record) -> dict[str, list[str]]:
    try:
        record.full_clean(exclude=["slug", "title"])  # the title beside those of the languages
    except ValidationError as error:
        return error.message_dict
    return {}


def test_an_opinion_needs_its_author_beside_the_field_of_the_editors_language():
    opinion = Article(title_en="Beyond gratitude", type="opinion", date="2024-02-01")
    assert problems(opinion) == {"byline_en": ["An opinion needs its author."]}
    with translation.override("km"):
        assert list(problems(opinion)) == ["byline_km"]
    opinion.byline_ja = "編集部"
    assert problems(opinion) == {}


@pytest.mark.parametrize("kind", ["news", "message", "story"])
def test_others_need_none(kind):
    assert problems(Article(title_en="Opening", type=kind, date="2023-01-10")) == {}


def test_an_opinion_without_author_cannot_be_published():
    opinion = articles.article(type="opinion", public=False)
    with pytest.raises(ValidationError) as caught:
        workflow.move(opinion, "publish", user=User.objects.create_superuser("approver"))
    assert caught.value.message_dict == {"byline_en": ["An opinion needs its author."]}


def test_a_title_is_needed():
    assert problems(Article(date="2023-01-10")) == {"title_en": ["Write the title in at least one language."]}
    assert problems(Page()) == {"title_en": ["Write the title in at least one language."]}


@pytest.mark.parametrize(("record", "slug"), [(Article(date="2023-01-10"), "feed"), (Page(), "events"), (Page(), "km"), (Page(), "healthz")])
def test_reserved_addresses_are_refused(record, slug):
    record.title_en, record.slug = "Title", slug
    assert problems(record) == {"slug": ["This word is used by the site itself; choose another address."]}


def test_an_article_may_have_the_address_of_a_page_and_the_other_way_round():
    assert (articles.article(slug="about").get_absolute_url(), articles.page(slug="about").get_absolute_url()) == ("/en/articles/about/", "/en/about/")


def test_a_correction_needs_a_text():
    note = CorrectionNote(article=articles.article(), date="2023-02-01")
    assert problems(note) == {"text_en": ["Write the correction in at least one language."]}
    note.text_km = "កែតម្រូវ"
    assert problems(note) == {}


def test_texts_are_cleaned_whichever_way_they_come():
    article = articles.article(byline_en="Dara\u202e Sok\x00", body_en='<p onclick="x()">Hello<script>alert(1)</script></p>')
    CorrectionNote.objects.create(article=article, date="2023-02-01", text_en="Wrong\u2066 day\x07")
    article.refresh_from_db()
    assert (article.byline_en, article.corrections.get().text_en) == ("Dara Sok", "Wrong day")
    assert ArticleRichText.objects.get().text == "<p>Hello</p>"


def test_bodies_have_eight_kinds_of_blocks():
    names = ["RichText", "Picture", "Gallery", "Quote", "Video", "Download", "Figures", "RelatedBlock"]
    assert [block.__name__ for block in Article.BLOCKS] == [f"Article{name}" for name in names]
    assert [block.__name__ for block in Page.BLOCKS] == [f"Page{name}" for name in names]


def test_a_heading_names_a_block():
    assert str(ArticleRelatedBlock(heading="Read on")) == "Read on"
