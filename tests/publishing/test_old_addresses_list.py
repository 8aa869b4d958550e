import pytest
from django.contrib.contenttypes.models import ContentType

from anniversary.articles.models import Article
from anniversary.publishing.models import OldAddress
from tests.factories import articles
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db


def test_old_addresses_are_listed_and_filtered_by_the_kinds_that_have_one(client):
    record = articles.article(slug="new")
    kind = ContentType.objects.get_for_model(Article)
    OldAddress.objects.create(content_type=kind, object_id=record.pk, slug="old")
    client.force_login(make_user(role="approver"))
    page = client.get("/admin/publishing/oldaddress/")
    shown = page.context["cl"]
    assert [str(choice["display"]) for choice in shown.filter_specs[0].choices(shown)] == ["All", "Article"]
    assert [old.slug for old in client.get("/admin/publishing/oldaddress/", {"kind": kind.pk}).context["cl"].result_list] == ["old"]
    for odd in ("x", "²", str(kind.pk + 1000)):
        assert client.get("/admin/publishing/oldaddress/", {"kind": odd}).status_code in {200, 302}
    assert "Two ceremonies" in client.get(f"/admin/publishing/oldaddress/{OldAddress.objects.get().pk}/change/").text
