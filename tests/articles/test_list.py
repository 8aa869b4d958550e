from datetime import date, timedelta

import pytest

from anniversary.articles import views
from tests.factories import articles

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [str(article) for article in response.context["slice"].rows]


def test_the_newest_day_comes_first_and_of_one_day_the_one_written_last(client):
    for title, day in [("a", 3), ("b", 9), ("c", 3), ("d", 1)]:
        articles.article(title_en=title, day=date(2023, 1, day))
    assert titles(client.get("/en/articles/")) == ["b", "c", "a", "d"]


def test_a_type_is_filtered_by(client):
    for kind in ("news", "message", "opinion", "story"):
        articles.article(title_en=f"A {kind}", type=kind, byline_en="Dara Sok")
    assert titles(client.get("/en/articles/?type=opinion")) == ["A opinion"]
    assert [option["label"] for option in client.get("/en/articles/").context["types"]] == ["All articles", "News", "Message", "Opinion", "Story"]


def test_only_types_that_have_an_article_are_offered(client):
    articles.article(type="story")
    articles.article(type="news", public=False)
    options = client.get("/en/articles/?type=story").context["types"]
    assert [(option["label"], option["current"]) for option in options] == [("All articles", False), ("Story", True)]


@pytest.mark.parametrize(
    "query", ["type=gossip", "type=NEWS", "after=x", "after=2023-01-09", "after=~5", "after=2023-13-40~5", "after=2023-01-09~x", "after=2023-01-09~" + "9" * 30]
)
def test_an_unknown_filter_or_page_is_not_found(client, query):
    articles.article()
    assert client.get(f"/en/articles/?{query}").status_code == 404


def test_an_empty_filter_shows_everything(client):
    articles.article()
    assert len(titles(client.get("/en/articles/?type=&after="))) == 1


def test_an_empty_list_says_what_to_do(client):
    assert 'href="/en/events/"' in client.get("/en/articles/").text
    articles.article(type="news")
    response = client.get("/en/articles/?type=story")
    assert "No article of this type is published." in response.text
    assert '<a class="button button--quiet" href="/en/articles/">' in response.text


def test_pages_follow_each_other_without_gap_or_repetition(client, monkeypatch):
    monkeypatch.setattr(views, "LIST_SIZE", 3)
    for number in range(8):
        articles.article(title_en=str(number), day=date(2023, 1, 1) + timedelta(days=number // 3), type="story")
    seen, address = [], "/en/articles/?type=story"
    while address:
        response = client.get(address)
        seen.append(titles(response))
        more = response.context["slice"].more
        assert ('rel="next"' in response.text) == bool(more)
        address = f"/en/articles/?{more}" if more else ""
    assert seen == [["7", "6", "5"], ["4", "3", "2"], ["1", "0"]]


def test_a_row_shows_type_day_and_summary_in_the_language_or_marks_another(client):
    articles.article(title_en="Opening", title_km="ពិធីបើក", summary_en="Both capitals.", slug="opening", type="message")
    text = client.get("/ja/articles/").text
    assert '<a href="/ja/articles/opening/"><span lang="en">Opening</span></a>' in text
    assert '<span lang="en">Both capitals.</span>' in text
    assert "2023年1月10日" in text
    assert '<a href="/km/articles/opening/">ពិធីបើក</a>' in client.get("/km/articles/").text
