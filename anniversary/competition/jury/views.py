"""The desk of a juror: their rounds, the works of a round in their own order, one work, and the end of it."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from anniversary.competition.entries import blind

from . import judging, showing
from .forms import ReasonForm
from .models import Seat, Sheet
from .sitting import door, seats, signed_in


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The rounds in which the user has a seat; the one that waits for them stands first."""
    return render(request, "competition/jury/index.html", {"seats": showing.places(seats(request.user))})


@require_safe
@door
def round_page(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The works of a round, in the juror's own order."""
    return render(request, "competition/jury/round.html", showing.round_context(seat, request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
@door
def sheet(request: HttpRequest, seat: Seat, code: str) -> HttpResponseBase:
    """One work: GET shows it, POST keeps what the juror gives it; as JSON for the script that saves as one goes."""
    found = _sheet(seat, code)
    if request.method == "POST":
        return _save(request, seat, found)
    return render(request, "competition/jury/sheet.html", showing.sheet_context(seat, found))


def _save(request: HttpRequest, seat: Seat, found: Sheet) -> HttpResponseBase:
    by_script = "application/json" in request.headers.get("Accept", "")
    form = showing.form_for(seat, found, request.POST)
    problem, status = "", 400
    if form.is_valid():
        try:
            saved = judging.save(found, form.given, revision=form.cleaned_data["revision"])
            return JsonResponse(showing.told(seat, saved, form)) if by_script else _go_on(request, seat, found)
        except judging.Stale as stale:
            problem = _("This was not saved: the work was changed in another window. Load it again, or save to keep what you see here.")
            status = 409
            form = form.with_revision(stale.revision)
        except ValidationError as error:
            problem, status = " ".join(error.messages), 403
    if by_script:
        return JsonResponse({"problem": problem or " ".join(form.said()), "revision": form["revision"].value()}, status=status)
    return render(request, "competition/jury/sheet.html", showing.sheet_context(seat, found, form=form, problem=problem), status=status)


def _go_on(request: HttpRequest, seat: Seat, found: Sheet) -> HttpResponse:
    messages.success(request, _("Saved: %(code)s") % {"code": found.entry.code})
    code = (showing.next_open(seat, found) if "next" in request.POST else None) or found.entry.code
    return redirect("jury:sheet", seat.round.competition.slug, seat.round.number, code)


@require_POST
@door
def recuse(request: HttpRequest, seat: Seat, code: str) -> HttpResponse:
    """Declare a conflict for a work, with why."""
    found, form = _sheet(seat, code), ReasonForm(request.POST, label_suffix="")
    problem = ""
    if form.is_valid():
        try:
            judging.recuse(found, form.cleaned_data["reason"], user=request.user)
            messages.success(request, _("You do not judge %(code)s.") % {"code": code})
            return redirect("jury:sheet", seat.round.competition.slug, seat.round.number, code)
        except ValidationError as error:
            problem = " ".join(error.messages)
    return render(request, "competition/jury/sheet.html", showing.sheet_context(seat, found, reason=form, problem=problem), status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@door
def submit(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Ask first, then lock all sheets of the round."""
    if request.method == "POST":
        try:
            judging.submit(seat, user=request.user)
            messages.success(request, _("Thank you. Your marks are submitted."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("jury:round", seat.round.competition.slug, seat.round.number)
    return render(request, "competition/jury/submit.html", showing.context(seat) | {"title": _("Submit the round")})


@require_GET
@door
def picture(request: HttpRequest, seat: Seat, code: str, name: str) -> HttpResponse:
    """A picture of a work: "colour-512.png", "mono-512.png", "grey-64.png" (the first in grey)."""
    match = re.fullmatch(r"(colour|mono|grey)-(\d{2,4})\.png", name, re.ASCII)
    if match is None or int(match[2]) not in showing.SIDES:
        raise Http404
    found = _sheet(seat, code)
    role = "colour" if match[1] == "grey" else match[1]
    try:
        drawn = blind.picture(found.entry_id, role, int(match[2]), grey=match[1] == "grey")
    except LookupError as error:
        raise Http404 from error
    disposition = {"Content-Disposition": f'inline; filename="{code}.png"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(drawn, content_type="image/png", headers=disposition)


def _sheet(seat: Seat, code: str) -> Sheet:
    # Of the entry the code and nothing else: all that is shown comes through entries.blind.
    only: Any = judging.sheets(seat).select_related("entry").only("seat_id", "place", "state", "comment", "revision", "entry__code")
    return get_object_or_404(only, entry__code=code)
