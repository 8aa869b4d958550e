"""The office's desk of the jury: criteria, jurors, rounds. Counts while a round is open, the ranking once it is closed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anniversary.competition import desks, stages
from anniversary.competition.models import Competition

from . import convening, progress, ranking, rounds
from .forms import AppointForm, BaseCriteria, CriteriaForms, ReasonForm, RoundForm
from .models import Juror, Round, Seat

ON_A_PAGE = 50


@require_safe
@desks.door()
def jury(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Everything at a glance."""
    found = list(competition.rounds.order_by("-number"))
    seats = progress.of_rounds(found)
    told = [{"round": judged, "seats": seats[judged.pk], "missing": _missing(judged, competition)} for judged in found]
    context = desks.context(request, competition, _("Jury")) | {
        "criteria": competition.criteria.all(),
        "may_set_criteria": convening.may_set_criteria(competition),
        "jurors": competition.jurors.select_related("user").prefetch_related("seats"),
        "appoint": AppointForm(None, competition=competition),
        "arranging": convening.is_before_shortlist(competition),
        "rounds": told,
        "prepare": RoundForm(label_suffix="") if not found or found[0].state == Round.State.CLOSED else None,
        "is_with_jury": stages.stage_of(competition) == Competition.Stage.JURY,
        "recusals": progress.recusals(found),
        "leaving": ReasonForm(label_suffix=""),
    }
    return render(request, "competition/jury/desk.html", context)


def _missing(judged: Round, competition: Competition) -> list[str]:
    return progress.missing(judged, competition.rules.quorum) if judged.state == Round.State.OPEN else []


@require_http_methods(["GET", "HEAD", "POST"])
@desks.door()
def criteria(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Write the criteria, until the competition is announced."""
    forms: Any = CriteriaForms(request.POST) if request.method == "POST" else CriteriaForms(initial=BaseCriteria.rows(competition))
    if request.method == "POST" and forms.is_valid():
        try:
            convening.set_criteria(competition, forms.criteria(competition), user=request.user)
            messages.success(request, _("The criteria are saved."))
            return redirect("jury_desk:jury", competition.pk)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    context = desks.context(request, competition, _("Criteria of the jury")) | {"forms": forms, "may_set": convening.may_set_criteria(competition)}
    return render(request, "competition/jury/criteria.html", context)


def deed(view: Callable[..., str]) -> Callable[..., HttpResponseBase]:
    """For a deed that is done by a button: does it, or says why not, and leads back to the desk. `view` returns what to say."""

    @require_POST
    @desks.door()
    def answered(request: HttpRequest, competition: Competition, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, view(request, competition, **kwargs))
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        return redirect("jury_desk:jury", competition.pk)

    return answered


@deed
def appoint(request: HttpRequest, competition: Competition) -> str:
    form = AppointForm(request.POST, competition=competition)
    if not form.is_valid():
        raise ValidationError(_("Choose somebody who has the role of a juror and does not sit in this jury yet."))
    juror = convening.appoint(competition, form.cleaned_data["account"], user=request.user)
    return _("Appointed: juror %(number)s.") % {"number": juror.number}


@deed
def dismiss(request: HttpRequest, competition: Competition, juror: int) -> str:
    convening.dismiss(get_object_or_404(Juror, competition=competition, number=juror), user=request.user)
    return _("Juror %(number)s is not in the jury any more.") % {"number": juror}


@deed
def prepare(request: HttpRequest, competition: Competition) -> str:
    form = RoundForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Write how many works go on as a number, or nothing for all of them."))
    made = rounds.prepare(competition, takes=form.cleaned_data["takes"], user=request.user)
    return _("Round %(number)s is prepared.") % {"number": made.number}


@deed
def discard(request: HttpRequest, competition: Competition, number: int) -> str:
    rounds.discard(_round(competition, number), user=request.user)
    return _("Round %(number)s is taken back.") % {"number": number}


@deed
def open_round(request: HttpRequest, competition: Competition, number: int) -> str:
    rounds.open_round(_round(competition, number), user=request.user)
    return _("Round %(number)s is open. The jurors' sheets are being prepared; each juror is told by letter when theirs are there.") % {"number": number}


@deed
def close(request: HttpRequest, competition: Competition, number: int) -> str:
    rounds.close(_round(competition, number), user=request.user)
    return _("Round %(number)s is closed. Now there is a ranking.") % {"number": number}


@deed
def leave(request: HttpRequest, competition: Competition, number: int, juror: int) -> str:
    seat = get_object_or_404(Seat, round=_round(competition, number), juror__number=juror)
    rounds.leave(seat, request.POST.get("reason", "")[:2_000], user=request.user)
    return _("Nobody waits for juror %(number)s any more.") % {"number": juror}


@require_safe
@desks.door()
def result(request: HttpRequest, competition: Competition, number: int) -> HttpResponse:
    """The ranking of a round that is closed; 404 before."""
    judged = _round(competition, number)
    try:
        found = ranking.of_round(judged)
    except ranking.NotClosed as error:
        raise Http404 from error
    page = Paginator(found.places, ON_A_PAGE).get_page(request.GET.get("page"))
    rank = {place.code: place.rank for place in found.places}
    shown = {"judged": judged, "ranking": found, "page": page, "criteria": {str(row.tie_rank): row for row in competition.criteria.all()}}
    without = [(juror, code, rank.get(code or "")) for juror, code in found.without.items()]
    context = desks.context(request, competition, _("Ranking of round %(number)s") % {"number": number}) | shown | {"without": without}
    return render(request, "competition/jury/result.html", context)


def _round(competition: Competition, number: int) -> Round:
    found: Round = get_object_or_404(Round, competition=competition, number=number)
    found.competition = competition
    return found
