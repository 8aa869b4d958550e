"""Pictures over HTTP. Addresses are narrow: known kinds, short slugs, at most four digits, a version, nothing else."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from . import addresses, share, source
from .compose import cover
from .flowers import symbols
from .palette import Palette

DAY, YEAR = 86_400, 31_536_000
SVG, PNG = "image/svg+xml", "image/png"

Flowers = tuple[str, str]

BRAND: dict[str, tuple[str, Callable[[Palette, Flowers], str | bytes]]] = {
    "favicon.svg": (SVG, lambda palette, flowers: share.favicon(32, palette, flowers)),
    "icon-192.png": (PNG, lambda palette, flowers: share.icon_png(192, palette, flowers)),
    "icon-512.png": (PNG, lambda palette, flowers: share.icon_png(512, palette, flowers)),
    "symbols.svg": (SVG, lambda palette, flowers: symbols(*flowers, palette)),
    "hero.svg": (SVG, share.hero),
    "not-found.svg": (SVG, share.not_found),
}


@require_safe
def cover_svg(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """A record's cover."""
    numeral = numeral_asked(request, kind, key)
    palette, flowers = source.current()
    return answer(request, SVG, lambda: cover(kind, key, numeral=numeral, palette=palette, flowers=flowers))


@require_safe
def share_png_view(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The same as PNG for link previews."""
    numeral = numeral_asked(request, kind, key)
    palette, flowers = source.current()
    name = f"share:{kind}:{key}:{numeral}"
    return answer(request, PNG, kept(name, lambda: share.share_png(kind, key, numeral, palette, flowers)))


@require_safe
def brand(request: HttpRequest, name: str) -> HttpResponse:
    """The site's own art: a name of BRAND."""
    if name not in BRAND:
        raise Http404
    refuse_unless_only(request, "v")
    content_type, draw = BRAND[name]
    palette, flowers = source.current()

    def make() -> str | bytes:
        return draw(palette, flowers)

    return answer(request, content_type, kept(f"brand:{name}", make) if content_type == PNG else make)


def numeral_asked(request: HttpRequest, kind: str, key: str) -> str:
    """The numeral of a cover's address; 404 for an address that no page of ours would have written."""
    refuse_unless_only(request, "n", "v")
    numeral = request.GET.get("n", "")
    if not addresses.valid(kind, key, numeral) or ("n" in request.GET and not numeral):
        raise Http404
    return numeral


def refuse_unless_only(request: HttpRequest, *names: str) -> None:
    """Endless query strings would make endless copies of one picture in the caches on the way."""
    if any(name not in names or len(values) > 1 for name, values in request.GET.lists()):
        raise Http404


def kept(name: str, make: Callable[[], bytes | str]) -> Callable[[], bytes | str]:
    """`make`, its result kept for a day: rendering a PNG costs far more than composing an SVG."""
    return lambda: cache.get_or_set(f"covers:{addresses.version()}:{name}", make, DAY) or make()


def answer(request: HttpRequest, content_type: str, make: Callable[[], str | bytes]) -> HttpResponse:
    """The picture, or 304 (without drawing it) for a reader who has it.

    To be kept for a year, unless the address asks for another version than ours: while several processes restart one
    by one, a new page's address may reach an old process, whose picture must not be kept under it.
    """
    version = addresses.version()
    etag = quote_etag(f"{version}-{addresses.digest(request.path + request.GET.get('n', ''), 12)}")
    response = get_conditional_response(request, etag=etag) or HttpResponse(make(), content_type=content_type)
    response["ETag"] = etag
    if request.GET.get("v", version) == version:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response
