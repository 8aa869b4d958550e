from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "anniversary.history"
    label = "history"
    verbose_name = _("History and figures")

    def ready(self) -> None:
        from anniversary.publishing import registry

        from . import views
        from .models import Metric, Milestone

        registry.register(registry.Kind(model=Milestone, label=_("Milestones"), public=Milestone.objects.published, page=views.milestone_page))
        # A metric stands on the page of figures: its address is an anchor there, which a sitemap cannot list.
        registry.register(registry.Kind(model=Metric, label=_("Figures"), public=Metric.objects.published, page=views.metric_page, in_sitemap=False))
