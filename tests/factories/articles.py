"""Articles and pages for tests: published on 1 January 2023 unless told otherwise, with a body where `body_en` (or _ja, _km) is given."""

from datetime import UTC, date, datetime
from typing import Any

from anniversary.articles.models import Article, ArticleRelatedBlock, ArticleRichText, Page, PageRichText
from anniversary.publishing.models import Status

PUBLISHED_AT = datetime(2023, 1, 1, 9, tzinfo=UTC)


def article(
    *, title_en: str = "Two ceremonies", summary_en: str = "Both capitals opened the year.", day: date = date(2023, 1, 10), public: bool = True,
    events: Any = (), programmes: Any = (), people: Any = (), tags: Any = (), **fields: Any,
) -> Article:  # fmt: skip
    bodies, fields = _bodies(fields)
    made = Article.objects.create(title_en=title_en, summary_en=summary_en, date=day, **_published(public) | fields)
    made.events.set(events)
    made.programmes.set(programmes)
    made.people.set(people)
    made.tags.set(tags)
    return _with_bodies(made, ArticleRichText, bodies)


def page(*, title_en: str = "About this site", summary_en: str = "What it is.", public: bool = True, **fields: Any) -> Page:
    bodies, fields = _bodies(fields)
    made = Page.objects.create(title_en=title_en, summary_en=summary_en, **_published(public) | fields)
    return _with_bodies(made, PageRichText, bodies)


def related_block(*, parent: Article, region: str = "en", heading: str = "Read on", **records: Any) -> ArticleRelatedBlock:
    """records: articles, events, programmes, people."""
    made = ArticleRelatedBlock.objects.create(parent=parent, region=region, ordering=20, heading=heading)
    for name, found in records.items():
        getattr(made, name).set(found)
    parent.refresh_body_index()
    return made


def _published(public: bool) -> dict[str, Any]:
    return {"status": Status.PUBLISHED, "publish_at": PUBLISHED_AT, "first_published_at": PUBLISHED_AT} if public else {}


def _bodies(fields: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    bodies = {name.removeprefix("body_"): value for name, value in fields.items() if name.startswith("body_")}
    return bodies, {name: value for name, value in fields.items() if not name.startswith("body_")}


def _with_bodies(made: Any, block: Any, bodies: dict[str, str]) -> Any:
    for region, html in bodies.items():
        block.objects.create(parent=made, region=region, ordering=10, text=html)
    made.refresh_body_index()
    return made
