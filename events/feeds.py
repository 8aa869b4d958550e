from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.languages import text
from anniversary.languages.addresses import address
from anniversary.occasion.models import Anniversary
from anniversary.publishing import doors

from . import calendars, days
from .filters import Filters
from .models import Event, Occurrence

LONGEST = 2000  # the newest dates; a calendar that holds more is of no use to a phone


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The dates of all published events, or of those that the filters leave, in the page's language."""
    filters = Filters.strictly(request)
    rows = filters.apply(Occurrence.objects.published().whole()).order_by("-start", "-pk")[:LONGEST]
    names = [text.pick(Anniversary.current(), "name")[0], *filters.labels]
    return _answer(list(rows)[::-1], " – ".join(filter(None, names)), "events")


@require_safe
def of_event(request: HttpRequest, slug: str) -> HttpResponse:
    """All dates of one published event."""
    event = doors.find(Event.objects.all(), slug, lambda found: address("events:calendar", found.slug))
    return _answer(list(event.occurrences.whole()), text.pick(event, "title")[0], event.slug)


@require_safe
def of_day(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """What of one published event begins on the day."""
    event, rows = days.find(slug, day, "events:day_calendar")
    return _answer(rows, text.pick(event, "title")[0], f"{event.slug}-{day.isoformat()}")


def _answer(rows: list[Occurrence], name: str, file: str) -> HttpResponse:
    response = HttpResponse(calendars.calendar(rows, name or _("Events")), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return response
