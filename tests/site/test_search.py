"""The search of real records: what is found on the page, while one types and by the API; and who must not be, in any of them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.articles.models import ArticleDownload
from anniversary.occasion import models as occasion_models
from anniversary.search import finding
from anniversary.search.models import Unfound
from events.models import Event
from tests.factories import articles, directory, events, history, library, occasion
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db
SECRET = "Zephyrine"  # in no record that anybody may see


@pytest.fixture(autouse=True)
def _year():
    occasion.anniversary()


def titles(client, query: str, language: str = "en") -> list[str]:
    html = client.get(f"/{language}/search/?{query}").text.partition('id="elsewhere"')[0]
    return [re.sub("<[^>]*>", "", title) for title in re.findall(r'<h3 class="row-title"><a [^>]*>(.*?)</a>', html)]


def dated(title: str, **fields: Any) -> Event:
    event = events.event(title_en=title, **fields)
    events.occurrence(event=event)
    return event


# --- what is found ----------------------------------------------------------------------------------------------------------
def test_records_of_every_kind_are_found_and_marked(client):
    dated("Bridge concert")
    programme(title_en="Songs of the bridge")
    articles.article(title_en="A bridge opens")
    history.milestone(title_en="The bridge of 1966", date="1966")
    assert sorted(titles(client, "q=bridges")) == ["A bridge opens", "Bridge concert", "Songs of the bridge", "The bridge of 1966"]
    html = client.get("/en/search/?q=bridges").text
    assert "<mark>Bridge</mark> concert" in html
    assert '<p class="search-said" role="status">4 results for “<bdi>bridges</bdi>”</p>' in html
    assert titles(client, "q=bridges&kind=milestone") == ["The bridge of 1966"]
    assert '<time datetime="1966">1966</time>' in html


def test_tags_of_what_is_found_are_offered_and_no_others(client):
    song, dance, later, other = (library.tag(name=name) for name in ("Songs", "Dance", SECRET, "Rivers"))
    articles.article(title_en="Bridge over the river", tags=[song])
    articles.article(title_en="Bridge of songs", tags=[song, dance])
    articles.article(title_en="Bridge in a draft", tags=[later], public=False)
    articles.article(title_en="A boat", tags=[other])
    assert client.get("/api/search/?q=bridge").json()["tags"] == [
        {"value": song.slug, "label": "Songs", "results": 2},
        {"value": dance.slug, "label": "Dance", "results": 1},
    ]
    html = client.get("/en/search/?q=bridge&kind=article").text
    assert f"tag={song.slug}" in html
    assert f"tag={dance.slug}" in html
    assert SECRET not in html
    assert later.slug not in html
    assert titles(client, f"q=bridge&tag={other.slug}") == []
    for tag, label in ((other, "Rivers"), (later, None)):
        tags = finding.find(finding.Asked(text="bridge", language="en", tag=tag.pk)).tags
        assert [choice.label for choice in tags if choice.chosen] == ([label] if label else [])


def test_each_language_finds_its_own_and_offers_the_others(client):
    dated("Bridge concert", title_ja="橋のコンサート", title_km="ការប្រគុំតន្ត្រីស្ពាន")
    for words, language, title in (("橋", "ja", "橋のコンサート"), ("ស្ពាន", "km", "ការប្រគុំតន្ត្រីស្ពាន"), ("bridge", "en", "Bridge concert")):
        assert titles(client, f"q={words}", language) == [title]
    html = client.get("/en/search/?q=橋").text
    assert '<h3><span lang="ja">日本語</span> <small>1 result</small></h3>' in html
    assert re.search(r'<h4 class="row-title" lang="ja"><a href="/ja/events/bridge-concert/" hreflang="ja">', html)


def test_results_are_read_to_the_end_page_by_page_each_once(client):
    for number in range(45):
        articles.article(slug=f"bridge-{number}", title_en=f"Bridge {number}")
    for sort in ("", "&sort=date"):
        seen, query = [], f"q=bridge{sort}"
        while query:
            page = client.get(f"/en/search/?{query}").text
            seen += re.findall(r'<h3 class="row-title"><a href="/en/articles/(bridge-\d+)/"', page)
            more = re.search(r'href="\?([^"]*)" rel="next"', page)
            query = more[1].replace("&amp;", "&") if more else ""
        assert len(seen) == len(set(seen)) == 45
        assert "45 results" in page


def test_a_slip_is_met_with_the_right_word(client):
    dated("Friendship concert")
    html = client.get("/en/search/?q=freindship").text
    assert 'Did you mean <a href="/en/search/?q=friendship" rel="nofollow"><bdi>friendship</bdi></a>?' in html


def test_a_search_in_vain_is_counted_and_one_that_finds_is_not(client):
    dated("Bridge concert", title_ja="橋")
    for words in ("bridge", "橋", "xqzzyx", "xqzzyx", "", "xqzzyx&kind=event"):
        client.get(f"/en/search/?q={words}")
    assert list(Unfound.objects.values_list("language", "query", "times")) == [("en", "xqzzyx", 2)]


# --- who must not be --------------------------------------------------------------------------------------------------------
def hidden() -> list[Any]:
    """Records with the secret word in every condition in which nobody may see them, all tagged and named by one another."""
    later, before = clock.now() + timedelta(days=30), clock.now() - timedelta(days=30)
    conditions: list[dict[str, Any]] = [
        {"status": "draft", "publish_at": None}, {"status": "in_review", "publish_at": None}, {"publish_at": later}, {"status": "withdrawn"},
        {"unpublish_at": before},
    ]  # fmt: skip
    made = [dated(f"{SECRET} {number}", slug=f"hidden-{number}", **condition) for number, condition in enumerate(conditions)]
    public = dated("Lantern evening", slug="lantern-evening")
    copy = events.event(title_en=f"{SECRET} copy", slug="hidden-copy", copy_of=public)
    events.occurrence(event=copy)
    made += [
        copy,
        articles.article(title_en=f"{SECRET} report", slug="hidden-report", public=False),
        programme(title_en=f"{SECRET} song", slug="s", status="draft"),
    ]
    person = directory.person(name_en=f"{SECRET} Person", slug="hidden-person")
    events.credit(event=made[0], person=person)
    for record in made:
        record.tags.add(library.Tag.objects.get_or_create(name=f"{SECRET} tag", slug="secret-tag")[0])
    return made


def test_what_is_not_public_is_nowhere_in_the_search(client):
    hidden()
    word = SECRET.lower()
    addresses = [
        f"/en/search/?q={word}", f"/en/search/?q={word}&kind=event", f"/en/search/?q={word}&year=2023", f"/en/search/?q={word}&tag=secret-tag",
        f"/en/search/?q={word}&sort=date", f"/ja/search/?q={word}", f"/en/search/?q={word[:-1]}n", "/en/search/?q=evening&tag=secret-tag",
    ]  # fmt: skip
    for address in addresses:
        html = client.get(address).text
        assert SECRET not in html, address
        assert "hidden-" not in html, address
    assert "Nothing was found" in client.get(addresses[0]).text
    assert "Did you mean" not in client.get(addresses[6]).text  # nothing that anybody may see is written so
    for typed in ("z", "zeph", word):
        assert client.get(f"/en/search/complete/?q={typed}").json()["options"] == []
    told = client.get(f"/api/search/?q={word}").json()
    assert [told[name] for name in ("results", "total", "kinds", "years", "tags", "instead", "elsewhere", "next")] == [[], 0, [], [], [], None, [], None]
    assert client.get(f"/api/search/?q={word}&tag=secret-tag").status_code == 400


def test_what_was_scheduled_is_found_when_its_time_has_come_and_not_after_its_end(client):
    now = clock.now()
    dated(f"{SECRET} evening", publish_at=now + timedelta(days=1), unpublish_at=now + timedelta(days=3))
    found = []
    for days in (0, 2, 4):
        with clock.as_of(now + timedelta(days=days)):
            page, typed = titles(client, f"q={SECRET}"), client.get(f"/en/search/complete/?q={SECRET}").json()["options"]
            found.append((len(page), len(typed), client.get(f"/api/search/?q={SECRET}").json()["total"]))
    assert found == [(0, 0, 0), (1, 1, 1), (0, 0, 0)]


def test_a_document_is_found_as_long_as_the_site_shows_the_language_that_hands_it_over(client):
    year, article = occasion_models.Anniversary.objects.get(), articles.article(title_en="Treaty")
    ArticleDownload.objects.create(parent=article, region="km", document=library.document(title_en="Annex of the treaty"))
    seen = []
    for languages in (["en", "ja", "km"], ["en", "ja"], ["en", "km"]):
        year.languages = languages
        year.save()
        seen.append(titles(client, "q=annex"))
    assert seen == [["Annex of the treaty"], [], ["Annex of the treaty"]]


def test_a_text_in_another_language_is_not_among_the_page_s_own(client):
    dated("Evening", title_ja="灯籠流し")
    html = client.get("/en/search/?q=灯籠").text
    assert titles(client, "q=灯籠") == []
    assert "灯籠" not in html.partition("<main")[2].partition('id="elsewhere"')[0].replace('“<bdi lang="ja">灯籠</bdi>”', "").replace('value="灯籠"', "")


# --- queries, oddities ------------------------------------------------------------------------------------------------------
def test_page_suggestions_and_api_take_no_more_for_thirty_than_for_one(client, monkeypatch):
    monkeypatch.setattr(occasion_models, "CACHE_SECONDS", None)
    music = library.tag()

    def add(numbers: range) -> None:
        for number in numbers:
            for record in (
                dated(f"Music {number}", title_ja=f"音楽 music {number}"), programme(slug=f"p{number}", title_en=f"Music {number}", start="2023"),
                articles.article(slug=f"a{number}", title_en=f"Music {number}"), history.milestone(title_en=f"Music {number}", date=f"{1960 + number}"),
            ):  # fmt: skip
                record.tags.add(music)

    addresses = (
        "/en/search/?q=music", "/en/search/?q=music&kind=event&year=2023&tag=music", "/en/search/?q=music&sort=date", "/en/search/complete/?q=mus",
        "/api/search/?q=music",
    )  # fmt: skip

    def queries() -> dict[str, int]:
        found = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found[address] = len(caught)
        return found

    add(range(1))
    queries()
    one = queries()
    add(range(1, 12))
    # Of so many that they leave a page full, several filters are counted by the database, each without itself.
    one[addresses[1]] = queries()[addresses[1]]
    add(range(12, 30))
    thirty = queries()
    assert {address: (number, thirty[address]) for address, number in one.items() if thirty[address] > number} == {}
    assert {address: number for address, number in one.items() if number > BUDGETS[address.split("?")[0]]} == {}


BUDGETS = {"/en/search/": 16, "/en/search/complete/": 7, "/api/search/": 16}
ODD = [
    "%",
    "\\",
    "'\";--",
    "\x00",
    "a" * 5000,
    "\u202eabc",
    '"',
    "-",
    "-a",
    '"" -',
    "*",
    "NEAR(a b)",
    "a AND",
    "title:x",
    "^",
    "&|!():*",
    "្",
    "\u200b",
    "ー",
    "🏳️‍🌈",
]


@pytest.mark.parametrize("after", ["", "p20", "cDIw", "cDk5OTk", "ZDIwMjMtMDItMzB-ZXZlbnR-MQ", "a" * 3000, "ZDAwMDEtMDEtMDF-ZXZlbnR-OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_odd_words_and_cursors_have_their_page(client, after):
    dated("Bridge concert")
    for words in ODD if not after else ["bridge"]:
        for sort in ("", "date"):
            assert client.get("/km/search/", {"q": words, "after": after, "sort": sort}).status_code == 200, words
        assert client.get("/km/search/complete/", {"q": words}).status_code == 200, words
        assert client.get("/km/events/", {"q": words}).status_code == 200, words
