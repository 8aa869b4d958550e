import pytest
from django.template import Context, Template
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

from anniversary.articles.models import Page
from anniversary.articles.templatetags.articles import site_pages
from anniversary.languages import text
from anniversary.publishing.models import Status
from tests.factories import articles

pytestmark = pytest.mark.django_db


def test_a_page_stands_directly_below_the_language(client):
    articles.page(slug="about", title_ja="このサイトについて", body_en="<h2>Who we are</h2>")
    text = client.get("/en/about/").text
    assert "<h1>About this site</h1>" in text
    assert "<h2>Who we are</h2>" in text
    japanese = client.get("/ja/about/").text
    assert "<h1>このサイトについて</h1>" in japanese
    assert '<div class="body" lang="en">' in japanese


def test_a_page_without_a_body_is_a_page(client):
    articles.page(slug="about")
    assert client.get("/en/about/").status_code == 200


def _first_parts(patterns) -> set[str]:
    """The first fixed part of every address, below a language or beside it."""
    found = set()
    for entry in patterns:
        route = "" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        if isinstance(entry, URLResolver) and not route.strip("^/"):
            found |= _first_parts(entry.url_patterns)
        elif isinstance(entry, URLPattern | URLResolver):
            found.add(route.lstrip("^").partition("/")[0])
    return {part for part in found if part and not part.startswith("<")}


def test_no_page_can_stand_where_the_site_has_an_address_of_its_own():
    words = {part.partition(".")[0].partition("-<")[0] for part in _first_parts(get_resolver().url_patterns)}
    assert {"admin", "events", "articles", "people", "search", "healthz", "accounts", "covers"} <= words
    assert words - Page.RESERVED_SLUGS == set()
    assert {"en", "ja", "km", "static", "media", "api"} <= Page.RESERVED_SLUGS


@pytest.mark.parametrize("title", ["Events", "Search", "Admin", "En"])
def test_a_title_that_is_such_a_word_gets_another_address(title):
    assert articles.page(title_en=title).slug == f"page-{title.lower()}"


# --- the footer's pages
def shown(language: str = "en") -> list[tuple[str, str, str]]:
    with translation.override(language):
        return [(page["title"], page["url"], page["lang"]) for page in site_pages()]


def test_published_pages_marked_for_the_footer_are_listed_in_their_order():
    articles.page(title_en="Privacy", ordering=2, in_footer=True)
    articles.page(title_en="About", title_ja="このサイトについて", ordering=1, in_footer=True)
    articles.page(title_en="Logo guidelines")
    articles.page(title_en="Draft", in_footer=True, public=False)
    articles.page(title_en="Gone", in_footer=True, status=Status.WITHDRAWN)
    assert shown() == [("About", "/en/about/", "en"), ("Privacy", "/en/privacy/", "en")]
    assert shown("ja") == [("このサイトについて", "/ja/about/", "ja"), ("Privacy", "/ja/privacy/", "en")]


def test_the_list_is_asked_for_once_even_when_it_is_empty(django_assert_num_queries):
    text.codes()  # the site's languages are kept from here on
    with django_assert_num_queries(1):
        assert (shown(), shown()) == ([], [])
    articles.page(title_en="About", in_footer=True)
    with django_assert_num_queries(1):
        assert (len(shown()), len(shown())) == (1, 1)


def test_a_change_of_a_page_is_seen_at_once_in_every_language():
    page = articles.page(title_en="About", in_footer=True)
    assert (len(shown()), len(shown("km"))) == (1, 1)
    page.in_footer = False
    page.save()
    assert (shown(), shown("km")) == ([], [])


def test_a_deleted_page_leaves_the_list_at_once():
    page = articles.page(title_en="About", in_footer=True)
    assert len(shown()) == 1
    page.delete()
    assert shown() == []


def test_it_is_a_template_tag():
    articles.page(title_en="About", in_footer=True)
    template = Template("{% load articles %}{% site_pages as pages %}{% for page in pages %}{{ page.title }} {{ page.url }}{% endfor %}")
    assert template.render(Context()) == "About /en/about/"
