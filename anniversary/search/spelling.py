"""Did you mean: for English words that no public text has, words of public texts that are nearly the same."""

import re
from itertools import combinations

from anniversary.languages import text as languages

from . import analysis, asking, facets
from .asking import Query
from .matching import Match
from .models import Spelling
from .storing import CUT
from .wording import Words, units_of

SHORTEST, LONGEST, LONG = 3, 40, 7  # letters; in long words, two may be wrong
MOST_WORDS, MOST_CANDIDATES = 3, 8
COUNTED = 50  # entries that have a candidate
_WORD = re.compile(r"[^\W\d_]+")


def instead(query: Query, language: str) -> str:
    """The query with its unknown words spelt as public texts do, if it then finds something in this language; otherwise nothing."""
    better: dict[str, str] = {}
    for word in query.words:
        if len(better) < MOST_WORDS and SHORTEST <= len(word) <= LONGEST and _WORD.fullmatch(word) and not _known(word) and (found := _nearest(word, language)):
            better[word] = found
    if not better:
        return ""
    text = _replaced(query.text, better)
    return text if facets.readable(language).filter(Match.of(asking.parse(text))).exists() else ""


def _known(word: str) -> bool:
    return facets.readable(*languages.codes()).filter(Match([[_as_words(word)]])).exists()


def _as_words(word: str) -> Words:
    return Words(tuple(unit.text for unit in units_of(word)), ())


def _nearest(word: str, language: str) -> str:
    """The nearest word, and of those the one that most public entries have; empty if none has any."""
    most = 2 if len(word) >= LONG else 1
    near = Spelling.objects.filter(variant__in=variants(word[:CUT], most)).values_list("word", flat=True).distinct()
    by_distance = sorted((distance(word, other), other) for other in near if other != word)
    number, best, nearest = 0, "", most
    for away, other in [each for each in by_distance if each[0] <= most][:MOST_CANDIDATES]:
        if best and away > nearest:
            break
        if (times := _times(other, language)) > number:
            number, best, nearest = times, other, away
    return best


def _times(word: str, language: str) -> int:
    """How many public entries have it, spelt just so: the index knows stems only, and another ending may stand in drafts alone."""
    rows = facets.readable(language).filter(Match([[_as_words(word)]])).order_by("-day", "kind", "object_id")
    texts = rows.values_list("title", "text__body")[:COUNTED]
    return sum(word in analysis.plain_words(f"{title} {body}") for title, body in texts)


def variants(word: str, most: int) -> set[str]:
    """A word and all that is left of it without one letter, or two. The table has words without one (storing.variants)."""
    gone = [set(places) for number in range(most + 1) for places in combinations(range(len(word)), number)]
    return {"".join(letter for place, letter in enumerate(word) if place not in without) for without in gone}


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or changed with the next (Damerau and Levenshtein, without letters moved twice)."""
    before, last = list[int](), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, own in enumerate(other, 1):
            best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != own))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == own:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        before, last = last, current
    return last[-1]


def _replaced(text: str, better: dict[str, str]) -> str:
    """The text with these words changed, all else as it was typed."""
    found, end = [], 0
    for unit, start, stop in analysis.spans(text):
        if unit.script == "w" and unit.word in better:
            found += [text[end:start], better[unit.word]]
            end = stop
    return "".join([*found, text[end:]])
