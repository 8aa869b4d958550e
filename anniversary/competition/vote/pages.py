"""What the pages of the vote are made of."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.doorways import Doorway
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition, Rules
from anniversary.languages import text
from anniversary.publishing import doors

from . import asking, casting, marking, ordering, polls, renditions
from .forms import AskForm
from .models import Poll

METHOD = gettext_lazy("How the vote is held")


@dataclass(frozen=True)
class Visit:
    """The vote of a competition, as it stands now."""

    competition: Competition
    rules: Rules
    poll: Poll
    phase: str

    def context(self) -> dict[str, Any]:
        """What every page of the vote is given."""
        return {
            "competition": self.competition,
            "phase": self.phase,
            "opens": self.rules.vote_opens_at,
            "closes": self.rules.vote_closes_at,
            "robots": "noindex",
            "steps": [*steps(self.competition), (_("Public vote"), reverse("vote:vote", args=[self.competition.slug]))],
        }


def find(slug: str) -> Visit:
    """The vote below this slug. Http404 as long as there is none; Gone and Moved as with every page."""
    competition = with_vote(slug)
    poll = polls.find(competition)
    phase = polls.phase(poll, competition, clock.now())
    if poll is None or not phase:
        raise Http404
    return Visit(competition, competition.rules, poll, phase)


def with_vote(slug: str) -> Competition:
    """The public competition of this slug, if by its rules there is a public vote. Http404 otherwise; Gone and Moved as with every page."""
    competition: Competition = doors.find(Competition.objects.select_related("rules"), slug)
    rules = stages.rules_of(competition)
    if rules is None or not rules.has_vote or competition.stage == Competition.Stage.SETUP:
        raise Http404
    return competition


def steps(competition: Competition) -> list[tuple[str, str]]:
    return [(_("Logo competition"), reverse("competition:list")), (text.pick(competition, "title")[0], competition.get_absolute_url())]


def seed_of(request: HttpRequest, visit: Visit) -> str | None:
    """The seed in the address, if it was drawn here."""
    return ordering.read(visit.competition, request.GET.get("o", ""))


def show(request: HttpRequest, visit: Visit, form: AskForm, seed: str) -> HttpResponse:
    """The works and the form; before the opening only when that is, after the close only the works, until the result is announced."""
    works = ordering.by(seed, polls.options(visit.poll)) if polls.shows_works(visit.competition, visit.phase) else []
    pictured = renditions.pictured(visit.poll) if works else set()
    cards = [card(visit, work, work.pk in pictured) for work in works]
    context = visit.context() | {"form": form, "cards": cards, "address": f"{request.path}?o={request.GET.get('o', '')}" if seed else request.path}
    return render(request, "competition/vote/vote.html", context, status=400 if form.errors else 200)


def card(visit: Visit, work: Entry, is_pictured: bool) -> dict[str, Any]:
    """A work as readers see it: no word about who made it."""
    picture = reverse("vote:work", args=[visit.competition.slug, work.code]) if is_pictured else ""
    return {"code": work.code, "title": work.title, "concept": work.concept, "language": work.language, "picture": picture}


def choice(request: HttpRequest, visit: Visit, link: casting.Link) -> HttpResponse:
    """What a link would cast, or that it is cast."""
    if link.work is None:
        return notice(request, visit, "cast")
    shown = card(visit, link.work, link.work.pk in renditions.pictured(visit.poll))
    return render(request, "competition/vote/ballot.html", visit.context() | {"card": shown})


def notice(request: HttpRequest, visit: Visit, what: str, status: int = 200) -> HttpResponse:
    """One message at a link: "cast", "closed" or "no_link"."""
    return render(request, "competition/vote/notice.html", visit.context() | {"what": what}, status=status)


def method_context(competition: Competition) -> dict[str, Any]:
    """The figures that are printed on the page of the method."""
    rules = competition.rules
    return {
        "competition": competition,
        "opens": rules.vote_opens_at,
        "closes": rules.vote_closes_at,
        "an_address": asking.AN_ADDRESS,
        "a_network": asking.A_NETWORK,
        "pattern_most": marking.PATTERN_MOST,
        "burst_most": marking.BURST_MOST,
        "network_most": marking.NETWORK_MOST,
    }


def doorway(competition: Competition, rules: Rules, stage: str) -> Doorway | None:
    """The way in from the competition's page, while the vote is open."""
    if stage != Competition.Stage.PUBLIC_VOTE or polls.phase(polls.find(competition), competition, clock.now()) != polls.OPEN:
        return None
    return Doorway(_("Vote"), reverse("vote:vote", args=[competition.slug]), main=True)
