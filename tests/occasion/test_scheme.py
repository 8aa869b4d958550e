"""Which colours can be read on which: exact ratios, what is allowed and what is refused, and that the nights follow from the days."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from anniversary.covers import oklch
from anniversary.covers.palette import Palette, contrast
from anniversary.occasion import brand, scheme
from anniversary.occasion.models import COLOURS
from events.models import Category
from tests.factories import occasion

CHOSEN = Palette()
GREEN = Palette(
    ink="#14261D", paper="#FAF8F0", first="#1C5A3C", second="#8C4E0A", bloom_a="#DCE8C6", accent_a="#4A6420", bloom_b="#F4DDA8", accent_b="#7C4A10",
    ground="#E6E6D6",
)  # fmt: skip
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#777777", "#FFFFFF", 4.478), ("#767676", "#FFFFFF", 4.542), ("#16203A", "#FBF8F2", 15.218), ("#B8232F", "#FBF8F2", 5.968)],
)
def test_contrast_is_what_wcag_says(one, other, ratio):
    assert contrast(one, other) == contrast(other, one)
    assert round(contrast(one, other), 3) == ratio


@pytest.mark.parametrize(
    ("hexadecimal", "lightness", "chroma", "hue"),
    [("#FFFFFF", 1.0, 0.0, None), ("#000000", 0.0, 0.0, None), ("#FF0000", 0.628, 0.2577, 29.2), ("#0000FF", 0.452, 0.3132, 264.1)],  # as CSS Color 4 has them
)
def test_a_colour_is_taken_apart_and_put_together_again(hexadecimal, lightness, chroma, hue):
    found = oklch.parts(hexadecimal)
    assert (round(found[0], 3), round(found[1], 4)) == (lightness, chroma)
    assert hue is None or round(found[2], 1) == hue
    assert oklch.colour(*found) == hexadecimal


def test_a_colour_is_changed_only_as_far_as_it_must():
    assert oklch.readable("#0F2F7F", ["#FBF8F2"], 7, lighter=False) == "#0F2F7F"
    lighter = oklch.readable("#0F2F7F", ["#0B1228"], 4.5, lighter=True)
    assert 4.5 <= contrast(lighter, "#0B1228") < 4.65
    assert abs(oklch.parts(lighter)[2] - oklch.parts("#0F2F7F")[2]) < 1  # the same hue


@pytest.mark.parametrize("palette", [CHOSEN, GREEN])
@pytest.mark.parametrize("roles", [scheme.light, scheme.dark])
def test_every_pair_of_the_two_samples_can_be_read(palette, roles):
    found = roles(palette)
    weak = [pair for pair in scheme.PAIRS if pair[0] in found and contrast(found[pair[0]], found[pair[1]]) < pair[2]]
    assert weak == []


def test_body_text_and_links_reach_seven_to_one_in_both_schemes():
    for palette in (CHOSEN, GREEN):
        for roles in (scheme.light(palette), scheme.dark(palette)):
            assert min(contrast(roles[text], roles[ground]) for text in ("ink", "soft", "link") for ground in ("paper", "ground", "card")) >= 7


@settings(max_examples=20, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(COLOURS, colours)))
def test_whatever_is_chosen_the_night_can_be_read(chosen):
    night = scheme.dark(Palette(**chosen))
    weak = {(text, ground) for text, ground, least in scheme.PAIRS if text in night and contrast(night[text], night[ground]) < least}
    assert weak == set()


@pytest.mark.parametrize(
    ("role", "allowed", "refused"),
    [
        ("ink", "#484848", "#4C4C4C"),  # 7:1 on the stone
        ("first", "#6B6B6B", "#777777"),  # 4.5:1 on the page
        ("second", "#D0343F", "#E0525C"),
        ("accent_a", "#8A6414", "#A27A20"),
        ("accent_b", "#C0406A", "#D9708D"),
        ("bloom_a", "#F2DE9B", "#8A7A30"),  # the ink has to stand on it
        ("ground", "#E8E2D6", "#B0A890"),
    ],
)
def test_a_colour_that_can_be_read_is_allowed_and_a_weaker_one_refused(role, allowed, refused):
    assert scheme.problems(replace(CHOSEN, **{role: allowed})) == []
    assert scheme.problems(replace(CHOSEN, **{role: refused})) != []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_the_message_stands_beside_the_field_in_each_language(language):
    record = occasion.anniversary(colour_ink="#555555")
    with translation.override(language):
        problems = brand.contrast_problems(record.palette)
    assert list(problems) == ["colour_ink"]
    message = problems["colour_ink"].messages[0]
    assert all(part in message for part in ("#EFEAE1", "6.2", "7.0"))
    assert (language == "en") == message.startswith("Too little contrast")


def test_what_is_shown_of_a_ratio_is_never_rounded_up_to_what_is_needed():
    weak = brand.contrast_problems({**COLOURS, "first": "#777777"})  # 4.23 on the page
    assert "4.2 to 1, at least 4.5" in weak["colour_first"].messages[0]


def test_every_colour_a_category_can_have_is_one_of_the_palette_s():
    assert set(Category.Colour.values) == set(scheme.CATEGORIES)


def test_the_sixth_colour_keeps_away_from_the_other_four():
    for palette in (CHOSEN, GREEN):
        hue = oklch.parts(scheme.light(palette)["cat-green"])[2]
        others = [oklch.parts(getattr(palette, role))[2] for role in ("first", "second", "accent_a", "accent_b")]
        assert min(min(abs(hue - other), 360 - abs(hue - other)) for other in others) > 45


def test_the_stylesheet_has_every_role_by_day_and_by_night_and_paper_is_always_by_day():
    sheet = brand.stylesheet(COLOURS)
    day, night = sheet.split("@media screen and (prefers-color-scheme:dark)")
    assert "--ink:#16203A;" in day and "--link:#0F2F7F;" in day and "--c-first:#0F2F7F;" in day
    assert set(re.findall(r"--([\w-]+):", night)) == {name for name in re.findall(r"--([\w-]+):", day) if not name.startswith("c-")}


def test_the_site_s_own_sheet_has_no_colour_but_what_stands_in_where_the_palette_cannot_be_had():
    css = (Path(__file__).parents[2] / "static" / "site.css").read_text()
    stand_in = css[css.index("html {") : css.index("--serif")]
    by_day = scheme.light(CHOSEN)
    given = dict(re.findall(r"--([\w-]+): (#\w{6});", stand_in))
    assert {name: colour.upper() for name, colour in given.items()} == {name: by_day[name] for name in given}
    used = set(re.findall(r"var\(--([\w-]+)\)", css)) & set(by_day)
    assert used <= set(given)
    rest = css.replace(stand_in, "").split("@media print")[0]
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,)])", rest)) <= {"#000"}
