import pytest
from django.urls import reverse

from anniversary.library.models import Tag
from tests.factories import articles, directory, events
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db


def found(client, words: str) -> str:
    response = client.get(reverse("search"), {"q": words})
    assert response.status_code == 200
    return response.content.decode()


def test_every_word_has_to_be_in_a_title_in_any_language(client):
    programme(title_ja="橋の歌", title_km="ចម្រៀងស្ពាន")
    for words in ("bridge", "BRIDGE song", "橋", "ស្ពាន"):
        assert "Song of the bridge" in found(client, words)
    assert "Song of the bridge" not in found(client, "bridge tunnel")


def test_what_was_asked_is_shown_escaped_and_nothing_breaks(client):
    assert "&lt;script&gt;" in found(client, "<script>alert(1)</script>")
    for odd in ("", "   ", "%", "\\", "'\";--", "\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin1"), "a" * 5000, "\u202eabc"):
        found(client, odd)


def test_only_what_is_public_is_found(client):
    for status in ("draft", "in_review", "withdrawn"):
        programme(slug=status.replace("_", "-"), title_en=f"Hidden {status}", status=status)
    original = programme(slug="shown", title_en="Shown")
    programme(slug="copy", title_en="Hidden copy", copy_of=original)
    directory.person(name_en="Hidden person")
    events.occurrence(event=events.event(title_en="Hidden event", status="draft", publish_at=None))
    articles.article(title_en="Hidden article", public=False)
    html = found(client, "hidden")
    for title in ("Hidden draft", "Hidden in_review", "Hidden withdrawn", "Hidden copy", "Hidden person", "Hidden event", "Hidden article"):
        assert title not in html


def test_results_are_kept_out_of_indexes(client):
    assert '<meta name="robots" content="noindex">' in found(client, "bridge")


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


def test_a_search_over_all_kinds_asks_no_more_for_thirty_results_than_for_one(client, django_assert_max_num_queries):
    programme()
    found(client, "song")
    with django_assert_max_num_queries(6) as one:
        found(client, "song")
    for number in range(30):
        programme(slug=f"p{number}", title_en=f"Song {number}")
        articles.article(slug=f"a{number}", title_en=f"Song report {number}")
        events.occurrence(event=events.event(slug=f"e{number}", title_en=f"Song evening {number}"))
    with django_assert_max_num_queries(6) as thirty:
        html = found(client, "song")
    assert len(one) == len(thirty)
    for link in ("/en/programmes/p29/", "/en/articles/a29/", "/en/events/e29/"):
        assert link in html


def test_many_results_of_one_kind_do_not_crowd_out_another(client):
    for number in range(60):
        programme(slug=f"p{number:02}", title_en=f"Song {number}")
    events.occurrence(event=events.event(slug="evening", title_en="Song evening"))
    html = found(client, "song")
    assert html.count('href="/en/programmes/p') == 40
    assert "/en/events/evening/" in html
