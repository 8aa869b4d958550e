"""Of a drawing's style only what colours its shapes: known properties, simple selectors, references to the drawing's own parts."""

import re

_PROPERTIES = """
    fill fill-opacity fill-rule clip-rule clip-path mask mask-type filter opacity display visibility overflow color stop-color stop-opacity flood-color
    flood-opacity color-interpolation color-interpolation-filters stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
    stroke-dashoffset stroke-opacity paint-order shape-rendering vector-effect mix-blend-mode isolation
    transform transform-origin
"""
PROPERTIES = frozenset(_PROPERTIES.split())
_FUNCTIONS = "rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy"
FUNCTIONS = frozenset(_FUNCTIONS.split())
NO_WORD = re.compile(r"[^\w-]")
OWN_PART = re.compile(r"""url\(\s*(["']?)#([\w.:-]{1,200})\1\s*\)""", re.IGNORECASE)
SELECTOR = re.compile(r"\*|[.#]?[\w-]{1,200}|[a-zA-Z]{1,30}[.#][\w-]{1,200}")
FORBIDDEN = re.compile(r"[\\@<>{}]|/\*|[\x00-\x08\x0b\x0c\x0e-\x1f]")


def is_safe(value: str) -> bool:
    """Whether a value names nothing but numbers, colours and parts of the same drawing."""
    if FORBIDDEN.search(value):
        return False
    if "(" not in value:
        return True
    before_each = OWN_PART.sub(" ", value).split("(")[:-1]
    return all(NO_WORD.split(before.rstrip())[-1].lower() in FUNCTIONS for before in before_each)


def references(value: str) -> list[str]:
    """The parts of the drawing that a value refers to."""
    return [name for _quote, name in OWN_PART.findall(value)] if "(" in value else []


def declarations(text: str) -> str:
    """What is left of "fill:red;background:url(…)"."""
    kept = []
    for told in text.split(";"):
        name, _colon, value = told.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name in PROPERTIES and value and is_safe(value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def rules(text: str) -> tuple[str, dict[str, list[str]]]:
    """What is left of a style sheet, and by selector the parts that it refers to. Every rule that begins with @ goes."""
    kept: list[str] = []
    found: dict[str, list[str]] = {}
    for told in _without_comments(text).split("}"):
        before, _brace, body = told.partition("{")
        selectors = [selector.strip() for selector in before.rpartition(";")[2].split(",")]
        if not all(map(SELECTOR.fullmatch, selectors)) or not (body := declarations(body)):
            continue
        kept.append(f"{','.join(selectors)}{{{body}}}")
        for selector in selectors:
            # "path.a" is what ".a" is, or less: counted for all of them.
            simple = selector if selector[0] in ".#*" else re.sub("^[a-zA-Z]+(?=[.#])", "", selector)
            found.setdefault(simple, []).extend(references(body))
    return "".join(kept), {selector: names for selector, names in found.items() if names}


def _without_comments(text: str) -> str:
    pieces = text.replace("<!--", "").replace("-->", "").split("/*")
    return pieces[0] + "".join(piece.partition("*/")[2] for piece in pieces[1:])
