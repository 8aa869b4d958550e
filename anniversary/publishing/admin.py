from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import OldAddress


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Made by the site itself when a published page gets another address; listed so that one can be taken away."""

    admin_group = "site"
    list_display = ["slug", "content_type", "leads_to"]
    list_filter = ["content_type"]
    search_fields = ["slug"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("record")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OldAddress | None = None) -> bool:
        return False

    @admin.display(description=_("leads to"))
    def leads_to(self, obj: OldAddress) -> str:
        return str(obj.record or "—")
