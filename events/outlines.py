"""The outlines of countries, as tools/outlines.py has drawn them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".tsv")
WIDTH = 1000  # of every picture, in its own units


@dataclass(frozen=True)
class Outline:
    """A picture of a country: `path` is the data of an SVG path, within WIDTH by `height`."""

    west: float  # the longitude of its left edge
    north: float  # the latitude of its upper edge
    across: float  # units to a degree of longitude
    down: float  # units to a degree of latitude
    height: int
    path: str

    def place(self, lon: float, lat: float) -> tuple[float, float] | None:
        """Where the point is in the picture; None where that does not show it."""
        x, y = (lon - self.west) % 360 * self.across, (self.north - lat) * self.down
        return (x, y) if 0 <= x <= WIDTH and 0 <= y <= self.height else None


@lru_cache(maxsize=16)
def of(code: str) -> Outline | None:
    """Of the country of this code (ISO 3166-1); None where there is none, as for a country that does not exist."""
    with FILE.open() as lines:
        for line in lines:
            if line.startswith(f"{code}\t"):
                _code, west, north, across, down, height, path = line.rstrip("\n").split("\t")
                return Outline(float(west), float(north), float(across), float(down), int(height), path)
    return None
