"""Articles: news, reports of messages, opinions, stories. The text itself is on their pages."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import create_model

from anniversary.articles.models import Article
from anniversary.programmes.models import Programme
from anniversary.publishing.pages import read_day
from events.models import Event

from . import asking, changes, parts, shapes
from .asking import Asked
from .cursors import Order
from .texts import Wording
from .thing import Thing
from .withdrawn import ended

Query: Any = create_model("OfArticles", __base__=asking.Paging, type=asking.one_of(Article.Type.values))


def show(article: Article, wording: Wording) -> shapes.Article:
    return shapes.Article(
        **parts.about(article, "articles", wording, "title", "summary", "byline", "author_office"),
        type=article.type,
        date=article.date,
        events=parts.named(article.events.all(), "events", wording),
        programmes=parts.named(article.programmes.all(), "programmes", wording),
        tags=parts.tags(article, wording),
        image=parts.cover(article, wording),
        **parts.times(article),
    )


def whole(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    events, programmes = Prefetch("events", Event.objects.published()), Prefetch("programmes", Programme.objects.published())
    return rows.select_related("cover").prefetch_related(events, programmes, "tags")


def narrow(rows: "QuerySet[Any]", asked: Asked) -> "QuerySet[Any]":
    return rows.filter(type=asked.given.type) if asked.given.type else rows


def changed(since: datetime) -> Q:
    """Itself, or an event or a programme that it is about."""
    events, programmes = (model.objects.filter(changes.named(since)).values("articles") for model in (Event, Programme))
    return changes.itself(since) | Q(pk__in=events) | Q(pk__in=programmes)


THING = Thing(
    name="articles", one="article", label=_("Articles"), about=_("News, reports of messages, opinions and stories, the newest first."), model=Article,
    shape=shapes.Article, public=lambda: Article.objects.published(), whole=whole, show=show, changed=changed, ends=lambda: [ended(Article)],
    order=Order("date", descending=True, read=read_day), query=Query, narrow=narrow,
)  # fmt: skip
