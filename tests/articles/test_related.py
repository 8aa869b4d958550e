from datetime import date

import pytest

from anniversary.articles.related import about, related_articles
from anniversary.occasion.models import Anniversary
from anniversary.programmes.models import Programme
from tests.factories import articles, library

from . import subjects

pytestmark = pytest.mark.django_db


def related(article) -> list[str]:
    subjects = {name: list(getattr(article, name).all()) for name in ("events", "programmes", "people")}
    return [str(record) for record in related_articles(article, subjects, list(article.tags.all()))]


def test_those_with_most_in_common_come_first_three_at_most():
    event, programme, person, tag = subjects.event(), subjects.programme(), subjects.person(), library.tag()
    article = articles.article(events=[event], programmes=[programme], people=[person], tags=[tag])
    articles.article(title_en="tag", tags=[tag])
    articles.article(title_en="person", people=[person])
    articles.article(title_en="programme", programmes=[programme])
    articles.article(title_en="event and tag", events=[event], tags=[tag])
    assert related(article) == ["event and tag", "programme", "person"]


def test_of_equals_the_newer_comes_first():
    tag = library.tag()
    article = articles.article(tags=[tag])
    for day in (3, 9, 5):
        articles.article(title_en=str(day), tags=[tag], day=date(2023, 1, day))
    assert related(article) == ["9", "5", "3"]


def test_nothing_in_common_is_not_related():
    article = articles.article(tags=[library.tag()], events=[subjects.event()])
    articles.article(title_en="other", tags=[library.tag(name="Dance")], events=[subjects.event(title_en="Closing")])
    assert related(article) == []
    assert related(articles.article(title_en="bare")) == []


def test_a_tag_on_something_else_with_the_same_key_counts_for_nothing():
    tag = library.tag()
    article, other = articles.article(tags=[tag]), articles.article(title_en="other")
    twin = subjects.programme()
    Programme.objects.filter(pk=twin.pk).update(id=other.pk + 1000)
    subjects.programme(title_en="twin", id=other.pk).tags.set([tag])
    assert related(article) == []


@pytest.mark.parametrize("fields", [{"public": False}, {"status": "withdrawn"}])
def test_what_is_not_public_is_not_related(fields):
    event = subjects.event()
    article = articles.article(events=[event])
    articles.article(title_en="hidden", events=[event], **fields)
    assert related(article) == []


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_two_queries(django_assert_num_queries, number):
    event, tag = subjects.event(), library.tag()
    article = articles.article(events=[event], tags=[tag])
    for n in range(number):
        articles.article(title_en=f"other {n}", events=[event], tags=[tag])
    Anniversary.current()  # which languages there are is known on a running site
    with django_assert_num_queries(2):
        assert len(related_articles(article, {"events": [event]}, [tag])) == min(number, 3)


def test_the_pages_below_show_the_newest_four(client):
    event, programme, person = subjects.event(), subjects.programme(), subjects.person()
    for number in range(1, 7):
        articles.article(title_en=f"Article {number}", day=date(2023, 1, number), events=[event], programmes=[programme], people=[person])
    assert [str(article) for article in about(events=event)] == ["Article 6", "Article 5", "Article 4", "Article 3"]
    for record in (event, programme, person):
        text = client.get(record.get_absolute_url()).text
        assert [number for number in range(1, 7) if f"/en/articles/article-{number}/" in text] == [3, 4, 5, 6]
