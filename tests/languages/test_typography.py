"""What the style sheets keep for the three scripts: room for Khmer's marks, no spaced Khmer letters, tight Japanese headings only."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted(Path(settings.BASE_DIR, "static").rglob("*.css"))
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Big figures: Khmer digits have no marks above or below them.
DIGITS_ONLY = {".metric-number b:lang(km)", ".countdown b:lang(km), .countdown b:lang(ja)"}


def rules(name: str = "") -> list[tuple[str, str, str]]:
    """Each innermost rule of our sheets: sheet, selector, declarations; of the sheet `name` only, if it is given."""
    found = []
    for path in SHEETS:
        if not name or path.name == name:
            found += [(path.name, " ".join(selector.split()), body) for selector, body in RULE.findall(COMMENT.sub("", path.read_text()))]
    return found


def values(body: str, declaration: str) -> list[str]:
    return re.findall(rf"(?:^|[;\s]){re.escape(declaration)}:\s*([^;]+)", body)


def leading(body: str) -> list[float]:
    """The plain numbers that stand as line heights: `line-height: 1.7`, `font: 500 1rem/1.35 …`."""
    numbers = [value for value in values(body, "line-height") if re.fullmatch(r"[\d.]+", value.strip())]
    return [float(number) for number in [*numbers, *re.findall(r"font:[^;]*/([\d.]+)", body)]]


def test_there_are_rules_to_look_at():
    assert {name for name, _selector, _body in rules()} >= {"site.css", "print.css", "embed.css", "admin.css"}
    assert leading("font: 500 1rem/1.35 x; line-height: 1.7") == [1.7, 1.35]
    assert values("letter-spacing: .1em; x-letter: 2", "letter-spacing") == [".1em"]


def test_khmer_text_has_lines_of_at_least_1_9_and_headings_of_1_7():
    named = {"--leading": 1.9, "--tight": 1.7, "--snug": 1.9}
    found = {(sheet, name): float(value) for sheet, selector, body in rules() if selector == ":lang(km)" for name in named for value in values(body, name)}
    assert {("site.css", "--leading"), ("site.css", "--tight"), ("site.css", "--snug"), ("embed.css", "--leading"), ("print.css", "--leading")} <= found.keys()
    assert {key: value for key, value in found.items() if value < named[key[1]]} == {}


def test_no_rule_for_khmer_makes_its_lines_closer_than_a_heading_s():
    found = [(sheet, selector, body) for sheet, selector, body in rules() if ":lang(km)" in selector and selector not in DIGITS_ONLY]
    assert [(sheet, selector) for sheet, selector, body in found if any(number < 1.7 for number in leading(body))] == []


def test_only_english_letters_are_spaced():
    spaced = [(sheet, selector) for sheet, selector, body in rules() for value in values(body, "letter-spacing") if value.strip() not in {"0", "normal"}]
    assert spaced == [("site.css", ".eyebrow:lang(en)")]


@pytest.mark.parametrize("sheet", ["site.css", "embed.css", "admin.css"])
def test_japanese_headings_are_set_tight_and_nothing_else(sheet):
    tight = [selector for _sheet, selector, body in rules(sheet) if "palt" in body]
    assert len(tight) == 1
    assert re.fullmatch(r":is\(h1, h2(, h3)?(, h4)?\):lang\(ja\)", tight[0])


def test_a_line_of_another_language_is_never_broken_by_japanese_phrases():
    assert [(sheet, selector) for sheet, selector, body in rules() if "auto-phrase" in body and ":lang(ja)" not in selector] == []
    assert [(sheet, selector) for sheet, selector, body in rules() if "keep-all" in body and ":lang(ja)" not in selector and "tbody th" not in selector] == []
