"""Sample marks of things made by hand: bridge, towers, birds of paper, fan, rivers and boats. Each function draws one of four forms in an ink."""

from anniversary.covers import svg

from .inks import Ink


def bridge(ink: Ink, form: int) -> str:
    if form == 0:  # an arch that hangs its way
        hangers = "".join(f"M{x} 620V{svg.num(620 - 330 * (1 - ((x - 500) / 380) ** 2))}" for x in range(180, 840, 64))
        arch = svg.line("M120 620Q500 -40 880 620", ink.main, 56)
        sea = svg.line("M200 740Q275 690 350 740T500 740T650 740T800 740", ink.accent, 30, stroke_linecap="round")
        return svg.line(hangers, ink.main, 12) + arch + svg.line("M90 630H910", ink.second, 44, stroke_linecap="round") + sea
    if form == 1:  # two arches and the sun under them
        arches = "M100 700V560A200 200 0 0 1 500 560A200 200 0 0 1 900 560V700H780V560A80 80 0 0 0 620 560V700H380V560A80 80 0 0 0 220 560V700Z"
        return svg.circle(500, 240, 110, ink.second) + svg.path(arches, ink.main) + svg.line("M160 790H840M260 870H740", ink.accent, 30, stroke_linecap="round")
    if form == 2:  # from the one tower to the other
        cables = svg.line("M70 640C170 560 230 420 280 260C380 560 620 560 720 260C770 420 830 560 930 640", ink.accent, 20)
        one = svg.polygon([(280, 170), (310, 300), (335, 310), (340, 820), (220, 820), (225, 310), (250, 300)])
        roofs = "M650 250Q720 240 790 250L760 300V400Q820 395 850 420H590Q620 395 680 400V300ZM670 430H770V820H670Z"
        return cables + svg.path(one, ink.main) + svg.path(roofs, ink.second) + svg.line("M70 660H930", ink.main, 34, stroke_linecap="round")
    blocks = ""
    for step in range(10):  # ten stones, one for seven years each
        a, b = -81 + step * 18 - 81 / 9, -81 + step * 18 + 81 / 9 - 2.5
        corners = [svg.polar(500, 680, 250, a), svg.polar(500, 680, 400, a), svg.polar(500, 680, 400, b), svg.polar(500, 680, 250, b)]
        blocks += svg.path(svg.polygon(corners), ink.main if step % 2 == 0 else ink.second)
    return blocks + svg.circle(500, 560, 105, ink.accent) + svg.line("M80 760H920", ink.main, 34, stroke_linecap="round")


def _tower(x: float, foot: float, height: float, width: float) -> str:
    """A tower that narrows in five steps, its edge going in and out."""
    left, right = [], []
    for step in range(6):
        half = width / 2 * (1 - (step / 6) ** 1.7)
        y = foot - height * (0.25 + step * 0.12)
        left += [(x - half, y), (x - half * 0.86, y - height * 0.05)]
        right += [(x + half, y), (x + half * 0.86, y - height * 0.05)]
    return svg.polygon([(x - width / 2, foot), *left, (x, foot - height), *reversed(right), (x + width / 2, foot)])


def towers(ink: Ink, form: int) -> str:
    if form == 0:  # five of them before the sun
        drawn = svg.circle(500, 420, 260, ink.second)
        for x, height, width in ((200, 300, 110), (800, 300, 110), (340, 420, 130), (660, 420, 130), (500, 580, 160)):
            drawn += ink.key(_tower(x, 780, height, width), ink.main)
        return drawn + svg.line("M110 830H890", ink.main, 36, stroke_linecap="round")
    if form == 1:  # the tower and the mountain
        mountain = "M330 790L600 330Q640 290 680 330L950 790Z"
        snow = "M600 330Q640 290 680 330L745 440L690 500L640 440L590 500L535 440Z"
        return svg.path(mountain, ink.second) + ink.key(snow, ink.accent, 14) + ink.key(_tower(300, 790, 600, 240), ink.main, 30)
    if form == 2:  # over the water and in it
        upper = "".join(svg.path(_tower(x, 500, height, 150), ink.main) for x, height in ((300, 280), (500, 400), (700, 280)))
        rows = [(f"M{230 + row * 38} {560 + row * 62}H{770 - row * 38}", (ink.second, ink.accent)[row % 2]) for row in range(6)]
        return upper + "".join(svg.line(data, shade, 30, stroke_linecap="round") for data, shade in rows)
    steps = "".join(
        svg.path(svg.box(500 - half, 760 - row * 82, half * 2, 62), (ink.main, ink.second)[row % 2])
        for row, half in enumerate((390, 320, 250, 185, 125, 70))
    )
    gate = svg.path("M440 840V700A60 60 0 0 1 560 700V840Z", ink.paper)
    return steps + gate + svg.circle(500, 240, 66, ink.accent)


def birds(ink: Ink, form: int) -> str:
    if form == 0:  # folded from paper
        return "".join((
            ink.key("M500 600L290 130L620 420Z", ink.main, 12), ink.key("M500 600L760 150L620 420Z", ink.second, 12),
            ink.key("M500 600L330 560L110 260Z", ink.second, 12), ink.key("M500 600L700 590L900 330Z", ink.main, 12),
            ink.key("M900 330L850 480L800 462Z", ink.accent, 12), ink.key("M330 560L500 600L700 590L500 830Z", ink.accent, 12),
        ))  # fmt: skip
    if form == 1:  # seven around the sun
        flock = "".join(
            svg.place("M0 0C-20 -60 -80 -90 -150 -80C-90 -60 -40 0 0 90C40 0 90 -60 150 -80C80 -90 20 -60 0 0Z", *svg.polar(500, 500, 310, turn), 0.86, turn)
            for turn in (step * 360 / 7 for step in range(7))
        )
        return svg.path(flock, ink.main) + svg.circle(500, 500, 130, ink.second)
    if form == 2:  # two that look at each other
        bird = (
            "M480 760C330 790 200 730 120 620C210 640 260 620 300 560C210 540 150 470 140 380C230 440 320 450 380 430"
            "C370 350 400 270 480 250L440 320C470 380 480 440 480 520Z"
        )
        mirrored = f'<g transform="translate(1000 0) scale(-1 1)">{svg.path(bird, ink.second)}</g>'
        return svg.path(bird, ink.main) + mirrored + svg.circle(500, 840, 44, ink.accent)
    dove = (
        "M150 520C260 560 330 540 400 470C430 320 540 200 720 180C660 260 640 320 640 390C700 360 760 370 800 410L870 430L800 470"
        "C780 640 640 760 450 740C300 720 200 640 150 520Z"
    )
    return svg.circle(500, 480, 370, stroke=ink.second, stroke_width=34) + ink.key(dove, ink.main, 40) + svg.circle(330, 270, 58, ink.accent)


def _blade(x: float, y: float, inner: float, outer: float, turn: float, half: float) -> str:
    return svg.polygon([svg.polar(x, y, far, turn + aside) for far, aside in ((inner, -half), (outer, -half), (outer, half), (inner, half))])


def fan(ink: Ink, form: int) -> str:
    turns = [step * 22 - 66 for step in range(7)]
    if form == 0:
        blades = "".join(svg.path(_blade(500, 760, 170, 440, turn, 9.5), (ink.main, ink.second)[step % 2]) for step, turn in enumerate(turns))
        ribs = "".join("M500 760L{} {}".format(*map(svg.num, svg.polar(500, 760, 165, turn))) for turn in turns)
        return blades + svg.line(ribs, ink.accent, 14) + svg.circle(500, 760, 32, ink.main)
    if form == 1:  # a round one, with a half moon
        disc = svg.circle(500, 400, 290, ink.main) + svg.path("M500 110A290 290 0 0 1 500 690Z", ink.second)
        ribs = "".join("M500 690L{} {}".format(*map(svg.num, svg.polar(500, 690, 560, turn))) for turn in range(-28, 29, 8))
        return disc + svg.line(ribs, ink.paper, 10) + svg.line("M500 640V920", ink.accent, 44, stroke_linecap="round")
    if form == 2:  # two, open to each other
        upper = "".join(svg.path(_blade(500, 470, 120, 370, turn, 9), ink.main) for turn in turns)
        lower = "".join(svg.path(_blade(500, 530, 120, 230 + step * 24, turn + 180, 9), ink.second) for step, turn in enumerate(turns))
        return upper + lower + svg.circle(500, 500, 60, ink.accent)
    rows = ""
    for row in range(4):  # checked as a scarf is
        for step, turn in enumerate(turns):
            shade = (ink.main, ink.paper, ink.second)[0 if (row + step) % 2 == 0 else 2]
            rows += svg.path(_blade(500, 780, 160 + row * 76, 224 + row * 76, turn, 10), shade)
    return rows + svg.circle(500, 780, 80, ink.accent)


def rivers(ink: Ink, form: int) -> str:
    if form == 0:  # two become one
        flow = svg.line("M200 120C240 400 480 420 500 620C510 720 500 800 500 900", ink.main, 80)
        return flow + ink.over("M800 120C760 400 560 420 540 620C530 700 560 800 600 900", ink.second, 80) + svg.circle(500, 220, 90, ink.accent)
    if form == 1:  # hills and the sun
        hills = svg.path("M80 780Q260 420 480 700Q560 800 640 860H80Z", ink.main) + ink.key("M360 860Q640 380 920 860Z", ink.second)
        return svg.circle(430, 340, 150, ink.accent) + hills
    if form == 2:  # the long boat
        boat = "M80 520C200 640 330 680 500 680C670 680 800 640 920 520C860 720 700 780 500 780C300 780 140 720 80 520Z"
        oars = "".join(f"M{300 + step * 66} 600L{260 + step * 66} 860" for step in range(7))
        heads = "".join(svg.dot(300 + step * 66, 560) for step in range(7))
        rowers = svg.line(oars, ink.accent, 16, stroke_linecap="round") + ink.key(boat, ink.main) + svg.points(heads, ink.main, 52)
        return svg.circle(500, 310, 170, ink.second) + rowers
    streams = ""
    for step in range(6):
        foot, bend = 140 + step * 50, 420 + step * 50
        course = f"M{foot} 880C{foot} 600 {bend} 560 {bend} 400C{bend} 300 {500 + step * 30} 220 {560 + step * 40} 160"
        streams += svg.line(course, (ink.main, ink.second, ink.accent)[step % 3], 26, stroke_linecap="round")
    return streams + svg.circle(250, 280, 110, ink.second)
