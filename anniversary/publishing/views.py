from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import blocks, previews
from .registry import kind_of

PLAYERS = {"youtube": "https://www.youtube-nocookie.com/embed/{}", "vimeo": "https://player.vimeo.com/video/{}?dnt=1"}


@require_safe
@never_cache
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A record's page as it would look now, for the holder of a signed link; marked as not public, never indexed."""
    record = previews.record_of(token)
    page = kind_of(type(record)).page
    if page is None:
        raise Http404
    response = page(request, record)
    response["X-Robots-Tag"] = "noindex, nofollow"
    # No other site learns the link. Not "no-referrer": the ribbon's forms would then come from origin "null" and be refused.
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def watch(request: HttpRequest, token: str) -> HttpResponse:
    """Asks before anything is loaded from a video's provider; with ?agree=1 shows the player. The token names one of our videos."""
    try:
        provider, _, key = blocks.signer.unsign(token).partition(":")
    except BadSignature as error:
        raise Http404 from error
    agreed = request.GET.get("agree") == "1"
    context = {"provider": blocks.PROVIDERS[provider], "player": PLAYERS[provider].format(key) if agreed else "", "robots": "noindex"}
    response = render(request, "publishing/watch.html", context)
    if agreed:
        response._csp_replace = settings.VIDEO_CSP  # type: ignore[attr-defined]
    return response
