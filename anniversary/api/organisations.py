"""Organisations: public while a published event, programme or competition names them."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anniversary.competition.models import Competition
from anniversary.directory.models import Organisation
from anniversary.programmes.models import Programme
from events.models import Event

from . import changes, parts, shapes
from .texts import Wording
from .thing import Thing
from .withdrawn import ended

NAMED_BY: tuple[tuple[Any, str], ...] = ((Event, "organisations"), (Programme, "partners"), (Competition, "organisers"))


def show(record: Organisation, wording: Wording) -> shapes.Organisation:
    return shapes.Organisation(
        **parts.about(record, "organisations", wording, "name", "description"),
        reading=parts.reading(record, wording),
        kind=record.kind,
        country=record.country_code or None,
        website=record.url or None,
        logo=parts.picture(record.logo, wording),
        modified=record.updated_at,
    )


def changed(since: datetime) -> Q:
    """Itself, or one of the records that make it public."""
    found = Q(updated_at__gte=since)
    for model, names in NAMED_BY:
        found |= Q(pk__in=model.objects.published().filter(changes.itself(since)).values(names))
    return found


THING = Thing(
    name="organisations", one="organisation", label=_("Organisations"), about=_("Who holds events and takes part in programmes."), model=Organisation,
    shape=shapes.Organisation, public=lambda: Organisation.objects.public(), whole=lambda rows: rows.select_related("logo"), show=show, changed=changed,
    ends=lambda: [ended(model, f"{names}__uuid") for model, names in NAMED_BY],
)  # fmt: skip
