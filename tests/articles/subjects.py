"""What articles are about: a published event and programme, and a person, with as little as they can have."""

from typing import Any

from anniversary.directory.models import Person
from anniversary.programmes.models import Programme
from anniversary.publishing.models import Status
from events.models import Category, Event
from tests.factories.articles import PUBLISHED_AT

PUBLIC = {"status": Status.PUBLISHED, "publish_at": PUBLISHED_AT, "first_published_at": PUBLISHED_AT}


def event(*, title_en: str = "Opening ceremony", summary_en: str = "The year opens.", **fields: Any) -> Event:
    category, _ = Category.objects.get_or_create(slug="ceremony", defaults={"name_en": "Ceremony"})
    return Event.objects.create(title_en=title_en, summary_en=summary_en, category=category, **PUBLIC | fields)


def programme(*, title_en: str = "Goodwill ambassadors", summary_en: str = "Two singers.", **fields: Any) -> Programme:
    return Programme.objects.create(title_en=title_en, summary_en=summary_en, kind="ambassadors", **PUBLIC | fields)


def person(*, slug: str = "tuy-ry", name_en: str = "Tuy Ry", **fields: Any) -> Person:
    return Person.objects.create(slug=slug, name_en=name_en, **fields)
