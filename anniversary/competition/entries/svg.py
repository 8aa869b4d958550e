"""A stranger's drawing with nothing in it but shapes and colours: parsed, and written anew from what is on our lists.

Works without Django: it runs in a process of its own (anniversary.library.limited).
"""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from anniversary.library.limited import Refusal

from .css import PROPERTIES, declarations, is_safe, references, rules

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_ELEMENTS = """
    svg g defs symbol use path rect circle ellipse line polyline polygon linearGradient radialGradient stop pattern clipPath mask filter style
    feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
    feOffset
"""
ELEMENTS = frozenset(_ELEMENTS.split())
GROUPS = frozenset({"a", "switch"})  # what is in them is drawn, what they do is not
TEXTS = frozenset({"text", "flowRoot"})
REFERRING = frozenset({"use", "linearGradient", "radialGradient", "pattern", "filter"})
_ATTRIBUTES = """
    x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height d points transform viewBox preserveAspectRatio pathLength gradientUnits gradientTransform
    spreadMethod offset patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits refX refY filterUnits primitiveUnits in in2
    result stdDeviation values type mode operator k1 k2 k3 k4 tableValues slope intercept amplitude
    exponent
"""
ATTRIBUTES = PROPERTIES | frozenset(_ATTRIBUTES.split())
DOCTYPES = re.compile(r"-//W3C//DTD SVG (1\.0|1\.1|1\.1 Basic|1\.1 Tiny|20010904)//EN")  # a mere name, as older programs write it
NAME = re.compile(r"[\w.:-]{1,200}")
LENGTH = re.compile(r"\s*\+?([0-9]*\.?[0-9]+(?:e[+-]?[0-9]{1,2})?)\s*(px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE)
UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
MOST_ELEMENTS = 50_000
DEEPEST = 100
MOST_DRAWN = 500_000  # elements, and hundreds of characters in them, with every reference followed


@dataclass
class Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    text: str = ""  # of a style sheet
    refers: list[str] = field(default_factory=list)

    @property
    def weight(self) -> int:
        return 1 + sum(map(len, self.attributes.values())) // 100


@dataclass
class Drawing:
    """What is left of it; `width` and `height` are those of its view box."""

    root: Node
    box: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        return self.box[2]

    @property
    def height(self) -> float:
        return self.box[3]

    def written(self, width: float, height: float) -> str:
        """As a file, of the size that is asked for, whatever its own was."""
        numbers = " ".join(f"{number:.10g}" for number in self.box)
        size = {"viewBox": numbers, "width": f"{width:.10g}", "height": f"{height:.10g}"}
        rest = {name: value for name, value in self.root.attributes.items() if name not in {"x", "y", "preserveAspectRatio", *size}}
        pieces: list[str] = []
        _write(Node("svg", {"xmlns": SVG, "xmlns:xlink": XLINK} | size | rest, self.root.children), pieces)
        return "".join(pieces)


def clean(data: bytes) -> Drawing:
    """The drawing without what could act, load, be read or never end. Refusal: damaged, entities, text, pictures, complex."""
    root = _Reader().read(data)
    box = _box(root.attributes)
    _weigh(root)
    return Drawing(root, box)


class _Reader:
    """Builds the tree while the file is read, so that what is left out is never kept."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.skipping = 0  # how deep within something that is left out
        self.in_text = False
        self.count = 0

    def read(self, data: bytes) -> Node:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self.start, self.end, self.characters
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = parser.SkippedEntityHandler = parser.ExternalEntityRefHandler = self.entity
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:  # the last three: an encoding that it only claims
            raise Refusal("damaged") from error
        if self.root is None:
            raise Refusal("damaged")
        return self.root

    def doctype(self, name: str, system: str | None, public: str | None, has_subset: int) -> None:
        if has_subset or (system and not DOCTYPES.fullmatch(public or "")):
            raise Refusal("entities")

    def entity(self, *args: Any) -> int:
        raise Refusal("entities")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _blank, name = tag.rpartition(" ")
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) + self.skipping >= DEEPEST:
            raise Refusal("complex")
        if not self.open and self.root is None and not (name == "svg" and space in {SVG, ""}):
            raise Refusal("damaged")
        if self.skipping or space not in {SVG, ""} or name not in ELEMENTS | GROUPS:
            self.skipping += 1
            if self.skipping == 1 and name in TEXTS and space in {SVG, ""}:
                self.in_text = True
            if self.skipping == 1 and name == "image" and any(value.lstrip()[:5].lower() == "data:" for value in attributes.values()):
                raise Refusal("pictures")
            return
        node = Node("g" if name in GROUPS else name)
        _take_attributes(node, attributes)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            self.in_text = self.in_text and self.skipping > 0
        else:
            self.open.pop()

    def characters(self, text: str) -> None:
        if self.in_text and text.strip():
            raise Refusal("text")
        if not self.skipping and self.open and self.open[-1].name == "style":
            self.open[-1].text += text


def _take_attributes(node: Node, attributes: dict[str, str]) -> None:
    for told, value in attributes.items():
        space, _blank, name = told.rpartition(" ")
        if name == "href" and space in {"", XLINK}:
            if node.name in REFERRING and value.startswith("#") and NAME.fullmatch(value[1:]):
                node.attributes["xlink:href"] = value
                node.refers.append(value[1:])
        elif space:
            continue
        elif name == "id" and NAME.fullmatch(value):
            node.attributes["id"] = value
        elif name == "class" and all(map(NAME.fullmatch, value.split())):
            node.attributes["class"] = value
        elif name == "style":
            if kept := declarations(value):
                node.attributes["style"] = kept
                node.refers += references(kept)
        elif name in ATTRIBUTES and is_safe(value):
            node.attributes[name] = value
            node.refers += references(value)


def _box(attributes: dict[str, str]) -> tuple[float, float, float, float]:
    try:
        x, y, width, height = (float(part) for part in attributes.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        x, y, width, height = 0.0, 0.0, _length(attributes.get("width", "")), _length(attributes.get("height", ""))
    if not (1e-3 <= width <= 1e6 and 1e-3 <= height <= 1e6 and abs(x) <= 1e7 and abs(y) <= 1e7):  # nor is "nan" in there
        raise Refusal("damaged")
    return x, y, width, height


def _length(value: str) -> float:
    found = LENGTH.fullmatch(value)
    return float(found[1]) * UNITS[(found[2] or "").lower()] if found else 0.0


def _weigh(root: Node) -> None:
    """Refuse what draws itself, or little that asks for endlessly much: each reference counts for all that it leads to."""
    named: dict[str, list[Node]] = {}  # two of one name: programs differ in which one they take
    sheet: dict[str, list[str]] = {}
    for node in _all(root):
        named.setdefault(node.attributes.get("id", ""), []).append(node)
        if node.name == "style":
            node.text, found = rules(node.text)
            for selector, names in found.items():
                sheet.setdefault(selector, []).extend(names)
    known: dict[int, tuple[int, int]] = {}
    under_way: set[int] = set()

    def weigh(node: Node, depth: int) -> tuple[int, int]:
        """(weight, depth) of all that is drawn for it."""
        key = id(node)
        if key in known:
            return known[key]
        if key in under_way or depth > 2 * DEEPEST:
            raise Refusal("complex")
        under_way.add(key)
        weight, deepest = node.weight, 0
        leads_to = [other for name in [*node.refers, *_by_sheet(node, sheet)] for other in named.get(name, [])]
        for other in [*node.children, *leads_to]:
            its_weight, its_depth = weigh(other, depth + 1)
            weight, deepest = weight + its_weight, max(deepest, its_depth + 1)
            if weight > MOST_DRAWN or deepest > 2 * DEEPEST:
                raise Refusal("complex")
        under_way.remove(key)
        known[key] = weight, deepest
        return known[key]

    weigh(root, 0)


def _by_sheet(node: Node, sheet: dict[str, list[str]]) -> list[str]:
    """What the style sheets have it refer to."""
    if not sheet:
        return []
    selectors = ["*", node.name, f"#{node.attributes.get('id', '')}", *(f".{name}" for name in node.attributes.get("class", "").split())]
    return [name for selector in selectors for name in sheet.get(selector, [])]


def _all(root: Node) -> list[Node]:
    found = [root]
    for node in found:  # which grows meanwhile
        found += node.children
    return found


def _write(node: Node, pieces: list[str]) -> None:
    pieces.append(f"<{node.name}")
    pieces += (f" {name}={quoteattr(value)}" for name, value in node.attributes.items())
    if not node.children and not node.text:
        pieces.append("/>")
        return
    pieces.append(f">{escape(node.text)}" if node.name == "style" else ">")
    for child in node.children:
        _write(child, pieces)
    pieces.append(f"</{node.name}>")


def cleaned(data: bytes) -> bytes:
    """The drawing as a file that may be given on: in its own measures, in UTF-8. Refusal as with `clean`."""
    drawing = clean(data)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + drawing.written(drawing.width, drawing.height).encode()
