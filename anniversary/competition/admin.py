from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anniversary.publishing.adminbase import LanguageMissing, PublishableAdmin

from . import stages
from .models import Competition


class StageFilter(admin.SimpleListFilter):
    """By the stage in which each is now, not by the stored one."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Competition.Stage.choices)

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.with_stage_now().filter(now=self.value()) if self.value() in Competition.Stage.values else queryset  # type: ignore[attr-defined]


@admin.register(Competition)
class CompetitionAdmin(PublishableAdmin):
    admin_group = "competition"
    change_form_template = "admin/competition/change_form.html"
    main_fields = ["stage", ("opened", "closed", "announced"), "organisers"]
    translated_fields = ["title", "summary", "brief", "result", "winner_name", "winner_affiliation", "rationale_ministry", "rationale_press", "note"]
    list_display = ["title", "stage_mark", "announced", "state_mark", "language_marks", "changed_on"]
    list_filter = ["status", StageFilter, LanguageMissing]
    list_select_related = ["rules"]
    autocomplete_fields = ["cover", "organisers"]

    def get_list_display(self, request: HttpRequest) -> Any:
        first, stage, *others = super().get_list_display(request)
        return [first, stage, *([self.desk_link] if stages.may_conduct(request.user) else []), *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Competition | None = None) -> Any:
        # Of one that is run here stages.py says the stage and the days.
        return [*super().get_readonly_fields(request, obj), *(("stage_mark", *Competition.BY_STAGES) if obj is not None and obj.is_run_here else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Competition | None = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_run_here:
            return found
        return [(name, options | {"fields": ["stage_mark" if field == "stage" else field for field in options["fields"]]}) for name, options in found]

    @admin.display(description=_("stage"), ordering="stage")
    def stage_mark(self, obj: Competition) -> str:
        return obj.get_stage_display()

    @admin.display(description=_("Desks"))
    def desk_link(self, obj: Competition) -> SafeString | str:
        url = reverse("competition_desk:stage", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', url, _("To the desks")) if obj.is_run_here else ""

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        extra = {"may_conduct": stages.may_conduct(request.user)}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))
