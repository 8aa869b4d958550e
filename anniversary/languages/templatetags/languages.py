"""Texts that may be in another language than the page, and dates and numbers as the page's language writes them."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from anniversary.languages import dates, text

register = template.Library()
for function in (
    dates.day,
    dates.month,
    dates.year,
    dates.month_short,
    dates.month_of_year,
    dates.clock_time,
    dates.partial,
    dates.partial_with_era,
    dates.until,
    dates.number,
    dates.digits,
):
    register.filter(function.__name__, function)


@register.simple_tag
def tr(record: Any, field: str) -> str | SafeString:
    """A translated field's text; in a <span lang> where it had to be taken from another language than the page's."""
    if record is None:
        return ""
    here = text.current()
    value, language = text.pick(record, field, here)
    if language == here:
        return conditional_escape(value)
    return format_html('<span lang="{}">{}</span>', language, value)


@register.filter
def by_letters(written: str) -> str | SafeString:
    """A text that is the same on the pages of every language, such as a source's title; in a <span lang> where its letters are another language's."""
    language = text.by_letters(written)
    return conditional_escape(written) if language == text.current() else format_html('<span lang="{}">{}</span>', language, written)


@register.simple_tag
def range_sign() -> str:
    return dates.range_sign()


@register.simple_tag
def day_span(first, last) -> str:  # type: ignore[no-untyped-def]
    return dates.span(first, last)


@register.simple_tag
def day_span_with_era(first, last) -> str:  # type: ignore[no-untyped-def]
    return dates.span_with_era(first, last)
