"""No log holds the links by which entrants come in."""

import logging
import runpy
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from anniversary.competition.entrants import keys
from anniversary.logs import HideTokens, hide
from tests.factories.competition import entrant

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Not Found: /en/competition/logo/enter/abc/K7M-4QX/", "Not Found: /en/competition/logo/enter/…"),
        ('"GET /km/competition/logo/vote/abc/?o=1 HTTP/1.1"', '"GET /km/competition/logo/vote/… HTTP/1.1"'),
        ("http://x/en/competition/logo/enter/guardian/abc/", "http://x/en/competition/logo/enter/…"),
        ("/en/competition/logo/enter/", "/en/competition/logo/enter/"),
        ("/en/competition/logo/", "/en/competition/logo/"),
    ],
)
def test_what_follows_is_hidden(said, left):
    assert hide(said) == left


def test_a_refused_page_is_logged_without_its_link(record, client, caplog):
    token = keys.mint(entrant(record))
    caplog.handler.addFilter(hiding := HideTokens())
    try:
        assert client.get(f"/en/competition/{record.slug}/enter/{token}/AAA-AAA/").status_code == 404
        logging.getLogger("any").warning("It failed at %s", f"/en/competition/x/enter/{token}/")
    finally:
        caplog.handler.removeFilter(hiding)
    assert (token in caplog.text, "Not Found: /en/competition/" in caplog.text, "It failed at" in caplog.text) == (False, True, True)


def test_the_sites_handler_hides_them(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["tokens"]


def test_gunicorns_access_log_holds_none(monkeypatch):
    made = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["logger_class"]
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/en/competition/x/enter/abc/", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_REFERER": "http://x/enter/abc/"}
    environ |= {"PATH_INFO": "/en/competition/x/enter/abc/"}
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    atoms = made.atoms(object.__new__(made), answer, SimpleNamespace(headers=[("REFERER", "http://x/enter/abc/")]), environ, timedelta(1))
    assert [value for value in atoms.values() if "abc" in str(value)] == []
    assert atoms["r"] == "GET /en/competition/x/enter/… HTTP/1.1"
