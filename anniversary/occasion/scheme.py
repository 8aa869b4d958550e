"""From the nine colours of an anniversary, every colour that its pages use: by day as they were chosen, by night derived from them.

The nights are worked out, not chosen: each colour keeps its hue and is made lighter until it can be read on every ground that it
stands on. So another anniversary needs no second palette.
"""

from dataclasses import asdict
from functools import lru_cache

from anniversary.covers.oklch import colour, parts, readable
from anniversary.covers.palette import Palette, contrast, mix

# WCAG 2.2, https://www.w3.org/TR/WCAG22/: 1.4.6 (AAA) for what is read at length, 1.4.3 (AA) for the rest, 1.4.11 for edges of controls.
BODY, TEXT, EDGE = 7.0, 4.5, 3.0

GROUNDS = ("paper", "ground", "card")
# The categories' colours by the word in the record (events.Category.Colour), each from a colour of the palette; "green" is in none
# of them: it takes the hue that lies furthest from all.
CATEGORIES = {"gold": "accent_a", "rose": "accent_b", "blue": "first", "red": "second", "ink": "ink", "green": ""}

MARKS = {"first": "first", "second": "second", "gold": "accent_a", "rose": "accent_b"}

# (text, ground, least contrast): everything that stands on something, in both schemes.
PAIRS: list[tuple[str, str, float]] = [
    *((text, ground, BODY) for text in ("ink", "soft", "link") for ground in GROUNDS),
    *((text, ground, TEXT) for text in ("first", "second", "gold", "rose") for ground in GROUNDS),
    *(("edge", ground, EDGE) for ground in GROUNDS),
    *((chosen, "paper", TEXT) for chosen in ("c-first", "c-second", "c-accent-a", "c-accent-b")),
    ("ink", "stone", BODY), ("on-wash", "wash-a", BODY), ("on-wash", "wash-b", BODY),
    ("on-deep", "deep", BODY), ("deep-soft", "deep", BODY), ("deep-accent", "deep", TEXT),
    ("on-action", "action", BODY), ("on-alert", "alert", TEXT),
    *((f"cat-{name}", ground, TEXT) for name in CATEGORIES for ground in (*GROUNDS, f"cat-{name}-wash")),
]  # fmt: skip

# In which of the record's fields a colour is changed.
FIELDS = {
    "ink": "ink", "soft": "ink", "edge": "ink", "on-wash": "ink", "link": "first", "first": "first", "action": "first", "on-action": "first",
    "second": "second", "alert": "second", "on-alert": "second", "gold": "accent_a", "rose": "accent_b", "on-deep": "paper", "deep-soft": "paper",
    "deep-accent": "bloom_a", "c-first": "first", "c-second": "second", "c-accent-a": "accent_a", "c-accent-b": "accent_b",
    **{f"cat-{name}": role or "ink" for name, role in CATEGORIES.items()},
}  # fmt: skip

Roles = dict[str, str]


@lru_cache(maxsize=8)
def light(palette: Palette) -> Roles:
    """By day: the colours as they were chosen, and what lies between them."""
    ink, paper, first = palette.ink, palette.paper, palette.first
    roles = {f"c-{role.replace('_', '-')}": value for role, value in asdict(palette).items()}
    roles |= {"ink": ink, "paper": paper, "card": "#FFFFFF", "stone": palette.ground, "ground": mix(palette.ground, paper, 0.38)}
    grounds = [roles[name] for name in GROUNDS]
    deep = readable(mix(ink, first, 0.42), [paper], BODY, lighter=False)
    roles |= {
        "soft": readable(mix(ink, paper, 0.2), grounds, BODY, lighter=False),
        "line": mix(palette.ground, ink, 0.18),
        "edge": readable(mix(ink, paper, 0.42), grounds, EDGE, lighter=False),
        **{name: readable(getattr(palette, role), grounds, TEXT, lighter=False) for name, role in MARKS.items()},
        "link": readable(first, grounds, BODY, lighter=False),
        "action": readable(first, [paper], BODY, lighter=False), "on-action": paper,
        "alert": palette.second, "on-alert": paper,
        "wash-a": mix(palette.bloom_a, paper, 0.38), "wash-b": mix(palette.bloom_b, paper, 0.38), "on-wash": ink,
        "deep": deep, "on-deep": paper, "deep-line": mix(deep, paper, 0.26),
        "deep-soft": readable(mix(paper, first, 0.14), [deep], BODY, lighter=True),
        "deep-accent": readable(palette.bloom_a, [deep], TEXT, lighter=True),
    }  # fmt: skip
    for name, source in _sources(palette).items():
        _, chroma, hue = parts(source)
        wash = colour(0.93, min(chroma * 0.5, 0.04), hue)
        roles |= {f"cat-{name}-wash": wash, f"cat-{name}": readable(source, [*grounds, wash], TEXT, lighter=False)}
    return roles


@lru_cache(maxsize=8)
def dark(palette: Palette) -> Roles:
    """By night: the page in the ink's hue, what stands on it as light as it must be."""
    _, tint, hue = parts(palette.ink)
    _, paper_tint, paper_hue = parts(palette.paper)
    _, first_tint, first_hue = parts(palette.first)
    shade = min(tint, 0.045)
    roles = {"paper": colour(0.19, shade, hue), "ground": colour(0.232, shade, hue), "card": colour(0.255, shade, hue)}
    roles["stone"] = roles["card"]
    grounds = [roles[name] for name in GROUNDS]
    ink = readable(colour(0.945, min(paper_tint, 0.02), paper_hue), grounds, BODY, lighter=True)
    deep = readable(colour(0.27, min(first_tint, 0.09), first_hue), [ink], BODY, lighter=False)
    gold, rose = mix(palette.bloom_a, palette.accent_a, 0.2), mix(palette.bloom_b, palette.accent_b, 0.2)
    link = readable(palette.first, grounds, BODY + 1, lighter=True)
    roles |= {
        "ink": ink, "soft": readable(colour(0.8, min(paper_tint, 0.02), paper_hue), grounds, BODY, lighter=True),
        "line": colour(0.36, shade, hue), "edge": readable(colour(0.56, shade, hue), grounds, EDGE, lighter=True),
        **{name: readable(getattr(palette, name), grounds, TEXT + 0.5, lighter=True) for name in ("first", "second")},
        "gold": readable(gold, grounds, TEXT, lighter=True), "rose": readable(rose, grounds, TEXT, lighter=True), "link": link,
        "action": readable(link, [roles["paper"]], BODY, lighter=True), "on-action": roles["paper"],
        "alert": readable(palette.second, [roles["paper"]], TEXT + 1, lighter=True), "on-alert": roles["paper"],
        "on-wash": ink, "deep": deep, "on-deep": ink, "deep-line": mix(deep, ink, 0.26),
        "deep-soft": readable(mix(ink, palette.first, 0.14), [deep], BODY, lighter=True),
        "deep-accent": readable(palette.bloom_a, [deep], TEXT, lighter=True),
    }  # fmt: skip
    for name, bloom in (("a", palette.bloom_a), ("b", palette.bloom_b)):
        _, chroma, around = parts(bloom)
        roles[f"wash-{name}"] = readable(colour(0.34, min(chroma, 0.04), around), [ink], BODY, lighter=False)
    for name, source in _sources(palette).items():
        _, chroma, around = parts(source)
        wash = colour(0.31, min(chroma * 0.5, 0.05), around)
        roles |= {f"cat-{name}-wash": wash, f"cat-{name}": readable(source, [*grounds, wash], TEXT + 1.5, lighter=True)}
    return roles


def problems(palette: Palette) -> list[tuple[str, str, float, float]]:
    """(field, ground, contrast found, contrast needed) of each pair that cannot be read, by day or by night."""
    return [
        (FIELDS[text], roles[ground], found, least)
        for roles in (light(palette), dark(palette))
        for text, ground, least in PAIRS
        if text in roles and (found := contrast(roles[text], roles[ground])) < least
    ]


def _sources(palette: Palette) -> Roles:
    return {name: getattr(palette, role) if role else _sixth(palette) for name, role in CATEGORIES.items()}


def _sixth(palette: Palette) -> str:
    """The hue in the middle of the widest gap that the palette's four strong colours leave."""
    hues = sorted(parts(getattr(palette, role))[2] for role in CATEGORIES.values() if role and role != "ink")
    gap, start = max((((after - hue) % 360 or 360), hue) for hue, after in zip(hues, [*hues[1:], hues[0]], strict=True))
    return colour(0.45, 0.09, (start + gap / 2) % 360)
