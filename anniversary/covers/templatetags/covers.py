"""{% load covers %}: a record's cover, and the flowers that mark sections."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anniversary.covers import addresses

register = template.Library()

SYMBOLS = {"a": "flower-a", "b": "flower-b", "mark": "mark"}


@register.simple_tag
def cover(kind: str, key: str, numeral: str | int = "") -> SafeString:
    """An <img> of the record's cover. It has no alternative text: it says nothing that the title beside it does not."""
    return format_html(
        '<img src="{}" width="800" height="450" alt="" loading="lazy" decoding="async">',
        addresses.cover_url(kind, key, numeral),
    )


@register.simple_tag
def flower(which: str) -> SafeString:
    """Flower "a" or "b" (or "mark") out of the one sprite; its size is the style sheet's business."""
    return format_html(
        '<svg class="flower" aria-hidden="true"><use href="{}#{}"/></svg>',
        addresses.brand_url("symbols.svg"),
        SYMBOLS[which],
    )
