"""What leaves the site or stands for it: link previews, icons, the home page's art and the one for lost pages."""

from collections.abc import Sequence

import resvg_py

from . import digits, svg
from . import flowers as garden
from .compose import cover
from .families.land import paper_waves
from .families.patterns import scales
from .palette import DEFAULT, Palette, mix, shade
from .scene import Dice, Scene

SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
HERO_WIDTH, HERO_HEIGHT = 1400, 1000


def png(drawing: str, width: int, height: int) -> bytes:
    """`drawing` (an SVG of ours: nothing from outside is rendered here) as a PNG of exactly `width` x `height`."""
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=width, height=height, skip_system_fonts=True))


def share_png(
    kind: str, key: str, numeral: str = "", palette: Palette = DEFAULT, flowers: Sequence[str] = garden.USUAL
) -> bytes:
    """A record's cover as PNG, 1200 x 630; arguments as for compose.cover()."""
    drawing = cover(
        kind, key, width=SHARE_WIDTH, height=SHARE_HEIGHT, numeral=numeral, palette=palette, flowers=flowers
    )
    return png(drawing, SHARE_WIDTH, SHARE_HEIGHT)


def favicon(size: int = 32, palette: Palette = DEFAULT, flowers: Sequence[str] = garden.USUAL) -> str:
    """The mark as a square SVG without ground, for a browser's tab."""
    return svg.document(garden.mark(palette, flowers), 100, 100, size, size)


def icon_png(size: int, palette: Palette = DEFAULT, flowers: Sequence[str] = garden.USUAL) -> bytes:
    """The mark on paper as PNG, for home screens: inside the inner 80 %, which no system's mask cuts away."""
    mark = garden.mark(palette, flowers, detail=True)
    body = svg.rect(0, 0, 100, 100, palette.paper) + f'<g transform="matrix(.76 0 0 .76 12 12)">{mark}</g>'
    return png(svg.document(body, 100, 100, size, size), size, size)


def stage(seed: str, ground: str, width: int, height: int, palette: Palette, flowers: Sequence[str]) -> Scene:
    """A scene for art that is not a record's cover."""
    scene = Scene(width / min(width, height) * 100, height / min(width, height) * 100, Dice(seed), palette, flowers)
    scene.choose(ground)
    return scene


def hero(palette: Palette = DEFAULT, flowers: Sequence[str] = garden.USUAL) -> str:
    """The home page's art, 1400 x 1000: both flowers over water, petals in the air.

    All that matters keeps inside the middle 100 x 60 of its 140 x 100 units: cropped to anything between a square and
    a strip of 2.3 : 1, no flower is cut. What lies outside is sky and water.
    """
    s = stage("hero", "first", HERO_WIDTH, HERO_HEIGHT, palette, flowers)
    x, y = 79, 45
    halos = "".join(svg.circle(x, y, r, mix(palette.first, palette.paper, tone)) for r, tone in HALOS)
    air = [(33, 27), (30, 37), (52, 24), (111, 30), (117, 46), (28, 55), (105, 22)]
    return svg.document(
        svg.rect(0, 0, s.w, s.h, palette.first)
        + halos
        + svg.circle(x, y, 24.5, palette.second)
        + paper_waves(s, 68, 8)
        + s.bloom("b", x + 4, y, 19.5, on=palette.second)
        + s.bloom("a", 53, 58, 20, on=palette.first)
        + s.petals(air[::2], 5.2, palette.bloom_b)
        + s.petals(air[1::2], 4.2, palette.bloom_a),
        s.w,
        s.h,
        HERO_WIDTH,
        HERO_HEIGHT,
    )


HALOS = ((66, 0.03), (54, 0.065), (43, 0.1), (33.5, 0.14))


def not_found(palette: Palette = DEFAULT, flowers: Sequence[str] = garden.USUAL) -> str:
    """Art for a page that is not there, 800 x 450: 4, a flower, 4, and the petals that the wind took."""
    s = stage("not found", "paper", 800, 450, palette, flowers)
    middle, tall, gold = s.w / 2, 52.0, shade(palette.bloom_a, palette.accent_a, 0.2)
    fours = digits.numeral_path("4", middle - 27, 74, tall, "end"), digits.numeral_path("4", middle + 27, 74, tall)
    return svg.document(
        svg.rect(0, 0, s.w, s.h, s.colours.ground)
        + "".join(svg.circle(middle, 48, r, s.tint(share, palette.bloom_a)) for r, share in ((46, 0.3), (36, 0.65)))
        + svg.path(fours[0], palette.first)
        + svg.path(fours[1], palette.second)
        + s.bloom("b", middle, 48, 24, on=palette.bloom_a)
        + scales(s.w, 82, s.h, 15, s.colours.ground, mix(s.colours.ground, gold, 0.7))
        + s.petals([(middle + 34, 17), (middle + 69, 25), (middle + 50, 10), (middle + 76, 42), (24, 70)], 5),
        s.w,
        s.h,
        800,
        450,
    )
