"""What of programmes is found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anniversary.languages import dates
from anniversary.publishing.searched import Target, describe, first_day
from anniversary.search.describing import own, shown
from anniversary.search.fetching import fetched
from anniversary.search.registry import Described

from .models import Programme


def programmes(keys: Sequence[int]) -> Iterable[Described]:
    """Programmes, with what their pages name whatever else is public: partners and people are so through them."""
    records = fetched(Programme, keys, "partners", "people", "outcomes", "media")
    return describe(records, _facts, prose=_heard, day=lambda record: first_day(record.start), opens=_opens)


def _opens(record: Any) -> Iterator[Target]:
    yield from (("organisation", partner.pk) for partner in record.partners.all())
    yield from (("person", person.pk) for person in record.people.all())


def _heard(record: Any, language: str) -> Iterator[str]:
    for recording in record.media.all():
        yield own(recording, "title", language)
        yield own(recording, "transcript", language)


def _facts(record: Any, language: str) -> Iterator[str]:
    for outcome in record.outcomes.all():
        if label := own(outcome, "label", language):
            year = f" ({dates.digits(outcome.year, language)})" if outcome.year else ""
            yield f"{label}{year} {dates.number(outcome.value, language)} {own(outcome, 'unit', language)}"
    yield str(record.get_kind_display())
    yield " – ".join(dates.partial_with_era(day, language) for day in dict.fromkeys((record.start, record.end)) if day)
    yield own(record, "places", language)
    for named in (*record.partners.all(), *record.people.all()):
        yield shown(named, "name", language)
