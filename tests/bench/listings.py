"""How the listings keep their speed: the time of each with 1,000, 10,000 and 100,000 dates, for SQLite and PostgreSQL.

    .venv/bin/python -m tests.bench.listings                     SQLite, and PostgreSQL where DATABASE_URL names a server
    .venv/bin/python -m tests.bench.listings --sizes 1000 10000  fewer dates, for a quick look
    .venv/bin/python -m tests.bench.listings --folder /tmp/dates keeps what was made for the next time

All dates lie in the same two years (dates.py), so that with their number the programme becomes denser: more is on at the same time,
in the same month and on the same day, which is what makes lists slow. The other way, as many more years, would have to reach over two
hundred of them, and is no harder than the last page of a list: each index is as deep, and nothing reads more of it.

The sites answer in processes of their own, turn by turn, at noon in the middle of the two years. A figure is the median of the rounds, in
milliseconds, of which each gives the quickest of four requests: of the clock, of the web process's CPU, of the database for the queries of
the request (aim for the filtered page: under 5 ms). The ratio compares the most dates with the fewest, by what the work itself takes: CPU,
and PostgreSQL's own time besides, because the clock of a busy machine tells of others. `length` is how many times longer the page is: with
few dates a list may not fill its pages, and the month shows whatever there is. Above 1.5 a listing grows; the month may with its length.
No exit status: what a busy machine makes of it is for a person to judge.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.browser import serving

from .pages import EACH, Answering

SIZES = (1_000, 10_000, 100_000)
MOST, DATABASE_AIM = 1.5, 5.0
# What the bar speaks of; the month may grow with what it shows. The others are told because they were slow once.
BARRED = ("first page", "filtered page", "200th page", "month", "feed of a filter", "API page")
NOW = "2023-07-01T05:00:00+00:00"  # dates.NOW, which cannot be imported without a site


def sites(folder: Path, sizes: list[int], databases: list[str], server: str) -> dict[tuple[str, int], dict[str, str]]:
    """The environment of each (database, size), its site made where it is not there yet."""
    found = {}
    for database in databases:
        for size in sizes:
            here = folder / f"{database}-{size}"
            more = {"DATABASE_URL": _named(server, here.name), "DB_POOL": "off"} if database == "postgres" else {}
            found[database, size] = serving.environment(here, SITE_URL="http://localhost", AS_OF=NOW, **more)
            _prepare(here, size, more)
    return found


def _prepare(here: Path, size: int, more: dict[str, str]) -> None:
    here.mkdir(parents=True, exist_ok=True)
    addresses = here / "addresses.json"
    if more and not addresses.exists():
        _make_database(more["DATABASE_URL"])
    serving.manage(here, "site_prepare", SAMPLE="none", **more)
    if not addresses.exists():
        print(f"{here.name}: making the dates …", end="", flush=True)
        tell = "import json, tests.bench.dates as dates, pathlib; "
        into = f"pathlib.Path({str(addresses)!r}).write_text(json.dumps(dates.addresses()))"
        serving.manage(here, "shell", "-v0", "-c", f"{tell}dates.fill({size})", **more)
        serving.manage(here, "search_rebuild", **more)  # what is made in bulk is not followed
        serving.manage(here, "shell", "-v0", "-c", f"{tell}{into}", **more)
        print(" done", flush=True)


def _named(server: str, name: str) -> str:
    """The server's address with a database of that name."""
    return urlunsplit(urlsplit(server)._replace(path=f"/bench_{name.replace('-', '_')}"))


def _make_database(address: str) -> None:
    import psycopg

    name = urlsplit(address).path.lstrip("/")
    with psycopg.connect(urlunsplit(urlsplit(address)._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')


def drop(environments: Any) -> None:
    """Take away the databases that were made for this time only."""
    import psycopg

    for environment in environments:
        if address := environment.get("DATABASE_URL"):
            with psycopg.connect(urlunsplit(urlsplit(address)._replace(path="/postgres")), autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{urlsplit(address).path.lstrip("/")}"')


Figures = dict[str, dict[int, dict[str, float]]]


def measure(environments: dict[int, dict[str, str]], rounds: int, only: list[str]) -> tuple[Figures, dict[str, int]]:
    """{listing: {size: {wall, cpu, db, queries, bytes}}}, in milliseconds; and the listings that did not answer with 200, with what they answered."""
    answering = {size: Answering("site", environment) for size, environment in environments.items()}
    addresses = {size: json.loads((Path(environment["VAR_DIR"]) / "addresses.json").read_text()) for size, environment in environments.items()}
    found: Figures = {}
    refused: dict[str, int] = {}
    for name in [name for name in next(iter(addresses.values())) if name in only or not only]:
        figures: dict[int, list[dict[str, Any]]] = {size: [] for size in answering}
        first = {size: process.ask(addresses[size][name], database=True) for size, process in answering.items()}  # templates read, the occasion known
        if status := next((told["status"] for told in first.values() if told["status"] != 200), 0):
            refused[name] = status
            continue
        for number in range(rounds):
            for size, process in answering.items():
                figures[size].append(process.ask(addresses[size][name], database=number % 3 == 0))
        found[name] = {size: _medians(rows) for size, rows in figures.items()}
    for process in answering.values():
        process.stop()
    return found, refused


def _medians(rows: list[dict[str, Any]]) -> dict[str, float]:
    return {
        "wall": statistics.median(min(row["wall"]) for row in rows) * 1000,
        "cpu": statistics.median(min(row["seconds"]) for row in rows) * 1000,
        "db": statistics.median(row["database"] for row in rows if "database" in row) * 1000,
        "queries": rows[0]["queries"],
        "bytes": rows[0]["bytes"],
    }


def work(database: str, figures: dict[str, float]) -> float:
    """What a request takes of this machine, whatever else that does."""
    return figures["cpu"] + (figures["db"] if database == "postgres" else 0)


def show(database: str, found: Figures, refused: dict[str, int]) -> None:
    sizes = sorted(next(iter(found.values())))
    print(f"\n{database}: milliseconds of the clock (of CPU; of the database), and the ratio of {sizes[-1]:,} dates to {sizes[0]:,}")
    print(f"{'':<22} " + " ".join(f"{size:>24,}" for size in sizes) + f" {'queries':>8} {'ratio':>6}  {'length':>6}")
    for name, figures in found.items():
        cells = [f"{each['wall']:>7.1f} ({each['cpu']:.1f}; {each['db']:.1f})" for each in figures.values()]
        least, most = figures[sizes[0]], figures[sizes[-1]]
        ratio, length = work(database, most) / work(database, least), most["bytes"] / least["bytes"]
        line = " ".join(f"{cell:>24}" for cell in cells)
        print(f"{name:<22} {line} {most['queries']:>8.0f} {ratio:>6.2f}  {length:>6.2f}  {_judged(name, ratio, length)}")
    for name, status in refused.items():
        print(f"{name:<22} not measured: its address answers {status}")
    if filtered := found.get("filtered page"):
        taken = filtered[sizes[-1]]["db"]
        print(f"{'filtered page':<22} {taken:.1f} ms in the database: the aim of {DATABASE_AIM:.0f} ms is {'met' if taken < DATABASE_AIM else 'missed'}")


def _judged(name: str, ratio: float, length: float) -> str:
    """Whether the bar is met: a page that shows so many times more may take so many times longer, if it is the month."""
    if name not in BARRED:
        return ""
    most = MOST * max(length, 1) if name == "month" else MOST
    return "met" if ratio <= most else f"MISSED: above {most:.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=9, help=f"of {EACH} requests each")
    parser.add_argument("--only", nargs="+", default=[], metavar="LISTING", help="some of the listings")
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgres"], default=[])
    parser.add_argument("--folder", type=Path, help="where the sites are kept for the next time (default: a new one, thrown away)")
    asked = parser.parse_args()
    server = os.environ.get("DATABASE_URL", "")
    server = server if server.startswith("postgres") else ""
    databases = asked.databases or ["sqlite", *(["postgres"] if server else [])]
    if "postgres" not in databases:
        print("PostgreSQL is left out: DATABASE_URL=postgres://… names a server.")
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        made = sites(asked.folder or Path(scratch), asked.sizes, databases, server)
        for database in databases:
            show(database, *measure({size: environment for (kind, size), environment in made.items() if kind == database}, asked.rounds, asked.only))
        if not asked.folder:
            drop(made.values())
    return 0


if __name__ == "__main__":
    sys.exit(main())
