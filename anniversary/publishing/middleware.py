from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render

from .doors import Gone, Moved


class DoorsMiddleware:
    """Turns what a page's door says into an answer: 410 with an explanation, or a permanent redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Gone):
            return render(request, "410.html", status=410)
        if isinstance(exception, Moved) and not exception.for_good:
            return HttpResponseRedirect(exception.url)
        if isinstance(exception, Moved):
            response = HttpResponsePermanentRedirect(exception.url)
            response["Cache-Control"] = "public, max-age=3600"  # for ever otherwise: an address that is changed back would lead round in a circle
            return response
        return None
