"""What no browser sends: nonsense where the admin expects records' numbers. An answer in words, never a crash; what was typed is kept."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from anniversary.library.models import Tag
from anniversary.staff import sent as sent_in_place
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


# --- lists --------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("pk__in=1", None), ("publish_at__year=2033", None), ("pk__in=" + "9" * 18, None),
        ("pk__in=" + "9" * 19, "?e=1"), ("slug=1%00", "?e=1"), ("publish_at__year=-1", "?e=1"), ("publish_at__year=9999", "?e=1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["", "export/"])
def test_what_no_list_can_answer_leads_to_the_whole_list(somebody, page, asked, answer):
    lists = reverse("admin:articles_article_changelist") + page
    response = somebody.get(f"{lists}?{asked}")
    assert (response.status_code, response.get("Location")) == ((302, lists + answer) if answer else (200, None))
    assert somebody.get(f"{lists}?e=1").status_code == 200


def test_what_is_refused_a_second_time_does_not_lead_on(somebody):
    assert somebody.get(reverse("admin:articles_article_export") + "?e=1&publish_at__year=-1").status_code == 400
    refused = somebody.get(reverse("admin:articles_article_changelist") + "?e=1&publish_at__year=-1")
    assert (refused.status_code, refused.get("Location")) == (200, None)


def test_a_mistake_of_ours_in_a_list_is_not_taken_for_nonsense(somebody, monkeypatch):
    monkeypatch.setattr(admin.site._registry[Tag], "get_search_results", lambda *_given: int("x"))
    with pytest.raises(ValueError, match="invalid literal"):
        somebody.get(reverse("admin:library_tag_changelist"))


# --- how many rows ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("rows", "made"), [("3", 3), ("21", 20), ("9" * 30, 20)])
def test_more_rows_than_a_form_has_are_neither_made_nor_taken(somebody, monkeypatch, rows, made):
    monkeypatch.setattr(sent_in_place, "MOST_ROWS", 20)
    page = reverse("admin:articles_article_add")
    form = max(Page(somebody.get(page).text, "en").forms, key=lambda form: len(form.sent))
    sent = {name: value for name, value in form.sent.items() if "__prefix__" not in name}
    number = next(name for name in sent if "source" in name and name.endswith("-TOTAL_FORMS"))
    kinds = [item.formset for item in somebody.post(page, sent | {number: [rows]}).context["inline_admin_formsets"]]
    sources = next(formset for formset in kinds if number == f"{formset.prefix}-TOTAL_FORMS")
    assert len(sources.forms) == made
    assert list(sources.non_form_errors()) == ([] if made < 20 else ["Please submit at most 20 forms."])
