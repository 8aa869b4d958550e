"""Which language a text is in, and which languages a record is complete in."""

import re
from collections import namedtuple
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from .shown import codes as codes  # what most callers want of it


def current() -> str:
    """The code of the language in which the page is being made."""
    language, on = (get_language() or settings.LANGUAGE_CODE).split("-")[0], codes()
    return language if language in on else on[0]


def order(language: str = "") -> list[str]:
    """Where to look for a text: the language asked for (the current one by default), then the others in the site's order.

    Last of all those that the site does not show: a record that has a name in one of them only is still not nameless.
    """
    return list(dict.fromkeys([language or current(), *codes(), *settings.MODELTRANSLATION_LANGUAGES]))


def columns(*fields: str) -> list[str]:
    """The column names of translated fields in the languages that the site shows: columns("title") -> ["title_en", …]."""
    return [f"{field}_{code}" for field in fields for code in codes()]


def stored(*fields: str) -> list[str]:
    """The column names of translated fields in every language there are columns for: what `pick` may look at."""
    return [f"{field}_{code}" for field in fields for code in settings.MODELTRANSLATION_LANGUAGES]


def row_type(name: str, columns: list[str]) -> Any:
    """A named tuple of these columns: what `pick` reads where no whole record is wanted. Of as many as there are languages, so no type checker knows it."""
    return namedtuple(name, columns)  # type: ignore[misc]


def pick(record: object, field: str, language: str = "") -> tuple[str, str]:
    """The text of a translated field and the language that it is in: the one asked for, or the first that has it."""
    first = language or current()
    if text := getattr(record, f"{field}_{first}", None):  # most often; the other languages are not even listed
        return text, first
    for code in order(first):
        if text := getattr(record, f"{field}_{code}", None):
            return text, code
    return "", first


# Kana and Chinese characters; Khmer; Latin letters, which are the source language's.
_LETTERS = {"ja": re.compile("[ぁ-ヿ㐀-鿿]"), "km": re.compile("[ក-ឳ]"), settings.LANGUAGE_CODE: re.compile("[A-Za-z]")}


def by_letters(written: str) -> str:
    """The language that a text is in, of which nothing is known but its letters; the current one where it has none."""
    return next((code for code, letters in _LETTERS.items() if letters.search(written)), current())


def has(record: models.Model, field: str, language: str) -> bool:
    return bool(getattr(record, f"{field}_{language}", None))


def complete(record: models.Model, fields: Iterable[str]) -> list[str]:
    """The languages in which every one of `fields` has a text."""
    fields = list(fields)
    return [code for code in codes() if all(has(record, field, code) for field in fields)]
