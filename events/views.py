from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.languages import text
from anniversary.publishing import doors, pages, structured

from . import adding, description, facts, listed, listings, months
from .filtering import offers, shown
from .filters import Filters
from .models import Event, Occurrence, Venue
from .related import sections


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What is on and what is coming; `?when=`, `?month=` and the filters narrow it. Nothing coming, or the year over: the whole programme."""
    filters, when = Filters.of(request), pages.choice(request, "when", listings.WHEN)
    if "" in request.GET.values():  # a form sends its empty fields, too: the address that is shared does without them
        return redirect(filters.address(request.path, when=when, **filters.typed))
    steps = [(listings.title(), request.path)]
    context = listings.context(request, filters, when)
    context |= shown.context(request, filters, when, context) | {
        "of_month": filters.month,
        "every_month": filters.address(request.path, month=""),
        "steps": steps,
        "json_ld": structured.dump(structured.breadcrumbs(*steps)),
    }
    context["views"] = months.views(filters, months.of_list(context))
    return render(request, "events/list.html", context)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Every filter in one form, with what is chosen already; it leads to the list."""
    filters, when = Filters.of(request), pages.choice(request, "when", listings.WHEN)
    steps = [(listings.title(), reverse("events:list")), (_("Filters"), request.path)]
    fields = offers.fields(when, filters)
    context: dict[str, Any] = {"fields": fields, "needs": [field for field in fields if field.is_need], "days": shown.days(filters)}
    context |= {"words": filters.value("q"), "when": when, "any": filters.any or filters.typed, "steps": steps, "robots": "noindex"}
    return render(request, "events/filter.html", context)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, doors.find(Event.objects.select_related("cover", "category", "series", "programme__cover"), slug))


def page(request: HttpRequest, event: Event) -> HttpResponse:
    """The page of an event, public or previewed."""
    shown = listed.of(event, request)
    dates = shown.rows
    organisers = list(event.organisers.select_related("organisation"))
    people = facts.credits(event, dates)
    steps = [(listings.title(), reverse("events:list")), (str(event), event.get_absolute_url())]
    context = (
        pages.context_for(event, request)
        | facts.of(event, dates, organisers)
        | {
            "steps": steps,
            "dates": dates,
            "listed": shown,
            "several_days": event.is_public and (not shown.whole or len({row.first_day for row in dates}) > 1),
            "adding": adding.of_event(event, dates) if event.is_public and not shown.is_part else None,
            "still_to_come": shown.is_part or any(not row.is_past for row in dates),
            "changed": [row for row in dates if row.told],
            "people": facts.by_part(people),
            "programme": event.programme if event.programme and event.programme.is_public else None,
            "related_sections": sections(event),
            "qr_url": reverse("events:qr", args=[event.slug]) if event.is_public else "",
            "share_image": description.share_image(event, dates),
            "robots": "" if event.is_public and not shown.is_part else "noindex",
            "json_ld": structured.dump(
                description.describe(event, dates, organisers, [credit for credit, _role in people], whole=shown.whole), structured.breadcrumbs(*steps)
            ),
        }
    )
    return render(request, "events/detail.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """To the month that the day suggests; to the list while nothing is published."""
    filters, edges = Filters.of(request), months.edges()
    return redirect(months.address(filters, months.suggested(filters, *edges)) if edges else reverse("events:list"))


@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """The days of a month with what is on in them; 404 outside the programme's months."""
    filters, first = Filters.of(request), date(int(year), int(month), 1)
    context = months.context(filters, first)
    if context is None:
        raise Http404
    steps = [(listings.title(), reverse("events:list")), (context["name"], request.path)]
    context |= {"feed_url": filters.address(reverse("events:feed"), **months.UNDATED), "filtered": not filters.query.keys() <= months.UNDATED.keys()}
    context |= {"steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps)), "robots": "noindex" if context["filtered"] else ""}
    return render(request, "events/month.html", context)


@require_safe
def venue(request: HttpRequest, slug: str) -> HttpResponse:
    return venue_page(request, doors.find_referred(Venue.objects.public(), slug))


def venue_page(request: HttpRequest, record: Venue) -> HttpResponse:
    """The page of a venue: where it is, how to get there, and what is held there."""
    rows = Occurrence.objects.published().for_rows().filter(venue=record)
    steps = [(listings.title(), reverse("events:list")), (str(record), record.get_absolute_url())]
    context: dict[str, Any] = {
        "venue": record,
        "coming": list(rows.coming()[: listings.AT_VENUE]),
        "past": list(rows.past().order_by("-start", "-pk")[: listings.AT_VENUE]),
        "steps": steps,
        "alternates": text.complete(record, ["name"]),
        "json_ld": structured.dump(description.describe_venue(record), structured.breadcrumbs(*steps)),
    }
    return render(request, "events/venue.html", context)
