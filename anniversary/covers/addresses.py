"""Addresses of covers and brand art. Each carries the version of what it shows, so that it may be kept for a year."""

import hashlib
import re
from dataclasses import astuple
from functools import lru_cache

from django.utils.text import slugify

from anniversary.languages.addresses import address

from . import source
from .compose import COMPOSER, KINDS, OTHER
from .palette import Palette

LONGEST_KEY = 80
SLUG = re.compile(r"[-a-zA-Z0-9_]+")
NUMERAL = re.compile(r"[0-9]{1,4}")


def digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def valid(kind: str, key: str, numeral: str) -> bool:
    """Whether a cover's address with these parts may exist."""
    return kind in KINDS and valid_key(key) and (not numeral or bool(NUMERAL.fullmatch(numeral)))


def valid_key(key: str) -> bool:
    return len(key) <= LONGEST_KEY and bool(SLUG.fullmatch(key))


def version() -> str:
    """Eight hexadecimal digits that change with the composer, the palette or the flowers."""
    return _version(*source.current())


@lru_cache(maxsize=8)
def _version(palette: Palette, flowers: tuple[str, str]) -> str:
    return digest("|".join((COMPOSER, *astuple(palette), *flowers)), 8)


def cover_url(kind: str, key: str, numeral: str | int = "") -> str:
    """Address of a record's cover (SVG).

    Never fails: odd kinds, keys and numerals are made to fit, so that no page has a hole.
    """
    return _picture_url("covers:cover", kind, key, numeral)


def share_url(kind: str, key: str, numeral: str | int = "") -> str:
    """Address (path only) of the same picture as PNG, 1200 x 630, for link previews."""
    return _picture_url("covers:share", kind, key, numeral)


def brand_url(name: str) -> str:
    """Address of brand art: a name of views.BRAND, such as "symbols.svg"."""
    return f"{address('covers:brand', name)}?v={version()}"


def _picture_url(view: str, kind: str, key: str, numeral: str | int) -> str:
    kind, key, numeral = str(kind), str(key), str(numeral)
    if kind not in KINDS:
        kind = slugify(kind).replace("_", "-")
        kind = kind if kind in KINDS else OTHER
    key = key if valid_key(key) else digest(key, 32)
    shown = f"n={numeral}&" if NUMERAL.fullmatch(numeral) else ""
    return f"{address(view, kind, key)}?{shown}v={version()}"
