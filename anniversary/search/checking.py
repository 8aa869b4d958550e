"""Holds the index against the content, record by record."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction

from anniversary import clock

from . import indexing, linking, rebuilding, registry, storing
from .models import Check, Entry, Link
from .registry import Described, Searched
from .storing import Document

MISSING, STALE, LEFT_OVER, SPAN, LINKS, WORDS = "missing", "stale", "left over", "wrong span", "wrong links", "the database's index of words is damaged"


@dataclass(frozen=True)
class Finding:
    """What is wrong with an entry, or (without a language) with a record's links; without a kind, with the whole."""

    problem: str
    kind: str = ""
    key: int = 0
    language: str = ""
    title: str = ""

    def __str__(self) -> str:
        if not self.kind:
            return self.problem
        language = f" ({self.language})" if self.language else ""
        return f"{self.kind} {self.key}{language} “{self.title}”: {self.problem}"


def look(*, mend: bool = False, report: Callable[[int], None] = lambda done: None) -> list[Finding]:
    """All that is wrong, and kept as the newest Check. `mend` writes it as it should be. `report` is called with how many records were looked at."""
    check = Check.objects.create(due_at=clock.now())
    return run(check, mend=mend, report=report)


def run(check: Check, *, mend: bool = False, report: Callable[[int], None] = lambda done: None) -> list[Finding]:
    """`look`, for a check that was asked for."""
    found: list[Finding] = []
    done = 0
    for kind in registry.searched():
        for keys in storing.batched(_keys(kind), rebuilding.STEP):
            with transaction.atomic():
                storing.lock()  # a save between two questions would look like a mistake
                wrong = list(_compared(kind, keys))
                if mend and wrong:
                    indexing.write(kind.name, {finding.key for finding in wrong}, force=True)
            found += wrong
            report(done := done + len(keys))
    found += _unknown(mend) + _words(mend)
    check.finished_at, check.findings = clock.now(), 0 if mend else len(found)
    check.save()
    Check.objects.filter(pk__lt=check.pk).delete()
    return found


def _keys(kind: Searched) -> list[int]:
    """Of the records that there are, and of those that have left something behind."""
    there = set(kind.model._base_manager.order_by().values_list("pk", flat=True))
    for left in storing.gone(kind):
        there |= set(left.values_list("object_id", flat=True))
    return sorted(there)


def _compared(kind: Searched, keys: list[int]) -> Iterator[Finding]:
    described = {one.key: one for one in kind.describe(keys)}
    documents = {(one.key, one.language): one for one in indexing.as_documents(kind, described)}
    entries = {(row.object_id, row.language): row for row in Entry.objects.filter(kind=kind.name, object_id__in=keys).select_related("text")}
    for place in sorted(documents.keys() | entries.keys()):
        if problem := _problem(documents.get(place), entries.get(place)):
            yield Finding(problem, kind.name, *place, title=(documents.get(place) or entries[place]).title)
    titles = {key: one.title for (key, _language), one in reversed(documents.items())}  # in the first language that it has one in
    yield from (Finding(LINKS, kind.name, key, title=titles.get(key, "")) for key in _with_wrong_links(kind.name, keys, described))


def _problem(document: Document | None, entry: Any) -> str:
    if document is None:
        return LEFT_OVER
    if entry is None or not hasattr(entry, "text"):
        return MISSING
    if (entry.digest, entry.title, entry.text.body) != (document.digest, document.title, document.body):
        return STALE
    return "" if (entry.since, entry.until, entry.split) == (document.since, document.until, document.split) else SPAN


def _with_wrong_links(name: str, keys: list[int], described: dict[int, Described]) -> Iterable[int]:
    here: dict[int, dict[Any, Any]] = {key: {} for key in keys}
    for link in Link.objects.filter(kind=name, object_id__in=keys):
        here[link.object_id][link.target_kind, link.target_id] = (link.opens, link.since, link.until)
    return [key for key in keys if here[key] != (linking.wanted(described[key]) if key in described else {})]


def _unknown(mend: bool) -> list[Finding]:
    """Entries of kinds that nobody registers."""
    rows = list(Entry.objects.exclude(kind__in=registry.names()).order_by("kind", "object_id", "language"))
    if mend:
        storing.remove([row.pk for row in rows])
    return [Finding(LEFT_OVER, row.kind, row.object_id, row.language, row.title) for row in rows]


def _words(mend: bool) -> list[Finding]:
    """SQLite's index on the words is made by triggers; PostgreSQL's is a part of the row."""
    if connection.vendor != "sqlite":
        return []
    try:
        with transaction.atomic():
            rebuilding.words("integrity-check")
    except DatabaseError:
        if mend:
            with transaction.atomic():
                rebuilding.words("rebuild")
        return [Finding(WORDS)]
    return []
