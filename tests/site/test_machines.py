"""What search engines, browsers and the operator's watch ask for."""

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from anniversary import clock
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


class Followed(HTMLParser):
    """The addresses that a crawler takes up from a page: of links without nofollow; none where the page is not to be indexed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in told and "nofollow" not in told.get("rel", "").split():
            self.found.add(told["href"])


def crawled(client, begin: str) -> set[str]:
    """What a crawler asks for that keeps to robots.txt (RFC 9309, with its * and $) and to the pages' own words, below /en/."""
    rules = re.findall(r"^Disallow: (.+)$", client.get("/robots.txt").text, re.M)
    refused = re.compile("|".join("".join(".*" if letter == "*" else re.escape(letter) for letter in rule) for rule in rules))
    seen, todo = set(), [begin]
    while todo:
        address = todo.pop()
        seen.add(address)
        response = client.get(address, follow=True)
        if "text/html" not in response["Content-Type"] or "noindex" in response.text.partition("</head>")[0]:
            continue
        for target in Followed(response.text).found:
            parts = urlsplit(urljoin(f"http://localhost:8000{address}", target))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "localhost:8000" and path.startswith("/en/") and not refused.match(path) and path not in seen and path not in todo:
                todo.append(path)
    return seen


@pytest.mark.parametrize("now", ["2025-01-01", "2025-06-01", "2026-06-01"])
def test_no_crawler_walks_through_days_and_months(client, now):
    occasion.anniversary()
    hall, day = events.venue(locality_en="Phnom Penh", lat=11.56, lon=104.92), date(2025, 3, 3)
    for number in range(40):
        event = events.event(title_en=f"Event {number}", category=events.category(slug=f"kind-{number % 2}"))
        events.occurrence(event=event, venue=hall, first_day=day + timedelta(days=7 * number))
    with clock.as_of(clock.parse(now)):
        seen = crawled(client, "/en/events/")
    assert {f"/en/events/event-{number}/" for number in range(20)} & seen
    assert "/en/events/map/" in seen
    dated = re.compile(r"/events/(calendar|filter|embed)/|[?&](when|after|period|month|from|until)=")
    assert not [address for address in seen if dated.search(address)]
    assert len([address for address in seen if not address.endswith(".ics")]) < 40 + 30  # each event, and the few pages that lead to them


def test_the_sitemap_has_the_map_of_events_and_no_months_days_or_filters(client):
    events.occurrence(venue=events.venue())
    paths = {urlsplit(address).path + urlsplit(address).query for address in sitemap(client)}
    assert {"/en/events/", "/en/events/map/", "/en/events/concert-of-friendship/", "/en/venues/hall/"} <= paths
    assert not [path for path in paths if re.search(r"calendar|filter|embed|\d{4}-\d\d|=", path)]


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
