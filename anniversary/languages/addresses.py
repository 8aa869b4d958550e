"""Addresses of pages, looked up once: a list asks for dozens, and Django searches all its patterns for each."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def address(view: str, *args: str) -> str:
    """`reverse(view, args=args)` in the current language. NoReverseMatch as there."""
    return _address(view, args, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=8192)
def _address(view: str, args: tuple[str, ...], language: str | None, urlconf: str | None, prefix: str) -> str:
    return reverse(view, urlconf, args)
