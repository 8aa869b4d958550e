from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.defaults import page_not_found

from . import shown


class SiteLocaleMiddleware(LocaleMiddleware):
    """Django's, but of the languages that are on: those that are off have no addresses and are not chosen for anybody."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with shown.asked_once():
            named = named_in(request.path_info)
            if named and named not in shown.codes():
                return self.refusal(request)
            return super().__call__(request)  # type: ignore[return-value]

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(named_in(request.path_info) or shown.preferred(request))
        request.LANGUAGE_CODE = translation.get_language()

    def refusal(self, request: HttpRequest) -> HttpResponse:
        """404 for whatever stands below the prefix of a language that is off; Django's own answer would look for it below another."""
        translation.activate(shown.preferred(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = page_not_found(request, Http404())
        patch_vary_headers(response, ["Accept-Language"])
        response.headers["Content-Language"] = request.LANGUAGE_CODE
        return response


def named_in(path: str) -> str:
    """The language that an address begins with, on or off; empty if it begins with none."""
    first = path.lstrip("/").partition("/")[0].lower()
    return first if first in settings.ALL_LANGUAGES else translation.get_language_from_path(path) or ""
