"""What is held about a person, for that person: to read, to take along, to have deleted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anniversary.competition import acts, gates
from anniversary.competition.entries.models import Entry
from anniversary.occasion.countries import country_name

from . import door, own_data, taking, times
from .models import Entrant, Key, Member
from .views import context


@door.entrants
@require_safe
def data(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    return render(request, "entrants/data.html", context(visit, parts=parts(own_data.held(visit.entrant))))


@door.entrants
@require_safe
def download(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    answer = JsonResponse(own_data.held(visit.entrant), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = f'attachment; filename="entrant-{visit.entrant.number}.json"'
    return answer


@door.entrants
@require_POST
def ask_deletion(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    """Noted for the office, which does it: whatever is judged already has to be taken out of it first."""
    with transaction.atomic():
        moment = gates.passing(visit.competition.pk)
        if Entrant.objects.filter(pk=visit.entrant.pk, deletion_asked_at=None).update(deletion_asked_at=moment):
            taking.confirm(visit.entrant, moment)
            acts.write(visit.competition, "ask_deletion", role="entrant", at=moment, subject=str(visit.entrant.number))
    return redirect(visit.url("data"))


def parts(held: dict[str, Any]) -> list[tuple[str, list[tuple[Any, str]]]]:
    """What is held, for people to read: heading, and rows of a label and a value."""
    told = [(_("Person"), _rows(held["person"], Entrant))]
    told += [(_("Member of the group"), _rows(member, Member)) for member in held["members"]]
    told += [(work["code"], _rows(work, Entry)) for work in held["works"]]
    return told + [(_("A link that was sent"), _rows(link, Entrant)) for link in held["links"]]


def _rows(told: dict[str, Any], model: type[Model]) -> list[tuple[Any, str]]:
    """(label, value) of what is said; labels of the model's fields where it has one of that name."""
    labels = {field.name: getattr(field, "verbose_name", "") for field in model._meta.get_fields()} | _labels()
    rows = []
    for name, value in told.items():
        if value in ("", None, []):
            continue
        label = str(labels.get(name) or name)
        if isinstance(value, list):
            rows += [(label, " · ".join(f"{part}" for part in row.values()) if isinstance(row, dict) else str(row)) for row in value]
        else:
            rows.append((label, _said(name, value)))
    return rows


def _said(name: str, value: Any) -> str:
    """As people say it: moments on both countries' clocks, countries and states by their names."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_at"):
        return " · ".join(times.both(datetime.fromisoformat(value)))
    if name in {"nationality", "residence"}:
        return country_name(value)
    choices: dict[str, Any] = {"state": Entry.State, "ai": Entry.AI, "purpose": Key.Purpose}
    return str(choices[name](value).label) if name in choices else str(value)


def _labels() -> dict[str, str]:
    return {
        "number": _("Your number"), "confirmed_at": _("Address confirmed"), "birth_year": _("year of birth"), "guardian_consented_at": _("The guardian agreed"),
        "deletion_asked_at": _("You asked for deletion"), "accepted_at": _("Terms accepted"), "submitted_at": _("Sent in"), "revision": _("Revision"),
        "terms_version": _("Version of the terms"), "publish_name": _("My name may be published."), "credit": _("name as it shall be read"), "files": _("File"),
        "purpose": _("What it is for"), "made_at": _("Made"), "expires_at": _("Holds until"), "code": _("code"),
    }  # fmt: skip
