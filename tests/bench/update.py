"""What the search adds to saving a record of the demonstration, for SQLite and PostgreSQL.

    .venv/bin/python -m tests.bench.update                   SQLite, and PostgreSQL where DATABASE_URL names a server
    .venv/bin/python -m tests.bench.update --folder /tmp/up  keeps the sites that were made for the next time

Records of each kind are saved turn by turn with another text in every language, so that all of their entries are written anew, with no change,
and with no kind registered, which is what saving costs by itself. A record's figure is the least of its rounds, a kind's the median of its records,
in milliseconds of CPU: of this process, and on PostgreSQL of the one that serves it too (where that is on another machine: of the clock). `search`
is what the search adds to a save with another text; the bar of issue 5 is for the whole of it. No exit status: what a busy machine makes of it
is for a person to judge.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from tests.browser import serving

from .listings import _make_database, _named, drop
from .serving_process import _clock_of

BAR = 15
# The field of each kind's records that another text is written to.
FIELDS = {
    "event": "summary", "article": "summary", "programme": "summary", "milestone": "text", "competition": "summary", "page": "summary", "figure": "summary",
    "person": "bio", "organisation": "description", "venue": "directions",
}  # fmt: skip
WORDS = ("friendship", "amity")


def inside(number: int, rounds: int) -> None:
    """In a process of the site's own: measures, and prints a line of JSON for the process that started it."""
    import django

    django.setup()
    from anniversary.search import registry

    print(json.dumps({kind: _medians(_records(registry.named(kind), number), field, rounds) for kind, field in FIELDS.items()}))


def _records(kind: Any, number: int) -> list[Any]:
    """So many of the kind's records, from the first to the last."""
    keys = list(kind.model._base_manager.order_by("pk").values_list("pk", flat=True))
    step = max(len(keys) // number, 1)
    return [kind.model._base_manager.get(pk=key) for key in keys[::step][:number]]


def _medians(records: list[Any], field: str, rounds: int) -> dict[str, float]:
    from django.db import connection

    from anniversary.search import registry

    clock = _cpu(connection)
    nobody = mock.patch.object(registry, "_by_name", {})
    deeds: dict[str, list[float]] = {"another text": [], "no change": [], "without": []}
    queries = []
    for record in records:
        taken: dict[str, list[float]] = {name: [] for name in deeds}
        for turn in range(rounds + 1):
            _write(record, field, WORDS[turn % 2])
            taken["another text"].append(_timed(record, clock))
            taken["no change"].append(_timed(record, clock))
            with nobody:
                taken["without"].append(_timed(record, clock))
        for name, found in taken.items():
            deeds[name].append(min(found[1:]))  # the first round reads what later ones find in memory, and remembers the words
        queries.append(_queries(record))
    return {name: statistics.median(found) for name, found in deeds.items()} | {"records": len(records), "queries": statistics.median(queries)}


def _cpu(connection: Any) -> Callable[[], float]:
    """A clock of this process's CPU time and the database's."""
    database = _clock_of(connection)
    return time.process_time if database is time.process_time else lambda: time.process_time() + database()


def _write(record: Any, field: str, word: str) -> None:
    """Another last word of the text, in every language that there is one in, or else in English."""
    from django.conf import settings

    codes = [code for code in settings.MODELTRANSLATION_LANGUAGES if getattr(record, f"{field}_{code}", None)] or ["en"]
    for code in codes:
        text = (getattr(record, f"{field}_{code}", None) or "").rpartition(" ")
        kept = text[0] if text[2] in WORDS else "".join(text)
        setattr(record, f"{field}_{code}", f"{kept} {word}".strip())


def _timed(record: Any, clock: Callable[[], float]) -> float:
    began = clock()
    record.save()
    return (clock() - began) * 1000


def _queries(record: Any) -> int:
    """How many queries a save without a change makes for the search."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from anniversary.search import registry

    with CaptureQueriesContext(connection) as found:
        record.save()
    with CaptureQueriesContext(connection) as without, mock.patch.object(registry, "_by_name", {}):
        record.save()
    return len(found) - len(without)


def show(database: str, told: dict[str, dict[str, float]]) -> None:
    print(f"\n{database}: milliseconds of CPU of a save (bar: {BAR}); queries of the search where nothing has changed")
    print(f"{'':<14} {'records':>8} {'another text':>13} {'no change':>10} {'without':>8} {'search':>8} {'queries':>8}")
    for kind, found in told.items():
        added = found["another text"] - found["without"]
        judged = "met" if found["another text"] <= BAR else "MISSED"
        print(
            f"{kind:<14} {found['records']:>8.0f} {found['another text']:>13.1f} {found['no change']:>10.1f} {found['without']:>8.1f} {added:>8.1f} "
            f"{found['queries']:>8.0f}  {judged}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--number", type=int, default=12, help="of records of each kind")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgres"], default=[])
    parser.add_argument("--folder", type=Path, help="where the sites are kept for the next time (default: a new one, thrown away)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.number, asked.rounds)
        return 0
    server = os.environ.get("DATABASE_URL", "")
    server = server if server.startswith("postgres") else ""
    databases = asked.databases or ["sqlite", *(["postgres"] if server else [])]
    if "postgres" not in databases:
        print("PostgreSQL is left out: DATABASE_URL=postgres://… names a server.")
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        made = []
        for database in databases:
            here = (asked.folder or Path(scratch)) / f"update-{database}"
            more = {"DATABASE_URL": _named(server, here.name), "DB_POOL": "off"} if database == "postgres" else {}
            if not here.exists():
                here.mkdir(parents=True)
                if more:
                    _make_database(more["DATABASE_URL"])
                serving.manage(here, "site_prepare", **more)
            made.append(serving.environment(here, DJANGO_SETTINGS_MODULE="anniversary.settings", **more))
            command = [sys.executable, "-m", "tests.bench.update", "--inside", "--number", str(asked.number), "--rounds", str(asked.rounds)]
            done = subprocess.run(command, cwd=serving.ROOT, env=made[-1], stdout=subprocess.PIPE, text=True, check=True)
            show(database, json.loads(done.stdout.splitlines()[-1]))
        if not asked.folder:
            drop(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
