from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anniversary.competition.entries.models import Entry

from . import door, panels


@door.entrants
@require_safe
def home(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    """Who has come, and their own works."""
    entries = Entry.objects.filter(pk__in=visit.entrant.authorships.values("entry"))
    return render(request, "entrants/home.html", context(visit) | {"entries": entries})


@door.entry
@require_safe
def entry(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    return render(request, "entrants/entry.html", context(visit) | {"entry": entry, "panels": panels.of(entry, request)})


def context(visit: door.Visit) -> dict[str, object]:
    """What every page below a link is given."""
    return {"visit": visit, "competition": visit.competition, "rules": visit.rules, "token": visit.token, "robots": "noindex"}
