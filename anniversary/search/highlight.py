"""Shows where in a text something was found: on the text as it is displayed, cut where a reader would cut it."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from anniversary.search import analysis, japanese
from anniversary.search.folding import ACCENTS, JAMO, MARKS, UNSEEN
from anniversary.search.khmer import BASES, CLUSTER, COENG
from anniversary.search.khmer import MARKS as KHMER_MARKS

SEARCHED = 100_000  # characters of a text in which the best place is looked for
BLOCK = 5_000  # of them at a time: no more are read once all needles were near one another
BEGINNING = 3  # widths that are looked at before all that, as most is found there
HITS = 1_000  # of one needle in a block

# What a reader takes for one sign: never cut, whatever stands in it that cannot be seen.
_MARK = f"{MARKS}{ACCENTS}{JAMO}\uff9e\uff9f"
_JOINER = "\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_ADDED = f"[{UNSEEN}]*(?:\u17d2[{UNSEEN}]*[{BASES}]|[{_MARK}])|[{_JOINER}]+|(?<=\u200d)[\u2190-\u2bff\U0001f000-\U0001faff]"
# A run that cannot be seen is one too: else, from each of its characters, what follows the run would be looked for again.
SIGN = re.compile(f"(?s:\r\n|[\U0001f1e6-\U0001f1ff]{{2}}|[{UNSEEN}]+|.)(?:{_ADDED})*")

# Texts of nothing but characters that are each a sign: they may be cut everywhere.
_PLAIN_TEXT = re.compile("[ -~\n\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u3000-\u3029\u3030-\u3096\u309d-\u9fff\uff01-\uff9d]*")
# The same for texts of nothing but Khmer and such characters as have no marks: three times as fast.
_KHMER_TEXT = re.compile("[ -~\n\u00a0-\u00ac\u00ae-\u02ff\u1780-\u17b3\u17b6-\u17dc\u17e0-\u17ff\u200b\u2010-\u2027\u3000-\u3029\u3030-\u3096\u309d-\u9fff]*")
_KHMER_SIGN = re.compile(f"(?s:\u200b+|.)(?:\u200b*(?:\u17d2\u200b*[{BASES}]|[\u17b6-\u17d3]))*")

# Between chunks, nothing is cut that is one sign, or that is found as one.
CHUNK_ENDS = f"[\\s。、។](?![\n{UNSEEN}{_MARK}])"
CHUNK = re.compile(f"(?s:.{{150,}}?{CHUNK_ENDS}|.+)")
CHUNK_END = re.compile(CHUNK_ENDS)
SENTENCE_END = re.compile(r"(?:[.!?](?=[\s\"'”’)])|[。！？។៕\n])[\"'”’)」』]*\s*")
SENTENCE = re.compile(r"[.!?。！？។៕][\"'”’)」』]*\Z")
WORD_END = re.compile(r"[\s\u200b、，]+")
PAUSES = ",;:、，；：៖"  # before an ellipsis they say nothing


# In normalised text: needles that are found as they are, and what may follow one that is whole within its last cluster or word.
_ONE_RUN = re.compile(f"{japanese.CHARACTER}+|(?:{CLUSTER})+")
_WORD = re.compile(f"(?!{japanese.CHARACTER}|[{BASES}])")
_REST = re.compile(f"(?<=[\u1780-\u17ff])(?:{COENG}[{BASES}]|[{KHMER_MARKS}])+|(?<={japanese.CHARACTER})ー")


class Needle(NamedTuple):
    """Units (their texts) that follow one another; with `prefix`, the last may be the beginning of one."""

    units: tuple[str, ...]
    prefix: bool = False


class Hit(NamedTuple):
    start: int
    end: int
    needle: int


class Shown(NamedTuple):
    """A text as HTML, and what of the needles is to be seen there."""

    html: SafeString
    found: frozenset[Needle]


def highlight(text: str, needles: Sequence[Needle], width: int | None = None) -> SafeString:
    """The text as HTML with what was found in <mark>; with a width, about so many characters of it around the best place."""
    return show(text, needles, width).html


def show(text: str, needles: Sequence[Needle], width: int | None = None) -> Shown:
    """The same, and which of the needles it shows."""
    part, hits, start, end = _shown(text, needles, width)
    return Shown(_marked(part, hits, start, end), frozenset(needles[hit.needle] for hit in hits if start <= hit.start and hit.end <= end))


def lines_with(text: str, needles: Sequence[Needle]) -> list[tuple[str, frozenset[Needle]]]:
    """The lines of a text that have any of the needles, and which."""
    hits = _hits_in(text, needles, _borders(text)) if needles else []
    found = []
    start = 0
    for line in text.split("\n") if hits else []:
        end = start + len(line)
        if here := frozenset(needles[hit.needle] for hit in hits if start <= hit.start and hit.end <= end):
            found.append((line, here))
        start = end + 1
    return found


def _shown(text: str, needles: Sequence[Needle], width: int | None) -> tuple["_Part", list[Hit], int, int]:
    """The part of a text that is looked at, what is found in it, and from where to where it is shown."""
    if width is None or len(text) <= width:
        return _Part(text, 0, len(text)), _hits_in(text, needles, _borders(text)) if needles else [], 0, len(text)
    part = _beginning(text, width)
    borders = _borders(part.text)
    hits = _hits_in(part.text, needles, borders) if needles else []
    if needles and not _suffices(part, hits, needles, width):
        part = _best_part(text, needles, width)
        borders = _borders(part.text)
        hits = _hits_in(part.text, needles, borders)
    return part, hits, *_window(part, hits, borders, width)


@dataclass(frozen=True)
class _Part:
    """A part of a longer text, and where in it."""

    text: str
    start: int
    whole: int  # length of the longer text

    @property
    def ends(self) -> bool:
        return self.start + len(self.text) == self.whole


def _marked(part: _Part, hits: list[Hit], start: int, end: int) -> SafeString:
    """What stands from start to end in the part, with its hits marked."""
    out, at = ["…"] if part.start or part.text[:start].strip() else [], start
    for first, last in _merged(hits):
        first, last = max(first, start), min(last, end)
        if first < last:
            out += [escape(part.text[at:first]), "<mark>", escape(part.text[first:last]), "</mark>"]
            at = last
    whole = part.text[start:end].strip() and SENTENCE.search(part.text, start, end)  # a point and three more look like a mistake
    out += [escape(part.text[at:end]), "" if whole or (part.ends and not part.text[end:].strip()) else "…"]
    return mark_safe("".join(out))  # every piece of the text is escaped above


def _merged(hits: list[Hit]) -> list[list[int]]:
    merged: list[list[int]] = []
    for start, end, _needle in sorted(hits):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return merged


def _hits_in(text: str, needles: Sequence[Needle], borders: Sequence[int]) -> list[Hit]:
    """Where the needles are in a text as it is displayed, whole signs only."""
    folded, starts, ends = analysis.aligned(text)
    return [
        Hit(borders[bisect_right(borders, starts[hit.start]) - 1], borders[bisect_left(borders, ends[hit.end - 1])], hit.needle)
        for hit in _hits(folded, needles)
    ]  # fmt: skip


def _hits(folded: str, needles: Sequence[Needle]) -> list[Hit]:
    """Where the needles are in normalised text, by where they start."""
    every: analysis.Columns | None = None
    hits: list[Hit] = []
    for number, needle in enumerate(needles):
        places = list(islice(_in_runs(folded, needle), HITS))
        if not places and _may_be_in(folded, needle):
            every = every or analysis.columns(folded)
            places = list(islice(_in_units(every, needle), HITS))
        hits += (Hit(start, end, number) for start, end in places)
    return sorted(hits)


def _in_runs(folded: str, needle: Needle) -> Iterator[tuple[int, int]]:
    """(start, end) where the text has a needle of clusters, or of kana and kanji, in one run: for that, it need not be taken apart.

    What is found without its last long mark is shown with it.
    """
    letters = "".join(needle.units)
    if not _ONE_RUN.fullmatch(letters):
        return
    place = folded.find(letters)
    while place >= 0:
        end = place + len(letters)
        more = _REST.match(folded, end)
        rest = more[0] if more else ""
        if folded[place - 1 : place] != COENG and (needle.prefix or rest in ("", "ー")):
            yield place, end + len(rest)
        place = folded.find(letters, place + 1)


def _may_be_in(folded: str, needle: Needle) -> bool:
    """Whether the text may have it otherwise: as words, whose endings differ, or with blanks or points within."""
    return any(map(_WORD.match, needle.units)) or all(map(folded.__contains__, needle.units))


def _in_units(found: analysis.Columns, needle: Needle) -> Iterator[tuple[int, int]]:
    """The same of any needle, unit by unit."""
    for place in _places(found, needle):
        last = place + len(needle.units) - 1
        if found.texts[last + 1 : last + 2] == ["ー"]:
            last += 1
        yield found.starts[place], found.ends[last]


def _places(found: analysis.Columns, needle: Needle) -> Iterator[int]:
    """The numbers of the units at which the needle begins."""
    *before, last = needle.units
    length = len(before)
    if needle.prefix:
        ends = [place for place, (text, word) in enumerate(zip(found.texts, found.words, strict=True)) if text.startswith(last) or word.startswith(last)]
    else:
        ends = list(_all_places(found.texts, last))
    return (place - length for place in ends if place >= length and found.texts[place - length : place] == before)


def _all_places(texts: list[str], looked_for: str) -> Iterator[int]:
    place = -1
    for _ in range(texts.count(looked_for)):
        place = texts.index(looked_for, place + 1)
        yield place


def _beginning(text: str, width: int) -> _Part:
    """The first part of a text, ended where nothing is that is found as one."""
    end = CHUNK_END.search(text, BEGINNING * width)
    return _Part(text[: end.end()] if end else text, 0, len(text))


def _suffices(part: _Part, hits: list[Hit], needles: Sequence[Needle], width: int) -> bool:
    """Whether all needles are near one another in a beginning, with a width of text behind them: nothing further on is better."""
    (number, _distance), _first, last = _nearest(hits, width)
    return part.ends or (number == len(needles) and last + width <= len(part.text))


def _best_part(text: str, needles: Sequence[Needle], width: int) -> _Part:
    """The part around the place where most of the needles are near one another, with a width of text on both sides."""
    best: tuple[int, int] | None = None
    around: tuple[int, int] | None = None
    for start, chunks in _blocks(text):
        folded = list(map(analysis.normalise, chunks))
        hits = _hits("".join(folded), needles)
        if around and not hits:
            continue
        key, first, last = _nearest(hits, width)
        if best is None or key > best:
            read = list(accumulate(map(len, folded), initial=0))
            written = list(accumulate(map(len, chunks), initial=start))
            best, around = key, _widened(written, bisect_right(read, first) - 1, bisect_left(read, last), width)
        if best[0] == len(needles):
            break
    begin, end = around or (0, 0)
    return _Part(text[begin:end], begin, len(text))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Where a block starts, and its chunks."""
    enough = CHUNK_END.search(text, SEARCHED)
    chunks: list[str] = []
    start = size = 0
    for found in CHUNK.finditer(text, 0, enough.end() if enough else len(text)):
        chunks.append(found[0])
        size += len(found[0])
        if size >= BLOCK:
            yield start, chunks
            start, size, chunks = start + size, 0, []
    if chunks:
        yield start, chunks


def _widened(borders: Sequence[int], first: int, last: int, width: int) -> tuple[int, int]:
    """From the border before the first by a width, to the one after the last by a width, as far as there are any."""
    before = max(bisect_right(borders, borders[min(first, len(borders) - 1)] - width) - 1, 0)
    after = min(bisect_left(borders, borders[last] + width), len(borders) - 1)
    return borders[before], borders[after]


def _nearest(hits: list[Hit], width: int) -> tuple[tuple[int, int], int, int]:
    """Where most needles are within a width: how good that is, where it starts and where it ends."""
    inside: Counter[int] = Counter()
    best, first, last, left = (0, 0), 0, 0, 0
    for hit in hits:
        inside[hit.needle] += 1
        while hits[left] is not hit and (hit.end - hits[left].start > width or inside[hits[left].needle] > 1):
            inside[hits[left].needle] -= 1
            left += 1
        key = (len(+inside), hits[left].start - hit.end)
        if best == (0, 0) or key > best:
            best, first, last = key, hits[left].start, hit.end
    return best, first, last


def _window(part: _Part, hits: list[Hit], borders: Sequence[int], width: int) -> tuple[int, int]:
    """From where to where a part is shown: from a sentence's beginning if one is near, or a word's, and never from within a sign."""
    _, first, last = _nearest(hits, width)
    start = _start(part, borders, first, max(width - (last - first), 0), len(part.text) - width if part.ends else first)
    end = _end(part, borders, start, min(last, start + width), width)
    while start < end and part.text[start].isspace() and _is_border(borders, start + 1):
        start += 1
    while start < end and (part.text[end - 1].isspace() or (part.text[end - 1] in PAUSES and end < len(part.text))) and _is_border(borders, end - 1):
        end -= 1
    return start, end


def _start(part: _Part, borders: Sequence[int], first: int, spare: int, from_end: int) -> int:
    """`from_end`: a width from the end of the text, where that is near: so little follows then that sentences before are shown too."""
    if part.start == 0 and first <= spare // 2:
        return 0
    for found in SENTENCE_END.finditer(part.text, max(from_end, 0), first):
        if _is_border(borders, found.end()):
            return found.end()
    sentences = [found.end() for found in SENTENCE_END.finditer(part.text, max(first - spare // 2, 0), first)]
    words = [found.end() for found in WORD_END.finditer(part.text, max(first - spare // 2, 0), first)]
    far = [place for place in words if place < first - spare // 3]  # Khmer has few blanks
    for place in (*reversed(sentences), *words[len(far) :], *reversed(far)):
        if _is_border(borders, place):
            return place
    return borders[bisect_left(borders, max(first - spare // 3, 0))]


def _end(part: _Part, borders: Sequence[int], start: int, last: int, width: int) -> int:
    limit = start + width
    if limit >= len(part.text):
        return len(part.text)
    near = max(last, limit - width // 4)
    words = [found.start() for found in WORD_END.finditer(part.text, near, limit)]
    sentences = [found.end() for found in SENTENCE_END.finditer(part.text, near, limit)]
    for place in (*reversed(sentences), *reversed(words)):
        if place > start and _is_border(borders, place):
            return place
    return max(borders[bisect_right(borders, limit) - 1], borders[bisect_right(borders, start)])


def _borders(text: str) -> Sequence[int]:
    """Where a text may be cut, its two ends among them."""
    if _PLAIN_TEXT.fullmatch(text):
        return range(len(text) + 1)
    sign = _KHMER_SIGN if _KHMER_TEXT.fullmatch(text) else SIGN
    return list(accumulate(map(len, sign.findall(text)), initial=0))


def _is_border(borders: Sequence[int], place: int) -> bool:
    return borders[bisect_left(borders, place)] == place
