"""The pages of one work: its form, how it looks before it is sent, its receipt, taking it back."""

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from anniversary.competition.entries import previews
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Terms
from anniversary.languages import text

from . import complete, door, drafting, entry_forms, panels, receipts, stamps, submitting, taking, times
from .models import Authorship
from .views import WRONG, both, context, terms_in_force

SIDES = (16, 32, 64, 512)


@door.entrants
@both
def begin(request: HttpRequest, visit: door.Visit) -> HttpResponse:
    """The form of a new work. Its key makes one work of however many times it is sent."""
    try:
        form_key = UUID(request.POST.get("form_key", "")) if request.method == "POST" else uuid4()
    except ValueError as error:
        raise Http404 from error
    made = Entry.objects.filter(form_key=form_key, pk__in=visit.entrant.authorships.values("entry")).first()
    told = "" if made else drafting.full(visit.entrant, visit.rules)
    if complete.of_person(visit.entrant, visit.rules) and not made:
        return redirect(visit.url("person"))
    if told:
        return render(request, "entrants/told.html", context(visit, heading=told, errors=[]), status=409)
    return _work(request, visit, made or Entry(form_key=form_key, language=text.current()))


@door.entry
@both
def edit(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    return _work(request, visit, entry)


def _work(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    key = str(entry.form_key)
    stamp = stamps.carried(request.POST.get("stamp") or request.GET.get("stamp", ""), visit.competition, key)
    named = Authorship.objects.filter(entry=entry).first() if entry.pk else None
    initial = {"publish_name": named.publish_name, "credit": named.credit} if named else {}
    form = entry_forms.EntryForm(request.POST or None, instance=door.copy_of(entry), initial=initial, rules=visit.rules, entrant=visit.entrant)
    wrong: dict[str, ValidationError] = {}
    if request.method == "POST":
        entry, wrong = _kept(request, visit, entry, form, stamp)
        if not (form.errors or wrong):
            return _on(request, visit, entry, stamp)
    works = {work.role: work for work in entry.works.all()} if entry.pk else {}
    files = entry_forms.FilesForm({} if wrong else None, rules=visit.rules, works=works)
    for role, error in wrong.items():
        files.add_error(role, error)
    told = {"form": form, "files": files, "entry": entry, "stamp": stamp, "is_open": taking.may_open(visit.competition, visit.rules, stamp, key)}
    return render(request, "entrants/work.html", context(visit, **told), status=WRONG if request.method == "POST" else 200)


def _kept(request: HttpRequest, visit: door.Visit, entry: Entry, form: entry_forms.EntryForm, stamp: str) -> tuple[Entry, dict[str, ValidationError]]:
    """The work with what was right of the form, and what is wrong with its files; what is wrong otherwise is said in the form."""
    form.is_valid()
    uploads = {role: request.FILES[role] for role in entry_forms.roles(visit.rules) if role in request.FILES}
    checked, wrong = drafting.look_at(uploads, visit.rules)
    try:
        kept = drafting.change(visit.entrant, entry.form_key, lambda _entry: form.cleaned_data, checked, stamp=stamp, language=text.current())
    except ValidationError as error:
        form.add_error(None, error)
        return entry, wrong
    return kept, wrong


def _on(request: HttpRequest, visit: door.Visit, entry: Entry, stamp: str) -> HttpResponse:
    """To the page on which it is sent; the stamp goes along, or the grace would end with this form."""
    if entry.submitted_at:
        return redirect(f"{visit.url('entry', entry.code)}?said=changed")
    if "later" in request.POST:
        return redirect(f"{visit.url('home')}?said=draft")
    return redirect(f"{visit.url('check', entry.code)}?stamp={stamp}")


@door.entry
@require_safe
def entry(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    """One of their works, what is asked about it, and what can be done with it now."""
    is_open = taking.may_open(visit.competition, visit.rules) and entry.state in drafting.CHANGEABLE
    told = context(visit, **_shown(visit, entry), is_open=is_open, said=request.GET.get("said", ""))
    return render(request, "entrants/entry.html", told | {"panels": panels.shown(entry, request, told)})


@door.entry
@both
def check(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    """The work as it will be seen, small and in grey; what is declared; and the button that sends it."""
    if entry.state != Entry.State.DRAFT:
        return redirect(visit.url("receipt" if entry.submitted_at else "entry", entry.code))
    stamp = stamps.carried(request.POST.get("stamp") or request.GET.get("stamp", ""), visit.competition, str(entry.form_key))
    form = entry_forms.SendForm(request.POST or None, instance=door.copy_of(entry))
    if request.method == "POST" and form.is_valid():
        try:
            submitting.submit(visit.entrant, entry, _accepted(request, visit), stamp=stamp)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{visit.url('receipt', entry.code)}?said=sent")
    lacks = complete.lacks(entry, visit.entrant, visit.rules)
    told = terms_in_force(visit) | {"form": form, "stamp": stamp, "lacks": lacks}
    told["is_open"] = taking.may_open(visit.competition, visit.rules, stamp, str(entry.form_key))
    return render(request, "entrants/check.html", context(visit, **_shown(visit, entry), **told), status=WRONG if form.errors else 200)


@door.entry
@require_safe
def receipt(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    """What was sent in, to be kept: code, files, times."""
    if not entry.submitted_at:
        raise Http404
    return render(request, "entrants/receipt.html", context(visit, **receipts.context(entry), said=request.GET.get("said", "")))


@door.entry
@both
def withdraw(request: HttpRequest, visit: door.Visit, entry: Entry) -> HttpResponse:
    """Asks once more, and takes it back."""
    errors: list[str] = []
    if request.method == "POST":
        try:
            submitting.withdraw(visit.entrant, entry)
        except ValidationError as error:
            errors = error.messages
        else:
            return redirect(f"{visit.url('home')}?said=withdrawn")
    return render(request, "entrants/withdraw.html", context(visit, entry=entry, errors=errors), status=409 if errors else 200)


@door.entry
@require_safe
def picture(request: HttpRequest, visit: door.Visit, entry: Entry, role: str, side: int) -> HttpResponse:
    """Their own work, as we have drawn it."""
    work = entry.works.filter(role=role).first()
    if work is None or side not in SIDES:
        raise Http404
    try:
        return HttpResponse(previews.png(work, side, grey="grey" in request.GET), content_type="image/png")
    except LookupError as error:
        raise Http404 from error


def _accepted(request: HttpRequest, visit: door.Visit) -> Terms | None:
    """The version that the page had shown."""
    pk = request.POST.get("terms", "")
    return Terms.objects.filter(competition=visit.competition, pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None


def _shown(visit: door.Visit, entry: Entry) -> dict[str, Any]:
    works = [work for work in entry.works.all() if work.role != Work.Role.SOURCE]
    sent = times.both(entry.submitted_at) if entry.submitted_at else []
    named = Authorship.objects.filter(entry=entry).first()
    return {"entry": entry, "works": works, "files": list(entry.works.all()), "sent": sent, "authorship": named, "sides": (64, 32, 16)}
