"""Who must not see what: each state that is not public, at each door."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from anniversary import clock
from anniversary.articles.models import Article, Page
from anniversary.publishing import previews, workflow
from anniversary.publishing.models import Status
from tests.factories import articles

from . import subjects

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)

# The state, and what its address answers.
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
    with clock.as_of(NOW):
        yield


@pytest.fixture
def doors(client):
    """Every public place that lists articles."""
    event, programme, person = subjects.event(), subjects.programme(), subjects.person()
    shown = articles.article(title_en="Shown", slug="shown", events=[event], programmes=[programme], people=[person])
    articles.related_block(parent=shown, articles=Article.objects.all())
    addresses = ["/en/articles/", "/en/articles/?type=news", "/en/articles/feed/", "/en/articles/shown/"]
    addresses += [record.get_absolute_url() for record in (event, programme, person)]

    def titles() -> dict[str, bool]:
        about = {"events": [event], "programmes": [programme], "people": [person]}
        for record in Article.objects.exclude(pk=shown.pk):
            for name, found in about.items():
                getattr(record, name).set(found)
        shown.articles_articlerelatedblock_set.get().articles.set(Article.objects.exclude(pk=shown.pk))
        return {address: "Hidden ceremony" in client.get(address).text for address in addresses}

    return titles


def test_a_published_article_is_at_every_door(client, doors):
    articles.article(title_en="Hidden ceremony", slug="there")
    assert doors() == dict.fromkeys(doors(), True)
    assert client.get("/en/articles/there/").status_code == 200


@hidden
def test_what_is_not_public_is_at_no_door(client, doors, fields, answer):
    articles.article(title_en="Hidden ceremony", slug="there", **fields)
    assert doors() == dict.fromkeys(doors(), False)
    assert client.get("/en/articles/there/").status_code == answer


def test_a_working_copy_is_at_no_door(client, doors):
    original = articles.article(title_en="Original", slug="there")
    articles.article(title_en="Hidden ceremony", slug="there", copy_of=original)
    articles.article(title_en="Hidden ceremony", slug="copied", copy_of=original)
    assert doors() == dict.fromkeys(doors(), False)
    assert "<h1>Original</h1>" in client.get("/en/articles/there/").text
    assert client.get("/en/articles/copied/").status_code == 404


@hidden
def test_a_page_that_is_not_public_has_no_address(client, fields, answer):
    articles.page(slug="about", **fields)
    assert client.get("/en/about/").status_code == answer


def test_a_working_copy_of_a_page_is_not_shown(client):
    articles.page(title_en="Copy", slug="about", copy_of=articles.page(slug="about"))
    assert "<h1>About this site</h1>" in client.get("/en/about/").text


def test_an_article_appears_when_its_time_comes(client):
    articles.article(slug="there", publish_at=NOW + DAY)
    with clock.as_of(NOW + DAY):
        assert client.get("/en/articles/there/").status_code == 200


def test_a_new_address_is_led_to_from_the_old_one(client):
    article, page = articles.article(slug="first"), articles.page(slug="about")
    article.slug, page.slug = "second", "about-us"
    article.save()
    page.save()
    moved = client.get("/ja/articles/first/"), client.get("/ja/about/")
    assert [(response.status_code, response["Location"]) for response in moved] == [(301, "/ja/articles/second/"), (301, "/ja/about-us/")]


def test_a_draft_is_previewed_by_its_signed_link_only(client):
    for record, title in [(articles.article(public=False), "Two ceremonies"), (articles.page(public=False), "About this site")]:
        response = client.get(previews.url_for(record))
        assert response.status_code == 200
        assert f"<h1>{title}</h1>" in response.text
        assert 'content="noindex"' in response.text
    assert client.get(previews.url_for(record)[:-2] + "x/").status_code == 404


def test_withdrawing_takes_an_article_off_at_once(client):
    article = articles.article(slug="there")
    workflow.move(article, "withdraw", user=User.objects.create_superuser("approver"), note="Wrong day.")
    assert client.get("/en/articles/there/").status_code == 410
    assert "there" not in client.get("/en/articles/").text


@pytest.mark.parametrize("address", ["/en/articles/nothing/", "/en/nothing/", "/en/articles/nothing/more/"])
def test_an_unknown_address_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/en/articles/", "/en/articles/there/", "/en/articles/feed/", "/en/about/"])
def test_public_pages_are_read_only(client, address):
    articles.article(slug="there")
    articles.page(slug="about")
    assert (client.get(address).status_code, client.head(address).status_code, client.post(address).status_code) == (200, 200, 405)
    assert not client.get(address).cookies


def test_a_person_is_public_while_a_published_article_names_them(client):
    person = subjects.person()
    article = articles.article(people=[person], public=False)
    assert client.get(person.get_absolute_url()).status_code == 404
    Article.objects.filter(pk=article.pk).update(status=Status.PUBLISHED, publish_at=NOW - DAY)
    assert client.get(person.get_absolute_url()).status_code == 200


def test_both_kinds_are_registered_with_what_is_public_of_them():
    from anniversary.publishing.registry import kind_of

    shown = articles.article(), articles.page()
    articles.article(public=False), articles.page(slug="draft", public=False)
    assert [list(kind_of(model).public()) for model in (Article, Page)] == [[shown[0]], [shown[1]]]
