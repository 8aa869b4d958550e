from django.contrib import admin

from anniversary.publishing.adminbase import LanguageMissing, PublishableAdmin

from .models import Competition


@admin.register(Competition)
class CompetitionAdmin(PublishableAdmin):
    admin_group = "competition"
    main_fields = ["stage", ("opened", "closed", "announced"), "organisers"]
    translated_fields = ["title", "summary", "brief", "result", "winner_name", "winner_affiliation", "rationale_ministry", "rationale_press", "note"]
    list_display = ["title", "stage", "announced", "state_mark", "language_marks", "changed_on"]
    list_filter = ["status", "stage", LanguageMissing]
    autocomplete_fields = ["cover", "organisers"]
