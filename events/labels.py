"""Where the names of places stand in a picture: beside their markers, as long as there is room."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .outlines import WIDTH

if TYPE_CHECKING:
    from .places import Marker

SIZE = 38  # of the letters, in a picture's units: 12 pixels and more wherever a picture is 320 wide
GAP = 10

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A point on the line that a name stands on, and which end of the name it is: start, middle, end."""

    x: int
    y: int
    anchor: str


def put(markers: Sequence["Marker"], radius: int, height: int) -> None:
    """Gives each marker a label that covers no other and no marker, the busiest first. One that finds no room has none: the list names it."""
    taken: list[Box] = [(marker.x - radius, marker.y - radius, marker.x + radius, marker.y + radius) for marker in markers]
    for marker in markers:
        for label, box in _places(marker, radius, width_of(marker.towns[0].name)):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= height
            if inside and not any(_meet(box, other) for other in taken):
                marker.label = label
                taken.append(box)
                break


def _places(marker: "Marker", radius: int, width: float) -> Iterator[tuple[Label, Box]]:
    """To the right of it, to the left, below, above."""
    x, y, off, half = marker.x, marker.y, radius + GAP, SIZE // 2
    yield Label(x + off, y + half // 2, "start"), (x + off, y - half, x + off + width, y + half)
    yield Label(x - off, y + half // 2, "end"), (x - off - width, y - half, x - off, y + half)
    for base in (y + off + SIZE, y - off):
        yield Label(x, base, "middle"), (x - width / 2, base - SIZE, x + width / 2, base + half // 2)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def width_of(text: str) -> float:
    """About how wide the text is, rather too much than too little."""
    return SIZE * sum(_width(letter) for letter in text)


def _width(letter: str) -> float:
    if unicodedata.category(letter) == "Mn":  # stands above or below the letter before it
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1
    return 0.6 if letter.isascii() else 0.85
