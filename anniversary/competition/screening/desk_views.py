"""The eligibility desk: the queue, one work, and what an officer does with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anniversary.competition import desks
from anniversary.competition.entries import previews
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Competition

from . import asking, checking, likenesses, sheet, tasks
from . import queue as queues
from .forms import AcceptForm, AskForm, Deed, RejectForm

SIDES = (240, 480, 1200)  # of pictures, in pixels: in the queue, side by side, large


@desks.door()
@require_safe
def queue(request: HttpRequest, competition: Competition) -> HttpResponse:
    show = sheet.asked_for(request)
    page = queues.page(competition, show, request.GET.get("after", ""))
    found = queues.counts(competition)
    context = desks.context(request, competition, _("Eligibility")) | {
        "page": page, "rows": queues.rows(page.entries), "show": show, "queues": [(name, label, found[name]) for name, label in queues.Show.choices],
        "begun": bool(request.GET.get("after")),
    }  # fmt: skip
    return render(request, "competition/desk/screening_queue.html", context)


@desks.door()
@require_POST
def compare(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Look for likenesses once more: should the worker have been stopped while it looked."""
    tasks.find_likenesses.enqueue(competition.pk)
    messages.success(request, _("All works are being compared; load the page again in a minute or two."))
    return redirect(reverse("screening_desk:queue", args=[competition.pk]) + "?show=alike")


@desks.door()
@require_safe
def entry(request: HttpRequest, competition: Competition, code: str) -> HttpResponse:
    return render(request, "competition/desk/screening_entry.html", sheet.context(request, competition, _entry(competition, code)))


@desks.door()
@require_POST
def accept(request: HttpRequest, competition: Competition, code: str) -> HttpResponse:
    return _do(request, competition, code, AcceptForm, lambda found, told: checking.accept(found, **told, user=request.user))


@desks.door()
@require_POST
def reject(request: HttpRequest, competition: Competition, code: str) -> HttpResponse:
    return _do(request, competition, code, RejectForm, lambda found, told: checking.reject(found, **_named(told, "reason"), user=request.user))


@desks.door()
@require_POST
def ask(request: HttpRequest, competition: Competition, code: str) -> HttpResponse:
    return _do(request, competition, code, AskForm, lambda found, told: asking.ask(found, **_named(told, "subject"), user=request.user))


@desks.door()
@require_POST
def take_back(request: HttpRequest, competition: Competition, code: str) -> HttpResponse:
    return _do(request, competition, code, Deed, lambda found, told: asking.take_back(found, **told, user=request.user), stay=True)


@desks.door()
@require_POST
def dismiss(request: HttpRequest, competition: Competition, code: str, likeness: int) -> HttpResponse:
    """ "Not a copy", or that said back."""
    found = _entry(competition, code)
    row = get_object_or_404(likenesses.of(found).select_related("one", "other"), pk=likeness)
    try:
        likenesses.dismiss(row, entry=found, dismissed=request.POST.get("dismissed") == "1", user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(sheet.address(competition, code, sheet.asked_for(request)) + "#alike")


@desks.door()
@require_safe
def picture(request: HttpRequest, competition: Competition, code: str, role: str, side: int) -> HttpResponse:
    """A work as we have drawn it again, for officers."""
    if side not in SIDES:
        raise Http404
    work = get_object_or_404(Work.objects.exclude(role=Work.Role.SOURCE), entry__competition=competition, entry__code=code, role=role)
    try:
        content = previews.png(work, side)
    except LookupError as error:
        raise Http404 from error
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"})


def _entry(competition: Competition, code: str) -> Entry:
    entries = Entry.objects.exclude(state=Entry.State.DRAFT).select_related("terms", "competition__rules").prefetch_related("works")
    return get_object_or_404(entries, competition=competition, code=code)


def _named(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {name if key == "choice" else key: value for key, value in told.items()}


def _do(
    request: HttpRequest, competition: Competition, code: str, kind: type[forms.Form], deed: Callable[[Entry, dict[str, Any]], Any], *, stay: bool = False
) -> HttpResponse:
    """Do it and go on to the next work of the queue; if it cannot be done, the page of this one says why and keeps what was typed."""
    found, show, form = _entry(competition, code), sheet.asked_for(request), kind(request.POST)
    onward = sheet.address(competition, code, show) if stay else sheet.onward(competition, found, show)
    if form.is_valid():
        try:
            deed(found, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, [ValidationError(told, code=getattr(error, "code", None)) for told in error.messages])
        else:
            found.refresh_from_db(fields=["state"])
            messages.success(request, f"{found.code}: {found.get_state_display()}")
            return HttpResponseRedirect(onward)
    status = 409 if form.has_error(NON_FIELD_ERRORS, "moved") else 200
    return render(request, "competition/desk/screening_entry.html", sheet.context(request, competition, _entry(competition, code), form), status=status)
