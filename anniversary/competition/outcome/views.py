"""What readers see of the result, from its announcement on; before that these pages are not there, for anybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.competition import stages
from anniversary.competition.entries import previews
from anniversary.competition.models import Competition
from anniversary.competition.views import find, robots
from anniversary.competition.vote.results import public
from anniversary.languages import text
from anniversary.publishing import structured

from . import deciding, method, protocol, results, sealing
from .models import Decision, Protocol

SECONDS = 300  # a picture may be kept for so long: consent can be taken back


def told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view (request, competition, decision, …): a public competition that is run here, and its announced decision. Otherwise 404."""

    @wraps(view)
    def answered(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        competition = _find(request, slug, **kwargs)
        decision = deciding.announced(competition)
        if decision is None:
            raise Http404
        return view(request, competition, decision, **kwargs)

    return answered


def _find(request: HttpRequest, slug: str, **kwargs: Any) -> Competition:
    """The public competition that is run here; its old address leads to the same page of the new one."""
    match = request.resolver_match
    competition = find(slug, match.view_name if match else "competition:detail", **kwargs)
    if stages.rules_of(competition) is None:
        raise Http404
    return competition


@require_safe
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    """The announcement; or that it was taken back, until another one is made."""
    competition = _find(request, slug)
    decision = deciding.announced(competition)
    if decision is None:
        earlier = deciding.taken_back(competition)
        if earlier is None:
            raise Http404
        return render(request, "outcome/taken_back.html", context(request, competition, _("The result")) | {"earlier": earlier, "robots": "noindex"})
    return render(request, "outcome/results.html", announced(request, competition, decision, sealing.latest(competition)))


def announced(request: HttpRequest, competition: Competition, decision: Decision, kept: Protocol | None, **more: Any) -> dict[str, Any]:
    """What the announcement's template needs, public or at the desk."""
    vote = more.pop("vote", None) or public(competition)
    said = results.announcement(competition, decision, kept.figures if kept else {}, vote)
    more |= {"said": said, "kept": kept, "decision": decision, "alternates": text.complete(decision, ["reason"])}
    made = context(request, competition, _("The result"))
    made["json_ld"] = structured.dump(*_winning(competition, said), structured.breadcrumbs(*made["steps"]))
    return made | more


@told
@require_safe
def kept(request: HttpRequest, competition: Competition, decision: Decision) -> HttpResponse:
    """The protocol: every figure with how it was counted."""
    found = _protocol(competition)
    steps = [(_("The result"), reverse("outcome:results", args=[competition.slug]))]
    told = context(request, competition, _("Protocol of the result"), *steps) | written(found)
    return render(request, "outcome/protocol.html", told | {"decision": decision})


def written(found: Protocol) -> dict[str, Any]:
    """What the protocol's template needs."""
    return {"kept": found, "groups": list(method.groups(found.figures)), "formulas": method.FORMULAS}


@told
@require_safe
def figures(request: HttpRequest, competition: Competition, decision: Decision) -> HttpResponse:
    """The same for machines: exactly the bytes of which the digest is taken."""
    return HttpResponse(protocol.canonical(_protocol(competition).figures), content_type="application/json")


@told
@require_safe
def gallery(request: HttpRequest, competition: Competition, decision: Decision) -> HttpResponse:
    """All finalists: those who allow it with their works."""
    shown = results.finalists(competition, decision, _protocol(competition).figures)
    return render(request, "outcome/gallery.html", context(request, competition, _("The finalists’ works")) | {"shown": shown})


@told
@require_safe
def finalist(request: HttpRequest, competition: Competition, decision: Decision, code: str) -> HttpResponse:
    """One work, with what its author says of it."""
    shown = results.finalists(competition, decision, _protocol(competition).figures)
    open_ones = [one for one in shown if one.is_open]
    place = next((place for place, one in enumerate(open_ones) if one.code == code), None)
    if place is None:
        raise Http404
    one = open_ones[place]
    steps = [(_("The finalists’ works"), reverse("outcome:gallery", args=[competition.slug]))]
    beside = {"before": open_ones[place - 1] if place else None, "after": open_ones[place + 1] if place + 1 < len(open_ones) else None}
    return render(request, "outcome/finalist.html", context(request, competition, one.title, *steps) | beside | {"one": one, "decision": decision})


@told
@require_safe
def picture(request: HttpRequest, competition: Competition, decision: Decision, code: str, side: int) -> HttpResponse:
    """A finalist's work as we have drawn it, without metadata."""
    work = results.work(competition, decision, code) if side in results.SIDES else None
    try:
        drawn = previews.png(work, side) if work else None
    except LookupError:
        drawn = None
    if drawn is None:
        raise Http404
    answer = HttpResponse(drawn, content_type="image/png")
    patch_cache_control(answer, public=True, max_age=SECONDS)
    return answer


def _protocol(competition: Competition) -> Protocol:
    found = sealing.latest(competition)
    if found is None:
        raise Http404
    return found


def context(request: HttpRequest, competition: Competition, title: str, *between: tuple[str, str]) -> dict[str, Any]:
    """What every page of the outcome has in common; `between`: the steps from the competition's page to this one."""
    page = str(competition), competition.get_absolute_url()
    steps = [(_("Logo competition"), reverse("competition:list")), page, *between, (title, request.path)]
    made = {"competition": competition, "title": title, "steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps))}
    return made | robots(competition)


def _winning(competition: Competition, said: results.Announced) -> list[dict[str, Any]]:
    """The winning work as schema.org's VisualArtwork; nothing of a sample, or where nobody won."""
    won = said.winner
    if won is None or competition.rules.sample:
        return []
    image = reverse("outcome:picture", args=[competition.slug, won.code, 1600]) if won.has_picture else ""
    return [
        {
            "@type": "VisualArtwork",
            "name": won.title,
            "inLanguage": won.language,
            "url": structured.absolute(reverse("outcome:finalist", args=[competition.slug, won.code])),
            "image": structured.absolute(image) if image else "",
            "creator": {"@type": "Person", "name": won.name} if won.name else "",
            "award": _("Winner: %(competition)s") % {"competition": text.pick(competition, "title")[0]},
        }
    ]
