"""How many queries a page takes: within its budget, and the same for one row and for thirty."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary.articles.models import ArticleQuote, CorrectionNote
from anniversary.occasion.models import Anniversary
from tests.factories import articles, library

from . import subjects

pytestmark = pytest.mark.django_db


@pytest.fixture
def queries(client):
    Anniversary.objects.create(name="70 years", full_name="70 years", years=70, founded=date(1953, 1, 9), start=date(2023, 1, 9), end=date(2023, 12, 31))

    def count(address: str) -> int:
        client.get(address)  # what is cached for all pages
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count


def rich_article(number: int) -> None:
    """Articles that have all that an article can have, `number` of each; the first is at /en/articles/rich/."""
    tags = [library.tag(name=f"Tag {n}") for n in range(number)]
    about = {
        "events": [subjects.event(title_en=f"Event {n}") for n in range(number)],
        "programmes": [subjects.programme(title_en=f"Programme {n}") for n in range(number)],
        "people": [subjects.person(slug=f"person-{n}", name_en=f"Person {n}") for n in range(number)],
    }
    article = articles.article(slug="rich", tags=tags, cover=library.image(), **about)
    others = [articles.article(title_en=f"Other {n}", tags=tags, cover=library.image(), **about) for n in range(number)]
    for n in range(number):
        CorrectionNote.objects.create(article=article, date=date(2023, 2, 1), text_en="Corrected.")
        article.sources.create(label=f"Source {n}")
        articles.related_block(parent=article, articles=others, **about)
        ArticleQuote.objects.create(parent=article, region="en", text="Said.", source="Somebody")
    article.refresh_body_index()


@pytest.mark.parametrize("number", [1, 30])
def test_a_list_takes_six_at_most(queries, number):
    for n in range(number):
        articles.article(title_en=f"Article {n}", tags=[library.tag(name=f"Tag {n}")], cover=library.image())
    assert queries("/en/articles/") == 2
    assert queries("/en/articles/?type=news") == 2


@pytest.mark.parametrize("number", [1, 30])
def test_the_feed_takes_as_many_for_thirty(queries, number):
    for n in range(number):
        articles.article(title_en=f"Article {n}", tags=[library.tag(name=f"Tag {n}")])
    assert queries("/en/articles/feed/") == 2


@pytest.mark.parametrize("number", [1, 30])
def test_an_article_takes_ten_at_most_and_one_for_each_kind_of_block(queries, number):
    rich_article(number)
    kinds_of_blocks = 2
    assert queries("/en/articles/rich/") == 8 + kinds_of_blocks


@pytest.mark.parametrize("number", [1, 30])
def test_a_page_takes_few(queries, number):
    page = articles.page(slug="about", body_en="<p>One</p>", tags=[library.tag(name=f"Tag {n}") for n in range(number)])
    for n in range(number):
        page.sources.create(label=f"Source {n}")
    assert queries("/en/about/") == 4
