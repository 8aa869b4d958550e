from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .models import OldAddress


class OfKind(admin.SimpleListFilter):
    """By the kinds of records that have an old address: of all that are stored, most have no page."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = ContentType.objects.filter(pk__in=OldAddress.objects.values("content_type"))
        return sorted(((str(kind.pk), capfirst(kind.name)) for kind in kinds), key=lambda row: row[1])

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.filter(content_type=self.value()) if self.value() in dict(self.lookup_choices) else queryset


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Made by the site itself when a published page gets another address; listed so that one can be taken away."""

    admin_group = "site"
    list_display = ["slug", "kind", "leads_to"]
    list_filter = [OfKind]
    fields = ["slug", "kind", "leads_to"]
    readonly_fields = ["kind", "leads_to"]
    search_fields = ["slug"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("content_type").prefetch_related("record")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OldAddress | None = None) -> bool:
        return False

    @admin.display(description=_("kind"), ordering="content_type")
    def kind(self, obj: OldAddress) -> str:
        return capfirst(obj.content_type.name)

    @admin.display(description=_("leads to"))
    def leads_to(self, obj: OldAddress) -> str:
        return str(obj.record or "—")
