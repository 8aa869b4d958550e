"""What no browser sends: nonsense where the admin expects records' numbers. An answer in words, never a crash; what was typed is kept."""

import pytest
from django.test import Client
from django.urls import reverse

from anniversary.library.models import Tag
from tests.factories.staff import make_user

from .furnished import furnish
from .reading import Page

pytestmark = pytest.mark.django_db

# No number; a number that no database has room for.
NONSENSE = ["x", "9" * 30]


@pytest.fixture
def somebody(client: Client) -> Client:
    furnish()
    client.force_login(make_user(username="root", is_superuser=True))
    return client


@pytest.mark.parametrize("text", NONSENSE)
def test_what_is_no_record_is_said_beside_its_field_and_what_was_typed_is_kept(somebody, text):
    page = reverse("admin:articles_article_add")
    form = max(Page(somebody.get(page).text, "en").forms, key=lambda form: len(form.sent))
    sent = {name: value for name, value in form.sent.items() if "__prefix__" not in name} | {"title_en": ["Lanterns"], "type": ["news"], "date": ["2023-02-23"]}
    answer = somebody.post(page, sent | {"cover": [text], "events": [text], "people": [text]})
    assert (answer.status_code, sorted(answer.context["adminform"].form.errors)) == (200, ["cover", "events", "people"])
    assert 'value="Lanterns"' in answer.text


@pytest.mark.parametrize("text", NONSENSE)
def test_an_action_for_what_is_no_record_is_for_none(somebody, text):
    page, before = reverse("admin:library_tag_changelist"), Tag.objects.count()
    chosen = {"action": "delete_selected", "index": "0", "post": "yes"}
    assert "Items must be selected" in somebody.post(page, chosen | {"_selected_action": [text]}, follow=True).text
    assert Tag.objects.count() == before
    real = [text, str(Tag.objects.get().pk)]
    somebody.post(page, chosen | {"_selected_action": real})
    assert Tag.objects.count() == before - 1
