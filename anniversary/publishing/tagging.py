"""Which tags are public: those under which there is something published."""

from typing import Any

from django.db.models import Q, QuerySet

from anniversary.library.models import Tag, TaggedItem

from .models import Publishable
from .registry import Kind, kinds


def tagged_kinds() -> list[Kind]:
    """The kinds whose records stand on a tag's page."""
    return [kind for kind in kinds() if issubclass(kind.model, Publishable)]


def tagged(kind: Kind) -> "QuerySet[Any]":
    """The tag relations of a kind's public records."""
    meta = kind.model._meta
    return TaggedItem.objects.filter(content_type__app_label=meta.app_label, content_type__model=meta.model_name, object_id__in=kind.public().values("pk"))


def public_tags() -> "QuerySet[Tag]":
    """The tags that have a page."""
    used = Q(pk__in=[])
    for kind in tagged_kinds():
        used |= Q(pk__in=tagged(kind).values("tag"))
    return Tag.objects.filter(used)
