from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.directory.models import Organisation
from anniversary.languages import names, text
from anniversary.publishing import blocks, doors, pages, structured

from . import doorways, stages, terms, timetable
from .models import Competition

RESULT = {"result", "rationale_ministry", "rationale_press"}  # not shown before it is announced


@dataclass(frozen=True)
class Prose:
    """A formatted text, and the language that it is in where that is not the page's."""

    html: SafeString
    language: str


def prose(record: Model, field: str) -> Prose | None:
    """One of the record's formatted texts; None if there is none in any language."""
    html, language = text.pick(record, field)
    # Sanitised when it was saved, and again here: a table can be written past the model.
    return Prose(mark_safe(blocks.sanitise(html)), "" if language == text.current() else language) if html else None


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All competitions; a single one stands large."""
    published = list(Competition.objects.published().select_related("cover", "rules"))
    competitions, samples = [one for one in published if not one.is_sample], [one for one in published if one.is_sample]
    steps = [(_("Logo competition"), request.path)]
    only = competitions[0] if len(competitions) == 1 else None
    context = {"competitions": competitions, "samples": samples, "only": only, "brief": prose(only, "brief") if only else None}
    return render(request, "competition/list.html", context | {"steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps))})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, find(slug))


def find(slug: str, name: str = "competition:detail", **more: Any) -> Competition:
    """The published competition of an address, its rules with it; `name` and `more`: where its old address leads. Raises as doors.find does."""
    found: Competition = doors.find(
        Competition.objects.select_related("cover", "rules"), slug, lambda record: reverse(name, kwargs={"slug": record.slug, **more})
    )
    return found


def page(request: HttpRequest, competition: Competition) -> HttpResponse:
    """The page of a competition, public or previewed."""
    steps = [(_("Logo competition"), reverse("competition:list")), (str(competition), competition.get_absolute_url())]
    context = pages.context_for(competition, request)
    context |= {field: prose(competition, field) for field in Competition.PROSE_FIELDS if competition.is_told or field not in RESULT}
    context |= run_here(competition) | {
        "steps": steps,
        "notice": notice(competition, context["body"]),
        "path": [(_("Call for entries"), competition.opened), (_("Entries close"), competition.closed), (_("Result announced"), competition.announced)],
        "organisers": names.by_name(Organisation.objects.public().filter(competitions=competition).distinct()),
        "json_ld": structured.dump(_description(competition), structured.breadcrumbs(*steps)),
    }
    return render(request, "competition/detail.html", context)


def run_here(competition: Competition) -> dict[str, Any]:
    """What the page of a competition shows from its rules; nothing for one that is only told of."""
    rules = stages.rules_of(competition)
    if rules is None:
        return {}
    shown = competition.stage_now != Competition.Stage.SETUP  # before, they may still change
    return robots(competition) | {
        "rules": rules if shown else None,
        "whole_path": timetable.path(rules, competition.stage_now) if shown else [],
        "doorways": doorways.of(competition) if shown else [],
        "terms": terms.in_force(competition) if shown else None,
    }


def robots(competition: Competition) -> dict[str, Any]:
    return {"robots": "noindex"} if competition.is_sample or not competition.is_public else {}


def notice(competition: Competition, body: pages.Body) -> pages.Body:
    """What the notice about the language goes by: the brief where the body has no blocks."""
    language = text.pick(competition, "brief")[1]
    return body if body.blocks else pages.Body([], language, language != text.current())


def _description(competition: Competition) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "name": text.pick(competition, "title")[0],
        "description": text.pick(competition, "summary")[0],
        "url": structured.absolute(competition.get_absolute_url()),
        "inLanguage": text.current(),
        "dateModified": competition.updated_at,
        "publisher": structured.publisher(),
    }
