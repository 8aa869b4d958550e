"""The site as readers get it, for tests: prepared by the same commands as `make run`, served by gunicorn, DEBUG off.

A folder is prepared once for all test processes; each server works on its own copy, so that tests may write.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import pages

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90  # seconds for a server to answer; a limit, not an expectation
# What the calling terminal says about a site is no matter of these tests.
OURS = {
    "AS_OF", "ALLOWED_HOSTS", "BEHIND_PROXY", "CACHE_URL", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "DEBUG", "DJANGO_SETTINGS_MODULE", "HOST", "PORT",
    "SAMPLE", "SECRET_KEY", "SITE_LANGUAGES", "SITE_URL", "VAR_DIR", "ZEAL",
}  # fmt: skip
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"VAR_DIR": str(folder), "PYTHONUNBUFFERED": "1"} | more


def manage(folder: Path, *arguments: str, **more: str) -> None:
    """Runs a command of manage.py on the folder's data. RuntimeError with its output if it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment(folder, **more), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Only one process at a time is within the block."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare(folder: Path, *, sample: str = "") -> Path:
    """The demonstration (or another sample), loaded and furnished with what tests need besides; made by whichever test process comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "prepared"
    with locked(folder.with_suffix(".lock")):
        if not done.exists():
            manage(folder, "site_prepare", **({"SAMPLE": sample} if sample else {}))
            manage(folder, "shell", "-v0", "-c", "from tests.browser.furnish import furnish; furnish()")
            manage(folder, "work", "--batch", "--no-startup-delay", "--interval", "0.1")
            with serving(folder) as server:
                furnished = json.loads((folder / "furnished.json").read_text())
                found = pages.examples(server.base, furnished)
            for day, moment in ({} if sample else pages.DAYS).items():
                with serving(folder, as_of=moment) as server:
                    found |= pages.of_a_day(server.base, day)
            (folder / "examples.json").write_text(json.dumps(found))
            done.touch()
    return folder


def examples(folder: Path) -> dict[str, str]:
    """Where a page of each type is (pages.examples)."""
    return json.loads((folder / "examples.json").read_text())


def copied(base: Path, folder: Path) -> Path:
    """Data of its own for one server; the collected static files never change and are shared."""
    shutil.copytree(base, folder, ignore=lambda where, names: {"static"} & set(names) if Path(where) == base else set())
    (folder / "static").symlink_to(base / "static")
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """gunicorn, and where tasks are to be done the worker, on a folder's data; `more` of the environment, for data that lie elsewhere."""

    def __init__(self, folder: Path, *, as_of: str = "", worker: bool = False, **more: str) -> None:
        self.folder, port = folder, free_port()
        self.host = f"localhost:{port}"
        self.base = f"http://{self.host}"
        clock = {"AS_OF": as_of} if as_of else {}
        self.environment = environment(folder, PORT=str(port), SITE_URL=self.base, LOG_LEVEL="ERROR", **clock, **more)
        self.log = folder / f"server-{port}.log"
        commands = [["-m", "gunicorn", "--bind", f"127.0.0.1:{port}"], *([["manage.py", "work", "--interval", "0.2"]] if worker else [])]
        self.processes = [self._start(command) for command in commands]
        self._wait()

    def _start(self, command: list[str]) -> subprocess.Popen:
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and all(process.poll() is None for process in self.processes):
            with contextlib.suppress(OSError), NO_PROXY.open(f"{self.base}/healthz", timeout=5):
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"The server did not answer:\n{self.log.read_text()}")

    def stop(self) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextlib.contextmanager
def serving(folder: Path, **options: Any) -> Iterator[Server]:
    server = Server(folder, **options)
    try:
        yield server
    finally:
        server.stop()
