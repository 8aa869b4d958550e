from django.contrib import admin

from anniversary.languages.admin import StackedInline, columns
from anniversary.publishing.adminbase import LanguageMissing, PublishableAdmin

from .models import Media, Outcome, Programme


class OutcomeInline(StackedInline):
    model = Outcome
    extra = 0
    fieldsets = [(None, {"fields": [("value", "year", "ordering"), tuple(columns("unit")), tuple(columns("label")), ("source", "source_url")]})]


class MediaInline(StackedInline):
    model = Media
    extra = 0
    fieldsets = [(None, {"fields": [("kind", "url", "ordering"), tuple(columns("title")), tuple(columns("transcript"))]})]


@admin.register(Programme)
class ProgrammeAdmin(PublishableAdmin):
    admin_group = "programme_of_the_year"
    main_fields = ["kind", ("start", "end"), "partners", "people"]
    translated_fields = ["title", "summary", "places"]
    list_display = ["title", "kind", "state_mark", "language_marks", "changed_on"]
    list_filter = ["status", "kind", LanguageMissing]
    autocomplete_fields = ["cover", "partners", "people"]
    other_inlines = [OutcomeInline, MediaInline]
    table_columns = ["kind", "start", "end", *columns("places")]
