"""Events: what they are, who holds them, whom they are for. When and where is a matter of their dates."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from anniversary.programmes.models import Programme
from anniversary.publishing.structured import absolute
from events.filtering import offers
from events.models import Admission, Attendance, Event, Organisership, Recognition

from . import asking, changes, parts, shapes
from .asking import Asked
from .texts import Wording
from .thing import Thing
from .withdrawn import ended


def show(event: Event, wording: Wording) -> shapes.Event:
    programme = event.programme if event.programme and event.programme.is_public else None
    return shapes.Event(
        **parts.about(event, "events", wording, "title", "summary", "conditions"),
        **character(event, wording),
        series=parts.category(event.series, wording) if event.series else None,
        programme=parts.named([programme], "programmes", wording)[0] if programme else None,
        organisers=[organiser(held, wording) for held in event.organisers.all()],
        attendance=Attendance(event.attendance),
        recognition_number=event.recognition_number or None,
        tags=parts.tags(event, wording),
        occurrences=absolute(f"/api/occurrences/?event={event.uuid}"),
        **parts.times(event),
    )


def character(event: Event, wording: Wording) -> dict[str, Any]:
    """What a date tells of its event, too."""
    return {
        "category": parts.category(event.category, wording),
        "languages": event.languages or None,
        "admission": None if event.admission == Admission.NOT_STATED else event.admission,
        "recognised": None if event.recognised == Recognition.NONE else event.recognised,
        "image": parts.cover(event, wording),
    }


def organiser(held: Organisership, wording: Wording) -> shapes.Organiser:
    return shapes.Organiser(role=held.role, **parts.about(held.organisation, "organisations", wording, "name"))


def whole(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    organisers = Prefetch("organisers", Organisership.objects.select_related("organisation"))
    return rows.select_related("cover", "category", "series", "programme").prefetch_related(organisers, "tags")


def narrow(rows: "QuerySet[Any]", asked: Asked) -> "QuerySet[Any]":
    """The events of which a date meets everything that is asked for."""
    if not asked.filters.any and not asked.given.when:
        return rows
    dates = asked.filters.apply(offers.dates(asked.given.when or "all"))
    return rows.filter(Exists(dates.filter(event=OuterRef("pk")).order_by()))


def changed(since: datetime) -> Q:
    """Itself, its programme or one who holds it."""
    programmes, held = Programme.objects.filter(changes.named(since)), Organisership.objects.filter(organisation__updated_at__gte=since)
    return changes.itself(since) | Q(programme__in=programmes.values("pk")) | Q(pk__in=held.values("event"))


THING = Thing(
    name="events", one="event", label=_("Events"), about=_("What is held, by whom and for whom. The filters ask for events with a date that meets them all."),
    model=Event, shape=shapes.Event, public=lambda: Event.objects.published(), whole=whole, show=show, changed=changed, ends=lambda: [ended(Event)],
    query=asking.OfEvents, narrow=narrow,
)  # fmt: skip

