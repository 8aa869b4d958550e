"""What kinds of public records there are. Each feature registers its own in its apps.py; shared code never lists features."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record that has public pages.

    `public` gives the records that anybody may see; `page` makes the page of one, published or (for a preview) not;
    `title` is the translated field that names it; `in_sitemap` is off for kinds without a page of their own.
    """

    model: type[models.Model]
    label: StrOrPromise
    public: Callable[[], "models.QuerySet[Any]"]
    page: Callable[[HttpRequest, Any], HttpResponse] | None = None
    title: str = "title"
    in_sitemap: bool = True


_kinds: dict[type[models.Model], Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; registering the same model again replaces it."""
    _kinds[kind.model] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(model: type[models.Model]) -> Kind:
    """The kind of a model; KeyError if it was not registered."""
    return _kinds[model]
