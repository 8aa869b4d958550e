"""What finalists and all who took part find on their own page: what may be shown of them, and their certificate."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from anniversary.competition.entrants import door, panels
from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Entry
from anniversary.languages import text

from . import consents, deciding
from .forms import ConsentForm
from .models import Decision

E = Entry.State
JUDGED = (E.WINNER, E.RUNNER_UP, E.NOT_SELECTED)


def consent_panel(entry: Entry, request: HttpRequest) -> panels.Panel | None:
    """For a finalist who was asked."""
    asked = consents.of_entry(entry)
    return ("outcome/consent_panel.html", {"consent": asked, "entry": entry}) if asked else None


def certificate_panel(entry: Entry, request: HttpRequest) -> panels.Panel | None:
    """For everybody whose work was judged, once the result is announced."""
    if entry.state not in JUDGED or not deciding.is_announced(entry.competition):
        return None
    return "outcome/certificate_panel.html", {"entry": entry}


@door.entry
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    """What may be shown: answered, and changed at any time."""
    asked = consents.of_entry(entry)
    if asked is None:
        raise Http404
    credit = Authorship.objects.filter(entry=entry).values_list("credit", flat=True).first()
    form = ConsentForm(request.POST or None, initial={"gallery": asked.gallery, "name": asked.name, "credit": credit})
    if form.is_bound and form.is_valid() and _answered(entry, form):
        return redirect(f"{request.path}?kept=1")
    told: dict[str, Any] = {"form": form, "entry": entry, "consent": asked, "competition": visit.competition, "visit": visit, "token": visit.token}
    return render(request, "outcome/consent.html", told | {"robots": "noindex", "is_kept": bool(request.GET.get("kept"))})


def _answered(entry: Entry, form: ConsentForm) -> bool:
    try:
        consents.answer(entry, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@door.entry
@require_safe
def certificate(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    """A page of A4 to be printed, in the language of the address."""
    decision = deciding.announced(visit.competition)
    if decision is None or entry.state not in JUDGED:
        raise Http404
    told = {"entry": entry, "competition": visit.competition, "names": names_of(visit.entrant), "state": entry.state, "decision": decision}
    told |= {"signatories": _signed(decision), "languages": text.codes(), "robots": "noindex"}
    return render(request, "outcome/certificate.html", told)


def names_of(entrant: Entrant) -> list[str]:
    """As it is printed: the group's name and below it its members', or the person's own, in Latin letters below where that differs."""
    if entrant.is_group and entrant.group_name:
        return [entrant.group_name, " · ".join([entrant.name_native, *entrant.members.values_list("name_native", flat=True)])]
    return list(dict.fromkeys(filter(None, [entrant.name_native, entrant.name_latin])))


def _signed(decision: Decision) -> list[Any]:
    return list(decision.signatories.select_related("country").order_by("country__ordering", "pk"))
