"""What a text asks for: its parts, what must not be there, what means the same."""

import pytest

from anniversary.search import analysis, asking
from anniversary.search.models import Synonyms
from anniversary.search.wording import units_of, words_of

pytestmark = pytest.mark.django_db


def parts(text: str) -> list[str]:
    """The parts as they were typed: their tokens, with a star where more may follow, in quotation marks where they must stand so."""
    return [shown(part[0]) for part in asking.parse(text).parts]


def shown(words) -> str:
    found = " ".join(words.tokens) + ("*" if words.beginning else "")
    return f'"{found}"' if words.adjacent else found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Opening ceremonies", ["open", "ceremoni"]),
        ("when were the diplomatic relations established", ["diplomat", "relat", "establish"]),
        ("the who", ["the", "who"]),  # nothing else is left
        ("bridge bridge", ["bridg"]),
        ("well-known", ["wellknown"]),
        ("70周年記念", ["70", "周年 年記 記念"]),
        ("桜", ["桜*"]),
        ("日本の桜", ["日本", "桜*"]),
        ("日本とカンボジアの外交関係はいつ樹立されたか", ["日本", "かん んぼ ぼじ じあ", "外交 交関 関係", "樹立"]),
        ("盆踊りのお祭り", ["盆踊 踊り", "祭り"]),
        ("さくらまつり", ["さく くら らま まつ つり"]),
        ("についての", ["につ つい いて ての"]),
        ("日本　カンボジア", ["日本", "かん んぼ ぼじ じあ"]),
        ("កម្ពុជានិងជប៉ុន", ["កម្ពុ ម្ពុជា", "ជប៉ុ ប៉ុន"]),
        ("មិត្តភាពរវាងកម្ពុជា", ["មិត្ត ត្តភា ភាព", "កម្ពុ ម្ពុជា"]),
        ("កម្ពុជា\u200bជប៉ុន", ["កម្ពុ ម្ពុជា ជាជ ជប៉ុ ប៉ុន"]),
    ],
)
def test_the_parts_of_a_query(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize("text", ['"angkor wat"', "“angkor wat”", "「angkor wat」", "«angkor wat»", "＂angkor wat＂"])
def test_quotation_marks_make_a_phrase(text):
    assert parts(text) == ['"angkor wat"']


def test_a_quoted_stop_word_stays():
    assert parts('"the who" the music') == ['"the who"', "music"]


def test_a_quotation_mark_without_its_other_half_is_none():
    assert parts('"angkor wat') == ["angkor", "wat"]


@pytest.mark.parametrize("minus", ["-", "－", "−", "–"])
def test_a_minus_excludes(minus):
    query = asking.parse(f'temple {minus}angkor {minus}"bayon face"')
    assert ([shown(part[0]) for part in query.parts], [words.tokens for words in query.excluded]) == (["templ"], [("angkor",), ("bayon", "face")])


def test_a_minus_within_a_word_or_alone_excludes_nothing():
    assert asking.parse("Cambodia-Japan - bridge").excluded == ()
    assert parts("Cambodia-Japan - bridge") == ["cambodia", "japan", "bridg"]


def test_a_minus_with_nothing_else_excludes_nothing():
    assert (parts("-angkor -wat"), asking.parse("-angkor").excluded) == (["angkor", "wat"], ())


def test_at_most_200_letters_and_12_pieces_are_asked_for():
    assert asking.clean("a" * 300) == "a" * 200
    assert len(parts(" ".join(f"x{letter}x" for letter in "bcdfghjklmnpqrtvw"))) == 12


@pytest.mark.parametrize("text", ["", "   ", "…!?", '""', "-", "「」", "\0", "\u200b", "\ud800"])
def test_what_asks_for_nothing_is_a_false_query(text):
    assert not asking.parse(text)


def test_a_query_can_be_shown_and_kept():
    assert asking.clean("  Angkor\u202e\0 \ud800ｗａｔ\u3000\u200bអង្គរ ") == "Angkor wat អង្គរ"


@pytest.mark.parametrize("text", ["the opening ceremonies of 1953", "日本カンボジア友好", "កម្ពុជានិងជប៉ុន 70", "外交 relations"])
def test_a_query_has_the_tokens_of_a_text(text):
    """Save the last of a run, which in a text says where the run ends."""
    tokens = words_of(units_of(text)).tokens
    assert list(tokens) == analysis.tokens(text)[: len(tokens)]
    assert len(tokens) >= len(analysis.tokens(text)) - 1


# --- words for the same ------------------------------------------------------------------------------------------------
def ways(text: str) -> list[list[str]]:
    return [[shown(words) for words in part] for part in asking.parse(text).parts]


def test_a_word_also_finds_what_means_the_same():
    Synonyms.objects.create(terms="Angkor\nアンコール\nអង្គរ")
    assert ways("angkor temple") == [["angkor", "あん んこ こー ーる", "អង្គ ង្គរ", "angkortempl"], ["templ", "angkortempl"]]
    assert ways("អង្គរ") == [["អង្គ ង្គរ", "angkor", "あん んこ こー ーる"]]


def test_words_for_the_same_are_cut_out_of_a_run():
    Synonyms.objects.create(terms="外務省\nforeign ministry")
    assert ways("日本国外務省") == [["日本 本国"], ["外務 務省", '"foreign ministri"']]


def test_a_word_is_not_cut_out_of_another():
    Synonyms.objects.create(terms="日本\nJapan")
    assert ways("日本語") == [["日本 本語"]]


def test_the_longest_words_for_the_same_are_taken():
    Synonyms.objects.create(terms="Siem Reap\nシェムリアップ")
    Synonyms.objects.create(terms="Siem\nサイアム")
    assert [len(part) for part in ways("siem reap")] == [2]
    assert ways("siem reap")[0][0] == "siem reap"
    assert [part[:-1] for part in ways("siem river")] == [["siem", "さい いあ あむ"], ["river"]]


def test_a_japanese_word_is_found_as_a_part_of_it_may_be_written_too():
    Synonyms.objects.create(terms="Kizuna\n絆\nきずな")
    assert ways("絆橋") == [["絆橋", "きず ずな な橋"]]
    assert ways("絆") == [["絆*", "kizuna", "きず ずな"]]


def test_two_latin_words_may_be_one():
    assert ways("kita kyushu water") == [["kita", "kitakyushu"], ["kyushu", "kitakyushu", "kyushuwat"], ["water", "kyushuwat"]]
    assert ways('"kita kyushu" 5 km') == [['"kita kyushu"'], ["5"], ["km"]]


def test_a_question_is_what_its_answer_may_say():
    assert asking.parse("Who is the Ambassador of Japan to Cambodia?").sentence == ("ambassador", "of", "japan", "to", "cambodia")
    assert asking.parse("the who").sentence == ("the",)
    assert asking.parse("").sentence == ()


def test_what_is_quoted_is_meant_as_it_is():
    Synonyms.objects.create(terms="Angkor\nអង្គរ")
    assert ways('"angkor"') == [['"angkor"']]


def test_an_edited_table_counts_at_once():
    made = Synonyms.objects.create(terms="Angkor\nអង្គរ")
    assert len(ways("angkor")[0]) == 2
    made.terms = "Bayon\nបាយ័ន"
    made.save()
    assert (len(ways("angkor")[0]), len(ways("bayon")[0])) == (1, 2)
    Synonyms.objects.all().delete()
    assert len(ways("bayon")[0]) == 1


def test_asking_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        asking.parse("angkor temple")
    with django_assert_num_queries(0):
        asking.parse("…")


def test_small_words_beside_words_for_the_same_are_nothing():
    Synonyms.objects.create(terms="国交\n外交関係")
    assert [part[0].units for part in asking.parse("国交はいつから").parts] == [("国", "交")]
    assert [part[0].units for part in asking.parse("日本の国交は").parts] == [("日", "本"), ("国", "交")]
    assert [part[0].units for part in asking.parse("いつから").parts] == [("い", "つ", "か", "ら")]


@pytest.mark.parametrize("text", ["あ", "ア", "ក", "「あ」", "-あ"])
def test_what_nearly_every_text_has_is_looked_for_in_titles_alone(text):
    assert asking.parse(text).in_titles


@pytest.mark.parametrize("text", ["桜", "あい", "កា", "កម្ពុជា", "a", "あ 桜", "あ い", "あ -桜", "", "7"])
def test_whatever_says_more_is_looked_for_in_texts_too(text):
    assert not asking.parse(text).in_titles


def test_a_letter_that_means_the_same_as_a_word_is_looked_for_in_texts_too():
    Synonyms.objects.create(terms="あ\nAngkor")
    assert not asking.parse("あ").in_titles
