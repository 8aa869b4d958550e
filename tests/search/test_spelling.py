"""Did you mean: only what a reader may find, and only where their own words are nowhere."""

import pytest

from anniversary.search import asking, spelling
from anniversary.search.finding import Asked, find

pytestmark = pytest.mark.django_db


def instead(text: str, language: str = "en") -> str:
    return find(Asked(text=text, language=language)).instead


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("bridge", "bridge", 0), ("brigde", "bridge", 1), ("brdge", "bridge", 1), ("briddge", "bridge", 1), ("bredge", "bridge", 1), ("", "ab", 2),
        ("embasy", "embassies", 4),
    ],
)  # fmt: skip
def test_how_far_words_are_from_each_other(one, other, expected):
    assert spelling.distance(one, other) == spelling.distance(other, one) == expected


@pytest.mark.parametrize("typed", ["frendship", "freindship", "friendshipp", "friendshap", "friednship", "frienship", "frendshp"])
def test_a_mistyped_word_is_bettered(plain, typed):
    plain.put(1, "Friendship bridge")
    assert instead(typed) == "friendship"


def test_short_words_may_have_one_letter_wrong(plain):
    plain.put(1, "Koto and dance")
    assert (instead("kotto"), instead("danc3"), instead("kt")) == ("koto", "", "")
    assert instead("kotxx") == ""


@pytest.mark.parametrize(
    ("typed", "there", "expected"),
    [
        ("cafe", "came", ""), ("cafe", "care", ""), ("moto", "koto", ""), ("foof", "food", ""),  # another letter makes another word
        ("fodo", "food", "food"), ("raod", "road", "road"), ("fim", "film", "film"), ("musi", "music", "music"), ("lot", "loto", "loto"),
        ("reep", "reap", "reap"), ("rod", "red", ""), ("tokio", "tokyo", "tokyo"), ("nagkor", "angkor", "angkor"), ("apsra", "apsara", "apsara"),
    ],
)  # fmt: skip
def test_in_a_short_word_only_a_slip_is_a_mistake(plain, typed, there, expected):
    plain.put(1, there)
    assert instead(typed) == expected


def test_what_has_the_same_letters_is_likelier_than_another_vowel(plain):
    plain.put(1, "Sign")
    plain.put(2, "Sign again")
    plain.put(3, "Song")
    assert instead("sogn") == "song"


@pytest.mark.parametrize("typed", ["frmo", "amde", "bewteen", "whcih"])
def test_words_that_texts_are_full_of_are_not_offered(plain, typed):
    plain.put(1, "From there, which was made between the two")
    assert instead(typed) == ""


def test_the_rest_of_the_query_stays_as_it_was_typed(plain):
    plain.put(1, "Friendship bridge", "Opened in Phnom Penh")
    assert instead("The  Frendship “Phnom Penh”") == "The friendship “Phnom Penh”"


def test_what_is_found_is_not_bettered(plain):
    plain.put(1, "Bridge")
    plain.put(2, "Bridle")
    assert instead("bridle") == ""


def test_a_word_that_only_another_language_has_is_known(plain):
    plain.put(1, "Koto")
    plain.put(2, "Moto と橋", language="ja")
    assert instead("moto") == ""


def test_nearer_words_come_first_then_those_of_more_texts(plain):
    plain.put(1, "Templar")
    plain.put(2, "Temples")
    plain.put(3, "Temples again")
    assert instead("templaa") == "templar"
    assert instead("templet") == "temples"


def test_nothing_is_offered_that_finds_nothing(plain):
    plain.put(1, "Bridge")
    plain.put(2, "Temple")
    assert instead("brigde temple") == ""
    assert instead("brigde") == "bridge"


def test_a_word_that_only_hidden_texts_have_is_never_offered(plain):
    plain.hidden(1, "Coronation")
    plain.put(4, "橋 coronation", language="ja")
    assert instead("coronatoin") == ""
    plain.put(5, "Coronation")
    assert instead("coronatoin") == "coronation"


def test_a_form_that_only_a_hidden_text_has_is_never_offered(plain):
    plain.hidden(1, "Relocating")
    plain.put(4, "Relocation")
    assert instead("relocatinh") in ("", "relocation")
    assert "relocating" not in instead("relocatng")


def test_words_of_drafts_do_not_take_the_places_of_public_ones(plain):
    for number, letter in enumerate("abcdefghij"):
        plain.hidden(10 * number, f"Templ{letter}")
    plain.put(500, "Templz")
    assert instead("templu") == "templz"


def test_words_that_only_the_hidden_have_are_not_known(plain):
    plain.hidden(1, "Frendship")
    plain.put(4, "Friendship")
    assert instead("frendship") == "friendship"


def test_the_spelling_of_a_false_query_is_asked_of_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert spelling.instead(asking.Query(""), "en") == ""
