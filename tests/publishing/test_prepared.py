"""What is compiled once is asked as of now and for whom it is asked."""

from datetime import timedelta

import pytest
from django.db.models import F, QuerySet

from anniversary import clock
from anniversary.articles.models import Article
from anniversary.publishing import prepared
from tests.factories import articles

pytestmark = pytest.mark.django_db


def titles(*keys: int) -> list[str]:
    """Of the published among these articles."""

    def build(keys: list[int]) -> QuerySet:
        return Article.objects.published().filter(pk__in=keys).order_by("pk").values_list(F("title_en"))

    return [title for (title,) in prepared.rows("titles", build, keys)]


def test_each_time_for_the_keys_that_are_asked_for():
    first, second = articles.article(title_en="First"), articles.article(title_en="Second")
    assert titles(first.pk) == ["First"]
    assert titles(second.pk) == ["Second"]
    assert titles(first.pk, second.pk) == ["First", "Second"]
    assert titles(second.pk, first.pk) == ["First", "Second"]


def test_each_time_as_of_the_sites_clock():
    now = clock.now()
    article = articles.article(title_en="Later", publish_at=now + timedelta(days=2), unpublish_at=now + timedelta(days=4))
    assert titles(article.pk) == []
    with clock.as_of(now + timedelta(days=3)):
        assert titles(article.pk) == ["Later"]
    with clock.as_of(now + timedelta(days=5)):
        assert titles(article.pk) == []
    assert titles(article.pk) == []


def test_it_is_built_once_for_a_number_of_keys_and_asked_with_one_query(django_assert_num_queries):
    built = []

    def build(keys: list[int]):
        built.append(len(keys))
        return Article.objects.filter(pk__in=keys).values_list("pk")

    for keys in ([1], [2], [1, 2], [3, 4], [5]):
        with django_assert_num_queries(1):
            prepared.rows("counted", build, keys)
    assert built == [1, 2]
