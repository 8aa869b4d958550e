"""What an editor finds in the admin's search boxes and in fields that are completed, and the two lists of the search's own."""

import datetime

import pytest
from django.urls import reverse

from anniversary.search.models import Synonyms, Unfound
from tests.factories import articles, directory, events, library, users

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(users.user(groups=("editor",)))
    return client


def found(client, address: str, words: str) -> list[str]:
    response = client.get(reverse(f"admin:{address}_changelist"), {"q": words})
    assert response.status_code == 200, response["Location"]
    return sorted(str(record) for record in response.context["cl"].result_list)


def completed(client, model: str, field: str, words: str) -> list[str]:
    app, name = model.split(".")
    answer = client.get("/admin/autocomplete/", {"app_label": app, "model_name": name, "field_name": field, "term": words})
    assert answer.status_code == 200
    return sorted(row["text"] for row in answer.json()["results"])


def test_a_list_finds_what_is_spelt_otherwise_and_what_only_the_text_holds(editor):
    articles.article(title_en="Opening", title_ja="コンピューター教室", public=False)
    articles.article(title_en="Closing", title_km="មិត្តភាព\u200bកម្ពុជា", body_en="<p>A hundred lanterns on the river.</p>")
    assert found(editor, "articles_article", "ｺﾝﾋﾟｭｰﾀ") == ["Opening"]  # half width, no mark at the end; a draft
    assert found(editor, "articles_article", "មិត្តភាពកម្ពុជា") == ["Closing"]
    assert found(editor, "articles_article", "lantern") == ["Closing"]
    assert found(editor, "articles_article", "dragon") == []


def test_parts_of_words_and_addresses_are_found_as_before(editor):
    articles.article(title_en="Friendship", slug="under-the-bridge")
    articles.article(title_en="Other", slug="other")
    assert found(editor, "articles_article", "riendsh") == ["Friendship"]
    assert found(editor, "articles_article", "the-bridge") == ["Friendship"]


def test_the_list_of_events_finds_by_words_of_the_body_and_by_the_town(editor):
    hall = events.venue(locality_en="Phnom Penh")
    concert = events.event(title_en="Concert", title_ja="桜まつり", summary_en="An evening of bamboo flutes.")
    events.occurrence(event=concert, venue=hall)
    events.event(title_en="Lecture")
    assert found(editor, "events_event", "flute") == ["Concert"]
    assert found(editor, "events_event", "桜") == ["Concert"]
    assert found(editor, "events_event", "flute penh") == ["Concert"]
    assert found(editor, "events_event", "flute tokyo") == []


@pytest.mark.parametrize(("address", "make", "words", "title"), [
    ("directory_person", lambda: directory.person(name_en="Kaneko Midori", name_ja="金子みどり", bio_en="A singer."), "ミドリ", "Kaneko Midori"),
    ("directory_organisation", lambda: directory.organisation(name_en="Embassy", name_km="ស្ថានទូត\u200bជប៉ុន"), "ស្ថានទូតជប៉ុន", "Embassy"),
    ("library_image", lambda: library.image(title_en="Bridge", caption_ja="つばさ橋"), "ツバサ", "Bridge"),
    ("library_document", lambda: library.document(title_en="Programme", title_ja="プログラム"), "ﾌﾟﾛｸﾞﾗﾑ", "Programme"),
    ("library_tag", lambda: library.tag(name="Music", label_ja="ミュージック"), "みゅーじっく", "Music"),
    ("events_venue", lambda: events.venue(name_en="City Hall", name_ja="シティーホール"), "ｼﾃｨｰﾎｰﾙ", "City Hall"),
    ("events_category", lambda: events.category(name_en="Concert", name_ja="コンサート"), "ｺﾝｻｰﾄ", "Concert"),
])  # fmt: skip
def test_every_list_of_ours_finds_by_the_same_rules(editor, address, make, words, title):
    make()
    assert found(editor, address, words) == [title]
    assert found(editor, address, "龍宮城") == []


def test_a_field_that_is_completed_finds_half_a_word_and_a_word_in_khmer(editor):
    directory.person(slug="a", name_en="Kaneko Midori", name_km="កានេកុ\u200bមីដូរី")
    directory.person(slug="b", name_en="Sok Dara")
    assert completed(editor, "articles.article", "people", "Kane") == ["Kaneko Midori"]
    assert completed(editor, "articles.article", "people", "កានេកុមីដូរី") == ["Kaneko Midori"]


def test_who_may_not_see_a_list_finds_nothing_by_it(client):
    articles.article(title_en="Opening", public=False)
    client.force_login(users.user(groups=("juror",)))
    assert client.get(reverse("admin:articles_article_changelist"), {"q": "Opening"}).status_code == 403
    asked = {"app_label": "articles", "model_name": "articlerelatedblock", "field_name": "articles", "term": "Opening"}
    assert client.get("/admin/autocomplete/", asked).status_code == 403


def test_an_editor_writes_words_for_the_same(editor):
    form = reverse("admin:search_synonyms_add")
    assert 'name="terms"' in editor.get(form).content.decode()
    refused = editor.post(form, {"terms": "Angkor\n\n  "})
    assert "Write two words or more, up to twenty, each on its own line." in refused.content.decode()
    assert "Angkor" in refused.content.decode()  # what was typed is there still
    editor.post(form, {"terms": "Angkor\r\n アンコール \r\n\r\nអង្គរ\r\nAngkor"})
    assert [group.terms for group in Synonyms.objects.all()] == ["Angkor\nアンコール\nអង្គរ"]
    assert "Angkor · アンコール · អង្គរ" in editor.get(reverse("admin:search_synonyms_changelist")).content.decode()


def test_what_was_looked_for_in_vain_is_read_and_leads_to_words_for_the_same(editor):
    Unfound.objects.create(language="ja", query="ロゴ<b>", times=3, last_on=datetime.date(2023, 2, 1))
    Unfound.objects.create(language="en", query="tickets", times=7, last_on=datetime.date(2023, 1, 1))
    page = editor.get(reverse("admin:search_unfound_changelist")).content.decode()
    assert page.index("tickets") < page.index("ロゴ&lt;b&gt;")
    assert '<a href="/ja/search/?q=%E3%83%AD%E3%82%B4%3Cb%3E"><bdi lang="ja">ロゴ&lt;b&gt;</bdi></a>' in page
    assert f'<a href="{reverse("admin:search_synonyms_add")}?terms=tickets">Give it another word</a>' in page
    assert ">tickets</textarea>" in editor.get(reverse("admin:search_synonyms_add"), {"terms": "tickets"}).content.decode().replace("\n", "")
    assert editor.get(reverse("admin:search_unfound_changelist").replace("unfound/", "unfound/add/")).status_code == 403
    only = editor.get(reverse("admin:search_unfound_changelist"), {"language": "ja"}).content.decode()
    assert "tickets" not in only


def test_a_translator_reads_the_list_and_takes_nothing_away(client):
    client.force_login(users.user(groups=("translator",)))
    row = Unfound.objects.create(language="en", query="tickets", last_on=datetime.date(2023, 1, 1))
    assert "tickets" in client.get(reverse("admin:search_unfound_changelist")).content.decode()
    assert client.post(reverse("admin:search_unfound_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert Unfound.objects.count() == 1
