"""What of a publishable record is found: its texts, blocks and tags, since when it is public, and what changes all that."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from html import unescape
from operator import methodcaller
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from anniversary.languages import dates, text
from anniversary.library.models import AlbumItem, Document, Tag, TaggedItem
from anniversary.occasion.models import Anniversary
from anniversary.search import fetching
from anniversary.search.describing import Body, fill, own
from anniversary.search.describing import nothing as nothing_said
from anniversary.search.registry import Described, Part, Span

from . import charts
from .blocks import sanitise
from .models import Publishable, Status

Target = tuple[str, int]
Targets = Callable[[Any], Iterable[Target]]

# What begins or ends a line of a text; the other tags stand within words. A value in quotes may hold a “>”.
BREAK = re.compile(r"""</?(?:p|br|h2|h3|ul|ol|li)\b(?:[^>"]|"[^"]*")*>""")
INLINE = re.compile(r"""<(?:[^>"]|"[^"]*")*>""")


def nothing(record: object) -> tuple[()]:
    return ()


def describe(
    records: Iterable[Publishable], facts: Body = nothing_said, *, prose: Body = nothing_said, lead: str = "summary",
    day: Callable[[Any], date | None] | None = None, opens: Targets = nothing, names: Targets = nothing,
) -> list[Described]:  # fmt: skip
    """Describe records of one kind, working copies left out. What the page of one says in a language besides its `lead`, blocks and tags is its
    `prose`, in sentences, and its `facts`."""
    found = {record.pk: record for record in records if not record.copy_of_id}
    if not found:
        return []
    model = type(next(iter(found.values())))
    blocks, tags = blocks_of(model, list(found)), tags_of(model, list(found))

    def pieces(record: Any, language: str) -> Iterator[str]:
        yield own(record, lead, language)
        for block in blocks[record.pk]:
            if block.region == language:
                yield from block_text(block, language)
        yield from prose(record, language)

    def behind(record: Any, language: str) -> Iterator[str]:
        yield from facts(record, language)
        for tag in tags[record.pk]:
            yield tag_text(tag, language)

    described = []
    for key, record in found.items():
        one = Described(key=key, texts={}, day=day(record) if day else None, span=span_of(record), opens=set(opens(record)))
        one.names.update(names(record))
        one.names.update(("tag", tag.pk) for tag in tags[key])
        for block in blocks[key]:
            one.names.update(shown_in(block))
            one.opens.update(opened_by(block))
        described.append((record, one))
    return fill(
        described, title=lambda record, language: own(record, "title", language), body=pieces, facts=behind, url=methodcaller("get_absolute_url")
    )  # fmt: skip


def span_of(record: Publishable) -> Span | None:
    """When it is public; None for what nobody has published, or a working copy."""
    published = record.status == Status.PUBLISHED and not record.copy_of_id
    return (record.publish_at, record.unpublish_at) if published and record.publish_at else None


def first_day(partial: str) -> date | None:
    """The first day of a date of any precision ("1953", "1953-01", "1953-01-09"); None if it is none."""
    try:
        return date.fromisoformat(f"{partial}-01-01"[:10])
    except ValueError:
        return None


def parts(model: type[Publishable], *more: Part) -> list[Part]:
    """What the entries of a publishable kind change with besides the records: tags, blocks and what those show, and `more`."""
    found = [Part(TaggedItem, _tagged(model))]
    for block in model.BLOCKS:
        template = block.TEMPLATE  # type: ignore[attr-defined]
        if template in _TEXTS:
            found.append(Part(block, _parent))
        if template == "gallery":
            found.append(Part(AlbumItem, _parents(block, "album", lambda row: row.album_id)))
        if template == "download":
            found.append(Part(Document, _parents(block, "document", lambda row: row.pk)))
            # A language that the site no longer shows hands over nothing.
            found.append(Part(Anniversary, _all_parents(block)))
    return [*found, *more]


def _parent(row: Any) -> list[int]:
    return [row.parent_id]


def _tagged(model: type[models.Model]) -> Callable[[Any], list[int]]:
    def owners(row: Any) -> list[int]:
        return [row.object_id] if row.content_type_id == ContentType.objects.get_for_model(model).pk else []

    return owners


def _all_parents(block: Any) -> Callable[[Any], Iterable[int]]:
    return lambda row: block._base_manager.order_by().values_list("parent_id", flat=True).distinct()


def _parents(block: Any, field: str, key: Callable[[Any], int]) -> Callable[[Any], Iterable[int]]:
    return lambda row: block._base_manager.filter(**{field: key(row)}).order_by().values_list("parent_id", flat=True).distinct()


# --- tags -----------------------------------------------------------------------------------------------------------------
def tags_of(model: type[models.Model], keys: Sequence[int]) -> dict[int, list[Tag]]:
    """The tags of each record, by their names."""
    found: dict[int, list[Tag]] = {key: [] for key in keys}
    for tag in fetching.across(TaggedItem, "object_id", "tag", keys, content_type_id=ContentType.objects.get_for_model(model).pk):
        found[tag.belongs_to].append(tag)
    for tags in found.values():  # databases sort names in their own ways
        tags.sort(key=lambda tag: tag.name)
    return found


def tag_text(tag: Tag, language: str) -> str:
    """A tag as pages in this language show it."""
    return text.pick(tag, "label", language)[0] or tag.name


# --- blocks ---------------------------------------------------------------------------------------------------------------
def blocks_of(model: type[Publishable], keys: Sequence[int]) -> dict[int, list[Any]]:
    """The blocks of each record, of all languages, in their order."""
    found: dict[int, list[Any]] = {key: [] for key in keys}
    # `body_index` says too little of them while they are being saved, as it is written after them.
    for block in fetching.used([block for block in model.BLOCKS if block.TEMPLATE in _TEXTS], "parent", keys):  # type: ignore[attr-defined]
        rows = fetching.belonging(block, "parent", keys)
        fetching.hold(rows, *_HELD.get(block.TEMPLATE, ()))
        for row in sorted(rows, key=lambda row: row.pk):
            found[row.parent_id].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.ordering)
    return found


def block_text(block: Any, language: str) -> Iterable[str]:
    """What readers see of a block."""
    return _TEXTS[block.TEMPLATE](block, language)


def shown_in(block: Any) -> Iterable[Target]:
    """The pictures and the album whose words stand in a block."""
    if block.TEMPLATE == "picture":
        yield "image", block.image_id
    if block.TEMPLATE == "gallery":
        yield "album", block.album_id
        yield from (("image", item.image_id) for item in block.album.items.all())


def opened_by(block: Any) -> Iterable[Target]:
    """The document that a block hands to readers; one in a language that the site does not show hands over nothing."""
    if block.TEMPLATE == "download" and block.region in text.codes():
        yield "document", block.document_id


def from_html(html: str) -> str:
    """Formatted text as plain text: a paragraph, a heading, an item of a list on a line each."""
    bare = unescape(INLINE.sub("", BREAK.sub("\n", sanitise(html))))
    return "\n".join(filter(None, (" ".join(line.split()) for line in bare.split("\n"))))


def _image(image: Any, language: str, caption: str = "") -> list[str]:
    return [own(image, "alt", language), caption or own(image, "caption", language), own(image, "credit", language)]


def _gallery(block: Any, language: str) -> Iterator[str]:
    yield own(block.album, "title", language)
    for item in block.album.items.all():
        yield from _image(item.image, language)


def _figures(block: Any, language: str) -> Iterator[str]:
    yield from (block.title, block.unit)
    try:
        rows = block.rows
    except ValueError:  # written past the form, which looks at every line
        rows = []
    yield from figures(rows, language)
    yield block.source


def figures(rows: Iterable[charts.Row], language: str) -> Iterator[str]:
    """Each row of a table of figures on a line."""
    return (f"{dates.digits(row.label, language)} {dates.number(row.value, language)}" for row in rows)


# Without that of related pages: it shows what is public of others.
_TEXTS: dict[str, Callable[[Any, str], Iterable[str]]] = {
    "richtext": lambda block, language: [from_html(block.text)],
    "picture": lambda block, language: _image(block.image, language, block.caption),
    "gallery": _gallery,
    "quote": lambda block, language: [block.text, block.source],
    "video": lambda block, language: [block.title, block.transcript],
    "download": lambda block, language: [block.label or own(block.document, "title", language)],
    "figures": _figures,
}
# What these read besides the block.
_HELD = {"picture": ["image"], "gallery": ["album__items__image"], "download": ["document"]}
