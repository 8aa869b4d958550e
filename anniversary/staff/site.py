"""The admin site: Django's own, under the anniversary's name, grouped for editors, with the public site's sign-in."""

from collections.abc import Iterable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from anniversary.languages import shown

from .groups import SECTIONS, UNWANTED_ADMINS


class StaffSite(AdminSite):
    empty_value_display = "–"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if getattr(admin_class, "__module__", "") not in UNWANTED_ADMINS:
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[Any]:
        from . import views

        own = [
            path("language/", self.admin_view(views.language), name="language"),
            path("as-of/", self.admin_view(views.as_of), name="as_of"),
            # Django's own tells anybody with a sign-in the address, and so the title, of any record.
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(self.view_on_site), name="view_on_site"),
        ]
        return [*own, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """What a list refuses to be asked is refused in the pages that are made from a list too, as Django does in the list itself."""

        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except IncorrectLookupParameters as error:
                if ERROR_FLAG in request.GET:  # it was led here already
                    raise BadRequest from error
                return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")

        return super().admin_view(update_wrapper(answered, view), cacheable)

    def view_on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponseBase:
        """Leads to a record's page; 404 for a kind that the user may not see."""
        kind = ContentType.objects.filter(pk=content_type_id).first() if content_type_id.isascii() and content_type_id.isdigit() else None
        model = kind.model_class() if kind else None
        if model not in self._registry or not self._registry[model].has_view_or_change_permission(request):
            raise Http404
        return shortcut(request, int(content_type_id), object_id)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from anniversary.occasion.models import Anniversary

        from . import as_of

        name = Anniversary.current().name
        return super().each_context(request) | {
            "site_header": name,
            "site_title": _("%(name)s: editing") % {"name": name},
            "site_languages": shown.names(),
            "may_look": as_of.may_look(request.user),
        }

    # --- signing in and out: allauth's pages, with their second step and their limits -------------------------------
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            return render(request, "account/no_access.html", status=403)  # the sign-in page would only send them back here
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        if request.method != "POST":
            return redirect("account_logout")
        logout(request)
        return redirect("account_login")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]
        return redirect("account_change_password")

    # --- the first page and the side bar --------------------------------------------------------------------------
    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from anniversary.competition.jury.sitting import is_juror

        from .as_of import SESSION_KEY, AsOf
        from .desk import desk
        from .forms import AsOfForm

        judges = is_juror(request.user)
        if judges and not request.user.get_all_permissions():
            return redirect("jury:index")  # a juror has a desk elsewhere, and nothing here
        looking = {"judges": judges, "as_of_form": AsOfForm.showing(request), "looking": AsOf.read(request.session.get(SESSION_KEY))}
        return super().index(request, {"title": _("Overview"), "desk": desk(self, request), **looking, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Django's list, regrouped into SECTIONS; the page of one app (`app_label`) stays as Django has it."""
        if app_label:
            return super().get_app_list(request, app_label)
        sections: dict[str, list[Any]] = {key: [] for key in SECTIONS}
        order = {model: place for place, model in enumerate(self._registry)}
        rows = [row for app in self._build_app_dict(request).values() for row in app["models"]]
        for row in sorted(rows, key=lambda row: order[row["model"]]):
            section = self.section_of(row["model"])
            if section != "technical" or request.user.is_superuser:
                sections[section].append(row)
        return [self._section_row(key, found) for key, found in sections.items() if found]

    def section_of(self, model: type[models.Model]) -> str:
        section = getattr(self._registry[model], "admin_group", "technical")
        return section if section in SECTIONS else "technical"

    def _section_row(self, key: str, rows: Iterable[Any]) -> dict[str, Any]:
        section = SECTIONS[key]
        return {
            "name": section.label,
            "explanation": section.explanation,
            "app_label": key,
            "app_url": f"{reverse('admin:index')}#{key}",
            "has_module_perms": True,
            "models": list(rows),
        }
