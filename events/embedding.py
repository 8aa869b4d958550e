"""The next events for other sites: a small page to be put into a frame, and the page that says how."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from anniversary.languages import dates, shown, text
from anniversary.languages.addresses import address
from anniversary.occasion.models import Anniversary
from anniversary.publishing import pages, structured

from . import listings
from .filters import Filters
from .models import Occurrence
from .models.row import Row

NUMBERS = tuple(str(number) for number in range(1, 21))
USUAL = "5"
AUTO, LIGHT, DARK = THEMES = ("auto", "light", "dark")
HEIGHT_OF_HEAD, HEIGHT_OF_EVENT = 170, 130  # pixels, about; what is higher is scrolled to within the frame


@dataclass(frozen=True)
class Entry:
    row: Row
    on_now: bool


# --- the page in the frame --------------------------------------------------------------------------------------------------
@require_safe
@xframe_options_exempt
def page(request: HttpRequest) -> HttpResponse:
    """The next `?n=` events of the list's filters, in the colours of `?theme=`. The one page that other sites may put into a frame.

    A filter that is there no longer answers 404, but within the frame and in words: the frame of a browser's error says nothing.
    """
    try:
        context, status = content(request), 200
    except Http404:
        context, status = {"gone": True, "palette": Anniversary.current().palette_url, "list_url": reverse("events:list")}, 404
    response = render(request, "events/embed.html", context, status=status)
    response._csp_replace = settings.EMBED_CSP  # type: ignore[attr-defined]
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def content(request: HttpRequest) -> dict[str, Any]:
    """For the template. Http404 for a filter, a number or a theme that there is not."""
    filters = Filters.strictly(request)
    number = int(pages.choice(request, "n", NUMBERS) or USUAL)
    theme = pages.choice(request, "theme", THEMES) or AUTO
    entries = coming(filters, number)
    past = [] if entries else [Entry(row, False) for row in once_each(filters, "past", "-end", number)]
    return {
        "entries": entries or past,
        "past": bool(past),
        "labels": filters.labels,
        "filtered": filters.any,
        "palette": Anniversary.current().palette_url_in("" if theme == AUTO else theme),
        "list_url": filters.address(reverse("events:list")),
    }


def coming(filters: Filters, number: int) -> list[Entry]:
    """The next events, each once; above them what is on and ends soonest, which takes up a third at most as long as there is enough to come."""
    on_now = once_each(filters, "on_now", "end", number)
    upcoming = once_each(filters, "upcoming", "start", 2 * number)
    kept = on_now[: max(number // 3, number - len(upcoming))]
    there = {row.event_id for row in kept}
    rest = [row for row in upcoming if row.event_id not in there]
    return [Entry(row, True) for row in kept] + [Entry(row, False) for row in rest[: number - len(kept)]]


def once_each(filters: Filters, part: str, field: str, number: int) -> list[Row]:
    """Of each event the first date of this part (a method of the dates' queryset) in the order of the field; "-end": the last."""
    name, sign = field.lstrip("-"), "-" if field.startswith("-") else ""
    rows = getattr(filters.apply(Occurrence.objects.published()), part)()
    ahead = rows.filter(pages.beyond(name, OuterRef(name), OuterRef("pk"), descending=not sign), event=OuterRef("event"))  # in the order, before it
    return list(rows.filter(~Exists(ahead.order_by())).order_by(field, f"{sign}pk").for_rows()[:number])


# --- how to put it into a page ----------------------------------------------------------------------------------------------
@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """What to copy into another site's page, for the filters of the list, and how it will look there."""
    filters = Filters.strictly(request)
    chosen = {"n": pages.choice(request, "n", NUMBERS), "lang": pages.choice(request, "lang", shown.codes()), "theme": pages.choice(request, "theme", THEMES)}
    language, number = chosen["lang"] or text.current(), chosen["n"] or USUAL
    with translation.override(language):
        url = filters.address(address("events:embed"), n="" if number == USUAL else number, theme="" if chosen["theme"] == AUTO else chosen["theme"])
        title = " – ".join([_("Next events"), text.pick(Anniversary.current(), "name")[0]])
    height = HEIGHT_OF_HEAD + HEIGHT_OF_EVENT * int(number)
    steps = [(listings.title(), reverse("events:list")), (_("Show these events on your site"), request.path)]
    context = {
        "preview_url": url, "preview_title": title, "preview_language": language, "height": height,
        "snippet": snippet(structured.absolute(url), title, language, height),
        "fields": fields(language, number, chosen["theme"] or AUTO),
        "kept": filters.query,
        "chips": [{"chosen": each, "url": filters.address(request.path, **chosen | {each.name: ""})} for each in filters.chosen],
        "remove_all": Filters().address(request.path, **chosen),
        "list_url": filters.address(reverse("events:list")),
        "steps": steps, "robots": "noindex",
    }  # fmt: skip
    response = render(request, "events/embed_code.html", context)
    response._csp_replace = settings.OWN_FRAMES_CSP  # type: ignore[attr-defined]
    return response


def snippet(url: str, title: str, language: str, height: int) -> str:
    """One line of HTML. No script: a frame needs none, and nobody has to trust us with one."""
    frame = '<iframe src="{}" title="{}" lang="{}" loading="lazy" height="{}" style="border:0;width:100%"></iframe>'
    return str(format_html(frame, url, title, language, height))


def fields(language: str, number: str, theme: str) -> list[dict[str, Any]]:
    """The fields of the form, for the template: name, label, (value, words, language, chosen) of each option."""
    words = {AUTO: pgettext("colours", "As the reader's device has it"), LIGHT: pgettext("colours", "Light"), DARK: pgettext("colours", "Dark")}
    return [
        {"name": "n", "label": _("Number of events"), "options": [(value, dates.number(int(value)), "", value == number) for value in NUMBERS]},
        {"name": "lang", "label": _("Language"), "options": [(value, name, value, value == language) for value, name in shown.names()]},
        {"name": "theme", "label": _("Colours"), "options": [(value, said, "", value == theme) for value, said in words.items()]},
    ]
