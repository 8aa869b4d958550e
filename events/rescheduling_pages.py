"""The admin's pages on which a date is changed so that readers are told, or deleted."""

from typing import Any

import reversion
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import rescheduling
from .models import Event, Occurrence, RecurrenceRule
from .rescheduling_forms import ChangeForm, preview, when

NAME = "events_event_date"


def urls(model_admin: Any) -> list[Any]:
    """For EventAdmin.get_urls."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return page(model_admin, request, **kwargs)

    return [path("<path:object_id>/dates/<int:date_id>/<str:verb>/", model_admin.admin_site.admin_view(view), name=NAME)]


def page(model_admin: Any, request: HttpRequest, object_id: str, date_id: int, verb: str) -> HttpResponse:
    """404 for what there is not; 403 for whoever may not change the event; a plain message on the event where the date cannot be changed so."""
    event = model_admin.get_object(request, unquote(object_id))
    if event is None or verb not in {*rescheduling.VERBS, "delete"}:
        raise Http404
    row = get_object_or_404(Occurrence.objects.select_related("venue"), pk=date_id, event=event)
    row.event = event
    if not rescheduling.may_change(request.user, event):
        raise PermissionDenied
    if verb == "delete":
        return delete(model_admin, request, event, row)
    if request.method != "POST" and (problem := rescheduling.refusal(row, verb)):
        messages.error(request, problem)
        return HttpResponseRedirect(address_of(event))
    return change(model_admin, request, event, row, verb)


def change(model_admin: Any, request: HttpRequest, event: Event, row: Occurrence, verb: str) -> HttpResponse:
    form = ChangeForm(request.POST if request.method == "POST" else None, row=row, verb=verb)
    if form.is_bound and form.is_valid() and "_preview" not in request.POST:
        with model_admin.create_revision(request):
            if changed := form.change(request.user):
                _keep(model_admin, request, event, {"changed": {"fields": [str(rescheduling.VERBS[verb].label)]}})
                words = changed.status_told or _("It takes place.")
                messages.success(request, f"{when(changed)}: {words}")
                return HttpResponseRedirect(address_of(event))
    context = {"form": form, "verb": rescheduling.VERBS[verb], "preview": preview(form)}
    return _render(model_admin, request, "change_date", event, row, rescheduling.VERBS[verb].label, context)


def delete(model_admin: Any, request: HttpRequest, event: Event, row: Occurrence) -> HttpResponse:
    if not request.user.has_perm("events.delete_occurrence"):
        raise PermissionDenied
    if request.method == "POST":
        shown = when(row)
        try:
            with model_admin.create_revision(request):
                rescheduling.delete(row, user=request.user)
                _keep(model_admin, request, event, {"deleted": {"name": str(row._meta.verbose_name), "object": shown}})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("%(date)s: deleted.") % {"date": shown})
        return HttpResponseRedirect(address_of(event))
    cancel = "" if rescheduling.refusal(row, "cancel") else _address(row, "cancel")
    context = {"cancel_url": cancel, "told": rescheduling.is_told(row, event)}
    return _render(model_admin, request, "delete_date", event, row, _("Delete or cancel"), context)


def _keep(model_admin: Any, request: HttpRequest, event: Event, said: dict[str, Any]) -> None:
    """In the event's history, with a version of it and its dates, as its own form does."""
    reversion.add_to_revision(event)
    model_admin.log_change(request, event, [said])


def _render(model_admin: Any, request: HttpRequest, name: str, event: Event, row: Occurrence, title: Any, context: dict[str, Any]) -> HttpResponse:
    whole = model_admin.admin_site.each_context(request) | {"title": title, "opts": model_admin.opts, "event": event, "row": row, "when": when(row)}
    return TemplateResponse(request, f"admin/events/{name}.html", whole | {"event_url": address_of(event)} | context)


def put_back(event: Event, rows: list[Occurrence], rules: list[RecurrenceRule]) -> None:
    """Make the event's dates and the rules that wrote them exactly these again, their sequence and stamps too."""
    for rule in rules:
        rule.save_base(raw=True)
    event.rules.exclude(pk__in=[rule.pk for rule in rules]).delete()
    event.occurrences.exclude(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.save_base(raw=True)
    event.refresh_listing()


def address_of(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def _address(row: Occurrence, verb: str) -> str:
    return reverse(f"admin:{NAME}", args=[row.event_id, row.pk, verb])


def buttons(row: Occurrence) -> SafeString:
    """Links to what can be done with a saved date now."""
    verbs = [(_address(row, name), verb.label) for name, verb in rescheduling.VERBS.items() if not rescheduling.refusal(row, name)]
    links = [*verbs, (_address(row, "delete"), _("Delete or cancel"))]
    return format_html('<ul class="date-verbs">{}</ul>', format_html_join("", '<li><a class="button" href="{}">{}</a></li>', links))
