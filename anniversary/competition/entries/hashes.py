"""A picture as 64 bits that stay what they are when it is scaled, saved again or turned grey: likenesses differ in few of them.

The shares of the eight lowest frequencies across and down (a cosine transform of 32 × 32 greys), each a bit: above the middle one or not.
"""

import math
from statistics import median

from PIL import Image, ImageChops

GRID = 32
LOW = 8
NOISE = 0.02  # of the largest share: a sign that is the same left and right has many that are nought but for rounding
COSINES = [[math.cos(math.pi * (2 * place + 1) * wave / (2 * GRID)) for place in range(GRID)] for wave in range(LOW)]


def phash(picture: Image.Image) -> str:
    """Sixteen hexadecimal digits. On white, without the empty margin: neither is part of a sign."""
    grey = _on_white(picture)
    empty = Image.new("L", grey.size, grey.getpixel((0, 0)))
    if box := ImageChops.difference(grey, empty).point(lambda value: 255 if value > 16 else 0).getbbox():
        grey = grey.crop(box)
    values = grey.resize((GRID, GRID), Image.Resampling.BOX).tobytes()
    lines = [[sum(map(_times, values[line * GRID : (line + 1) * GRID], wave)) for wave in COSINES] for line in range(GRID)]
    shares = [sum(lines[line][across] * COSINES[down][line] for line in range(GRID)) for down in range(LOW) for across in range(LOW)]
    without_mean = shares[1:]
    middle = max(median(without_mean), NOISE * max(map(abs, without_mean)), 1e-6)
    return f"{sum(1 << (63 - place) for place, share in enumerate(shares) if share > middle):016x}"


def _times(one: float, other: float) -> float:
    return one * other


def _on_white(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((256, 256))
    if small.mode != "RGBA":
        return small.convert("L")
    ground = Image.new("RGBA", small.size, "white")
    ground.alpha_composite(small)
    return ground.convert("L")


def bytes_of(digits: str) -> list[tuple[int, int]]:
    """(place, value) of its eight bytes."""
    return list(enumerate(bytes.fromhex(digits)))


def distance(one: str, other: str) -> int:
    """In how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
