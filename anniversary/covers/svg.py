"""The few SVG words that the composer speaks. Every function returns a string; none writes an id."""

import math
import re
from collections.abc import Iterable
from functools import cache

Point = tuple[float, float]
Segment = tuple[str, tuple[Point, ...]]

TOKEN = re.compile(r"([MLCZ])([^MLCZ]*)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def num(value: float) -> str:
    """A coordinate in at most two decimals, written as short as SVG allows ("-.5", not "-0.50")."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return "0" if text in ("", "-", "-0") else text


def joined(values: Iterable[float]) -> str:
    """Coordinates one after the other; a minus sign separates as well as a space does."""
    return " ".join(num(value) for value in values).replace(" -", "-")


def pair(x: float, y: float) -> str:
    return joined((x, y))


@cache
def outline(drawing: str) -> tuple[Segment, ...]:
    """A drawing in absolute M, L, C and Z, taken apart once into commands and points."""
    segments = []
    for command, rest in TOKEN.findall(drawing):
        values = [float(value) for value in NUMBER.findall(rest)]
        segments.append((command, tuple(zip(values[::2], values[1::2], strict=True))))
    return tuple(segments)


def place(drawing: str, x: float, y: float, scale: float = 1, turn: float = 0, places: int = 2) -> str:
    """Path data of `drawing`: origin moved to (x, y), enlarged by `scale`, turned clockwise by `turn` degrees."""
    sin, cos = math.sin(math.radians(turn)) * scale, math.cos(math.radians(turn)) * scale
    out, here = [], (0.0, 0.0)
    for command, points in outline(drawing):
        moved = [(round(x + px * cos - py * sin, places), round(y + px * sin + py * cos, places)) for px, py in points]
        if command == "M":
            out.append("M" + pair(*moved[0]))
        else:  # written as steps from the last point: a third shorter than absolute coordinates
            steps = [value for px, py in moved for value in (px - here[0], py - here[1])]
            out.append(command.lower() + joined(steps))
        here = moved[-1] if moved else here
    return "".join(out)


def polar(x: float, y: float, radius: float, angle: float) -> Point:
    """The point `radius` away from (x, y), `angle` degrees clockwise from straight up."""
    return x + radius * math.sin(math.radians(angle)), y - radius * math.cos(math.radians(angle))


def attributes(**values: str | float | None) -> str:
    """Keywords as XML attributes: stroke_width=2 becomes ` stroke-width="2"`; None is left out."""
    return "".join(
        f' {name.replace("_", "-")}="{value if isinstance(value, str) else num(value)}"'
        for name, value in values.items()
        if value is not None
    )


def path(data: str, fill: str = "none", **rest: str | float | None) -> str:
    return f'<path d="{data}"{attributes(fill=fill, **rest)}/>'


def line(data: str, stroke: str, width: float, **rest: str | float | None) -> str:
    """An open path: drawn with a pen, not filled."""
    return path(data, "none", stroke=stroke, stroke_width=width, **rest)


def circle(x: float, y: float, r: float, fill: str = "none", **rest: str | float | None) -> str:
    return f"<circle{attributes(cx=x, cy=y, r=r, fill=fill, **rest)}/>"


def rect(x: float, y: float, w: float, h: float, fill: str = "none", **rest: str | float | None) -> str:
    return f"<rect{attributes(x=x, y=y, width=w, height=h, fill=fill, **rest)}/>"


def ring(x: float, y: float, r: float) -> str:
    """Path data of a whole circle: many of them make one element."""
    return f"M{pair(x - r, y)}a{num(r)} {num(r)} 0 1 1 {num(2 * r)} 0a{num(r)} {num(r)} 0 1 1 {num(-2 * r)} 0z"


def dot(x: float, y: float) -> str:
    """Path data of a point for a round pen: the shortest way to draw many small discs."""
    return f"M{pair(x, y)}h0"


def points(data: str, colour: str, size: float) -> str:
    """The dots in `data`, each `size` across."""
    return line(data, colour, size, stroke_linecap="round")


def box(x: float, y: float, w: float, h: float) -> str:
    """Path data of a rectangle."""
    return f"M{pair(x, y)}h{num(w)}v{num(h)}h{num(-w)}z"


def lens(a: Point, b: Point, bulge: float) -> str:
    """Path data of a pointed leaf from `a` to `b`; `bulge` 1 gives two quarter circles, less gives a slimmer leaf."""
    chord = math.dist(a, b)
    radius = f"{chord / math.sqrt(2) / bulge:.1f}"
    dx, dy = b[0] - a[0], b[1] - a[1]
    return f"M{pair(*a)}a{radius} {radius} 0 0 1 {pair(dx, dy)}a{radius} {radius} 0 0 1 {pair(-dx, -dy)}z"


def polygon(points: list[Point]) -> str:
    return "M" + "L".join(pair(*point) for point in points) + "Z"


def smooth(points: list[Point]) -> str:
    """Path data (without its M) of a soft curve through `points`: Catmull-Rom, written as cubics."""
    out = []
    for i in range(len(points) - 1):
        before, start, end = points[max(i - 1, 0)], points[i], points[i + 1]
        after = points[min(i + 2, len(points) - 1)]
        one = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        two = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        out.append(f"C{pair(*one)} {pair(*two)} {pair(*end)}")
    return "".join(out)


def ribbon(upper: list[Point], lower: list[Point]) -> str:
    """Path data of a band with soft edges: along `upper`, back along `lower` (both in the same direction)."""
    back = lower[::-1]
    return f"M{pair(*upper[0])}{smooth(upper)}L{pair(*back[0])}{smooth(back)}Z"


def document(body: str, box_w: float, box_h: float, width: int, height: int) -> str:
    """A whole SVG of `width` x `height` pixels, cropped rather than squeezed where a page gives it another shape."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {num(box_w)} '
        f'{num(box_h)}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">{body}</svg>'
    )
