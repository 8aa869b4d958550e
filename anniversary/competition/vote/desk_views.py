"""The officers' desk: how many ballots there are, which of them wait for a decision, and the count. What was chosen is seen by nobody here."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_stubs_ext import StrOrPromise

from anniversary import clock
from anniversary.competition import desks
from anniversary.competition.models import Competition

from . import counting, marking, polls, ruling
from .models import Ballot, Poll, Ruling

State, Reason = Ballot.State, Ballot.Reason
AT_ONCE = 100


@desks.door()
@require_safe
def desk(request: HttpRequest, competition: Competition) -> HttpResponse:
    """How the poll stands as a whole, and what waits in quarantine, by its marks."""
    poll = polls.find(competition)
    return render(request, "competition/desk/ballots.html", desks.context(request, competition, _("Ballots")) | _standing(competition, poll))


@desks.door()
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, competition: Competition, mark: str) -> HttpResponse:
    """The ballots that wait for one mark; some or all of them are released or declared void."""
    if mark not in Reason.values:
        raise Http404
    poll = get_object_or_404(Poll, competition=competition)
    if request.method == "POST":
        return _rule(request, competition, mark)
    page = Paginator(ruling.waiting(poll, mark), AT_ONCE).get_page(request.GET.get("page"))
    told = {"page": page, "mark": mark, "label": Reason(mark).label, "rows": [_row(ballot, mark) for ballot in page]}
    return render(request, "competition/desk/ballots_mark.html", desks.context(request, competition, Reason(mark).label) | told)


@desks.door()
@require_POST
def look(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Mark what is suspicious by now, without waiting for the next round."""
    number = marking.mark(competition)
    said = ngettext("%(count)d more ballot is in quarantine.", "%(count)d more ballots are in quarantine.", number) % {"count": number}
    messages.success(request, said if number else _("Nothing else is suspicious."))
    return redirect("vote_desk:ballots", competition.pk)


@desks.door()
@require_POST
def count(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Have the poll counted."""
    try:
        counting.count(competition, request.user)
        messages.success(request, _("The vote is counted. The numbers can be looked at from the decision on."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("vote_desk:ballots", competition.pk)


def _rule(request: HttpRequest, competition: Competition, mark: str) -> HttpResponse:
    verdict, chosen = request.POST.get("verdict", ""), [int(pk) for pk in request.POST.getlist("ballot") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    if verdict not in Ruling.Verdict.values:
        raise Http404
    try:
        done = ruling.rule(competition, verdict, mark, user=request.user, note=request.POST.get("note", ""), ballots=None if "all" in request.POST else chosen)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("vote_desk:mark", competition.pk, mark)
    released = ngettext("%(count)d ballot is released.", "%(count)d ballots are released.", done.ballots)
    voided = ngettext("%(count)d ballot is declared void.", "%(count)d ballots are declared void.", done.ballots)
    messages.success(request, (released if verdict == Ruling.Verdict.RELEASED else voided) % {"count": done.ballots})
    left = ruling.waiting(done.poll, mark).exists()
    return redirect("vote_desk:mark", competition.pk, mark) if left else redirect("vote_desk:ballots", competition.pk)


def _standing(competition: Competition, poll: Poll | None) -> dict[str, Any]:
    if poll is None:
        return {"poll": None}
    numbers = dict(poll.ballots.values_list("state").annotate(number=Count("pk")).order_by())
    waiting = ruling.groups(poll)
    return {
        "poll": poll,
        "rules": competition.rules,
        "phase": polls.phase(poll, competition, clock.now()),
        "numbers": [(label, numbers.get(state, 0)) for state, label in State.choices],
        "groups": [(name, Reason(name).label, number) for name, number in waiting.items()],
        "rulings": _told(poll),
    }


def _told(poll: Poll) -> list[tuple[Ruling, StrOrPromise]]:
    return [(made, Reason(made.mark).label) for made in poll.rulings.select_related("by").order_by("-pk")[:AT_ONCE]]


def _row(ballot: Ballot, mark: str) -> dict[str, Any]:
    """A ballot by its number. `cause`: the beginning of the key that it shares with others, for telling apart, not for looking up."""
    key = {Reason.PATTERN.value: ballot.pattern_key, Reason.NETWORK.value: ballot.network_key}.get(mark, "")
    return {"ballot": ballot, "cause": key[:6], "others": [Reason(other).label for other in ballot.marks if other != mark and other not in ballot.cleared]}
