from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from anniversary.languages import text
from anniversary.occasion.models import Anniversary
from anniversary.publishing import doors, pages, structured
from anniversary.publishing.models import Source

from .models import Metric, Milestone, Point
from .timeline import by_decade, shows_all_texts


def title() -> str:
    # With a context: Django's own catalogue has "History" for a record's changes.
    return pgettext("of the two countries", "History")


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """All milestones by decade."""
    milestones = list(Milestone.objects.published().for_cards(*Milestone.CARD))
    steps = [(title(), request.path)]
    context = {
        "decades": by_decade(milestones, Anniversary.current().founded.year),
        "all_texts": shows_all_texts(milestones),
        "steps": steps,
        "json_ld": structured.dump(structured.breadcrumbs(*steps)),
    }
    return render(request, "history/timeline.html", context)


@require_safe
def milestone(request: HttpRequest, slug: str) -> HttpResponse:
    return milestone_page(request, doors.find(Milestone.objects.select_related("cover"), slug))


def milestone_page(request: HttpRequest, record: Milestone) -> HttpResponse:
    """The page of a milestone, public or previewed."""
    language = text.pick(record, "text")[1]
    steps = [(title(), reverse("history:timeline")), (str(record), record.get_absolute_url())]
    context = pages.context_for(record, request) | {
        "body": pages.Body([], language, language != text.current()),
        "steps": steps,
        "numeral": record.day.year,
        "earlier": _neighbour(record, "lt"),
        "later": _neighbour(record, "gt"),
        "json_ld": structured.dump(_description(record), structured.breadcrumbs(*steps)),
    }
    return render(request, "history/milestone.html", context)


def _neighbour(record: Milestone, step: str) -> Milestone | None:
    """The published milestone just before ("lt") or after ("gt") this one on the timeline."""
    same_day = Q(**{f"date__{step}": record.date}) | Q(**{"date": record.date, f"pk__{step}": record.pk})
    found = Milestone.objects.published().filter(Q(**{f"day__{step}": record.day}) | Q(day=record.day) & same_day)
    sign = "-" if step == "lt" else ""
    neighbour: Milestone | None = found.order_by(f"{sign}day", f"{sign}date", f"{sign}pk").first()
    return neighbour


def _description(record: Milestone) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "name": text.pick(record, "title")[0],
        "description": text.pick(record, "text")[0],
        "temporalCoverage": record.date,
        "url": structured.absolute(record.get_absolute_url()),
        "inLanguage": text.current(),
        "dateModified": record.updated_at,
        "publisher": structured.publisher(),
    }


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All metrics, each with its chart or number, its table and its sources."""
    return _figures(request, list(Metric.objects.published().prefetch_related("points", "sources")), {})


def metric_page(request: HttpRequest, record: Metric) -> HttpResponse:
    """The page of figures with this one only: what a preview shows."""
    return _figures(request, [record], {"record": record, "is_preview": not record.is_public, "robots": "noindex"})


def _figures(request: HttpRequest, metrics: list[Metric], more: dict[str, Any]) -> HttpResponse:
    steps = [(title(), reverse("history:timeline")), (_("In figures"), reverse("history:figures"))]
    context = {"figures": [Shown.of(metric) for metric in metrics], "steps": steps, "json_ld": structured.dump(structured.breadcrumbs(*steps))}
    return render(request, "history/figures.html", context | more)


@dataclass(frozen=True)
class Shown:
    """A metric as the page shows it."""

    metric: Metric
    points: list[Point]
    sources: list[Source]
    has_notes: bool

    @classmethod
    def of(cls, metric: Metric) -> "Shown":
        points = list(metric.points.all())
        return cls(metric, points, sources_of(metric), any(text.pick(point, "note")[0] for point in points))


def sources_of(metric: Metric) -> list[Source]:
    """Where a metric's numbers come from: its own sources and those of its points, each once."""
    found = {source.url or source.label: source for source in pages.sources_of(metric)}
    for point in metric.points.all():
        if point.source_label or point.source_url:
            found.setdefault(point.source_url or point.source_label, Source(label=point.source_label or point.source_url, url=point.source_url))
    return list(found.values())
