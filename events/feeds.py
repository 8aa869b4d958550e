import gzip
import hashlib
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.languages import text
from anniversary.languages.addresses import address
from anniversary.occasion.models import Anniversary
from anniversary.publishing import doors

from . import calendars, days
from .calendars import About
from .filters import Filters
from .models import Event, Occurrence

LONGEST = 2000  # dates; a calendar that holds more is of no use to a phone


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The dates of all published events, or of those that the filters leave, in the page's language."""
    filters, occasion = Filters.strictly(request), Anniversary.current()
    rows = _longest(filters.apply(Occurrence.objects.published().whole()))
    name = " – ".join(filter(None, [text.pick(occasion, "name")[0], *filters.labels]))
    page, here = (filters.address(address(view)) for view in ("events:list", "events:feed"))
    return _answer(request, rows, About(name or _("Events"), text.pick(occasion, "full_name")[0], page, here), "events")


def _longest(rows: Any) -> list[Occurrence]:
    """All of them, in order; where they are more than a calendar should hold, those that come next, then what was last."""
    found = list(rows.order_by("-start", "-pk")[: LONGEST + 1])
    if len(found) > LONGEST:
        coming = list(rows.coming().order_by("start", "pk")[:LONGEST])
        past = rows.past().order_by("-start", "-pk")[: LONGEST - len(coming)] if len(coming) < LONGEST else []
        return sorted([*past, *coming], key=lambda row: (row.start, row.pk))
    return found[::-1]


@require_safe
def of_event(request: HttpRequest, slug: str) -> HttpResponse:
    """All dates of one published event."""
    event = doors.find(Event.objects.all(), slug, lambda found: address("events:calendar", found.slug))
    about = _about(event, event.get_absolute_url(), address("events:calendar", event.slug))
    return _answer(request, list(event.occurrences.whole()), about, event.slug)


@require_safe
def of_day(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """What of one published event begins on the day."""
    event, rows = days.find(slug, day, "events:day_calendar")
    about = _about(event, event.day_url(day), address("events:day_calendar", event.slug, day.isoformat()))
    return _answer(request, rows, about, f"{event.slug}-{day.isoformat()}")


def _about(event: Event, page: str, here: str) -> About:
    return About(text.pick(event, "title")[0] or _("Events"), text.pick(event, "summary")[0], page, here)


def _answer(request: HttpRequest, rows: list[Occurrence], about: About, file: str) -> HttpResponse:
    """The calendar, or that it has not changed; to HEAD, too, which Django's own middleware leaves alone."""
    body = calendars.calendar(rows, about)
    etag, headers = hashlib.sha256(body).hexdigest()[:32], {"Content-Disposition": f'inline; filename="{file}.ics"'}
    if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        # Packed here, always the same way: Django's middleware adds random bytes, for which it has to weaken the tag.
        body, etag = gzip.compress(body, mtime=0), f"{etag}-gzip"
        headers["Content-Encoding"] = "gzip"
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers | {"ETag": f'"{etag}"'})
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=f'"{etag}"', response=response)  # type: ignore[return-value]
