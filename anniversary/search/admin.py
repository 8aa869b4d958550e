from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from anniversary.languages import shown
from anniversary.languages import text as languages

from .models import Synonyms, Unfound


@admin.register(Synonyms)
class SynonymsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    admin_group = "site"
    list_display = ["__str__"]
    search_fields = ["terms"]
    list_per_page = 100

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"terms": request.GET.get("terms", "")[:80]}


class InLanguage(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return shown.names()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(language=self.value()) if self.value() in shown.codes() else queryset


@admin.register(Unfound)
class UnfoundAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What readers looked for in vain: for editors to see which page, which word is missing. Taken away once it is seen to."""

    admin_group = "site"
    list_display = ["looked_for", "language_name", "times", "last_day", "to_synonyms"]
    list_display_links = None
    list_filter = [InLanguage]
    sortable_by = ["times", "last_day"]
    list_per_page = 100
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Unfound | None = None) -> bool:
        return False

    def get_list_display(self, request: HttpRequest) -> Any:
        return self.list_display if request.user.has_perm("search.add_synonyms") else self.list_display[:-1]

    @admin.display(description=_("looked for"))
    def looked_for(self, obj: Unfound) -> str:
        with override(obj.language):
            page = reverse("search")
        tongue = languages.by_letters(obj.query)  # Latin letters are looked for on pages of every language
        return format_html('<a href="{}?{}"><bdi lang="{}">{}</bdi></a>', page, urlencode({"q": obj.query}), tongue, obj.query)

    @admin.display(description=_("language"))
    def language_name(self, obj: Unfound) -> str:
        return dict(shown.names()).get(obj.language, obj.language)

    @admin.display(description=_("last on"), ordering="last_on")
    def last_day(self, obj: Unfound) -> str:
        return date_format(obj.last_on, "SHORT_DATE_FORMAT")

    @admin.display(description="")
    def to_synonyms(self, obj: Unfound) -> str:
        return format_html('<a href="{}?{}">{}</a>', reverse("admin:search_synonyms_add"), urlencode({"terms": obj.query}), gettext("Give it another word"))
