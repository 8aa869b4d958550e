"""What of articles and of the pages that stay is found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anniversary.languages import dates
from anniversary.publishing.searched import describe
from anniversary.search.describing import own, shown
from anniversary.search.fetching import fetched
from anniversary.search.registry import Described

from .models import Article, Page


def articles(keys: Sequence[int]) -> Iterable[Described]:
    """Articles. Of what they are about, the people stand in their text: they are public through the article, events and programmes are not."""
    records = fetched(Article, keys, "people", "corrections")
    return describe(
        records, _facts, prose=_corrections, day=lambda record: record.date, opens=lambda record: [("person", person.pk) for person in record.people.all()]
    )  # fmt: skip


def _corrections(record: Any, language: str) -> Iterator[str]:
    return (own(note, "text", language) for note in record.corrections.all())


def _facts(record: Any, language: str) -> Iterator[str]:
    yield dates.partial_with_era(record.date.isoformat(), language)
    yield own(record, "byline", language)
    yield own(record, "author_office", language)
    for person in record.people.all():
        yield shown(person, "name", language)
    yield str(record.get_type_display())


def pages(keys: Sequence[int]) -> Iterable[Described]:
    return describe(fetched(Page, keys))
