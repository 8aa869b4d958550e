"""Writes the index, in the transaction of what has changed: both are there afterwards, or neither."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from . import linking, registry, storing
from .linking import Opened, Target
from .models import Entry
from .registry import TAG, Described, Searched
from .storing import Document as Document  # what callers of `put` give

COLLECTED = "search_touched"  # on the connection, which belongs to one thread as its transaction does

Touched = dict[str, set[int]]


# --- what has changed -------------------------------------------------------------------------------------------------
@contextmanager
def together() -> Iterator[None]:
    """One transaction, at the end of which the index is written for all that was touched within: once for each record.

    Within another one it is a part of that: its own failure takes back its own rows, and the outer one writes. For whatever saves
    several rows, and for whatever writes rows past `save` of records that it touches.
    """
    connection: Any = transaction.get_connection()
    if getattr(connection, COLLECTED, None) is not None:
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        touched: Touched = defaultdict(set)
        setattr(connection, COLLECTED, touched)
        try:
            yield
        finally:
            setattr(connection, COLLECTED, None)
        if not connection.needs_rollback:
            _settle(touched)


def touch(name: str, keys: Iterable[int | None]) -> None:
    """Have the entries of these records written, new, changed or gone: at once, or with all others at the end of `together`."""
    found = {key for key in keys if key}
    collected = getattr(transaction.get_connection(), COLLECTED, None)
    if collected is not None:
        collected[name] |= found
    elif found:
        write(name, found)


# --- writing it -------------------------------------------------------------------------------------------------------
def write(name: str, keys: Iterable[int], force: bool = False, spread: bool = True) -> None:
    """Make the entries of these records say what the records say.

    `force` writes the words of all of them, also where nothing has changed. `spread`: whatever names a record that has another title now is
    written too; that costs as much as saving each of those would.
    """
    with transaction.atomic(savepoint=False):
        _settle({name: set(keys)}, force=force, spread=spread)


def forget(name: str, keys: Iterable[int]) -> None:
    """Take these records out of the index, whether they are still there or not."""
    with transaction.atomic(savepoint=False):
        _settle({name: set(keys)}, gone=True)


def put(documents: Iterable[Document]) -> None:
    """Write documents as they are given, whatever is registered: no links, nothing compared. One transaction a batch."""
    for batch in storing.batched(documents):
        with transaction.atomic(savepoint=False):
            storing.lock()
            storing.put_texts(batch, storing.put_entries(batch, [one.digest for one in batch]))


def _settle(touched: Touched, *, force: bool = False, spread: bool = True, gone: bool = False) -> None:
    """Write these records, then those that name them where that is called for, then when others are public through all of these."""
    storing.lock()
    done: set[Target] = set()
    opened: set[Target] = set()
    while touched:
        names: set[Target] = set()
        for name in sorted(touched.keys() & registry.names()):
            kind = registry.named(name)
            for batch in storing.batched(sorted(touched[name])):
                told, targets = _write(kind, batch, {} if gone else {one.key: one for one in kind.describe(batch)}, force)
                done |= {(name, key) for key in batch}
                opened |= targets
                names |= linking.naming(name, told) if spread else set()
        touched, gone = _by_kind(names - done), False
    for name, keys in _by_kind(opened).items():
        if name in registry.names() and registry.named(name).through_others:
            linking.refresh(name, keys)


def _by_kind(targets: Iterable[Target]) -> Touched:
    found: Touched = defaultdict(set)
    for name, key in targets:
        found[name].add(key)
    return found


def _write(kind: Searched, keys: Collection[int], described: dict[int, Described], force: bool) -> tuple[set[int], set[Target]]:
    """The keys of those whose names in others' texts are different now, and the records that are opened otherwise."""
    before = {(row.object_id, row.language): row for row in Entry.objects.filter(kind=kind.name, object_id__in=keys)}
    documents = {(one.key, one.language): one for one in as_documents(kind, described)}
    digests = {place: one.digest for place, one in documents.items()}
    new_words = [place for place in documents if force or place not in before or before[place].digest != digests[place]]
    new_spans = [place for place in documents.keys() & before.keys() - set(new_words) if not _same_span(before[place], documents[place])]
    storing.remove([row.pk for place, row in before.items() if place not in documents])
    changed = new_words + new_spans
    entries = storing.put_entries([documents[place] for place in changed], [digests[place] for place in changed])
    storing.put_texts([documents[place] for place in new_words], entries[: len(new_words)])
    told = {
        place[0]
        for place in documents.keys() | before.keys()
        if _name(before.get(place), listed=kind.listed) != _name(documents.get(place), listed=kind.listed)
    }
    return told, linking.put(kind.name, keys, described)


def as_documents(kind: Searched, described: dict[int, Described]) -> list[Document]:
    """What the entries of these records are to say; a language without a title has none."""
    through = linking.opened(kind.name, described) if kind.through_others else {}
    found = []
    for key, one in described.items():
        span = through[key] if kind.through_others else Opened(*(one.span or ()))
        tags = frozenset(target for name, target in one.names | one.opens if name == TAG)
        for language, (title, body) in one.texts.items():
            document = Document(kind.name, key, language, title, body, one.urls.get(language, ""), one.day, *span, tags=tags)
            if document.title.strip():
                found.append(document)
    return found


def _same_span(row: Entry, document: Document) -> bool:
    return (row.since, row.until, row.split) == (document.since, document.until, document.split)


def _name(one: Entry | Document | None, *, listed: bool) -> str:
    """What stands of it in the texts of others: its title, and of what has no page of its own, such as a picture, all that it says."""
    return "" if one is None else one.title if listed else one.digest
