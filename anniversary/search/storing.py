"""The rows of entries: what is shown of them, their words, and the words that mistyped ones are bettered by."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Q

from anniversary.languages.models import plain

from . import analysis, filing
from .models import UNDATED, Entry, Link, Spelling, Text
from .registry import Searched

BATCH = 500  # rows at once: databases take only so many values in one statement
CUT = 8  # letters of a word by which mistyped ones are found
LOCK = 0x7365_6172_6368  # any number that nobody else locks by
ADDRESS = 300  # characters that an entry has for it
SURROGATES = re.compile("[\ud800-\udfff]")  # what programs make of broken text, and no database takes

SHOWN = ("since", "until", "split", "day", "digest", "url", "title")
WORDS = ("body", "filed", "title_tokens", "title_words", "body_tokens")

T = TypeVar("T")


@dataclass(slots=True)
class Document:
    """A record in one language, as its entry says it."""

    kind: str
    key: int
    language: str
    title: str
    body: str
    url: str = ""
    day: date | None = None
    since: datetime | None = None
    until: datetime | None = None
    split: bool = False
    tags: frozenset[int] = frozenset()  # their keys

    def __post_init__(self) -> None:
        self.title, self.body = storable(self.title), storable(self.body)
        if len(self.url) > ADDRESS:  # one that is signed by a store of files, for example: no reason to refuse the record
            self.url = ""

    @property
    def digest(self) -> str:
        """Of all that is written but the span: the same as long as nothing has changed, neither here nor in the analyser."""
        said = "\0".join((str(analysis.VERSION), self.title, self.body, self.url, self.filed, str(self.day or UNDATED)))
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()

    @property
    def filed(self) -> str:
        return filing.tokens(self.language, self.kind, self.day.year if self.day else None, self.tags)


def storable(text: str) -> str:
    """The text without what databases refuse: a document's text comes from others' programs."""
    return SURROGATES.sub("", plain(text))


def batched(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def lock() -> None:
    """Wait until nobody else writes the index, then keep it to this transaction. SQLite's transactions do so by themselves.

    One lock for all: whoever describes a record after it has been given sees all that was written before by others. Taken last, when all else
    of the transaction is done, it cannot meet another lock crosswise.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def put_entries(documents: Sequence[Document], digests: Sequence[str]) -> list[Entry]:
    """Write the documents' entries, new or over those that there are; their texts are left alone."""
    rows = [
        Entry(
            kind=one.kind, object_id=one.key, language=one.language, since=one.since, until=one.until, split=one.split, day=one.day or UNDATED,
            digest=digest, url=one.url, title=one.title,
        )
        for one, digest in zip(documents, digests, strict=True)
    ]  # fmt: skip
    return Entry.objects.bulk_create(rows, update_conflicts=True, unique_fields=["kind", "object_id", "language"], update_fields=SHOWN)


def put_texts(documents: Sequence[Document], entries: Sequence[Entry]) -> None:
    """Write the words of these entries, and remember those that are new."""
    rows: list[Text] = []
    words: set[str] = set()
    for one, entry in zip(documents, entries, strict=True):  # all of a text at once: it is normalised once
        title = {"title_tokens": " ".join(analysis.tokens(one.title)), "title_words": " ".join(analysis.title_words(one.title))}
        words |= analysis.plain_words(one.title)
        rows.append(Text(entry_id=entry.pk, filed=one.filed, body=one.body, body_tokens=" ".join(analysis.tokens(one.body)), **title))
        words |= analysis.plain_words(one.body)
    analysis.folded_once.cache_clear()
    Text.objects.bulk_create(rows, update_conflicts=True, unique_fields=["entry"], update_fields=WORDS)
    remember(words)


def remember(words: Collection[str]) -> None:
    """Have mistyped words found by these from now on."""
    for batch in batched(words):
        # By the variants alone, and compared here: by both, a database would look for each of them with every word.
        known = set(Spelling.objects.filter(variant__in={word[:CUT] for word in batch}).values_list("word", flat=True))
        rows = [Spelling(variant=variant, word=word) for word in batch if word not in known for variant in variants(word)]
        Spelling.objects.bulk_create(rows, ignore_conflicts=True)


def variants(word: str) -> set[str]:
    """The first letters of a word, whole and without each one of them: two words that share a variant are nearly the same."""
    cut = word[:CUT]
    return {cut, *(cut[:place] + cut[place + 1 :] for place in range(len(cut)))}


def remove(entries: Collection[int]) -> None:
    """Take away entries, by their keys, and their words with them."""
    for batch in batched(entries):
        Text.objects.filter(entry__in=batch).delete()
        Entry.objects.filter(pk__in=batch).delete()


def gone(kind: Searched) -> tuple[Any, Any]:
    """(entries, links) of records of the kind that are no longer there."""
    there = Q(object_id__in=kind.model._base_manager.order_by().values("pk"))
    return Entry.objects.filter(~there, kind=kind.name), Link.objects.filter(~there, kind=kind.name)
