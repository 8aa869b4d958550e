"""How many works a second two web processes and the worker take on one database: form, two drawings, declarations, receipt.

    .venv/bin/python -m tests.bench.competition               SQLite, and PostgreSQL where DATABASE_URL names a server
    .venv/bin/python -m tests.bench.competition --works 100   fewer works, for a quick look

Half of 15,000 works within the last hour are 2.1 a second. The entrants are 32 threads of this process, on the same machine: what they
take of it (little: sending, not drawing) is taken from the site. Nearly all of the time goes into drawing each picture in a process of its
own, so that the figure grows with the machine's cores. No exit status: what a busy machine makes of it is for a person to judge.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.browser import serving
from tests.competition import rush

from .listings import _make_database, _named, drop

AT_ONCE, NEEDED = 32, 7_500 / 3_600


def prepare(number: int, into: str) -> None:
    """In the site's own process: a competition that is open, and links to it, each for one work."""
    from datetime import UTC, datetime, timedelta

    from anniversary.competition.entrants import keys
    from tests.factories import competition as competitions
    from tests.factories import occasion
    from tests.factories.staff import make_user

    occasion.anniversary()
    record = competitions.competition(stage="open", slug="logo")
    competitions.rules(record, opens_at=datetime.now(UTC) - timedelta(days=1))
    competitions.issued_terms(record, user=make_user(username="officer", role="competition_officer"))
    tokens = []
    for n in range(1, number + 1):
        person = competitions.entrant(record, number=n)
        person.competition = record
        tokens.append(keys.mint(person))
    Path(into).write_text(json.dumps(tokens))


def walk(entrant: rush.Entrant, tokens: Iterator[str]) -> Iterator[rush.Sent]:
    for token in tokens:
        work = entrant.open(token)
        if entrant.begin(work):
            entrant.send(work)
        yield work


def measure(folder: Path, number: int, more: dict[str, str]) -> tuple[float, Counter[int], float]:
    """(seconds, how often each status was answered to the last step, the longest that one answer took)."""
    serving.manage(folder, "site_prepare", SAMPLE="none", **more)
    links = folder / "links.json"
    serving.manage(folder, "shell", "-v0", "-c", f"from tests.bench.competition import prepare; prepare({number}, {str(links)!r})", **more)
    tokens = json.loads(links.read_text())
    with serving.serving(folder, worker=True, EMAIL_URL="dummymail://", **more) as one, serving.serving(folder, EMAIL_URL="dummymail://", **more) as other:
        hosts = [server.base.partition("//")[2] for server in (one, other)]
        began = time.monotonic()
        works = rush.at_once(hosts, "logo", [tokens[place::AT_ONCE] for place in range(min(AT_ONCE, number))], walk)
        taken = time.monotonic() - began
    longest = max((answer.ended - answer.began).total_seconds() for work in works for answer in work.answers)
    return taken, Counter(work.answers[-1].status for work in works), longest


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--works", type=int, default=300)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgres"], default=[])
    asked = parser.parse_args()
    server = os.environ.get("DATABASE_URL", "")
    for database in asked.databases or ["sqlite", *(["postgres"] if server.startswith("postgres") else [])]:
        with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            more = {"DATABASE_URL": _named(server, "competition")} if database == "postgres" else {}
            if more:
                _make_database(more["DATABASE_URL"])
            taken, statuses, longest = measure(Path(scratch), asked.works, more)
            drop([more])
        told = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
        print(f"{database:<9} {asked.works / taken:>5.2f} works a second ({NEEDED:.1f} are needed): {told} in {taken:.0f} s; longest answer {longest:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
