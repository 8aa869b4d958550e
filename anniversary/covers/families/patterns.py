"""Ornament that fills a surface. Shared by both countries' crafts: scales of water, linked circles, woven bands."""

import math

from .. import svg


def scales(w: float, top: float, bottom: float, step: float, fill: str, pen: str) -> str:
    """Water: rows of double arches from `top` to below `bottom`, each row half a step along and covering the last."""
    r, out, row, y = step / 2, [], 0, top + step / 2
    q = r * 0.6
    inner = f"m{svg.joined((-r - q, 0))}a{svg.num(q)} {svg.num(q)} 0 0 1 {svg.num(2 * q)} 0m{svg.joined((r - q, 0))}"
    arch = f"a{svg.num(r)} {svg.num(r)} 0 0 1 {svg.num(step)} 0{inner}"
    while y < bottom + r:
        data = f"M{svg.pair(-r * (row % 2), y)}" + arch * (math.ceil(w / step) + row % 2)
        out.append(svg.path(data, fill, stroke=pen, stroke_width=0.7))
        y, row = y + r / 2, row + 1
    return "".join(out)


def linked(w: float, h: float, step: float, x0: float, y0: float) -> list[tuple[float, float, str]]:
    """Linked circles as leaves: (x, y, path data) of each leaf along the edges of a square grid through (x0, y0)."""
    left, top = x0 % step - step, y0 % step - step
    leaves = []
    for row in range(int((h - top) // step) + 2):
        for column in range(int((w - left) // step) + 2):
            x, y = left + column * step, top + row * step
            leaves.append((x + step / 2, y, svg.lens((x, y), (x + step, y), 1)))
            leaves.append((x, y + step / 2, svg.lens((x, y), (x, y + step), 1)))
    return leaves


def diamonds(x0: float, x1: float, y: float, height: float, step: float) -> str:
    """Path data of a row of lozenges between two edges."""
    out, x = [], x0
    while x < x1:
        half, tall = step / 2, height / 2
        sides = svg.joined((half, -tall, half, tall, -half, tall))
        out.append(f"M{svg.pair(x, y + tall)}l{sides}z")
        x += step
    return "".join(out)


def teeth(x0: float, x1: float, y: float, height: float, step: float) -> str:
    """Path data of a saw-tooth border standing on the line y; a negative height hangs it from there."""
    tooth = svg.joined((step / 2, -height)) + " " + svg.joined((step / 2, height))
    return f"M{svg.pair(x0, y)}l" + f"{tooth} " * math.ceil((x1 - x0) / step) + "z"


def beads(x0: float, x1: float, y: float, step: float) -> str:
    """Path data of a row of dots, for svg.points()."""
    out, x = [], x0 + step / 2
    while x < x1:
        out.append(svg.dot(x, y))
        x += step
    return "".join(out)
