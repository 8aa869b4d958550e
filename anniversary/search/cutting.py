"""How a run of Japanese or Khmer, which has no blanks, is cut into what a reader asks for: without a dictionary, by script and by the small words."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from . import analysis
from .wording import Unit, runs

# What only joins, asks or says that something is, was or is done.
_SMALL = (
    "の と を が は に で へ も や か な ね よ から まで など より だけ ほど くらい ぐらい として とは には では での との への からの までの "
    "による により によって "
    "について についての における において に対する に関する に関して のための のため ため ための こと もの とき ところ という といった ような ように "
    "この その あの これ それ どの どんな どこ いつ だれ なに なぜ どう どうして どうやって どれ いくつ いくら "
    "する した して しました します すること される された されて されました されます している していた している人 し さ れ た て "
    "です でした だった だ である であった ます ました ません ある あった あります ありました いる いた います いました なる なった なりました できる "
    "か いつですか ですか ますか でしょう でしょうか ください してください たい たいです したい したいです たち さん さま くん ちゃん"
)
_SMALL_RUN = re.compile(f"(?:{'|'.join(sorted(_SMALL.split(), key=len, reverse=True))})+")
_PARTICLE = re.compile("[のとをがはにでへもや](?=..)")
_BETWEEN = re.compile("[のを]")  # hardly ever inside of a word that has kanji
_HIRAGANA = re.compile("[\u3041-\u3096\u309d\u309e]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30fe\uff66-\uff9f]")

# Longest first; the last ones are also the ends of other words, which are kept.
_KHMER = (
    "និង នៃ ក្នុង នៅក្នុង ដែល ជា នៅ របស់ ដោយ រវាង ដើម្បី ពី ទៅ អំពី សម្រាប់ តាម លើ នេះ នោះ ហើយ ឬ គឺ អ្វី អ្វីខ្លះ ណា ពេលណា នៅពេលណា យ៉ាងណា យ៉ាងដូចម្តេច "
    "អ្នកណា នរណា ឯណា នៅឯណា តើ ទេ ត្រូវ ត្រូវបាន បាន មាន ប៉ុន្មាន ហេតុអ្វី ពេលដែល"
)
_KHMER_KEPT = "កម្ពុជា ជាតិ អន្តរជាតិ ប្រជាជន រាជា រាជាណាចក្រ ជាមួយ ពីរ ជាន់ បានជា នៅតែ ឆ្នាំណា អាណា អាណាចក្រ ភូមិ"


def cut(units: Sequence[Unit], *, rest: bool = False) -> Iterator[list[Unit]]:
    """The parts of these units: words as they are, of runs what is left without the small words. A run of nothing else stays whole or, where
    it is the `rest` beside a word that is looked for already, is nothing."""
    for run in runs(units):
        if run[0].script == "w" or (len(run) == 1 and not rest):
            yield run
        else:
            parts = _japanese(run) if run[0].script == "ja" else _khmer(run)
            yield from parts if parts or rest else [run]


def _japanese(run: list[Unit]) -> list[list[Unit]]:
    found: list[list[Unit]] = []
    before = ""
    for script, chunk in _chunks(run):
        if script != "hiragana":
            found.append(chunk)
        else:
            _add_hiragana(found, before, chunk)
        before = script
    return found


def _chunks(run: list[Unit]) -> list[tuple[str, list[Unit]]]:
    found: list[tuple[str, list[Unit]]] = []
    for unit in run:
        script = "hiragana" if _HIRAGANA.match(unit.surface) else "katakana" if _KATAKANA.match(unit.surface) else "kanji"
        if found and (found[-1][0] == script):
            found[-1][1].append(unit)
        else:
            found.append((script, [unit]))
    return found


def _add_hiragana(found: list[list[Unit]], before: str, chunk: list[Unit]) -> None:
    """Without the small words at its end and a particle at its beginning; what follows a kanji closely is the end of that word."""
    typed = "".join(unit.surface[:1] for unit in chunk)
    if before and (inner := _BETWEEN.search(typed)):
        _add_hiragana(found, before, chunk[: inner.start()])
        return _add_hiragana(found, "particle", chunk[inner.end() :])
    if not typed:
        return
    kept = next((length for length in range(len(typed) + 1) if length == len(typed) or _SMALL_RUN.fullmatch(typed, length)), len(typed))
    start = 1 if before and kept and _PARTICLE.match(typed[:kept]) else 0
    left = chunk[start:kept]
    if left and before == "kanji" and not start and found:
        found[-1] += left
    elif len(left) > 1 or (left and not before):
        found.append(left)


def _khmer(run: list[Unit]) -> list[list[Unit]]:
    found: list[list[Unit]] = [[]]
    small, kept = _khmer_words()
    texts = tuple(unit.text for unit in run)
    place = 0
    while place < len(run):
        if length := _longest(kept, texts, place):
            found[-1] += run[place : place + length]
        elif length := _longest(small, texts, place):
            found.append([])
        else:
            found[-1].append(run[place])
            length = 1
        place += length
    return [part for part in found if part]


def _longest(words: dict[str, list[tuple[str, ...]]], texts: tuple[str, ...], place: int) -> int:
    return max((len(word) for word in words.get(texts[place], []) if texts[place : place + len(word)] == word), default=0)


@cache
def small_khmer() -> list[tuple[str, ...]]:
    """The small words of Khmer that have more than one unit, as units; the longest first."""
    found = [word for words in _khmer_words()[0].values() for word in words if len(word) > 1]
    return sorted(found, key=lambda word: (-len(word), word))


@cache
def _khmer_words() -> tuple[dict[str, list[tuple[str, ...]]], dict[str, list[tuple[str, ...]]]]:
    """The small words and those that are kept, as units, by their first."""
    return _by_first(_KHMER), _by_first(_KHMER_KEPT)


def _by_first(words: str) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for word in words.split():
        units = tuple(unit.text for unit in analysis.units(analysis.normalise(word)))
        found.setdefault(units[0], []).append(units)
    return found
