"""The pages about whoever enters: asking for the link, who they are, their works, their guardian."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anniversary import clock
from anniversary.competition import stages, terms
from anniversary.competition.entries.models import Entry
from anniversary.competition.views import prose
from anniversary.languages import text

from . import addressing, asking, complete, door, drafting, person_forms, registering, stamps, taking, times
from .models import Key

both = require_http_methods(["GET", "HEAD", "POST"])
WRONG = 422  # a form in which something is wrong, shown again


def context(visit: door.Visit, **more: Any) -> dict[str, Any]:
    """What every page below a link is given."""
    told = {"visit": visit, "competition": visit.competition, "rules": visit.rules, "entrant": visit.entrant, "token": visit.token, "robots": "noindex"}
    return told | {"closes": times.both(visit.rules.closes_at)} | more


@both
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Where one begins: an e-mail address, and a letter with a link. What is answered does not depend on whether the address is known."""
    competition, rules = door.find(slug)
    form = person_forms.AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(competition, form.cleaned_data["email"], language=text.current(), network=addressing.network_key(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return door.closed_to_others(redirect(reverse("entrants:asked", args=[slug])), tells=True)
    stage = stages.stage_at(competition.stage, rules, clock.now())
    told = {"competition": competition, "rules": rules, "form": form, "stage": stage, "is_open": stage == competition.Stage.OPEN, "robots": "noindex"}
    told |= {"opens": times.both(rules.opens_at), "closes": times.both(rules.closes_at), "is_early": clock.now() < rules.opens_at}
    return door.closed_to_others(render(request, "entrants/ask.html", told, status=WRONG if form.errors else 200), tells=True)


@require_safe
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """That a letter is on its way, to whoever may have one."""
    competition, rules = door.find(slug)
    return door.closed_to_others(render(request, "entrants/asked.html", {"competition": competition, "rules": rules, "robots": "noindex"}))


@door.entrants
@require_safe
def home(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    """Who has come, what they have sent in, and what is next."""
    lacks = complete.of_person(visit.entrant, visit.rules)
    entries = Entry.objects.filter(pk__in=visit.entrant.authorships.values("entry")).order_by("pk").prefetch_related("works")
    is_open = taking.may_open(visit.competition, visit.rules)
    told = {"entries": entries, "lacks": lacks, "is_open": is_open, "full": drafting.full(visit.entrant, visit.rules), "said": request.GET.get("said", "")}
    told["waits"] = complete.waits_for_guardian(visit.entrant, visit.rules)
    return render(request, "entrants/home.html", context(visit, **told))


@door.entrants
@both
def person(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    """Who they are. Saving it confirms the address too."""
    purpose = registering.purpose(visit.entrant)
    stamp = stamps.carried(request.POST.get("stamp", ""), visit.competition, purpose)
    is_open = taking.may_open(visit.competition, visit.rules, stamp, purpose)
    members = person_forms.members_form(visit.rules, visit.entrant, request.POST or None)
    form = person_forms.PersonForm(request.POST or None, instance=door.copy_of(visit.entrant), rules=visit.rules, members=members)
    if request.method == "POST" and _is_kept(request, visit, form, members, stamp):
        return redirect(f"{visit.url('home')}?said=kept")
    status = WRONG if request.method == "POST" else 200
    return render(request, "entrants/person.html", context(visit, form=form, members=members, stamp=stamp, is_open=is_open), status=status)


def _is_kept(request: HttpRequest, visit: door.Visit, form: person_forms.PersonForm, members: person_forms.MembersBase, stamp: str) -> bool:
    is_group = bool(request.POST.get("is_group"))
    if is_group and not members.is_valid():
        form.add_error(None, _("Look at the members of your group: something is missing there, or not right."))
    if not form.is_valid():
        return False
    try:
        network = addressing.network_key(request)
        registering.keep(visit.entrant, form.cleaned_data, members.people if is_group else [], stamp=stamp, language=text.current(), network=network)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@door.entrants
@require_POST
def remind_guardian(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    """Have the letter to the guardian sent once more."""
    try:
        registering.remind_guardian(visit.entrant, network=addressing.network_key(request))
    except ValidationError as error:
        return render(request, "entrants/told.html", context(visit, heading=_("The letter was not sent"), errors=error.messages), status=409)
    return redirect(f"{visit.url('home')}?said=reminded")


@door.entrants(purpose=Key.Purpose.GUARDIAN)
@both
def guardian(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    """The guardian reads what they consent to, and does so by the button: programs that look at letters follow links, and press nothing."""
    if request.method == "POST":
        registering.consent(visit.entrant)
        return redirect(reverse("entrants:guardian", args=[visit.competition.slug, visit.token]))
    return render(request, "entrants/guardian.html", context(visit, **terms_in_force(visit)))


def terms_in_force(visit: door.Visit) -> dict[str, Any]:
    """The terms that are accepted now, and their text in the page's language."""
    found = terms.in_force(visit.competition)
    return {"terms": found, "terms_text": prose(found, "text") if found else None}
