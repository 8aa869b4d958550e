"""The occasion's colours and flowers: for the covers, and as one generated stylesheet of custom properties."""

import hashlib

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from anniversary.covers.palette import Palette, contrast

# Text colour, ground, and the least contrast between them: WCAG 2.2, 1.4.6 (7:1, body text) and 1.4.3 (4.5:1).
PAIRS = [
    ("ink", "paper", 7.0), ("ink", "ground", 7.0), ("first", "paper", 4.5), ("second", "paper", 4.5),
    ("accent_a", "paper", 4.5), ("accent_b", "paper", 4.5), ("ink", "bloom_a", 4.5), ("ink", "bloom_b", 4.5),
]  # fmt: skip


def current() -> tuple[Palette, tuple[str, str]]:
    """Palette and the two countries' flowers, as the cover composer takes them."""
    from .models import Anniversary

    record = Anniversary.current()
    flowers = [country.flower for country in record.both[:2]]
    first, second = [*flowers, "plain", "lotus"][:2] if flowers else ("rumduol", "sakura")
    return Palette(**record.palette), (first, second)


def contrast_problems(palette: dict[str, str]) -> dict[str, ValidationError]:
    """For each colour that is too weak on its ground, a message keyed by its field."""
    problems: dict[str, ValidationError] = {}
    for text, ground, least in PAIRS:
        try:
            found = contrast(palette[text], palette[ground])
        except ValueError:
            continue  # the field's own validator names it
        if found < least:
            message = _("Too little contrast on the colour “%(ground)s”: %(found).1f to 1, at least %(least).1f is needed.")
            problems.setdefault(f"colour_{text}", ValidationError(message % {"ground": palette[ground], "found": found, "least": least}))
    return problems


def stylesheet(palette: dict[str, str]) -> str:
    """The palette as custom properties of the root: --c-ink, --c-first, …"""
    return ":root{" + "".join(f"--c-{role.replace('_', '-')}:{value};" for role, value in palette.items()) + "}\n"


def version(palette: dict[str, str]) -> str:
    return hashlib.sha256(stylesheet(palette).encode()).hexdigest()[:12]


def palette_url() -> str:
    from .models import Anniversary

    return reverse("occasion:palette", args=[version(Anniversary.current().palette)])
