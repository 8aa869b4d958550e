"""What every answer of the API has in common: methods, problems, entity tags, caching, and that any site may read it (CORS)."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import get_conditional_response, patch_cache_control

from . import problems

URLCONF = "anniversary.api.urls"
METHODS = "GET, HEAD, OPTIONS"
SECONDS = 60  # that caches may keep an answer without asking again
DAY = 86_400


def of(request: HttpRequest) -> HttpResponse:
    """The answer to any request below /api/."""
    response = _preflight() if request.method == "OPTIONS" else _safe(request)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Date"
    return response


def _preflight() -> HttpResponse:
    headers = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": str(DAY)}
    return HttpResponse(status=204, headers=headers)


def _safe(request: HttpRequest) -> HttpResponse:
    match = _match(request.path_info)
    if match is None:
        if _match(f"{request.path_info}/"):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        return problems.answer(404, "There is nothing at this address.")
    if request.method not in {"GET", "HEAD"}:
        response = problems.answer(405, "This API is read-only.")
        response["Allow"] = METHODS
        return response
    return _headed(request, _tagged(request, _answer(request, match)))


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path, URLCONF)
    except Resolver404:
        return None


def _answer(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    """What the view answers; it is asked for HEAD as for GET."""
    method, request.method = request.method, "GET"
    try:
        return match.func(request, *match.args, **match.kwargs)
    finally:
        request.method = method


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with its entity tag, or 304 for whoever has it. For HEAD too, which Django's own middleware leaves out."""
    if response["Content-Type"] != "text/html; charset=utf-8":
        response["X-Robots-Tag"] = "noindex"
    if response.status_code != 200:
        return response
    patch_cache_control(response, public=True, max_age=SECONDS)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    found: HttpResponse | None = get_conditional_response(request, etag=etag, response=response)
    language, response = response.headers.get("Content-Language"), found or response
    response["ETag"] = etag
    if language:
        response["Content-Language"] = language  # 304 leaves it out, and the site would write the browser's
    return response


def _headed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """For HEAD, the same without its body."""
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
