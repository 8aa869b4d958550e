"""A query in the language of each database, and what it finds there."""

from datetime import date

import pytest
from django.db import connection

from anniversary.search import asking, filing, matching
from anniversary.search.answers import Asked
from anniversary.search.matching import Match
from anniversary.search.models import Entry
from anniversary.search.wording import Words


def match(text: str, where="", filed=()) -> Match:
    made = Match.of(asking.parse(text), filed)
    made.where = where or made.where
    return made


def found(text: str, where="", filed=()) -> list[int]:
    return sorted(Entry.objects.filter(match(text, where, filed)).values_list("object_id", flat=True))


PARTS = [[Words(("open",), ()), Words(("開会", "会式"), ())], [Words(("angkor", "wat"), (), adjacent=True)], [Words(("桜",), (), beginning=True)]]


def test_the_language_of_sqlite():
    assert matching.fts5(PARTS) == '(("open") OR ("開会" AND "会式")) AND (("angkor wat")) AND (("桜" *))'
    assert matching.fts5(PARTS[:1], [Words(("x",), ())], "title") == '{title_tokens}: (((("open") OR ("開会" AND "会式"))) NOT (("x")))'


def test_the_language_of_postgresql():
    assert matching.tsquery(PARTS) == "(('open') | ('開会' & '会式')) & (('angkor' <-> 'wat')) & (('桜':*))"
    assert matching.tsquery(PARTS[:1], [Words(("x",), ())]) == "((('open') | ('開会' & '会式'))) & !(('x'))"


FILED = [("\ue000len", "\ue000lja"), ("\ue000kevent",)]


def test_what_is_asked_is_filed_under_one_of_each():
    assert matching.fts5(PARTS[2:], filed=FILED) == '((("桜" *))) AND {filed}: ("\ue000len" OR "\ue000lja") AND {filed}: ("\ue000kevent")'
    assert matching.fts5(PARTS[2:], where="title", filed=FILED[1:]) == '({title_tokens}: ((("桜" *)))) AND {filed}: ("\ue000kevent")'
    assert matching.tsquery(PARTS[2:], filed=FILED) == "((('桜':*))) & ('\ue000len' | '\ue000lja') & ('\ue000kevent')"


def test_the_first_word_of_a_title_is_asked_for_as_such():
    parts = [[Words(("open", "cer"), (), beginning=True, initial=True)]]
    assert matching.fts5(parts, where="words") == '{title_words}: (((^ "open" AND "cer" *)))'
    assert matching.tsquery(parts) == "(('\ue001open' & ('open' & 'cer':*)))"
    assert matching.tsquery([[Words(("cer",), (), beginning=True, initial=True)]]) == "(('\ue001cer':*))"


@pytest.mark.parametrize("token", ['a"b', "a'b", "a\\b", "a\0b", "a b"])
def test_no_token_can_become_an_operator(token):
    assert matching.fts5([[Words((token,), ())]]) == '(("ab"))'
    assert matching.tsquery([[Words((token,), ())]]) == "(('ab'))"


@pytest.fixture
def texts(plain, db):
    plain.put(1, "Angkor Wat", "A temple restored by two countries")
    plain.put(2, "Wat Phnom", "A hill; not Angkor")
    plain.put(3, "桜まつり", "友好の木", language="ja")
    plain.put(4, "かえで", "桜の木", language="ja")
    plain.put(5, "មិត្តភាព", "កម្ពុជានិងជប៉ុន", language="km")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("angkor", [1, 2]), ("wat angkor", [1, 2]), ('"angkor wat"', [1]), ('"wat angkor"', []), ("angkor -temple", [2]), ("temples", [1]),
        ("桜", [3, 4]), ("桜まつり", [3]), ("木", [3, 4]), ("មិត្តភាព", [5]), ("ជប៉ុន", [5]), ("កម្ពុជា", [5]), ("angkor nothing", []),
    ],
)  # fmt: skip
def test_what_texts_a_query_finds(texts, text, expected):
    assert found(text) == expected


def test_what_is_asked_of_titles_is_found_in_titles_only(texts):
    assert (found("angkor", "title"), found("桜", "title")) == ([1], [3])


def test_a_phrase_does_not_reach_from_the_title_into_the_text(texts, plain):
    plain.put(6, "Japan", "bridge")
    assert (found('"japan bridge"'), found("japan bridge")) == ([], [6])


def test_a_match_can_be_asked_within_another_query(texts):
    keys = Entry.objects.filter(Match.of(asking.parse("angkor"))).values("pk")
    assert Entry.objects.filter(pk__in=keys).count() == 2


def test_one_kana_is_found_in_titles_only(texts, plain):
    plain.put(6, "かえでの木", language="ja")
    assert found("か") == [4, 6]
    plain.put(7, "あめ", "かさ", language="ja")
    assert (found("か"), found("かさ")) == ([4, 6], [7])


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        ("angkor", "all", True), ("temple", "all", False), ("nothing", "all", False), ("angkor -temple", "all", False), ('"angkor wat"', "all", False),
        ("angkor", "title", False), ("wat", "title", True), ("wat", "all", True),
        ("桜", "all", True),  # a beginning: not counted in texts
        ("梅", "all", True), ("梅", "title", False), ("桜", "title", False),
        ("か", "all", False),  # one kana is counted, as it is found: in titles
    ],
)  # fmt: skip
def test_whether_many_match(texts, text, where, expected):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL is asked what it expects, which is a guess")
    assert matching.many(match(text, where if "か" not in text else ""), 2) is expected


def test_a_beginning_in_titles_is_counted_as_it_is_found(texts, plain):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL is asked what it expects, which is a guess")
    plain.put(6, "かさ", language="ja")
    assert matching.many(match("か"), 2)


def test_what_postgresql_expects_is_that_of_the_rarest_pair_and_of_the_filters(db, plain):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite counts")
    for key in range(60):
        plain.put(key + 1, "つばさ橋", "カンボジアの橋", language="ja", tags=(7,) if key < 6 else ())
    for key in range(100, 130):
        plain.put(key, "Bridge", "A bridge")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_text")
    assert matching.many(match("カンボジア"), 50) and not matching.many(match("カンボジア"), 80)
    assert matching.many(match("bridge カンボジア"), 20) and not matching.many(match("bridge カンボジア"), 50)
    tagged = filing.wanted(Asked(text="", language="ja", tag=7))
    assert matching.many(match("カンボジア", filed=tagged), 3) and not matching.many(match("カンボジア", filed=tagged), 30)


def test_nothing_is_counted_where_texts_have_the_beginning(texts, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert matching.many(Match(PARTS[2:]))
    with django_assert_num_queries(1):
        assert not matching.many(Match(PARTS[2:], where="title"))


def test_many_are_the_same_as_few(texts):
    few, many = match("angkor"), match("angkor")
    many.many = True
    assert list(Entry.objects.filter(many).order_by("pk")) == list(Entry.objects.filter(few).order_by("pk")) != []


def test_what_is_found_is_filed_as_is_asked(texts, plain):
    plain.put(6, "Angkor", kind="article", day=date(2023, 5, 1), tags=(4, 40))
    plain.put(7, "Angkor", language="ja", day=date(2022, 5, 1), tags=(4,))
    for more, expected in (
        ({}, [1, 2, 6]), ({"kind": "article"}, [6]), ({"kind": "event"}, [1, 2]), ({"year": 2023}, [6]), ({"year": 2022}, []), ({"tag": 4}, [6]),
        ({"tag": 40, "year": 2023, "kind": "article"}, [6]), ({"tag": 40, "year": 2022}, []), ({"tag": 400}, []),
    ):  # fmt: skip
        assert found("angkor", filed=filing.wanted(Asked(text="angkor", language="en", **more))) == expected, more
    assert found("angkor", filed=filing.languages("en", "ja")) == [1, 2, 6, 7]
    assert found("angkor", "title", filed=filing.kind("article")) == [6]


def test_what_an_entry_is_filed_under_is_no_word_of_it(texts):
    assert [found(text) for text in ("len", "\ue000len", "kevent", "event", "y2023")] == [[], [], [], [], []]


def test_in_how_many_texts_a_token_is_is_counted_up_to_a_number(texts):
    every = Entry.objects.all()
    assert matching.frequencies(every, ["angkor", "templ", "nothing"], 10) == [2, 1, 0]
    assert matching.frequencies(every, ["angkor", "templ"], 1) == [1, 1]
    assert matching.frequencies(every, [], 1) == []


def test_a_token_is_counted_in_the_rows_that_are_given(texts, plain):
    plain.hidden(20, "Secret angkor")
    assert matching.frequencies(Entry.objects.public(), ["secret", "angkor", "templ"], 10) == [0, 2, 1]
    assert matching.frequencies(Entry.objects.all(), ["secret", "angkor", "templ"], 10) == [3, 5, 1]


def test_a_changed_or_deleted_text_is_found_by_its_new_words_only(texts, plain):
    plain.put(1, "Bayon", "Faces")
    assert (found("angkor"), found("bayon"), found("bayon", "title")) == ([2], [1], [1])
    Entry.objects.filter(object_id=1).delete()
    assert found("bayon") == []


@pytest.mark.django_db
def test_the_words_index_is_whole(texts):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_fts", "search_titles"):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")


@pytest.mark.parametrize("text", ["«អង្គរ វត្ត»", "«អង្គរវត្ត»", "អង្គរវត្ត"])
def test_a_khmer_phrase_is_found_with_and_without_its_blanks(plain, db, text):
    plain.put(1, "ប្រាសាទ", "ប្រាសាទ អង្គរ វត្ត នៅ សៀមរាប", language="km")
    plain.put(2, "ប្រាសាទ", "ប្រាសាទអង្គរវត្តនៅសៀមរាប", language="km")
    plain.put(3, "វត្ត", "វត្ត ហើយ អង្គរ", language="km")
    assert found(text) == [1, 2]
