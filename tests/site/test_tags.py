import pytest
from django.urls import reverse

from anniversary.library.models import Tag
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db


def test_a_tag_leads_to_what_is_public_under_it(client):
    record = programme(title_en="Tagged programme")
    record.tags.add("Music")
    hidden = programme(slug="hidden", title_en="Hidden programme", status="draft")
    hidden.tags.add("Music")
    tag = Tag.objects.get(name="Music")
    html = client.get(tag.get_absolute_url()).content.decode()
    assert "Tagged programme" in html
    assert "Hidden programme" not in html
    assert tag.get_absolute_url() in client.get(reverse("tags")).content.decode()


def test_a_tag_under_which_nothing_is_public_has_no_page_and_stands_in_no_list(client):
    programme(status="draft").tags.add("Secret")
    tag = Tag.objects.get(name="Secret")
    assert client.get(tag.get_absolute_url()).status_code == 404
    assert "Secret" not in client.get(reverse("tags")).content.decode()
    assert client.get(reverse("tag", args=["no-such-tag"])).status_code == 404


def test_a_tag_asks_no_more_of_thirty_records_than_of_one(client, django_assert_max_num_queries):
    programme().tags.add("Music")
    url = Tag.objects.get().get_absolute_url()
    client.get(url)
    with django_assert_max_num_queries(6) as one:
        client.get(url)
    for number in range(30):
        programme(slug=f"p{number}", title_en=f"P {number}").tags.add("Music")
    with django_assert_max_num_queries(6) as thirty:
        client.get(url)
    assert len(one) == len(thirty)
