"""The filter by words: in the list, the form, the map, the month, the feeds, the frame and the API; what stands in its address and on its chip."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.occasion import models as occasion_models
from anniversary.occasion.models import Anniversary
from events.filtering import terms
from events.filtering.table import WORDS
from events.models import Event, Occurrence
from tests.factories import events, library, occasion

from .test_filters import BEFORE, in_feed, listed, make
from .test_pages import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _occasion(monkeypatch):
    monkeypatch.setattr(occasion_models, "CACHE_SECONDS", None)  # or a slow machine reads it anew in the middle of a count
    occasion.anniversary()
    Anniversary.current()  # warm


def furnish() -> None:
    """Two events with words of their own, and as many of which nobody may know."""
    make("Lanterns on the river", title_ja="灯籠流し", title_km="ប្រទីបលើទន្លេ", summary_en="A quiet evening of light.", on={"venue": events.venue()})
    make("Songs", title_ja="友好の歌", on={"first_day": date(2023, 2, 24), "venue": events.tokyo()})
    for event in hidden().values():
        Event.objects.filter(pk=event.pk).update(summary_en="Secret lanterns")
        event.refresh_from_db()
        event.save()


FOUND = {
    "lantern": ["Lanterns on the river"], "LANTERNS evening": ["Lanterns on the river"], "灯籠": ["Lanterns on the river"], "ទន្លេ": ["Lanterns on the river"],
    "友好": ["Songs"], "songs lanterns": [], "secret": [], '"on the river"': ["Lanterns on the river"], "nothing": [], "%": [],
    "songs -lanterns": ["Songs"], "light -lanterns": [],
}  # fmt: skip


def test_words_are_found_in_any_language_and_nothing_that_is_not_public(client):
    furnish()
    assert {words: listed(client, f"q={quote(words)}") for words in FOUND} == FOUND
    assert {words: in_feed(client, f"q={quote(words)}") for words in FOUND} == FOUND


def test_every_place_with_filters_takes_words(client):
    furnish()
    words = quote("灯籠")
    with clock.as_of(BEFORE):
        places = client.get(f"/en/events/map/?q={words}")
        month = client.get(f"/en/events/calendar/2023/02/?q={words}")
        frame = client.get(f"/en/events/embed/?q={words}")
        code = client.get(f"/en/events/embed/code/?q={words}")
        dates = client.get(f"/api/occurrences/?lang=en&q={words}").json()["results"]
        records = client.get(f"/api/events/?lang=en&q={words}").json()["results"]
    assert [town.name for land in places.context["lands"] for town in land.towns] == ["City Hall"]
    assert [str(row.title) for day, _url in month.context["agenda"] for row in day.entries] == ["Lanterns on the river"]
    assert [str(entry.row.title) for entry in frame.context["entries"]] == ["Lanterns on the river"]
    assert f"/en/events/embed/?q={words}" in code.text
    assert [row["event"]["title"] for row in dates] == [record["title"] for record in records] == ["Lanterns on the river"]
    assert "X-WR-CALNAME:Fifty – Words: 灯籠" in client.get(f"/en/events/feed.ics?q={words}").text


def test_they_are_in_one_form_and_are_taken_away_by_their_chip(client):
    furnish()
    with clock.as_of(BEFORE):
        response = client.get("/en/events/", {"q": "  ＬＡＮＴＥＲＮ\u3000 river\x00\u202e ", "country": "KH", "when": "coming"})
    assert [(chip["chosen"].label, chip["url"]) for chip in response.context["chips"]] == [
        ("Words: LANTERN river", "/en/events/?country=KH&when=coming"), ("Cambodia", "/en/events/?q=LANTERN+river&when=coming"),
    ]  # fmt: skip
    assert response.context["feed_url"] == "/en/events/feed.ics?q=LANTERN+river&country=KH"
    assert "Words: LANTERN river</a>" in response.text
    form = client.get("/en/events/filter/?q=%3Cb%3E%22lantern%22&country=KH").text
    assert '<input id="f-q" type="search" name="q" value="&lt;b&gt;&quot;lantern&quot;" maxlength="100" autocomplete="off" autocapitalize="none">' in form


def test_words_that_are_none_narrow_nothing_and_very_many_are_cut(client):
    furnish()
    for nothing in ("%20", "%00", "%E2%80%8B"):
        assert len(listed(client, f"q={nothing}")) == 2
    with clock.as_of(BEFORE):
        assert client.get("/en/events/", {"q": "a" * 5000}).context["feed_url"] == f"/en/events/feed.ics?q={'a' * 100}"
        assert client.get("/en/events/", {"q": "", "country": "KH"})["Location"] == "/en/events/?country=KH"


def test_an_empty_list_offers_to_drop_the_words(client):
    furnish()
    with clock.as_of(BEFORE):
        response = client.get("/en/events/?q=lantern&country=JP")
    assert [(drop.chosen.name, drop.events, drop.url) for drop in response.context["drop"]] == [
        ("q", 1, "/en/events/?country=JP"), ("country", 1, "/en/events/?q=lantern"),
    ]  # fmt: skip
    assert "Without “Words: lantern”: 1 event<" in response.text


def test_a_list_of_somebody_s_words_is_not_for_robots(client):
    furnish()
    with clock.as_of(BEFORE):
        assert '<meta name="robots" content="noindex">' in client.get("/en/events/?q=lantern").text


def test_the_api_refuses_words_that_are_none_or_too_many(client):
    for path in ("/api/events/", "/api/occurrences/"):
        for bad in ("%20", "a" * 101):
            answer = client.get(f"{path}?q={bad}")
            assert (answer.status_code, [fault["parameter"] for fault in answer.json()["errors"]]) == (400, ["q"])


def test_it_makes_no_difference_whether_few_events_have_the_words_or_many(client, monkeypatch):
    furnish()
    few = {words: listed(client, f"q={quote(words)}") for words in FOUND}
    monkeypatch.setattr(terms, "FEW", 1)
    assert {words: listed(client, f"q={quote(words)}") for words in FOUND} == few == FOUND


@pytest.mark.parametrize("address", ["events/?q={}&tag=music", "events/?q={}&when=all", "events/calendar/2023/02/?q={}", "events/map/?q={}"])
def test_every_view_has_the_same_of_few_and_of_many(client, monkeypatch, address):
    furnish()
    library.tag(name="Music", slug="music")
    pages = []
    for few in (500, 1):
        monkeypatch.setattr(terms, "FEW", few)
        with clock.as_of(BEFORE):
            pages.append([client.get(f"/en/{address.format(quote(words))}").content for words in FOUND])
    assert pages[0] == pages[1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite goes about it")
def test_what_has_the_words_is_not_gone_through_for_each_date(monkeypatch):
    monkeypatch.setattr(terms, "FEW", 1)
    furnish()
    plan = Occurrence.objects.filter(WORDS.narrow("song")).explain()
    assert "search_entry" in plan
    assert "rowid=?" not in plan


@pytest.mark.parametrize("few", [500, 1])
def test_it_costs_the_same_for_one_event_and_thirty(client, monkeypatch, few):
    monkeypatch.setattr(terms, "FEW", few)
    library.tag(name="Music", slug="music")
    hall = events.venue()
    make("Song", tags=("music",), on={"venue": hall})
    addresses = ("/en/events/?q=song", "/en/events/?q=song&tag=music", "/en/events/map/?q=song", "/en/events/feed.ics?q=song", "/api/occurrences/?q=song")

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            with clock.as_of(BEFORE), CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            counts.append(len(caught))
        return counts

    queries()
    one = queries()
    for number in range(29):
        make(f"Song {number}", tags=("music",), on={"venue": hall, "first_day": date(2023, 3, 1 + number)})
    assert queries() == one
    assert max(one) <= 12
    assert len(re.findall("Song", client.get("/en/events/?q=song&when=all").text)) >= 24
