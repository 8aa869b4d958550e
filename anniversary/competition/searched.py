"""What of competitions is found: of the result, nothing before readers are told."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anniversary.languages import dates
from anniversary.publishing.searched import describe, first_day, from_html
from anniversary.search.describing import own, shown
from anniversary.search.fetching import fetched
from anniversary.search.registry import Described

from .models import Competition, Rules
from .views import RESULT


def competitions(keys: Sequence[int]) -> Iterable[Described]:
    records = fetched(Competition, keys, "organisers")
    rules = {one.competition_id: one for one in Rules._base_manager.filter(competition__in=keys)}
    for record in records:
        record._state.fields_cache["rules"] = rules.get(record.pk)  # as `select_related` does it: None where there are none
    described = describe(
        records, _facts, prose=_prose, day=lambda record: first_day(record.announced or record.opened),
        opens=lambda record: [("organisation", organiser.pk) for organiser in record.organisers.all()],
    )  # fmt: skip
    samples = {key for key, one in rules.items() if one.sample}
    for one in described:
        if one.key in samples:
            one.span, one.opens = None, set()  # no reader finds it; editors do
    return described


def _prose(record: Any, language: str) -> Iterator[str]:
    for field in Competition.PROSE_FIELDS:
        if record.is_told or field not in RESULT:
            yield from_html(own(record, field, language))


def _facts(record: Any, language: str) -> Iterator[str]:
    if record.is_told:
        yield " ".join(filter(None, (shown(record, "winner_name", language), own(record, "winner_affiliation", language))))
    yield str(record.get_stage_display())
    for day in dict.fromkeys((record.opened, record.closed, record.announced)):
        yield dates.partial(day, language) if day else ""
    for organiser in record.organisers.all():
        yield shown(organiser, "name", language)
