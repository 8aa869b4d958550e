"""Documents for tests of the search, written to the index as they are: no record, no feature."""

from datetime import UTC, date, datetime

from anniversary.search import indexing, registry
from anniversary.search.models import Entry, Link
from anniversary.search.registry import Searched

NOW = datetime(2023, 5, 1, tzinfo=UTC)
PAST, FUTURE = datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 12, 1, tzinfo=UTC)
LISTED, UNLISTED = {"event": "Events", "article": "Articles", "person": "People"}, {"tag": "Tags", "image": "Images"}


def register() -> None:
    """Make these the only kinds that there are."""
    registry._by_name.clear()
    for name, label in (LISTED | UNLISTED).items():
        registry._by_name[name] = Searched(name=name, label=label, model=Entry, describe=lambda keys: [], listed=name in LISTED)


def put(
    key: int, title: str, body: str = "", *, kind: str = "event", language: str = "en", day: date | None = None, since: datetime | None = PAST,
    until: datetime | None = None, tags: tuple[int, ...] = (),
) -> None:  # fmt: skip
    """A document that readers may see, unless `since` is None or to come, or `until` over."""
    url = f"/{language}/{kind}/{key}/"
    tagged = frozenset(tags)
    indexing.put([indexing.Document(kind=kind, key=key, language=language, title=title, body=body, url=url, day=day, since=since, until=until, tags=tagged)])
    Link.objects.bulk_create([Link(kind=kind, object_id=key, target_kind="tag", target_id=tag) for tag in tags])


def hidden(key: int, title: str, body: str = "", **more: object) -> None:
    """The same text as a draft, scheduled, and withdrawn: three documents, from `key` on."""
    put(key, title, body, since=None, **more)  # type: ignore[arg-type]
    put(key + 1, title, body, since=FUTURE, **more)  # type: ignore[arg-type]
    put(key + 2, title, body, since=PAST, until=datetime(2023, 4, 1, tzinfo=UTC), **more)  # type: ignore[arg-type]
