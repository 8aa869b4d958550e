"""Which of the entries found come first: from the entry and the query alone, so that every database gives the same list."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .asking import Query
from .wording import Words

READ = 30_000  # characters of a body's tokens: what stands further back is found, but not counted
LONG = 2_000.0  # characters of tokens after which a word weighs half for its frequency
NEAR = 150  # characters of tokens on both sides in which parts stand together
LOOKED_AT = 6  # places of a part at which its neighbours are looked for
ALIKE = 0.9  # what another word for the same weighs
TITLED = 1.25  # what a part counts of the share that stands in the title: of two parts, chance makes the one or the other rarer
LONG_RUN = 4  # pairs of a run, half of which are no chance
REST = 2  # kana after a word of kana that make another word of it, rather than go together with it: シハヌーク, シハヌークビル
_KANA, _PARTICLES = re.compile("[ぁ-ゖー]+"), frozenset("のとがはにをへもやで")
SAID = 3.0  # for each part, where a text says three or more just as they were typed


class Candidate(NamedTuple):
    """What the ranking reads of an entry."""

    pk: int
    kind: str
    object_id: int
    day: date
    title_tokens: str
    body_tokens: str


def ranked(candidates: Iterable[Candidate], query: Query, weights: Sequence[int] = (), need: float = 0.0) -> list[Candidate]:
    """Best first, without the texts. With `weights` (of each part) those that have less than the share `need` of them are left out."""
    asked = _Asked(query, weights)
    found = []
    for row in candidates:
        share, score = asked.judge(row)
        if share >= need:
            place = (-round(10 * share) if weights else 0, -score, -row.day.toordinal(), row.kind, row.object_id)
            found.append((place, row._replace(title_tokens="", body_tokens="")))
    return [row for _place, row in sorted(found)]


class _Asked:
    """The query as strings that are looked for in the tokens."""

    def __init__(self, query: Query, weights: Sequence[int]) -> None:
        self.parts = [[_Way(words, ALIKE if number else 1.0) for number, words in enumerate(part)] for part in query.parts]
        self.weights = weights or [1] * len(self.parts)
        self.all = sum(self.weights) or 1
        self.whole = " ".join(token for words in query.wholes for token in words.tokens)
        self.whole_needle = f" {self.whole}" + ("" if query.wholes and query.wholes[-1].beginning else " ")
        self.sentence = f" {' '.join(query.sentence)} " if len(self.parts) > 2 and query.sentence else ""
        # What was typed in one and cut: a text that has it so has it rather.
        tokens = {words.tokens for part in query.parts for words in part}
        self.wholes = [_Way(words, 1.0) for words in query.wholes if words.tokens not in tokens] if len(query.wholes) > 1 or len(self.parts) > 1 else []

    def judge(self, row: Candidate) -> tuple[float, float]:
        """(the share of the parts that it has, how well it has them)."""
        title, body = f" {row.title_tokens} ", f" {row.body_tokens} "
        title_length, body_length = title.count(" ") - 1, len(body)
        had, score, in_title = 0.0, 0.0, 0
        for part, weight in zip(self.parts, self.weights, strict=True):
            best, share, titled = 0.0, 0.0, False
            for way in part:
                there, well, here = way.judge(title, body, title_length, body_length)
                best, share, titled = max(best, well), max(share, there), titled or here
            score += best
            had += share * weight * (TITLED if titled else 1.0)
            in_title += titled
        if self.whole and title.startswith(self.whole_needle) and title_length - self.whole.count(" ") <= 2 and self._is_title(row.title_tokens):
            score += 40.0
        if in_title == len(self.parts):
            score += 10.0
        if len(self.parts) > 1 or self.wholes:
            score += self._together(title, body, in_title)
        return round(min(had / self.all, 1.0), 6), round(score, 6)

    def _is_title(self, title: str) -> bool:
        """Whether the title is the query: the last of a run stands there once more, alone."""
        rest = title[len(self.whole) :]
        return not rest or (rest.startswith(" ") and self.whole.endswith(rest[1:]) and " " not in rest[1:])

    def _together(self, title: str, body: str, in_title: int) -> float:
        score = 10.0 if self.whole_needle in title else 0.0
        score += 2.0 if self.whole_needle in body else 0.0
        score += SAID * len(self.parts) if self.sentence and (self.sentence in body or self.sentence in title) else 0.0
        for way in self.wholes:
            score += 3.0 if way.needle in title else 0.0
            score += 1.5 if way.needle in body else 0.0
        if len(self.parts) > 1 and in_title < len(self.parts):
            score += 2.0 * self._closeness(body)
        return score

    def _closeness(self, body: str) -> float:
        """The largest share of the parts that stands together somewhere, looked for around the first of them."""
        best, place = 0, -1
        first = self.parts[0][0].needle
        for _number in range(LOOKED_AT):
            place = body.find(first, place + 1)
            if place < 0:
                break
            around = body[max(place - NEAR, 0) : place + len(first) + NEAR]
            best = max(best, sum(any(way.needle in around for way in part) for part in self.parts[1:]))
        return best / (len(self.parts) - 1)


class _Way:
    def __init__(self, words: Words, factor: float) -> None:
        self.needle = " " + " ".join(words.tokens) + ("" if words.beginning else " ")
        self.single = [f" {token} " for token in words.tokens] if len(words.tokens) > 1 and not words.adjacent else []
        self.kana = len(words.units) > 2 and not words.beginning and bool(_KANA.fullmatch("".join(words.units)))
        self.length, self.factor = len(words.tokens), factor

    def judge(self, title: str, body: str, title_length: int, body_length: int) -> tuple[float, float, bool]:
        """(share of it that is there, how well, whether the title has it whole)."""
        times = body.count(self.needle)
        well = times / (times + 0.5 + body_length / LONG) if times else 0.0
        if self.needle in title:
            if self.kana and self._is_of_another(title):
                return 1.0, max(well, 0.3) * self.factor, False
            return 1.0, (3.0 + 2.0 * self.length / title_length + well) * self.factor, True
        if times:
            return 1.0, well * self.factor, False
        there = sum(needle in body or needle in title for needle in self.single)
        # All pairs of a run without the run are little more than chance; of a sentence with other endings, nearly as good as it.
        share = there / len(self.single) if there else 0.0
        in_title = sum(needle in title for needle in self.single) / len(self.single) if there else 0.0
        return share if len(self.single) >= LONG_RUN else share * 0.9, (0.2 * share + 0.5 * in_title) * self.factor, False

    def _is_of_another(self, title: str) -> bool:
        """Whether this is, where it stands in the title, the beginning of a word that is only a little longer."""
        rest, last = "", self.needle[-2]
        for token in title[title.index(self.needle) + len(self.needle) :].split(" ", REST + 2)[: REST + 1]:
            if len(token) != 2 or token[0] != last or token[1] in _PARTICLES or not _KANA.fullmatch(token[1]):
                break
            last = token[1]
            rest += last
        return 0 < len(rest) <= REST
