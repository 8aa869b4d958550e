"""What of a query is marked in a text: all of it where the text has it so, otherwise what of it makes sense there."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from . import cutting
from .asking import Query
from .highlight import Needle
from .wording import Words

READ = 30_000  # characters of tokens that are looked at
LONG = 16  # units of a run from which on only the longest stretches are tried
NUMBER = 3  # figures that at least a number has that is marked without what was counted
CLUSTERS = 3  # that at least stand in a row to be marked, where a text has only some of a Khmer run: two are the half of another word


def to_mark(query: Query, tokens: str) -> list[list[Needle]]:
    """What to mark in a text with these tokens: first what was typed in one, where the text has it so; then of each part of the query.

    Beside what was typed in one, a single letter that was cut from it (年 of 2023年) is marked no more: it stands in other words.
    """
    wholes = [words for words in query.wholes if len(words.units) > 1 and _together(words, tokens)]
    cut = {unit for words in wholes for unit in words.units}
    parts = [[words for words in part if not (len(words.units) == 1 and words.beginning and words.units[0] in cut)] for part in query.parts]
    counted = _counted(query.wholes)
    return [[Needle(words.units) for words in wholes], *(list(_of_part(part, counted, tokens)) for part in parts)]


def _counted(wholes: Iterable[Words]) -> dict[str, list[str]]:
    """Numbers that were typed with a letter right behind them, and these: in 2023年2月24日 three."""
    found: dict[str, list[str]] = {}
    for words in wholes:
        for (number, letter), tokens in zip(pairwise(words.units), pairwise(words.tokens), strict=False):
            if number.isdecimal() and not letter.isascii() and tokens == (number, letter):
                found.setdefault(number, []).append(letter)
    return found


def _of_part(part: Iterable[Words], counted: dict[str, list[str]], tokens: str) -> Iterator[Needle]:
    """What to mark of a part. A number with its letter, where the text has them so; the letter never by itself, and no short number."""
    letters = {letter for found in counted.values() for letter in found}
    for words in part:
        number = words.units[0] if len(words.units) == 1 else ""
        if number in counted:
            beside = [letter for letter in counted[number] if f" {number} {letter}" in tokens]
            yield from (Needle((number, letter)) for letter in beside)
            if not beside and len(number) >= NUMBER:
                yield Needle(words.units)
        elif number not in letters:
            yield from needles(words, tokens)


def needles(words: Words, tokens: str) -> list[Needle]:
    """What to mark of these words in a text with these tokens: all together or, where the text has them apart only, what it has of them."""
    if len(words.tokens) == 1 or words.adjacent or _together(words, tokens):
        return [Needle(words.units, words.beginning)]
    if _is_run(words):
        return [Needle(words.units[start:end]) for start, end in stretches(words.units, tokens[:READ])]
    # Each token begins with the unit of its own number.
    spans = ((place, place + (1 if token == words.units[place] else 2), token) for place, token in enumerate(words.tokens))
    return [Needle(words.units[start:end]) for start, end, token in spans if f" {token} " in tokens]


def _together(words: Words, tokens: str) -> bool:
    return " " + " ".join(words.tokens) + ("" if words.beginning else " ") in tokens


def _is_run(words: Words) -> bool:
    return len(words.tokens) == len(words.units) - 1 and words.tokens == _pairs(words.units)


def stretches(units: Sequence[str], tokens: str) -> list[tuple[int, int]]:
    """From where to where of a run of Japanese or Khmer a text has in a row: so that most of the run is covered, by the fewest stretches and,
    of these, by those that the text has most often.

    The index has pairs of neighbours, whatever word they belong to. To mark each pair that a text has would be to mark the end of one
    word and the beginning of the next, wherever another word happens to end so.
    """
    ends = _ends(units, tokens)
    best: list[tuple[tuple[int, int, int], list[tuple[int, int]]]] = [((0, 0, 0), [])]  # from each place to the end, the last first
    for start in reversed(range(len(units))):
        (gaps, number, times), rest = best[-1]
        found = [((gaps + 1, number, times), rest)]
        last = ends[start]
        for end in range(start + 2 if len(units) <= LONG else max(last, start + 2), last + 1):
            (gaps, number, times), rest = best[len(units) - end]
            found.append(((gaps, number + 1, times - tokens.count(_row(units[start:end]))), [(start, end), *rest]))
        best.append(min(found))
    (gaps, _number, _times), chosen = best[-1]
    if gaps and _is_khmer(units[0]):
        chosen = [(start, end) for start, end in (_within(units, each, tokens) for each in chosen) if end - start >= CLUSTERS]
    return chosen


def _ends(units: Sequence[str], tokens: str) -> list[int]:
    """For each place of a run, how far from there the text has it in a row; the place itself if not even two units."""
    found: list[int] = []
    end = 0
    for start in range(len(units)):
        end = max(end, start + 1)
        while end < len(units) and _row(units[start : end + 1]) in tokens:
            end += 1
        found.append(end if end > start + 1 else start)
    return found


def _within(units: Sequence[str], stretch: tuple[int, int], tokens: str) -> tuple[int, int]:
    """A stretch of a Khmer run without what the text has there as the end, or the beginning, of a small word beside it."""
    start, end = stretch
    for word in cutting.small_khmer():
        for length in range(1, min(len(word), end - start)):
            if start and word[-length:] == tuple(units[start : start + length]) and _row([*word, units[start + length]]) in tokens:
                start += length
                break
        for length in range(1, min(len(word), end - start)):
            if end < len(units) and word[:length] == tuple(units[end - length : end]) and _row([units[end - length - 1], *word]) in tokens:
                end -= length
                break
    return start, end


def _pairs(units: Sequence[str]) -> tuple[str, ...]:
    return tuple(one + after for one, after in pairwise(units))


def _row(units: Sequence[str]) -> str:
    """These units in a row, as tokens have them."""
    return f" {' '.join(_pairs(units))} "


def _is_khmer(unit: str) -> bool:
    return "\u1780" <= unit[0] <= "\u17b3"
