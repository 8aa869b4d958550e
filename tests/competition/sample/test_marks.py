"""The sample's drawings: sixty, each always the same, no two alike but those that shall be."""

import hashlib
import io
from itertools import combinations
from xml.etree import ElementTree

import pytest
from PIL import Image

from anniversary.management.sampling import marks

NUMBERS = range(1, marks.COUNT + 1)


def ink(drawing: str) -> list[int]:
    """16 × 16 greys."""
    with Image.open(io.BytesIO(marks.png(drawing, 64))) as picture:
        return list(picture.convert("L").resize((16, 16)).tobytes())


def test_the_same_number_is_always_the_same_drawing_and_no_two_are_one():
    drawings = [marks.colour(number) for number in NUMBERS]
    assert [marks.colour(number) for number in NUMBERS] == drawings
    assert len({hashlib.sha256(drawing.encode()).hexdigest() for drawing in drawings}) == 60


def test_every_drawing_is_well_formed_and_no_blank_sheet():
    for number in NUMBERS:
        for drawing in (marks.colour(number), marks.mono(number)):
            assert ElementTree.fromstring(drawing).get("viewBox") == "0 0 1000 1000"
            greys = ink(drawing)
            assert max(greys) - min(greys) > 60, number


def test_black_and_white_is_just_that():
    for number in NUMBERS:
        with Image.open(io.BytesIO(marks.png(marks.mono(number), 200))) as picture:
            assert all(max(pixel) - min(pixel) <= 2 for _count, pixel in picture.convert("RGB").getcolors(40_000)), number


def test_two_pairs_look_alike_and_all_others_do_not():
    greys = {number: ink(marks.mono(number)) for number in NUMBERS}
    near = [
        pair for pair in combinations(NUMBERS, 2) if sum(abs(a - b) for a, b in zip(greys[pair[0]], greys[pair[1]], strict=True)) / 256 < 6
    ]  # fmt: skip
    assert near == [(8, 53), (19, 58)]


@pytest.mark.parametrize("number", [0, 61])
def test_there_is_no_other(number):
    with pytest.raises(ValueError, match="60 sample works"):
        marks.colour(number)
