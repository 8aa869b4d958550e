"""The address of a page as a QR code, for its print: a picture of its own, since no page may hold a data: address."""

import io
from datetime import date

import segno
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from anniversary.covers.addresses import digest
from anniversary.languages import text
from anniversary.languages.addresses import address
from anniversary.publishing import doors
from anniversary.publishing.structured import absolute

from . import days
from .models import Event

MONTH = 30 * 86_400
DRAWING = "1"  # to be raised when the code is drawn in another way: part of the ETag


@require_safe
def of_event(request: HttpRequest, slug: str) -> HttpResponse:
    event = doors.find(Event.objects.all(), slug, lambda found: address("events:qr", found.slug))
    with translation.override(printed_language(event)):
        return answer(request, absolute(event.get_absolute_url()))


@require_safe
def of_day(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    event, _rows = days.find(slug, day, "events:day_qr")
    with translation.override(printed_language(event)):
        return answer(request, absolute(event.day_url(day)))


def printed_language(event: Event) -> str:
    """That of the address which is printed beside the code: of the page that does not only repeat another language's text."""
    complete = event.complete_languages()
    return text.current() if text.current() in complete or not complete else complete[0]


def answer(request: HttpRequest, content: str) -> HttpResponse:
    """The code of `content` as SVG, or 304 (without drawing it) for a reader who has it."""
    etag = quote_etag(digest(f"{DRAWING} {content}", 16))
    response = get_conditional_response(request, etag=etag) or HttpResponse(draw(content), content_type="image/svg+xml")
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MONTH)
    return response


def draw(content: str) -> bytes:
    """Black on white with the quiet zone of four modules that readers need; of the medium level, so that a fold does no harm."""
    drawn = io.BytesIO()
    segno.make_qr(content, error="m").save(drawn, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return drawn.getvalue()
