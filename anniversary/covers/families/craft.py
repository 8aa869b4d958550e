"""Made things: sound, frames, lattice, book, weave, fan."""

import math

from .. import digits, svg
from ..palette import distance, mix, shade
from ..scene import Scene
from .patterns import beads, diamonds, linked, teeth


def sound(s: Scene) -> str:
    """A flower that rings: circles running outwards and a corona of strokes, long and short like a melody."""
    c = s.choose("first", "rose", "second", "ink", "cream", "blush", "stone")
    x, y = s.w * 0.32, s.h * 0.52
    rings = "".join(
        svg.circle(x, y, 38 + 13 * i + i * i * 0.9, stroke=s.tint(1 - 0.08 * i), stroke_width=4.6 - 0.5 * i)
        for i in range(9)
    )
    a, b, turn = s.dice.between(0, 6), s.dice.between(0, 6), s.dice.pick((3, 4, 5))
    strokes = []
    for i in range(84):
        t, angle = math.tau * i / 84, 360 * i / 84
        reach = 31 + 4.5 * math.sin(turn * t + a) + 2.5 * math.sin((turn * 2 + 1) * t + b)
        start, end = svg.polar(x, y, 25.5, angle), svg.polar(x, y, max(reach, 26.5), angle)
        strokes.append(f"M{svg.pair(*start)}L{svg.pair(*end)}")
    small = svg.polar(x, y, 64.6, s.dice.between(52, 72))
    s.write(s.w * 0.94, s.h * 0.9, 40, most=s.w * 0.62 - 42)
    main, other = s.dice.pick((("a", "b"), ("b", "a")))
    return (
        rings
        + svg.line("".join(strokes), c.other, 0.8, stroke_linecap="round")
        + s.bloom(main, x, y, 22.5)
        + s.bloom(other, *small, 9)
        + s.petals(
            [svg.polar(x, y, 52, 15), svg.polar(x, y, 80, 80), svg.polar(x, y, 98, 62), svg.polar(x, y, 48, 230)]
        )
    )


def frames(s: Scene) -> str:
    """A gallery wall: four works, hung on one centre line."""
    c, p = s.choose("stone", "paper", "blush", "cream", "first", "rose"), s.palette
    dark = c.ground in (p.first, p.accent_b)
    gold = shade(p.bloom_a, p.accent_a, 0.25)
    wood = p.ink if not dark else gold
    y = s.h * 0.45
    out = [
        svg.rect(0, s.h * 0.88, s.w, s.h * 0.12, c.tone),
        svg.rect(0, s.h * 0.875, s.w, 0.7, mix(c.tone, p.ink, 0.3)),
    ]
    works = [(0.125, 30.0, 42.0), (0.37, 47, 64), (0.635, 37, 38), (0.87, 29, 54)]
    arts = s.dice.pick(([0, 1, 2, 3], [2, 1, 3, 0], [3, 1, 0, 2], [0, 1, 3, 2]))
    for (share, w, h), art in zip(works, arts, strict=True):
        x, w, h = s.w * share, w * s.w / 178, h * min(1, s.w / 178)
        out.append(svg.rect(x - w / 2 + 0.8, y - h / 2 + 1.2, w, h, mix(c.ground, p.ink, 0.22)))
        out.append(svg.rect(x - w / 2, y - h / 2, w, h, p.paper, stroke=wood, stroke_width=1.1))
        out.append(picture(s, art, x, y, w - 8, h - 8))
    s.write(s.w * 0.04, s.h * 0.97, 7.5, anchor="start", colour=c.text)
    return "".join(out)


def picture(s: Scene, art: int, x: float, y: float, w: float, h: float) -> str:
    """One small work that stays inside its own edges: no clip path, for that would need an id."""
    p, left, top = s.palette, x - w / 2, y - h / 2
    gold = shade(p.bloom_a, p.accent_a, 0.2)
    if art == 0:  # a disc on the horizon
        r = w * 0.36
        half = f"M{svg.pair(x - r, y + h * 0.14)}a{svg.num(r)} {svg.num(r)} 0 0 1 {svg.num(2 * r)} 0z"
        bars = "".join(
            svg.box(x - w * k / 2, y + h * (0.19 + 0.08 * i), w * k, h * 0.03) for i, k in enumerate((0.7, 0.5, 0.3))
        )
        return svg.rect(left, top, w, h, p.bloom_a) + svg.path(half, p.second) + svg.path(bars, p.second)
    if art == 1:  # a flower portrait
        ground = s.dice.pick((p.first, p.second, p.accent_b))
        return svg.rect(left, top, w, h, ground) + s.bloom(s.dice.pick("ab"), x, y, w * 0.43, on=ground)
    if art == 2:  # water
        lines = []
        for i in range(6):
            at, step = top + h * (i + 0.7) / 6.5, w / 4
            lines.append(
                f"M{svg.pair(left, at)}q{svg.pair(step / 2, -step / 2)} {svg.num(step)} 0" + f"t{svg.num(step)} 0" * 3
            )
        return svg.rect(left, top, w, h, p.first) + svg.line("".join(lines), p.bloom_b, 0.7)
    stripes = "".join(svg.box(left + w * i / 5, top, w / 10, h) for i in range(5))  # cloth
    band = svg.path(diamonds(left, left + w - 0.1, y - w * 0.15, w * 0.3, w / 4), gold)
    return (
        svg.rect(left, top, w, h, p.bloom_b)
        + svg.path(stripes, p.accent_b)
        + svg.rect(left, y - w * 0.2, w, w * 0.4, p.ink)
        + band
    )


def lattice(s: Scene) -> str:
    """Linked circles, an ornament of both countries, opening around a flower."""
    c = s.choose("first", "second", "rose", "cream", "blush", "stone", "paper")
    x, y, step = s.w * 0.33, s.h * 0.5, 22.0
    lit = {(dx, dy) for dx in range(-2, 6) for dy in range(-3, 4) if (dx + dy) % 2 and s.dice.chance(0.3)}
    room = min(s.w * 0.62 - 38, digits.width(s.numeral, 34)) if s.numeral else 0
    quiet: list[str] = []
    bright: list[str] = []
    for px, py, leaf in linked(s.w, s.h, step, x, y):
        if math.dist((px, py), (x, y)) < 34 or (room and px > s.w * 0.95 - room - 7 and py > s.h * 0.55):
            continue  # a clearing for the flower, and one for the numeral
        column, row = (px - x) / step, (py - y) / step
        ends = {(math.floor(column + 0.1), math.floor(row + 0.1)), (math.ceil(column - 0.1), math.ceil(row - 0.1))}
        (bright if ends & lit else quiet).append(leaf)
    s.write(s.w * 0.95, s.h * 0.93, 34, most=room)
    return (
        svg.path("".join(quiet), c.tone)
        + svg.path("".join(bright), c.other)
        + svg.circle(x, y, 31, stroke=c.other, stroke_width=0.7)
        + s.bloom(s.dice.pick("ab"), x, y, 27)
    )


def book(s: Scene) -> str:
    """An open book: a picture on one page, lines on the other, petals rising from it."""
    c, p = s.choose("first", "cream", "blush", "stone", "rose", "second"), s.palette
    x, top, foot = s.w * 0.5, s.h * 0.24, s.h * 0.82
    page, out = 62.0, []
    cover_colour = c.deep if c.deep != c.ground else p.ink
    out.append(
        svg.path(leaf(x, top + 3, foot + 4.4, page + 3, 1) + leaf(x, top + 3, foot + 4.4, page + 3, -1), cover_colour)
    )
    for i, paper in ((2, mix(p.paper, p.ink, 0.2)), (1, mix(p.paper, p.ink, 0.1)), (0, p.paper)):
        for side in (1, -1):
            out.append(svg.path(leaf(x, top + i * 0.4, foot + i * 1.1, page + i * 0.9, side), paper))
    lines = "".join(curve(x + 8, top + 17 + 6.2 * i, (46, 46, 40, 46, 43, 46, 24)[i]) for i in range(7))
    left = x - 31
    y = (top + foot) / 2 - 3.4
    out.append(svg.circle(left, y, 20.5, mix(p.paper, p.bloom_b, 0.55)))
    out.append(s.bloom(s.dice.pick("ab"), left, y, 17.5, on=p.paper))
    if s.numeral:
        s.write(x + 31, y + 13, 27, anchor="middle", colour=p.first, most=44)
    else:
        out.append(svg.line(lines, mix(p.paper, p.ink, 0.3), 0.9, stroke_linecap="round"))
        out.append(s.bloom("b", x + 47, foot - 10, 4.6, on=p.paper))
    out.append(svg.line(f"M{svg.pair(x, top + 2)}V{svg.num(foot + 3)}", mix(p.paper, p.ink, 0.35), 0.5))
    out.append(
        s.petals(
            [(s.w * 0.2, 10), (s.w * 0.44, 12), (s.w * 0.62, 8), (s.w * 0.86, 18), (s.w * 0.93, 44), (s.w * 0.06, 36)]
        )
    )
    return "".join(out)


def leaf(x: float, top: float, foot: float, w: float, side: int) -> str:
    """Path data of half an open book, spine at x."""
    bend = [(x + side * w * k, d) for k, d in ((0, 6), (0.25, -2.5), (0.62, -1.5), (1, 2))]
    up = f"M{svg.pair(x, top + 6)}C" + " ".join(svg.pair(px, top + d) for px, d in bend[1:])
    down = f"L{svg.pair(x + side * w, foot + 2)}C" + " ".join(svg.pair(px, foot + d) for px, d in bend[2:0:-1])
    return up + down + f" {svg.pair(x, foot + 6)}Z"


def curve(x: float, y: float, w: float) -> str:
    """Path data of a line of writing that follows the page."""
    return f"M{svg.pair(x, y - 1.4)}q{svg.pair(w * 0.45, -2.4)} {svg.pair(w, 0.4)}"


def weave(s: Scene) -> str:
    """A woven skirt's border: bands of figure, with the flowers as the widest."""
    c, p = s.choose("rose", "first", "second", "ink", "cream", "blush"), s.palette
    gold = shade(p.bloom_a, p.accent_a, 0.2)
    inks = [ink for ink in (p.first, p.second, p.accent_b, p.ink) if ink != c.ground]
    base, out, edge = s.dice.pick(inks), [], s.w + 8
    mid = s.h * 0.5
    out.append(svg.rect(0, mid - 17, s.w, 34, base))
    for side in (-1, 1):
        y = mid + side * 17
        line_y = y + side * 2.2
        out.append(svg.rect(0, min(y, y + side * 4.4), s.w, 4.4, gold))
        out.append(svg.points(beads(-3, edge, line_y, 4), base, 1.8))
        y += side * 4.4
        light = p.bloom_b if distance(p.bloom_b, c.ground) > 60 else p.paper
        out.append(svg.path(teeth(-5, edge, y, -side * 9, 8), light))
        y += side * 13
        out.append(svg.path(diamonds(-4, edge, y - 4, 8, 12), c.other if c.other != base else gold))
        y += side * 8
        out.append(svg.rect(0, y - 0.5, s.w, 1, c.tone) + svg.rect(0, y + side * 2.5 - 0.3, s.w, 0.6, c.tone))
    for i in range(7):
        x = s.w * (i + 0.5) / 7
        if s.numeral and i == 3:
            out.append(svg.circle(x, mid, 21, gold) + svg.circle(x, mid, 19.4, p.paper))
            s.write(x, 0, 18, anchor="middle", colour=p.ink, most=29, middle=mid)
        elif not s.numeral or i not in (2, 4):
            out.append(s.bloom("ab"[i % 2], x, mid, min(10.6, s.w / 16), on=base))
        else:  # beside the medallion, half a step further out
            out.append(s.bloom("ab"[i % 2], x + (i - 3) * 3, mid, min(8, s.w / 18), on=base))
    return "".join(out)


def fan(s: Scene) -> str:
    """A folding fan, painted with two flowers; its folds differ by a breath, so that they never read as rays."""
    c, p = s.choose("paper", "blush", "cream", "stone", "ink", "first"), s.palette
    paint = s.dice.pick([ink for ink in (p.first, p.second, p.accent_b) if ink != c.ground])
    x, y, outer, inner, folds, half = s.w * 0.5, s.h * 1.02, 84.0, 31.0, 18, 76
    step = 2 * half / folds
    out = []
    for i in range(folds):
        a, b = -half + step * i, -half + step * (i + 1)
        quad = [
            svg.polar(x, y, inner, a),
            svg.polar(x, y, outer, a),
            svg.polar(x, y, outer, b),
            svg.polar(x, y, inner, b),
        ]
        out.append(svg.path(svg.polygon(quad), paint if i % 2 else mix(paint, p.paper, 0.1)))
    gold = shade(p.bloom_a, p.accent_a, 0.2)
    for reach, width in ((outer - 2, 1.4), (inner + 2.4, 1), (outer - 5, 0.4)):
        start, end = svg.polar(x, y, reach, -half), svg.polar(x, y, reach, half)
        out.append(
            svg.line(f"M{svg.pair(*start)}A{svg.num(reach)} {svg.num(reach)} 0 0 1 {svg.pair(*end)}", gold, width)
        )
    ribs = "".join(
        f"M{svg.pair(*svg.polar(x, y, 3, -half + step * i))}L{svg.pair(*svg.polar(x, y, inner, -half + step * i))}"
        for i in range(folds + 1)
    )
    out.insert(0, svg.line(ribs, mix(p.accent_a, p.ink, 0.2) if c.ground != p.ink else gold, 1))
    for which, angle, reach, r in (
        ("a", -34, 58, 17),
        ("b", 8, 62, 15),
        ("b", 46, 50, 8),
        ("a", 58, 66, 6),
        ("b", -62, 52, 6),
    ):
        out.append(s.bloom(which, *svg.polar(x, y, reach, angle), r, on=paint))
    out.append(svg.circle(x, y, 3, gold))
    s.write(s.w * 0.95, s.h * 0.26, 18, most=30)
    return "".join(out) + s.petals([(s.w * 0.12, 18), (s.w * 0.07, 52), (s.w * 0.92, 60), (s.w * 0.24, 8)], 4)
