"""How names are put in order: Japanese ones by how they are read, others by their letters."""

import pytest
from django.core.exceptions import ValidationError

from anniversary.directory.models import Person
from anniversary.languages import names


def ordered(language, *pairs):
    """The names, in the order of the language; given as “name” or “name/reading”."""
    return [pair.partition("/")[0] for pair in sorted(pairs, key=lambda pair: names.place(pair.partition("/")[0], pair.partition("/")[2], language))]


def test_japanese_names_stand_by_their_readings_and_without_one_by_themselves():
    given = ["林芳正/はやし よしまさ", "トゥイ・リー", "岸田文雄/きしだ ふみお", "上川陽子/かみかわ ようこ", "フン・セン"]
    given += ["Laura Mam", "中川武", "アンコール・ワット"]
    expected = ["Laura Mam", "アンコール・ワット", "上川陽子", "岸田文雄", "トゥイ・リー", "林芳正", "フン・セン", "中川武"]
    assert ordered("ja", *given) == expected
    assert ordered("ja", *reversed(given)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["かく", "がく", "かくせい", "かん"],  # whether voiced counts only where all else is the same
        ["はし", "ばし", "ぱし", "はしる"],
        ["しょう", "しよう", "しょうわ"],
        ["かあと", "カード", "かあどん"],  # a long mark is the vowel before it
        ["スウ", "スウェーデン", "スーダン"],
        ["ウィーン", "ヴィエンチャン", "うえ"],
        ["たなか いちろう", "たなか・じろう", "たなかい ちよ"],  # family names together
    ],
)
def test_kana_stand_as_in_a_japanese_dictionary(expected):
    assert ordered("ja", *reversed(expected)) == expected


@pytest.mark.parametrize("one", ["がいむしょう", "ガイムショウ", "ｶﾞｲﾑｼｮｳ", "がいむしよう"])
def test_the_kind_of_kana_its_width_and_size_make_no_difference_to_the_sounds(one):
    assert names.place("", one, "ja")[0] == names.place("", "がいむしょう", "ja")[0]


def test_other_languages_do_not_look_at_readings():
    assert ordered("en", "Zeng/あ", "ando/ん", "Berg") == ["ando", "Berg", "Zeng"]
    assert ordered("km", "ហ៊ុន/あ", "ក\u200bា/ん", "កៅ", "ចាន់") == ["ក\u200bា", "កៅ", "ចាន់", "ហ៊ុន"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("がいむしょう", "がいむしょう"), ("  ふくだ\u3000やすお ", "ふくだ やすお"), ("ﾌｸﾀﾞ･ﾔｽｵ", "フクダ・ヤスオ"),
        ("らーめん", "らーめん"), ("", ""), ("ヴェネツィア", "ヴェネツィア"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_reading_is_kept_in_one_width(typed, kept):
    person = Person(slug="one", name_ja="名前", reading=typed)
    person.full_clean()
    person.save()
    assert Person.objects.get().reading == kept


@pytest.mark.parametrize("typed", ["外務省", "がいむ省", "gaimusho", "がいむ1", "ー", "・", "が。", "កា", "が\u200bい", "が、い", "か゛", "゛"])
@pytest.mark.django_db
def test_what_is_no_kana_is_no_reading(typed):
    with pytest.raises(ValidationError) as refused:
        Person(slug="one", name_ja="名前", reading=typed).full_clean()
    assert list(refused.value.message_dict) == ["reading"]
