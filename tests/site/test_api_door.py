"""The API's manners: methods, entity tags, CORS, what is not there; its page for people; and that nothing of it is loaded before it is asked for."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from .api_content import PATHS, fill, key

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]

LOADED = """
import sys
from django.test import Client
from django.test.utils import setup_test_environment
import anniversary.wsgi
setup_test_environment()
client = Client()
seen = [client.get(path).status_code for path in ("/en/", "/en/events/")]
before = sorted(name for name in ("ninja", "pydantic", "pydantic_core") if name in sys.modules)
status = client.get("/api/venues/").status_code
print(seen, before, status, "ninja" in sys.modules, "pydantic" in sys.modules)
"""


def test_ninja_and_pydantic_are_loaded_by_the_first_who_asks_the_api(tmp_path):
    test = connection.settings_dict  # the tests' own database, whose tables another process finds empty
    url = f"sqlite:///{test['NAME']}" if connection.vendor == "sqlite" else "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**test)
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": url, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "anniversary.settings"}
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", LOADED], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert run.stdout == "[200, 200] [] 200 True True\n", run.stderr


@pytest.mark.parametrize("name", PATHS)
def test_what_is_unchanged_is_answered_with_304(client, name):
    record = fill()[name]
    for path in (f"/api/{name}/", f"/api/{name}/{key(record)}/?lang=km"):
        first = client.get(path)
        assert first["ETag"].startswith('"')
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert (again["Access-Control-Allow-Origin"], again["Content-Language"]) == ("*", first["Content-Language"])
        assert first["Cache-Control"] == "public, max-age=60"
    record.save()
    changed = client.get(path, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_head_says_what_get_does_without_the_body(client):
    fill()
    got, head = client.get("/api/events/"), client.head("/api/events/")
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head[name] for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control")} == {
        name: got[name] for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control")
    }
    assert client.head("/api/events/", headers={"if-none-match": got["ETag"]}).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(method):
    answer = getattr(Client(enforce_csrf_checks=True), method)("/api/events/")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, "application/problem+json", "GET, HEAD, OPTIONS")


def test_scripts_of_other_sites_may_read_and_are_given_no_cookie(client):
    fill()
    asked = {"origin": "https://example.org", "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    preflight = client.options("/api/events/", headers=asked)
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert preflight["Access-Control-Allow-Headers"] == "*"
    for answer in (preflight, client.get("/api/events/"), client.get("/api/events/?limit=0"), client.get("/api/nothing/"), client.post("/api/events/")):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    "path",
    [
        "/api/nothing/", "/api/events/x/", "/api/events/00000000-0000-0000-0000-000000000000/", "/api/occurrences/x@y/", "/api/occurrences/a%00b/",
        "/api/events/%0A/", "/api/docs",
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_in_json(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client):
    answer = client.get("/api/events?limit=2")
    assert (answer.status_code, answer["Location"]) == (301, "/api/events/?limit=2")
    assert client.get("/api", follow=True).redirect_chain == [("/api/", 301)]


def test_robots_are_kept_out_of_the_lists_and_not_of_the_page(client):
    fill()
    lines = client.get("/robots.txt").text.splitlines()
    assert {"Disallow: /api/", "Allow: /api/$", "Allow: /api/openapi.json"} <= set(lines)
    assert client.get("/api/events/")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/api/")


@pytest.mark.parametrize("code", ["en", "ja", "km"])
def test_the_page_is_in_the_language_asked_for_and_leads_to_the_others(client, code):
    fill()
    page = client.get(f"/api/?lang={code}")
    assert page["Content-Language"] == code
    assert f'<html lang="{code}">' in page.text
    assert client.get("/api/", headers={"accept-language": code}).text.count(f'<html lang="{code}">') == 1
    for other in ("en", "ja", "km"):
        assert f'href="/api/?lang={other}"' in page.text
    for name in PATHS:
        assert f'href="/api/{name}/"' in page.text
    assert "<script>" not in page.text
    assert "unsafe" not in page["Content-Security-Policy"]
    assert not page.cookies


def test_a_language_that_the_page_does_not_have_is_the_browser_s(client):
    assert '<html lang="ja">' in client.get("/api/?lang=fr", headers={"accept-language": "ja"}).text


def test_every_page_leads_to_the_api_and_the_list_to_its_description(client):
    fill()
    listing = client.get("/ja/events/").text
    assert 'href="/api/?lang=ja"' in listing
    assert '<link rel="service-desc" type="application/json" href="/api/openapi.json">' in listing
    assert client.get("/api/openapi.json").json()["servers"] == [{"url": settings.SITE_URL}]


def test_the_page_s_example_of_a_moment_is_one_that_is_answered(client):
    fill()
    page = client.get("/api/?lang=en").text
    [moment] = set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", page))
    assert client.get("/api/events/", {"modified_since": moment}).status_code == 200
    assert "400 days" in page
