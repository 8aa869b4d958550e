"""What several kinds of records are told with: pictures, tags, places, the names of other records."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.db.models import Model

from anniversary.covers.addresses import share_url
from anniversary.covers.share import SHARE_HEIGHT, SHARE_WIDTH
from anniversary.directory.models import Referred
from anniversary.languages.names import ReadingField
from anniversary.library.models import Image
from anniversary.publishing.models import Publishable
from anniversary.publishing.structured import absolute
from events.models import Venue

from . import shapes
from .texts import Wording


def about(record: Any, name: str, wording: Wording, *fields: str) -> dict[str, Any]:
    """Id, addresses and these texts of a record; `name` is the kind's in addresses."""
    return {"id": record.uuid, "api": api(name, record.uuid), "url": wording.page(record.get_absolute_url())} | wording.of(record, *fields)


def reading(record: Referred, wording: Wording) -> str | None:
    """It belongs to the Japanese name, and is told where Japanese is."""
    return record.reading or None if ReadingField.language in wording.codes else None


def api(name: str, key: Any) -> str:
    return absolute(f"/api/{name}/{quote(str(key), safe='@')}/")  # a date that was imported has its UID from elsewhere


def times(record: Publishable) -> dict[str, Any]:
    """Since when a record is public, and when it was changed last: one scheduled long ago is new on its day."""
    return {"published": record.publish_at, "modified": max(record.updated_at, record.publish_at or record.updated_at)}


def moment(at: datetime | None, tz: str) -> shapes.Moment | None:
    return shapes.Moment(utc=at.astimezone(UTC), local=at.astimezone(ZoneInfo(tz))) if at else None


def cover(record: Publishable, wording: Wording) -> shapes.Picture:
    """The record's picture, or the one that the site draws for it."""
    if found := picture(record.cover, wording):
        return found
    drawn = absolute(share_url(record.cover_kind, record.slug))
    return shapes.Picture(url=drawn, width=SHARE_WIDTH, height=SHARE_HEIGHT, alt=None, credit=None, fallback={} if wording.language else None, drawn=True)


def picture(image: Image | None, wording: Wording) -> shapes.Picture | None:
    made = image.rendition("share") if image else None
    if made is None:
        return None
    return shapes.Picture(url=absolute(made.url), width=made.width, height=made.height, drawn=False, **wording.of(image, "alt", "credit"))


def named(records: Iterable[Any], name: str, wording: Wording) -> list[shapes.Named]:
    return [shapes.Named(**about(record, name, wording, "title")) for record in records]


def partners(records: Iterable[Any], wording: Wording) -> list[shapes.Partner]:
    return [shapes.Partner(**about(record, "organisations", wording, "name")) for record in records]


def tags(record: Any, wording: Wording) -> list[shapes.Tag]:
    """From prefetched tags."""
    return [shapes.Tag(slug=tag.slug, **wording.tag(tag)) for tag in record.tags.all()]


def category(record: Model, wording: Wording) -> shapes.Category:
    """A category or a series."""
    found = wording.of(record, "name")
    found["name"] = found["name"] or (record.slug if wording.language else {wording.codes[0]: record.slug})  # type: ignore[attr-defined]
    return shapes.Category(slug=record.slug, **found)  # type: ignore[attr-defined]


def where(venue: Venue) -> dict[str, Any]:
    point = None if venue.lat is None or venue.lon is None else shapes.Geo(lat=float(venue.lat), lon=float(venue.lon))
    return {"country": venue.country or None, "geo": point, "tz": venue.tz}
