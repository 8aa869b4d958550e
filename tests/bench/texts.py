"""Documents for search.py: as many as are asked for, in three languages, of the demonstration's sentences and of words that are rare.

A language has some common words and very many rare ones. The demonstration has the common ones; so that there are rare ones too, each
sentence gets a few of a vocabulary of its language's own letters, drawn by Zipf's law.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from tests.browser.serving import ROOT

LANGUAGES = ("en", "ja", "km")
KINDS = ("event", "event", "event", "programme", "article", "article", "page", "milestone", "person", "organisation", "venue", "document")
TAGS = 40
VOCABULARY = 20_000
OPENED = datetime(2020, 1, 1, tzinfo=UTC)
_ENDS = {"en": re.compile(r"(?<=[.!?])\s+"), "ja": re.compile(r"(?<=。)"), "km": re.compile(r"(?<=។)\s*")}
_TAGS = re.compile(r"<[^>]+>")
_SYLLABLES = [first + second for first in "bcdfghjklmnprstvwz" for second in ("a", "e", "i", "o", "u", "an", "er", "on", "ia")]


class Made(NamedTuple):
    """One document: the fields of the index's own, by name."""

    kind: str
    key: int
    language: str
    title: str
    body: str
    day: date | None
    since: datetime | None


def documents(number: int) -> Iterator[Made]:
    """So many, always the same. Every record is there in the three languages; one in fifty is a draft."""
    chance = random.Random(1953)
    languages = {language: _Language(language, chance) for language in LANGUAGES}
    for key in range(1, number // len(LANGUAGES) + 2):
        kind = KINDS[chance.randrange(len(KINDS))]
        day = None if key % 40 == 0 else date(1953, 1, 9) + timedelta(days=chance.randrange(26_000))
        since = None if key % 50 == 0 else OPENED
        length = chance.choice((3, 5, 7, 7, 9, 12, 18))
        for place, language in enumerate(LANGUAGES):
            if (key - 1) * len(LANGUAGES) + place < number:
                yield Made(kind, key, language, *languages[language].text(length), day, since)


def rare(language: str, *ranks: int) -> list[str]:
    """Words of the vocabulary, by their rank."""
    chance = random.Random(1953)
    found = {code: _Language(code, chance) for code in LANGUAGES}
    return [found[language].vocabulary[rank] for rank in ranks]


def tags_of(key: int) -> list[int]:
    """The tags of a record: some tags have many, most have few."""
    return sorted({1 + key % 7 % 5, 1 + (key * 31) % TAGS})


class _Language:
    def __init__(self, code: str, chance: random.Random) -> None:
        self.code, self.chance = code, chance
        whole = sorted(_texts(code))
        self.titles = [text for text in whole if 8 <= len(text) <= 90 and not _ENDS[code].search(text + " ") and text[-1] not in ".。។"]
        self.sentences = [sentence for text in whole for sentence in _ENDS[code].split(_TAGS.sub(" ", text).strip()) if len(sentence) > 12]
        self.chance.shuffle(self.sentences)
        letters = (
            re.findall("[\u4e00-\u9fff]", "".join(whole))
            if code == "ja"
            else re.findall("[\u1780-\u17a2](?:\u17d2[\u1780-\u17a2]|[\u17b6-\u17c8])*", "".join(whole))
        )
        self.vocabulary = list(dict.fromkeys(self._word(letters) for _number in range(VOCABULARY * 2)))[:VOCABULARY]
        self.zipf = list(accumulate(1 / (rank + 20) for rank in range(len(self.vocabulary))))
        self.common = list(accumulate(1 / (rank + 40) for rank in range(len(self.sentences))))

    def _word(self, letters: list[str]) -> str:
        if self.code == "en":
            return "".join(self.chance.choices(_SYLLABLES, k=self.chance.choice((2, 3, 3, 4))))
        return "".join(self.chance.choices(letters, k=self.chance.choice((2, 2, 3, 4))))

    def text(self, sentences: int) -> tuple[str, str]:
        """(title, body)."""
        words = self.chance.choices(self.vocabulary, cum_weights=self.zipf, k=3 * sentences + 1)
        lines = self.chance.choices(self.sentences, cum_weights=self.common, k=sentences)
        between = " " if self.code == "en" else ""
        body = " ".join(self._with(line, words[3 * place : 3 * place + 3]) for place, line in enumerate(lines))
        return f"{self.chance.choice(self.titles)}{between}{words[-1]}", body

    def _with(self, line: str, words: list[str]) -> str:
        if self.code == "ja":
            return f"{words[0]}の{line[:-1]}。{words[1]}と{words[2]}。"
        if self.code == "km":
            return f"{words[0]}{line} {words[1]}និង{words[2]}"
        first, blank, rest = line.partition(" ")
        return f"{first} {words[0]}{blank}{rest} {words[1].capitalize()} and {words[2]}."


def _texts(code: str) -> set[str]:
    found: set[str] = set()
    for path in sorted((ROOT / "anniversary/management/samples").glob("*/*.toml")):
        with path.open("rb") as file:
            found |= set(_strings(tomllib.load(file), code, ""))
    return found


def _strings(value: Any, code: str, language: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, code, name if name in LANGUAGES else language)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, code, language)
    elif isinstance(value, str) and language == code:
        yield value
