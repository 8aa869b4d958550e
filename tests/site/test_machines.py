"""What search engines, browsers and the operator's watch ask for."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from anniversary.programmes.models import Programme
from tests.factories import articles, directory, events, occasion
from tests.factories.programmes import programme

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap(client) -> dict[str, ElementTree.Element]:
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    return {url.findtext("s:loc", "", NAMES): url for url in ElementTree.fromstring(response.content).iterfind("s:url", NAMES)}


def test_the_sitemap_has_each_page_in_the_languages_that_it_exists_in_with_its_alternates(client):
    programme(title_ja="橋の歌", summary_ja="歌です。")
    found = sitemap(client)
    english, japanese = (f"http://localhost:8000/{code}/programmes/bridge-song/" for code in ("en", "ja"))
    assert {url for url in found if "bridge-song" in url} == {english, japanese}
    links = {link.get("hreflang"): link.get("href") for link in found[japanese].iterfind("x:link", NAMES)}
    assert links == {"en": english, "ja": japanese, "x-default": "http://localhost:8000/programmes/bridge-song/"}


def test_the_sitemap_says_when_a_record_was_changed(client):
    record = programme()
    stamp = "2024-05-06T07:08:09+00:00"
    Programme.objects.filter(pk=record.pk).update(updated_at=stamp, publish_at="2024-01-01T00:00:00+00:00")
    assert sitemap(client)["http://localhost:8000/en/programmes/bridge-song/"].findtext("s:lastmod", "", NAMES) in {stamp, "2024-05-06"}


def test_the_sitemap_tells_of_nothing_that_is_not_public(client):
    for status in ("draft", "in_review", "returned", "withdrawn"):
        programme(slug=f"hidden-{status.replace('_', '-')}", status=status)
    programme(slug="hidden-copy", copy_of=programme(slug="shown"))
    directory.person(slug="hidden-person")
    directory.organisation(slug="hidden-organisation")
    events.occurrence(event=events.event(slug="hidden-event", status="draft", publish_at=None), venue=events.venue(slug="hidden-venue"))
    articles.article(slug="hidden-article", public=False)
    assert not [url for url in sitemap(client) if "hidden" in url]


def test_the_site_s_address_comes_from_the_settings_whatever_the_request_says(client):
    programme()
    response = client.get("/sitemap.xml", headers={"host": "127.0.0.1:9999"})
    assert b"127.0.0.1" not in response.content


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400


def test_robots_are_sent_to_the_sitemap_and_away_from_the_admin(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Disallow: /km/preview/" in lines
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines


def test_the_manifest_is_in_the_page_s_language_and_its_icons_are_there(client):
    occasion.anniversary(name_ja="五十年", full_name_ja="五十年の友好")
    response = client.get("/ja/manifest.webmanifest")
    content = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert (content["name"], content["short_name"], content["lang"], content["start_url"]) == ("五十年の友好", "五十年", "ja", "/ja/")
    for icon in content["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_the_health_page_answers(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_error_pages_have_the_site_s_look_in_the_reader_s_language(client, language):
    missing = client.get(f"/{language}/no/such/page/")
    assert missing.status_code == 404
    assert f'<html lang="{language}">' in missing.content.decode()
    assert 'class="brand"' in missing.content.decode()
    refused = Client(enforce_csrf_checks=True).post(f"/{language}/accounts/login/", {"login": "a", "password": "b"})
    assert refused.status_code == 403
    assert f'<html lang="{language}">' in refused.content.decode()


def test_a_failure_is_told_in_three_languages_without_the_database(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("anniversary.views.contents.context", lambda occasion: 1 / 0)
    response = client.get("/en/")
    assert response.status_code == 500
    html = response.content.decode()
    assert all(f'lang="{code}"' in html for code in ("en", "ja", "km"))


@pytest.mark.parametrize("path", ["/en/", "/en/events/", "/en/search/?q=x", "/robots.txt", "/sitemap.xml"])
def test_public_pages_have_a_strict_policy_without_nonce_and_set_no_cookie(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "nonce" not in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy


@pytest.mark.parametrize(
    "path",
    ["/en/events/?category=nonsense", "/en/articles/?type=nonsense", "/en/programmes/?kind=nonsense", "/en/events/?after=nonsense", "/en/articles/?after=%00"],
)
def test_an_unknown_filter_or_page_key_answers_404(client, path):
    assert client.get(path).status_code == 404


def test_no_page_has_an_inline_script_or_style(client):
    programme()
    html = client.get("/en/programmes/bridge-song/").content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", html) == ['<script type="application/ld+json">']
