"""Of a kind of record that somebody in the admin may not see, neither search box nor completed field, neither feed nor search tells the drafts."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from anniversary.search import registry
from tests.factories import articles, competition, events, history, library, programmes
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db

SECRET, WORD = "Moonrakers assemble", "moonrakers"  # stems and beginnings of it too
DRAFTS = {
    "events.event": lambda: events.event(title_en=SECRET, slug="moonrakers", status="draft"),
    "programmes.programme": lambda: programmes.programme(title_en=SECRET, slug="moonrakers", status="draft"),
    "articles.article": lambda: articles.article(title_en=SECRET, slug="moonrakers", public=False),
    "articles.page": lambda: articles.page(title_en=SECRET, slug="moonrakers", status="draft"),
    "history.milestone": lambda: history.milestone(title_en=SECRET, slug="moonrakers", status="draft"),
    "competition.competition": lambda: competition.competition(title_en=SECRET, slug="moonrakers", status="draft"),
    "library.document": lambda: library.document(title_en=SECRET),
}


def somebody(label: str, *, may_see: bool) -> Client:
    """Signed in with every right there is, those to the kind `label` only if they `may_see` it."""
    user = make_user(username=f"u{may_see:d}")
    rights = Permission.objects.all()
    app, model = label.split(".")
    user.user_permissions.set(rights if may_see else rights.exclude(content_type__app_label=app, content_type__model=model))
    client = Client()
    client.force_login(user)
    return client


def fields(label: str) -> Iterator[dict[str, str]]:
    """Every field of whatever model that names records of the kind, as the admin asks for what completes it."""
    wanted = apps.get_model(label)
    for model in apps.get_models():
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if field.remote_field and field.remote_field.model is wanted and not getattr(field.remote_field, "parent_link", False):
                yield {"app_label": model._meta.app_label, "model_name": model._meta.model_name or "", "field_name": field.name}


@pytest.mark.parametrize("label", DRAFTS)
def test_the_search_box_and_completed_fields_tell_only_who_may_see_the_kind(label):
    DRAFTS[label]()
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    within, without = somebody(label, may_see=True), somebody(label, may_see=False)
    assert SECRET in within.get(address, {"q": WORD}).text
    assert [(without.get(address, {"q": text}).status_code, SECRET in without.get(address, {"q": text}).text) for text in (WORD, "moon", "")] == [
        (403, False)
    ] * 3
    for field in fields(label):
        asked = within.get("/admin/autocomplete/", field | {"term": WORD})
        refused = without.get("/admin/autocomplete/", field | {"term": WORD})
        assert (refused.status_code, SECRET in refused.text) == (403, False), field
        if asked.status_code == 200:
            assert [row["text"] for row in asked.json()["results"]] in ([SECRET], []), field  # empty where the field offers a part of them only


def test_there_are_fields_that_are_completed_with_a_draft():
    events.event(title_en=SECRET, status="draft")
    asked = {"app_label": "articles", "model_name": "article", "field_name": "events", "term": WORD}
    assert [row["text"] for row in somebody("events.event", may_see=True).get("/admin/autocomplete/", asked).json()["results"]] == [SECRET]


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_feeds_and_searches_tell_no_drafts_whoever_reads_them(client, role):
    for make in DRAFTS.values():
        make()
    shown = events.event(title_en="Lanterns", slug="lanterns")
    events.occurrence(event=shown)
    articles.article(title_en="Lanterns lit", slug="lit")
    client.force_login(make_user(role=role))
    addresses = [
        "/en/events/feed.ics", "/en/articles/feed/", "/sitemap.xml",
        f"/en/search/?q={WORD}", f"/en/search/complete/?q={WORD[:6]}", f"/api/search/?lang=en&q={WORD}",
        f"/en/events/?q={WORD}&when=all", f"/en/events/feed.ics?q={WORD}", f"/api/events/?lang=en&q={WORD}",
    ]  # fmt: skip
    told = {address: client.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in told.items()} == dict.fromkeys(addresses, 200)
    assert [address for address, answer in told.items() if SECRET in answer.text or "/moonrakers/" in answer.text] == []
    assert "Lanterns" in told["/en/events/feed.ics"].text and "Lanterns lit" in told["/en/articles/feed/"].text


def test_every_kind_that_is_searched_and_has_drafts_is_looked_at():
    kinds = {kind.model._meta.label_lower for kind in registry.searched() if any(field.name == "status" for field in kind.model._meta.fields)}
    assert kinds - {"history.metric"} <= set(DRAFTS)
    assert all(apps.get_model(label) in admin.site._registry for label in DRAFTS)
