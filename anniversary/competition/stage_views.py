"""The desk at which an officer takes a competition from stage to stage."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anniversary import clock

from . import desks, stages, timetable
from .models import Competition
from .stage_words import FOLLOWS, STEPS, is_final

S = Competition.Stage


@dataclass(frozen=True)
class Next:
    """A step that can be tried now: what it is called, what follows from it, what still keeps the competition from it."""

    way: stages.Way
    label: str
    follows: str
    problems: list[str]
    is_final: bool


@desks.door()
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Where it is now, what hinders each next step, and the buttons; a step that cannot be undone is asked for twice."""
    asked = _asked(request, competition) if request.method == "POST" else None
    if asked is not None and (request.POST.get("confirmed") or not asked.is_final or asked.problems):
        return _move(request, competition, asked)
    if asked is not None:
        told = {"step": asked, "note": request.POST.get("note", ""), "seen": request.POST.get("seen", "")}
        return render(request, "competition/desk/confirm_step.html", desks.context(request, competition, asked.label) | told)
    return render(request, "competition/desk/stage.html", desks.context(request, competition, _("Stage")) | _shown(request, competition))


def next_steps(request: HttpRequest, competition: Competition) -> list[Next]:
    """The steps from where it is now, each with all that hinders it."""
    rules, now = competition.rules, clock.now()
    return [
        Next(way, str(STEPS[way.source, way.target]), str(FOLLOWS[way.source, way.target]), stages.problems(competition, way, rules, now), is_final(way))
        for way in stages.ways_for(request.user, competition)
    ]


def _asked(request: HttpRequest, competition: Competition) -> Next | None:
    to = request.POST.get("to", "")
    if to not in S.values:
        raise Http404
    found = next((step for step in next_steps(request, competition) if step.way.target == to), None)
    if found is None:  # somebody else was quicker: `stages.move` says where it is now
        return Next(stages.Way("", to), "", "", [], False)
    return found


def _move(request: HttpRequest, competition: Competition, step: Next) -> HttpResponse:
    note = request.POST.get("note", "")
    try:
        moved = stages.move(competition, step.way.target, user=request.user, note=note, seen=request.POST.get("seen", ""))
    except ValidationError as error:
        for text in dict.fromkeys(error.messages):
            messages.error(request, text)
    else:
        messages.success(request, _("It is now at the stage: %(stage)s.") % {"stage": moved.get_stage_display()})
    return redirect("competition_desk:stage", competition.pk)


def _shown(request: HttpRequest, competition: Competition) -> dict[str, Any]:
    now = competition.stage_now
    return {
        "rules": competition.rules,
        "path": timetable.path(competition.rules, now, whole=True),
        "windows": list(timetable.windows(competition.rules)),
        "next_steps": next_steps(request, competition),
        "log": list(competition.transitions.filter(verb="stage").select_related("by")[:50]),
        "waits_for_the_clock": {S.ANNOUNCED: _("Entries open by themselves."), S.OPEN: _("Entries close by themselves.")}.get(S(now), ""),
    }
