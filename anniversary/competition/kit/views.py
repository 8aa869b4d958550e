"""What readers are given of the kit, from its release on; before that these pages are not there, for anybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.models import Competition
from anniversary.languages import text
from anniversary.publishing import doors, structured

from . import guidelines, listing, releasing
from .models import Download, Kit, KitFile

SECONDS = 300  # a picture may be kept for so long: a result can be taken back
TYPES = {
    "png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp", "ico": "image/x-icon", "svg": "image/svg+xml", "pdf": "application/pdf",
    "zip": "application/zip",
}  # fmt: skip


def given_out(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view (request, competition, kit, …): a public competition that is run here, and its kit once it is released. Otherwise 404."""

    @wraps(view)
    def answered(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        competition = doors.find(Competition.objects.select_related("rules"), slug)
        kit = releasing.released(competition, stages.stage_of(competition)) if stages.rules_of(competition) else None
        if kit is None:
            raise Http404
        return view(request, competition, kit, **kwargs)

    return answered


@given_out
@require_safe
def page(request: HttpRequest, competition: Competition, kit: Kit) -> HttpResponse:
    """Guidelines and files."""
    groups = listing.masters(kit)
    rows = [file for group in groups for file in group.files]
    title = _("The logo for use")
    steps = [(_("Logo competition"), reverse("competition:list")), (str(competition), competition.get_absolute_url()), (title, request.path)]
    context = guidelines.shown(kit, rows, lambda row: reverse("kit:shown", args=[competition.slug, row.key])) | {
        "competition": competition, "title": title, "steps": steps, "groups": groups,
        "whole": kit.files.filter(format=KitFile.ZIP, language=text.current()).first(),
        "robots": "noindex" if competition.rules.sample else "",
        "json_ld": structured.dump(structured.breadcrumbs(*steps)),
    }  # fmt: skip
    return render(request, "kit/page.html", context)


@given_out
@require_safe
def download(request: HttpRequest, competition: Competition, kit: Kit, key: UUID) -> HttpResponseBase:
    """One file, to be saved. That it was fetched is written down, not by whom."""
    file = get_object_or_404(kit.files.select_related("master"), key=key)
    answer = hand_out(file)
    if request.method == "GET":
        Download.objects.create(kit=kit, file=file, name=file.name, at=clock.now(), language=text.current())
    return answer


@given_out
@require_safe
def shown(request: HttpRequest, competition: Competition, kit: Kit, key: UUID) -> HttpResponse:
    """A picture within the page, which is nobody's download."""
    file = get_object_or_404(kit.files, key=key, format="png")
    try:
        with file.file.open() as stored:
            answer = HttpResponse(stored.read(), content_type="image/png")
    except FileNotFoundError as error:  # made anew this very moment
        raise Http404 from error
    patch_cache_control(answer, public=True, max_age=SECONDS)
    return answer


def hand_out(file: KitFile) -> HttpResponseBase:
    """As an attachment under its name, never from a cache: each time is counted."""
    try:
        stored = file.file.open()
    except FileNotFoundError as error:  # made anew this very moment
        raise Http404 from error
    answer = FileResponse(stored, as_attachment=True, filename=file.name, content_type=TYPES[file.format])
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(answer)
    return answer
