"""From text to what is looked up: the same for what is indexed and for what is asked.

Words are reduced to their stems; Japanese and Khmer, which put no blanks between words, are looked up by pairs of neighbours: two kana
or kanji, two clusters.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, islice, zip_longest
from operator import add
from typing import NamedTuple

from anniversary.search import english, japanese, khmer
from anniversary.search.folding import COMPATIBLE, MARKS, UNSEEN_DROPPED, fold, fold_aligned, mapping_most

VERSION = 2  # of the tokens, and of how bodies are put together: an index that was written with another one is stale
LIMIT = 15_000  # tokens of a text; PostgreSQL keeps positions up to 16,383
CHARACTERS = 180_000  # of all of them together; PostgreSQL keeps 1 MB of a text
READ = 1_000_000  # characters of a text that are looked at

WORD, JAPANESE, KHMER = "w", "ja", "km"

PUNCTUATION = dict.fromkeys("’‘‛ʼʻ´`′", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‐‒–—―−─━⸺", "-") | dict.fromkeys("•‧∙⋅·゠", "・")
LATIN = dict(zip("øđłħŧıŋəƒɓɗ", "odlhtinefbd", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
DIGITS = {chr(ord(zero) + n): str(n) for zero in "٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀႐០\u17f0᠐" for n in range(10)}
LETTERS = {key: value for key, value in (PUNCTUATION | LATIN | DIGITS | japanese.LETTERS).items() if not key.isascii()}

CAPITALS = {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}

RULES = [UNSEEN_DROPPED, *japanese.VOICING, *khmer.RULES, COMPATIBLE, mapping_most(CAPITALS | LETTERS), *japanese.RULES]

SIGN = "[\U0001f1e6-\U0001f1ff]{2}|[\u2600-\u27bf\U0001f300-\U0001faff]"  # flags, and other small pictures
LETTER = f"(?:[a-z0-9]|[^\\W_\u1780-\u17ff{japanese.HAN}{japanese.KANA}]|(?![\u1780-\u17ff])[{MARKS}])"
WORDS = re.compile(f"{english.words(LETTER)}|{SIGN}")
_UNSPACED = f"{japanese.HAN}{japanese.KANA}\u1780-\u17b3"
RUN = re.compile(f"(?P<{JAPANESE}>{japanese.CHARACTER}+)|(?P<{KHMER}>(?:{khmer.CLUSTER})+)|(?P<{WORD}>[^{_UNSPACED}]+)")
CLUSTER = re.compile(khmer.CLUSTER)
MISSPELT = re.compile("[a-z][^a-z]?[a-z][^a-z]?[a-z]")  # in what has none, no word has three letters


class Unit(NamedTuple):
    """The smallest thing that is looked for: a word by its stem, a kana or kanji, a Khmer cluster."""

    script: str
    text: str
    start: int
    end: int
    word: str  # as it is written, not stemmed


class Columns(NamedTuple):
    """Units as five lists of one length: much faster than one object for each."""

    scripts: list[str]
    texts: list[str]
    starts: list[int]
    ends: list[int]
    words: list[str]


def normalise(text: str) -> str:
    """The text with all spellings of a thing folded to one."""
    return text.lower() if text.isascii() else fold(text, RULES)


@lru_cache(maxsize=2)
def folded_once(text: str) -> str:
    """What is read of a text, normalised; kept for the next question about the same title or text, until the writer clears it."""
    return normalise(text[:READ])


def units(normalised: str) -> Iterator[Unit]:
    """The units of normalised text, in order, with their places in it."""
    return map(Unit, *columns(normalised))


def columns(normalised: str) -> Columns:
    """The same, column by column."""
    every = Columns([], [], [], [], [])
    for run in RUN.finditer(normalised):
        if run.lastgroup == WORD:
            if _has_words(run[0]):
                _add_words(every, run[0], run.start())
        else:
            parts = _parts(run)
            borders = list(accumulate(map(len, parts), initial=run.start()))
            _add(every, run.lastgroup or "", borders[:-1], borders[1:], parts, parts)
    return every


def _add_words(every: Columns, text: str, at: int) -> None:
    found = list(_words(text).finditer(text))
    written = [each[0] for each in found]
    starts = [at + each.start() for each in found]
    _add(every, WORD, starts, list(map(add, starts, map(len, written))), list(map(english.stem, written)), list(map(english.plain, written)))


def _add(every: Columns, script: str, starts: Sequence[int] = (), ends: Sequence[int] = (), texts: Sequence[str] = (), words: Sequence[str] = ()) -> None:
    every.scripts.extend([script] * len(texts))
    every.texts.extend(texts)
    every.starts.extend(starts)
    every.ends.extend(ends)
    every.words.extend(words)


def aligned(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The text normalised, and where in it each character starts and ends as it is displayed."""
    return (text.lower(), range(len(text)), range(1, len(text) + 1)) if text.isascii() else fold_aligned(text, RULES)


def spans(text: str) -> list[tuple[Unit, int, int]]:
    """The units of a text as it is displayed, and where in it each starts and ends."""
    folded, starts, ends = aligned(text)
    return [(unit, starts[unit.start], ends[unit.end - 1]) for unit in units(folded)]


def grams(found: Sequence[Unit]) -> list[str]:
    """The tokens of units: words, pairs of neighbours, and the last one of each run. Pairs of Khmer go on over blanks and stops."""
    pairs = zip_longest(found, found[1:])
    return [one.text + after.text if after and (_joined(one, after) or one.script == after.script == KHMER) else one.text for one, after in pairs]


def tokens(text: str) -> list[str]:
    """What a text is found by."""
    return _tokens(text, english.stem)


def title_words(text: str) -> list[str]:
    """What a title is found by while it is typed: the same, but no word is stemmed."""
    return _tokens(text, english.plain, whole=True)


def plain_words(text: str) -> set[str]:
    """The Latin words of a text that one may misspell."""
    folded = folded_once(text)
    if not MISSPELT.search(folded):  # most of what is Japanese or Khmer
        return set()
    words = {english.plain(found) for run in RUN.finditer(folded) if run.lastgroup == WORD for found in _words(run[0]).findall(run[0])}
    return {word for word in words if 3 <= len(word) <= 40 and word.isascii() and word.isalpha()}


def asked(text: str) -> list[Unit]:
    """The units of what somebody looks for: コンピューター finds コンピュータ too, which it begins with but for the last mark.

    Only here: were the mark dropped from texts as well, what ends in a short word (ジャズバー) would not be found by it (バー).
    """
    found = list(units(normalise(text)))
    return [unit for place, unit in enumerate(found) if not _long_at_the_end(found, place)]


def _long_at_the_end(found: list[Unit], place: int) -> bool:
    if found[place].text != "ー" or (place + 1 < len(found) and _joined(found[place], found[place + 1])):
        return False
    word = found[max(place - 3, 0) : place]
    return len(word) == 3 and all(_joined(one, after) and "ぁ" <= one.text <= "ー" for one, after in zip(word, found[place - 2 : place + 1], strict=True))


def _joined(one: Unit, after: Unit) -> bool:
    return one.script == after.script != WORD and one.end == after.start


def _parts(run: re.Match[str]) -> Sequence[str]:
    return run[0] if run.lastgroup == JAPANESE else CLUSTER.findall(run[0])


def _words(text: str) -> re.Pattern[str]:
    return english.WORDS if text.isascii() else WORDS


def _has_words(text: str) -> bool:
    """No for the blanks and stops that part most runs of Japanese and Khmer."""
    return len(text) > 2 or _is_word(text)


@lru_cache(10_000)
def _is_word(text: str) -> bool:
    return bool(_words(text).search(text))


def _tokens(text: str, of_word: Callable[[str], str], *, whole: bool = False) -> list[str]:
    folded = folded_once(text)
    found = list(islice(_each_token(folded, of_word, whole), LIMIT))
    while sum(map(len, found)) > CHARACTERS:
        found = found[: len(found) // 2]
    return found


def _each_token(folded: str, of_word: Callable[[str], str], whole: bool) -> Iterator[str]:
    """`whole`: what blanks part stays apart. Otherwise pairs go on over the blanks and stops of Khmer, which writers put where they like."""
    last = ""  # cluster of a Khmer run that may go on
    for run in RUN.finditer(folded):
        if run.lastgroup == WORD:
            if _has_words(run[0]) and (found := _words(run[0]).findall(run[0])):
                if last:
                    yield last
                    last = ""
                yield from map(of_word, found)
            continue
        parts = _parts(run)
        khmer_run = run.lastgroup == KHMER
        if last:
            yield last + parts[0] if khmer_run else last
            last = ""
        yield from map(add, parts, parts[1:])
        if khmer_run and not whole:
            last = parts[-1]
        else:
            yield parts[-1]
    if last:
        yield last
