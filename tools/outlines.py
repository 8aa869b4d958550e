"""Draws the outlines of countries for the map of events: events/outlines.tsv, one line a country.

    .venv/bin/python tools/outlines.py                           the package is fetched from npm
    .venv/bin/python tools/outlines.py --package FILE.tgz        or is there already (npm pack world-atlas@2.0.2)

The outlines are Natural Earth's (naturalearthdata.com, version 4.1, 1:50m), which are in the public domain, as the npm package world-atlas
has them (TopoJSON; the package's own code, of which nothing is taken, is under the ISC licence). They are drawn as they come, simplified
until a picture a hand wide shows hardly a difference: nothing here takes sides where countries disagree on a border.

A line has, parted by tabs: the country's code (ISO 3166-1), the longitude of the left edge, the latitude of the upper edge, units to a degree
of longitude, units to a degree of latitude, the height of the picture (its width is WIDTH), and the outline as the data of an SVG path.
"""

import argparse
import json
import math
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

OUT = Path(__file__).resolve().parent.parent / "events" / "outlines.tsv"
PACKAGE, FILE = "world-atlas@2.0.2", "package/countries-50m.json"

WIDTH = 1000  # units
HEIGHTS = (620, 1200)  # a picture is made no flatter and no taller than this: the sea around takes up the rest
MARGIN = 50  # of sea at least
TOLERANCE, COARSEST = 2.2, 9.0  # units by which a simplified line may leave its course: more until the outline is short enough
LONGEST = 1900  # characters of an outline that is short enough
SPECK = 20  # square units: what is smaller is not drawn, unless it is the country's largest part
SMALL = 0.0001  # of the largest part's area: what is smaller may lie outside, as the picture is not made wider for it
FAR = 0.75  # what lies further off than this, in lengths of all that is nearer, is another map's: French Guiana, Easter Island
LEFT_OUT = {"AQ"}  # no picture of this kind can be made of what lies around a pole
SMALLEST = 0.05  # degrees: what is smaller, the data has as a few steps (Monaco, Vatican City)

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]
Box = tuple[float, float, float, float]


# --- reading --------------------------------------------------------------------------------------------------------
def fetched(folder: Path) -> Path:
    """The package, brought by npm."""
    done = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, capture_output=True, text=True, check=True)
    return folder / done.stdout.split()[-1]


def topology(package: Path) -> dict[str, Any]:
    with tarfile.open(package) as archive:
        file = archive.extractfile(FILE)
        assert file, f"{package} has no {FILE}"  # noqa: S101
        return json.load(file)


def countries(found: dict[str, Any]) -> dict[str, list[Polygon]]:
    """The polygons of each country, in degrees, by its code. What has none of its own (a disputed territory, a base) is left out."""
    (scale_x, scale_y), (left, low) = found["transform"]["scale"], found["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in found["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((left + x * scale_x, low + y * scale_y))
        arcs.append(line)

    def ring(parts: Sequence[int]) -> Ring:
        points: Ring = []
        for part in parts:
            line = arcs[part] if part >= 0 else arcs[~part][::-1]
            points += line[1:] if points else line
        return unbroken(points)

    # CLDR knows a country's number (392) as a longer form of its code (JP).
    codes = get_global("territory_aliases")
    polygons: dict[str, list[Polygon]] = {}
    for shape in found["objects"]["countries"]["geometries"]:
        for code in codes.get(shape.get("id", ""), [])[:1]:
            several = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            polygons.setdefault(code, []).extend([ring(parts) for parts in polygon] for polygon in several)
    return polygons


def unbroken(ring: Ring) -> Ring:
    """The ring without its jumps from one side of the 180th meridian to the other: a longitude may be beyond it."""
    turns, found = 0, ring[:1]
    for (before, _y), (x, y) in pairwise(ring):
        turns += (x - before < -180) - (x - before > 180)
        found.append((x + turns * 360, y))
    return found


# --- measuring ------------------------------------------------------------------------------------------------------
def area(ring: Ring) -> float:
    return abs(sum(x * after_y - after_x * y for (x, y), (after_x, after_y) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def box(rings: Iterable[Ring]) -> Box:
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def joined(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def gap(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0)
    along = max(one[1] - other[3], other[1] - one[3], 0)
    return math.hypot(across, along)


def together(polygons: list[Polygon]) -> list[Polygon]:
    """Those that belong into one picture: the largest, time and again what is near enough to all so far, and what is small between them."""
    first, *others = sorted(polygons, key=lambda polygon: -area(polygon[0]))
    rest = [polygon for polygon in others if area(polygon[0]) >= SMALL * area(first[0])]
    kept, reach = [first], box(first[:1])
    while near := [polygon for polygon in rest if gap(reach, box(polygon[:1])) < FAR * math.hypot(reach[2] - reach[0], reach[3] - reach[1])]:
        kept += near
        rest = [polygon for polygon in rest if polygon not in near]
        for polygon in near:
            reach = joined(reach, box(polygon[:1]))
    return kept + [polygon for polygon in others if polygon not in kept and joined(reach, box(polygon[:1])) == reach]


def beside(polygons: list[Polygon]) -> list[Polygon]:
    """With the parts beyond the 180th meridian on the side of the largest one."""
    largest = max(polygons, key=lambda polygon: area(polygon[0]))
    middle = sum(box(largest[:1])[::2]) / 2

    def moved(ring: Ring) -> Ring:
        off = sum(box([ring])[::2]) / 2 - middle
        by = -360 if off > 180 else 360 if off < -180 else 0
        return [(x + by, y) for x, y in ring]

    return [[moved(ring) for ring in polygon] for polygon in polygons]


# --- drawing --------------------------------------------------------------------------------------------------------
def simplified(line: Ring, tolerance: float) -> Ring:
    """The line without the points that it does not need (Douglas and Peucker); both ends stay."""
    kept, open_parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_parts:
        begin, end = open_parts.pop()
        (x, y), (to_x, to_y) = line[begin], line[end]
        length = math.hypot(to_x - x, to_y - y)
        worst, place = tolerance, 0
        for number in range(begin + 1, end):
            px, py = line[number][0] - x, line[number][1] - y
            off = abs((to_x - x) * py - (to_y - y) * px) / length if length else math.hypot(px, py)
            if off > worst:
                worst, place = off, number
        if place:
            kept.add(place)
            open_parts += [(begin, place), (place, end)]
    return [line[number] for number in sorted(kept)]


def path(ring: Ring, tolerance: float) -> str:
    """The closed ring as whole units, each point from the one before it; empty if nothing is left of it."""
    half = max(range(len(ring)), key=lambda number: math.dist(ring[0], ring[number]))
    points = [(round(x), round(y)) for x, y in [*simplified(ring[: half + 1], tolerance), *simplified(ring[half:], tolerance)[1:-1]]]
    points = [point for number, point in enumerate(points) if not number or point != points[number - 1]]
    if len(points) < 3:
        return ""
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-") + "z"


def line(code: str, polygons: list[Polygon]) -> str:
    """The country's line: its shape on a plane that is right in the middle of it, as large as the picture lets it be."""
    polygons = together(beside(polygons))
    west, south, east, north = box(polygon[0] for polygon in polygons)
    narrow = math.cos(math.radians((south + north) / 2))
    across, along = (east - west) * narrow, north - south
    scale = min((WIDTH - 2 * MARGIN) / across, (HEIGHTS[1] - 2 * MARGIN) / along)
    height = max(HEIGHTS[0], math.ceil(along * scale) + 2 * MARGIN)
    left, top = west - (WIDTH / scale - across) / 2 / narrow, north + (height / scale - along) / 2
    placed = sorted(([((x - left) * scale * narrow, (top - y) * scale) for x, y in ring] for polygon in polygons for ring in polygon), key=area, reverse=True)
    numbers = (f"{left:.4f}", f"{top:.4f}", f"{scale * narrow:.4f}", f"{scale:.4f}", str(height))
    return "\t".join((code, *numbers, outline([ring for ring in placed if area(ring) >= SPECK] or placed[:1])))


def outline(rings: list[Ring]) -> str:
    """All rings as one path, as simple as it has to be."""
    tolerance = TOLERANCE
    while len(drawn := "".join(path(ring, tolerance) for ring in rings)) > LONGEST and tolerance < COARSEST:
        tolerance += 0.5
    return drawn


def lines(found: dict[str, Any]) -> Iterator[str]:
    for code, polygons in sorted(countries(found).items()):
        west, south, east, north = box(polygon[0] for polygon in polygons)
        if code not in LEFT_OUT and min(east - west, north - south) > SMALLEST:
            yield line(code, polygons)


def main() -> None:
    parser = argparse.ArgumentParser(description="Draws the outlines of countries for the map of events.")
    parser.add_argument("--package", type=Path, help=f"the archive of {PACKAGE}; without it, npm fetches it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = topology(asked.package or fetched(Path(folder)))
    written = list(lines(found))
    OUT.write_text("\n".join(written) + "\n")
    print(f"{OUT.name}: {len(written)} countries, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
