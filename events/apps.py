from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models import Min, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from anniversary.directory.related import Section

SHOWN = 24  # on the page of a programme, a person or an organisation


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from anniversary.directory import related as directory
        from anniversary.directory.models import Organisation, Person
        from anniversary.programmes import related as programmes
        from anniversary.publishing.models import Transition
        from anniversary.publishing.registry import Kind, register

        from . import rescheduling, views
        from .models import Event, Occurrence, Venue

        register(Kind(model=Event, label=_("Events"), public=lambda: Event.objects.published(), page=views.page))
        register(Kind(model=Venue, label=_("Venues"), public=lambda: Venue.objects.public(), page=views.venue_page, title="name"))
        Transition.words |= rescheduling.words()
        shown = Event.objects.published
        Organisation.referrers.append(lambda: Q(pk__in=shown().values("organisations")))
        Person.referrers.append(lambda: Q(pk__in=shown().values("people")))
        Venue.referrers.append(lambda: Q(pk__in=Occurrence.objects.published().values("venue")))
        programmes.related_providers.append(lambda programme: events_of(programme=programme))
        directory.person_providers.append(lambda person: events_of(people=person))
        directory.organisation_providers.append(lambda organisation: events_of(organisations=organisation))
        _make_findable()


def _make_findable() -> None:
    from anniversary.directory.models import Role
    from anniversary.publishing.searched import parts
    from anniversary.search.describing import part_of
    from anniversary.search.registry import Part, Searched, register

    from . import searched
    from .models import Category, Credit, Event, Occurrence, Organisership, Series, Venue

    own = [part_of(model, "event") for model in (Occurrence, Organisership, Credit)]
    belonging = parts(Event, *own, Part(Venue, searched.at_venue), Part(Role, searched.with_person_of))
    register(Searched(name="event", label=_("Events"), model=Event, describe=searched.events, parts=belonging))
    register(Searched(name="venue", label=_("Venues"), model=Venue, describe=searched.venues, through_others=True))
    register(Searched(name="category", label=_("Kinds of events"), model=Category, describe=searched.categories, listed=False))
    register(Searched(name="series", label=_("Series"), model=Series, describe=searched.series, listed=False))


def events_of(**those: Any) -> "Section":
    """The published events of a programme, a person or an organisation, in the order of their first date."""
    from .models import Event

    found = Event.objects.published().filter(**those).select_related("cover", "category").annotate(first=Min("occurrences__start"))
    return gettext("Events"), list(found.order_by("first", "pk")[:SHOWN])
