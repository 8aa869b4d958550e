"""Programmes for tests: published yesterday unless told otherwise."""

from datetime import timedelta
from typing import Any

from anniversary import clock
from anniversary.programmes.models import Programme


def programme(
    *,
    slug: str = "bridge-song",
    title_en: str = "Song of the bridge",
    summary_en: str = "A song.",
    kind: str = "song",
    status: str = "published",
    **fields: Any,
) -> Programme:
    if status in {"published", "withdrawn"}:
        fields.setdefault("publish_at", clock.now() - timedelta(days=1))
        fields.setdefault("first_published_at", fields["publish_at"])
    return Programme.objects.create(slug=slug, title_en=title_en, summary_en=summary_en, kind=kind, status=status, **fields)
