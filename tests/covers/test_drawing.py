"""What the composer draws, without Django: sheets, numerals, flowers, colours."""

import re
import struct
import xml.etree.ElementTree as ET

import pytest

from anniversary.covers import digits, share
from anniversary.covers.compose import KINDS, OTHER, cover, draw
from anniversary.covers.families import FAMILIES
from anniversary.covers.flowers import FLOWERS, flower, plain, symbols
from anniversary.covers.palette import DEFAULT, Palette, contrast, mix, shade
from anniversary.covers.scene import Dice

KEYS = ("opening-ceremony", "a", "kizuna-festival-2023", "x" * 80)
LIMIT = 12 * 1024
OTHER_PALETTE = Palette.from_dict({"first": "#00563F", "second": "#F4A300", "bloom_b": "#FFFFFF"})


def png_size(data: bytes) -> tuple[int, int]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", data[16:24])


@pytest.mark.parametrize("kind", KINDS)
def test_a_cover_is_always_the_same_for_the_same_record(kind):
    assert cover(kind, "kizuna", numeral="70") == cover(kind, "kizuna", numeral="70")


@pytest.mark.parametrize("kind", KINDS)
def test_covers_of_different_records_differ(kind):
    assert len({cover(kind, f"record-{i}") for i in range(30)}) == 30


def test_the_kind_changes_the_cover():
    assert cover("festival", "kizuna") != cover("market", "kizuna")


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        cover("nonsense", "kizuna")


def test_every_family_is_used_by_some_kind_and_every_kind_names_families():
    used = {name for names in KINDS.values() for name in names}
    assert used == set(FAMILIES)
    assert len(FAMILIES) >= 8
    assert OTHER in KINDS


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("numeral", ["", "7", "1953"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_cover_is_small_well_formed_and_may_stand_many_times_in_a_page(kind, numeral, key):
    drawing = cover(kind, key, numeral=numeral)
    root = ET.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    for element in root.iter():
        assert not element.tag.endswith(("text", "use", "script", "style", "image"))
        assert not {"id", "style", "href"} & set(element.attrib)
    assert len(drawing.encode()) < LIMIT


@pytest.mark.parametrize(
    "flowers", [("lotus", "plain"), ("plain", "lotus"), ("lotus", "lotus"), ("unheard-of", "sakura")]
)
@pytest.mark.parametrize("family", FAMILIES)
def test_other_countries_flowers_and_colours_fit_too(family, flowers):
    for i in range(8):
        drawing = draw(family, Dice(f"{family}{i}"), 800, 450, "1888"[: i % 5], OTHER_PALETTE, flowers)
        assert len(drawing.encode()) < LIMIT
        ET.fromstring(drawing)


@pytest.mark.parametrize("shape", [(1200, 630), (400, 400), (400, 600)])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_fills_any_shape_without_broken_numbers(family, shape):
    drawing = draw(family, Dice("shape"), *shape, "1953", DEFAULT, ("rumduol", "sakura"))
    assert f'width="{shape[0]}" height="{shape[1]}"' in drawing
    assert not re.search(r"nan|inf|None|e-\d", drawing)


def test_dice_fall_the_same_on_every_machine():
    dice = Dice("concert/kizuna")
    assert [round(dice.between(0, 1), 6) for _ in range(3)] == [0.442768, 0.13455, 0.546787]


def test_a_numeral_is_drawn_figure_by_figure_and_ends_where_it_is_told_to():
    path = digits.numeral_path("70", 100, 90, 50, anchor="end")
    assert path.count("M") == 3  # seven, nought, and the hole in the nought
    assert digits.width("70", 50) == 61


@pytest.mark.parametrize("numeral", ["7O", "-1", "៧០", "7 0"])
def test_anything_but_latin_digits_is_refused(numeral):
    with pytest.raises(ValueError, match="digits 0 to 9"):
        digits.numeral_path(numeral, 0, 0, 10)


def test_a_cover_shows_its_numeral():
    assert cover("concert", "kizuna", numeral="70") != cover("concert", "kizuna")


@pytest.mark.parametrize("detail", [True, False])
@pytest.mark.parametrize("name", FLOWERS)
def test_every_flower_is_a_fragment_without_ids(name, detail):
    drawing = flower(name)(50, 50, 40, turn=12, bloom="#F6CBD5", accent="#9B2C4E", detail=detail)
    ET.fromstring(f"<svg>{drawing}</svg>")
    assert " id=" not in drawing


def test_a_flower_that_nobody_has_drawn_is_the_plain_one():
    assert flower("edelweiss") is plain


def test_the_sprite_has_both_flowers_and_the_mark():
    root = ET.fromstring(symbols("rumduol", "sakura"))
    assert [symbol.get("id") for symbol in root] == ["flower-a", "flower-b", "mark"]


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#777777", "#FFFFFF", 4.48),
        ("#FFFFFF", "#777777", 4.48),
        ("#000000", "#FFFFFF", 21),
        ("#767676", "#FFFFFF", 4.54),
        ("#123456", "#123456", 1),
    ],
)
def test_contrast_is_that_of_wcag(a, b, ratio):
    assert round(contrast(a, b), 2) == ratio


def test_the_default_palette_is_readable():
    p = DEFAULT
    assert contrast(p.ink, p.paper) >= 7
    for colour in (p.first, p.second, p.accent_a, p.accent_b):
        assert contrast(colour, p.paper) >= 4.5


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345G", '#123456"/><script>', "#123456\n", None])
def test_a_palette_takes_hex_colours_only(colour):
    with pytest.raises(ValueError, match="'ink'"):
        Palette(ink=colour)


def test_a_palette_from_a_record_keeps_defaults_and_leaves_out_what_it_does_not_know():
    assert Palette.from_dict({"first": "#123456", "favourite": "blue"}) == Palette(first="#123456")


def test_mixing_and_shading_meet_at_their_ends():
    for blend in (mix, shade):
        assert blend("#F2DE9B", "#8A6414", 0) == "#F2DE9B"
        assert blend("#F2DE9B", "#8A6414", 1) == "#8A6414"


def test_a_share_image_has_the_size_that_link_previews_want():
    assert png_size(share.share_png("festival", "kizuna", "70")) == (1200, 630)


@pytest.mark.parametrize("size", [192, 512])
def test_icons_have_the_size_asked_for(size):
    assert png_size(share.icon_png(size)) == (size, size)


def test_brand_art_is_well_formed_small_and_follows_the_palette():
    for art in (share.favicon, share.hero, share.not_found):
        ET.fromstring(art())
        assert len(art().encode()) < LIMIT
        assert "<text" not in art()
        assert art(palette=OTHER_PALETTE) != art()
