"""Pages that combine features: tags, the home page, the sitemap, and the admin's ways around them."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType

from anniversary import clock
from anniversary.programmes.models import Programme
from tests.factories import events, history, library
from tests.factories.articles import article
from tests.factories.programmes import programme
from tests.factories.users import user

pytestmark = pytest.mark.django_db


def test_only_tags_of_what_is_published_are_in_the_sitemap(client):
    shown, hidden = library.tag(name="Music"), library.tag(name="Secret plan")
    programme().tags.set([shown])
    programme(slug="draft", status="draft").tags.set([hidden])
    sitemap = client.get("/sitemap.xml").text
    for code in ("en", "ja", "km"):
        assert f"<loc>http://localhost:8000/{code}/tags/music/</loc>" in sitemap
        assert f"<loc>http://localhost:8000/{code}/tags/</loc>" in sitemap
    assert "secret" not in sitemap
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_the_sitemap_says_since_when_a_scheduled_page_is_there(client):
    record = programme(publish_at=clock.now() + timedelta(days=3))
    with clock.as_of(record.publish_at + timedelta(days=1)):
        assert f"<lastmod>{record.publish_at:%Y-%m-%d}" in client.get("/sitemap.xml").text


@pytest.mark.parametrize("tags", ["x", "9" * 30])
def test_a_tag_that_is_none_is_refused_beside_its_field(client, tags):
    client.force_login(user(groups=("editor",)))
    response = client.post("/admin/programmes/programme/add/", {"tags": tags})
    assert response.status_code == 200
    assert "tags" in response.context["adminform"].form.errors


@pytest.mark.parametrize("number", [1, 12])
def test_a_tag_s_page_asks_no_more_for_many_events_than_for_one(client, django_assert_num_queries, number):
    tag = library.tag(name="Music")
    for place in range(number):
        events.event(title_en=f"Concert {place}", category=events.category(slug=f"kind-{place}")).tags.add(tag)
        article(title_en=f"Report {place}", tags=[tag])
    client.get("/en/")  # what is cached of the site
    with django_assert_num_queries(2):
        assert client.get(tag.get_absolute_url()).text.count('class="card"') == 2 * number


def test_the_home_page_stands_without_a_published_figure_s_values(client):
    history.metric(title_en="Trade", values={})
    response = client.get("/en/")
    assert response.status_code == 200
    assert "Trade" not in response.text


def test_the_admin_leads_nobody_to_a_record_that_they_may_not_see(client):
    record = programme(status="draft", slug="secret-plan")
    address = f"/admin/r/{ContentType.objects.get_for_model(Programme).pk}/{record.pk}/"
    client.force_login(user(groups=("juror",)))
    response = client.get(address)
    assert response.status_code == 404
    client.force_login(user(name="chan", groups=("editor",)))
    assert "secret-plan" in client.get(address)["Location"]
    for odd in ("x/1", "²/1", "99999999999999999999999/1", f"{ContentType.objects.get_for_model(Programme).pk}/x"):
        assert client.get(f"/admin/r/{odd}/").status_code == 404
