"""Sample marks made of signs: numerals, circles, rays, knots, weaving. Each function draws one of four forms in an ink, 1,000 by 1,000."""

import math

from anniversary.covers import svg

from .inks import Ink

SEVEN = "M110 290H450L270 740"


def numeral(ink: Ink, form: int) -> str:
    """Seventy: a seven and a nought."""
    if form == 0:  # side by side, the sun in the nought
        zero = svg.circle(700, 515, 165, stroke=ink.second, stroke_width=100)
        return svg.line(SEVEN, ink.main, 100, stroke_linejoin="bevel") + zero + svg.circle(700, 515, 62, ink.accent)
    if form == 1:  # the seven goes through the nought
        ring = svg.circle(560, 560, 250, stroke=ink.second, stroke_width=84)
        over = ink.over("M170 230H640L380 870", ink.main, 96)
        arc = "M{} {}A250 250 0 0 1 {} {}".format(*map(svg.num, (*svg.polar(560, 560, 250, 15), *svg.polar(560, 560, 250, 120))))
        return ring + over + ink.over(arc, ink.second, 84)
    if form == 2:  # the nought of seven rings, open where the seven stands
        rings = "".join(
            svg.circle(600, 520, 60 + step * 42, stroke=(ink.second, ink.accent)[step % 2], stroke_width=20) for step in range(7)
        )
        return rings + ink.key("M120 200H640V330L420 860H250L450 350H120Z", ink.main, 40)
    dots = [svg.polar(500, 500, 360 if step % 2 else 310, step * 360 / 70) for step in range(70)]
    halves = [dots[:35], dots[35:]]
    ring = "".join(svg.points("".join(svg.dot(*at) for at in half), shade, 30) for half, shade in zip(halves, (ink.main, ink.second), strict=True))
    return ring + svg.path("M320 330H690V420L520 720H400L560 440H320Z", ink.accent)


def circles(ink: Ink, form: int) -> str:
    """Two that meet."""
    if form == 0:
        over = "M{} {}A220 220 0 0 1 {} {}".format(*map(svg.num, (*svg.polar(380, 500, 220, 30), *svg.polar(380, 500, 220, 88))))
        ends = "M{} {}A220 220 0 0 1 {} {}".format(*map(svg.num, (*svg.polar(380, 500, 220, 22), *svg.polar(380, 500, 220, 96))))
        whole = svg.circle(380, 500, 220, stroke=ink.main, stroke_width=90) + ink.over(svg.ring(620, 500, 220), ink.second, 90)
        return whole + ink.over(over, ink.main, 90) + svg.line(ends, ink.main, 90)
    if form == 1:
        meeting = svg.lens((500, 312), (500, 688), 0.93)
        pair = svg.circle(350, 500, 240, ink.main) + svg.circle(650, 500, 240, ink.second) + ink.key(meeting, ink.accent, 30)
        return f'<g transform="rotate(-28 500 500)">{pair}</g>' + svg.circle(800, 790, 46, ink.accent)
    if form == 2:  # two halves, moved along their edge
        upper, lower = "M180 470A300 300 0 0 1 780 470Z", "M220 530A300 300 0 0 0 820 530Z"
        sun = svg.circle(480, 470, 120, ink.paper) + svg.path("M380 470A100 100 0 0 1 580 470Z", ink.accent)
        return svg.path(upper, ink.main) + sun + svg.path(lower, ink.second) + svg.path("M420 530A100 100 0 0 0 620 530Z", ink.paper)
    eight = "M500 500C600 330 690 300 760 300A200 200 0 0 1 760 700C690 700 600 670 500 500"
    other = "M500 500C400 330 310 300 240 300A200 200 0 0 0 240 700C310 700 400 670 500 500"
    turned = "translate(500 500) rotate(-28) scale(.82) translate(-500 -500)"
    crossing = ink.over("M430 395C455 430 480 465 500 500C520 535 545 570 570 605", ink.main, 80)
    return f'<g transform="{turned}">{svg.line(other, ink.main, 80)}{svg.line(eight, ink.second, 80)}{crossing}</g>' + svg.circle(500, 160, 62, ink.accent)


def rays(ink: Ink, form: int) -> str:
    """Seventy of something, around a middle."""
    if form == 0:
        turns = [(step * 360 / 70 + 30, 250 + step * 2.6) for step in range(70)]  # each a little longer than the one before
        lines = "".join(f"M{svg.pair(*svg.polar(480, 520, 205, turn))}L{svg.pair(*svg.polar(480, 520, far, turn))}" for turn, far in turns)
        return svg.line(lines, ink.main, 11, stroke_linecap="round") + svg.circle(480, 520, 160, ink.second)
    if form == 1:  # seven rings of ten
        rings = ""
        for ring in range(7):
            for turn in range(10):  # larger where the light comes from
                at = svg.dot(*svg.polar(500, 500, 90 + ring * 50, turn * 36 + ring * 9))
                rings += svg.points(at, (ink.main, ink.second)[ring % 2], 14 + ring * 4 + abs(turn - 5) * 5)
        return rings + svg.circle(500, 500, 36, ink.accent)
    if form == 2:  # half a sun over half a sea
        corners = ((190, -5), (390, -6), (390, 6), (190, 5))
        wedges = "".join(svg.polygon([svg.polar(500, 510, far, turn + aside) for far, aside in corners]) for turn in range(-81, 82, 27))
        rows = [(f"M{110 + row * 45} {575 + row * 68}H{890 - row * 45}", (ink.main, ink.accent)[row % 2]) for row in range(5)]
        sea = "".join(svg.line(data, shade, 34, stroke_linecap="round") for data, shade in rows)
        return svg.path(wedges, ink.second) + svg.path("M350 510A150 150 0 0 1 650 510Z", ink.second) + sea
    golden = 137.508  # as seeds stand in a sunflower
    drawn = ""
    for step in range(70):
        x, y = svg.polar(500, 500, 44 * math.sqrt(step + 0.6), step * golden)
        shade = (ink.accent, ink.second, ink.main)[0 if step < 7 else 1 if x + y < 1000 else 2]
        drawn += svg.circle(x, y, 15 + step * 0.22, shade)
    return drawn


def knot(ink: Ink, form: int) -> str:
    """Cords that are tied, as around a present."""
    if form == 0:
        loop = "M500 560C380 420 240 300 240 430C240 560 400 500 500 420C600 500 760 560 760 430C760 300 620 420 500 560"
        tails = "M500 560C440 640 400 720 380 830M500 560C560 640 600 720 620 830"
        cords = "".join(svg.line(loop + tails, shade, width) for shade, width in ((ink.main, 120), (ink.paper, 84), (ink.second, 56), (ink.paper, 22)))
        return cords + svg.circle(500, 545, 62, ink.accent, stroke=ink.paper, stroke_width=24)
    if form == 1:  # three loops, each over the next
        loop = "M500 540C300 420 360 160 500 160C640 160 700 420 500 540Z"
        return "".join(
            f'<g transform="rotate({turn} 500 540)">{ink.over(loop, shade, 54)}</g>' for turn, shade in ((0, ink.main), (120, ink.second), (240, ink.accent))
        ) + svg.circle(500, 540, 66, ink.main, stroke=ink.paper, stroke_width=24)
    if form == 2:  # five cords in a loop that never ends
        drawn = ""
        for turn, shades in ((-45, (ink.main, ink.accent)), (45, (ink.second, ink.accent))):
            for step in range(5):
                size = {"cx": 500, "cy": 500, "rx": 110 + step * 30, "ry": 400 - step * 24}
                under = svg.attributes(**size, fill="none", stroke=ink.paper, stroke_width=30) if turn > 0 else ""
                over = svg.attributes(**size, fill="none", stroke=shades[step % 2], stroke_width=15)
                drawn += f'<g transform="rotate({turn} 500 500)">{f"<ellipse{under}/>" if under else ""}<ellipse{over}/></g>'
        return drawn
    strands = ""
    for step, at in enumerate((300, 433, 567, 700)):
        strands += ink.over(f"M{at} 180V820", (ink.main, ink.second)[step % 2], 62, "round")
    for row, y in enumerate((300, 433, 567, 700)):
        for step, x in enumerate((300, 433, 567, 700)):
            if (row + step) % 2:
                strands += ink.over(f"M{x - 66} {y}H{x + 66}", ink.accent, 62)
            else:
                strands += svg.line(f"M{x - 66} {y}H{x - 53}M{x + 53} {y}H{x + 66}", ink.accent, 62)
    return f'<g transform="rotate(45 500 500) translate(100 100) scale(.8)">{strands}</g>'


def weave(ink: Ink, form: int) -> str:
    """Cloth: the check of a scarf, the leaf of hemp."""
    shades = (ink.main, ink.second)
    if form == 0:
        cells = ""
        for x in range(7):
            for y in range(7):  # finer to one side, as if the cloth hung in folds
                side = 78 - x * 7 if (x + y) % 2 else 40 + y * 5
                at = (236 + x * 88 - side / 2, 236 + y * 88 - side / 2)
                cells += svg.rect(*at, side, side, shades[(x + y) % 2] if (x * y) % 3 else ink.accent, rx=8)
        return f'<g transform="rotate(45 500 500)">{cells}</g>'
    if form == 1:  # six rhombs, each with its leaf
        drawn = ""
        for turn in range(0, 360, 60):
            inner, outer = svg.polar(500, 500, 400, turn), svg.polar(500, 500, 400, turn + 60)
            middle = svg.polar(500, 500, 240, turn + 30)
            drawn += ink.key(svg.polygon([(500, 500), inner, middle]), ink.main, 18) + ink.key(svg.polygon([(500, 500), outer, middle]), ink.second, 18)
            drawn += ink.key(svg.polygon([inner, outer, middle]), ink.accent, 18)
        return drawn
    if form == 2:  # ribbons over and under, in a ring
        ring = svg.circle(500, 500, 300, stroke=ink.main, stroke_width=150)
        for step in range(14):
            a, b = svg.polar(500, 500, 215, step * 360 / 14 - 14), svg.polar(500, 500, 385, step * 360 / 14 + 14)
            ring += ink.over(f"M{svg.pair(*a)}L{svg.pair(*b)}", (ink.second, ink.accent)[step % 2], 26, "round")
        return ring + svg.circle(500, 500, 110, ink.second)
    said = ("1110111", "0010101", "0010101", "0100101", "0100101", "0100111")  # seventy, in stitches
    cloth = ""
    for y in range(10):
        for x in range(11):
            row, column = y - 2, x - 2
            stitched = 0 <= row < 6 and 0 <= column < 7 and said[row][column] == "1"
            at = (140 + x * 66, 170 + y * 66)
            cloth += svg.rect(*at, 56, 56, shades[column > 2], rx=8) if stitched else svg.circle(at[0] + 28, at[1] + 28, 11, ink.accent)
    return cloth
