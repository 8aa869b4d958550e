"""Programmes: what runs longer than an event."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import create_model

from anniversary.directory.models import Organisation
from anniversary.programmes.models import Programme
from anniversary.publishing.structured import absolute

from . import asking, changes, parts, shapes
from .asking import Asked
from .texts import Wording
from .thing import Thing
from .withdrawn import ended

Query: Any = create_model("OfProgrammes", __base__=asking.Paging, kind=asking.one_of(Programme.Kind.values))


def show(programme: Programme, wording: Wording) -> shapes.Programme:
    return shapes.Programme(
        **parts.about(programme, "programmes", wording, "title", "summary", "places"),
        kind=programme.kind,
        start=programme.start or None,
        end=programme.end or None,
        partners=parts.partners(programme.partners.all(), wording),
        events=absolute(f"/api/events/?{urlencode({'programme': programme.slug})}"),
        tags=parts.tags(programme, wording),
        image=parts.cover(programme, wording),
        **parts.times(programme),
    )


def narrow(rows: "QuerySet[Any]", asked: Asked) -> "QuerySet[Any]":
    return rows.filter(kind=asked.given.kind) if asked.given.kind else rows


def changed(since: datetime) -> Q:
    """Itself or a partner."""
    return changes.itself(since) | Q(pk__in=Organisation.objects.filter(updated_at__gte=since).values("programmes"))


THING = Thing(
    name="programmes", one="programme", label=_("Programmes"), about=_("What runs longer than an event, with partners and events of its own."),
    model=Programme, shape=shapes.Programme, public=lambda: Programme.objects.published(),
    whole=lambda rows: rows.select_related("cover").prefetch_related("partners", "tags"), show=show, changed=changed, ends=lambda: [ended(Programme)],
    query=Query, narrow=narrow,
)  # fmt: skip
