"""Addresses of covers, over HTTP and in templates."""

import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from anniversary.covers import addresses, share, source, views
from anniversary.covers.compose import KINDS, cover
from anniversary.covers.palette import DEFAULT, Palette

pytestmark = pytest.mark.django_db  # not for us: the site's own 404 page and redirects may ask the database


@pytest.fixture(autouse=True)
def default_source(monkeypatch):
    """The colours of this test's own, whatever the project has registered; nothing left in the cache."""
    monkeypatch.setattr(source, "_provider", None)
    cache.clear()
    yield
    cache.clear()


def cover_address(kind="festival", key="kizuna", query=""):
    return reverse("covers:cover", kwargs={"kind": kind, "key": key}) + query


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_address(client, kind):
    response = client.get(cover_address(kind))
    assert response.status_code == 200
    assert response.content.decode() == cover(kind, "kizuna")


def test_a_cover_may_be_kept_for_a_year_by_anyone(client):
    response = client.get(addresses.cover_url("festival", "kizuna", 70))
    assert response["Content-Type"] == "image/svg+xml"
    assert sorted(response["Cache-Control"].split(", ")) == ["immutable", "max-age=31536000", "public"]
    assert not response.cookies
    assert response.content.decode() == cover("festival", "kizuna", numeral="70")


def test_a_reader_who_has_the_cover_is_not_sent_it_again(client):
    first = client.get(cover_address())
    again = client.get(cover_address(), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]


def test_another_numeral_is_another_picture_to_a_cache(client):
    assert client.get(cover_address(query="?n=7"))["ETag"] != client.get(cover_address(query="?n=8"))["ETag"]


def test_another_versions_address_is_answered_but_not_kept(client):
    response = client.get(cover_address(query="?v=00000000"))
    assert response.status_code == 200
    assert sorted(response["Cache-Control"].split(", ")) == ["no-cache", "private"]


@pytest.mark.parametrize(
    "path",
    [
        "/covers/nonsense/kizuna.svg",
        "/covers/festival/" + "x" * 81 + ".svg",
        "/covers/festival/two%20words.svg",
        "/covers/festival/kizuna.svg?n=12345",
        "/covers/festival/kizuna.svg?n=7O",
        "/covers/festival/kizuna.svg?n=%E1%9F%A7",
        "/covers/festival/kizuna.svg?n=",
        "/covers/festival/kizuna.svg?n=1&n=2",
        "/covers/festival/kizuna.svg?x=1",
        "/covers/nonsense/kizuna.png",
        "/covers/festival/" + "x" * 81 + ".png",
        "/brand/secret.svg",
        "/brand/hero.svg?x=1",
    ],
)
def test_addresses_that_no_page_writes_do_not_exist(client, path):
    prefix = reverse("covers:brand", args=["hero.svg"]).removesuffix("brand/hero.svg")
    assert client.get(prefix + path.removeprefix("/")).status_code == 404


def test_a_key_of_eighty_characters_is_still_a_key(client):
    assert client.get(cover_address(key="x" * 80)).status_code == 200


def test_pictures_are_only_read(client):
    assert client.post(cover_address()).status_code == 405
    assert client.head(cover_address()).status_code == 200


def test_a_share_image_is_rendered_once_a_day(client, monkeypatch):
    calls = []
    render = share.share_png
    monkeypatch.setattr(share, "share_png", lambda *parts: calls.append(parts) or render(*parts))
    for _ in range(2):
        response = client.get(addresses.share_url("festival", "kizuna", 70))
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert response.content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
    assert len(calls) == 1


@pytest.mark.parametrize("name", views.BRAND)
def test_brand_art_has_an_address(client, name):
    response = client.get(addresses.brand_url(name))
    assert response.status_code == 200
    assert response["Content-Type"] == ("image/png" if name.endswith("png") else "image/svg+xml")
    assert "immutable" in response["Cache-Control"]


def test_the_anniversarys_colours_reach_the_picture_and_its_address(client):
    before = addresses.version()
    source.set_provider(lambda: (Palette(first="#00563F"), ("lotus", "plain")))
    assert addresses.version() != before
    assert "#00563F" in client.get(addresses.brand_url("hero.svg")).content.decode()
    source.set_provider(None)
    assert source.current() == (DEFAULT, ("plain", "lotus"))
    assert addresses.version() == before


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        (("festival", "kizuna", 70), "covers/festival/kizuna.svg?n=70&v="),
        (("official visit", "prime-minister"), "covers/official-visit/prime-minister.svg?v="),
        (("official_visit", "prime-minister"), "covers/official-visit/prime-minister.svg?v="),
        (("never heard of", "kizuna"), "covers/other/kizuna.svg?v="),
        (("festival", "kizuna", "mid-May"), "covers/festival/kizuna.svg?v="),
        (("festival", "kizuna", 12345), "covers/festival/kizuna.svg?v="),
    ],
)
def test_a_record_always_gets_an_address_that_exists(client, parts, path):
    address = addresses.cover_url(*parts)
    assert address.endswith(path + addresses.version())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("key", ["x" * 200, "", "មហោស្រព", "two words"])
def test_a_key_that_is_no_slug_is_made_to_fit(client, key):
    assert client.get(addresses.cover_url("festival", key)).status_code == 200


def test_a_record_without_a_picture_shows_a_drawn_image_that_leaves_no_hole():
    record = SimpleNamespace(cover=None, slug="kizuna")
    html = Template("{% load covers %}{% record_picture record 'festival' 70 %}").render(Context({"record": record}))
    address = addresses.cover_url("festival", "kizuna", 70).replace("&", "&amp;")
    assert html == f'<img src="{address}" width="800" height="450" alt="" loading="lazy" decoding="async">'


@pytest.mark.parametrize(("which", "symbol"), [("a", "flower-a"), ("b", "flower-b"), ("mark", "mark")])
def test_the_flower_tag_uses_the_one_sprite(which, symbol):
    html = Template("{% load covers %}{% flower which %}").render(Context({"which": which}))
    address = addresses.brand_url("symbols.svg")
    assert html == f'<svg class="flower" aria-hidden="true"><use href="{address}#{symbol}"/></svg>'
    assert re.search(rf'<symbol id="{symbol}"', Client().get(address).content.decode())
