"""Sixty proposals for the mark of an anniversary, drawn by our own code: the same number is always the same drawing."""

import resvg_py

from anniversary.covers import digits, svg

from . import figures, nature, signs
from .inks import INKS, MONO, Ink

COUNT = 60
SIDE = 1000  # of the drawing
PIXELS = 800  # of the picture that is sent in
FAMILIES = (
    signs.numeral, nature.lotus, figures.bridge, signs.circles, nature.blossom, figures.towers, nature.kite, signs.rays, nature.waves, figures.birds,
    signs.knot, nature.leaves, figures.fan, signs.weave, figures.rivers,
)  # fmt: skip
FORMS = 4
# Two works that somebody sent in again, a little changed: the later one and the one that it is like.
NEAR = {53: 8, 58: 19}


def colour(number: int, years: str = "70") -> str:
    """The work of this number (1 … 60) as an SVG, in colour. ValueError for any other number."""
    ink = _ink(number)
    return _drawing(number, ink, years)


def mono(number: int, years: str = "70") -> str:
    """The same in black and white."""
    return _drawing(number, MONO, years)


def png(drawing: str, side: int = PIXELS) -> bytes:
    """A drawing as a picture of `side` pixels."""
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=side, height=side, skip_system_fonts=True))


def _drawing(number: int, ink: Ink, years: str) -> str:
    if not 1 <= number <= COUNT:
        raise ValueError(f"There are {COUNT} sample works, and no work {number}.")
    like = NEAR.get(number, number)
    family, form = FAMILIES[(like - 1) % len(FAMILIES)], (like - 1) // len(FAMILIES)
    mark = family(ink, form)
    if _has_caption(like):
        caption = svg.path(digits.numeral_path(years, 500, 930, 120, "middle"), ink.main)
        mark = f'<g transform="translate(110 20) scale(.78)">{mark}</g>{caption}'
    if number in NEAR:  # moved by a hair, and a shade larger
        mark = f'<g transform="translate(-6 -4) scale(1.012)">{mark}</g>'
    ground = svg.rect(0, 0, SIDE, SIDE, ink.paper)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}">{ground}{mark}</svg>'


def _ink(number: int) -> Ink:
    like = NEAR.get(number, number)
    ink = INKS[(like * 7 + (like - 1) // len(FAMILIES)) % len(INKS)]
    return Ink(ink.main, ink.accent, ink.second, ink.paper) if number in NEAR else ink


def _has_caption(number: int) -> bool:
    """Whether the number of years stands below the mark: where the mark does not say it itself, on every third."""
    return number % 3 == 0 and FAMILIES[(number - 1) % len(FAMILIES)] is not signs.numeral
