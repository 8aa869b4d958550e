"""The rules and the terms of a competition that is run here, for readers: whatever is printed here holds."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anniversary.publishing import structured

from . import rulesheet, stages
from .models import Competition
from .views import find, prose, robots


@require_safe
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, of whom, until when and how it is judged; 404 as long as it is being prepared."""
    competition = find(slug, "competition:rules")
    printed = stages.rules_of(competition)
    if printed is None or competition.stage_now == Competition.Stage.SETUP:
        raise Http404
    issued = list(competition.terms.exclude(issued_at=None).defer("text_en", "text_ja", "text_km"))
    context = {"sections": rulesheet.sections(competition, printed), "versions": issued}
    return render(request, "competition/rules.html", about(competition, _("Rules")) | context)


@require_safe
def terms(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """One version of the terms, as it was issued: it can be read as long as the competition's page can. Drafts are not here."""
    competition = find(slug, "competition:terms", version=version)
    shown = get_object_or_404(competition.terms.exclude(issued_at=None), version=version)
    newer = competition.terms.exclude(issued_at=None).filter(version__gt=version).first()
    title = _("Terms, version %(number)s") % {"number": version}
    return render(request, "competition/terms.html", about(competition, title) | {"shown": shown, "newer": newer, "prose": prose(shown, "text")})


def about(competition: Competition, title: str) -> dict[str, Any]:
    """What the pages below a competition's own share."""
    own = competition.get_absolute_url()
    steps = [(_("Logo competition"), reverse("competition:list")), (str(competition), own), (title, "")]
    return robots(competition) | {
        "competition": competition, "title": title, "steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps[:2])),
    }  # fmt: skip
