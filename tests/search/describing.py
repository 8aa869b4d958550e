"""What is found of a record, for the tests."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType

from anniversary.search.registry import FACTS, Described, named
from anniversary.search.registry import of_model as kind_of


def described(record: Any) -> Described | None:
    """What is found of it; None if nothing is."""
    kind = kind_of(type(record))
    assert kind is not None
    found = list(kind.describe([record.pk]))
    return found[0] if found else None


def texts(record: Any) -> dict[str, tuple[str, list[str]]]:
    """Title and lines by language, those of the prose and then the facts."""
    found = described(record)
    assert found is not None
    return {language: (title, [line for line in body.split("\n") if line]) for language, (title, body) in found.texts.items()}


def lines(record: Any, language: str = "en") -> list[str]:
    return texts(record)[language][1]


def facts(record: Any, language: str = "en") -> list[str]:
    """Of the lines those behind the prose."""
    found = described(record)
    assert found is not None
    return found.texts[language][1].partition(FACTS)[2].split("\n")


def changed_by(kind: str, row: Any) -> set[int]:
    """The keys of the records of the kind whose entries a change of the row changes."""
    return {key for part in named(kind).parts if isinstance(row, part.model) for key in part.owners(row)}


def tagging(record: Any) -> Sequence[Any]:
    from anniversary.library.models import TaggedItem

    return TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk)
