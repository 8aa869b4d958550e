"""Khmer: what looks the same on paper is the same here, in whatever order it was typed.

A cluster is a consonant or independent vowel with all that stands around it. Texts of Khmer are searched by clusters: its words are not
divided in writing.
"""

import re
from functools import lru_cache

from anniversary.search.folding import Rule, dropping, mapping

BASES = "\u1780-\u17b3"
MARKS = "\u17b6-\u17d3"
COENG, DA, TA, RO = "\u17d2ដតរ"
CLUSTER = f"[{BASES}](?:{COENG}[{BASES}]|[{MARKS}])*"
SUBSCRIPT = re.compile(f"(?<!{COENG}){COENG}+[{BASES}]")  # from the first of them only: a thousand that lead nowhere are looked at once
E, II, AA, OE, OO, U = "\u17c1\u17b8\u17b6\u17be\u17c4\u17bb"
SHIFTERS = frozenset("\u17c9\u17ca")
ABOVE = frozenset(f"\u17b7{II}\u17b9\u17ba{OE}\u17bf\u17c0")  # with these, a shifter takes the form of the vowel u
SILENT = "\u17cd\u17ce\u17cf\u17d1"  # say how something is pronounced, or that it is not; often left out or taken for each other
SUBSCRIPTS_KEPT = 4  # no word has more than three
# The order of Unicode: robat, shifters, vowels, other signs, and last nikahit and reahmuk.
ORDER = "\u17cc\u17c9\u17ca\u17c1\u17c2\u17c3\u17b7\u17b8\u17b9\u17ba\u17bb\u17bc\u17bd\u17be\u17bf\u17c0\u17b6\u17c4\u17c5\u17cb\u17d0\u17c6\u17c7"

# Letters of which there are two: those that Unicode advises against, and those that writers take for each other.
LETTERS = {
    "\u17a3": "អ",
    "\u17a4": "អា",
    "\u17a8": "ឧក",
    "ឦ": "ឥ",
    "ឲ": "ឱ",
    "ឳ": "ឪ",
    "\u17c8": "\u17c7",  # yuukaleapintu, reahmuk
    "\u17d3": "\u17c6",  # bathamasat, nikahit
}


@lru_cache(50_000)
def one_spelling(cluster: str) -> str:
    """The cluster with its subscripts and marks in one order, each once."""
    if len(cluster) == 1:
        return cluster
    subscripts = dict.fromkeys((found[-1] for found in SUBSCRIPT.findall(cluster.replace(COENG + DA, COENG + TA))), COENG)
    ordered = sorted(list(subscripts)[:SUBSCRIPTS_KEPT], key=lambda letter: letter == RO)
    marks = set(SUBSCRIPT.sub("", cluster[1:])).difference(COENG, SILENT)
    if {E, II} <= marks:
        marks = marks - {E, II} | {OE}
    if {E, AA} <= marks:
        marks = marks - {E, AA} | {OO}
    if marks & ABOVE and marks & SHIFTERS:
        marks = marks - SHIFTERS | {U}
    return cluster[0] + "".join(COENG + letter for letter in ordered) + "".join(sorted(marks, key=ORDER.index))


# Most clusters have one subscript and one mark at most: those are left without a call.
_NOT_SIMPLE = f"(?!(?:{COENG}[\u1780-\u1789\u178b-\u17b3])?[\u17b6-\u17cc\u17d0]?(?![{MARKS}]))"

RULES = [
    dropping(f"[.](?<=[{BASES}{MARKS}].)(?=[{BASES}])", "."),  # អ.វ.ត.ក as អវតក
    dropping("ៗ", "ៗ"),  # says that the word before it is said twice: it is found with it and without
    mapping(LETTERS),
    Rule(re.compile(f"[{BASES}]{_NOT_SIMPLE}(?:{COENG}[{BASES}]|[{MARKS}])*"), lambda found: one_spelling(found[0])),
]
