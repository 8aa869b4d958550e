"""The page of one day of an event: all its times on that day, and the way to its other dates."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from anniversary.languages import dates
from anniversary.languages.addresses import address
from anniversary.languages.templatetags.languages import tr
from anniversary.publishing import doors, pages, structured

from . import adding, description, facts, listings
from .models import Event, Occurrence


def find(slug: str, day: date, view: str) -> tuple[Event, list[Occurrence]]:
    """The published event and its dates that begin on the day. Http404 if none does, and none did before it was moved.

    Otherwise as `doors.find`: a changed slug or a moved date leads to the day at `view`.
    """
    event = doors.find(Event.objects.select_related("cover", "category", "series"), slug, lambda found: address(view, found.slug, day.isoformat()))
    rows = list(event.occurrences.filter(first_day=day).select_related("venue"))
    if rows:
        return event, rows
    for row in event.occurrences.exclude(previous_starts=[]):
        if any(former["first_day"] == day.isoformat() for former in row.previous_starts):
            raise doors.Moved(address(view, event.slug, row.first_day.isoformat()), for_good=False)
    raise Http404


@require_safe
def page(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    event, rows = find(slug, day, "events:day")
    every_day = list(event.occurrences.order_by("first_day").values_list("first_day", flat=True).distinct())
    if len(every_day) == 1:
        # Found, not moved for good: once the event is given a further day, this address is a page of its own.
        return redirect(event)
    return render(request, "events/day.html", context(event, rows, every_day))


def context(event: Event, rows: list[Occurrence], every_day: Sequence[date]) -> dict[str, Any]:
    """For the template: the facts of `rows` (the times of one day) alone, with the day before and after it in `every_day`."""
    day, organisers = rows[0].first_day, list(event.organisers.select_related("organisation"))
    words = in_words(rows)
    steps = [(listings.title(), reverse("events:list")), (str(event), event.get_absolute_url()), (words, event.day_url(day))]
    before, after = [found for found in every_day if found < day], [found for found in every_day if found > day]
    return facts.of(event, rows, organisers) | {
        "record": event,
        "alternates": event.complete_languages(),
        "sources": pages.sources_of(event),
        "share_image": description.share_image(event, rows),
        "title": format_html("{} – {}", tr(event, "title"), words),
        "heading": format_html('{} <span class="heading-day">{}</span>', tr(event, "title"), words),
        "rows": rows,
        "changed": [row for row in rows if row.told],
        "over": all(row.is_past for row in rows),
        "adding": adding.of_day(event, rows),
        "earlier": (before[-1], event.day_url(before[-1])) if before else None,
        "later": (after[0], event.day_url(after[0])) if after else None,
        "qr_url": address("events:day_qr", event.slug, day.isoformat()),
        "steps": steps,
        "json_ld": structured.dump(*description.describe_day(event, rows, organisers), structured.breadcrumbs(*steps)),
    }


def in_words(rows: list[Occurrence]) -> str:
    """The day of these times; the days where they all go on for as long."""
    ends = {row.last_day for row in rows}
    return dates.span(rows[0].first_day, ends.pop() if len(ends) == 1 else rows[0].first_day)
