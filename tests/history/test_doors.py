"""Who must not see what: each state that is not public, at each door."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from anniversary import clock
from anniversary.publishing import previews, workflow
from anniversary.publishing.models import Status
from anniversary.publishing.registry import kind_of
from tests.factories import history, occasion

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)
HIDDEN = {
    "draft": ({"status": Status.DRAFT, "publish_at": None, "first_published_at": None}, 404),
    "in review": ({"status": Status.IN_REVIEW, "publish_at": None, "first_published_at": None}, 404),
    "returned": ({"status": Status.RETURNED, "publish_at": None, "first_published_at": None}, 404),
    "scheduled": ({"publish_at": NOW + DAY, "first_published_at": NOW + DAY}, 404),
    "withdrawn": ({"status": Status.WITHDRAWN}, 410),
    "taken down": ({"unpublish_at": NOW - DAY}, 410),
}
hidden = pytest.mark.parametrize(("fields", "answer"), HIDDEN.values(), ids=HIDDEN)


@pytest.fixture(autouse=True)
def february():
    occasion.anniversary()
    with clock.as_of(NOW):
        yield


@hidden
def test_a_milestone_that_is_not_public_is_at_no_door(client, fields, answer):
    made = history.milestone(slug="hidden", title_en="Hidden step", **fields)
    history.milestone(slug="shown", date="1953-01-10")
    assert client.get("/en/history/hidden/").status_code == answer
    assert "Hidden step" not in client.get("/en/history/").text
    assert "Hidden step" not in client.get("/en/history/shown/").text
    assert made not in kind_of(type(made)).public()


def test_a_public_milestone_is_at_every_door(client):
    made = history.milestone(slug="hidden", title_en="Hidden step")
    history.milestone(slug="shown", date="1953-01-10")
    for address in ("/en/history/hidden/", "/en/history/", "/en/history/shown/"):
        assert "Hidden step" in client.get(address).text
    assert made in kind_of(type(made)).public()


def test_a_working_copy_is_at_no_door(client):
    original = history.milestone(slug="step")
    history.milestone(slug="step", title_en="Half an edit", copy_of=original)
    assert "Half an edit" not in client.get("/en/history/").text
    assert "Half an edit" not in client.get("/en/history/step/").text
    figure = history.metric(slug="trade")
    history.metric(slug="trade", title_en="Half an edit", copy_of=figure)
    assert "Half an edit" not in client.get("/en/history/figures/").text


@hidden
def test_a_figure_that_is_not_public_is_not_on_the_page(client, fields, answer):
    made = history.metric(title_en="Hidden trade", **fields)
    assert "Hidden trade" not in client.get("/en/history/figures/").text
    assert made not in kind_of(type(made)).public()


def test_a_preview_shows_a_draft_to_whoever_has_its_link(client):
    for made in (history.milestone(title_en="Hidden step", public=False), history.metric(title_en="Hidden trade", public=False)):
        response = client.get(previews.url_for(made))
        assert str(made) in response.text
        assert 'name="robots" content="noindex"' in response.text
        assert "Preview: this page is not public." in response.text


def test_a_preview_of_a_figure_shows_no_other(client):
    history.metric(title_en="Public trade")
    assert "Public trade" not in client.get(previews.url_for(history.metric(title_en="Hidden trade", public=False))).text


def test_an_old_address_leads_to_the_new_one(client):
    made = history.milestone(slug="old")
    made.slug = "new"
    made.save()
    response = client.get("/en/history/old/")
    assert (response.status_code, response["Location"]) == (301, "/en/history/new/")


def test_publishing_and_withdrawing_open_and_close_the_door(client):
    boss = User.objects.create_superuser("boss")
    made = history.milestone(slug="step", public=False)
    workflow.move(made, "publish", user=boss)
    assert client.get("/en/history/step/").status_code == 200
    workflow.move(made, "withdraw", user=boss, note="Wrong date.")
    assert client.get("/en/history/step/").status_code == 410
