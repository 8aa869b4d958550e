"""How well the search finds what a reader would expect: documents and queries with judged answers, in the three languages.

    .venv/bin/python -m tests.search.judging            recall and rank per language, and what was missed
    .venv/bin/python -m tests.search.judging --set unseen   the same with the queries that nothing may be tuned against
    .venv/bin/python -m tests.search.judging --set fresh    the same with the queries of a judge who did not know the search
    .venv/bin/python -m tests.search.judging --set fresh2   and of another, written by somebody who had seen no other set
    .venv/bin/python -m tests.search.judging --write    writes judged/results.txt anew, which every database must give

The site's own database is not touched: a test database is made and thrown away. The files in judged/ are plain text.

documents_*.txt holds `[name] kind day`, the title and the text, with an empty line between documents. Most records have the same name in all
three languages. About one Khmer text in four has zero-width spaces between its words, as some editors type them.
The sets (queries_*.txt and so on) hold `query | names of the documents that answer it, the best first | why it is asked`. A document that only
mentions the word in passing is not judged to answer it. `\\u200b` and `\\u3000` stand for letters that nobody can see.
synonyms.txt holds what a secretariat would have entered, one group a line.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from statistics import mean

import django

FOLDER = Path(__file__).parent / "judged"
RESULTS = FOLDER / "results.txt"
LANGUAGES = ("en", "ja", "km")
SETS = ("queries", "unseen", "fresh", "fresh2")
FILES = [(language, name) for name in SETS for language in LANGUAGES]  # of queries, in the order of results.txt
DEPTH = 10
SINCE = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A document of the corpus. `name` is what the queries call it; it is the same record in every language."""

    name: str
    language: str
    kind: str
    day: date | None
    title: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Query:
    text: str
    language: str
    relevant: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Answer:
    """What the search gave for a query: the names of its first documents."""

    query: Query
    found: tuple[str, ...]

    @property
    def recall(self) -> float:
        expected = self.query.relevant[:DEPTH]
        return len(set(expected) & set(self.found)) / len(expected)

    @property
    def reciprocal_rank(self) -> float:
        return next((1 / rank for rank, name in enumerate(self.found, 1) if name in self.query.relevant), 0.0)


def visible(text: str) -> str:
    """The text with an escape for each letter that cannot be seen."""
    return re.sub("[\u200b\u3000]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _meant(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


@cache
def documents(language: str) -> tuple[Judged, ...]:
    return tuple(_document(block, language) for block in (FOLDER / f"documents_{language}.txt").read_text(encoding="utf-8").strip().split("\n\n"))


def _document(block: str, language: str) -> Judged:
    head, title, body = block.split("\n")
    name, kind, *day = head.replace("[", "").replace("]", "").split(" ")
    return Judged(name=name, language=language, kind=kind, day=date.fromisoformat(day[0]) if day else None, title=title, body=body)


@cache
def queries(language: str, name: str = "queries") -> tuple[Query, ...]:
    return tuple(_queries(language, FOLDER / f"{name}_{language}.txt"))


def _queries(language: str, path: Path) -> Iterator[Query]:
    for line in path.read_text(encoding="utf-8").splitlines():
        text, relevant, why = line.split(" | ")
        yield Query(text=_meant(text), language=language, relevant=tuple(relevant.split()), why=why)


def synonyms() -> list[list[str]]:
    return [line.split(" = ") for line in (FOLDER / "synonyms.txt").read_text(encoding="utf-8").splitlines()]


@cache
def keys() -> dict[str, int]:
    """A number for each name. Ties between results may be broken by it, so it must not depend on the database."""
    return {name: key for key, name in enumerate(sorted({document.name for language in LANGUAGES for document in documents(language)}), 1)}


def load() -> None:
    """Writes the whole corpus and the synonyms into the index."""
    from anniversary.search import indexing
    from anniversary.search.models import Synonyms

    for terms in synonyms():
        Synonyms.objects.create(terms="\n".join(terms))
    indexing.put(
        indexing.Document(
            kind=document.kind, key=keys()[document.name], language=language, title=document.title, body=document.body,
            url=f"/{language}/{document.name}/", day=document.day, since=SINCE, until=None,
        )
        for language in LANGUAGES
        for document in documents(language)
    )  # fmt: skip


def ask(query: Query) -> Answer:
    """Reads page after page of the results, as a reader would, until the tenth."""
    from anniversary.search.finding import Asked, find

    names = {key: name for name, key in keys().items()}
    found: list[str] = []
    after = ""
    while len(found) < DEPTH:
        results = find(Asked(text=query.text, language=query.language, after=after))
        found += [names[hit.key] for hit in results.hits]
        after = results.after
        if not after:
            break
    return Answer(query, tuple(found[:DEPTH]))


def answers(language: str, name: str = "queries") -> list[Answer]:
    """The corpus must be loaded."""
    return [ask(query) for query in queries(language, name)]


def recall(given: list[Answer]) -> float:
    return mean(answer.recall for answer in given)


def mean_reciprocal_rank(given: list[Answer]) -> float:
    return mean(answer.reciprocal_rank for answer in given)


def misses(given: list[Answer]) -> str:
    """Each query whose answers are not all found or whose first result is none of them, with what was expected and what came."""
    lines = []
    for answer in given:
        if answer.recall < 1 or answer.reciprocal_rank < 1:
            lacking = [name for name in answer.query.relevant if name not in answer.found]
            lines += [
                f"  {visible(answer.query.text)}   ({answer.query.why})",
                f"      expected {' '.join(answer.query.relevant)}",
                f"      got      {' '.join(answer.found) or 'nothing'}" + (f"   lacking {' '.join(lacking)}" if lacking else ""),
            ]
    return "\n".join(lines)


def told(answer: Answer) -> str:
    """One answer as results.txt keeps it."""
    return " | ".join([answer.query.language, visible(answer.query.text), " ".join(answer.found)]).rstrip()


def stored() -> list[str]:
    """The results that every database must give, in the order of the queries; none if they were never written."""
    return RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []


def main() -> None:
    parser = argparse.ArgumentParser(description="Judges the search by the corpus in tests/search/judged.")
    parser.add_argument("--set", choices=SETS, default=SETS[0], help="the queries to judge by")
    parser.add_argument("--write", action="store_true", help="write judged/results.txt anew")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anniversary.settings")
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        load()
        asked = FILES if options.write else [(language, options.set) for language in LANGUAGES]
        given = {file: answers(*file) for file in asked}
    finally:
        teardown_databases(databases, verbosity=0)
    if options.write:
        RESULTS.write_text("".join(told(answer) + "\n" for file in FILES for answer in given[file]), encoding="utf-8")
    for language in LANGUAGES:
        shown = given[language, options.set]
        print(f"{language}: recall@{DEPTH} {recall(shown):.3f}, MRR {mean_reciprocal_rank(shown):.3f}, {len(shown)} queries")
        print(misses(shown))


if __name__ == "__main__":
    sys.exit(main())
