"""What every public page of a record has in common: which language its body is in, its blocks, its sources."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from content_editor.contents import contents_for_item
from content_editor.models import Region
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_datetime

from anniversary.covers.addresses import share_url
from anniversary.languages import text

from . import links
from .models import Publishable, Source
from .structured import absolute


@dataclass(frozen=True)
class Body:
    """A record's body as a page shows it."""

    blocks: list[Any]
    language: str
    fallback: bool  # not in the page's language: the page says so


def body_of(record: Publishable) -> Body:
    """The blocks in the page's language, or in the first language that has any. One query for each kind of block there is."""
    language = next((code for code in [text.current(), *text.codes()] if record.body_index.get(code)), text.current())
    wanted = set(record.body_index.get(language, []))
    plugins = [block for block in record.BLOCKS if block._meta.model_name in wanted]
    contents = contents_for_item(record, plugins, regions=[Region(key=language, title=language)]) if plugins else {language: []}
    shown = list(contents[language])
    links.fill(shown)
    return Body(shown, language, language != text.current())


def context_for(record: Publishable, request: HttpRequest) -> dict[str, Any]:
    """For the template of a record's page: record, body, sources, tags, and the languages to announce."""
    return {
        "record": record,
        "body": body_of(record),
        "sources": sources_of(record),
        "tags": list(record.tags.all()),
        "alternates": record.complete_languages(),
        "is_preview": not record.is_public,
        "share_image": share_image(record),
        "robots": "" if record.is_public else "noindex",
    }


def share_image(record: Publishable) -> str:
    """The full address of the picture that stands beside a shared link: the record's own, or the drawn one."""
    picture = record.cover.rendition("share") if record.cover_id and record.cover else None
    return absolute(picture.url if picture else share_url(record.cover_kind, record.slug))


def sources_of(record: models.Model) -> list[Source]:
    """A record's sources, each address once."""
    seen: dict[str, Source] = {}
    for source in record.sources.all():  # type: ignore[attr-defined]
        seen.setdefault(source.url or source.label, source)
    return list(seen.values())


@dataclass(frozen=True)
class Slice:
    """One page of a long list. `more` is the query string of the next, empty at the end."""

    rows: list[Any]
    more: str


def read_moment(stamp: str) -> datetime | None:
    """An aware moment out of an address; None if it is none. For `keyset`."""
    try:
        moment = parse_datetime(stamp)
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):  # the second: one that is outside the calendar in UTC
        return None


def read_day(stamp: str) -> date | None:
    """A day out of an address; None if it is none. For `keyset` over a field that has no hour."""
    try:
        return date.fromisoformat(stamp) if len(stamp) == 10 else None
    except ValueError:
        return None


def beyond(field: str, value: Any, key: Any, *, descending: bool = False) -> models.Q:
    """What comes after the record with this value and key, where records are ordered by the field and then by key."""
    step = "lt" if descending else "gt"
    # By the value alone too: an index finds that, but not one or the other.
    return models.Q(**{f"{field}__{step}e": value}) & (models.Q(**{f"{field}__{step}": value}) | models.Q(**{field: value, f"pk__{step}": key}))


def keyset(
    queryset: "models.QuerySet[Any]", request: HttpRequest, *, field: str, size: int = 24, descending: bool = False, read: Callable[[str], Any] = read_moment,
    then: "models.QuerySet[Any] | None" = None,
) -> Slice:  # fmt: skip
    """The page of a list that the address asks for (`?after=<moment>~<pk>`), ordered by `field` and key, without counting.

    `then`: what comes after the last of the queryset. One row more than is shown tells whether there is a next page. An `after` that is none
    raises Http404.
    """
    parts = [queryset, *([] if then is None else [then])]
    if after := request.GET.get("after"):
        stamp, _, key = after.rpartition("~")
        moment = read(stamp)
        if moment is None or not (key.isascii() and key.isdigit()) or len(key) > 18:
            raise Http404
        rest = beyond(field, moment, int(key), descending=descending)
        parts = [part.filter(rest) for part in parts]
    sign = "-" if descending else ""
    rows: list[Any] = []
    for part in parts:
        if len(rows) <= size:
            rows += part.order_by(f"{sign}{field}", f"{sign}pk")[: size + 1 - len(rows)]
    if len(rows) <= size:
        return Slice(rows, "")
    last: Any = rows[size - 1]
    value = functools.reduce(getattr, field.split("__"), last)
    kept = {name: request.GET[name] for name in request.GET if name != "after"}
    return Slice(rows[:size], urlencode(kept | {"after": f"{value.isoformat()}~{last.pk}"}))


def choice(request: HttpRequest, name: str, allowed: Iterable[str]) -> str:
    """The value of a filter in the address, empty if it is not there; Http404 if it is none of `allowed`."""
    value = request.GET.get(name, "")
    if value and value not in set(allowed):
        raise Http404
    return value
