"""How a public address finds its record, its successor, or the news that it was taken down."""

from collections.abc import Callable
from operator import methodcaller
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404

from .models import OldAddress, PublishableQuerySet

Address = Callable[[Any], str]
OF_PAGE: Address = methodcaller("get_absolute_url")


class Gone(Exception):
    """The page was public once: answered with 410."""


class Moved(Exception):
    """The page has another address now: answered with 301 to `.url`, or with 302 where it may move back."""

    def __init__(self, url: str, *, for_good: bool = True) -> None:
        super().__init__(url)
        self.url, self.for_good = url, for_good


def find(queryset: "PublishableQuerySet", slug: str, address: Address = OF_PAGE) -> Any:
    """The published record of this slug. Otherwise raises Gone, Moved (to the record's page, or its `address` for what stands below that) or Http404."""
    if record := queryset.published().filter(slug=slug).first():
        return record
    model = queryset.model
    if model.objects.withdrawn().filter(slug=slug).exists():
        raise Gone
    follow(model.objects.published(), slug, address)
    if _old(model, slug).filter(object_id__in=model.objects.withdrawn().values("pk")).exists():
        raise Gone
    raise Http404


def _old(model: type[models.Model], slug: str) -> "models.QuerySet[OldAddress]":
    return OldAddress.objects.filter(content_type=ContentType.objects.get_for_model(model), slug=slug)


def follow(public: "models.QuerySet[Any]", slug: str, address: Address = OF_PAGE) -> None:
    """Raises Moved if the slug is an old one of a public record."""
    old = _old(public.model, slug).first()
    if old and (successor := public.filter(pk=old.object_id).first()):
        raise Moved(address(successor))


def find_referred(public: "models.QuerySet[Any]", slug: str) -> Any:
    """The record of this slug among those that are public because something published names them. Otherwise raises Moved or Http404."""
    if record := public.filter(slug=slug).first():
        return record
    follow(public, slug)
    raise Http404
