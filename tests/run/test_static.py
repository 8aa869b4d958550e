"""Static files: every name that a template asks for exists, and collected ones are hashed and compressed."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from anniversary.staff.staticfiles import SiteStaticFilesStorage

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


def test_every_static_file_that_a_template_names_exists():
    templates = [path for top in ("templates", "anniversary", "events") for path in (ROOT / top).rglob("*.html")]
    asked = {(name, path.name) for path in templates for name in ASKED.findall(path.read_text())}
    assert sorted((name, path) for name, path in asked if not finders.find(name)) == []


@pytest.fixture
def storage(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "look.css").write_text("body { background: url(dot.svg) }\n" * 40)
    (source / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>" + " " * 400)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "anniversary.staff.staticfiles.SiteStaticFilesStorage"}}
    finders.get_finder.cache_clear()
    yield SiteStaticFilesStorage
    finders.get_finder.cache_clear()


def test_collected_files_have_hashed_names_and_compressed_copies(storage, settings):
    call_command("collectstatic", interactive=False, verbosity=0)

    names = sorted(re.sub(r"[0-9a-f]{12}", "HASH", path.name) for path in Path(settings.STATIC_ROOT).iterdir())
    assert names == ["dot.HASH.svg", "dot.HASH.svg.br", "dot.HASH.svg.gz", "look.HASH.css", "look.HASH.css.br", "look.HASH.css.gz", "staticfiles.json"]
    assert re.fullmatch(r"/static/look\.[0-9a-f]{12}\.css", storage().url("look.css"))


def test_an_unknown_file_costs_the_page_that_file_only(storage, caplog):
    call_command("collectstatic", interactive=False, verbosity=0)

    assert storage().url("nowhere.css") == "/static/nowhere.css"
    assert caplog.messages == ["There is no static file “nowhere.css”."]
