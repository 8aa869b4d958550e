"""Whatever is typed, there is an answer."""

import random

import pytest

from anniversary.search import unfound
from anniversary.search.asking import parse
from anniversary.search.finding import Asked, complete, find, keys, public_keys
from anniversary.search.matching import Match
from anniversary.search.models import Entry, Synonyms

pytestmark = pytest.mark.django_db

NUMBER = 5_000
ALL_WAYS = 40  # every so many-th goes through every door, which takes a hundred times as long
BITS = [
    '"', "'", "''", "\\", "*", "^", "(", ")", "{", "}", ":", ":*", "&", "|", "!", "<->", "<2>", "<", ">", "-", "－", "−", "+", "AND", "OR", "NOT",
    "NEAR(", "NEAR", "%",
    "%s", "$1", "?", ";", "--", "/*", "title_tokens", "{title_tokens}:", "rowid", "::tsquery", "\0", "\ud800", "\udfff", "\u202e", "\u200f",
    "\u2066", "\u200b", "\u200d",
    "\ufeff", "\ufdfa", "\u3000", "\u0085", "\t", "\n", "\r", "“", "”", "「", "」", "『", "«", "»", "😀", "👩‍👩‍👧", "🇰🇭", "ﾊﾞ", "が", "か\u3099", "ー",
    "ーーー", "々", "゛",
    "・", "桜", "日本", "カンボジア", "の", "ក", "្", "ក្", "\u17d2", "\u17b4", "ា", "មិត្តភាព", "០", "angkor", "Wat", "the", "of", "-angkor",
    '"angkor wat"', "é", "e\u0301" * 9,
    "ß", "ﬁ", "İ", "ǆ", "(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaa!", "<script>", "&amp;", "../../etc", "0x00", "1e999", "١٢", "𝔘𝔫", "\U0010ffff", "\u0300",
    "a" * 70, "한국",
]  # fmt: skip


def hostile() -> list[str]:
    chance = random.Random(70)
    found = [*BITS, *(bit * 5000 for bit in BITS[:60]), " ".join(BITS), "".join(BITS), '"' * 199, "(" * 200, "- " * 100, "-" * 200, "a " * 100, "桜 " * 100]
    while len(found) < NUMBER:
        length = chance.choice((1, 2, 3, 5, 8, 30))
        if chance.random() < 0.2:
            found.append("".join(chr(chance.randrange(0x110000)) for _letter in range(length)))
        else:
            found.append(chance.choice(("", " ", " ")).join(chance.choices(BITS, k=length)))
    return found


def test_no_query_is_an_error(plain):
    Synonyms.objects.create(terms="Angkor\nអង្គរ\n\"'\\")
    plain.put(1, "Angkor Wat", "桜 日本 មិត្តភាព", day=None)
    for number, text in enumerate(hostile()):
        query = parse(text)
        if query:
            assert Entry.objects.filter(Match.of(query)).count() in (0, 1), ascii(text)
        if number % ALL_WAYS == 0:
            results = find(Asked(text=text, language="en", by_date=number % 3 == 0, after=text))
            assert len(results.hits) <= 1, ascii(text)
            assert len(complete(text, "ja")) <= 1, ascii(text)
            assert {*keys("event", text), *public_keys("event", text)} <= {1}, ascii(text)
            unfound.note(Asked(text=text, language="km"))
