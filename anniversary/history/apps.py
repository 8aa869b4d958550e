from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "anniversary.history"
    label = "history"
    verbose_name = _("History and figures")

    def ready(self) -> None:
        from anniversary.occasion.models import Country
        from anniversary.publishing import registry
        from anniversary.publishing.searched import parts
        from anniversary.search.describing import part_of
        from anniversary.search.registry import Part, Searched
        from anniversary.search.registry import register as make_findable

        from . import searched, views
        from .models import Metric, Milestone, Point

        registry.register(registry.Kind(model=Milestone, label=_("Milestones"), public=Milestone.objects.published, page=views.milestone_page))
        # A metric stands on the page of figures: its address is an anchor there, which a sitemap cannot list.
        registry.register(registry.Kind(model=Metric, label=_("Figures"), public=Metric.objects.published, page=views.metric_page, in_sitemap=False))
        belonging = parts(Milestone, Part(Country, searched.of_country))
        make_findable(Searched(name="milestone", label=_("Milestones"), model=Milestone, describe=searched.milestones, parts=belonging))
        belonging = parts(Metric, part_of(Point, "metric"))
        make_findable(Searched(name="figure", label=_("Figures"), model=Metric, describe=searched.figures, parts=belonging))
