"""Who must not see what: a published programme's page beside a draft's, a scheduled one's, a withdrawn one's, a copy's."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from anniversary import clock
from anniversary.publishing import previews, workflow
from tests.factories.programmes import programme
from tests.factories.users import user

pytestmark = pytest.mark.django_db


def page(slug: str = "bridge-song") -> str:
    return reverse("programmes:detail", args=[slug])


def test_a_published_record_has_a_page(client):
    programme()
    assert client.get(page()).status_code == 200


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_what_was_never_public_answers_404(client, status):
    programme(status=status)
    response = client.get(page())
    assert response.status_code == 404
    assert "Song of the bridge" not in response.content.decode()


def test_what_is_scheduled_answers_404_until_its_time(client):
    record = programme(publish_at=clock.now() + timedelta(hours=1), first_published_at=clock.now() + timedelta(hours=1))
    assert client.get(page()).status_code == 404
    with clock.as_of(record.publish_at):
        assert client.get(page()).status_code == 200


def test_a_withdrawn_page_answers_410_and_explains_without_its_title(client):
    programme(status="withdrawn")
    response = client.get(page())
    assert response.status_code == 410
    assert "Song of the bridge" not in response.content.decode()


def test_a_page_past_its_end_answers_410(client):
    programme(unpublish_at=clock.now() - timedelta(hours=1))
    assert client.get(page()).status_code == 410


def test_a_working_copy_has_no_page(client):
    original = programme()
    programme(slug="bridge-song-copy", copy_of=original)
    assert client.get(page("bridge-song-copy")).status_code == 404
    assert client.get(page()).status_code == 200


def test_a_changed_address_leads_to_the_new_one(client):
    record = programme()
    record.slug = "song-of-the-bridge"
    record.save()
    response = client.get(page())
    assert (response.status_code, response["Location"], response["Cache-Control"]) == (301, page("song-of-the-bridge"), "public, max-age=3600")
    assert client.get(page("song-of-the-bridge")).status_code == 200


def test_a_draft_leaves_no_old_address(client):
    record = programme(status="draft")
    record.slug = "other"
    record.save()
    record.status, record.publish_at = "published", clock.now()
    record.save()
    assert client.get(page()).status_code == 404


def test_an_old_address_of_a_page_that_was_taken_down_says_so_too(client):
    record = programme()
    record.slug = "other"
    record.save()
    workflow.move(record, "withdraw", user=user(permissions=("programmes.withdraw_programme",)), note="A mistake.")
    assert client.get(page()).status_code == 410
    assert client.get(page("other")).status_code == 410


def test_an_address_that_leads_to_another_page_is_not_given_away(client):
    moved = programme()
    moved.slug = "other"
    moved.save()
    with pytest.raises(ValidationError) as refused:
        type(moved)(slug="bridge-song", title_en="Another", kind="song").full_clean()
    assert list(refused.value.message_dict) == ["slug"]
    made = type(moved).objects.create(title_en="Bridge song", kind="song")
    assert made.slug == "bridge-song-2"
    moved.slug = "bridge-song"
    moved.full_clean()


def test_a_preview_link_made_before_a_withdrawal_ends_with_it(client):
    record = programme()
    before = previews.url_for(record)
    workflow.move(record, "withdraw", user=user(permissions=("programmes.withdraw_programme",)), note="A mistake.")
    assert client.get(before).status_code == 404
    assert client.get(previews.url_for(record)).status_code == 200


def test_a_preview_link_shows_a_draft_and_is_kept_out_of_indexes_and_caches(client):
    response = client.get(previews.url_for(programme(status="draft")))
    assert response.status_code == 200
    assert "Song of the bridge" in response.content.decode()
    assert 'class="preview-bar"' in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"  # "no-referrer" would have the browser send the ribbon's forms from nowhere: 403


def test_a_forged_or_old_preview_link_answers_404(client, monkeypatch):
    url = previews.url_for(programme(status="draft"))
    assert client.get(url[:-2] + ("a/" if url[-2] != "a" else "b/")).status_code == 404
    assert client.get(reverse("publishing:preview", args=["auth.user:1"])).status_code == 404
    monkeypatch.setattr(previews, "SECONDS", -1)
    assert client.get(url).status_code == 404


def test_a_public_page_has_no_preview_bar_no_cookie_and_does_not_vary_by_cookie(client):
    programme()
    response = client.get(page())
    assert 'class="preview-bar"' not in response.content.decode()
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_page_in_a_language_that_it_lacks_says_so_and_is_not_announced_there(client):
    record = programme(title_ja="橋の歌", summary_ja="歌です。")
    type(record).BLOCKS[0].objects.create(parent=record, region="en", text="<p>A body in English.</p>")
    record.refresh_body_index()
    html = client.get(f"/ja/programmes/{record.slug}/").content.decode()
    assert "橋の歌" in html
    assert '<div class="body" lang="en">' in html
    assert 'class="notice notice--language"' in html
    assert 'hreflang="ja" href="http://localhost:8000/ja/programmes' not in html
    assert 'hreflang="en" href="http://localhost:8000/en/programmes' in html
    assert 'class="notice notice--language"' not in client.get(f"/en/programmes/{record.slug}/").content.decode()
