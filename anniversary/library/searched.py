"""What of the library is found: documents by readers, pictures, albums and tags by editors."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anniversary.search.describing import fill, own, shown
from anniversary.search.fetching import fetched
from anniversary.search.registry import Described

from .models import Album, Document, Image, Tag


def documents(keys: Sequence[int]) -> Iterable[Described]:
    """Documents, each in its own language, or in every one that it has a title in; the address is that of the file.

    They are public through the pages that offer them.
    """
    return fill(_each(Document, keys), title=_document_title, body=lambda record, language: [record.text], url=lambda record: record.file.url)


def _document_title(record: Document, language: str) -> str:
    if not record.language:
        return own(record, "title", language)
    return shown(record, "title", language) if language == record.language else ""  # as its link says, whatever the page's language


def images(keys: Sequence[int]) -> Iterable[Described]:
    """Pictures. What readers see of one makes the title, so that what stands beside it elsewhere is written anew when it changes."""
    return fill(_each(Image, keys), title=_image_title, body=lambda record, language: [own(record, "title", language)])


def _image_title(record: Image, language: str) -> str:
    return " · ".join(filter(None, _seen(record, language))) or own(record, "title", language)


def _seen(record: Image, language: str) -> Iterator[str]:
    return (own(record, field, language) for field in ("alt", "caption", "credit"))


def albums(keys: Sequence[int]) -> Iterable[Described]:
    return fill(_each(Album, keys), title=lambda record, language: own(record, "title", language))


def tags(keys: Sequence[int]) -> Iterable[Described]:
    """Tags, by what pages in each language show, and by the name that editors know."""
    return fill(_each(Tag, keys), title=lambda record, language: shown(record, "label", language) or record.name, body=lambda record, language: [record.name])


def _each(model: Any, keys: Sequence[int]) -> list[tuple[Any, Described]]:
    return [(record, Described(key=record.pk, texts={})) for record in fetched(model, keys)]
