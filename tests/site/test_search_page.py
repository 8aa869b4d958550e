"""The page of the search: what it says of what was found, or of nothing; its filters, its addresses; what is suggested. What is found is no matter here."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from anniversary.programmes.models import Programme
from anniversary.search import finding, registry
from anniversary.search.finding import Asked, Choice, Elsewhere, Hit, Results
from tests.factories import events, history, library, occasion
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    occasion.anniversary()
    kinds = (("event", "Events", events.Event), ("milestone", "Milestones", history.Milestone), ("programme", "Programmes", Programme))
    made: dict[str, Any] = {name: registry.Searched(name=name, label=label, model=model, describe=lambda keys: []) for name, label, model in kinds}
    made["tag"] = registry.Searched(name="tag", label="Tags", model=library.Tag, describe=lambda keys: [], listed=False)
    monkeypatch.setattr(registry, "_by_name", made)


@pytest.fixture
def answers(monkeypatch) -> Callable[..., list[Asked]]:
    """answers(**parts of the results): what is found of whatever is asked; gives the list of what was asked."""

    def answer(**parts: Any) -> list[Asked]:
        asked: list[Asked] = []
        empty: dict[str, Any] = {
            "hits": [], "total": 0, "more_than": False, "kinds": [], "years": [], "tags": [], "after": "", "instead": "", "elsewhere": [], "suggestions": [],
        }  # fmt: skip

        def find(this: Asked) -> Results:
            asked.append(this)
            return Results(**empty | parts)

        monkeypatch.setattr(finding, "find", find)
        return asked

    return answer


def hit(**fields: Any) -> Hit:
    usual: dict[str, Any] = {
        "kind": "event", "key": 1, "language": "en", "url": "/en/events/bridge/", "day": date(2023, 2, 23), "title": "Bridge & song",
        "title_html": mark_safe("<mark>Bridge</mark> &amp; song"), "snippet": mark_safe("… over the <mark>bridge</mark> …"),
    }  # fmt: skip
    return Hit(**usual | fields)


def see(client, query: str, language: str = "en") -> str:
    """The main part of the page, without line breaks."""
    response = client.get(f"/{language}/search/?{query}")
    assert response.status_code == 200, query
    return re.sub(r"\s*\n\s*", "", response.text.partition("<main")[2].partition("</main>")[0])


# --- results ----------------------------------------------------------------------------------------------------------------
def test_a_result_is_told_with_its_kind_its_day_and_what_was_found_in_it(client, answers):
    answers(hits=[hit()], total=1)
    html = see(client, "q=bridge")
    assert (
        '<li class="hit"><p class="eyebrow">Event</p><h3 class="row-title"><a href="/en/events/bridge/"><mark>Bridge</mark> &amp; song</a></h3>'
        '<p class="hit-snippet">… over the <mark>bridge</mark> …</p><p class="hit-day"><time datetime="2023-02-23">23 February 2023</time></p></li>'
    ) in html
    assert '<p class="search-said" role="status">1 result for “bridge”</p>' in html
    assert re.findall(r"<h[1-6][^>]*>", html) == ["<h1>", '<h2 id="found">', '<h3 class="row-title">']


@pytest.mark.parametrize(("language", "one", "every"), [("en", "Milestone", "Milestones"), ("ja", "年表の出来事", "年表")])
def test_one_is_called_by_its_own_name_and_all_of_a_kind_together_by_theirs(client, answers, monkeypatch, language, one, every):
    monkeypatch.setitem(registry._by_name, "milestone", replace(registry.named("milestone"), label=_("Milestones")))
    kinds = [Choice("milestone", "", 2, False), Choice("event", "", 1, False)]
    answers(hits=[hit(kind="milestone", language=language)], total=3, kinds=kinds)
    html = see(client, "q=x", language)
    assert (f'<p class="eyebrow">{one}</p>' in html, f'<p class="eyebrow">{every}</p>' in html) == (True, False)
    assert f'>{every} <span class="facets-number">2</span>' in html


@pytest.mark.parametrize(("language", "day"), [("ja", "2023年2月23日"), ("km", "ថ្ងៃទី២៣ ខែកុម្ភៈ ឆ្នាំ២០២៣")])
def test_days_are_written_as_the_language_writes_them(client, answers, language, day):
    answers(hits=[hit(language=language)], total=1)
    assert f'<time datetime="2023-02-23">{day}</time>' in see(client, "q=x", language)


def test_a_day_is_no_more_exact_than_its_source(client, answers):
    month, year = history.milestone(title_en="M", date="1953-06"), history.milestone(title_en="Y", date="1955")
    begun, exact = programme(start="2023"), history.milestone(title_en="D", date="1956-01-01")
    known = {"milestone": [month.pk, year.pk, exact.pk], "programme": [begun.pk]}
    answers(hits=[hit(kind=kind, key=key, day=date(1950, 1, 1)) for kind, keys in known.items() for key in keys] + [hit(key=9, day=None)], total=5)
    assert re.findall(r'<time datetime="([^"]*)">([^<]*)<', see(client, "q=x")) == [
        ("1953-06", "June 1953"), ("1955", "1955"), ("1956-01-01", "1 January 1956"), ("2023", "2023"),
    ]  # fmt: skip


def test_thirty_results_take_as_many_queries_as_one(client, answers, django_assert_num_queries):
    stones = [history.milestone(title_en=f"Stone {number}", date=f"{1953 + number}") for number in range(20)]
    songs = [programme(slug=f"song-{number}", start="2023") for number in range(10)]
    tag = library.tag()
    found = [hit(kind="milestone", key=stone.pk) for stone in stones] + [hit(kind="programme", key=song.pk) for song in songs]
    offered = [Choice(str(tag.pk), "Music", 3, False), Choice(str(tag.pk + 1), "Gone", 3, False)]
    client.get("/en/search/")
    answers(hits=[found[0]], total=1, tags=offered)
    with django_assert_num_queries(2):  # the days, the tags
        see(client, "q=x")
    answers(hits=found, total=30, tags=offered)
    with django_assert_num_queries(2):
        see(client, "q=x")


def test_how_many_there_are_is_written_as_the_language_writes_it_and_not_more_than_is_known(client, answers):
    answers(hits=[hit()], total=1234)
    assert ">1,234 results for “x”<" in see(client, "q=x")
    answers(hits=[hit()], total=300, more_than=True)
    assert ">At least 300 results for “x”<" in see(client, "q=x")


def test_more_results_are_asked_for_with_all_that_was_asked(client, answers):
    tag = library.tag(name="Music", slug="music")
    programme().tags.add(tag)
    asked = answers(hits=[hit()], total=21, after="a/b=")
    html = see(client, "after=nonsense&tag=music&sort=date&year=2023&kind=event&q=%20two%20%20words")
    assert '<a class="button button--quiet" href="?q=two+words&amp;kind=event&amp;year=2023&amp;tag=music&amp;sort=date&amp;after=a%2Fb%3D" rel="next">' in html
    assert ' href="/en/search/?q=two+words&amp;kind=event&amp;year=2023&amp;tag=music&amp;sort=date" rel="nofollow">Back to the first results</a>' in html
    assert asked == [Asked(text="two words", language="en", kind="event", year=2023, tag=tag.pk, by_date=True, after="nonsense")]
    assert "Back to the first" not in see(client, "q=x")


@pytest.mark.parametrize(
    "bad", ["kind=tag", "kind=nonsense", "year=20233", "year=abc", "year=%D9%A1%D9%A9%D9%A5%D9%A3", "tag=secret", "tag=none", "sort=1", "x=1"]
)
def test_what_cannot_be_is_left_out(client, answers, bad):
    library.tag(name="Secret plan", slug="secret")
    programme(status="draft").tags.add("Secret plan")
    asked = answers(hits=[hit()], total=1)
    html = see(client, f"q=x&{bad}")
    assert asked == [Asked(text="x", language="en")]
    assert 'class="chosen"' not in html
    assert "Secret" not in html


def test_without_words_nothing_is_looked_for_and_it_is_said_how(client, answers):
    asked = answers()
    for empty in ("", "q=", "q=%20%20", "q=%00", "kind=event"):
        assert '<ul class="search-hints">' in see(client, empty)
    assert asked == []


# --- filters ----------------------------------------------------------------------------------------------------------------
def test_filters_are_offered_with_their_numbers_and_keep_what_was_asked(client, answers):
    tag = library.tag(name="Music", slug="music", label_ja="音楽")
    answers(
        hits=[hit()], total=5, kinds=[Choice("event", "x", 1204, False), Choice("milestone", "x", 2, False)],
        years=[Choice("2023", "x", 3, False), Choice("1953", "x", 2, False)], tags=[Choice(str(tag.pk), "x", 3, False), Choice("999999", "gone", 1, False)],
    )  # fmt: skip
    html = see(client, "q=x&sort=date")
    assert '<nav class="facets" aria-label="Kind">' in html
    assert '<li><a href="/en/search/?q=x&amp;sort=date" rel="nofollow" aria-current="true">All kinds</a></li>' in html
    assert '<li><a href="/en/search/?q=x&amp;kind=event&amp;sort=date" rel="nofollow">Events <span class="facets-number">1,204</span></a></li>' in html
    assert '<li><a href="/en/search/?q=x&amp;year=1953&amp;sort=date" rel="nofollow">1953 <span class="facets-number">2</span></a></li>' in html
    assert 'aria-label="Tag"' not in html  # one alone leaves nothing to choose
    assert '<li><a href="/en/search/?q=x&amp;sort=date" rel="nofollow" aria-current="true">Newest first</a></li>' in html
    assert '<li><a href="/en/search/?q=x" rel="nofollow">Best match first</a></li>' in html
    assert 'class="chosen"' not in html


def test_what_is_chosen_is_taken_away_one_by_one_or_altogether(client, answers):
    tag = library.tag(name="Music", slug="music", label_en="Music and song")
    programme().tags.add(tag)
    answers(hits=[hit()], total=1, kinds=[Choice("event", "x", 1, True)], years=[Choice("2023", "x", 1, True)], tags=[Choice(str(tag.pk), "x", 1, True)])
    html = see(client, "q=x&kind=event&year=2023&tag=music", "ja")
    chosen = re.search(r'<nav class="chosen".*?</nav>', html)[0]
    assert re.findall(r'<a href="/ja/search/\?([^"]*)"[^>]*><span class="visually-hidden">[^<]*</span>(.*?)</a>', chosen) == [
        ("q=x&amp;year=2023&amp;tag=music", "Events"), ("q=x&amp;kind=event&amp;tag=music", "2023年"),
        ("q=x&amp;kind=event&amp;year=2023", '<span lang="en">Music and song</span>'),
    ]  # fmt: skip
    assert re.search(r'<a class="chosen-all" href="([^"]*)"', chosen)[1] == "/ja/search/?q=x"
    for name, value in (("kind", "event"), ("year", "2023"), ("tag", "music")):  # the box looks for other words among the same
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


def test_many_years_are_behind_a_click_but_the_one_that_is_chosen(client, answers):
    answers(hits=[hit()], total=99, years=[Choice(str(year), "x", 1, year == 1955) for year in range(2023, 1953, -1)])
    at_once, rest = re.search(r'aria-label="Year">(.*?)</nav>', see(client, "q=x&year=1955"))[1].split("<details")
    years = [re.findall(r">(\d{4}) <span", part) for part in (at_once, rest)]
    assert years == [[*map(str, range(2023, 2015, -1)), "1955"], [str(year) for year in range(2015, 1953, -1) if year != 1955]]


# --- nothing, something else ------------------------------------------------------------------------------------------------
def test_where_nothing_is_found_it_is_said_what_to_try(client, answers):
    answers(suggestions=[hit(title_html=mark_safe("Song of the bridge"))])
    html = see(client, "q=brigde")
    assert '<div role="status"><h2 id="nothing">Nothing was found for “brigde”.</h2></div>' in html
    assert '<li><a href="/en/events/bridge/">Song of the bridge</a></li>' in html
    assert "Search without filters" not in html
    html = see(client, "q=brigde&kind=event")
    assert "Nothing was found for “brigde” among what you have chosen." in html
    assert '<a class="button" href="/en/search/?q=brigde" rel="nofollow">Search without filters</a>' in html


def test_a_better_spelling_is_a_link(client, answers):
    answers(instead='"tea" & bridge')
    link = '<a href="/en/search/?q=%22tea%22+%26+bridge" rel="nofollow">&quot;tea&quot; &amp; bridge</a>'
    assert f'<p class="search-instead">Did you mean {link}?</p>' in see(client, "q=brigde&kind=event")


def test_after_the_last_page_there_is_a_way_back(client, answers):
    answers()
    html = see(client, "q=x&after=abc")
    assert "There are no more results." in html
    assert 'href="/en/search/?q=x">Back to the first results</a>' in html


def test_other_languages_results_stand_below_in_their_language_and_lead_to_its_search(client, answers):
    japanese = hit(language="ja", url="/ja/events/hashi/", title_html=mark_safe("橋の歌"), snippet=mark_safe("<mark>橋</mark>"))
    answers(elsewhere=[Elsewhere("ja", [japanese], 7), Elsewhere("km", [hit(language="km", url="/km/events/spean/")], 1)])
    html = see(client, "q=%E6%A9%8B&kind=event")
    assert '<h3><span lang="ja">日本語</span> <small>7 results</small></h3>' in html
    assert (
        '<h4 class="row-title" lang="ja"><a href="/ja/events/hashi/" hreflang="ja">橋の歌</a></h4><p class="hit-snippet" lang="ja"><mark>橋</mark></p>' in html
    )
    assert '<a class="more" href="/ja/search/?q=%E6%A9%8B" hreflang="ja" rel="nofollow">' in html
    assert "/km/search/" not in html  # all of its results are there


# --- safety, robots ---------------------------------------------------------------------------------------------------------
def test_what_was_asked_is_shown_as_text_and_stands_in_the_title(client, answers):
    answers()
    response = client.get("/en/search/", {"q": '<script>alert(1)</script>"'})
    assert "<title>“&lt;script&gt;alert(1)&lt;/script&gt;&quot;” – Search – Fifty</title>" in response.text
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;&quot;"' in response.text
    assert "<script>" not in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert (dict(response.cookies), "Cookie" in response.get("Vary", "")) == ({}, False)


def test_odd_questions_are_asked_as_they_can_be(client, answers):
    asked = answers()
    odd = ["%", "\\", "'\";--", "\x00a\u202eb", "a" * 5000, " 橋\u3000の\n歌 "]
    for words in odd:
        client.get("/en/search/", {"q": words})
    assert [each.text for each in asked] == ["%", "\\", "'\";--", "ab", "a" * 100, "橋 の 歌"]
    assert client.get("/en/search/?q=%ED%A0%80%FF").status_code == 200


# --- suggestions ------------------------------------------------------------------------------------------------------------
def test_titles_are_suggested_with_their_kind_and_their_language(client, monkeypatch):
    asked = []

    def complete(text: str, language: str, limit: int = 8) -> list[Hit]:
        asked.append((text, language))
        return [hit(), hit(kind="milestone", language="ja", title="橋 <b>", url="/ja/history/hashi/")]

    monkeypatch.setattr(finding, "complete", complete)
    response = client.get("/en/search/complete/?q=%20bri")
    assert response.json() == {
        "said": "2 suggestions",
        "options": [
            {"title": "Bridge & song", "language": "en", "tongue": "", "kind": "Event", "url": "/en/events/bridge/"},
            {"title": "橋 <b>", "language": "ja", "tongue": "日本語", "kind": "Milestone", "url": "/ja/history/hashi/"},
        ],
    }
    assert asked == [("bri", "en")]
    assert (response["X-Robots-Tag"], response["Cache-Control"], dict(response.cookies)) == ("noindex", "private, max-age=60", {})


def test_nothing_is_suggested_of_nothing(client, monkeypatch):
    monkeypatch.setattr(finding, "complete", lambda *args: 1 / 0)
    for empty in ("", "?q=", "?q=%20", "?q=%00"):
        assert client.get(f"/en/search/complete/{empty}").json() == {"said": "No suggestions", "options": []}
    assert client.post("/en/search/complete/").status_code == 405


def test_only_pages_with_a_box_load_its_script(client, answers):
    answers()
    script = re.compile(r'<script src="/static/search[^"]*\.js" defer></script>')
    have = {
        path: len(script.findall(client.get(path).text)) for path in ("/en/search/", "/en/search/?q=x", "/en/no-such-page/", "/en/", "/en/events/", "/en/tags/")
    }
    assert have == {"/en/search/": 1, "/en/search/?q=x": 1, "/en/no-such-page/": 1, "/en/": 0, "/en/events/": 0, "/en/tags/": 0}
    assert 'data-complete="/km/search/complete/"' in client.get("/km/search/").text


# --- browsers and machines --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_a_browser_learns_how_to_search_here(client, language):
    page = client.get(f"/{language}/").text
    assert f'<link rel="search" type="application/opensearchdescription+xml" title="Fifty" href="/{language}/search/opensearch.xml">' in page
    response = client.get(f"/{language}/search/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    assert f'<Url type="text/html" template="http://localhost:8000/{language}/search/?q={{searchTerms}}"/>' in response.text
    assert "<ShortName>Fifty</ShortName>" in response.text
    assert f'"urlTemplate": "http://localhost:8000/{language}/search/?q={{words}}"' in page
