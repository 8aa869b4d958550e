"""Writes the whole index anew, while the site goes on: entry for entry, each over what there was, in steps that may be interrupted."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from anniversary import clock
from anniversary.languages import shown

from . import analysis, indexing, registry, storing
from .models import Entry, Link, Rebuild

STEP = 200  # records in one transaction: for so long editors who save wait

Report = Callable[[Rebuild], None]


def wanted() -> bool:
    """Whether no index was ever built whole by the analyser, with the words and in the languages as they are now."""
    return not Rebuild.objects.filter(finished_at__isnull=False, **_by()).exists()


def _by() -> dict[str, Any]:
    """What an index is written by besides the content, as a Rebuild keeps it."""
    return {"version": analysis.VERSION, "fingerprint": fingerprint()}


def fingerprint() -> str:
    """Of the compiled catalogues, whose names of kinds and roles stand in texts, and of the languages, in one of which names are that another lacks.

    Not only of those names: which of the catalogues' words stand in texts, nobody knows but the features that put them there.
    """
    digest = hashlib.blake2b(" ".join(shown.codes()).encode(), digest_size=16)
    for path in sorted(found for base in settings.LOCALE_PATHS for found in Path(base).glob("*/LC_MESSAGES/django.mo")):
        digest.update(f"\0{path.parent.parent.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def total() -> int:
    """How many records there are to do."""
    return sum(kind.model._base_manager.count() for kind in registry.searched())


def run(*, afresh: bool = False, report: Report = lambda row: None) -> Rebuild:
    """Build it, from where an interrupted run was unless `afresh`; `report` is called after every step. Two runs at once share the work."""
    row = _begun(afresh)
    while row.finished_at is None:
        row = _step(row.pk) or _begun(False)  # somebody has begun it afresh meanwhile
        report(row)
    return row


def _begun(afresh: bool) -> Rebuild:
    with transaction.atomic():
        by = _by()
        unfinished = Rebuild.objects.select_for_update().filter(finished_at=None, **by).order_by("pk")
        if not afresh and (row := unfinished.last()):
            return row
        Rebuild.objects.filter(finished_at=None).delete()
        return Rebuild.objects.create(**by, started_at=clock.now())


def _step(pk: int) -> Rebuild | None:
    """The next records, and in the same transaction how far it is: killed at any moment, it loses one step. None if it is no longer wanted."""
    with transaction.atomic():
        row = Rebuild.objects.select_for_update().filter(pk=pk).first()
        if row and row.finished_at is None:
            _do(row)
            row.save()
    return row


def _do(row: Rebuild) -> None:
    names = [kind.name for kind in registry.searched()]
    if row.kind not in names:  # at the beginning, or of a feature that is no longer there
        row.kind, row.last_id = next(iter(names), ""), 0
    if names:
        kind = registry.named(row.kind)
        keys = list(kind.model._base_manager.filter(pk__gt=row.last_id).order_by("pk").values_list("pk", flat=True)[:STEP])
        if keys:
            indexing.write(row.kind, keys, force=True, spread=False)  # what names them is written in its own turn
            row.last_id, row.done = keys[-1], row.done + len(keys)
            return
        if after := names[names.index(row.kind) + 1 :]:
            row.kind, row.last_id = after[0], 0
            return
    sweep()
    row.finished_at = clock.now()
    Rebuild.objects.filter(pk__lt=row.pk).delete()


def sweep() -> None:
    """Take away what is left of records that are gone, and of kinds that are."""
    for kind in registry.searched():
        entries, links = storing.gone(kind)
        keys = {*entries.values_list("object_id", flat=True), *links.values_list("object_id", flat=True)}
        indexing.forget(kind.name, keys)
    names = registry.names()
    storing.remove(list(Entry.objects.exclude(kind__in=names).values_list("pk", flat=True)))
    Link.objects.exclude(kind__in=names).delete()
    if connection.vendor == "sqlite":
        words("optimize")


def words(command: str) -> Any:
    """One of FTS5's own commands. DatabaseError if it finds what it looks for."""
    with connection.cursor() as cursor:
        if command == "integrity-check":
            return cursor.execute("INSERT INTO search_fts(search_fts, rank) VALUES ('integrity-check', 1)")  # 1: against the table, not in itself alone
        return cursor.execute("INSERT INTO search_fts(search_fts) VALUES (%s)", [command])
