from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from anniversary.publishing.adminbase import LanguageMissing, PublishableAdmin

from . import stages
from .models import Competition


@admin.register(Competition)
class CompetitionAdmin(PublishableAdmin):
    admin_group = "competition"
    main_fields = ["stage", ("opened", "closed", "announced"), "organisers"]
    translated_fields = ["title", "summary", "brief", "result", "winner_name", "winner_affiliation", "rationale_ministry", "rationale_press", "note"]
    list_display = ["title", "stage", "announced", "state_mark", "language_marks", "changed_on"]
    list_filter = ["status", "stage", LanguageMissing]
    autocomplete_fields = ["cover", "organisers"]

    def get_readonly_fields(self, request: HttpRequest, obj: Competition | None = None) -> Any:
        # Of one that is run here stages.move() says the stage.
        run_here = obj is not None and stages.rules_of(obj) is not None
        return [*super().get_readonly_fields(request, obj), *(["stage"] if run_here else [])]
