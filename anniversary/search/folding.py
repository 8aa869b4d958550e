"""Spellings that mean the same become one, by rules that can also tell where each character came from.

A rule is a pattern and what its matches become. `fold` only makes the text, as fast as it can; `fold_aligned` gives the same text and
the place of each of its characters in the original. Both stand on the same rules, so that they cannot part.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

# What is not seen: soft hyphens, zero-width and directional characters, variation selectors, fillers, tags; and Khmer's two vowels without a form.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Marks that searches do without: the accents of Latin, Greek and Cyrillic, the points of Hebrew and Arabic, Khmer's atthacan, colours of skin.
ACCENTS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u17dd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\U0001f3fb-\U0001f3ff"
)
KHMER_MARKS = "\u17b4-\u17d3\u17dd-\u17dd"
JAMO = "\u1161-\u11ff\ud7b0-\ud7fb\uffc2-\uffdc"  # the second and third parts of a Korean syllable


def _marks() -> str:
    """The inside of a pattern's brackets: every combining mark, as ranges."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x20000):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


MARKS = _marks()


@dataclass(frozen=True)
class Rule:
    """What each match of `pattern` (never an empty one) becomes. `only_with`: characters without any of which nothing can match.

    `whole` does the same to a text at once, where there is a faster way.
    """

    pattern: re.Pattern[str]
    becomes: Callable[[re.Match[str]], str]
    only_with: str = ""
    whole: Callable[[str], str] | None = None
    one_by_one: bool = False  # matches are single characters, and none goes

    def fold(self, text: str) -> str:
        if self.only_with and not any(map(text.__contains__, self.only_with)):
            return text
        return self.whole(text) if self.whole else self.pattern.sub(self.becomes, text)


def dropping(pattern: str, only_with: str = "") -> Rule:
    return Rule(re.compile(pattern), lambda found: "", only_with)


def mapping(table: dict[str, str]) -> Rule:
    """Single characters and what they become."""
    return Rule(_any_of(table), lambda found: table[found[0]], one_by_one=True)


def mapping_most(table: dict[str, str]) -> Rule:
    """The same, faster where many characters of a text are in the table."""
    codes = _Codes({ord(one): other for one, other in table.items()})
    return Rule(_any_of(table), lambda found: table[found[0]], whole=lambda text: text.translate(codes), one_by_one=True)


def _any_of(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(table))}]")


class _Codes(dict[int, str | int]):
    """Python translates faster by a table that knows every character."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@lru_cache(50_000)
def _compatible(text: str) -> str:
    """Full and half width, ligatures, capitals and accents folded."""
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold()))


_ACCENTS = re.compile(f"[{ACCENTS}]+")
UNSEEN_DROPPED = dropping(f"[{UNSEEN}{ACCENTS}]+")
# What stays as it is: most of what texts here are made of. What melts into these is an accent, or a voicing of kana, which has its own rule.
_PLAIN = "\0-\x7f\u1780-\u17ff\u2010\u2012-\u2016\u2018-\u201f\u3001\u3002\u3008-\u3011\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3400-\u9fff"
COMPATIBLE = Rule(re.compile(f"[^{_PLAIN}][{MARKS.replace(KHMER_MARKS, '')}{JAMO}]*"), lambda found: _compatible(found[0]))


def fold(text: str, rules: Iterable[Rule]) -> str:
    for rule in rules:
        text = rule.fold(text)
    return text


def fold_aligned(text: str, rules: Iterable[Rule]) -> tuple[str, list[int], list[int]]:
    """The folded text, and where in the original each of its characters starts and ends."""
    starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
    for rule in rules:
        folded = rule.fold(text)
        if rule.one_by_one and len(folded) == len(text):
            text = folded
        elif folded != text:
            text, starts, ends = _aligned(rule, text, starts, ends)
    return text, starts, ends


def _aligned(rule: Rule, text: str, starts: list[int], ends: list[int]) -> tuple[str, list[int], list[int]]:
    parts: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    at = 0
    for found in rule.pattern.finditer(text):
        start, end = found.span()
        new = rule.becomes(found)
        one_each = len(new) == end - start
        parts += (text[at:start], new)
        new_starts += starts[at:start] + (starts[start:end] if one_each else [starts[start]] * len(new))
        new_ends += ends[at:start] + (ends[start:end] if one_each else [ends[end - 1]] * len(new))
        at = end
    return "".join([*parts, text[at:]]), new_starts + starts[at:], new_ends + ends[at:]
