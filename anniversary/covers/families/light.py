"""Discs and lights: sun, two, lanterns, garland, screen."""

import math

from .. import svg
from ..palette import mix, shade
from ..scene import Scene
from .patterns import scales


def sun(s: Scene) -> str:
    """A disc with a flower over still water. Halos, never rays: a rayed red disc has another meaning in Asia."""
    c, p = s.choose("cream", "blush", "first", "ink", "rose", "stone"), s.palette
    x, y, r = s.w * 0.34, s.h * 0.45, 29
    gold = shade(p.bloom_a, p.accent_a, 0.22)
    disc = {p.first: p.second, p.ink: p.second, p.accent_b: gold, p.ground: gold}.get(c.ground, c.deep)
    horizon = s.h * 0.74
    halos = "".join(svg.circle(x, y, r + 9 * i, s.tint(0.75 - 0.2 * i)) for i in (3, 2, 1))
    water, glints = [], []
    for i in range(6):
        at, half = horizon + 3 + i * 4.4, r * (1.05 - 0.13 * i) * s.dice.between(0.75, 1.1)
        glints.append(f"M{svg.pair(x - half, at)}H{svg.num(x + half)}")
        for start in (s.dice.between(-0.05, 0.2), s.dice.between(0.5, 0.62), s.dice.between(0.75, 0.85)):
            water.append(f"M{svg.pair(s.w * start, at + 2.2)}h{svg.num(s.dice.between(12, 34))}")
    dark = c.ground in (p.first, p.ink, p.accent_b)
    sea = mix(c.ground, c.other, 0.1) if dark else mix(p.paper, p.first, 0.17)
    ripple = s.tint(0.9) if dark else p.paper
    s.write(s.w * 0.93, horizon - 6, 42, most=s.w * 0.59 - r - 8)
    loose = [(s.w * 0.6, 20), (s.w * 0.72, 36 if not s.numeral else 14), (s.w * 0.86, 16), (s.w * 0.1, 16)]
    return (
        halos
        + svg.circle(x, y, r, disc)
        + svg.rect(0, horizon, s.w, s.h - horizon, sea)
        + svg.line("".join(water), ripple, 0.7, stroke_linecap="round")
        + svg.line("".join(glints), disc, 1.5, stroke_linecap="round")
        + s.bloom("b" if disc == gold else s.dice.pick("ab"), x, y, 22, on=disc)
        + s.petals(loose)
    )


def two(s: Scene) -> str:
    """Two discs that share ground: what lies in both is a colour of its own."""
    c, p = s.choose("paper", "paper", "stone", "cream", "blush"), s.palette
    r, gap, x, y = 36, s.dice.between(21, 25), s.w * 0.5, s.h * 0.5
    rise = s.dice.pick((0, 0, 6, -6))
    left, right = (x - gap, y + rise), (x + gap, y - rise)
    half = math.dist(left, right) / 2
    tilt = math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
    reach = math.sqrt(r * r - half * half)
    top, foot = svg.polar(x, y, reach, tilt), svg.polar(x, y, reach, tilt + 180)
    shared = f"M{svg.pair(*top)}A{r} {r} 0 0 1 {svg.pair(*foot)}A{r} {r} 0 0 1 {svg.pair(*top)}z"
    halo = "".join(svg.ring(*centre, r + step) for centre in (left, right) for step in (3.5, 7, 10.5))
    small = r * 0.43
    s.write(s.w * 0.955, s.h * 0.93, 17, most=34)
    return (
        svg.line(halo, c.tone, 0.6)
        + svg.circle(*left, r, p.first)
        + svg.circle(*right, r, p.second)
        + svg.path(shared, shade(p.bloom_a, p.accent_a, 0.22))
        + s.bloom("a", left[0] - 10, left[1], small, on=p.first)
        + s.bloom("b", right[0] + 10, right[1], small, on=p.second)
        + s.petals([(x, y + 2), (s.w * 0.1, 24), (s.w * 0.9, 16), (s.w * 0.12, 82)])
    )


LANTERN = "M-.42 -1.18C-1.25 -.94 -1.25 .94 -.42 1.18L.42 1.18C1.25 .94 1.25 -.94 .42 -1.18Z"
RIBS = (
    "M-.78 -.78C-.4 -.68 .4 -.68 .78 -.78M-.97 -.4C-.5 -.28 .5 -.28 .97 -.4M-1.03 0C-.5 .13 .5 .13 1.03 0"
    "M-.97 .4C-.5 .52 .5 .52 .97 .4M-.78 .78C-.4 .88 .4 .88 .78 .78"
)
CAPS = (
    "M-.42 -1.32L.42 -1.32L.42 -1.14L-.42 -1.14Z"
    "M-.42 1.14L.42 1.14L.42 1.3L-.42 1.3ZM-.05 1.3L.05 1.3L.05 1.95L-.05 1.95Z"
)


def lantern(x: float, y: float, r: float, body: str, rib: str, metal: str) -> str:
    """One paper lantern around (x, y): body, ribs, and caps with a tassel."""
    places = 1 if r < 10 else 2
    return (
        svg.path(svg.place(LANTERN, x, y, r, 0, places), body)
        + svg.line(svg.place(RIBS, x, y, r, 0, places), rib, r * 0.04)
        + svg.path(svg.place(CAPS, x, y, r, 0, places), metal)
    )


def lanterns(s: Scene) -> str:
    """A festival evening: strings of lanterns, the largest carrying a flower, over water."""
    c, p = s.choose("ink", "first", "rose", "blush", "cream"), s.palette
    night = c.ground in (p.ink, p.first, p.accent_b)
    gold = shade(p.bloom_a, p.accent_a, 0.3)
    bodies = [p.second, gold, p.bloom_b, p.bloom_a] if night else [p.second, p.first, gold, p.accent_b]
    bodies = [body for body in bodies if body != c.ground]
    metal = gold if night else p.ink
    out = [scales(s.w, s.h * 0.82, s.h, 18, c.ground, c.tone)]
    start, turn = s.dice.between(-4, 6), int(s.dice.between(0, len(bodies)))
    for string, (y0, sag, r) in enumerate(((start + 2, 15, 4.6), (start + 8, 30, 6.4))):
        steps = [i / (7 - string) for i in range(8 - string)]
        cord = [(s.w * (-0.03 + 1.06 * t), y0 + sag * 4 * t * (1 - t)) for t in steps]
        out.append(svg.line(f"M{svg.pair(*cord[0])}{svg.smooth(cord)}", metal, 0.45))
        for i, (x, y) in enumerate(cord[1:-1]):
            body = bodies[(i + string + turn) % len(bodies)]
            if abs(x - s.w * 0.33) < 29:
                continue  # the place of the large one
            drop = r * 1.18 + s.dice.between(2, 9)
            out.append(svg.line(f"M{svg.pair(x, y)}v{svg.num(drop)}", metal, 0.35))
            out.append(lantern(x, y + drop, r, body, mix(body, p.ink, 0.22), metal))
    s.write(s.w * 0.94, s.h * 0.93, 30, most=s.w * 0.61 - 42)
    x, y, body = s.w * 0.33, s.h * 0.54, bodies[0] if bodies[0] != c.ground else bodies[1]
    glow = (
        "".join(svg.circle(x, y, r, mix(c.ground, gold, share)) for r, share in ((42, 0.07), (34, 0.14)))
        if night
        else ""
    )
    return (
        out[0]
        + glow
        + "".join(out[1:])
        + svg.line(f"M{svg.pair(x, 0)}V{svg.num(y - 24)}", metal, 0.5)
        + lantern(x, y, 22, body, mix(body, p.ink, 0.18), metal)
        + s.bloom(s.dice.pick("ab"), x, y, 15, on=body)
        + s.petals([(s.w * 0.62, 66), (s.w * 0.75, 78), (s.w * 0.9, 62), (s.w * 0.1, 72)])
    )


def garland(s: Scene) -> str:
    """Seven flowers in a ring, one a decade; the numeral, or a single flower, stands inside."""
    c = s.choose("paper", "cream", "blush", "first", "ink", "second", "stone")
    x, y, r = s.w / 2, s.h / 2, 34
    rings = "".join(svg.ring(x, y, r + step) for step in (16.5, 26, 37, 50, 65))
    leaves = "".join(
        svg.lens(svg.polar(x, y, r, a), svg.polar(x, y, r + out, a + lean), 0.75)
        for a in ((i + 0.5) * 360 / 7 for i in range(7))
        for out, lean in ((9, 0), (6, 11), (6, -11), (-6, 9), (-6, -9))
    )
    out = [svg.line(rings, c.tone, 0.7), svg.line(svg.ring(x, y, r), c.other, 0.7), svg.path(leaves, c.other)]
    for i in range(7):
        at = svg.polar(x, y, r, i * 360 / 7)
        out.append(s.bloom("ab"[i % 2], *at, 11))
    if s.numeral:
        s.write(x, y + 11, 22, anchor="middle", most=33, middle=y)
    else:
        out.append(s.bloom(s.dice.pick("ab"), x, y, 14))
    out.append(s.petals([(s.w * 0.1, 20), (s.w * 0.9, 78), (s.w * 0.86, 18), (s.w * 0.13, 80)]))
    return "".join(out)


def screen(s: Scene) -> str:
    """A dark hall, a beam, a lit screen with two flowers on it."""
    c, p = s.choose("ink", "ink", "first", "rose"), s.palette
    left, top, w, h = s.w * 0.14, s.h * 0.15, s.w * 0.5, s.h * 0.56
    x, y = left + w / 2, top + h / 2
    beam = svg.polygon([(s.w * 1.02, s.h * 0.86), (left + w, top), (left, top), (left, top + h), (left + w, top + h)])
    rows = "".join(
        svg.ring(s.w * (i + 0.5 * (k % 2)) / 13, s.h * (0.93 + 0.075 * k), 5.4) for k in (0, 1) for i in range(15)
    )
    sun = shade(p.bloom_a, p.accent_a, 0.12)
    s.write(s.w * 0.94, s.h * 0.42, 26, most=s.w * 0.3 - 8)
    return (
        svg.path(beam, s.tint(0.55))
        + svg.rect(left, top, w, h, p.paper)
        + svg.circle(x - 12, y, h * 0.37, p.second if c.ground != p.accent_b else sun)
        + svg.circle(x + 12, y, h * 0.37, mix(p.first, p.ink, 0.2))
        + s.bloom("a", x - 13, y, h * 0.27, on=p.second)
        + s.bloom("b", x + 13, y, h * 0.27, on=p.first)
        + svg.path(rows, mix(c.ground, p.ink, 0.55))
        + s.petals([(s.w * 0.72, 60), (s.w * 0.8, 68), (s.w * 0.88, 72)], 3)
    )
