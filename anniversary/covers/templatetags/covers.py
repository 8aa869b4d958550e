"""{% load covers %}: a record's picture or drawn cover, and the flowers that mark sections."""

from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anniversary.covers import addresses
from anniversary.covers.compose import OTHER
from anniversary.library.templatetags.library import card_image

register = template.Library()

SYMBOLS = {"a": "flower-a", "b": "flower-b", "mark": "mark"}


@register.simple_tag
def record_picture(record: Any, kind: str = "", numeral: str | int = "", told: bool = False) -> str | SafeString:
    """The picture of a record, or its drawn cover: decoration beside the title, but a picture with `told` (once a page, at its top) described.

    `record` has `cover` (an Image or None) and `slug`; `kind` is a word of compose.KINDS.
    """
    found = card_image(record.cover, "eager" if told else "lazy", "cover", decorative=not told)
    return found or _drawn(addresses.cover_url(kind or OTHER, record.slug, numeral))


def _drawn(address: str) -> SafeString:
    # Without alternative text: it says nothing that the title beside it does not.
    return format_html('<img src="{}" width="800" height="450" alt="" loading="lazy" decoding="async">', address)


@register.simple_tag
def flower(which: str) -> SafeString:
    """Flower "a" or "b" (or "mark") out of the one sprite; its size is the style sheet's business."""
    return _flower(addresses.brand_url("symbols.svg"), SYMBOLS[which])


@lru_cache(maxsize=32)
def _flower(sprite: str, symbol: str) -> SafeString:
    return format_html('<svg class="flower" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, symbol)
