"""Organisations: public while a published event or programme names them."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anniversary.directory.models import Organisation
from anniversary.programmes.models import Programme
from events.models import Event

from . import parts, shapes
from .texts import Wording
from .thing import Thing
from .withdrawn import ended


def show(record: Organisation, wording: Wording) -> shapes.Organisation:
    return shapes.Organisation(
        **parts.about(record, "organisations", wording, "name", "description"),
        kind=record.kind,
        country=record.country_code or None,
        website=record.url or None,
        logo=parts.picture(record.logo, wording),
        modified=record.updated_at,
    )


def changed(since: datetime) -> Q:
    """Itself, or one of the records that make it public."""
    news = Q(updated_at__gte=since) | Q(publish_at__gte=since)
    events, programmes = Event.objects.published().filter(news), Programme.objects.published().filter(news)
    return Q(updated_at__gte=since) | Q(pk__in=events.values("organisations")) | Q(pk__in=programmes.values("partners"))


THING = Thing(
    name="organisations", one="organisation", label=_("Organisations"), about=_("Who holds events and takes part in programmes."), model=Organisation,
    shape=shapes.Organisation, public=lambda: Organisation.objects.public(), whole=lambda rows: rows.select_related("logo"), show=show, changed=changed,
    ends=lambda: [ended(Event, "organisations__uuid"), ended(Programme, "partners__uuid")],
)  # fmt: skip
