"""What every test gets: compiled texts, an empty cache, media of its own, quick passwords, the source language."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.utils import translation


def chromium() -> str | None:
    """The browser that tests drive: CHROMIUM in the environment, or the first one found under its usual names."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else ["chromium", "chromium-browser", "google-chrome"])), None)


def on_postgres() -> bool:
    return django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def pytest_configure(config: pytest.Config) -> None:
    from anniversary.management.commands.compilecatalogues import compile_catalogues

    compile_catalogues()
    hypothesis.settings.register_profile("ours", deadline=None)  # how long an example takes is the machine's matter
    hypothesis.settings.load_profile("ours")


def pytest_report_header(config: pytest.Config) -> list[str]:
    database = "PostgreSQL" if on_postgres() else "SQLite; the tests marked postgres are skipped (DATABASE_URL=postgres://… runs them)"
    return [f"database: {database}", f"browser: {chromium() or 'no Chromium found; the tests marked browser are skipped'}"]


# What these say does not come from one database or the other, or takes a walk through the whole demonstration.
WALKS = ("bad_forms", "budgets", "dates_in_words", "demo", "facts", "languages", "leaks", "machines", "other_sample", "phases")
APPS = ("articles", "covers", "history", "languages", "occasion", "programmes", "run", "staff")
TEXTS = ("analysis", "highlight", "marking", "spellings")
DRAWN = ("desk/", "kit/", "sample/", "entries/test_hostile", "entries/test_pictures", "entries/test_uploading")  # files and pages more than rows
ONCE = (
    *(f"tests/{name}/" for name in APPS), *(f"tests/competition/{name}" for name in DRAWN),
    *(f"tests/site/test_{name}" for name in WALKS), *(f"tests/search/test_{name}" for name in TEXTS),
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    no_browser = pytest.mark.skip(reason="no Chromium found (or name one: CHROMIUM=…)")
    no_postgres = pytest.mark.skip(reason="the database is not PostgreSQL (DATABASE_URL=postgres://…)")
    for item in items:
        if "browser" in item.keywords and not chromium():
            item.add_marker(no_browser)
        if item.nodeid.startswith(ONCE):
            item.add_marker(pytest.mark.once)
        if "postgres" in item.keywords and not on_postgres():
            item.add_marker(no_postgres)


@pytest.fixture(autouse=True)
def _each_test_for_itself(settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _nothing_remembered()
    yield
    translation.deactivate()
    _nothing_remembered()


# Where something is found, or what writing the index costs is looked at.
INDEXED = (
    *(f"tests/{name}/" for name in ("browser", "directory", "run", "search", "site", "staff")), "tests/events/test_words", "tests/events/test_scale",
    "tests/competition/test_secrecy_crawl",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _index_where_something_is_found(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every save writes the index as well. Tests that have nothing to do with it are spared that: it would double their time."""
    if not request.node.nodeid.startswith(INDEXED):
        monkeypatch.setattr("anniversary.search.indexing._settle", lambda *args, **kwargs: None)


def _nothing_remembered() -> None:
    from anniversary.occasion.models import forget_now
    from anniversary.publishing import prepared

    cache.clear()
    forget_now()
    prepared.forget()
