"""What is marked where a text has what was asked for apart: words, never the end of one and the beginning of the next."""

import pytest

from anniversary.search import analysis, asking, marking, showing
from anniversary.search.highlight import Needle
from anniversary.search.wording import Words, units_of, words_of


def words(text: str) -> Words:
    return words_of(units_of(text))


def tokens(*texts: str) -> str:
    return f" {' '.join(token for text in texts for token in analysis.tokens(text))} "


def marked(asked: str, *texts: str) -> list[str]:
    """What of a run is marked in these texts."""
    return ["".join(needle.units) for needle in marking.needles(words(asked), tokens(*texts))]


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("ស្ថានទូត", "នៅស្ថានទូតជប៉ុន", ["ស្ថានទូត"]),  # all of it
        # មហោស្រព and កម្ពុជា are two words, of which the index has the pair that មិត្តភាព and កម្ពុជា have.
        ("មិត្តភាពកម្ពុជា", "មហោស្រពកម្ពុជា មិត្តភាព ឬកម្ពុជា", ["មិត្តភាព", "កម្ពុជា"]),
        ("មិត្តភាពកម្ពុជា", "មិត្តភាព កម្ពុជា", ["មិត្តភាពកម្ពុជា"]),  # blanks stand where writers like
        ("កម្ពុជាជប៉ុន", "ប្រជាជនកម្ពុជា និងជប៉ុន", ["កម្ពុជា", "ជប៉ុន"]),
        ("ក្រុងភ្នំពេញ", "អង្គរ និងភ្នំពេញ ទីក្រុង", ["ក្រុង", "ភ្នំពេញ"]),
        # និង ends like ក្រុង, which is not there.
        ("ក្រុងភ្នំពេញ", "អង្គរ និងភ្នំពេញ", ["ភ្នំពេញ"]),
        ("ភ្នំពេញនិយម", "ភ្នំពេញនិង", ["ភ្នំពេញ"]),
        ("ស្ថានទូតជប៉ុន", "ទូតសុច្ឆន្ទៈ នៅជប៉ុន", ["ជប៉ុន"]),  # ទូត alone may be half of any word
        ("ស្ថានទូត", "ទូតសុច្ឆន្ទៈ", []),
        ("日本大使館", "在カンボジア日本国大使館", ["日本", "大使館"]),
        ("東京都庁", "東京の都庁", ["東京", "都庁"]),
        ("東京都庁", "京都", ["京都"]),  # Japanese has no more to tell it by: two characters mostly are a word
        ("東京都庁", "大阪", []),
    ],
)  # fmt: skip
def test_what_of_a_run_is_marked(asked, text, expected):
    assert marked(asked, text) == expected


def test_of_as_many_stretches_those_are_marked_that_the_text_has_most_often():
    """Either of two ways to part it in two is in the text; only one is said again."""
    assert marked("新年会場", "新年会 会場 新年 会場 新年 場") == ["新年", "会場"]
    assert marked("新年会場", "新年会場") == ["新年会場"]


def test_a_long_run_is_cut_in_the_longest_stretches():
    units = tuple("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ")
    found = marking.stretches(units, tokens("あいうえおかきくけこさ すせそたちつてと", "のはひふへほ"))
    assert ["".join(units[start:end]) for start, end in found] == ["あいうえおかきくけこさ", "すせそたちつてと", "のはひふへほ"]


def test_words_that_mean_the_same_as_others_are_marked_each_by_itself():
    assert marking.needles(words("Phnom Penh"), tokens("Penh and Phnom")) == [Needle(("phnom",)), Needle(("penh",))]
    assert marking.needles(words("Phnom Penh"), tokens("Phnom")) == [Needle(("phnom",))]
    assert marking.needles(words("Phnom Penh"), tokens("Phnom Penh")) == [Needle(("phnom", "penh"))]
    assert marking.needles(words("kizuna大橋"), tokens("大橋 kizuna")) == [Needle(("kizuna",)), Needle(("大", "橋"))]


def test_what_was_typed_in_one_comes_first_and_then_part_by_part():
    query = asking.parse("日本の桜 dance", alike=False)
    assert marking.to_mark(query, tokens("日本の桜")) == [[Needle(("日", "本", "の", "桜"))], [Needle(("日", "本"))], [], [Needle(("danc",))]]
    assert marking.to_mark(query, tokens("日本と桜")) == [[], [Needle(("日", "本"))], [Needle(("桜",), True)], [Needle(("danc",))]]


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("2023年2月24日", "日本で2023年2月24日", [("2023", "年", "2", "月", "24", "日"), ("2023", "年"), ("2", "月"), ("24", "日")]),
        ("2023年2月24日", "日本で2023年の2月、2日目", [("2023", "年"), ("2", "月")]),
        ("2023年2月24日", "日本 24 2023", [("2023",)]),
        ("1月1日", "1月と1日", [("1", "月"), ("1", "日")]),
        ("2023 年", "2023と年", [("2023",), ("年",)]),  # typed apart
        ("日本の桜", "日本は桜", [("日", "本"), ("桜",)]),
    ],
)  # fmt: skip
def test_a_number_is_marked_with_what_was_counted_and_that_nowhere_else(asked, text, expected):
    query = asking.parse(asked, alike=False)
    assert [needle.units for group in marking.to_mark(query, tokens(text)) for needle in group] == expected


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("bridge", "Bridges", True), ("bridge", "A cambridge", False), ("bridge", "Dance", False), ("橋", "大橋", True), ("橋", "川", False),
        ("大橋", "大川", True), ("大橋", "橋", False),
    ],
)  # fmt: skip
def test_a_needle_is_looked_for_only_where_a_token_begins_as_it_does(asked, text, expected):
    [needle] = marking.needles(words(asked), "")[:1] or [Needle(words(asked).units)]
    assert showing._may_have(tokens(text), needle) is expected
