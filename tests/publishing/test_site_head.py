"""The head of every page: its one address, its other languages, the switch, the menu."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from anniversary.occasion.models import Anniversary

pytestmark = pytest.mark.django_db


def drawn(template: str, path: str = "/en/events/?country=JP", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load site_head %}" + template).render(Context({"request": request, **context}))


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = "https://seventy.example"


def test_the_canonical_address_has_no_query() -> None:
    assert drawn("{% canonical %}") == "https://seventy.example/en/events/"


def test_a_page_that_repeats_another_languages_text_names_that_one() -> None:
    assert drawn("{% canonical %}", "/km/events/", alternates=["ja"]) == "https://seventy.example/ja/events/"


def test_a_page_in_its_own_language_names_itself() -> None:
    assert drawn("{% canonical %}", "/km/events/", alternates=["en", "km"]) == "https://seventy.example/km/events/"


def test_every_language_is_announced_unless_the_page_says_which() -> None:
    assert lines(drawn("{% hreflang_links %}")) == [
        '<link rel="alternate" hreflang="en" href="https://seventy.example/en/events/">',
        '<link rel="alternate" hreflang="ja" href="https://seventy.example/ja/events/">',
        '<link rel="alternate" hreflang="km" href="https://seventy.example/km/events/">',
        '<link rel="alternate" hreflang="x-default" href="https://seventy.example/events/">',
    ]


def test_a_language_that_the_page_does_not_have_is_not_announced() -> None:
    assert 'hreflang="km"' not in drawn("{% hreflang_links %}", alternates=["en", "ja"])


def test_an_address_without_a_language_announces_none() -> None:
    assert drawn("{% hreflang_links %}", "/staff/") == ""


def test_the_switch_keeps_the_page_and_its_filters_and_marks_the_current_language() -> None:
    with translation.override("ja"):
        found = drawn("{% language_links %}", "/ja/events/?country=JP")
    assert '<a href="/en/events/?country=JP" lang="en" hreflang="en">English</a>' in found
    assert '<a href="/ja/events/?country=JP" lang="ja" hreflang="ja" aria-current="true">日本語</a>' in found


def test_the_switch_leads_home_from_an_address_without_a_language() -> None:
    assert 'href="/km/" lang="km"' in drawn("{% language_links %}", "/staff/?next=/admin/")


def test_an_address_cannot_write_into_the_page() -> None:
    assert "<script>" not in drawn("{% language_links %}{% canonical %}{% hreflang_links %}", '/en/"><script>/?q="><script>')


@pytest.mark.parametrize(("path", "mark"), [("/en/events/", ' aria-current="page"'), ("/en/events/kizuna/", ' aria-current="true"'), ("/en/articles/", "")])
def test_the_menu_marks_where_one_is(path: str, mark: str) -> None:
    assert drawn("{% menu_item 'events:list' 'Events' %}", path) == f'<li><a href="/en/events/"{mark}>Events</a></li>'


def test_a_part_that_the_site_does_not_have_has_no_item() -> None:
    assert drawn("{% menu_item 'nowhere:list' 'Nowhere' %}") == ""


@pytest.mark.parametrize(("years", "flowers"), [(70, 7), (55, 5), (5, 1), (400, 20)])
def test_there_is_a_flower_for_each_decade(years: int, flowers: int) -> None:
    assert drawn("{% flower_rule %}", occasion=Anniversary(years=years)).count("<svg") == flowers
