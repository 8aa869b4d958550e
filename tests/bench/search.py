"""How quick the search is with 100,000 documents in three languages, for SQLite and PostgreSQL.

    .venv/bin/python -m tests.bench.search                     SQLite, and PostgreSQL where DATABASE_URL names a server
    .venv/bin/python -m tests.bench.search --number 10000      fewer documents, for a quick look
    .venv/bin/python -m tests.bench.search --folder /tmp/found keeps what was made for the next time

The documents (texts.py) are written to an index by the product's own analyser and writer; the queries then go through the functions that the
page and the interface call, with all that these do: counts, ranking, marking. A query's figure is the median of the rounds, in milliseconds of
the clock; p50 and p95 are over the queries of a group. `noise` is by how much the p95 of the rounds differ from each other, which is the
machine's doing. With it stand the bars of issue 5. No exit status: what a busy machine makes of it is for a person to judge.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.browser import serving

from . import texts
from .listings import _make_database, _named, drop

BARS = {
    "sqlite": {"search": 50, "typeahead": 15, "filtered": 50, "single unit (worst)": 150, "update (worst)": 15},
    "postgres": {"search": 120, "typeahead": 15, "filtered": 70, "single unit (worst)": 150, "update (worst)": 15},
}
REBUILD = 500  # documents a second, on SQLite
AT_ONCE = 500
QUERIES = {
    "en": [
        "japan", "cambodia", "friendship", "temple", "opening ceremony", "diplomatic relations", "cherry blossom", "angkor wat", "Phnom Penh",
        "embassy of japan",
        "water supply", "traditional dance", "apsara dance and koto", "students exchange programme", "when were diplomatic relations established",
        "who restored the western causeway of angkor wat", "what did the first peacekeepers from japan do in cambodia",
        '"diplomatic relations"', '"angkor wat"',
        '"opening ceremony" tokyo', "festival -music", "ambassador -tokyo", "temple xyzzyqq", "frendship bridge", "the embasy of japan", "1953",
        "2023 tokyo",
        "bridge mekong river", "prime ministers messages of congratulation exchanged on the anniversary day",
    ],
    "ja": [
        "日本", "カンボジア", "友好", "桜", "外交関係", "プノンペン", "世界遺産", "アンコールワット", "盆踊り",
        "大使館", "日本語", "水道", "友好70周年", "つばさ橋",
        "日本とカンボジアの外交関係はいつ樹立されたか", "アンコール遺跡の修復に参加した大学", "70周年のロゴは誰がつくりましたか",
        "カンボジア 日本 留学生", "平和 協力 自衛隊",
        "「外交関係」", "「友好橋」 -東京", "伝統舞踊と琴", "開会式 東京", "国際協力機構による水道の協力について",
    ],
    "km": [
        "ជប៉ុន", "កម្ពុជា", "មិត្តភាព", "អង្គរវត្ត", "ប្រាសាទ", "ភ្នំពេញ", "ស្ថានទូត",
        "ទំនាក់ទំនងការទូត", "ពិធីសម្ភោធ", "ខួបលើកទី៧០", "របាំ",
        "តន្ត្រី", "ស្ពាន",
        "ទំនាក់ទំនងការទូតរវាងកម្ពុជានិងជប៉ុនត្រូវបានបង្កើតឡើងនៅពេលណា",
        "តើអ្នកណាបានជួសជុលប្រាសាទអង្គរវត្ត", "ស្ពាន មេគង្គ", "និស្សិត អាហារូបករណ៍ ជប៉ុន",
        "«មិត្តភាព»", "ប្រាសាទ -តន្ត្រី", "ការផ្គត់ផ្គង់ទឹកនៅក្នុងទីក្រុងភ្នំពេញ",
    ],
}  # fmt: skip
TYPED = {
    "en": ["ja", "jap", "cam", "ope", "opening cer", "the f", "c", "s", "fr", "friendship b", "ang", "angkor w", "xyz", "emb", "tem"],
    "ja": ["日", "日本", "カ", "カン", "カンボ", "桜", "友", "友好", "外交関", "つ", "つば"],
    "km": ["ក", "កម្ពុ", "កម្ពុជា", "ជ", "ជប៉ុ", "ព", "ពិធី", "មិត្ត", "ខួ", "ប្រា"],
}
SINGLE = {
    "en": ["a", "s", "7"],
    "ja": ["日", "本", "の", "カ", "ン", "ー", "一", "大", "に", "ジ"],
    "km": ["ក", "ន", "ជា", "ការ", "រ", "ង", "ម", "នៃ", "កា", "ប"],
}
FILTERED = [
    {"kind": "event"}, {"kind": "article", "year": 1999}, {"year": 2010}, {"tag": 1}, {"kind": "event", "tag": 2}, {"by_date": True},
    {"kind": "venue", "by_date": True},
]  # fmt: skip


def inside(number: int, rounds: int, database: str) -> None:
    """In a process of the site's own: fills the index where it is empty, measures, prints a line of JSON for the process that started it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from anniversary.search.models import Entry

    call_command("migrate", verbosity=0)
    _registered()
    told: dict[str, Any] = {}
    if not Entry.objects.exists():
        told["rate"] = _fill(number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # as its autovacuum does within minutes; SQLite is left as a site leaves it
    told["entries"] = Entry.objects.count()
    told["groups"] = _measured(rounds)
    print(json.dumps(told))


def _registered() -> None:
    """The kinds that the texts have, where no feature has registered them."""
    from anniversary.search import registry
    from anniversary.search.models import Entry

    there = {kind.name for kind in registry.searched()}
    for name in (*texts.KINDS, "tag"):
        if name not in there:
            registry.register(registry.Searched(name=name, label=name, model=Entry, describe=lambda keys: [], listed=name != "tag"))


def _fill(number: int) -> float:
    """Documents a second."""
    from anniversary.search import indexing
    from anniversary.search.models import Link

    began = time.perf_counter()
    waiting: list[Any] = []
    for count, made in enumerate(texts.documents(number), 1):
        waiting.append(_document(made))
        if len(waiting) == AT_ONCE:
            indexing.put(waiting)
            waiting = []
            if count % 10_000 == 0:
                print(f"  {count:,} documents, {count / (time.perf_counter() - began):.0f} a second", file=sys.stderr, flush=True)
    indexing.put(waiting)
    rate = number / (time.perf_counter() - began)
    tags = [
        indexing.Document(kind="tag", key=tag, language="en", title=f"Tag {tag}", body="", url="", day=None, since=texts.OPENED, until=None)
        for tag in range(1, 41)
    ]
    indexing.put(tags)
    seen = {(made.kind, made.key) for made in texts.documents(number)}
    rows = (Link(kind=kind, object_id=key, target_kind="tag", target_id=tag) for kind, key in sorted(seen) for tag in texts.tags_of(key))
    Link.objects.bulk_create(list(rows), batch_size=2000)
    return rate


def _document(made: texts.Made) -> Any:
    from anniversary.search import indexing

    return indexing.Document(
        kind=made.kind, key=made.key, language=made.language, title=made.title, body=made.body, url=f"/{made.language}/{made.kind}/{made.key}/",
        day=made.day, since=made.since, until=None,
    )  # fmt: skip


def _measured(rounds: int) -> dict[str, Any]:
    from anniversary.search import finding, indexing

    def ask(language: str, text: str, **more: Any) -> Callable[[], Any]:
        return lambda: finding.find(finding.Asked(text=text, language=language, **more))

    def typed(language: str, text: str) -> Callable[[], Any]:
        return lambda: finding.complete(text, language)

    def change(made: texts.Made) -> Callable[[], Any]:
        return lambda: indexing.put([_document(made._replace(title=f"{made.title} {time.perf_counter_ns() % 97}"))])

    rare = {language: texts.rare(language, 30, 300, 3000, 15000) for language in texts.LANGUAGES}
    queries = {language: [*asked, *rare[language], f"{rare[language][0]} {rare[language][1]}"] for language, asked in QUERIES.items()}
    some = [made for made in texts.documents(3000) if made.key % 97 == 0][:30]
    groups: dict[str, list[tuple[str, Callable[[], Any]]]] = {
        "search": [(text, ask(language, text)) for language, asked in queries.items() for text in asked],
        "filtered": [
            (f"{text} {more}", ask(language, text, **more))
            for language, asked in queries.items() for text in asked[:6] for more in FILTERED
        ],
        "typeahead": [(text, typed(language, text)) for language, asked in TYPED.items() for text in asked],
        "single unit (worst)": [(text, ask(language, text)) for language, asked in SINGLE.items() for text in asked],
        "update (worst)": [(f"{made.kind} {made.key} {made.language}", change(made)) for made in some],
    }  # fmt: skip
    return {name: _timed(asked, rounds) for name, asked in groups.items()}


def _timed(asked: Iterable[tuple[str, Callable[[], Any]]], rounds: int) -> dict[str, Any]:
    asked = list(asked)
    taken: list[list[float]] = [[] for _each in asked]
    for number in range(rounds + 1):
        for place, (_name, do) in enumerate(asked):
            began = time.perf_counter()
            do()
            if number:  # the first round reads what later ones find in memory
                taken[place].append((time.perf_counter() - began) * 1000)
    medians = [statistics.median(times) for times in taken]
    slowest = sorted(zip(medians, (name for name, _do in asked), strict=True), reverse=True)
    tails = [_share([times[number] for times in taken], 0.95) for number in range(rounds)]
    return {
        "p50": _share(medians, 0.5),
        "p95": _share(medians, 0.95),
        "worst": slowest[0][0],
        "noise": [min(tails), max(tails)],
        "number": len(asked),
        "slowest": slowest[:8],
    }


def _share(times: list[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def show(database: str, told: dict[str, Any], *, slowest: bool) -> None:
    written = f", written at {told['rate']:.0f} documents/s (bar on SQLite: {REBUILD})" if "rate" in told else ""
    print(f"\n{database}: {told['entries']:,} entries{written}")
    print(f"{'milliseconds':<22} {'queries':>7} {'p50':>7} {'p95':>7} {'worst':>7} {'bar':>5}  p95 of the rounds")
    for name, figures in told["groups"].items():
        bar, judged = BARS[database][name], figures["worst" if "worst" in name else "p95"]
        print(
            f"{name:<22} {figures['number']:>7} {figures['p50']:>7.1f} {figures['p95']:>7.1f} {figures['worst']:>7.1f} {bar:>5}  "
            f"{figures['noise'][0]:.1f} to {figures['noise'][1]:.1f}  {'met' if judged <= bar else 'MISSED'}"
        )
        for taken, text in figures["slowest"] if slowest else ():
            print(f"{'':<22} {taken:>7.1f}  {text}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgres"], default=[])
    parser.add_argument("--folder", type=Path, help="where the indexes are kept for the next time (default: a new one, thrown away)")
    parser.add_argument("--slowest", action="store_true", help="name the slowest queries of each group")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.number, asked.rounds, asked.inside)
        return 0
    server = os.environ.get("DATABASE_URL", "")
    server = server if server.startswith("postgres") else ""
    databases = asked.databases or ["sqlite", *(["postgres"] if server else [])]
    if "postgres" not in databases:
        print("PostgreSQL is left out: DATABASE_URL=postgres://… names a server.")
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        made = []
        for database in databases:
            here = (asked.folder or Path(scratch)) / f"search-{database}-{asked.number}"
            more = {"DATABASE_URL": _named(server, here.name), "DB_POOL": "off"} if database == "postgres" else {}
            if more and not here.exists():
                _make_database(more["DATABASE_URL"])
            here.mkdir(parents=True, exist_ok=True)
            made.append(serving.environment(here, DJANGO_SETTINGS_MODULE="anniversary.settings", **more))
            command = [sys.executable, "-m", "tests.bench.search", "--inside", database, "--number", str(asked.number), "--rounds", str(asked.rounds)]
            done = subprocess.run(command, cwd=serving.ROOT, env=made[-1], stdout=subprocess.PIPE, text=True, check=True)
            show(database, json.loads(done.stdout.splitlines()[-1]), slowest=asked.slowest)
        if not asked.folder:
            drop(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
