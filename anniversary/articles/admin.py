from typing import Any, ClassVar

from django.contrib import admin

from anniversary.languages.admin import StackedInline, columns
from anniversary.publishing.adminbase import LanguageMissing, PublishableAdmin

from .models import Article, CorrectionNote, Page


class CorrectionInline(StackedInline):
    model = CorrectionNote
    extra = 0
    fieldsets: ClassVar[Any] = [(None, {"fields": ["date", tuple(columns("text"))]})]


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    admin_group = "stories"
    main_fields = [("type", "date"), "events", "programmes", "people"]
    translated_fields = ["title", "summary", "byline", "author_office"]
    list_display = ["title", "type", "date", "state_mark", "language_marks", "changed_on"]
    list_filter = ["status", "type", LanguageMissing]
    date_hierarchy = "date"
    autocomplete_fields = ["cover", "events", "programmes", "people"]
    other_inlines = [CorrectionInline]
    table_columns = ["type", "date", *columns("byline", "author_office")]


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    admin_group = "stories"
    main_fields = [("in_footer", "ordering")]
    list_display = ["title", "slug", "in_footer", "ordering", "state_mark", "language_marks"]
    list_filter = ["status", "in_footer", LanguageMissing]
    date_hierarchy = None  # type: ignore[assignment]
    ordering = ["ordering", "slug"]
