"""Venues: public while a published event is held there."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.models import Occurrence, Venue

from . import parts, shapes
from .texts import Wording
from .thing import Thing
from .withdrawn import ended_dates


def show(venue: Venue, wording: Wording) -> shapes.Venue:
    texts = parts.about(venue, "venues", wording, "name", "address", "locality", "directions", "access")
    return shapes.Venue(**texts, **parts.where(venue), reading=parts.reading(venue, wording), website=venue.url or None, modified=venue.updated_at)


def changed(since: datetime) -> Q:
    """Itself, or one of the dates that make it public."""
    news = Q(updated_at__gte=since) | Q(public_from__gte=since) | Q(event__updated_at__gte=since)
    return Q(updated_at__gte=since) | Q(Exists(Occurrence.objects.published().filter(news, venue=OuterRef("pk")).order_by()))


THING = Thing(
    name="venues", one="venue", label=_("Venues"), about=_("Where events are held, and how to get there."), model=Venue, shape=shapes.Venue,
    public=lambda: Venue.objects.public(), whole=lambda rows: rows, show=show, changed=changed, ends=lambda: [ended_dates("venue__uuid")],
)  # fmt: skip
