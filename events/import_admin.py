"""Tables and calendar files in and out of the admin of events: first shown, then written, all or nothing, as drafts."""

import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anniversary.languages import dates
from anniversary.search.indexing import together

from . import drafts, ics_import, sheets, tables, uploads
from .import_forms import CalendarAgainForm, CalendarForm, TableForm
from .tasks import keep_first_versions

if TYPE_CHECKING:
    Base = admin.ModelAdmin
else:
    Base = object

CSV, EXCEL = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", EXCEL: sheets.XLSX}
Planning = Callable[[bytes], Any]


class TablesAdmin(Base):
    """For the admin of events, before import-export's own class: its addresses stay, its pages are these."""

    import_export_change_list_template = "admin/events/change_list_tables.html"

    def get_urls(self) -> list[Any]:
        def guarded(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("import/calendar/", guarded(self.calendar_view), name="events_event_import_calendar"),
            path("import/template/<str:kind>/", guarded(self.template_view), name="events_event_import_template"),
            *super().get_urls(),
        ]

    # --- out ----------------------------------------------------------------------------------------------------------
    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        """What the list shows, as it is filtered; a page that explains the columns, and from there the file."""
        if not self.has_export_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        try:
            events = self.get_export_queryset(request)  # type: ignore[attr-defined]
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:events_event_changelist"))
        if request.method == "POST" and (file := self._export_file(request, events, request.POST.get("format", ""))):
            return file
        return self._import_page(request, "export", _("Export"), explained=tables.explained(), most=tables.EXPORTED)

    @admin.action(description=gettext_lazy("Export as an Excel workbook"), permissions=["export"])
    def export_as_xlsx(self, request: HttpRequest, queryset: Any) -> HttpResponseBase | None:
        return self._export_file(request, queryset, EXCEL)

    @admin.action(description=gettext_lazy("Export as CSV"), permissions=["export"])
    def export_as_csv(self, request: HttpRequest, queryset: Any) -> HttpResponseBase | None:
        return self._export_file(request, queryset, CSV)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and self.has_export_permission(request):  # type: ignore[attr-defined]
            for name in ("export_as_xlsx", "export_as_csv"):
                found[name] = self.get_action(name)  # type: ignore[assignment]
        return found

    def _export_file(self, request: HttpRequest, events: Any, kind: str) -> HttpResponseBase | None:
        """The file; None, with a message, where these are too many."""
        if kind not in TYPES:
            raise Http404
        if events[tables.EXPORTED :][:1].exists():
            told = _("These are more than %(count)s events. Filter the list, by status, kind or day, and export it in parts.")
            messages.error(request, told % {"count": dates.digits(tables.EXPORTED)})
            return None
        with_dates = request.user.has_perm("events.view_occurrence") or request.user.has_perm("events.change_occurrence")
        return _file(kind, "events", lambda: tables.lines(events, with_dates=with_dates))

    # --- in -----------------------------------------------------------------------------------------------------------
    def _check_may_import(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request) or not request.user.has_perm("events.add_occurrence"):
            raise PermissionDenied

    def template_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        self._check_may_import(request)
        if kind not in TYPES:
            raise Http404
        return _file(kind, "template", tables.template)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        raise Http404  # import-export's second step; here the same page writes what it has shown

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._check_may_import(request)
        form = TableForm(*_sent(request))
        context = {"form": form, "explained": tables.explained(), "most": sheets.ROWS}
        return self._import_shown(request, form, form, tables.plan, ("import_table", _("Import a table")), context)

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        self._check_may_import(request)
        again = CalendarAgainForm(request.POST) if "_write" in request.POST else None
        form = CalendarForm(*_sent(request), initial=request.POST.dict())

        def planned(data: bytes) -> Any:
            asked = (again or form).cleaned_data
            return ics_import.plan(data, asked["category"], asked["language"])

        page = "import_calendar", _("Import a calendar file")
        return self._import_shown(request, form, again or form, planned, page, {"form": form, "asked": again or form})

    def _import_shown(self, request: HttpRequest, form: Any, asked: Any, planning: Planning, page: tuple[str, str], context: dict[str, Any]) -> HttpResponse:
        """The form; what the file would do; and, when that is confirmed, doing it."""
        if "_write" in request.POST:
            return self._import_confirmed(request, asked, planning, page, context)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data["file"]
            try:
                plan = planning(data)
            except ValidationError as error:
                form.add_error("file", error)
            else:
                waiting = uploads.keep(data, request.user) if plan.may_be_written else ""
                context |= {"plan": plan, "waiting": waiting, "named": form.named}
        return self._import_page(request, *page, **context)

    def _import_confirmed(self, request: HttpRequest, asked: Any, planning: Planning, page: tuple[str, str], context: dict[str, Any]) -> HttpResponse:
        waiting, named = request.POST.get("waiting", ""), request.POST.get("named", "")[:200]
        data = uploads.kept(waiting, request.user)
        if data is None or (asked is not context["form"] and not asked.is_valid()):
            messages.error(request, _("The uploaded file is no longer here. Upload it again; what is there already is not made twice."))
            return HttpResponseRedirect(request.path)
        try:
            plan = planning(data)
            if plan.may_be_written and plan.seen == request.POST.get("seen"):
                made = self._import_write(request, plan, named)
                uploads.drop(waiting, request.user)
                return self._import_told(request, plan, made)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(request.path)
        except IntegrityError:
            plan = planning(data)  # somebody else has just made one of these
        messages.warning(request, _("Nothing is written yet: something has changed since you looked. Look again, then confirm."))
        return self._import_page(request, *page, **context, plan=plan, waiting=waiting, named=named)

    def _import_write(self, request: HttpRequest, plan: Any, named: str) -> list[Any]:
        found = []
        with together():
            for draft in plan.drafts:
                event = drafts.write(draft)
                self.log_addition(request, event, " ".join([_("Imported from “%(file)s”.") % {"file": named}, *draft.notes]))
                found.append(event)
        keep_first_versions.enqueue([event.pk for event in found], request.user.pk or 0)  # they take longer than all of the above
        return found

    def _import_told(self, request: HttpRequest, plan: Any, made: list[Any]) -> HttpResponse:
        events = ngettext("%(count)s draft made", "%(count)s drafts made", len(made)) % {"count": dates.digits(len(made))}
        days = ngettext("%(count)s date written", "%(count)s dates written", plan.dates) % {"count": dates.digits(plan.dates)}
        messages.success(request, f"{events}, {days}")
        if len(made) == 1:
            return HttpResponseRedirect(reverse("admin:events_event_change", args=[made[0].pk]))
        return HttpResponseRedirect(reverse("admin:events_event_changelist"))

    def _import_page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        return TemplateResponse(request, f"admin/events/{name}.html", {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context})


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What the upload's form was sent with; nothing where something is confirmed."""
    return (request.POST, request.FILES) if request.method == "POST" and "_write" not in request.POST else (None, None)


def _file(kind: str, name: str, lines: Callable[[], Any]) -> FileResponse:
    """A table as a download. Written to a file first: a worker's memory does not grow with the table."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    if kind == CSV:
        sheets.write_csv(file, lines())
    else:
        sheets.write_xlsx(file, {_("Events"): lines(), _("Columns"): tables.explained()})
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}-{timezone.localdate():%Y-%m-%d}.{kind}", content_type=TYPES[kind])
