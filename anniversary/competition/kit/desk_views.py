"""The desk of the kit: masters, guidelines, what was made of them, and how often it was fetched."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from js_asset import Media

from anniversary.competition import acts, desks
from anniversary.competition.entries.uploading import limited_upload
from anniversary.competition.models import Competition

from . import listing, making, masters, releasing
from .forms import MasterForm, guidelines_form
from .models import Master
from .views import hand_out


@desks.door()
@require_GET
def desk(request: HttpRequest, competition: Competition) -> HttpResponse:
    return page(request, competition)


def page(request: HttpRequest, competition: Competition, *, upload: MasterForm | None = None, told: ModelForm[Any] | None = None) -> HttpResponse:
    """The desk, with a form that could not be taken as it was sent."""
    kit = masters.kit_of(competition)
    told = told or guidelines_form()(instance=kit)
    context = desks.context(request, competition, _("Kit")) | {
        "kit": kit,
        "masters": listing.masters(kit),
        "counts": listing.downloads(kit),
        "up_to_date": bool(kit.made_of) and kit.made_of == making.source(kit),
        "problems": releasing.problems(competition),
        "upload": upload or MasterForm(),
        "told": told,
        "media": Media.from_media(told.media).with_nonce(request.csp_nonce),  # type: ignore[attr-defined]
    }
    return render(request, "kit/desk.html", context, status=422 if upload or (told and told.errors) else 200)


@limited_upload
@desks.door()
@require_POST
def upload(request: HttpRequest, competition: Competition) -> HttpResponse:
    """A master, in the place of the one before."""
    form = MasterForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, competition, upload=form)
    kit = masters.kit_of(competition)
    masters.keep(kit, form.cleaned_data["variant"], form.cleaned_data["layout"], form.checked, user=request.user)
    messages.success(request, _("The master is kept. Its files are being made."))
    return redirect("kit_desk:desk", competition.pk)


@desks.door()
@require_POST
def remove(request: HttpRequest, competition: Competition, master: int) -> HttpResponse:
    try:
        masters.remove(_master(competition, master), user=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The master and its files are taken away."))
    return redirect("kit_desk:desk", competition.pk)


@desks.door()
@require_POST
def guidelines(request: HttpRequest, competition: Competition) -> HttpResponse:
    kit = masters.kit_of(competition)
    form = guidelines_form()(request.POST, instance=kit)
    if not form.is_valid():
        return page(request, competition, told=form)
    with transaction.atomic():
        kit.save(update_fields=list(form.fields))
        acts.write(competition, "kit_guidelines", role="officer", by=request.user, clear_space=kit.clear_space, least_size=kit.least_size)
        masters.make_later(kit)
    messages.success(request, _("The guidelines are saved. The archives are being made anew."))
    return redirect("kit_desk:desk", competition.pk)


@desks.door()
@require_POST
def again(request: HttpRequest, competition: Competition) -> HttpResponse:
    """Have the files made, where that was broken off."""
    masters.make_later(masters.kit_of(competition))
    messages.info(request, _("The files are being made. Load the page again in a while."))
    return redirect("kit_desk:desk", competition.pk)


@desks.door()
@require_GET
def picture(request: HttpRequest, competition: Competition, master: int) -> HttpResponse:
    """A master as we have drawn it."""
    try:
        with _master(competition, master).preview.open() as file:
            return HttpResponse(file.read(), content_type="image/png")
    except FileNotFoundError as error:  # replaced this very moment
        raise Http404 from error


@desks.door()
@require_GET
def file(request: HttpRequest, competition: Competition, file: int) -> HttpResponseBase:
    """What was made, to be looked over before it is released; not counted."""
    return hand_out(get_object_or_404(masters.kit_of(competition).files.select_related("master"), pk=file))


def _master(competition: Competition, pk: int) -> Master:
    return get_object_or_404(Master.objects.select_related("kit__competition"), pk=pk, kit__competition=competition)
