"""What a reader asks for: the text of a query taken apart into what must be there, what must not, and what means the same."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from . import cutting, synonyms
from .wording import Unit, Words, units_of, words_of

LONGEST, MOST_PIECES = 200, 12
_STOP_WORDS = (
    "a an and are as at be been by can could did do does for from had has have how in into is it its of on or over shall should that the their there "
    "these this those to was were what when where which who whom whose why will with would"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
_CLOSING = {'"': '"“”„', "“": '”“"', "„": '“”"', "”": '”"', "「": "」", "『": "』", "«": "»", "»": "«"}
_MINUS = "-\u2010\u2011\u2012\u2013\u2212"  # and the full-width one, which is the first after NFKC
_EVERYWHERE = re.compile("[\u3041-\u30ff\u1780-\u17b3]")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_JOINERS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Query:
    """`parts`: all must be there, each in one of its ways, the first as typed. `excluded`: none may. `wholes`: what was typed without a
    blank; a text that has it so comes before one that has its parts."""

    text: str
    parts: tuple[tuple[Words, ...], ...] = ()
    excluded: tuple[Words, ...] = ()
    wholes: tuple[Words, ...] = ()
    words: tuple[str, ...] = field(default=(), compare=False)  # the Latin ones as typed, for their spelling
    sentence: tuple[str, ...] = field(default=(), compare=False)  # all that is wanted, with the small words, as tokens of a text that says just that

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def in_titles(self) -> bool:
        """Whether titles alone are looked at: for one kana or one bare Khmer consonant, which nearly every text has."""
        return len(self.parts) == 1 and not self.excluded and all(words.beginning and _EVERYWHERE.fullmatch("".join(words.tokens)) for words in self.parts[0])


class _Piece(NamedTuple):
    units: list[Unit]
    quoted: bool
    excluded: bool


def clean(text: str) -> str:
    """The text as it may be looked for, kept and shown: of bounded length, in one form, without what nobody sees."""
    text = text[: 5 * LONGEST].encode("utf-8", "ignore").decode()  # a lone surrogate cannot be kept
    text = _UNSEEN.sub(" ", _JOINERS.sub("", unicodedata.normalize("NFKC", text)))
    return " ".join(text.split())[:LONGEST].rstrip()


def parse(text: str, *, alike: bool = True) -> Query:
    """What a text asks for; a false query where there is nothing to look for. One small query to the database, for the synonyms (`alike`)."""
    text = clean(text)
    pieces = [_Piece(units_of(words), quoted, excluded) for words, quoted, excluded in _pieces(text)]
    pieces = [piece for piece in pieces if piece.units][:MOST_PIECES]
    if all(piece.excluded for piece in pieces):  # a minus alone asks for nothing: what stands behind it is meant
        pieces = [piece._replace(excluded=False) for piece in pieces]
    typed = [piece for piece in pieces if not piece.excluded]
    wanted = _without_stop_words(typed)
    if not wanted:
        return Query(text)
    same = synonyms.known() if alike else synonyms.NONE
    return Query(
        text=text,
        parts=tuple(dict.fromkeys(part for part in _parts(wanted, same))),
        excluded=tuple(words_of(piece.units, adjacent=True) for piece in pieces if piece.excluded),
        wholes=tuple(dict.fromkeys(words_of(piece.units, adjacent=True) for piece in wanted)),
        words=tuple(dict.fromkeys(unit.surface for piece in wanted if not piece.quoted for unit in piece.units if unit.script == "w")),
        sentence=_sentence(typed),
    )


def _pieces(text: str) -> Iterator[tuple[str, bool, bool]]:
    """(text, quoted, excluded) of what blanks and quotation marks part; a mark without its other half is none."""
    place, first = 0, True
    while place < len(text):
        letter = text[place]
        if letter == " ":
            place, first = place + 1, True
            continue
        excluded = first and letter in _MINUS and place + 1 < len(text) and text[place + 1] not in _MINUS + " "
        place += excluded
        letter, first = text[place], False
        if letter in _CLOSING and (end := _end_of_quote(text, place)):
            yield text[place + 1 : end], True, excluded
            place, first = end + 1, True
            continue
        end = next((end for end in range(place + 1, len(text)) if text[end] == " " or text[end] in _CLOSING), len(text))
        yield text[place:end], False, excluded
        place = end


def _end_of_quote(text: str, start: int) -> int:
    """Where the quotation ends that begins there; 0 if it does not."""
    return next((end for end in range(start + 1, len(text)) if text[end] in _CLOSING[text[start]]), 0)


def _without_stop_words(pieces: list[_Piece]) -> list[_Piece]:
    """What is left without the words that every text has, unless that is nothing; what is quoted stays as it is."""
    left = [piece if piece.quoted else piece._replace(units=[unit for unit in piece.units if unit.surface not in STOP_WORDS]) for piece in pieces]
    return [piece for piece in left if piece.units] or pieces


def _sentence(pieces: list[_Piece]) -> tuple[str, ...]:
    """What was typed, without the small words that it begins and ends with: a question becomes what its answer may say."""
    each = [(words_of(piece.units, adjacent=True).tokens, all(unit.surface in STOP_WORDS for unit in piece.units)) for piece in pieces]
    telling = [number for number, (_tokens, small) in enumerate(each) if not small] or [0]
    return tuple(token for tokens, _small in each[telling[0] : telling[-1] + 1] for token in tokens)


def _parts(pieces: list[_Piece], same: synonyms.Known) -> Iterator[tuple[Words, ...]]:
    stretch: list[Unit] = []
    for piece in pieces:
        if piece.quoted:
            yield from _of_stretch(stretch, same)
            stretch = []
            yield (words_of(piece.units, adjacent=True),)
        else:
            stretch += piece.units
    yield from _of_stretch(stretch, same)


def _of_stretch(units: list[Unit], same: synonyms.Known) -> Iterator[tuple[Words, ...]]:
    """The parts of what stands outside of quotation marks: words that others mean the same as, and between these what runs are cut into."""
    found = list(_with_ways(units, same))
    for number, (part, ways) in enumerate(found):
        in_one = [_in_one(found[place][0] + found[place + 1][0]) for place in (number - 1, number) if 0 <= place < len(found) - 1]
        yield (words_of(part), *ways, *(words for words in in_one if words))


def _in_one(units: list[Unit]) -> Words | None:
    """Two Latin words as one, as many write a name: Kita Kyushu; nothing if they are anything else."""
    if len(units) != 2 or not all(unit.script == "w" and unit.surface.isascii() and unit.surface.isalpha() for unit in units):
        return None
    return words_of(units_of(units[0].surface + units[1].surface))


def _with_ways(units: list[Unit], same: synonyms.Known) -> Iterator[tuple[list[Unit], list[Words]]]:
    left: list[Unit] = []
    place, beside = 0, False
    while place < len(units):
        length, others = same.at(units, place)
        if length:
            beside = True
            yield from ((part, same.within(part)) for part in cutting.cut(left, rest=True))
            yield units[place : place + length], others
            left, place = [], place + length
            continue
        left.append(units[place])
        place += 1
    yield from ((part, same.within(part)) for part in cutting.cut(left, rest=beside))
