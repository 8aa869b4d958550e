"""The pages that combine features, and what machines ask a site for."""

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from anniversary import home as contents
from anniversary.languages import text
from anniversary.library.models import Tag
from anniversary.occasion.models import Anniversary
from anniversary.publishing import structured
from anniversary.publishing.gathering import gather
from anniversary.publishing.tagging import public_tags, tagged, tagged_kinds
from events.filtering.table import DATED

# Below each language: what is nobody's or one reader's own; and months, filters and frames, which show in other ways what the sitemap names.
NOT_FOR_ROBOTS = ("preview", "search", "watch", "accounts", "jury", "events/calendar", "events/filter", "events/embed")
PAGING = ("when", "after")
TAGGED_OF_A_KIND = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page, as the phase of the year has it."""
    occasion = Anniversary.current()
    site = {
        "@type": "WebSite", "name": text.pick(occasion, "name")[0], "url": structured.absolute(request.path), "inLanguage": text.current(),
        "potentialAction": structured.search_action(reverse("search")),
    }  # fmt: skip
    return render(request, "home.html", contents.context(occasion) | {"json_ld": structured.dump(site, structured.publisher())})


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag under which something is public."""
    steps = [(_("Tags"), request.path)]
    return render(request, "tags.html", {"tags": sorted(public_tags(), key=lambda tag: tag.text), "steps": steps})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything public under a tag. A tag under which there is nothing public has no page."""
    found = get_object_or_404(Tag, slug=slug)
    parts = ((kind, kind.public().filter(pk__in=tagged(kind).filter(tag=found).values("object_id"))) for kind in tagged_kinds())
    groups = [(kind.label, records) for kind, records in gather(parts, "title", "summary", each=TAGGED_OF_A_KIND, order="-publish_at")]
    if not groups:
        raise Http404
    steps = [(_("Tags"), reverse("tags")), (found.text, request.path)]
    return render(request, "tag.html", {"tag": found, "groups": groups, "steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps))})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and "ok" while the site can reach its database; for whoever watches the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone; all of it leads on and on through days and months to pages that the sitemap names once."""
    parts = [f"Disallow: /{code}/{part}/" for code in text.codes() for part in NOT_FOR_ROBOTS]
    days = [f"Disallow: /*?*{name}=" for name in (*PAGING, *(term.name for term in DATED))]
    data = ["Disallow: /api/", "Allow: /api/$", "Allow: /api/openapi.json"]  # its page is for readers, its endless lists are not
    lines = ["User-agent: *", "Disallow: /admin/", *parts, *days, *data, f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest (W3C), in the language of the page that links it."""
    occasion = Anniversary.current()
    icons = [{"src": f"/brand/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)]
    content = {
        "name": text.pick(occasion, "full_name")[0], "short_name": text.pick(occasion, "name")[0], "lang": text.current(),
        "start_url": reverse("home"), "display": "browser", "background_color": occasion.colour_paper, "theme_color": occasion.colour_first,
        "icons": [{"src": "/brand/favicon.svg", "sizes": "any", "type": "image/svg+xml"}, *icons],
    }  # fmt: skip
    return JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our own page, or a browser that keeps no cookie: what to do, in the site's look."""
    return render(request, "403_csrf.html", status=403)
