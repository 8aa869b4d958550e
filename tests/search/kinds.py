"""A few kinds of our own, so that what the index does is seen apart from what the features say of their records."""

from collections.abc import Iterable, Sequence
from typing import Any

from anniversary.articles.models import Article, ArticleRichText, CorrectionNote
from anniversary.directory.models import Person
from anniversary.library.models import Tag
from anniversary.publishing.models import Status
from anniversary.search import registry
from anniversary.search.registry import Described, Part, Searched
from events.models import Event, Occurrence

LANGUAGES = ("en", "ja", "km")


def _articles(keys: Sequence[int]) -> Iterable[Described]:
    found = {record.pk: record for record in Article._base_manager.filter(pk__in=keys).prefetch_related("people", "tags", "corrections")}
    bodies: dict[tuple[int, str], list[str]] = {}
    for block in ArticleRichText._base_manager.filter(parent__in=keys).order_by("ordering", "pk"):
        bodies.setdefault((block.parent_id, block.region), []).append(block.text)
    return [_article(record, bodies) for record in found.values()]


def _article(record: Any, bodies: dict[tuple[int, str], list[str]]) -> Described:
    shown = record.status == Status.PUBLISHED and not record.copy_of_id
    named = [*record.people.all(), *record.tags.all()]
    one = Described(
        key=record.pk, texts={}, day=record.date, span=(record.publish_at, record.unpublish_at) if shown else None,
        opens={("person", person.pk) for person in record.people.all()}, names={("tag", tag.pk) for tag in record.tags.all()},
    )  # fmt: skip
    for code in LANGUAGES:
        others = [getattr(other, f"name_{code}", None) or getattr(other, f"label_{code}", None) or "" for other in named]
        notes = [getattr(note, f"text_{code}") or "" for note in record.corrections.all()]
        one.texts[code] = (getattr(record, f"title_{code}") or "", " ".join([*bodies.get((record.pk, code), []), *notes, *others]).strip())
        one.urls[code] = f"/{code}/articles/{record.slug}/"
    return one


def _people(keys: Sequence[int]) -> Iterable[Described]:
    for person in Person._base_manager.filter(pk__in=keys):
        texts = {code: (getattr(person, f"name_{code}") or "", getattr(person, f"bio_{code}") or "") for code in LANGUAGES}
        yield Described(key=person.pk, texts=texts, urls={code: f"/{code}/people/{person.slug}/" for code in LANGUAGES})


def _tags(keys: Sequence[int]) -> Iterable[Described]:
    for tag in Tag._base_manager.filter(pk__in=keys):
        yield Described(key=tag.pk, texts={code: (getattr(tag, f"label_{code}") or "", "") for code in LANGUAGES})


def _events(keys: Sequence[int]) -> Iterable[Described]:
    """By their days and zones alone."""
    for event in Event._base_manager.filter(pk__in=keys).prefetch_related("occurrences"):
        days = " ".join(f"{row.first_day} {row.tz}" for row in event.occurrences.all())
        yield Described(key=event.pk, texts={"en": (event.title_en, days)})


ARTICLE = Searched(
    name="article", label="Articles", model=Article, describe=_articles, relations=["people", "tags"],
    parts=[Part(ArticleRichText, lambda row: [row.parent_id]), Part(CorrectionNote, lambda row: [row.article_id])],
)  # fmt: skip
PERSON = Searched(name="person", label="People", model=Person, describe=_people, through_others=True)
TAG = Searched(name="tag", label="Tags", model=Tag, describe=_tags, listed=False)
EVENT = Searched(name="event", label="Events", model=Event, describe=_events, parts=[Part(Occurrence, lambda row: [row.event_id])])


def register() -> None:
    """Make these the only kinds that there are."""
    registry._by_name.clear()
    for kind in (ARTICLE, PERSON, TAG, EVENT):
        registry.register(kind)
