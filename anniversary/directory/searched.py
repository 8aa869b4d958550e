"""What of people and organisations is found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anniversary.languages.names import ReadingField
from anniversary.search.describing import fill, own, shown
from anniversary.search.fetching import fetched
from anniversary.search.registry import Described

from .models import Organisation, Person, Referred


def people(keys: Sequence[int]) -> Iterable[Described]:
    """People, by name, what they are known for, and the roles that they held.

    Not by their tags: their pages show those only that something published has, too.
    """
    described = []
    for record in fetched(Person, keys, "roles__organisation"):
        held_at = {("organisation", role.organisation_id) for role in record.roles.all() if role.organisation_id}
        described.append((record, Described(key=record.pk, texts={}, names=held_at)))
    return fill(described, title=_name, body=_life, facts=_roles, url=Person.get_absolute_url)


def _life(record: Any, language: str) -> list[str]:
    return [own(record, "bio", language)]


def _roles(record: Any, language: str) -> Iterator[str]:
    for role in record.roles.all():
        yield " · ".join(filter(None, (own(role, "title", language), shown(role.organisation, "name", language))))
    yield reading(record, language)


def organisations(keys: Sequence[int]) -> Iterable[Described]:
    described = [(record, Described(key=record.pk, texts={})) for record in fetched(Organisation, keys)]
    return fill(described, title=_name, body=_work, facts=_kind, url=Organisation.get_absolute_url)


def _work(record: Any, language: str) -> list[str]:
    return [own(record, "description", language)]


def _kind(record: Any, language: str) -> list[str]:
    return [str(record.get_kind_display()), reading(record, language)]


def reading(record: Referred, language: str) -> str:
    """How the Japanese name is read: many type it as it sounds. No page shows it, so it stands last, behind what a snippet tells."""
    return record.reading if language == ReadingField.language else ""


def _name(record: Any, language: str) -> str:
    return own(record, "name", language)
