"""English, and whatever else is written in words: where they begin and end, and what they are reduced to."""

import re
import threading
from functools import lru_cache

import snowballstemmer

LONGEST = 60  # letters kept of a word: addresses and codes are found by how they begin

# Written with a hyphen by some and without by others: with these, both are one word. All other hyphens part words.
PREFIXES = (
    "anti|bi|bio|co|counter|cyber|e|eco|geo|hydro|infra|inter|intra|macro|mega|micro|mid|mini|multi|non|online|over|photo|post|pre|pro|re|semi|socio|sub|super"
    "|tele|trans|tri|ultra|un|under|well"
)

LONGEST_PREFIX = max(map(len, PREFIXES.split("|")))


def words(letter: str) -> str:
    """The pattern of a word, as written, of what `letter` matches, in folded text."""
    rare = "|".join(
        [
            rf"[a-z](?:\.[a-z])+(?!{letter})",  # u.s.
            rf"(?:{PREFIXES})-[a-z]{{2,}}(?:'[a-z]+)*",  # co-operation
            rf"[a-z]{{1,2}}-[0-9]+{letter}*",  # g-7
            r"[dl](?='[a-z])",  # d'affaires
        ]
    )
    return "|".join(
        [
            rf"(?<!{letter})(?=[a-z]{{1,{LONGEST_PREFIX}}}[-.'])(?:{rare})",  # looked at only where a sign follows: most words have none
            r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9]|,[0-9])",  # 1,000
            rf"(?<!{letter})[a-z]{{3,}}(?=[0-9])",  # covid19 as covid-19
            rf"{letter}+(?:'{letter}+)*",
        ]
    )


WORDS = re.compile(words("[a-z0-9]"))

IRREGULAR = {
    "children": "child", "women": "woman", "men": "man", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "grey": "gray", "programme": "program", "programmes": "program", "catalogue": "catalog", "catalogues": "catalog", "jewellery": "jewelry",
}  # fmt: skip
# British spellings and the American ones. Both are folded alike, so that a word that is no American one does no harm.
SPELLINGS = [
    (re.compile(r"^practis"), "practic"),
    (re.compile(r"(?<=..)(i|y)s(?=(?:e|ed|es|er|ers|ing|ation|ations|ational|able)$)"), r"\1z"),
    (re.compile(r"^((?:dis|un)?(?:arm|behavi|col|endeav|fav|flav|glam|harb|hon|hum|lab|neighb|parl|rum|sav|splend|vig))our"), r"\1or"),
    (re.compile(r"^(.*(?:cent|theat|met|lit|fib|calib|spect))re(s?)$"), r"\1er\2"),
    (re.compile(r"^(lic|def|off)enc(?=e|es|ed|ing)"), r"\1ens"),
]
ORDINAL = re.compile(r"([0-9]+)(?:st|nd|rd|th)")

_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = threading.Lock()  # the stemmer keeps the word that it works on


@lru_cache(50_000)
def plain(written: str) -> str:
    """The word without what may stand within: 's, apostrophes, the hyphen after a prefix, points and commas."""
    return (written.removesuffix("'s") or written).translate(_WITHIN)[:LONGEST]


_WITHIN = dict.fromkeys(map(ord, "'-.,"))


@lru_cache(50_000)
def stem(written: str) -> str:
    """What the forms of a word have in common; 70 of 70th."""
    word = plain(written)
    if ordinal := ORDINAL.fullmatch(word):
        return ordinal[1]
    if not (word.isascii() and word.isalpha()):
        return word
    word = IRREGULAR.get(word, word)
    for pattern, other in SPELLINGS:
        word = pattern.sub(other, word)
    with _one_at_a_time:
        return _stemmer.stemWord(word)
