"""What readers are shown of a search: in which order, of what kind, how much, and never what they may not see."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.search import cursors, unfound
from anniversary.search.finding import Asked, complete, find, keys, public_keys
from anniversary.search.models import Synonyms, Unfound

from . import documents

pytestmark = pytest.mark.django_db


def found(text: str, language: str = "en", **more) -> list[int]:
    return [hit.key for hit in find(Asked(text=text, language=language, **more)).hits]


# --- which, and in which order ------------------------------------------------------------------------------------------
def test_titles_come_before_texts_and_the_title_itself_before_all(plain):
    plain.put(1, "A walk", "The bridge was built by two countries")
    plain.put(2, "The long story of how a bridge over the river was built")
    plain.put(3, "Bridge")
    assert found("bridge") == [3, 2, 1]


def test_what_stands_together_comes_first(plain):
    plain.put(1, "One", "Relations are good. " + "Much else was said there. " * 20 + "A diplomatic note")
    plain.put(2, "Two", "Diplomatic relations were established. " + "Much else was said there. " * 20)
    assert found("diplomatic relations") == [2, 1]
    assert found('"diplomatic relations"') == [2]


def test_what_says_it_as_it_was_asked_comes_before_what_has_two_words_of_three_in_its_title(plain):
    plain.put(1, "Japan-Cambodia Association", "Its president was once an ambassador.")
    plain.put(2, "Atsushi Ueno", "Ambassador of Japan to Cambodia since 2022")
    assert found("who is the ambassador of Japan to Cambodia") == [2, 1]
    assert found("ambassador in Japan and Cambodia") == [1, 2]


def test_a_word_of_kana_is_not_the_one_that_is_a_little_longer(plain):
    plain.put(1, "シハヌークビル港", "港", language="ja")
    plain.put(2, "独立", "シハヌーク国王の旅", language="ja")
    plain.put(3, "シハヌークとその時代", "歴史", language="ja")
    assert found("シハヌーク", "ja") == [3, 2, 1]
    assert found("シハヌークビル", "ja")[0] == 1


def test_half_of_a_long_run_is_found_and_half_of_a_short_one_is_not(plain):
    plain.put(1, "ទូតសុច្ឆន្ទៈ", "តារាចម្រៀង", language="km")
    assert found("ទូតសុឆន្ទៈ", "km") == [1]
    plain.put(2, "天皇", language="ja")
    assert found("天皇賞", "ja") == []


def test_what_has_the_commoner_word_in_its_title_is_found_beside_the_rarer(plain):
    plain.put(1, "七夕フェスティバル", language="ja")
    plain.put(2, "夏", "七夕は夏", language="ja")
    plain.put(3, "秋", "お祭りです", language="ja")
    assert sorted(found("七夕 祭り", "ja")) == [1, 3]


def test_a_khmer_name_is_found_with_its_blank_and_without(plain):
    plain.put(1, "ទុយ រី", language="km")
    plain.put(2, "ហ៊ុនម៉ាណែត", language="km")
    assert (found("ទុយរី", "km"), found("ហ៊ុន ម៉ាណែត", "km")) == ([1], [2])


def test_the_newest_comes_first_of_what_is_alike(plain):
    plain.put(1, "Bridge", day=date(2001, 1, 1))
    plain.put(2, "Bridge", day=date(2003, 1, 1))
    plain.put(3, "Bridge")
    plain.put(4, "Bridge", kind="article", day=date(2003, 1, 1))
    assert found("bridge") == [4, 2, 1, 3]


def test_a_sentence_finds_what_has_its_parts(plain):
    plain.put(1, "外交関係の樹立", "1953年に日本とカンボジアは", language="ja")
    plain.put(2, "桜まつり", "日本の春", language="ja")
    assert found("日本とカンボジアの外交関係はいつ樹立されたか", "ja")[0] == 1
    plain.put(3, "ទំនាក់ទំនងការទូត", "កម្ពុជានិងជប៉ុនបានបង្កើតទំនាក់ទំនង", language="km")
    assert found("តើទំនាក់ទំនងការទូតរវាងកម្ពុជានិងជប៉ុនបង្កើតនៅពេលណា", "km")[0] == 3


def test_a_word_that_nobody_uses_does_not_hide_the_others(plain):
    plain.put(1, "Angkor restoration", "A university took part")
    plain.put(2, "Something else")
    assert found("angkor xyzzyq restoration") == [1]
    assert found("when was the university of xyzzyq restoring angkor") == [1]


def test_what_is_found_does_not_tell_of_words_in_drafts(plain):
    """Words that nothing has weigh nothing. Those that only drafts have must not weigh anything either: less would be found."""
    plain.put(1, "Friendship bridge")
    plain.put(2, "Zanzibar safari", language="ja")
    for key in range(30, 60):
        plain.put(key, "Something else")
    plain.hidden(10, "Coronation procession")
    after = find(Asked(text="bridge coronation procession", language="en"))
    assert ([hit.key for hit in after.hits], after.total) == ([1], 1)
    assert found("bridge xyzzyq plughq") == [1]
    assert found("bridge zanzibar safari") == []  # what readers find in another language is no secret, and counts


def test_what_has_most_of_it_comes_after_what_has_all(plain):
    plain.put(1, "Bridge", "Koto", day=date(2001, 1, 1))
    plain.put(2, "Bridge", "Koto dance", day=date(2000, 1, 1))
    plain.put(3, "Other", "dance")
    assert found("bridge koto dance") == [2, 1]


def test_an_excluded_word_excludes(plain):
    plain.put(1, "Temple", "Angkor")
    plain.put(2, "Temple", "Bayon")
    assert (found("temple -angkor"), found("temple zzzzz -angkor"), found('temple -"angkor"')) == ([2], [2], [2])


def test_words_for_the_same_are_found_in_every_script(plain):
    Synonyms.objects.create(terms="Angkor\nアンコール\nអង្គរ")
    plain.put(1, "アンコール遺跡", language="ja")
    assert found("Angkor", "ja") == found("អង្គរ", "ja") == [1]


def test_what_was_typed_in_one_is_marked_in_one_and_its_single_letters_nowhere_else(plain):
    plain.put(1, "つばさ橋の開通", "メコン川のつばさ橋、その橋", language="ja")
    plain.put(2, "1953年1月9日の日本", "2023年", language="ja")
    assert [(hit.title_html, hit.snippet) for hit in find(Asked(text="つばさ橋", language="ja")).hits] == [
        ("<mark>つばさ橋</mark>の開通", "メコン川の<mark>つばさ橋</mark>、その橋")
    ]
    assert [(hit.title_html, hit.snippet) for hit in find(Asked(text="1953年1月9日", language="ja")).hits] == [("<mark>1953年1月9日</mark>の日本", "2023年")]


def test_where_nothing_has_it_in_one_its_parts_are_marked(plain):
    plain.put(1, "二つの橋", "きずなとつばさ", language="ja")
    hit = find(Asked(text="つばさ 橋", language="ja")).hits[0]
    assert (hit.title_html, hit.snippet) == ("二つの<mark>橋</mark>", "きずなと<mark>つばさ</mark>")


# --- filters and their counts -------------------------------------------------------------------------------------------
@pytest.fixture
def festival(plain):
    plain.put(1, "Music", kind="tag", since=None)  # as tags are: no reader finds one itself
    plain.put(2, "Secret", kind="tag", since=None)
    plain.put(11, "Festival of song", day=date(2022, 3, 1), tags=(1,))
    plain.put(12, "Festival of dance", day=date(2023, 3, 1), tags=(1,))
    plain.put(13, "Festival news", kind="article", day=date(2023, 4, 1))
    plain.put(14, "Festival", kind="person")
    plain.hidden(21, "Festival hidden", kind="article", day=date(2020, 1, 1), tags=(1, 2))
    plain.put(31, "A picture of the festival", kind="image")


def counts(choices) -> list[tuple[str, str, int, bool]]:
    return [(choice.value, choice.label, choice.number, choice.chosen) for choice in choices]


def test_each_filter_says_how_much_there_is(festival):
    results = find(Asked(text="festival", language="en"))
    assert (results.total, results.more_than) == (4, False)
    assert counts(results.kinds) == [("event", "Events", 2, False), ("article", "Articles", 1, False), ("person", "People", 1, False)]
    assert counts(results.years) == [("2023", "2023", 2, False), ("2022", "2022", 1, False)]
    assert counts(results.tags) == [("1", "Music", 2, False)]


def test_a_filter_counts_with_the_others_and_without_itself(festival):
    results = find(Asked(text="festival", language="en", kind="event", year=2023))
    assert [hit.key for hit in results.hits] == [12]
    assert counts(results.kinds) == [("article", "Articles", 1, False), ("event", "Events", 1, True)]
    assert counts(results.years) == [("2023", "2023", 1, True), ("2022", "2022", 1, False)]
    assert counts(results.tags) == [("1", "Music", 1, False)]
    tagged = find(Asked(text="festival", language="en", tag=1))
    assert ([hit.key for hit in tagged.hits], counts(tagged.kinds), counts(tagged.tags)) == (
        [12, 11],
        [("event", "Events", 2, False)],
        [("1", "Music", 2, True)],
    )


@pytest.mark.parametrize("more", [{"kind": "image"}, {"kind": "\0"}, {"year": 0}, {"year": 10**9}, {"year": 1}, {"tag": -1}, {"tag": 2**70}])
def test_a_filter_that_cannot_be_is_none(festival, more):
    assert len(found("festival", **more)) == 4


def test_filters_of_what_is_too_much_to_count(festival, plain, monkeypatch):
    monkeypatch.setattr("anniversary.search.facets.COUNTED", 2)
    results = find(Asked(text="festival", language="en"))
    assert (results.total, results.more_than, len(results.hits)) == (2, True, 4)
    articles = find(Asked(text="festival", language="en", kind="article"))
    assert (articles.total, articles.more_than, [hit.key for hit in articles.hits]) == (1, False, [13])


# --- pages --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("by_date", [False, True])
def test_all_pages_together_are_all_results_once(plain, by_date):
    for number in range(45):
        plain.put(number + 1, "Bridge", day=date(2000 + number % 7, 1, 1) if number % 9 else None)
    seen, after = [], ""
    for _page in range(3):
        results = find(Asked(text="bridge", language="en", by_date=by_date, after=after))
        seen.append([hit.key for hit in results.hits])
        after = results.after
    assert ([len(page) for page in seen], after) == ([20, 20, 5], "")
    assert sorted(key for page in seen for key in page) == list(range(1, 46))


def test_by_date_the_newest_comes_first_and_what_has_no_day_last(plain):
    plain.put(1, "Bridge", day=date(1990, 1, 1))
    plain.put(2, "A bridge much further", day=date(2020, 1, 1))
    plain.put(3, "Bridge")
    results = find(Asked(text="bridge", language="en", by_date=True))
    assert [(hit.key, hit.day) for hit in results.hits] == [(2, date(2020, 1, 1)), (1, date(1990, 1, 1)), (3, None)]


SEALED = ["p99999", "p-1", "p400", "d2023-99-01~event~1", "d2023-01-01~event~" + "9" * 30, "d2023-01-01~e~", "~~~", ""]


@pytest.mark.parametrize("cursor", ["x", "ü", "\ud800", "a" * 5000, *map(cursors._sealed, SEALED)])
@pytest.mark.parametrize("by_date", [False, True])
def test_a_cursor_that_is_none_leads_to_the_first_page(plain, cursor, by_date):
    plain.put(1, "Bridge")
    assert found("bridge", after=cursor, by_date=by_date) == [1]


# --- who may not see it ---------------------------------------------------------------------------------------------------
def test_what_is_hidden_is_nowhere(plain):
    plain.hidden(1, "Coronation", "Of a secret", tags=(5,))
    plain.put(5, "Coronation tag", kind="tag")
    results = find(Asked(text="coronation", language="en"))
    assert (results.hits, results.total, results.kinds, results.years, results.tags, results.elsewhere, results.instead) == ([], 0, [], [], [], [], "")
    assert results.suggestions == []
    assert [find(Asked(text="coronation", language=language)).elsewhere for language in ("ja", "km")] == [[], []]
    assert (complete("coron", "en"), complete("coron", "ja"), list(public_keys("event", "coronation"))) == ([], [], [])
    assert sorted(keys("event", "coronation")) == [1, 2, 3]


def test_the_clock_shows_and_hides(plain):
    plain.put(1, "Coronation", since=documents.FUTURE)
    assert found("coronation") == []
    with clock.as_of(documents.FUTURE):
        assert (found("coronation"), [hit.key for hit in complete("coro", "en")]) == ([1], [1])


def test_another_language_is_offered_apart(plain):
    plain.put(1, "Koto", language="en")
    plain.put(1, "Koto 琴", language="ja")
    plain.put(2, "Koto と琴", language="ja")
    results = find(Asked(text="koto", language="en"))
    assert [(hit.key, hit.language) for hit in results.hits] == [(1, "en")]
    assert [(other.language, [hit.key for hit in other.hits], other.total, other.more_than) for other in results.elsewhere] == [("ja", [2], 1, False)]


def test_a_language_that_is_not_shown_is_neither_found_nor_offered(plain, monkeypatch):
    plain.put(1, "Koto", language="ja")
    monkeypatch.setattr("anniversary.languages.text.codes", lambda: ["en"])
    assert find(Asked(text="koto", language="en")).elsewhere == []
    assert (found("koto", "ja"), complete("ko", "ja"), complete("ko", "en"), list(public_keys("event", "koto"))) == ([], [], [], [])


def test_where_nothing_is_found_something_public_is_suggested(plain):
    plain.hidden(1, "Coronation", "of the xyz")
    plain.put(4, "Bridge", day=date(2020, 1, 1))
    plain.put(5, "Dance", day=date(2021, 1, 1))
    plain.put(6, "Picture", kind="image", day=date(2022, 1, 1))
    assert [hit.key for hit in find(Asked(text="coronation", language="en")).suggestions] == [5, 4]
    assert find(Asked(text="coronation", language="en")).nothing


def suggested(text: str = "nothing") -> list[int]:
    return [hit.key for hit in find(Asked(text=text, language="en")).suggestions]


def test_what_is_on_next_is_suggested_and_then_what_was_last(plain):
    """It is the first of May."""
    days = {1: date(2023, 5, 1), 2: date(2023, 6, 1), 3: date(2023, 5, 9), 4: date(2023, 12, 1), 5: date(2023, 4, 30), 6: date(2020, 1, 1)}
    for key, day in days.items():
        plain.put(key, f"Paper {key}", day=day)
    plain.put(7, "Person", kind="person")
    plain.put(8, "橋", language="ja", day=date(2023, 5, 2))
    plain.put(20, "Coronation", day=date(2023, 5, 3), since=None)
    assert suggested() == [1, 3, 2, 5, 6]
    with clock.as_of(datetime(2024, 1, 1, tzinfo=UTC)):
        assert suggested() == [4, 2, 3, 1, 5]
    with clock.as_of(datetime(2023, 1, 2, tzinfo=UTC)):
        assert suggested() == [5, 1, 3, 2, 6]


def test_where_little_was_before_more_of_what_is_to_come_is_suggested(plain):
    for key in range(1, 7):
        plain.put(key, f"Paper {key}", day=date(2023, 6, key))
    assert suggested() == [1, 2, 3, 4, 5]


# --- titles while they are typed -------------------------------------------------------------------------------------------
def titles(text: str, language: str = "en", **more) -> list[int]:
    return [hit.key for hit in complete(text, language, **more)]


def test_titles_that_begin_so_come_first(plain):
    plain.put(1, "The opening", day=date(2023, 1, 1))
    plain.put(2, "Opening ceremony", day=date(2020, 1, 1))
    plain.put(3, "Closing", "opening")
    assert titles("ope") == [2, 1]
    assert titles("opening cer") == titles("OPENING CER") == [2]
    assert titles("cer opening") == []
    assert titles("the ope") == [1]


@pytest.mark.parametrize("typed", ["友", "友好", "友好の", "橋 友"])
def test_japanese_titles_are_completed(plain, typed):
    plain.put(1, "友好の橋", language="ja")
    plain.put(2, "親友", language="ja")
    assert titles(typed, "ja") == ([1, 2] if typed == "友" else [1])


def test_khmer_titles_are_completed_by_half_a_cluster_too(plain):
    plain.put(1, "ពិធីសម្ភោធ", language="km")
    assert [titles(typed, "km") for typed in ("ព", "ពិ", "ពិធ", "ពិធី", "ពិធីស")] == [[1]] * 5


def test_other_languages_fill_what_is_left(plain):
    plain.put(1, "Koto")
    plain.put(1, "Koto 琴", language="ja")
    plain.put(2, "Koto と舞", language="ja")
    assert [(hit.key, hit.language) for hit in complete("kot", "en")] == [(1, "en"), (2, "ja")]
    assert [(hit.key, hit.language) for hit in complete("kot", "en", limit=1)] == [(1, "en")]


# --- keys for lists --------------------------------------------------------------------------------------------------------
def test_editors_find_by_the_beginning_of_a_word_readers_by_the_word(plain):
    plain.put(1, "Festivals")
    assert (list(keys("event", "festi")), list(public_keys("event", "festi")), list(public_keys("event", "festival"))) == ([1], [], [1])


@pytest.mark.parametrize(("text", "language", "title"), [("桜", "ja", "八重桜の木"), ("មិត្តភាព", "km", "ស្ពានមិត្តភាព")])
def test_keys_are_of_any_language_and_of_one_kind(plain, text, language, title):
    plain.put(1, title, language=language, since=None)
    plain.put(1, title, kind="article", language=language)
    assert (list(keys("event", text)), list(public_keys("event", text)), list(public_keys("article", text))) == ([1], [], [1])
    assert (list(keys("event", "")), list(keys("event", "…"))) == ([], [])


# --- what is looked for in vain ----------------------------------------------------------------------------------------------
def test_a_search_in_vain_is_counted(plain):
    for text in ("Coronation", "  CORONATION ", "coronation"):
        unfound.note(Asked(text=text, language="en"))
    unfound.note(Asked(text="coronation", language="ja"))
    assert list(Unfound.objects.values_list("language", "query", "times", "last_on")) == [
        ("en", "coronation", 3, date(2023, 5, 1)),
        ("ja", "coronation", 1, date(2023, 5, 1)),
    ]


@pytest.mark.parametrize("text", ["sok@example.org", "call 012345678", "012 345 678", "+855 (12) 345-678", "…", ""])
def test_what_may_be_of_a_person_is_not_kept(plain, text):
    unfound.note(Asked(text=text, language="en"))
    assert not Unfound.objects.exists()


def test_a_year_and_a_long_text_are_kept_short(plain):
    unfound.note(Asked(text="1953 " + "coronation " * 18, language="en"))
    assert [len(row.query) <= 80 for row in Unfound.objects.all()] == [True]


@pytest.mark.parametrize("more", [{"kind": "event"}, {"year": 1999}, {"tag": 1}, {"after": "x"}])
def test_only_a_plain_search_is_counted(plain, more):
    unfound.note(Asked(text="coronation", language="en", **more))
    assert not Unfound.objects.exists()


def test_the_least_asked_and_oldest_go_when_there_are_too_many(plain, monkeypatch):
    monkeypatch.setattr(unfound, "MOST", 2)
    for text in ("once", "twice", "twice", "newer"):
        unfound.note(Asked(text=text, language="en"))
    assert sorted(Unfound.objects.values_list("query", "times")) == [("newer", 1), ("twice", 2)]


# --- how many queries --------------------------------------------------------------------------------------------------------
def test_a_table_that_somebody_has_filled_still_takes_what_is_new(plain, monkeypatch):
    monkeypatch.setattr(unfound, "MOST", 10)
    for number in range(20):
        for _time in range(2):
            unfound.note(Asked(text=f"nonsense{number}x", language="en"))
    for text in ("coronation", "coronation", "coronation", "procession"):
        unfound.note(Asked(text=text, language="en"))
    assert dict(Unfound.objects.exclude(query__startswith="nonsense").values_list("query", "times")) == {"coronation": 3, "procession": 1}
    assert Unfound.objects.count() <= 10


def test_thirty_results_take_as_many_queries_as_one(plain, django_assert_num_queries):
    plain.put(1, "Bridge", tags=(1,))
    find(Asked(text="bridge", language="en"))  # which languages are shown is asked once
    with CaptureQueriesContext(connection) as one:
        assert find(Asked(text="bridge", language="en")).total == 1
    for number in range(29):
        plain.put(number + 2, "Bridge", tags=(1,))
    with django_assert_num_queries(len(one)):
        assert find(Asked(text="bridge", language="en")).total == 30
