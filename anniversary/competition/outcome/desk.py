"""The office's desks from the shortlist to the protocol."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anniversary.competition import acts, desks
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury.ranking import NotClosed, ranking
from anniversary.competition.models import Competition
from anniversary.competition.vote.results import Result, for_decision

from . import clearing, consents, deciding, naming, office, reserve, sealing, views
from .forms import DecisionForm, NamingForm, SearchForm, WhyForm
from .models import ClearancePaper, Finalist

FORMS = require_http_methods(["GET", "HEAD", "POST"])
Deed = Callable[[Finalist, str, Any], object]
DEEDS: dict[str, Deed] = {
    "clear": lambda finalist, why, user: clearing.clear(finalist, user=user),
    "drop": lambda finalist, why, user: clearing.drop(finalist, why, user=user),
    "reopen": lambda finalist, why, user: clearing.reopen(finalist, why, user=user),
    "withdraw": lambda finalist, why, user: clearing.leave(finalist, Entry.State.WITHDRAWN, why, user=user),
    "disqualify": lambda finalist, why, user: clearing.leave(finalist, Entry.State.DISQUALIFIED, why, user=user),
}


@desks.door()
@FORMS
def shortlist(request: HttpRequest, competition: Competition) -> HttpResponse:
    """The jury's ranking, and naming finalists and reserve by it."""
    told = desks.context(request, competition, _("Shortlist")) | {"finalists": list(_finalists(competition))}
    try:
        ranked, proposed = ranking(competition), naming.proposals(competition)
    except NotClosed:
        return render(request, "outcome/desk/shortlist.html", told)
    adding = naming.is_worked_with(competition)
    form = NamingForm(request.POST or None, proposals=proposed, adding=adding)
    if form.is_bound and form.is_valid() and _done(request, form, lambda: naming.name(competition, form.parts, user=request.user, why=form.why)):
        return redirect("outcome_desk:shortlist", competition.pk)
    told |= {"form": form, "ranked": ranked, "adding": adding, "may_name": competition.stage == office.S.SHORTLIST}
    return render(request, "outcome/desk/shortlist.html", told)


@desks.door()
@require_safe
def clearance(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Each finalist with the searches, what can be done, and who follows."""
    clearing.note_withdrawals(competition)
    return _clearance(request, competition)


@desks.door()
@require_POST
def search(request: HttpRequest, competition: Competition, finalist: int) -> HttpResponse:
    """Record one search."""
    found = get_object_or_404(Finalist.objects.select_related("entry", "competition"), competition=competition, pk=finalist)
    form = SearchForm(request.POST, request.FILES, prefix=f"f{found.pk}")
    if form.is_valid() and _done(request, form, lambda: clearing.record(found, user=request.user, **form.cleaned_data)):
        return redirect("outcome_desk:clearance", competition.pk)
    return _clearance(request, competition, form, found)


@desks.door()
@require_POST
def move(request: HttpRequest, competition: Competition, finalist: int, deed: str) -> HttpResponse:
    """Clear, drop, reopen, withdraw or disqualify a finalist."""
    found = get_object_or_404(Finalist.objects.select_related("entry", "competition"), competition=competition, pk=finalist)
    if deed not in DEEDS:
        raise Http404
    form = WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    return _pressed(request, competition, lambda: DEEDS[deed](found, why, request.user))


@desks.door()
@require_POST
def call_up(request: HttpRequest, competition: Competition) -> HttpResponse:
    return _pressed(request, competition, lambda: reserve.call_up(competition, user=request.user))


@desks.door()
@require_POST
def ask(request: HttpRequest, competition: Competition) -> HttpResponse:
    return _pressed(request, competition, lambda: consents.ask(competition, user=request.user))


@desks.door()
@require_safe
def paper(request: HttpRequest, competition: Competition, paper: int) -> HttpResponseBase:
    """A document, to be saved: browsers must not open what others made. Each look is logged."""
    found = get_object_or_404(ClearancePaper.objects.select_related("clearance__finalist__entry"), clearance__finalist__competition=competition, pk=paper)
    code = found.clearance.finalist.entry.code
    try:
        file = found.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    acts.write(competition, "open_paper", role="officer", by=request.user, subject=code, paper=found.pk)
    answer = FileResponse(file, as_attachment=True, filename=f"{code}-{found.pk}.{found.kind}", content_type="application/octet-stream")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@desks.door()
@FORMS
def decision(request: HttpRequest, competition: Competition) -> HttpResponse:
    """What the decision is taken by, and the decision itself."""
    last = deciding.current(competition)
    may_write = competition.stage == office.S.DECISION
    form = DecisionForm(request.POST or None, competition=competition, decision=last) if may_write else None
    if form and form.is_bound and form.is_valid() and _done(request, form, lambda: deciding.write(competition, form.draft(), user=request.user)):
        return redirect("outcome_desk:decision", competition.pk)
    taken = competition.decisions.select_related("winner__entry").prefetch_related("signatories__country")
    told = {
        "form": form, "decisions": taken, "vote": _vote(request, competition),
        "finalists": list(_finalists(competition)), "places": _places(competition), "last": last,
    }  # fmt: skip
    return render(request, "outcome/desk/decision.html", desks.context(request, competition, _("Decision")) | told)


@desks.door()
@require_safe
def preview(request: HttpRequest, competition: Competition) -> HttpResponse:
    """The announcement as readers will see it. Only here: its own address does not exist before."""
    last = deciding.current(competition)
    if last is None:
        raise Http404
    told = views.announced(request, competition, last, sealing.latest(competition), vote=_vote(request, competition))
    return render(request, "outcome/results.html", told | {"json_ld": "", "robots": "noindex", "is_desk_preview": True})


@desks.door()
@FORMS
def protocol(request: HttpRequest, competition: Competition) -> HttpResponse:
    """The protocols that were made, and making the next one."""
    if request.method == "POST":
        return _pressed(request, competition, lambda: sealing.make(competition, user=request.user), "outcome_desk:protocol")
    kept = sealing.latest(competition)
    told = desks.context(request, competition, _("Protocol")) | {"protocols": competition.protocols.all(), "may_make": competition.stage == office.S.EMBARGOED}
    return render(request, "outcome/desk/protocol.html", told | (views.written(kept) if kept else {}))


def _clearance(request: HttpRequest, competition: Competition, bound: SearchForm | None = None, of: Finalist | None = None) -> HttpResponse:
    found = list(_finalists(competition).prefetch_related("clearances__papers"))
    for finalist in found:
        finalist.form = bound if of and finalist.pk == of.pk else SearchForm(prefix=f"f{finalist.pk}")  # type: ignore[attr-defined]  # for the template
    told = {
        "finalists": found, "may_clear": competition.stage in office.CLEARING,
        "next": reserve.following(competition), "has_room": reserve.has_room(competition),
        "unasked": consents.unasked(competition), "may_ask": competition.stage in consents.ASKING,
    }  # fmt: skip
    return render(request, "outcome/desk/clearance.html", desks.context(request, competition, _("Rights clearance")) | told)


def _finalists(competition: Competition) -> Any:
    return Finalist.objects.filter(competition=competition).select_related("entry", "consent").order_by("rank")


def _places(competition: Competition) -> dict[int, Any]:
    try:
        return {placed.entry_id: placed for placed in ranking(competition).places}
    except NotClosed:
        return {}


def _vote(request: HttpRequest, competition: Competition) -> Result | None:
    """The vote's result for who decides; each look is an act. None where there was none, or it is too early."""
    try:
        return for_decision(competition, request.user)
    except ValidationError:
        return None


def _done(request: HttpRequest, form: Any, deed: Callable[[], object]) -> bool:
    """Whether the deed was done; what kept it from it is told by the form."""
    try:
        deed()
    except ValidationError as error:
        known = {name: problems for name, problems in getattr(error, "error_dict", {}).items() if name in form.fields}
        form.add_error(None, ValidationError(known) if known else ValidationError(error.messages))
        return False
    messages.success(request, _("It is written down."))
    return True


def _pressed(request: HttpRequest, competition: Competition, deed: Callable[[], object], to: str = "outcome_desk:clearance") -> HttpResponse:
    """Do what a button says, tell what came of it, and go back to the desk."""
    try:
        deed()
        messages.success(request, _("It is written down."))
    except ValidationError as error:
        for problem in error.messages:
            messages.error(request, problem)
    return redirect(to, competition.pk)


