"""What every composition draws with: a sheet, its colours, the two flowers, and dice that always fall the same."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from . import digits, svg
from .flowers import LOOSE, flower
from .palette import Palette, distance, mix, shade

T = TypeVar("T")


class Dice:
    """Chance drawn from SHA-256: unlike `random`, the same in every version of Python, so that no cover changes."""

    def __init__(self, seed: str) -> None:
        self._numbers = self._stream(seed.encode())

    @staticmethod
    def _stream(seed: bytes) -> Iterator[float]:
        for block in count():
            digest = hashlib.sha256(seed + block.to_bytes(4, "big")).digest()
            for i in range(0, 32, 4):
                yield int.from_bytes(digest[i : i + 4], "big") / 2**32

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * next(self._numbers)

    def chance(self, share: float = 0.5) -> bool:
        return next(self._numbers) < share

    def pick(self, options: Sequence[T]) -> T:
        return options[int(next(self._numbers) * len(options))]


@dataclass(frozen=True)
class Scheme:
    """The inks of one sheet: `tone` for quiet ornament, `deep` and `other` for shapes, `text` for the numeral."""

    ground: str
    tone: str
    deep: str
    other: str
    light: str
    text: str


def schemes(p: Palette) -> dict[str, Scheme]:
    """Every sheet that can be printed from a palette, by the name of its ground."""
    cream, blush = mix(p.bloom_a, p.paper, 0.3), mix(p.bloom_b, p.paper, 0.3)
    gold, pink = shade(p.bloom_a, p.accent_a, 0.3), shade(p.bloom_b, p.accent_b, 0.25)
    return {
        "paper": Scheme(p.paper, p.ground, p.first, p.second, p.bloom_b, p.first),
        "stone": Scheme(p.ground, mix(p.ground, p.accent_a, 0.16), p.second, p.first, p.paper, p.ink),
        "cream": Scheme(cream, mix(p.bloom_a, gold, 0.3), p.second, p.first, p.paper, p.first),
        "blush": Scheme(blush, mix(p.bloom_b, pink, 0.35), p.first, p.accent_b, p.paper, p.accent_b),
        "first": Scheme(p.first, mix(p.first, p.paper, 0.16), p.second, gold, p.bloom_b, p.paper),
        "second": Scheme(p.second, mix(p.second, p.ink, 0.22), mix(p.second, p.ink, 0.5), gold, p.bloom_a, p.paper),
        "ink": Scheme(p.ink, mix(p.ink, p.paper, 0.14), p.second, gold, p.bloom_b, p.bloom_a),
        "rose": Scheme(p.accent_b, mix(p.accent_b, p.ink, 0.25), p.first, gold, p.bloom_b, p.paper),
    }


LIGHT = ("paper", "stone", "cream", "blush")
DARK = ("first", "second", "ink", "rose")


@dataclass
class Scene:
    """A sheet, at least 150 units wide and 100 high; a family draws on it with its focus left of centre."""

    w: float
    h: float
    dice: Dice
    palette: Palette
    flowers: Sequence[str]
    numeral: str = ""
    colours: Scheme = field(init=False)
    mirrored: bool = field(init=False, default=False)
    front: list[str] = field(init=False, default_factory=list)
    taken: tuple[float, float, float, float] = field(init=False, default=(0, 0, 0, 0))  # by the numeral

    def choose(self, *names: str) -> Scheme:
        """Print on one of the named sheets."""
        self.colours = schemes(self.palette)[self.dice.pick(names)]
        return self.colours

    def tint(self, share: float, colour: str | None = None) -> str:
        """The ground with a share of another colour: overlays without opacity, as a printer would mix them."""
        return mix(self.colours.ground, colour or self.colours.tone, share)

    def bloom(self, which: str, x: float, y: float, r: float, on: str | None = None, detail: bool | None = None) -> str:
        """Flower "a" or "b"; on a colour too near its petals it turns paper-white, or deeper where paper is as near."""
        p = self.palette
        name, petals, accent = (
            (self.flowers[0], p.bloom_a, p.accent_a) if which == "a" else (self.flowers[1], p.bloom_b, p.accent_b)
        )
        under = on or self.colours.ground
        if distance(petals, under) < 60:
            glow = shade(petals, accent, 0.5)
            petals, accent = (
                (p.paper, glow if which == "a" else accent)
                if distance(p.paper, under) > 45
                else (shade(petals, accent, 0.14), accent)
            )
        turn = self.dice.between(0, 360)
        return flower(name)(
            x, y, r, turn=turn, bloom=petals, accent=accent, detail=r >= 12.5 if detail is None else detail
        )

    def petals(self, places: Sequence[tuple[float, float]], size: float = 4.4, colour: str | None = None) -> str:
        """Loose petals near the given places, each turned and moved a little, in one colour."""
        data = []
        for x, y in places:
            x, y = x + self.dice.between(-4, 4), y + self.dice.between(-4, 4)
            if self.taken[0] < x < self.taken[2] and self.taken[1] < y < self.taken[3]:
                continue
            data.append(svg.place(LOOSE, x, y, size * self.dice.between(0.75, 1.25), self.dice.between(0, 360), 1))
        return svg.path("".join(data), colour or self.drift)

    @property
    def drift(self) -> str:
        """The colour of loose petals: seen on the ground, yet quieter than the flowers."""
        p, ground = self.palette, self.colours.ground
        return p.bloom_b if distance(p.bloom_b, ground) > 90 else shade(p.bloom_b, p.accent_b, 0.3)

    def write(
        self,
        x: float,
        baseline: float,
        height: float,
        *,
        anchor: str = "end",
        colour: str | None = None,
        most: float = 80,
        middle: float | None = None,
    ) -> None:
        """Set the record's numeral, if it has one, in front of everything.

        `most` is the width that it may take; made smaller, it keeps its baseline, or its `middle` where one is given.
        """
        if not self.numeral:
            return
        height = min(height, height * most / digits.width(self.numeral, height))
        if middle is not None:
            baseline = middle + height / 2
        start = x - digits.width(self.numeral, height) * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        self.taken = (start - 4, baseline - height - 4, start + digits.width(self.numeral, height) + 4, baseline + 4)
        if self.mirrored:
            x, anchor = self.w - x, {"start": "end", "middle": "middle", "end": "start"}[anchor]
        data = digits.numeral_path(self.numeral, x, baseline, height, anchor)
        self.front.append(svg.path(data, colour or self.colours.text))
