"""The sitemap: every public page of every registered kind, in the languages that it exists in, and the lists."""

from datetime import datetime
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anniversary.competition.outcome.deciding import announced_slugs
from anniversary.languages import text
from anniversary.publishing.registry import Kind, kinds
from anniversary.publishing.tagging import public_tags

# No months, no days, no filters: they show in other ways what is named here once.
LISTS = [
    "home", "events:list", "events:map", "programmes:list", "competition:list", "history:timeline", "history:figures", "articles:list",
    "directory:people", "directory:organisations", "tags",
]  # fmt: skip


class _Site:
    """What Django's sitemap needs to know of the site: its host, which is SITE_URL's whatever the request says."""

    @property
    def domain(self) -> str:
        return urlsplit(settings.SITE_URL).netloc


class _Base(Sitemap[Any]):
    i18n = alternates = x_default = True

    @property
    def languages(self) -> list[str]:  # type: ignore[override]
        return text.codes()

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> Any:
        return super().get_urls(page, cast(Any, _Site()), urlsplit(settings.SITE_URL).scheme)


class Lists(_Base):
    def items(self) -> list[str]:
        return LISTS

    def location(self, item: str) -> str:
        return reverse(item)


class Records(_Base):
    """The pages of one kind; `lastmod` is when the record itself was last changed, or when its time to be public came."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def items(self) -> "QuerySet[Any]":
        return self.kind.public().order_by("pk")

    def get_languages_for_item(self, item: Any) -> list[str]:
        language, on = text.pick(item, self.kind.title)[1], text.codes()
        return item.complete_languages() or [language if language in on else on[0]]

    def lastmod(self, item: Any) -> datetime:
        return max(item.updated_at, getattr(item, "publish_at", None) or item.updated_at)


class Tags(_Base):
    """The pages of tags, which have no date of change of their own."""

    def items(self) -> "QuerySet[Any]":
        return public_tags().order_by("pk")


class Results(_Base):
    """What stands below the page of a competition whose result is announced."""

    def items(self) -> list[tuple[str, str]]:
        return [(name, slug) for slug in announced_slugs() for name in ("outcome:results", "outcome:protocol", "outcome:gallery")]

    def location(self, item: tuple[str, str]) -> str:
        return reverse(item[0], args=[item[1]])


def sections() -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    """The site's sections, asked for anew: features register as the site starts."""
    records: dict[str, Any] = {kind.model._meta.label_lower: Records(kind) for kind in kinds() if kind.in_sitemap}
    return {"lists": Lists(), **records, "results": Results(), "tags": Tags()}


def view(request: HttpRequest) -> HttpResponseBase:
    return partial(sitemap, sitemaps=sections())(request)
