"""The search of the API: what it tells of what was found, in which language, page by page, and what it refuses. What is found is no matter here."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from anniversary.search import finding
from anniversary.search.finding import Asked, Choice, Elsewhere, Hit, Results
from tests.factories import history, library, occasion

from .api_content import fill

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


@pytest.fixture
def answers(monkeypatch) -> Callable[..., list[Asked]]:
    """answers(**parts of the results): what is found of whatever is asked; gives the list of what was asked."""

    def answer(**parts: Any) -> list[Asked]:
        asked: list[Asked] = []
        monkeypatch.setattr(finding, "find", lambda this: asked.append(this) or Results(**parts))
        return asked

    return answer


def hit(kind: str, key: int, **fields: Any) -> Hit:
    usual: dict[str, Any] = {
        "language": "en", "url": f"/en/{kind}s/x/", "day": date(2025, 3, 5), "title": "Bridge & song",
        "title_html": mark_safe("<mark>Bridge</mark> &amp; <mark>song</mark>"), "snippet": mark_safe("… 𠮟 &lt;<mark>橋</mark>&gt; …"),
    }  # fmt: skip
    return Hit(kind=kind, key=key, **usual | fields)


def refused(client, query: str) -> list[str]:
    """The parameters that the answer names as wrong."""
    answer = client.get(f"/api/search/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), query
    return [fault["parameter"] for fault in answer.json()["errors"]]


def test_a_result_has_its_addresses_and_says_where_the_words_stand(client, answers):
    event = fill()["events"]
    answers(hits=[hit("event", event.pk)], total=1)
    answer = client.get("/api/search/?q=bridge")
    assert answer.json() == {
        "results": [
            {
                "kind": "event", "id": str(event.uuid), "api": f"{SITE}/api/events/{event.uuid}/", "url": f"{SITE}/en/events/x/", "language": "en",
                "title": "Bridge & song", "title_marks": [{"start": 0, "end": 6}, {"start": 9, "end": 13}],
                "snippet": "… 𠮟 <橋> …", "snippet_marks": [{"start": 5, "end": 6}], "day": "2025-03-05",
            }
        ],
        "total": 1, "at_least": False, "kinds": [], "years": [], "tags": [], "instead": None, "elsewhere": [], "next": None,
    }  # fmt: skip


def test_kinds_of_which_the_api_has_records_have_their_ids_and_days_are_as_exact_as_known(client, answers, django_assert_num_queries):
    found, stone = fill(), history.milestone(date="1953-01")
    one = {"event": "events", "venue": "venues", "organisation": "organisations", "programme": "programmes", "article": "articles"}
    records = {kind: found[name] for kind, name in one.items()}
    answers(hits=[*(hit(kind, record.pk) for kind, record in records.items()), hit("milestone", stone.pk), hit("person", 1, day=None)], total=7)
    client.get("/api/search/?q=x")  # what is kept for all pages
    with django_assert_num_queries(2):  # the days, the ids
        told = client.get("/api/search/?q=x").json()["results"]
    assert {each["kind"]: each["id"] for each in told} == {kind: str(record.uuid) for kind, record in records.items()} | {"milestone": None, "person": None}
    for each in told[:5]:
        assert client.get(each["api"].removeprefix(SITE)).json()["id"] == each["id"]
    assert {each["kind"]: each["day"] for each in told if each["day"] != "2025-03-05"} == {"programme": "2025-03", "milestone": "1953-01", "person": None}


def test_what_is_asked_is_what_is_looked_for_and_the_next_page_asks_the_same(client, answers):
    music = fill()["events"].tags.get()
    asked = answers(hits=[hit("event", 1)], total=300, more_than=True, after="cDIw=", instead="bridges")
    told = client.get("/api/search/?q=%20two%20words&lang=ja&kind=event&year=2025&tag=music&sort=date").json()
    assert asked == [Asked(text="two words", language="ja", kind="event", year=2025, tag=music.pk, by_date=True)]
    assert told["next"] == f"{SITE}/api/search/?q=two+words&kind=event&year=2025&tag=music&sort=date&lang=ja&after=cDIw%3D"
    assert (told["total"], told["at_least"], told["instead"]) == (300, True, "bridges")
    client.get("/api/search/?q=x&sort=relevance")
    assert asked[1:] == [Asked(text="x", language="en")]


def test_numbers_are_told_with_the_values_that_the_parameters_take(client, answers):
    fill()
    music = library.Tag.objects.get(slug="music")
    answers(
        hits=[], total=0, kinds=[Choice("event", "x", 3, False)], years=[Choice("2025", "x", 2, False)],
        tags=[Choice(str(music.pk), "x", 1, False), Choice("999999", "Gone", 1, False)], elsewhere=[Elsewhere("ja", [hit("venue", 1, language="ja")], 4)],
    )  # fmt: skip
    told = client.get("/api/search/?q=x&lang=ja").json()
    assert [(each["value"], each["results"]) for each in told["kinds"]] == [("event", 3)]
    assert told["years"] == [{"value": "2025", "label": "2025", "results": 2}]
    assert told["tags"] == [{"value": "music", "label": "音楽", "results": 1}]
    [other] = told["elsewhere"]
    assert {name: other[name] for name in ("language", "total", "at_least", "search")} == {
        "language": "ja", "total": 4, "at_least": False, "search": f"{SITE}/api/search/?q=x&lang=ja",
    }  # fmt: skip
    assert [each["language"] for each in other["results"]] == ["ja"]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("", "q"), ("q=", "q"), ("q=%20", "q"), ("q=%00", "q"), (f"q={'a' * 101}", "q"), ("q=a&q=b", "q"), ("q=x&lang=fr", "lang"), ("q=x&kind=tag", "kind"),
        ("q=x&kind=nothing", "kind"), ("q=x&year=abc", "year"), ("q=x&year=20255", "year"), ("q=x&tag=none", "tag"), ("q=x&tag=secret", "tag"),
        ("q=x&sort=size", "sort"), ("q=x&after=nonsense", "after"), ("q=x&limit=5", "limit"), ("q=x&words=y", "words"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_name(client, answers, query, wrong):
    fill()
    library.tag(name="Secret", slug="secret")
    asked = answers()
    assert refused(client, query) == [wrong]
    assert asked == []


def test_it_answers_as_the_lists_do(client, answers):
    occasion.anniversary()
    answers(hits=[hit("person", 1)], total=1)
    answer = client.get("/api/search/?q=x&lang=km")
    assert answer["Content-Type"] == "application/json"
    assert (answer["Content-Language"], answer["Cache-Control"], answer["X-Robots-Tag"]) == ("km", "public, max-age=60", "noindex")
    assert (dict(answer.cookies), "Cookie" in answer.get("Vary", "")) == ({}, False)
    assert client.get("/api/search/?q=x&lang=km", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.post("/api/search/?q=x").status_code == 405
    assert client.get("/api/search?q=x")["Location"] == "/api/search/?q=x"


def test_it_is_described_for_programs_and_for_people(client):
    occasion.anniversary()
    operation = client.get("/api/openapi.json").json()["paths"]["/api/search/"]["get"]
    described = {each["name"]: (each["required"], each["description"], each["schema"]) for each in operation["parameters"]}
    assert list(described) == ["lang", "q", "kind", "year", "tag", "sort", "after"]
    assert described["q"] == (True, "Words to look for: no more than 100 characters.", {"type": "string", "minLength": 1, "maxLength": 100})
    assert described["lang"][2]["enum"] == ["en", "ja", "km"]
    assert described["sort"][2]["enum"] == ["relevance", "date"]
    for language in ("en", "ja", "km"):
        page = client.get(f"/api/?lang={language}").text
        assert f'<a href="{SITE}/api/search/?q=friendship&amp;lang={language}">' in page
        assert all(f'<th scope="row"><code>{name}</code></th>' in page.partition('id="search"')[2].partition("</table>")[0] for name in described)
