"""What the features describe their records with: each language's text by itself, in that language."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation

from anniversary.languages import text

from .registry import FACTS, Described, Part

# A record and a language; the title is empty where the record has none in the language.
Title = Callable[[Any, str], str]
Body = Callable[[Any, str], Iterable[str]]

_BLANK_LINES = re.compile(r"\n\s*\n")


def own(record: object, field: str, language: str) -> str:
    """A translated field's text in this language alone."""
    return getattr(record, f"{field}_{language}", None) or ""


def shown(record: object, field: str, language: str) -> str:
    """A translated field's text as a page in this language shows it, if need be another language's: for names alone."""
    return text.pick(record, field, language)[0] if record else ""


def joined(pieces: Iterable[str]) -> str:
    """The pieces one below the other, without those that say nothing, and without empty lines: such a one parts prose from facts."""
    return _BLANK_LINES.sub("\n", "\n".join(found for piece in pieces if (found := piece.strip())))


def nothing(record: Any, language: str) -> tuple[()]:
    return ()


def fill(
    described: Iterable[tuple[Any, Described]], *, title: Title, body: Body = nothing, facts: Body = nothing, url: Callable[[Any], str] | None = None
) -> list[Described]:
    """Write the texts and addresses of every language in which a record has a title, that language being the current one; gives back what is
    described. `body` is what is told in sentences, `facts` what else there is."""
    pairs = list(described)
    for language in settings.MODELTRANSLATION_LANGUAGES:
        with translation.override(language):
            for record, found in pairs:
                if name := title(record, language).strip():
                    prose, behind = joined(body(record, language)), joined(facts(record, language))
                    found.texts[language] = (name, f"{prose}{FACTS}{behind}" if behind else prose)
                    if url:
                        found.urls[language] = url(record)
    return [found for _record, found in pairs]


def part_of(model: type[models.Model], owner: str) -> Part:
    """Rows that belong to the record that their foreign key `owner` names."""
    return Part(model, lambda row: [getattr(row, f"{owner}_id")])
