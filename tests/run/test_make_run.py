"""`make run` as a newcomer meets it: a fresh copy of the files, an empty environment, one command, Ctrl-C."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600  # seconds for a first start, installing included; a limit, not an expectation
PASSWORD = re.compile(r"password {4}(\S+)")
# How this machine reaches its package registries is its own affair; everything else stays behind.
WAY_OUT = re.compile(r"(?i)(https?_proxy|no_proxy|all_proxy|(pip|ssl|requests|npm)_.*)$")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("make run")]  # one copy, started once for all of them


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if WAY_OUT.match(name)}
    return kept | {"PATH": f"{Path(sys.base_prefix, 'bin')}:/usr/local/bin:/usr/bin:/bin", "HOME": os.environ.get("HOME", "/")} | more


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The files that git would give a newcomer, in a folder of their own."""
    folder = tmp_path_factory.mktemp("fresh") / "site"
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Run:
    """One `make run` in a terminal's place: its own process group, its output collected as it comes."""

    def __init__(self, folder: Path, port: int) -> None:
        self.process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        self.lines: list[str] = []
        self.ready = threading.Event()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line)
            if "The site is on http" in line:
                self.ready.set()
        self.ready.set()  # it ended

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def wait_until_ready(self) -> None:
        assert self.ready.wait(PATIENCE) and self.process.poll() is None, self.output

    def interrupt(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        status = self.process.wait(60)
        self.reader.join(10)
        return status


@contextlib.contextmanager
def started(folder: Path, port: int) -> Iterator[Run]:
    run = Run(folder, port)
    try:
        run.wait_until_ready()
        yield run
    finally:
        if run.process.poll() is None:
            run.interrupt()


def answer(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
        return response.status


def children(folder: Path) -> dict[int, str]:
    """Number and command line of the processes that run from the copy's environment."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if line.startswith(f"{folder}/.venv/bin/python"):
                found[int(entry.parent.name)] = line
    return found


def contents(folder: Path) -> dict[str, int]:
    """Rows of every table; sessions and background tasks come and go."""
    with contextlib.closing(sqlite3.connect(folder / "var" / "site.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables if "session" not in name and "task" not in name}


def gone(folder: Path) -> bool:
    deadline = time.monotonic() + 20
    while children(folder) and time.monotonic() < deadline:
        threading.Event().wait(0.1)
    return not children(folder)


@pytest.fixture(scope="module")
def first(copy, port) -> tuple[str, dict[str, int]]:
    """The first start, to its end: what it printed, and what the database then held."""
    with started(copy, port) as run:
        assert answer(port, "/healthz") == 200
        assert answer(port, "/en/") == 200
        assert sorted("gunicorn" if "gunicorn" in line else "worker" for line in set(children(copy).values())) == ["gunicorn", "worker"]
        assert run.interrupt() in (0, -signal.SIGINT), run.output  # make ends by the signal that it got
    assert gone(copy)
    return run.output, contents(copy)


def test_the_first_start_prints_the_password_once_and_stops_without_a_traceback(first):
    output, _ = first
    assert len(PASSWORD.findall(output)) == 1
    assert "Traceback" not in output
    assert output.rstrip().endswith("Stopping …")


def test_the_second_start_prints_no_password_and_loses_nothing(copy, port, first):
    with started(copy, port) as run:
        assert answer(port, "/en/") == 200
    assert PASSWORD.findall(run.output) == []
    assert "Installing" not in run.output
    assert contents(copy) == first[1]
    assert gone(copy)


def test_a_port_in_use_is_said_plainly(copy, first):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        done = subprocess.run(["make", "run", f"PORT={number}"], cwd=copy, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"Port {number} is in use" in done.stderr
    assert "make run PORT=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("value", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_said_plainly(copy, value):
    done = subprocess.run(["make", "run", f"PORT={value}"], cwd=copy, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"PORT must be a number from 1 to 65535, not “{value}”" in done.stderr


def test_the_end_of_one_process_ends_the_other(copy, port, first):
    with started(copy, port) as run:
        os.kill(next(number for number, line in children(copy).items() if "manage.py work" in line), signal.SIGKILL)
        assert run.process.wait(60) != 0
        run.reader.join(10)
    assert "The worker ended by itself" in run.output
    assert gone(copy)


def test_a_termination_stops_both_too(copy, port, first):
    with started(copy, port) as run:
        os.killpg(run.process.pid, signal.SIGTERM)
        run.process.wait(60)
        run.reader.join(10)
    assert "Traceback" not in run.output
    assert gone(copy)


def test_the_data_is_readable_by_its_owner_only_where_it_is_secret(copy, first):
    assert (copy / "var" / "secret_key").stat().st_mode & 0o077 == 0
