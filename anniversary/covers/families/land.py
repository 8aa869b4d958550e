"""Land and water: river, path, bridge, branch, tide."""

import math

from .. import svg
from ..palette import distance, mix, shade
from ..scene import Scene


def contour(s: Scene, y: float, swell: float, phase: float, points: int = 7) -> list[tuple[float, float]]:
    """A soft line across the sheet: two slow waves on top of each other."""
    steps = [i / (points - 1) for i in range(points)]
    return [
        (s.w * (1.04 * t - 0.02), y + swell * math.sin(phase + t * 5.2) + swell * 0.4 * math.sin(2 * phase + t * 9.5))
        for t in steps
    ]


def river(s: Scene) -> str:
    """Bands of water from far to near, a disc over them, flowers adrift."""
    c, p = s.choose("paper", "cream", "blush", "stone", "first", "ink"), s.palette
    dark = c.ground in (p.first, p.ink)
    gold = shade(p.bloom_a, p.accent_a, 0.25)
    far = mix(c.ground, p.paper, 0.16) if dark else mix(p.paper, p.first, 0.2)
    bands = (
        [far, p.bloom_b, p.bloom_a, mix(p.second, p.bloom_b, 0.15), p.second]
        if s.dice.chance()
        else [far, mix(p.first, p.paper, 0.55), mix(p.first, p.paper, 0.25), p.bloom_a, p.second if dark else p.first]
    )
    phase, x = s.dice.between(0, 6), s.w * 0.3
    disc = s.dice.pick((gold, p.second))
    out = [svg.circle(x, s.h * 0.36, 22, disc), s.bloom("b" if disc == gold else "a", x, s.h * 0.36, 16, on=disc)]
    floating = []
    for i, band in enumerate(bands):
        top = contour(s, s.h * (0.52 + 0.105 * i), 5 + i * 0.5, phase + i * 0.9)
        floor = [(px, s.h + 2) for px, _ in top]
        out.append(svg.path(f"M{svg.pair(*top[0])}{svg.smooth(top)}V{svg.num(s.h + 2)}H-2Z", band))
        lines = [[(px, py + d) for px, py in top] for d in (2.6, 5.2)]
        pen = mix(band, p.paper if floor and i < 4 else p.bloom_a, 0.4)
        out.append(svg.line("".join(f"M{svg.pair(*e[0])}{svg.smooth(e)}" for e in lines), pen, 0.4))
        if i in (1, 2, 4):
            px, py = top[(2, 4, 1)[(1, 2, 4).index(i)] if i != 4 else 5]
            floating.append(s.bloom("ba"[i % 2], px, min(py + 8, s.h - 8), 4.4 + i, on=band))
    s.write(s.w * 0.94, s.h * 0.4, 32, most=s.w * 0.64 - 30)
    return "".join(out) + "".join(floating) + s.petals([(s.w * 0.55, 20), (s.w * 0.08, 30), (s.w * 0.64, 34)], 4)


def path(s: Scene) -> str:
    """A way that winds towards us past seven flowers."""
    c, p = s.choose("paper", "cream", "blush", "stone", "first"), s.palette
    if c.ground == p.first:
        hills, disc = [mix(p.first, p.paper, 0.2), mix(p.first, p.ink, 0.5), p.ink], shade(p.bloom_a, p.accent_a, 0.2)
    else:
        field = s.dice.pick([p.first, p.first, p.accent_b])
        far = p.bloom_a if distance(p.bloom_b, c.ground) < 45 else p.bloom_b
        hills, disc = [far, mix(p.bloom_b, field, 0.45), field], p.second if field == p.first else p.first
    out = [svg.circle(s.w * 0.66, s.h * 0.33, 15, disc)]
    for i, hill in enumerate(hills):
        top = contour(s, s.h * (0.38 + 0.09 * i), 5 - i, s.dice.between(0, 6))
        out.append(svg.path(f"M{svg.pair(*top[0])}{svg.smooth(top)}V{svg.num(s.h + 2)}H-2Z", hill))
    for i in range(5):
        furrow = [(x, y + s.h * (0.1 + 0.02 * i * i + 0.04 * i)) for x, y in top]
        pen = mix(hills[2], p.paper, 0.14)
        out.append(svg.line(f"M{svg.pair(*furrow[0])}{svg.smooth(furrow)}", pen, 0.4 + 0.12 * i))
    middle, upper, lower = [], [], []
    for i in range(13):
        t = i / 12
        x = s.w * (0.5 - 0.04 * t + 0.2 * math.cos(t * 6.6) * (0.62 + t * 0.38))
        y, half = s.h * (0.56 + 0.5 * t**1.2), 0.4 + 17 * t**1.7
        middle.append((x, y, half))
        upper.append((x - half, y))
        lower.append((x + half, y))
    out.append(svg.path(svg.ribbon(upper, lower), p.bloom_a if c.ground == p.first else p.paper))
    beside = ((2, 0, -1.4), (3, 0, 1.5), (4, -0.4, -1.5), (5, -1, 0), (6, 1, 0.2), (7, -1, 0.9), (9, 1, -0.5))
    for i, (at, across, down) in enumerate(beside):  # outside the bends
        (x, y, half), r = middle[at], 2.2 + 9 * (at / 12) ** 1.3
        out.append(s.bloom("ab"[i % 2], x + across * (half + r * 1.3), y + down * r, r, on=hills[-1]))
    s.write(s.w * 0.06, s.h * 0.33, 24, anchor="start", most=50)
    return "".join(out) + s.petals([(s.w * 0.36, 16), (s.w * 0.86, 22), (s.w * 0.92, 30)], 4)


def bridge(s: Scene) -> str:
    """Arches and their reflection: together they are whole circles."""
    c, p = s.choose("paper", "blush", "cream", "ink", "first"), s.palette
    dark = c.ground in (p.ink, p.first)
    stone = c.deep if not dark else p.bloom_a
    deck, level = s.h * 0.34, s.h * 0.64
    water = mix(c.ground, p.paper, 0.14) if dark else mix(p.paper, p.first, 0.17)
    span, count = 46.0, math.ceil(s.w / 46) + 2
    start = s.w / 2 - span * count / 2
    r = span * 0.41
    feet = [start + span * (i + 0.5) - r for i in range(count)]

    def arches(up: int) -> str:
        half = f"a{svg.num(r)} {svg.num(r)} 0 0 {up} {svg.num(2 * r)} 0z"
        return "".join(f"M{svg.pair(foot, level)}{half}" for foot in feet)

    rise = f"M-2 {svg.num(deck + 8)}Q{svg.pair(s.w / 2, deck - 6)} {svg.pair(s.w + 2, deck + 8)}V{svg.num(level)}H-2Z"
    end, dip = svg.num(2 * level - deck - 8), svg.pair(s.w / 2, 2 * level - deck + 6)
    mirror = f"M-2 {svg.num(level)}H{svg.num(s.w + 2)}V{end}Q{dip}-2 {end}Z"
    rail = f"M-2 {svg.num(deck + 3)}Q{svg.pair(s.w / 2, deck - 11)} {svg.pair(s.w + 2, deck + 3)}"
    lines = "".join(
        f"M{svg.pair(s.dice.between(-0.05, 0.9) * s.w, level + 4 + 3.2 * i)}h{svg.num(s.dice.between(18, 60))}"
        for i in range(10)
    )
    x = start + span * (count // 2 - 0.5)
    moon = p.first if stone == p.second else p.second
    s.write(s.w * 0.94, deck - 7, 20, most=60)
    return (
        svg.path(rise + arches(1), stone, fill_rule="evenodd")
        + svg.line(rail, stone, 0.9)
        + svg.rect(0, level, s.w, s.h - level, water)
        + svg.path(mirror + arches(0), mix(water, stone, 0.14 if dark else 0.3), fill_rule="evenodd")
        + svg.line(lines, mix(water, p.paper, 0.5), 0.6, stroke_linecap="round")
        + svg.circle(x, level, r * 0.98, moon)
        + s.bloom("a", x, level, r * 0.72, on=moon)
        + s.bloom("b", x + span, level, r * 0.66)
        + s.petals([(s.w * 0.1, 14), (s.w * 0.3, 18), (s.w * 0.2, 84), (s.w * 0.8, 88)], 4)
    )


def branch(s: Scene) -> str:
    """A flowering branch reaching across a disc."""
    c, p = s.choose("cream", "stone", "paper", "first", "ink", "second"), s.palette
    dark = c.ground in (p.first, p.ink, p.second)
    wood = mix(p.ink, p.accent_a, 0.35) if not dark else mix(p.accent_a, p.ink, 0.25 if c.ground != p.ink else 0)
    disc = {p.paper: shade(p.bloom_a, p.accent_a, 0.08), p.ground: p.paper}.get(c.ground, c.tone if dark else c.light)
    spine = [
        (-4, 78.0),
        (s.w * 0.14, 68),
        (s.w * 0.28, 58),
        (s.w * 0.42, 55),
        (s.w * 0.55, 44),
        (s.w * 0.68, 40),
        (s.w * 0.8, 28),
    ]
    spine = [(x, s.h * y / 100 + s.dice.between(-2.5, 2.5)) for x, y in spine]
    upper = [(x, y - 3 * (1 - i / 6) - 0.2) for i, (x, y) in enumerate(spine)]
    lower = [(x, y + 2.2 * (1 - i / 6) + 0.2) for i, (x, y) in enumerate(spine)]
    twigs, tips = [], []
    for i, (dx, dy) in ((1, (13.0, -22.0)), (2, (16, 17)), (3, (9, -24)), (4, (17, 13)), (5, (5, -19)), (5, (18, 6))):
        x, y = spine[i]
        dx, dy = dx + s.dice.between(-3, 3), dy + s.dice.between(-3, 3)
        if s.numeral and i == 4:
            dy = -dy  # up, out of the numeral's way
        twigs.append(f"M{svg.pair(x, y)}q{svg.pair(dx * 0.7, dy * 0.2)} {svg.pair(dx, dy)}")
        tips.append((x + dx, y + dy))
    main = "b" if s.dice.chance(0.65) or c.ground not in (p.first, p.ink, p.second) else "a"  # pale yellow is lost on a pale sheet
    blooms = [
        (*spine[3], 12.5),
        (*tips[0], 8),
        (*spine[2], 6.5),
        (*tips[2], 7.5),
        (*spine[5], 9),
        (*tips[1], 6),
        (*spine[6], 4.6),
        (*tips[5], 3.6),
    ]
    buds = [(x + s.dice.between(-1, 1), y, 2.1) for x, y in (tips[3], tips[4], spine[1])]
    bud = svg.path("".join(svg.ring(*place) for place in buds), s.drift)
    s.write(s.w * 0.95, s.h * 0.92, 32, most=s.w * 0.37)
    return (
        svg.circle(s.w * 0.4, s.h * 0.5, 38, disc)
        + svg.path(svg.ribbon(upper, lower), wood)
        + svg.line("".join(twigs), wood, 1, stroke_linecap="round")
        + bud
        + "".join(s.bloom(main, x, y, r, on=c.ground if dark else p.paper) for x, y, r in blooms)
        + s.petals([(s.w * 0.52, 80), (s.w * 0.62, 68), (s.w * 0.3, 88), (s.w * 0.9, 56 if not s.numeral else 44)])
    )


def paper_waves(s: Scene, high: float, lift: float, first_row: int = 0, last_row: int = 99) -> str:
    """Rows of scales from `high` down, each `lift` below the last and covering its foot, as if cut from paper."""
    p, r, out = s.palette, 14.0, []
    blues = [p.first, mix(p.first, p.paper, 0.18), mix(p.first, p.ink, 0.35), mix(p.first, p.paper, 0.75)]
    warm = [p.bloom_a, p.bloom_b, p.second, shade(p.bloom_a, p.accent_a, 0.25)]
    scale = f"a14 14 0 0 1 28 0v{svg.num(lift + 0.4)}h-28z"
    for row in range(first_row, min(last_row, int((s.h - high) / lift) + 1)):
        x, y = -r * (1 + row % 2), high + row * lift + r
        arcs = "a10 10 0 0 1 20 0m-16 0a6 6 0 0 1 12 0m12 0" * (int(s.w / (2 * r)) + 2)
        lines = svg.line(f"M{svg.pair(x + 4, y)}{arcs}", p.paper, 0.5, opacity=0.38)
        sheets: dict[str, list[float]] = {}
        while x < s.w:
            sheets.setdefault(s.dice.pick(warm if s.dice.chance(0.16) else blues), []).append(x)
            x += 2 * r
        for colour, places in sheets.items():  # scales of one row do not overlap: one element for each colour
            out.append(svg.path("".join(f"M{svg.pair(x, y)}{scale}" for x in places), colour))
        out.append(lines)
    return "".join(out)


def tide(s: Scene) -> str:
    """Scales of water, cut out like coloured paper, with one flower surfacing."""
    c, p = s.choose("first", "cream", "blush", "paper"), s.palette
    x, high, lift = s.w * 0.32, s.h * 0.42, 7.4
    disc = c.deep if c.ground != p.paper else p.bloom_a
    s.write(s.w * 0.94, s.h * 0.34, 26, most=s.w * 0.62 - 36)
    return (
        paper_waves(s, high, lift, 0, 2)
        + svg.circle(x, high - 2, 31, disc)
        + s.bloom("b" if disc == p.bloom_a else s.dice.pick("ab"), x, high - 3, 24, on=disc)
        + paper_waves(s, high, lift, 2)
        + s.petals([(s.w * 0.62, 20), (s.w * 0.72, 30), (s.w * 0.08, 18)], 4)
    )
