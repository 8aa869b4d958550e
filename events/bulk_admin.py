"""Doing one thing with several events, from their list: a page that says what becomes of which, and one that says what was done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import reversion
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anniversary.languages import dates, text
from anniversary.library.models import Tag
from anniversary.publishing.adminbase import is_key

from . import bulk, rescheduling
from .models import Category
from .rescheduling_forms import note_fields

if TYPE_CHECKING:
    Base = admin.ModelAdmin
else:
    Base = object

NAME, BACK = "events_event_bulk", "_changelist_filters"


class TagChoice(forms.ModelChoiceField):
    def label_from_instance(self, tag: Any) -> str:
        return tag.text


class DeedForm(forms.Form):
    """What the deed asks for, over the lines that it is about."""

    def __init__(self, name: str, lines: list[bulk.Line], data: Any = None) -> None:
        super().__init__(data)
        self.deed = bulk.DEEDS[name]
        self.fields.update(self._fields(self.deed.asks, lines))

    def _fields(self, asks: str, lines: list[bulk.Line]) -> dict[str, forms.Field]:
        if asks == "category":
            return {"category": forms.ModelChoiceField(Category.objects.all(), label=gettext_lazy("New kind"))}
        if asks == "tag":
            return {"tag": TagChoice(Tag.objects.all(), label=gettext_lazy("Tag"))}
        if asks == "own_tag":
            own = Tag.objects.filter(
                items__content_type__app_label="events", items__content_type__model="event", items__object_id__in=[line.event.pk for line in lines]
            )
            return {"tag": TagChoice(own.distinct(), label=gettext_lazy("Tag"))}
        if asks == "reason":
            return {"note": forms.CharField(label=gettext_lazy("Note that says why; editors see it"), max_length=500)}
        if asks == "notes":
            needed = {code for line in lines if not line.refusals for code in rescheduling.note_languages(line.event)}
            fields = note_fields(needed)
            for code in needed & {name.removeprefix("status_note_") for name in fields}:
                fields[f"status_note_{code}"].required = True
            return fields
        return {}

    @property
    def chosen(self) -> Any:
        """The kind or the tag."""
        return self.cleaned_data.get("category") or self.cleaned_data.get("tag") if self.is_bound and self.is_valid() else None

    @property
    def given(self) -> dict[str, Any]:
        notes = {code: self.cleaned_data.get(f"status_note_{code}", "") for code in text.codes()}
        seen = {int(key.removeprefix("seen-")): value for key, value in self.data.items() if is_key(key.removeprefix("seen-"))}
        return {**self.cleaned_data, "notes": notes, "seen": seen}


class BulkAdmin(Base):
    """For the admin of events: an action for each deed, which leads to `bulk/<deed>/?ids=…`."""

    def get_urls(self) -> list[Any]:
        return [path("bulk/<str:name>/", self.admin_site.admin_view(self.bulk_view), name=NAME), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """Django's own, and what the user may do; nothing where a record is picked for another form."""
        found: dict[str, Any] = super().get_actions(request)
        if "_popup" not in request.GET:
            ours = {name: (leads_to(name), name, deed.label) for name, deed in bulk.DEEDS.items() if bulk.may(request.user, name)}
            found = {**ours, **found}
        return found

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """However they were chosen, no action is given more than it can do at once."""
        chosen = queryset if request.POST.get("select_across") == "1" else queryset.filter(pk__in=filter(is_key, request.POST.getlist("_selected_action")))
        if len(chosen.order_by().values_list("pk", flat=True)[: bulk.MOST + 1]) > bulk.MOST:
            told = _("Nothing is done: these are more than %(most)s events. Choose fewer at once, by the search or the filters.")
            messages.error(request, told % {"most": dates.number(bulk.MOST)})
            return None
        return super().response_action(request, queryset, *args, **kwargs)

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Shows what would become of each; posted, does it and reports."""
        if name not in bulk.DEEDS:
            raise Http404
        if not bulk.may(request.user, name):
            raise PermissionDenied
        keys = [key for key in request.GET.get("ids", "").split(",") if is_key(key)]
        if not keys or len(keys) > bulk.MOST:
            raise Http404
        events, data = self.get_queryset(request).filter(pk__in=keys), request.POST if request.method == "POST" else None
        lines = bulk.plan(name, events, request.user)
        form = DeedForm(name, lines, data)
        if form.chosen:
            lines = bulk.plan(name, events, request.user, form.chosen)
        if too_many := sum(len(line.rows) for line in lines if not line.refusals) > bulk.MOST_DATES:
            told = _("These are more than %(most)s dates. Choose fewer events at once.")
            messages.error(request, told % {"most": dates.number(bulk.MOST_DATES)})
        if data is not None and form.is_valid() and not too_many:
            done, refused = bulk.do(name, lines, request.user, form.given, self._keeping(request, name))
            return self._bulk_page(request, name, {"done": done, "refused": refused, "reports": True})
        todo, refused = [line for line in lines if not line.refusals], [line for line in lines if line.refusals]
        return self._bulk_page(request, name, {"form": form, "todo": [] if too_many else todo, "refused": refused})

    def _keeping(self, request: HttpRequest, name: str) -> Any:
        @contextmanager
        def keep(event: Any) -> Iterator[None]:
            with self.create_revision(request):  # type: ignore[attr-defined]
                yield
                event = self.model._base_manager.get(pk=event.pk)  # as it is now: what the page was made from was read before
                reversion.add_to_revision(event)
                self.log_change(request, event, [{"changed": {"fields": [str(bulk.DEEDS[name].label).rstrip(" …")]}}])

        return keep

    def _bulk_page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        back, deed = reverse("admin:events_event_changelist"), bulk.DEEDS[name]
        if filters := request.GET.get(BACK):
            back = f"{back}?{filters}"
        title = str(deed.label).rstrip(" …")
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "deed": deed, "back_url": back, **context}
        whole["said"] = told(len(context.get("done", ())), len(context["refused"]))
        return TemplateResponse(request, "admin/events/bulk.html", whole)


def leads_to(name: str) -> Any:
    """The action that asks for the deed's page."""

    def action(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
        keys = [str(key) for key in queryset.order_by("-pk").values_list("pk", flat=True)[: bulk.MOST]]
        query = {"ids": ",".join(keys)} | ({BACK: request.GET.urlencode()} if request.GET else {})
        return HttpResponseRedirect(f"{reverse(f'admin:{NAME}', args=[name])}?{urlencode(query)}")

    return action


def told(done: int, refused: int) -> str:
    """How many it was done with, and with how many not."""
    parts = [ngettext("Done with %(count)s event.", "Done with %(count)s events.", done) % {"count": dates.number(done)}]
    if refused:
        parts.append(ngettext("Not done with %(count)s.", "Not done with %(count)s.", refused) % {"count": dates.number(refused)})
    return " ".join(parts)
