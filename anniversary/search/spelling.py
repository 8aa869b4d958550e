"""Did you mean: for English words that no public text has, words of public texts that are nearly the same."""

import math
import re
from itertools import combinations

from anniversary.languages import text as languages

from . import analysis, asking, facets
from .asking import Query
from .matching import Match, frequencies
from .models import Spelling
from .storing import CUT, batched
from .wording import Words, units_of

SHORTEST, LONGEST, LONG = 3, 40, 7  # letters; in long words, two may be wrong
MOST_WORDS, MOST_CANDIDATES = 3, 8
COUNTED = 50  # entries that have a candidate
AT_ONCE = 100  # words of which it is asked together whether they are public
EVERYWHERE = 1_000  # entries: in so many, of whatever state, a word is certainly public
SHORT, LESS = 4, 0.5  # letters; and how much further off a word is then that has another vowel
# Besides those that are not looked for at all (asking.STOP_WORDS): words that texts are full of, and that nobody means.
_SMALL = (
    "about after also among any back because before between both but came come comes each every few gave give given goes gone got here him his just kept "
    "know last less like made make makes many may might more most much must near next not now off once one only other our out own same saw say see seen she "
    "since so some soon still such take taken takes than then they thing though three through thus till told too took toward two under until upon used very "
    "want way well went were while yet you your"
)
SMALL = frozenset(_SMALL.split())
_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile("[aeiouy]")


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
    """The likeliest word, and of equals the one that most public entries have; empty if none has any."""
    most = 2 if len(word) >= LONG else 1
    near = Spelling.objects.filter(variant__in=variants(word[:CUT], most)).values_list("word", flat=True).distinct()
    ordered = sorted((far, other) for other in near if (far := _unlikeliness(word, other)) < most + 1)
    number, best, likeliest = 0, "", math.inf
    # Which are public is asked of all of them first: else words that drafts alone have would take the places of others.
    for far, other in _public(ordered, language)[:MOST_CANDIDATES]:
        if best and far > likeliest:
            break
        if (times := _times(other, language)) > number:
            number, best, likeliest = times, other, far
    return best


def _public(near: list[tuple[float, str]], language: str) -> list[tuple[float, str]]:
    """Those of the words, or of their other endings, that a public entry in the language has. Two queries for every hundred."""
    tokens = {other: _as_words(other).tokens[0] for _far, other in near}
    public: set[str] = set()
    for some in batched(dict.fromkeys(tokens.values()), AT_ONCE):
        numbers = frequencies(facets.readable(language), some, EVERYWHERE)
        public.update(token for token, number in zip(some, numbers, strict=True) if number)
    return [(far, other) for far, other in near if tokens[other] in public]


def _unlikeliness(word: str, other: str) -> float:
    """How far the word is from the other, or without end if nobody who typed it meant that.

    Short words have many others beside them. Of these only that is likely which a slip makes of a word: its letters, one too many, one too few
    or two changed with each other, and the first the same; if need be, of four letters, a vowel for a vowel.
    """
    if other == word or other in asking.STOP_WORDS or other in SMALL:
        return math.inf
    away = distance(word, other)
    if len(word) > SHORT:
        return away
    if word[0] != other[0]:
        return math.inf
    if len(word) != len(other) or sorted(word) == sorted(other):
        return away
    return away + LESS if len(word) == SHORT and _VOWEL.sub("*", word) == _VOWEL.sub("*", other) else math.inf


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
