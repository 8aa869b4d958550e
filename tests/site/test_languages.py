"""Which languages the site shows is part of the anniversary's record: what follows from switching one off, and on again."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from anniversary.articles.models import Article, ArticleRichText
from anniversary.languages import shown, text
from anniversary.library.models import Document
from anniversary.occasion.models import Anniversary
from anniversary.programmes.models import Programme
from anniversary.publishing import workflow
from anniversary.staff.models import Profile
from events.models import Category
from tests.factories import events, history, library, occasion
from tests.factories.articles import article, page
from tests.factories.programmes import programme
from tests.factories.staff import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_japanese():
    return occasion.anniversary(languages=["en", "km"], name_ja="五十年")


@pytest.fixture
def without_english():
    return occasion.anniversary(languages=["ja", "km"], name_ja="五十年", name_km="ហាសិបឆ្នាំ")


def switch(record: Anniversary, *languages: str) -> None:
    record.languages = list(languages)
    record.full_clean()
    record.save()


class Fields(HTMLParser):
    """What a browser would send of a page's forms, if nothing in them was changed."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.name = ""  # of the list or text field that is being read

    def keep(self, name: str, value: str) -> None:
        if name and "__prefix__" not in name and not name.startswith("_"):
            self.sent.setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {key: value or "" for key, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag in {"select", "textarea"}:
            self.name = name
            if tag == "textarea":
                self.keep(name, "")
        elif tag == "option" and "selected" in given:
            self.keep(self.name, given["value"])
        elif tag == "input" and (kind not in {"checkbox", "radio", "submit", "file"} or "checked" in given):
            self.keep(name, given.get("value", "on" if kind in {"checkbox", "radio"} else ""))

    def handle_data(self, data: str) -> None:
        if self.name in self.sent and self.lasttag == "textarea":
            self.sent[self.name][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self.name = ""


def sent_back(response) -> dict[str, list[str]]:
    fields = Fields()
    fields.feed(response.text)
    return {name: [value.removeprefix("\n") for value in values] for name, values in fields.sent.items() if name not in {"csrfmiddlewaretoken", "next"}}


# --- readers ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["", "events/", "events/feed.ics", "articles/feed/", "accounts/login/", "manifest.webmanifest", "no/such/page/", "about/"])
def test_everything_below_the_prefix_of_a_language_that_is_off_answers_404(client, without_japanese, path):
    page(slug="about", title_ja="このサイトについて")
    response = client.get(f"/ja/{path}", headers={"accept-language": "ja, km;q=0.5"})
    assert response.status_code == 404
    assert '<html lang="km">' in response.text
    assert (response["Content-Language"], "Accept-Language" in response["Vary"]) == ("km", True)
    switch(without_japanese, "en", "ja", "km")
    assert client.get(f"/ja/{path}").status_code == (404 if path == "no/such/page/" else 200)


@pytest.mark.parametrize("path", ["/ja", "/JA/", "/ja-JP/events/", "/ja/events"])
def test_no_other_way_of_writing_the_prefix_leads_round_it(client, without_japanese, path):
    assert client.get(path).status_code == 404


def test_a_language_that_the_installation_leaves_out_is_off_whatever_the_record_says(client, settings):
    settings.LANGUAGES = [("en", "English"), ("km", "ខ្មែរ")]
    occasion.anniversary(languages=["ja", "km"])
    assert text.codes() == ["km"]
    assert client.get("/ja/").status_code == 404
    assert client.get("/en/").status_code == 404
    assert client.get("/km/").status_code == 200


def test_a_record_that_names_no_language_of_the_installation_leaves_no_site_without_any(settings):
    settings.LANGUAGES = [("en", "English"), ("km", "ខ្មែរ")]
    occasion.anniversary(languages=["ja"])
    assert text.codes() == ["en", "km"]


@pytest.mark.parametrize(("asked", "led"), [("ja", "en"), ("ja, km;q=0.4", "km"), ("km-KH", "km"), ("fr", "en"), ("", "en"), ("*", "en")])
def test_an_address_without_a_language_leads_to_one_that_is_on(client, without_japanese, asked, led):
    assert client.get("/", headers={"accept-language": asked}).url == f"/{led}/"
    assert client.get("/events/?when=past", headers={"accept-language": asked}).url == f"/{led}/events/?when=past"


def test_pages_the_sitemap_robots_and_the_manifest_name_no_language_that_is_off(client, without_japanese):
    programme(title_ja="橋の歌", summary_ja="歌です。", title_km="ចម្រៀង", summary_km="ចម្រៀង។")
    html = client.get("/en/programmes/bridge-song/").text
    assert re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', html) == ["en", "km", "x-default"]
    assert re.findall(r'<a [^>]*hreflang="(\w+)"', html) == ["en", "km"]  # the language switch
    for address in ("/en/", "/km/", "/en/programmes/", "/sitemap.xml", "/robots.txt", "/en/manifest.webmanifest", "/en/articles/feed/", "/en/no/such/page/"):
        answer = client.get(address).text
        assert not re.search(r"/ja/|日本語|五十年|橋の歌|\"ja\"", answer), address
    switch(without_japanese, "en", "ja", "km")
    assert "/ja/programmes/bridge-song/" in client.get("/sitemap.xml").text
    assert '<link rel="alternate" hreflang="ja"' in client.get("/en/programmes/bridge-song/").text


def test_a_page_that_is_in_no_language_that_is_on_stays_in_the_sitemap_under_one_that_is(client, without_japanese):
    Programme.objects.filter(pk=programme().pk).update(title_en="", summary_en="", title_ja="橋の歌", summary_ja="歌です。")
    assert "/en/programmes/bridge-song/" in client.get("/sitemap.xml").text


def test_a_text_that_is_only_in_a_language_that_is_off_still_names_its_record_and_a_body_is_not_shown(client, without_japanese):
    made = article(slug="report", title_en="", title_ja="記事", summary_en="", body_ja="<p>本文</p>")
    assert text.pick(made, "title") == ("記事", "ja")
    answer = client.get("/en/articles/report/")
    assert '<span lang="ja">記事</span>' in answer.text
    assert "本文" not in answer.text


def test_the_languages_cost_a_page_no_query(client, without_japanese):
    client.get("/en/tags/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/en/tags/")
    assert not [query["sql"] for query in asked if "occasion_" in query["sql"]]


def test_the_record_is_asked_once_for_a_request(monkeypatch):
    asked = []
    monkeypatch.setattr(shown, "_provider", lambda: asked.append(1) or ["km"])
    with shown.asked_once():
        assert [text.codes(), text.codes(), shown.names()] == [["km"], ["km"], [("km", "ខ្មែរ")]]
        text.codes().append("xx")
        assert text.codes() == ["km"]
    assert len(asked) == 1
    text.codes()
    assert len(asked) == 2


# --- the record -------------------------------------------------------------------------------------------------------------
def test_a_new_anniversary_shows_every_language_of_the_installation():
    assert occasion.anniversary().languages == ["en", "ja", "km"]
    assert Anniversary().languages is not Anniversary().languages


@pytest.mark.parametrize("languages", [[], ["xx"], ["en", "xx"], "en", None])
def test_one_language_has_to_stay_and_it_is_one_that_there_is(languages):
    record = occasion.anniversary()
    record.languages = languages
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert list(refused.value.message_dict) == ["languages"]
    assert shown.codes() == ["en", "ja", "km"]


def test_an_administrator_ticks_the_languages_and_at_least_one_stays(client):
    occasion.anniversary()
    client.force_login(make_user(role="administrator"))
    address = "/admin/occasion/anniversary/1/change/"
    form = client.get(address)
    assert [choice.data["value"] for choice in form.context["adminform"].form["languages"]] == ["en", "ja", "km"]
    data = sent_back(form)
    refused = client.post(address, {**data, "languages": []})
    assert refused.context["adminform"].form.errors == {"languages": ["At least one language has to stay on."]}
    taken = client.post(address, {**data, "languages": ["en", "km"]})
    assert taken.status_code == 302, taken.context["errors"]
    assert Anniversary.objects.get().languages == ["en", "km"]
    assert client.get("/ja/").status_code == 404
    assert client.post(address, {**sent_back(client.get(address)), "languages": ["km", "ja", "en"]}).status_code == 302
    assert client.get("/ja/").status_code == 200
    assert text.codes() == ["en", "ja", "km"]  # in the site's order, whatever that of the record


# --- editors ----------------------------------------------------------------------------------------------------------------
def test_a_form_has_no_tab_of_a_language_that_is_off_and_saving_it_loses_nothing(client, without_japanese):
    made = article(slug="report", title_ja="記事", summary_ja="要約。", body_en="<p>Text</p>", body_ja="<p>本文</p>")
    client.force_login(User.objects.create_superuser("root"))
    address = f"/admin/articles/article/{made.pk}/change/"
    form = client.get(address)
    assert not re.search(r"title_ja|tab-ja|日本語|本文|記事", form.text)
    assert "title_km" in form.text
    taken = client.post(address, {**sent_back(form), "title_en": "Changed"})
    assert taken.status_code == 302, taken.context["errors"]
    made = Article.objects.get()
    assert (made.title_en, made.title_ja, made.summary_ja) == ("Changed", "記事", "要約。")
    assert sorted(ArticleRichText.objects.values_list("region", "text")) == [("en", "<p>Text</p>"), ("ja", "<p>本文</p>")]
    assert sorted(made.body_index) == ["en", "ja"]
    switch(without_japanese, "en", "ja", "km")
    assert "本文" in client.get("/ja/articles/report/").text


def test_inlines_lists_and_tables_leave_the_language_out_too(client, without_japanese):
    category, tag = events.category(name_ja="音楽"), library.tag(name="music", label_ja="音楽")
    client.force_login(User.objects.create_superuser("root"))
    for address in (
        f"/admin/events/category/{category.pk}/change/", f"/admin/library/tag/{tag.pk}/change/", "/admin/library/tag/", "/admin/events/event/add/",
        "/admin/directory/person/add/", "/admin/programmes/programme/add/", "/admin/history/metric/add/", "/admin/occasion/anniversary/1/change/",
        "/admin/library/image/add/", "/admin/library/image/", "/admin/library/document/add/", "/admin/library/document/", "/admin/articles/article/",
    ):  # fmt: skip
        assert not re.search(r"_ja\b|tab-ja\b|音楽", client.get(address).text), address
    history.milestone(text_ja="本文")
    table = client.post("/admin/history/milestone/export/", {"format": "0", "milestoneresource_id": "on"}).content.decode()
    assert not re.search(r"_ja\b|本文", table)


def test_a_document_in_a_language_that_is_off_keeps_it(client, without_japanese):
    kept = library.document(language="ja")
    client.force_login(User.objects.create_superuser("root"))
    address = f"/admin/library/document/{kept.pk}/change/"
    offered = dict(client.get(address).context["adminform"].form.fields["language"].choices)
    assert "ja" in offered
    assert "ja" not in dict(client.get("/admin/library/document/add/").context["adminform"].form.fields["language"].choices)
    client.post(address, {**sent_back(client.get(address)), "title_en": "Changed"})
    assert Document.objects.get().language == "ja"


def test_the_admin_is_offered_in_the_languages_that_are_on(client, without_japanese):
    user = make_user(role="editor")
    Profile.objects.create(user=user, language="ja")
    client.force_login(user)
    first = client.get("/admin/", headers={"accept-language": "ja, km;q=0.5"})
    assert '<html lang="km"' in first.text
    assert re.findall(r'name="language" value="(\w+)"', first.text) == ["en", "km"]
    assert client.post("/admin/language/", {"language": "ja"}).status_code == 404
    assert client.post("/admin/language/", {"language": "km"}).status_code == 302
    switch(without_japanese, "en", "ja", "km")
    assert client.post("/admin/language/", {"language": "ja"}).status_code == 302


def test_what_is_only_in_a_language_that_is_off_is_not_complete_enough_to_be_published(without_japanese):
    made = programme(status="draft", title_en="", summary_en="", title_ja="橋の歌", summary_ja="歌です。")
    assert made.complete_languages() == []
    with pytest.raises(ValidationError) as refused:
        workflow.move(made, "publish", user=make_user(role="approver"))
    assert "title_en" in refused.value.message_dict or "summary_en" in refused.value.message_dict
    switch(without_japanese, "en", "ja", "km")
    assert made.complete_languages() == ["ja"]
    workflow.move(made, "publish", user=make_user(username="other", role="approver"))


# --- the language that texts are written in first ---------------------------------------------------------------------------
def test_the_source_language_may_be_off_as_any_other(client, without_english):
    assert client.get("/en/").status_code == 404
    assert client.get("/", headers={"accept-language": "en"}).url == "/ja/"
    assert client.get("/ja/").context["occasion"] == without_english
    with translation.override("en"):  # as in a command, where no page is being made
        assert text.current() == "ja"
    assert shown.preferred(RequestFactory().get("/")) == "ja"
    assert client.get("/admin/login/").url.startswith("/ja/accounts/login/")


def test_without_the_source_language_a_needed_text_is_asked_for_in_the_first_that_is_on(client, without_english):
    client.force_login(User.objects.create_superuser("root"))
    form = client.get("/admin/events/category/add/")
    assert "name_en" not in form.context["adminform"].form.fields
    refused = client.post("/admin/events/category/add/", {"slug": "concert", "colour": "ink", "ordering": 0})
    assert list(refused.context["adminform"].form.errors) == ["name_ja"]
    made = client.post("/admin/events/category/add/", {"slug": "concert", "colour": "ink", "ordering": 0, "name_ja": "コンサート"})
    assert made.status_code == 302
    category = Category.objects.get()
    assert (category.name_ja, category.name_en, str(category)) == ("コンサート", None, "コンサート")
    manifest = json.loads(client.get("/km/manifest.webmanifest").content)
    assert manifest["short_name"] == "ហាសិបឆ្នាំ"


def test_a_shared_link_is_named_in_the_language_that_the_page_shows_not_in_one_that_is_off(client, without_english):
    programme(slug="bridge-song", title_en="Song of the bridge", summary_en="A song.", title_km="ចម្រៀងស្ពាន", summary_km="ចម្រៀង <មួយ>")
    html = client.get("/ja/programmes/bridge-song/").text
    assert '<meta property="og:title" content="ចម្រៀងស្ពាន">' in html
    assert '<meta property="og:description" content="ចម្រៀង &lt;មួយ&gt;">' in html
    assert "Song of the bridge" not in html and "A song." not in html


def test_an_installation_may_leave_the_source_language_out(tmp_path):
    environment = os.environ | {"SITE_LANGUAGES": "ja,km", "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}
    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=project.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_the_page_of_an_error_leads_to_no_language_that_may_be_off():
    assert set(re.findall(r'<a [^>]*href="([^"]+)"', render_to_string("500.html"))) == {"/"}
