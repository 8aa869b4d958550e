"""What of milestones and figures is found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anniversary.languages import dates
from anniversary.occasion.models import Country
from anniversary.publishing.searched import describe
from anniversary.search.describing import own, shown
from anniversary.search.fetching import fetched
from anniversary.search.registry import Described

from .models import Metric, Milestone


def milestones(keys: Sequence[int]) -> Iterable[Described]:
    # From the table: the anniversary that is held in memory may be older than a country's name.
    countries = {country.code: country for country in Country.objects.all()}

    def facts(record: Any, language: str) -> Iterator[str]:
        yield dates.partial_with_era(record.date, language)
        yield shown(countries.get(record.side), "name", language)

    return describe(fetched(Milestone, keys), facts, lead="text", day=lambda record: record.day)


def of_country(country: Country) -> Iterable[int]:
    """The keys of the milestones whose page names the country."""
    return Milestone._base_manager.filter(side=country.code).order_by().values_list("pk", flat=True)


def figures(keys: Sequence[int]) -> Iterable[Described]:
    return describe(fetched(Metric, keys, "points"), _figure)


def _figure(record: Any, language: str) -> Iterator[str]:
    yield own(record, "unit", language)
    for point in record.points.all():
        yield f"{dates.digits(point.year, language)} {dates.number(point.value, language)} {own(point, 'note', language)}"
