"""What the home page shows before, during and after the year.

Each phase asks the database a fixed number of times, however much there is.
"""

from decimal import Decimal
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from anniversary.articles.models import Article
from anniversary.competition.models import Competition
from anniversary.history.models import Metric, Milestone, Point
from anniversary.languages import text
from anniversary.occasion.models import Anniversary, Phase
from anniversary.programmes.models import Programme
from anniversary.publishing import prepared
from events import listings

COMPETITIONS = 6  # the newest, of which those that are open are shown first
PROGRAMMES, ARTICLES, FIGURES = 4, 3, 4


def context(occasion: Anniversary) -> dict[str, Any]:
    """For templates/home.html: what the phase shows of the events, and what every phase shows."""
    made = {Phase.BEFORE: listings.before_the_year, Phase.DURING: listings.during_the_year, Phase.AFTER: listings.after_the_year}[occasion.phase]()
    competitions = list(Competition.objects.published().real().for_cards().order_by("-publish_at", "-pk")[:COMPETITIONS])
    return made | {
        "flowers": flowers(occasion),
        "calls": [record for record in competitions if record.is_open],
        "competition": next((record for record in competitions if not record.is_open), None),
        "programmes": programmes(occasion),
        "articles": list(Article.objects.published().for_cards(*Article.CARD).order_by("-date", "-pk")[:ARTICLES]),
        "decades": decades(occasion),
        "figures": figures(occasion),
    }


def flowers(occasion: Anniversary) -> list[tuple[str, bool]]:
    """A flower for each decade that is commemorated, and whether it is open: during the year as many as have gone by of it. Decoration."""
    count = occasion.decade_count
    gone, whole = (occasion.today - occasion.start).days + 1, (occasion.end - occasion.start).days + 1
    opened = -(-count * gone // whole) if occasion.phase == Phase.DURING else count
    return [("ab"[place % 2], place < opened) for place in range(count)]


def programmes(occasion: Anniversary) -> list[Programme]:
    """The programmes to show: after the year those first that are known to go on, then those that began with it, then the last changed."""
    begun = When(start__gte=str(occasion.start.year), start__lte=occasion.end.isoformat(), then=Value(1))
    goes_on = [When(Programme.lasting_on(occasion.today), then=Value(0))] if occasion.phase == Phase.AFTER else []
    published = Programme.objects.published().for_cards("kind", "end")
    return list(published.order_by(Case(*goes_on, begun, default=Value(2)), "-updated_at", "slug")[:PROGRAMMES])


_Foremost = text.row_type("Foremost", ["decade", *text.stored("title")])


def decades(occasion: Anniversary) -> list[tuple[int, Any]]:
    """Each decade since the founding one with the titles of its foremost milestone."""
    first = occasion.founded.year // 10 * 10
    found: dict[int, Any] = {}
    for row in map(_Foremost._make, prepared.rows(("decades", first), lambda keys: _foremost(first), [])):
        found.setdefault(row.decade, row)
    return list(found.items())


def _foremost(first: int) -> "QuerySet[Any]":
    since = Milestone.objects.published().filter(decade__gte=first).order_by("decade", "-highlight", "day", "pk")
    return QuerySet.values_list(since, *_Foremost._fields)


_Value = text.row_type("Value", ["metric_id", "year", "value", *text.stored("metric__title", "metric__unit")])


def _values() -> "QuerySet[Any]":
    points = Point.objects.filter(metric__in=Metric.objects.published()).order_by("metric__ordering", "metric_id", "year")
    return QuerySet.values_list(points, *_Value._fields)


def figures(occasion: Anniversary) -> dict[str, Any]:
    """`shown`: values, each with its metric's texts; `of_the_year`: whether all of them were counted in the commemorative year.

    Only after the year are its own values looked for; otherwise, and where there are none, each metric's latest stands for it.
    """
    rows = [_Value._make((*row[:2], Decimal(str(row[2])), *row[3:])) for row in prepared.rows("figures", lambda keys: _values(), [])]
    of_year = {row.metric_id: row for row in rows if occasion.start.year <= row.year <= occasion.end.year} if occasion.phase == Phase.AFTER else {}
    latest = {row.metric_id: row for row in rows}
    return {"shown": list((of_year or latest).values())[:FIGURES], "of_the_year": bool(of_year)}
