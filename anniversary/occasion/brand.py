"""The occasion's colours and flowers: for the covers, and as one generated stylesheet of custom properties."""

import hashlib
from math import floor

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anniversary.covers.palette import Palette

from . import scheme


def contrast_problems(palette: dict[str, str]) -> dict[str, ValidationError]:
    """For each colour that is too weak on its ground, a message keyed by its field."""
    problems: dict[str, ValidationError] = {}
    try:
        weak = scheme.problems(Palette(**palette))
    except ValueError:
        return problems  # a colour that is none: its field's own validator names it
    for role, ground, found, least in weak:
        message = _("Too little contrast on the colour “%(ground)s”: %(found).1f to 1, at least %(least).1f is needed.")
        shown = floor(found * 10) / 10  # 6.96 is not 7.0
        problems.setdefault(f"colour_{role}", ValidationError(message % {"ground": ground, "found": shown, "least": least}))
    return problems


def stylesheet(palette: dict[str, str], theme: str = "") -> str:
    """Every colour of the pages as a custom property: --c-first as chosen, --link as derived from it; by day and by night. Paper is always by day.

    With a theme, "light" or "dark", it is that one alone.
    """
    by_day, by_night = (_properties(roles(Palette(**palette))) for roles in (scheme.light, scheme.dark))
    if theme:
        return f":root{{color-scheme:{theme};{by_night if theme == 'dark' else by_day}}}\n"
    return f":root{{color-scheme:light dark;{by_day}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{by_night}}}}}\n"


def _properties(roles: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in roles.items())


def version(palette: dict[str, str]) -> str:
    return hashlib.sha256(stylesheet(palette).encode()).hexdigest()[:12]
