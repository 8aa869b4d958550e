"""A text as units and as index tokens: what a query and the words for the same are both made of."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from . import analysis


class Unit(NamedTuple):
    """One of the analyser's, as a query sees it: `surface` is the word with its ending, or the letter as it was typed; `joined`: it goes on a run."""

    script: str
    text: str
    surface: str
    joined: bool


class Words(NamedTuple):
    """What stands for one thing, as index tokens and as units. `adjacent`: it must stand so; `beginning`: the last token is the beginning of one;
    `initial`: it stands first."""

    tokens: tuple[str, ...]
    units: tuple[str, ...]
    adjacent: bool = False
    beginning: bool = False
    initial: bool = False


def units_of(text: str) -> list[Unit]:
    """The units that a text asks for, with what was typed for each."""
    typed = {unit.start: text[start:stop] for unit, start, stop in analysis.spans(text)}
    found: list[Unit] = []
    end, script = -1, ""
    for unit in analysis.asked(text):
        # The letter as it was typed is asked for its script: the analyser may make one of two, as of both kana.
        surface = unit.word if unit.script == "w" else typed.get(unit.start, unit.text)
        found.append(Unit(unit.script, unit.text, surface, unit.script != "w" and unit.script == script and unit.start == end))
        end, script = unit.end, unit.script
    return found


def words_of(units: Sequence[Unit], *, adjacent: bool = False) -> Words:
    """The tokens under which these units stand in the index.

    A run is there as pairs. The last unit of a run is there alone too, but nobody knows whether the run ends where the query does: it is left
    out, or, where it is all there is of the run, the beginning of any pair.
    """
    tokens, beginning = [], False
    for number, unit in enumerate(units):
        after = units[number + 1] if number + 1 < len(units) else None
        if unit.script == "w":
            tokens.append(unit.text)
        elif after is not None and after.joined:
            tokens.append(unit.text + after.text)
        elif after is not None:
            tokens.append(unit.text + after.text if unit.script == after.script == "km" else unit.text)  # pairs go on over blanks
        elif not (unit.joined and number):
            tokens.append(unit.text)
            beginning = True
    return Words(tuple(tokens), tuple(unit.text for unit in units), adjacent, beginning)


def all_tokens(parts: Iterable[tuple[Words, ...]]) -> list[str]:
    """Each whole token of the parts once. Of a part that is only a beginning there is none."""
    return list(dict.fromkeys(token for part in parts for way in part for token in (way.tokens[:-1] if way.beginning else way.tokens)))


def typed_so_far(text: str) -> list[Words]:
    """The words of a text that is still being typed, as they stand in `title_words`: each its own, the last a beginning."""
    found: list[Words] = []
    for group in runs(units_of(text)):
        if group[0].script == "w":
            found.append(Words((group[0].surface,), (group[0].text,)))
        else:
            found.append(words_of(group, adjacent=True)._replace(beginning=len(group) == 1))
    return [*found[:-1], found[-1]._replace(beginning=True)] if found else []


def from_first(words: Sequence[Words]) -> Words:
    """All of them, the first at the beginning of a title; not one after the other, for which PostgreSQL would have to read each title."""
    return Words(tuple(token for each in words for token in each.tokens), tuple(unit for each in words for unit in each.units), beginning=True, initial=True)


def runs(units: Iterable[Unit]) -> list[list[Unit]]:
    """The units, those of one run together."""
    found: list[list[Unit]] = []
    for unit in units:
        if unit.joined and found:
            found[-1].append(unit)
        else:
            found.append([unit])
    return found
