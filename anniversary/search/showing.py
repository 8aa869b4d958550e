"""Entries as hits: in their order, with what was found marked."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from .answers import Hit
from .asking import Query
from .highlight import Needle, highlight
from .models import UNDATED, Entry
from .wording import Words

WIDTH = 220  # characters of the line below a title


def hits(pks: Sequence[int], query: Query | None = None) -> list[Hit]:
    """The entries of these ids as hits, in this order. One query."""
    found = {entry.pk: entry for entry in Entry.objects.filter(pk__in=pks).select_related("text")}
    return [hit(found[pk], query) for pk in pks if pk in found]


def hit(entry: Entry, query: Query | None = None) -> Hit:
    title, body = f" {entry.text.title_tokens} ", f" {entry.text.body_tokens} "
    marked = to_mark(query, f"{title}{body}") if query else []
    # The tokens say at once what is not there: to look for it in the text itself takes long.
    in_title, in_body = ([each for each in marked if _may_have(tokens, each)] for tokens in (title, body))
    return _shown(entry, highlight(entry.title, in_title), highlight(entry.text.body, in_body, width=WIDTH))


def _may_have(tokens: str, needle: Needle) -> bool:
    """Whether a text of these tokens may have the needle: the first of its units begins one of them."""
    return f" {needle.units[0]}" in tokens


def _shown(entry: Entry, title_html: SafeString, snippet: SafeString) -> Hit:
    day = None if entry.day == UNDATED else entry.day
    return Hit(entry.kind, entry.object_id, entry.language, entry.url, day, entry.title, title_html, snippet)


def to_mark(query: Query, tokens: str) -> list[Needle]:
    """What to mark in a text with these tokens: what was typed in one where the text has it so, and the parts.

    Beside that, a single letter that was cut from it (年 of 2023年) is marked no more: it stands in other words.
    """
    wholes = [words for words in query.wholes if len(words.units) > 1 and _together(words, tokens)]
    cut = {unit for words in wholes for unit in words.units}
    parts = [words for part in query.parts for words in part if not (len(words.units) == 1 and words.beginning and words.units[0] in cut)]
    found = [Needle(words.units) for words in wholes] + [needle for words in parts for needle in needles(words, tokens)]
    return list(dict.fromkeys(found))


def needles(words: Words, tokens: str) -> list[Needle]:
    """What to mark of these words in a text with these tokens: all together or, where the text has them apart only, the pairs that it has."""
    if len(words.tokens) == 1 or words.adjacent or _together(words, tokens):
        return [Needle(words.units, words.beginning)]
    return [Needle(words.units[place : place + 2], False) for place, token in enumerate(words.tokens) if f" {token} " in tokens]


def _together(words: Words, tokens: str) -> bool:
    return " " + " ".join(words.tokens) + ("" if words.beginning else " ") in tokens


def titles(pks: Sequence[int], words: Sequence[Words]) -> list[Hit]:
    """The same without their texts: for titles that are being typed. One query."""
    found = {entry.pk: entry for entry in Entry.objects.filter(pk__in=pks)} if pks else {}
    marked = [Needle(each.units, each.beginning) for each in words]
    return [_shown(found[pk], highlight(found[pk].title, marked), SafeString()) for pk in pks if pk in found]
