"""Spellings of the same thing are one, whatever the order, the width and what cannot be seen; and nothing else is."""

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from anniversary.search import analysis, japanese
from anniversary.search.folding import fold_aligned

KHMER_BASES = "កខគងចជញដតថទធនបផពភមយរលវសហឡអឥឧឱឯ"
KHMER_VOWELS = "ាិីឹឺុូួើឿៀេែៃោៅ"
KHMER_SIGNS = "\u17c6\u17c7\u17cb\u17cc\u17d0"
SHIFTERS = "\u17c9\u17ca"
COENG = "\u17d2"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\U000e0100\u17b4"
# What is hard: marks without a letter, in every order, between scripts, voiced and half-width kana, signs that repeat, what is not seen.
HARD = (
    KHMER_BASES + KHMER_VOWELS + KHMER_SIGNS + SHIFTERS + COENG * 4 + "\u17a3\u17a4\u17a8\u17b2\u17b3\u17a6\u17b5\u17c8\u17cd\u17cf\u17d1\u17d3ៗ។\u17dd០៩\u17f1"
    "かがはばぱうゔアヴァヰヷッャーｶﾊﾞﾟ\u3099\u309a゛゜ゝゞヽヾ々〻・･=-－―人國齋﨑〇3ヶヵ箇月国㈱㌔ヿ"
    "aeéÅßıİŉﬁK'’.,-19²½ 　\n\u00a0\u0301\u0323\u0345´ǰΐαйเก็ุहिंा가\u1100\u1161\u11a8\u3164\uffa0ﹱ\u064b🇰🇭👍🏽☀\ufffd\0"
) + UNSEEN
texts = st.text(st.sampled_from(HARD), max_size=30) | st.text(max_size=20)


def found(text: str) -> list[tuple[str, str]]:
    return [(unit.script, unit.text) for unit in analysis.units(text)]


@given(texts)
@settings(max_examples=400)
def test_normalised_text_stays_as_it_is(text):
    once = analysis.normalise(text)
    assert analysis.normalise(once) == once


@given(texts)
@settings(max_examples=400)
def test_the_places_in_a_text_are_of_the_units_of_its_normalised_form(text):
    folded, starts, ends = fold_aligned(text, analysis.RULES)
    assert folded == analysis.normalise(text)
    assert [(unit.script, unit.text) for unit, _, _ in analysis.spans(text)] == found(folded)
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for _, start, end in analysis.spans(text))


@given(texts)
@settings(max_examples=250)
def test_tokens_are_the_pairs_of_the_units(text):
    assert analysis.tokens(text) == analysis.grams(list(analysis.units(analysis.normalise(text))))


@given(texts)
@settings(max_examples=250)
def test_tokens_hold_nothing_that_a_database_parts_or_drops(text):
    for token in [*analysis.tokens(text), *analysis.title_words(text)]:
        assert token
        for character in token:
            assert not character.isspace()
            assert character not in "\0\ufffd"
            assert not character.isascii() or character in "0123456789abcdefghijklmnopqrstuvwxyz"
            assert unicodedata.category(character) not in ("Cc", "Cs", "Zs", "Zl", "Zp")


@given(texts)
def test_composed_and_decomposed_are_the_same(text):
    text = text.replace("\u17dd", "")  # Unicode's own order parts a subscript with it
    assert analysis.tokens(unicodedata.normalize("NFD", text)) == analysis.tokens(unicodedata.normalize("NFC", text))


@st.composite
def clusters(draw):
    """A Khmer cluster as its parts: the letter, and what may be typed after it in any order."""
    subscripts = draw(st.lists(st.sampled_from([COENG + base for base in KHMER_BASES if base not in "រឥឧឱឯ"]), max_size=1))
    subscripts += draw(st.lists(st.just(COENG + "រ"), max_size=1))
    marks = draw(st.lists(st.sampled_from(KHMER_VOWELS), max_size=1)) + draw(st.lists(st.sampled_from(KHMER_SIGNS + SHIFTERS), max_size=2, unique=True))
    return draw(st.sampled_from(KHMER_BASES)), subscripts + marks


@given(st.lists(clusters(), min_size=1, max_size=6), st.data())
@settings(max_examples=100)
def test_khmer_is_the_same_in_whatever_order_its_marks_are_typed(word, data):
    usual = "".join(letter + "".join(marks) for letter, marks in word)
    other = "".join(letter + "".join(data.draw(st.permutations(marks))) for letter, marks in word)
    assert analysis.tokens(other) == analysis.tokens(usual)


@given(st.lists(clusters(), min_size=1, max_size=6), st.data())
def test_a_mark_that_is_typed_twice_counts_once(word, data):
    usual = "".join(letter + "".join(marks) for letter, marks in word)
    twice = "".join(letter + "".join(mark * data.draw(st.integers(1, 2)) for mark in marks) for letter, marks in word)
    assert analysis.tokens(twice) == analysis.tokens(usual)


@given(texts, st.data())
@settings(max_examples=200)
@example("がんばれ、カンボジア", None)
def test_what_cannot_be_seen_changes_nothing(text, data):
    unseen = st.sampled_from(["", "", *UNSEEN])
    other = "".join(character + (data.draw(unseen) if data else "\u200b") for character in text)
    assert analysis.tokens(other) == analysis.tokens(text)


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ･ﾞﾟ｡｢｣､"


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40))
def test_wide_letters_are_letters(text):
    assert analysis.tokens(text.translate(WIDE)) == analysis.tokens(text)


@given(st.text(st.sampled_from(HALF), max_size=30))
def test_half_width_kana_are_kana(text):
    assert analysis.tokens(unicodedata.normalize("NFKC", text)) == analysis.tokens(text)


@given(st.text(st.sampled_from("".join(chr(code) for code in range(0x3041, 0x3097))), max_size=20))
def test_katakana_are_hiragana(text):
    assert analysis.tokens(text.translate({code: code + 0x60 for code in range(0x3041, 0x3097)})) == analysis.tokens(text)


def test_every_letter_becomes_one_that_stays():
    assert {one for one, other in analysis.LETTERS.items() if analysis.normalise(other) != other} <= set("ヴ")
    assert len(set(japanese.OLD_AND_NEW.split())) > 250
    assert all(len(pair) == 2 for pair in japanese.OLD_AND_NEW.split())
