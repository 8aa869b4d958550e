from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from anniversary.languages import text
from anniversary.languages.admin import StackedInline, columns, tabs
from anniversary.occasion.countries import CountryCodeFilter, country_name
from anniversary.publishing.adminbase import TagsField, TranslatedAdmin, language_marks

from .models import Organisation, Person, Role


class ReferredAdmin(TranslatedAdmin):
    """People and organisations: public while something published refers to them, so there is nothing to publish here."""

    admin_group = "people"
    prepopulated_fields = {"slug": ["name_en"]}
    list_filter = [CountryCodeFilter]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and type(obj).objects.public().filter(pk=obj.pk).exists() else None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whom something published names has a public page: first the name is taken out there."""
        return super().has_delete_permission(request, obj) and (obj is None or not type(obj).objects.public().filter(pk=obj.pk).exists())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        objects, counts, needed, protected = super().get_deleted_objects(objs, request)
        return objects, counts, needed, [*protected, *(str(obj) for obj in objs if not self.has_delete_permission(request, obj))]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "tags":
            return TagsField(db_field, self.admin_site, request)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("country"), ordering="country_code")
    def country(self, obj: Any) -> str:
        return country_name(obj.country_code)

    @admin.display(description=_("languages"))
    def language_marks(self, obj: Any) -> str:
        return language_marks(text.complete(obj, self.text_fields))

    text_fields: list[str] = ["name"]


@admin.register(Organisation)
class OrganisationAdmin(ReferredAdmin):
    text_fields = ["name", "description"]
    list_display = ["name", "kind", "country", "language_marks"]
    list_filter = ["kind", CountryCodeFilter]
    search_fields = [*columns("name"), "slug"]
    autocomplete_fields = ["logo"]
    fieldsets = [*tabs("name", "description", ja="reading"), (None, {"fields": ["slug", "kind", "country_code", "url", "logo"]})]


class RoleInline(StackedInline):
    model = Role
    extra = 0
    autocomplete_fields = ["organisation"]
    fieldsets = [(None, {"fields": [tuple(columns("title")), "organisation", ("start", "end", "ordering")]})]


@admin.register(Person)
class PersonAdmin(ReferredAdmin):
    text_fields = ["name", "bio"]
    list_display = ["name", "country", "language_marks"]
    search_fields = [*columns("name"), "slug"]
    autocomplete_fields = ["portrait"]
    inlines = [RoleInline]
    fieldsets = [*tabs("name", "bio", ja="reading"), (None, {"fields": ["slug", "country_code", "portrait", "tags"]})]
