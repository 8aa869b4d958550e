"""The desk of the terms: drafts are written in every language, read over and issued; what was issued is read-only for ever."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from anniversary.languages import shown, text
from anniversary.publishing import blocks

from . import desks, stages
from . import terms as deeds
from .models import Competition, Terms

RIGHT = "competition.change_terms"


@dataclass(frozen=True)
class Reading:
    """The text of a version in one language, as readers see it."""

    code: str
    name: str
    html: SafeString


def readings(terms: Terms) -> list[Reading]:
    """The version in every language of the site. What is stored was sanitised, and is again: a table can be written past the model."""
    return [Reading(code, name, mark_safe(blocks.sanitise(getattr(terms, f"text_{code}") or ""))) for code, name in shown.names()]


def form_class() -> type[forms.ModelForm]:  # type: ignore[type-arg]
    """A form of the languages that are on now; a text that is off is kept."""
    made: type[forms.ModelForm] = forms.modelform_factory(Terms, fields=text.columns("text"))  # type: ignore[type-arg]
    return made


def _fields(form: forms.ModelForm) -> list[tuple[str, str, forms.BoundField]]:  # type: ignore[type-arg]
    return [(code, name, form[f"text_{code}"]) for code, name in shown.names()]


@desks.door(RIGHT)
@require_safe
def desk(request: HttpRequest, competition: Competition) -> HttpResponse:
    """All versions, and the button for a new one."""
    versions = list(competition.terms.defer(*text.stored("text")))
    told = {"versions": versions, "in_force": next((one for one in versions if one.issued_at), None), "may_issue": _may_issue(competition)}
    return render(request, "competition/desk/terms.html", desks.context(request, competition, _("Terms")) | told)


@desks.door(RIGHT)
@require_POST
def new(request: HttpRequest, competition: Competition) -> HttpResponse:
    """A new draft: the texts of the newest version to begin with. Where there is a draft, that one is gone on with."""
    newest = competition.terms.first()
    if newest is None or newest.issued_at:
        texts = {name: getattr(newest, name) or "" for name in text.stored("text")} if newest else {}
        newest = deeds.draft(competition, **texts)
    return redirect("competition_desk:terms_version", competition.pk, newest.version)


@desks.door(RIGHT)
@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, competition: Competition, version: int) -> HttpResponse:
    """A draft is written here, an issued version read."""
    terms = get_object_or_404(competition.terms, version=version)
    context = desks.context(request, competition, str(terms)) | {"terms": terms}
    if terms.issued_at:
        return render(request, "competition/desk/terms_read.html", context | {"readings": readings(terms)})
    form = form_class()(request.POST if request.method == "POST" else None, instance=terms)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.write(terms, form.cleaned_data, user=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The draft is saved. Read it over, then issue it."))
            return redirect("competition_desk:terms_issue", competition.pk, terms.version)
    media = Media.from_media(form.media).with_nonce(request.csp_nonce)  # type: ignore[attr-defined]
    return render(request, "competition/desk/terms_write.html", context | {"form": form, "media": media, "texts": _fields(form)})


@desks.door(RIGHT)
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, competition: Competition, version: int) -> HttpResponse:
    """A draft as readers will see it, with the button that issues it for ever."""
    terms = get_object_or_404(competition.terms, version=version)
    if request.method == "POST" and request.POST.get("confirmed"):
        try:
            deeds.issue(terms, user=request.user, seen=request.POST.get("seen", ""))
        except ValidationError as error:
            for told in dict.fromkeys(error.messages):
                messages.error(request, told)
        else:
            messages.success(request, _("Issued. This version can be read by everybody and never be changed."))
            return redirect("competition_desk:terms", competition.pk)
    if terms.issued_at:
        return redirect("competition_desk:terms_version", competition.pk, version)
    missing = [one.name for one in readings(terms) if not one.html]
    told_of: dict[str, Any] = {"terms": terms, "readings": readings(terms), "missing": missing, "seen": deeds.digest(terms), "unsure": request.method == "POST"}
    return render(request, "competition/desk/terms_issue.html", desks.context(request, competition, str(terms)) | told_of)


def _may_issue(competition: Competition) -> bool:
    return stages.stage_of(competition) in deeds.ISSUING
