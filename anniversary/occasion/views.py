from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from . import brand
from .models import Anniversary


@cache_control(public=True, max_age=31_536_000, immutable=True)
def palette(request: HttpRequest, version: str, theme: str = "") -> HttpResponse:
    """The palette as a stylesheet, under an address that changes with it. Old addresses are not kept: 404."""
    colours = Anniversary.current().palette
    if version != brand.version(colours) or theme not in {"", "light", "dark"}:
        raise Http404
    return HttpResponse(brand.stylesheet(colours, theme), content_type="text/css; charset=utf-8")
