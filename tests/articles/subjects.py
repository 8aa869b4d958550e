"""What articles are about: a published event and programme, and a person, under names that the tests look for."""

from typing import Any

from anniversary.directory.models import Person
from anniversary.programmes.models import Programme
from events.models import Event
from tests.factories import directory, events, programmes


def event(*, title_en: str = "Opening ceremony", **fields: Any) -> Event:
    return events.event(title_en=title_en, **fields)


def programme(*, title_en: str = "Goodwill ambassadors", **fields: Any) -> Programme:
    return programmes.programme(slug="", title_en=title_en, **fields)


def person(*, slug: str = "tuy-ry", name_en: str = "Tuy Ry", **fields: Any) -> Person:
    return directory.person(slug=slug, name_en=name_en, **fields)
