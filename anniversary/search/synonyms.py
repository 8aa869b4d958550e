"""Words for the same: who looks for one of them finds the others too."""

from collections.abc import Sequence
from functools import lru_cache

from .models import Synonyms
from .wording import Unit, Words, units_of, words_of

MOST_TERMS = 2_000  # of all groups together: more are no table that somebody has written
MOST_ALIKE = 8


class Known:
    """All groups, by the first unit of each of their terms."""

    def __init__(self, groups: Sequence[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], list[Words]]]] = {}
        self._japanese: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        left = MOST_TERMS
        for group in groups:
            terms = [units_of(term) for term in group.split("\n")[:left]]
            left -= len(terms)
            terms = [units for units in terms if units]
            words = [words_of(units, adjacent=len(units) > 1 and units[0].script == "w") for units in terms]
            self._add_japanese([tuple(unit.text for unit in units) for units in terms if all(unit.script == "ja" for unit in units)])
            for own in words:
                others = [other for other in words if other.units != own.units][:MOST_ALIKE]
                if others:
                    self._by_first.setdefault(own.units[0], []).append((own.units, others))

    def at(self, units: Sequence[Unit], place: int) -> tuple[int, list[Words]]:
        """How many units from there on are a term, the longest there is, and the others of its groups; 0 if they are none."""
        best, others = 0, list[Words]()
        for term, alike in self._by_first.get(units[place].text, ()):
            length = len(term)
            if length >= best and tuple(unit.text for unit in units[place : place + length]) == term and _stands_alone(units, place, place + length):
                others = others + alike if length == best else alike
                best = length
        return best, list(dict.fromkeys(others))[:MOST_ALIKE]

    def _add_japanese(self, terms: list[tuple[str, ...]]) -> None:
        for own in dict.fromkeys(terms):
            self._japanese.setdefault(own[0], []).extend((own, other) for other in dict.fromkeys(terms) if other != own)

    def within(self, units: Sequence[Unit]) -> list[Words]:
        """The other ways to write a Japanese word of which a term is a part, as 絆橋 is きずな橋; of what is none, nothing."""
        if len(units) < 2 or any(unit.script != "ja" for unit in units):
            return []
        texts = tuple(unit.text for unit in units)
        found = [
            texts[:place] + other + texts[place + len(term) :]
            for place, text in enumerate(texts)
            for term, other in self._japanese.get(text, ())
            if texts[place : place + len(term)] == term
        ]
        return [words_of([Unit("ja", text, text, bool(number)) for number, text in enumerate(each)]) for each in dict.fromkeys(found)][:MOST_ALIKE]


def _stands_alone(units: Sequence[Unit], start: int, end: int) -> bool:
    """Whether what a run has before and after it may be words: one unit alone is rather an end of this one (日本 in 日本語)."""
    before, after = start, end
    while before > 0 and units[before].joined:
        before -= 1
    while after < len(units) and units[after].joined:
        after += 1
    return all(_may_be_word(units[first:last]) for first, last in ((before, start), (end, after)))


def _may_be_word(units: Sequence[Unit]) -> bool:
    return len(units) != 1 or "\u3041" <= units[0].surface[:1] <= "\u3096" or units[0].script == "km"


@lru_cache(maxsize=2)
def _made_of(groups: tuple[str, ...]) -> Known:
    return Known(groups)


NONE = _made_of(())


def known() -> Known:
    """The groups as they are now. Reading the small table is as quick as asking for its version, and never out of date."""
    return _made_of(tuple(Synonyms.objects.order_by("pk").values_list("terms", flat=True)[:MOST_TERMS]))
