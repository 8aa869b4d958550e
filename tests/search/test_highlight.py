"""What was found is marked where it stands, and nothing of the text is lost, added or cut within a sign."""

import re
import unicodedata
from html import unescape
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anniversary.search import analysis
from anniversary.search.highlight import SENTENCE, SIGN, Needle, highlight, lines_with, show
from anniversary.search.highlight import _borders as borders
from tests.search.test_spellings import texts

COENG = "\u17d2"


def needles(*looked_for: str, prefix: bool = False) -> list[Needle]:
    return [Needle(tuple(unit.text for unit in analysis.asked(text)), prefix) for text in looked_for]


def shown(html: str) -> str:
    return unescape(re.sub("</?mark>", "", html))


@pytest.mark.parametrize(
    ("text", "looked_for", "html"),
    [
        ("Phnom Penh’s temples", ["phnom penh", "temple"], "<mark>Phnom Penh’s</mark> <mark>temples</mark>"),
        ("A Café & <b>bar</b>", ["cafe", "b"], "A <mark>Café</mark> &amp; &lt;<mark>b</mark>&gt;bar&lt;/<mark>b</mark>&gt;"),
        ("夏のお祭りです", ["祭り"], "夏のお<mark>祭り</mark>です"),
        ("東京都庁", ["東京", "京都"], "<mark>東京都</mark>庁"),  # what overlaps is one
        ("コンピューター教室", ["コンピュータ"], "<mark>コンピューター</mark>教室"),
        ("ﾌﾟﾉﾝﾍﾟﾝの学校", ["プノンペン"], "<mark>ﾌﾟﾉﾝﾍﾟﾝ</mark>の学校"),
        ("辻\U000e0100さん", ["辻"], "<mark>辻\U000e0100</mark>さん"),
        ("㈱山田", ["株"], "<mark>㈱</mark>山田"),
        ("ក្រុងភ្នំ\u200bពេញ ឆ្នាំ២០២៣", ["ភ្នំពេញ", "2023"], "ក្រុង<mark>ភ្នំ\u200bពេញ</mark> ឆ្នាំ<mark>២០២៣</mark>"),
        ("ខែ្មរ", ["ខ្មែរ"], "<mark>ខែ្មរ</mark>"),
        ("ខ្មែរ", ["ខ"], "ខ្មែរ"),  # a letter is not found in a cluster that it begins
        ("nothing of it", ["angkor"], "nothing of it"),
        ("", ["angkor"], ""),
        ("angkor", [], "angkor"),
    ],
)
def test_what_was_found_is_marked_in_the_text_as_it_is(text, looked_for, html):
    assert highlight(text, needles(*looked_for)) == html


@pytest.mark.parametrize(
    ("text", "typed", "html"),
    [
        ("Celebrations", "celebra", "<mark>Celebrations</mark>"),
        ("Celebrations", "celebrations", "<mark>Celebrations</mark>"),
        ("The temples", "ple", "The temples"),
        ("ភ្នំពេញ", "ភ្នំព", "<mark>ភ្នំពេ</mark>ញ"),
        ("70th year", "the 70t", "70th year"),
        ("the 70th year", "the 70t", "<mark>the 70th</mark> year"),
    ],
)
def test_the_last_unit_may_be_the_beginning_of_one(text, typed, html):
    assert highlight(text, needles(typed, prefix=True)) == html


def test_without_prefix_a_beginning_is_not_enough():
    assert highlight("Celebrations", [Needle(("celebra",))]) == "Celebrations"
    assert highlight("ភ្នំពេញ", needles("ភ្នំព")) == "ភ្នំពេញ"


EMBASSY = "The embassy held a reception for its guests. "


def test_a_snippet_stands_around_the_place_where_most_was_found_near_together():
    text = EMBASSY * 20 + "A tea ceremony in Siem Reap. Angkor was restored by experts. " + EMBASSY * 20 + "The tea was hot. " * 20
    html = highlight(text, needles("tea", "angkor", "restoration"), 110)
    assert html == (
        "…A <mark>tea</mark> ceremony in Siem Reap. <mark>Angkor</mark> was <mark>restored</mark> by experts. The embassy held a reception for its guests."
    )


def test_a_japanese_snippet_starts_with_a_sentence():
    text = "大使館で式典がありました。" * 20 + "京都で茶道の体験会が開かれた。" + "大使館で式典がありました。" * 20
    assert highlight(text, needles("茶道"), 40) == "…京都で<mark>茶道</mark>の体験会が開かれた。大使館で式典がありました。大使館で式典がありました…"


def test_a_khmer_snippet_starts_with_a_sentence_and_keeps_its_zero_width_spaces():
    text = "ពិធី\u200bនៅ\u200bស្ថានទូត។ " * 20 + "ការ\u200bប្រកួត\u200bស្លាក\u200bសញ្ញា។ " + "ពិធី\u200bនៅ\u200bស្ថានទូត។ " * 20
    assert highlight(text, needles("ស្លាកសញ្ញា"), 45) == "…ការ\u200bប្រកួត\u200b<mark>ស្លាក\u200bសញ្ញា</mark>។ ពិធី\u200bនៅ\u200bស្ថានទូត។"


def test_where_nothing_was_found_the_beginning_is_shown():
    assert highlight("One two three four five six seven", needles("angkor"), 15) == "One two three…"


def test_a_text_that_is_short_enough_is_shown_whole():
    assert highlight("One two", needles("two"), 7) == "One <mark>two</mark>"


def test_a_place_deep_in_a_long_text_is_found():
    html = highlight(EMBASSY * 1000 + "Angkor at last.", needles("angkor"), 60)
    assert html.endswith("<mark>Angkor</mark> at last.")
    assert html.startswith("…")


def test_a_phrase_must_stand_together():
    assert highlight("penh phnom", needles("phnom penh")) == "penh phnom"
    assert highlight("phnom and penh", needles("phnom penh")) == "phnom and penh"


def test_marks_come_only_from_what_was_found():
    assert highlight("<mark>a</mark><script>", needles("script")) == "&lt;mark&gt;a&lt;/mark&gt;&lt;<mark>script</mark>&gt;"


@st.composite
def texts_and_needles(draw):
    """A text of hard characters, and needles that are in it."""
    text = draw(st.lists(texts, max_size=6).map(" ".join))
    found = [unit for unit, _, _ in analysis.spans(text)]
    looked_for = []
    for _ in range(draw(st.integers(0, 3)) if found else 0):
        start = draw(st.integers(0, len(found) - 1))
        looked_for.append(Needle(tuple(unit.text for unit in found[start : start + draw(st.integers(1, 3))]), draw(st.booleans())))
    return text, looked_for


@given(texts_and_needles())
@settings(max_examples=150)
def test_the_pieces_together_are_the_text(case):
    text, looked_for = case
    html = highlight(text, looked_for)
    assert shown(html) == text
    assert html.count("<mark>") == html.count("</mark>")
    assert "<mark></mark>" not in html
    assert bool(looked_for) == ("<mark>" in html)


def never_begins(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in "\u200c\u200d\uff9e\uff9f\u1161\u11a8"


def is_cut(before: str, after: str) -> bool:
    """Whether a reader would say that something is cut in two between them."""
    khmer = (
        before.rstrip("\u200b\u2060\ufeff\u00ad\ufe0f\u17b4")[-1:] == COENG and "\u1780" <= after.lstrip("\u200b\u2060\ufeff\u00ad\ufe0f\u17b4")[:1] <= "\u17b3"
    )
    return bool(before and after) and (never_begins(after[0]) or khmer)


@given(texts_and_needles(), st.integers(1, 40))
@settings(max_examples=250)
def test_a_snippet_is_a_piece_of_the_text_that_cuts_no_sign(case, width):
    text, looked_for = case
    html = highlight(text, looked_for, width)
    assert "\ufffd" not in html or "\ufffd" in text
    pieces = re.split("</?mark>", html)
    inner = unescape("".join(pieces))
    cut_before, cut_after = inner.startswith("…"), inner.endswith("…")
    inner = inner[cut_before : len(inner) - cut_after]
    assert inner in text
    assert cut_before or text.lstrip().startswith(inner.lstrip())
    assert cut_after or text.rstrip().endswith(inner.rstrip()) or SENTENCE.search(inner)
    places = [place for place in range(len(text) - len(inner) + 1) if text.startswith(inner, place)]
    assert any(not is_cut(text[:place], text[place:]) and not is_cut(text[: place + len(inner)], text[place + len(inner) :]) for place in places)
    for piece, after in pairwise(pieces):
        assert not is_cut(unescape(piece), unescape(after))


@given(texts_and_needles(), st.integers(1, 40))
def test_a_snippet_shows_what_was_found(case, width):
    text, looked_for = case
    assert bool(looked_for) == ("<mark>" in highlight(text, looked_for, width))


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u200d\u200b"])
def test_a_long_run_that_cannot_be_seen_takes_no_longer_than_letters(sign):
    """Looked at again from each of its characters, this would take minutes."""
    run = sign * 40_000
    assert highlight(f"Bridge {run}", [Needle(("bridg",))], width=220).startswith("<mark>Bridge</mark>")
    assert highlight(f"{run} Bridge {run}", [Needle(("bridg",))], width=220).count("<mark>Bridge</mark>") == 1


@given(st.text("កខរ្ាិំះ់\u200b\u17d2 a1。・々ア").map(lambda text: text * 2))
def test_khmer_is_cut_by_the_shorter_rule_where_by_the_longer(text):
    assert list(borders(text)) == list(accumulate(map(len, SIGN.findall(text)), initial=0))


@pytest.mark.parametrize("text", ["Plain text, 友好と桜。", "", "a\nb"])
def test_a_text_without_marks_may_be_cut_everywhere(text):
    assert list(borders(text)) == list(range(len(text) + 1))


def test_a_text_with_marks_of_any_kind_is_cut_between_signs():
    assert list(borders("e\u0301 か\u3099\r\n🇯🇵")) == [0, 2, 3, 5, 7, 9]


def test_a_snippet_that_ends_with_a_sentence_has_no_ellipsis_and_one_that_ends_with_a_comma_no_comma():
    assert highlight("One two three. " + "Four five six seven. " * 5, [], 15) == "One two three."
    assert highlight("One, two, three, four, five, six", [], 16) == "One, two, three…"
    assert highlight("One, two,", [], 9) == "One, two,"


def test_it_is_told_which_needles_are_to_be_seen():
    bridge, temple = needles("bridge", "temple")
    far = f"A bridge. {EMBASSY * 20} A temple."
    assert show(far, [bridge, temple], 40).found == {bridge}
    assert show(far, [bridge, temple]).found == {bridge, temple}
    assert show(far, [], 40).found == frozenset()


def test_lines_that_have_something_of_what_was_found_are_told_in_their_order():
    bridge, dance = needles("bridge", "dance")
    text = "Phnom Penh\nDance and bridges\nbridge"
    assert lines_with(text, [bridge, dance]) == [("Dance and bridges", {bridge, dance}), ("bridge", {bridge})]
    assert lines_with(text, [dance]) == [("Dance and bridges", {dance})]
    assert (lines_with(text, []), lines_with("", [dance])) == ([], [])


def test_a_snippet_of_long_words_starts_farther_back_rather_than_within_one():
    text = "ក" * 200 + " " + "ខ" * 45 + "ភ្នំពេញ" + "គ" * 200
    assert highlight(text, needles("ភ្នំពេញ"), 120).startswith(f"…{'ខ' * 45}<mark>ភ្នំពេញ</mark>គ")
