"""The desk of the rules: written while the competition is being prepared, read afterwards; the end of entries alone can be put off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from . import desks, rulesheet, setting_up, stages
from .models import Competition, Rules
from .rules_form import ExtendForm, RulesForm

S = Competition.Stage
RIGHT = "competition.change_rules"


@desks.door(RIGHT, run_here=False)
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, competition: Competition) -> HttpResponse:
    """The form as long as the rules can be written; then the rules as they are printed."""
    if competition.stage_now != S.SETUP:
        return _read(request, competition)
    stored = stages.rules_of(competition)
    form = RulesForm(request.POST if request.method == "POST" else None, instance=_copy(stored))
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.write(competition, form.instance, user=request.user, seen=request.POST.get("seen", ""))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The rules are saved. They hold once the competition is announced; until then they can be changed."))
            return redirect("competition_desk:stage", competition.pk)
    seen = request.POST.get("seen") or setting_up.fingerprint(stored)
    context = desks.context(request, competition, _("Rules")) | {"form": form, "seen": seen, "is_new": stored is None}
    return render(request, "competition/desk/rules.html", context)


@desks.door(RIGHT)
@require_POST
def extend(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Puts off the end of entries."""
    form = ExtendForm(request.POST)
    if form.is_valid():
        try:
            stages.extend(competition, form.cleaned_data["closes_at"], user=request.user, note=form.cleaned_data["note"], seen=form.cleaned_data["seen"])
        except ValidationError as error:
            for name, texts in _by_field(error, form):
                form.add_error(name, texts)
        else:
            messages.success(request, _("The end of entries is put off. Readers see the new time at once."))
            return redirect("competition_desk:stage", competition.pk)
    return _read(request, competition, form)


def _by_field(error: ValidationError, form: ExtendForm) -> list[tuple[str | None, Any]]:
    told: dict[str, Any] = getattr(error, "error_dict", {})
    return [(name if name in form.fields else None, texts) for name, texts in told.items()] or [(None, error.messages)]


def _copy(stored: Rules | None) -> Rules:
    """The form writes into what it is given: not into what the page goes on to show."""
    return Rules.objects.get(pk=stored.pk) if stored else Rules()


def _read(request: HttpRequest, competition: Competition, form: ExtendForm | None = None) -> HttpResponse:
    rules = stages.rules_of(competition)
    context = desks.context(request, competition, _("Rules"))
    if rules is None:
        return render(request, "competition/desk/not_run_here.html", context)
    may_extend = competition.stage_now in {S.OPEN, S.CLOSED}
    empty = ExtendForm(initial={"closes_at": rules.closes_at, "seen": int(rules.closes_at.timestamp())})
    told = {"rules": rules, "sections": rulesheet.sections(competition, rules), "extend_form": (form or empty) if may_extend or form else None}
    return render(request, "competition/desk/rules_read.html", context | told)
