"""The newest articles as an Atom feed (RFC 4287), one a language."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary import clock
from anniversary.languages import text
from anniversary.occasion.models import Anniversary
from anniversary.publishing.structured import absolute

from .models import Article

ENTRIES = 30


class _Atom(Atom1Feed):
    """Marks entries that are in another language than the feed; an empty feed is as old as the site's clock says."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["lang"]} if item["lang"] != self.feed["language"] else {}

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else clock.now()


class ArticleFeed(Feed):
    """Every address in it begins with SITE_URL, so that no request's Host header can put another site's in."""

    feed_type = _Atom

    def title(self) -> str:
        return f"{text.pick(Anniversary.current(), 'name')[0]} – {_('Articles')}"

    def subtitle(self) -> str:
        return text.pick(Anniversary.current(), "tagline")[0]

    def author_name(self) -> str:
        return text.pick(Anniversary.current(), "publisher")[0]

    def link(self) -> str:
        return absolute(reverse("articles:list"))

    def feed_url(self) -> str:
        return absolute(reverse("articles:feed"))

    feed_guid = feed_url

    def items(self) -> list[Article]:
        # The plugin of mypy does not know taggit's manager.
        return list(Article.objects.published().prefetch_related("tags").order_by("-date", "-pk")[:ENTRIES])  # type: ignore[misc]

    def item_title(self, item: Article) -> str:  # type: ignore[override]
        return text.pick(item, "title")[0]

    def item_description(self, item: Article) -> str:  # type: ignore[override]
        return escape(text.pick(item, "summary")[0])  # Atom's summary is HTML

    def item_link(self, item: Article) -> str:  # type: ignore[override]
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Article) -> str:  # type: ignore[override]
        return item.uuid.urn

    def item_author_name(self, item: Article) -> str | None:
        return text.pick(item, "byline")[0] or None

    def item_pubdate(self, item: Article) -> datetime:
        return clock.parse(item.date.isoformat())

    def item_updateddate(self, item: Article) -> datetime:
        """When readers could first see what they see now: one scheduled long ago is new on its day."""
        return max(item.updated_at, item.publish_at) if item.publish_at else item.updated_at

    def item_categories(self, item: Article) -> list[str]:
        return [item.get_type_display(), *(tag.text for tag in item.tags.all())]

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        return {"lang": text.pick(item, "title")[1]}


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    response = ArticleFeed()(request)
    # The newest entry's time goes backward when an article is withdrawn; a reader that asks by it would keep the article.
    del response["Last-Modified"]
    return response
