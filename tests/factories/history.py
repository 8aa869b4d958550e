"""Milestones and figures for tests: published on 1 January 2023 unless told otherwise."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from anniversary.history.models import Metric, Milestone, Point
from anniversary.publishing.models import Status

PUBLISHED_AT = datetime(2023, 1, 1, 9, tzinfo=UTC)


def milestone(
    *, title_en: str = "Relations begin", text_en: str = "Both sides opened embassies.", date: str = "1953-01-09", public: bool = True, **fields: Any
) -> Milestone:
    return Milestone.objects.create(title_en=title_en, text_en=text_en, date=date, **_published(public) | fields)


def metric(
    *, title_en: str = "Trade", summary_en: str = "Trade in goods.", unit_en: str = "US$ million", values: dict[int, str] | None = None,
    public: bool = True, **fields: Any,
) -> Metric:  # fmt: skip
    """values: year to value; two years unless told otherwise."""
    made = Metric.objects.create(title_en=title_en, summary_en=summary_en, unit_en=unit_en, **_published(public) | fields)
    for year, value in ({2021: "1500", 2022: "2099.6"} if values is None else values).items():
        point(metric=made, year=year, value=value)
    return made


def point(*, metric: Metric, year: int = 2023, value: str = "10", **fields: Any) -> Point:
    return Point.objects.create(metric=metric, year=year, value=Decimal(value), **fields)


def _published(public: bool) -> dict[str, Any]:
    return {"status": Status.PUBLISHED, "publish_at": PUBLISHED_AT, "first_published_at": PUBLISHED_AT} if public else {}
