"""Sample marks from nature and festivals: lotus, blossom, kite, waves, leaves. Each function draws one of four forms in an ink, 1,000 by 1,000."""

import math

from anniversary.covers import svg

from .inks import Ink


def _petal(foot: svg.Point, length: float, turn: float, bulge: float) -> str:
    return svg.lens(foot, svg.polar(*foot, length, turn), bulge)


def lotus(ink: Ink, form: int) -> str:
    foot = (500.0, 720.0)
    if form == 0:  # five petals, from the sides to the middle
        petals = "".join(ink.key(_petal(foot, 500 - abs(turn) * 1.5, turn, 0.95), shade) for turn, shade in (
            (-72, ink.accent), (72, ink.accent), (-36, ink.second), (36, ink.second), (0, ink.main),
        ))  # fmt: skip
        return petals + svg.line("M270 800Q500 740 730 800", ink.main, 26, stroke_linecap="round")
    if form == 1:  # seven, with the sun behind
        sun = svg.circle(500, 370, 190, ink.second)
        turns = enumerate((-81, 81, -54, 54, -27, 27, 0))
        petals = "".join(ink.key(_petal((500, 800), 420 - abs(turn) * 0.7, turn, 0.9), (ink.accent, ink.main)[step % 2]) for step, turn in turns)
        return sun + petals
    if form == 2:  # in one line
        lines = "".join(svg.line(_petal((500, 700), 480, turn, 0.9), ink.main, 24, stroke_linejoin="round") for turn in (-60, -30, 0, 30, 60))
        return lines + svg.circle(500, 150, 48, ink.second) + svg.line("M200 790H800M300 860H700", ink.second, 24, stroke_linecap="round")
    upper = "".join(ink.key(_petal((500, 540), 400, turn, 0.98), (ink.second, ink.main)[abs(turn) < 50]) for turn in (-80, 80, -40, 40, 0))
    lower = "".join(ink.key(_petal((500, 590), 260, turn, 0.98), ink.accent) for turn in (100, 260, 140, 220, 180))
    return upper + lower


def _notched(x: float, y: float, size: float, turn: float) -> str:
    """A petal of cherry: round, with a notch."""
    petal = "M0 0C-46 -20 -62 -70 -22 -108L0 -88L22 -108C62 -70 46 -20 0 0Z"
    return svg.place(petal, x, y, size / 100, turn)


def blossom(ink: Ink, form: int) -> str:
    if form == 0:
        petals = "".join(ink.key(_notched(500, 500, 340, turn), ink.second if turn else ink.main) for turn in range(0, 360, 72))
        return petals + svg.points("".join(svg.dot(*svg.polar(500, 500, 92, turn * 360 / 7)) for turn in range(7)), ink.accent, 30)
    if form == 1:  # five of the one and three of the other
        cherry = "".join(ink.key(_notched(400, 430, 250, turn), ink.second, 18) for turn in range(0, 360, 72)) + svg.circle(400, 430, 44, ink.paper)
        rumduol = "".join(ink.key(_petal((650, 650), 250, turn, 0.95), ink.accent) for turn in (60, 180, 300))
        return cherry + rumduol + svg.circle(650, 650, 62, ink.main, stroke=ink.paper, stroke_width=20)
    if form == 2:  # petals that fall into a ring
        ring = "".join(
            ink.key(_notched(*svg.polar(500, 500, 190, turn), 130 + step * 8, turn + 35), (ink.main, ink.second, ink.accent)[step % 3], 12)
            for step in range(10)
            for turn in [step * 36]
        )
        return ring + svg.circle(500, 500, 90, ink.second)
    outline = "".join(svg.line(_notched(500, 520, 360, turn), ink.main, 24, stroke_linejoin="round") for turn in range(0, 360, 72))
    return outline + "".join(svg.path(_notched(500, 520, 190, turn + 36), ink.second) for turn in range(0, 360, 72)) + svg.circle(500, 520, 40, ink.accent)


def kite(ink: Ink, form: int) -> str:
    if form == 0:  # two on the wind
        one = svg.path("M330 150L520 380L330 700L140 380Z", ink.main)
        other = ink.key("M640 230L860 470L640 800L440 470Z", ink.second)
        tails = svg.line("M330 700C330 780 400 770 400 860M640 800C640 860 700 860 700 930", ink.accent, 22, stroke_linecap="round")
        return tails + one + other + svg.line("M640 230V800M440 470H860", ink.paper, 14)
    if form == 1:  # in four fields
        fields = (("M500 110V410H290Z", ink.main), ("M520 110V410H730Z", ink.second), ("M290 430H500V800Z", ink.second), ("M730 430H520V800Z", ink.main))
        tail = "M510 800C440 850 580 880 510 940"
        return "".join(svg.path(data, shade) for data, shade in fields) + svg.line(tail, ink.accent, 26, stroke_linecap="round")
    if form == 2:  # the kite that sings: wings, a bow, and a tail
        wings = "M500 330C380 180 200 190 130 300C250 300 360 400 500 560C640 400 750 300 870 300C800 190 620 180 500 330Z"
        body = "M500 520C610 640 610 760 500 880C390 760 390 640 500 520Z"
        return svg.line("M250 190Q500 20 750 190", ink.accent, 26, stroke_linecap="round") + svg.path(wings, ink.main) + ink.key(body, ink.second, 30)
    string = svg.line("M150 900C350 820 480 700 560 520", ink.accent, 18, stroke_linecap="round")
    kites = "".join(
        ink.key(svg.polygon([(x, y - size), (x + size * 0.72, y), (x, y + size * 1.1), (x - size * 0.72, y)]), shade)
        for x, y, size, shade in ((300, 640, 110, ink.accent), (450, 440, 170, ink.second), (660, 330, 240, ink.main))
    )
    return string + kites


def _scale(x: float, y: float, r: float, shade: str, ink: Ink) -> str:
    """One scale of the sea: arcs within arcs."""
    drawn = ""
    for step, colour in enumerate((shade, ink.paper, shade, ink.paper, shade)):
        radius = r * (1 - step * 0.19)
        drawn += svg.path(f"M{svg.pair(x - radius, y)}A{svg.num(radius)} {svg.num(radius)} 0 0 1 {svg.pair(x + radius, y)}Z", colour)
    return drawn


def waves(ink: Ink, form: int) -> str:
    if form == 0:  # a hill of scales, the sun on it
        drawn = svg.circle(500, 300, 150, ink.second)
        for row, count in enumerate((1, 2, 3)):
            for step in range(count):
                drawn += _scale(500 + (step - (count - 1) / 2) * 270, 560 + row * 130, 148, ink.main if row % 2 == 0 else ink.accent, ink)
        return drawn
    if form == 1:  # three waves in a round
        bands = ""
        for row, shade in enumerate((ink.accent, ink.second, ink.main)):
            top = 400 + row * 130
            crest = "".join(f"q80 {-90 if step % 2 == 0 else 90} 160 0" for step in range(6))
            bands += svg.path(f"M20 {top}{crest}V1000H20Z", ink.paper, transform="translate(0 -24)") + svg.path(f"M20 {top}{crest}V1000H20Z", shade)
        clip = '<clipPath id="round"><circle cx="500" cy="500" r="380"/></clipPath>'
        ring = svg.circle(500, 500, 380, stroke=ink.main, stroke_width=30)
        return f'{clip}<g clip-path="url(#round)">{bands}</g>{ring}' + svg.circle(600, 260, 70, ink.second)
    if form == 2:  # one that breaks
        wave = "M120 780C120 440 330 240 600 240C740 240 840 330 840 440C800 370 720 350 660 380C560 430 600 560 720 560C660 640 640 700 700 780Z"
        foam = svg.points(svg.dot(870, 300) + svg.dot(790, 200) + svg.dot(920, 420), ink.accent, 56)
        lines = svg.line("M250 780C260 560 380 400 540 350M400 780C400 650 450 540 520 480", ink.paper, 26, stroke_linecap="round")
        return svg.path(wave, ink.main) + lines + foam + svg.line("M140 850H840", ink.second, 36, stroke_linecap="round")
    arcs = ""
    for step in range(7):  # seven arcs from each shore
        radius = 130 + step * 62
        arcs += svg.line(f"M130 {870 - radius}A{radius} {radius} 0 0 1 {130 + radius} 870", (ink.main, ink.accent)[step % 2], 30)
    for step in range(7):
        radius = 70 + step * 44
        arcs += ink.over(f"M870 {130 + radius}A{radius} {radius} 0 0 1 {870 - radius} 130", (ink.second, ink.accent)[step % 2], 24)
    return arcs


def leaves(ink: Ink, form: int) -> str:
    if form == 0:  # two, one around the other
        one = svg.path(svg.lens((210, 800), (640, 150), 0.95), ink.main) + svg.line("M210 800L560 270", ink.paper, 18)
        other = ink.key(svg.lens((790, 800), (400, 330), 0.95), ink.second, 40) + svg.line("M790 800L470 414", ink.paper, 18)
        return one + other + svg.line("M210 800L160 880M790 800L850 872", ink.accent, 34, stroke_linecap="round")
    if form == 1:  # a twig of seven
        twig = svg.line("M500 900C500 700 500 500 500 330", ink.main, 26, stroke_linecap="round")
        pairs = [_petal((500, 800 - row * 150), 300 - row * 30, -55, 0.62) + _petal((500, 800 - row * 150), 300 - row * 30, 55, 0.62) for row in range(3)]
        sides = "".join(svg.path(data, (ink.main, ink.second)[row % 2]) for row, data in enumerate(pairs))
        return twig + sides + svg.path(_petal((500, 400), 300, 0, 0.62), ink.accent)
    if form == 2:  # a wreath, open at the top
        wreath = "".join(
            svg.path(_petal(svg.polar(500, 500, 300, turn), 150, turn + (60 if turn < 180 else -60) + 180, 0.7), ink.main if turn < 180 else ink.second)
            for turn in range(25, 340, 21)
        )
        return wreath + svg.circle(500, 500, 130, ink.accent)
    turned = ""
    for step in range(10):  # ten leaves in a whirl
        turn = step * 36
        at = svg.polar(500, 500, 130, turn)
        turned += ink.key(_petal(at, 300, turn + 50, 0.8), (ink.main, ink.second)[step % 2], 14)
    return turned + svg.circle(500, 500, 70 + math.floor(form), ink.accent)
