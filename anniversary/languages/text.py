"""Which language a text is in, and which languages a record is complete in."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


def codes() -> list[str]:
    """The codes of the site's languages, in their order."""
    return [code for code, _name in settings.LANGUAGES]


def current() -> str:
    """The code of the language in which the page is being made."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return language if language in codes() else settings.LANGUAGE_CODE


def order(language: str = "") -> list[str]:
    """Where to look for a text: the language asked for (the current one by default), then the others in the site's order."""
    first = language or current()
    return [first, *(code for code in settings.MODELTRANSLATION_LANGUAGES if code != first)]


def columns(*fields: str) -> list[str]:
    """The column names of translated fields in the site's languages: columns("title") -> ["title_en", "title_ja", …]."""
    return [f"{field}_{code}" for field in fields for code in codes()]


def pick(record: models.Model, field: str, language: str = "") -> tuple[str, str]:
    """The text of a translated field and the language that it is in: the one asked for, or the first that has it."""
    for code in order(language):
        if text := getattr(record, f"{field}_{code}", None):
            return text, code
    return "", language or current()


def has(record: models.Model, field: str, language: str) -> bool:
    return bool(getattr(record, f"{field}_{language}", None))


def complete(record: models.Model, fields: Iterable[str]) -> list[str]:
    """The languages in which every one of `fields` has a text."""
    fields = list(fields)
    return [code for code in codes() if all(has(record, field, code) for field in fields)]
