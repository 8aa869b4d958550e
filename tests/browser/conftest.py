"""A real server over the demonstration, and a real browser that reports what a reader's console would say."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import chromium, on_postgres

from . import pages
from .serving import Server, copied, examples, prepare, serving

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # what asks somebody else is heard of and gets nothing
]  # fmt: skip
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests have a database of their own, always SQLite: on PostgreSQL they would only run a second time."""
    again = pytest.mark.skip(reason="the served site is tested on SQLite")
    for item in items:
        if on_postgres() and item.path.is_relative_to(HERE):
            item.add_marker(again)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data that every server starts from; one folder for all processes of a run. PREPARED_SITE names one to be kept between runs."""
    if kept := os.environ.get("PREPARED_SITE"):
        return prepare(Path(kept))
    return prepare(shared(tmp_path_factory) / "prepared-site")


def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a run see."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


class Site:
    """The demonstration as readers get it today, and the same before and in its year; nobody writes to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.servers: dict[str, Server] = {}
        self.examples = examples(folder)

    def server(self, as_of: str = "") -> Server:
        if as_of not in self.servers:
            self.servers[as_of] = Server(self.folder, as_of=as_of)
        return self.servers[as_of]

    @property
    def base(self) -> str:
        return self.server().base

    def page(self, name: str) -> pages.Page:
        try:
            return pages.page(self.examples, name)
        except KeyError:
            pytest.fail(f"The demonstration has no page of the type “{name}”.")

    def base_of(self, page: pages.Page) -> str:
        return self.server(page.as_of).base

    def stop(self) -> None:
        for server in self.servers.values():
            server.stop()


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = copied(prepared, tmp_path_factory.mktemp("site") / "var")
    site = Site(folder)
    try:
        yield site
    finally:
        site.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The second sample, as readers get it today; nobody writes to it."""
    prepared = prepare(shared(tmp_path_factory) / "prepared-other", sample="other")
    with serving(copied(prepared, tmp_path_factory.mktemp("other") / "var")) as server:
        yield server


@pytest.fixture
def desk(prepared: Path, tmp_path: Path) -> Iterator[Server]:
    """A server with its worker, for a test that writes."""
    with serving(copied(prepared, tmp_path / "var"), worker=True) as server:
        yield server


# --- the browser ----------------------------------------------------------------------------------------------------
@dataclass
class Watched:
    """What a page said and asked for that it should not."""

    host: str
    faults: list[str] = field(default_factory=list)

    def watch(self, context: Any) -> None:
        context.on("page", self.watch_page)

    def watch_page(self, page: Any) -> None:
        page.on("console", lambda message: self._said(message.type, message.text, message.location.get("url", "")))
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))

    def _said(self, kind: str, text: str, where: str) -> None:
        if kind in {"error", "warning"}:
            self.faults.append(f"{kind}: {text} ({where})")

    def _asked(self, url: str) -> None:
        if self.foreign(url):
            self.faults.append(f"asks a third party: {url}")

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # the page was left
            self.faults.append(f"failed: {url} {why}")

    def foreign(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in {"data", "blob", "about"} and parts.netloc != self.host

    def taken(self, *, expected: str = "") -> list[str]:
        """The faults since the last time, but those that hold the `expected` text."""
        found = [fault for fault in self.faults if not (expected and expected in fault)]
        self.faults.clear()
        return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop would look to Django like an asynchronous caller of the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., tuple[Any, Watched]]]:
    """opened(host, **context options): a page in a browser context of its own, and what it says; closed after the test."""
    contexts = []

    def open_page(host: str, **options: Any) -> tuple[Any, Watched]:
        context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce"} | options)
        contexts.append(context)
        watched = Watched(host)
        watched.watch(context)
        return context.new_page(), watched

    yield open_page
    for context in contexts:
        context.close()
