"""Flowers seen from above, as SVG fragments: one signature for all, so that an anniversary names its two flowers.

A petal is drawn once in a unit circle (heart at 0,0, tip at 0,-1) and turned into its places. Petals touch but hardly
overlap: a fine outline stays fine where they meet.
"""

from collections.abc import Sequence
from typing import Protocol

from . import svg
from .palette import DEFAULT, Palette, shade


class Flower(Protocol):
    def __call__(
        self, x: float, y: float, r: float, *, turn: float = 0, bloom: str, accent: str, detail: bool = True
    ) -> str:
        """The flower around (x, y), `r` from heart to petal tip; without `detail` only what reads at icon size."""
        ...


SAKURA = (
    "M0 -.1C-.1 -.2 -.37 -.42 -.39 -.68C-.4 -.86 -.28 -.96 -.15 -1C-.1 -.97 -.04 -.92 0 -.87C.04 -.92 .1 -.97 .15 -1"
)
SAKURA += "C.28 -.96 .4 -.86 .39 -.68C.37 -.42 .1 -.2 0 -.1Z"
SAKURA_BLUSH = (
    "M0 -.08C-.1 -.2 -.2 -.36 -.19 -.5C-.12 -.44 -.06 -.5 0 -.6C.06 -.5 .12 -.44 .19 -.5C.2 -.36 .1 -.2 0 -.08Z"
)
RUMDUOL_OUTER = (
    "M0 0C-.3 -.02 -.66 -.26 -.64 -.58C-.62 -.86 -.24 -.93 0 -1C.24 -.93 .62 -.86 .64 -.58C.66 -.26 .3 -.02 0 0Z"
)
RUMDUOL_FOLD = "M0 -1C.24 -.93 .62 -.86 .64 -.58C.65 -.42 .56 -.27 .44 -.17C.54 -.46 .42 -.78 0 -1Z"
RUMDUOL_INNER = (
    "M0 0C-.2 -.04 -.41 -.2 -.4 -.42C-.38 -.6 -.14 -.63 0 -.68C.14 -.63 .38 -.6 .4 -.42C.41 -.2 .2 -.04 0 0Z"
)
LOTUS = "M0 0C-.44 -.4 -.3 -.78 0 -1C.3 -.78 .44 -.4 0 0Z"
ROUND = "M0 -.08C-.13 -.18 -.42 -.42 -.42 -.7C-.42 -.9 -.2 -1 0 -1C.2 -1 .42 -.9 .42 -.7C.42 -.42 .13 -.18 0 -.08Z"
# The same petals with the fewest points: at icon size nobody sees the difference, and a garland stays a small file.
SMALL_SAKURA = "M0 -.1C-.36 -.34 -.56 -.8 -.15 -1L0 -.86L.15 -1C.56 -.8 .36 -.34 0 -.1Z"
LOOSE = SMALL_SAKURA  # one petal in the wind


def whorl(petal: str, x: float, y: float, r: float, count: int, turn: float, places: int = 2) -> str:
    """Path data of `count` equal petals around (x, y)."""
    return "".join(svg.place(petal, x, y, r, turn + 360 / count * i, places) for i in range(count))


def dots(x: float, y: float, reach: float, count: int, turn: float) -> str:
    """Path data of a ring of round anthers, for svg.points()."""
    return "".join(svg.dot(*svg.polar(x, y, reach, turn + 360 / count * i)) for i in range(count))


def threads(x: float, y: float, reach: float, count: int, turn: float) -> str:
    """Path data of filaments from the heart outwards."""
    spokes = (svg.polar(x, y, reach, turn + 360 / count * i) for i in range(count))
    return "".join(f"M{svg.pair(x, y)}L{svg.pair(*end)}" for end in spokes)


def edge(bloom: str, accent: str, r: float) -> dict[str, str | float]:
    """The fine outline of petals: their own colour, deeper."""
    return {"stroke": shade(bloom, accent, 0.38), "stroke_width": r * 0.016, "stroke_linejoin": "round"}


def sakura(x: float, y: float, r: float, *, turn: float = 0, bloom: str, accent: str, detail: bool = True) -> str:
    """Cherry blossom: five notched petals, a blush at the heart, stamens between and along the petals."""
    if not detail:
        petals = whorl(SMALL_SAKURA, x, y, r, 5, turn, 1)
        return (
            svg.path(petals, bloom, **edge(bloom, accent, r))
            + svg.line(threads(x, y, r * 0.36, 5, turn), accent, r * 0.025)
            + svg.points(dots(x, y, r * 0.36, 5, turn), accent, r * 0.11)
            + svg.circle(x, y, r * 0.12, accent)
        )
    return (
        svg.path(whorl(SAKURA, x, y, r, 5, turn), bloom, **edge(bloom, accent, r))
        + svg.path(whorl(SAKURA_BLUSH, x, y, r, 5, turn), shade(bloom, accent, 0.18))
        + svg.line(threads(x, y, r * 0.36, 5, turn) + threads(x, y, r * 0.24, 5, turn + 36), accent, r * 0.018)
        + svg.points(dots(x, y, r * 0.38, 5, turn) + dots(x, y, r * 0.26, 5, turn + 36), accent, r * 0.07)
        + svg.circle(x, y, r * 0.075, accent)
    )


def rumduol(x: float, y: float, r: float, *, turn: float = 0, bloom: str, accent: str, detail: bool = True) -> str:
    """Rumduol: three thick outer petals, each with an edge folded over, and three inner ones around a gold heart."""
    places = 2 if detail else 1
    outer = whorl(RUMDUOL_OUTER, x, y, r, 3, turn, places)
    inner = whorl(RUMDUOL_INNER, x, y, r * 0.86, 3, turn + 60, places)
    deep = shade(bloom, accent, 0.34)
    if not detail:
        return (
            svg.path(outer, bloom, **edge(bloom, accent, r))
            + svg.path(inner, deep)
            + svg.circle(x, y, r * 0.16, accent)
        )
    return (
        svg.path(outer, bloom, **edge(bloom, accent, r))
        + svg.path(whorl(RUMDUOL_FOLD, x, y, r, 3, turn), shade(bloom, accent, 0.14))
        + svg.path(inner, deep, **edge(deep, accent, r))
        + svg.path(whorl(RUMDUOL_INNER, x, y, r * 0.54, 3, turn + 60), shade(bloom, accent, 0.16))
        + svg.circle(x, y, r * 0.15, accent)
        + svg.points(dots(x, y, r * 0.085, 6, turn) + svg.dot(x, y), bloom, r * 0.052)
    )


def lotus(x: float, y: float, r: float, *, turn: float = 0, bloom: str, accent: str, detail: bool = True) -> str:
    """Lotus from above: pointed petals, shorter ones in the gaps, and the seed head."""
    count, places = (8, 2) if detail else (6, 1)
    back = whorl(LOTUS, x, y, r, count, turn, places)
    front = whorl(LOTUS, x, y, r * 0.74, count, turn + 180 / count, places)
    dim, pen = shade(bloom, accent, 0.2), edge(bloom, accent, r)
    if not detail:
        return svg.path(back, dim) + svg.path(front, bloom, **pen) + svg.circle(x, y, r * 0.18, accent)
    return (
        svg.path(back, dim, **pen)
        + svg.path(front, bloom, **pen)
        + svg.path(whorl(LOTUS, x, y, r * 0.42, 8, turn), shade(bloom, accent, 0.12), **pen)
        + svg.circle(x, y, r * 0.16, accent)
        + svg.points(dots(x, y, r * 0.09, 6, turn) + svg.dot(x, y), bloom, r * 0.05)
    )


def plain(x: float, y: float, r: float, *, turn: float = 0, bloom: str, accent: str, detail: bool = True) -> str:
    """A five-petalled flower that is no country's emblem."""
    petals = svg.path(whorl(ROUND, x, y, r, 5, turn, 2 if detail else 1), bloom, **edge(bloom, accent, r))
    heart = svg.circle(x, y, r * 0.17, accent)
    if not detail:
        return petals + heart
    return (
        petals
        + svg.path(whorl(ROUND, x, y, r * 0.5, 5, turn), shade(bloom, accent, 0.2))
        + heart
        + svg.points(dots(x, y, r * 0.1, 5, turn), bloom, r * 0.05)
    )


FLOWERS: dict[str, Flower] = {"rumduol": rumduol, "sakura": sakura, "lotus": lotus, "plain": plain}
USUAL = ("plain", "lotus")  # as long as no anniversary says which


def flower(name: str) -> Flower:
    """The drawing function of a flower's name; the plain flower for a name that nobody has drawn yet."""
    return FLOWERS.get(name, plain)


def mark(palette: Palette, flowers: Sequence[str], *, detail: bool = False) -> str:
    """The site's sign in a box of 100: two half circles in the countries' colours, each with its flower."""
    a, b = flower(flowers[0]), flower(flowers[1])
    return (
        svg.path("M49 0A50 50 0 0 0 49 100Z", palette.first)
        + svg.path("M51 0A50 50 0 0 1 51 100Z", palette.second)
        + a(27, 50, 23, bloom=palette.bloom_a, accent=palette.accent_a, detail=detail)
        + b(73, 50, 22.5, bloom=palette.bloom_b, accent=palette.accent_b, detail=detail)
    )


def symbols(flower_a: str, flower_b: str, palette: Palette = DEFAULT) -> str:
    """A sprite to <use>: symbols "flower-a", "flower-b" and "mark", each in a box of 100 x 100."""
    drawings = {
        "flower-a": flower(flower_a)(50, 50, 48, bloom=palette.bloom_a, accent=palette.accent_a),
        "flower-b": flower(flower_b)(50, 52, 48, bloom=palette.bloom_b, accent=palette.accent_b),
        "mark": mark(palette, (flower_a, flower_b), detail=True),
    }
    body = "".join(f'<symbol id="{name}" viewBox="0 0 100 100">{body}</symbol>' for name, body in drawings.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>'
