"""Who must not be seen through the API: each of the six kinds published, and as a draft, scheduled, withdrawn, past its end, a working copy."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.crypto import get_random_string

from anniversary import clock
from anniversary.programmes.models import Programme
from events.models import Event
from tests.factories import events

from .api_content import PATHS, fill, key

pytestmark = pytest.mark.django_db
SECRET = "Secret plan"


def hidden(state: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "draft": {"status": "draft", "publish_at": None, "first_published_at": None},
        "in review": {"status": "in_review", "publish_at": None, "first_published_at": None},
        "scheduled": {"status": "published", "publish_at": now + timedelta(days=1), "first_published_at": now + timedelta(days=1)},
        "withdrawn": {"status": "withdrawn"},
        "past its end": {"unpublish_at": now - timedelta(days=1)},
    }[state]


def hide(found: dict[str, Any], state: str) -> None:
    """Bring every publishable record of `found` into this state, by its columns alone."""
    for name in ("events", "programmes", "articles"):
        record = found[name]
        original = {"copy_of": type(record).objects.create(title_en="Public", slug=get_random_string(8, "abc"), **required(record))}
        type(record).objects.filter(pk=record.pk).update(title_en=SECRET, summary_en=SECRET, **(original if state == "working copy" else hidden(state)))
    found["events"].refresh_from_db()
    found["events"].refresh_listing()
    for name in ("venues", "organisations"):
        type(found[name]).objects.filter(pk=found[name].pk).update(name_en=SECRET)


def required(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("category", "date", "kind") if hasattr(record, name)}


@pytest.mark.parametrize("name", PATHS)
def test_what_is_public_is_listed_and_has_an_address(client, name):
    record = fill()[name]
    [listed] = client.get(f"/api/{name}/").json()["results"]
    assert listed["id"] == key(record)
    assert client.get(f"/api/{name}/{key(record)}/").json() == listed
    assert listed["api"] == f"http://localhost:8000/api/{name}/{key(record)}/"


@pytest.mark.parametrize("state", ["draft", "in review", "scheduled", "withdrawn", "past its end", "working copy"])
@pytest.mark.parametrize("name", PATHS)
def test_what_is_not_public_is_neither_listed_nor_has_an_address(client, name, state):
    found = fill()
    hide(found, state)
    answer = client.get(f"/api/{name}/")
    assert answer.json()["results"] == []
    single = client.get(f"/api/{name}/{key(found[name])}/")
    assert single.status_code in {404, 410}
    assert SECRET not in answer.text + single.text


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn", "past its end", "working copy"])
def test_a_public_event_and_article_do_not_name_what_is_not(client, state):
    found = fill()
    programme, article = found["programmes"], found["articles"]
    change = {"copy_of": Programme.objects.create(slug="public", kind="song")} if state == "working copy" else hidden(state)
    Programme.objects.filter(pk=programme.pk).update(title_en=SECRET, **change)
    assert client.get(f"/api/events/{found['events'].uuid}/").json()["programme"] is None
    change = {"copy_of": events.event(slug="public")} if state == "working copy" else hidden(state)
    Event.objects.filter(pk=found["events"].pk).update(title_en=SECRET, **change)
    told = client.get(f"/api/articles/{article.uuid}/")
    assert (told.json()["programmes"], told.json()["events"]) == ([], [])
    assert SECRET not in told.text


def test_venues_and_organisations_are_there_only_while_something_published_names_them(client):
    found = fill()
    events.venue(slug="empty-hall", name_en=SECRET)
    events.organiser(event=events.event(status="draft", publish_at=None), organisation=events.directory.organisation(slug="secret", name_en=SECRET))
    for name in ("venues", "organisations"):
        answer = client.get(f"/api/{name}/")
        assert [record["id"] for record in answer.json()["results"]] == [str(found[name].uuid)]
        assert SECRET not in answer.text


def test_filters_do_not_tell_of_what_is_not_public(client):
    hide(found := fill(), "draft")
    assert client.get(f"/api/events/?venue={found['venues'].slug}").status_code == 400
    assert client.get("/api/events/?venue=there-is-none").status_code == 400
    assert client.get(f"/api/events/?programme={found['programmes'].slug}").status_code == 400
    assert client.get(f"/api/occurrences/?event={found['events'].uuid}").json()["results"] == []
