"""What the index says of a record follows from the record, written with it or not at all; who may see it follows from the clock."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.articles.models import Article, ArticleRichText
from anniversary.directory.models import Person
from anniversary.search import indexing, linking
from anniversary.search.indexing import Document
from anniversary.search.models import UNDATED, Entry, Link, Spelling, Text
from tests.factories.articles import article
from tests.factories.directory import person
from tests.factories.library import tag

pytestmark = pytest.mark.django_db

JANUARY, MARCH, MAY, JULY = (datetime(2023, month, 1, tzinfo=UTC) for month in (1, 3, 5, 7))


def shown(kind: str = "article") -> list[tuple[str, str]]:
    return list(Entry.objects.public().filter(kind=kind).order_by("language", "title").values_list("language", "title"))


def only(kind: str, language: str = "en") -> Entry:
    return Entry.objects.get(kind=kind, language=language)


# --- what an entry says ---------------------------------------------------------------------------------------------------
def test_a_record_has_an_entry_in_each_language_that_has_a_title(kinds):
    made = article(title_en="Bridge", title_ja="橋", slug="bridge", day=date(2023, 1, 10), body_en="<p>Steel.</p>", body_ja="<p>鋼</p>", body_km="<p>ដែក</p>")
    assert list(Entry.objects.order_by("language").values_list("kind", "object_id", "language", "title", "url", "day")) == [
        ("article", made.pk, "en", "Bridge", "/en/articles/bridge/", date(2023, 1, 10)),
        ("article", made.pk, "ja", "橋", "/ja/articles/bridge/", date(2023, 1, 10)),
    ]
    assert [text.body for text in Text.objects.order_by("entry__language")] == ["<p>Steel.</p>", "<p>鋼</p>"]


def test_a_language_whose_title_is_taken_away_loses_its_entry_and_its_words(kinds):
    made = article(title_en="Bridge", title_ja="橋")
    made.title_ja = ""
    made.save()
    assert [entry.language for entry in Entry.objects.all()] == ["en"]
    assert Text.objects.count() == 1


def test_a_record_without_a_day_sorts_after_all_others(kinds):
    person(name_en="Sok Dara")
    assert only("person").day == UNDATED


def test_what_databases_refuse_is_left_out_of_a_text(kinds):
    indexing.put([Document("paper", 1, "en", "A\ud800B", "steel\0 \udfffand stone", f"/{300 * 'a'}/")])
    assert (only("paper").title, only("paper").text.body, only("paper").url) == ("AB", "steel and stone", "")


def test_only_what_has_changed_is_written(kinds):
    made = article(title_en="Bridge", title_ja="橋")
    Text.objects.update(title_tokens="kept")
    made.title_ja = "大橋"
    made.save()
    assert [text.title_tokens == "kept" for text in Text.objects.order_by("entry__language")] == [True, False]


def test_a_new_span_alone_leaves_the_words_alone(kinds):
    made = article(title_en="Bridge", public=False)
    Text.objects.update(body="kept")
    made.status, made.publish_at = "published", JANUARY
    made.save()
    assert (only("article").since, only("article").text.body) == (JANUARY, "kept")


def test_written_by_force_every_word_is_new(kinds):
    made = article(title_en="Bridge")
    Text.objects.update(body="spoilt")
    indexing.write("article", [made.pk])
    assert only("article").text.body == "spoilt"
    indexing.write("article", [made.pk], force=True)
    assert only("article").text.body == ""


def test_another_version_of_the_analyser_is_a_change(kinds, monkeypatch):
    made = article(title_en="Bridge")
    Text.objects.update(body="of old")
    monkeypatch.setattr("anniversary.search.analysis.VERSION", 10_000)
    indexing.write("article", [made.pk])
    assert only("article").text.body == ""


def test_a_record_that_is_gone_leaves_nothing(kinds):
    made = article(people=[person()], tags=[tag()])
    made.delete()
    assert not Entry.objects.filter(kind="article").exists()
    assert not Link.objects.exists()
    assert sorted(set(Entry.objects.values_list("kind", flat=True))) == ["person"]  # a tag without a label has no entry


def test_what_is_forgotten_is_out_of_the_index_though_it_is_there(kinds):
    who = person()
    made = article(people=[who])
    indexing.forget("article", [made.pk])
    assert Entry.objects.filter(kind="article").count() == Link.objects.count() == 0
    assert only("person").since is None


def test_a_kind_that_nobody_registers_is_left_alone(kinds):
    indexing.write("unheard", [1])
    indexing.touch("unheard", [1])
    assert Entry.objects.count() == 0


# --- documents as they are given ----------------------------------------------------------------------------------------------
def test_documents_are_put_and_put_over(kinds):
    many = [Document("paper", key, "en", f"Paper {key}", "words", f"/{key}/", date(2023, 1, 1), JANUARY, None) for key in range(1, 1203)]
    indexing.put(many)
    indexing.put([Document("paper", 7, "en", "Paper seven", "other words", since=JANUARY)])
    assert (Entry.objects.count(), Text.objects.count()) == (1202, 1202)
    seven, eight = (Entry.objects.get(object_id=key) for key in (7, 8))
    assert (seven.title, seven.text.body, seven.url) == ("Paper seven", "other words", "")
    assert (eight.title, eight.text.body, eight.url, eight.since) == ("Paper 8", "words", "/8/", JANUARY)


def test_new_words_are_remembered_once_with_what_is_left_without_a_letter(kinds):
    indexing.put([Document("paper", 1, "en", "Song", "friendships"), Document("paper", 2, "en", "Song", "song")])
    assert sorted(Spelling.objects.filter(word="song").values_list("variant", flat=True)) == ["ong", "sng", "sog", "son", "song"]
    assert sorted(Spelling.objects.filter(word="friendships").values_list("variant", flat=True)) == sorted(
        ["friendsh", "riendsh", "fiendsh", "frendsh", "frindsh", "friedsh", "friensh", "friendh", "friends"]
    )
    before = Spelling.objects.count()
    indexing.put([Document("paper", 3, "en", "Song", "song friendships")])
    assert Spelling.objects.count() == before


# --- who may see it ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("fields", [
    {"public": False},
    {"status": "in_review", "public": False},
    {"status": "withdrawn", "publish_at": JANUARY, "first_published_at": JANUARY},
    {"status": "published", "publish_at": JULY},
    {"status": "published", "publish_at": JANUARY, "unpublish_at": MARCH},
], ids=["draft", "in review", "withdrawn", "scheduled", "taken down"])  # fmt: skip
def test_what_is_not_public_is_found_by_editors_only_and_opens_nobody(kinds, fields):
    who = person(name_en="Sok Dara")
    article(title_en="Bridge", people=[who], **fields)
    with clock.as_of(MAY):
        assert shown("article") == shown("person") == []
    assert sorted(Entry.objects.values_list("kind", flat=True)) == ["article", "person"]


def test_a_working_copy_is_not_public_and_opens_nobody_while_its_original_is(kinds):
    first, second = person(slug="first", name_en="First"), person(slug="second", name_en="Second")
    original = article(title_en="Bridge", people=[first])
    article(title_en="Bridge rewritten", copy_of=original, people=[first, second])
    with clock.as_of(MAY):
        assert (shown("article"), shown("person")) == ([("en", "Bridge")], [("en", "First")])


def test_the_clock_alone_opens_and_closes(kinds):
    article(title_en="Bridge", people=[person(name_en="Sok Dara")], publish_at=MARCH, unpublish_at=MAY)
    for moment, seen in [(MARCH - timedelta(seconds=1), 0), (MARCH, 1), (MAY - timedelta(seconds=1), 1), (MAY, 0)]:
        with clock.as_of(moment):
            assert (len(shown("article")), len(shown("person"))) == (seen, seen)


def test_whom_two_open_with_a_gap_between_them_nobody_sees_in_the_gap(kinds):
    who = person(name_en="Sok Dara")
    article(title_en="First", people=[who], publish_at=JANUARY, unpublish_at=MARCH)
    article(title_en="Second", people=[who], publish_at=MAY)
    assert (only("person").since, only("person").until, only("person").split) == (JANUARY, None, True)
    for moment, seen in [(JANUARY, 1), (MARCH, 0), (MAY - timedelta(seconds=1), 0), (MAY, 1), (JULY, 1)]:
        with clock.as_of(moment):
            assert len(shown("person")) == seen, moment


def test_whom_two_open_one_after_the_other_has_one_span(kinds):
    who = person(name_en="Sok Dara")
    article(title_en="First", people=[who], publish_at=JANUARY, unpublish_at=MARCH)
    article(title_en="Second", people=[who], publish_at=MARCH, unpublish_at=JULY)
    assert (only("person").since, only("person").until, only("person").split) == (JANUARY, JULY, False)


def test_whom_an_article_names_no_longer_is_public_no_longer(kinds):
    who = person(name_en="Sok Dara")
    made = article(title_en="Bridge", people=[who])
    with clock.as_of(MAY):
        assert len(shown("person")) == 1
        made.people.clear()
        assert shown("person") == []
        made.people.add(who)
        assert len(shown("person")) == 1
        made.delete()
        assert shown("person") == []


def test_a_target_that_is_written_after_what_opens_it_comes_right(kinds):
    who = person(name_en="Sok Dara")
    article(title_en="Bridge", people=[who])
    indexing.forget("person", [who.pk])
    article(title_en="Second", people=[who])
    indexing.write("person", [who.pk])
    assert only("person").since is not None


def test_a_tag_is_named_but_not_opened(kinds):
    label = tag(name="music", label_en="Music")
    article(title_en="Bridge", tags=[label])
    assert [(link.target_kind, link.opens, link.since) for link in Link.objects.all()] == [("tag", False, None)]
    with clock.as_of(MAY):
        assert shown("tag") == []


@pytest.mark.parametrize(("spans", "found"), [
    ([], (None, None, False)),
    ([(JANUARY, JANUARY)], (None, None, False)),
    ([(JANUARY, MARCH)], (JANUARY, MARCH, False)),
    ([(MARCH, None), (JANUARY, None)], (JANUARY, None, False)),
    ([(JANUARY, None), (MARCH, MAY)], (JANUARY, None, False)),
    ([(MAY, JULY), (JANUARY, MAY)], (JANUARY, JULY, False)),
    ([(MAY, None), (JANUARY, MARCH)], (JANUARY, None, True)),
    ([(JANUARY, JULY), (MARCH, MAY)], (JANUARY, JULY, False)),
])  # fmt: skip
def test_spans_together(spans, found):
    assert tuple(linking.merged(spans)) == found


# --- texts in which others are named ------------------------------------------------------------------------------------------
def test_another_title_is_written_into_the_texts_that_name_it(kinds):
    who, label = person(name_en="Sok Dara"), tag(name="music", label_en="Music")
    article(title_en="Bridge", people=[who], tags=[label])
    assert only("article").text.body == "Sok Dara Music"
    who.name_en = "Sok Darith"
    who.save()
    assert only("article").text.body == "Sok Darith Music"
    label.label_en = "Songs"
    label.save()
    assert only("article").text.body == "Sok Darith Songs"


def test_a_record_that_is_gone_is_in_no_text_any_more(kinds):
    who = person(name_en="Sok Dara")
    article(title_en="Bridge", people=[who])
    who.delete()
    assert (only("article").text.body, Link.objects.count()) == ("", 0)


def test_a_title_costs_the_same_queries_whether_one_names_it_or_thirty(kinds):
    one, thirty = person(slug="one", name_en="Dara"), person(slug="thirty", name_en="Dara")
    for number in range(31):
        article(title_en=f"Bridge {number}", people=[thirty if number else one])
    asked = []
    for who in (one, thirty):
        who.name_en = "Bridge"  # a word that is known
        with CaptureQueriesContext(connection) as queries:
            who.save()
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 25
    assert Text.objects.filter(body="Bridge").count() == 31


# --- what it costs --------------------------------------------------------------------------------------------------------------
def test_an_update_costs_the_same_queries_with_one_block_and_with_thirty(kinds):
    asked = []
    for blocks in (1, 30):
        made = article(title_en="Bridge", people=[person(slug=f"p{blocks}-{number}", name_en="Dara") for number in range(blocks)])
        for number in range(blocks):
            ArticleRichText.objects.create(parent=made, region="en", ordering=number, text="<p>Steel and stone</p>")
        Article._base_manager.filter(pk=made.pk).update(title_en="Dara Steel", publish_at=MARCH)
        with CaptureQueriesContext(connection) as queries:
            indexing.write("article", [made.pk])
        asked.append(len(queries))
    assert asked[1] == asked[0] <= 20


def test_saving_without_a_change_writes_nothing(kinds):
    made = article(title_en="Bridge", people=[person()], tags=[tag()])
    with CaptureQueriesContext(connection) as queries:
        indexing.write("article", [made.pk])
    assert [query["sql"] for query in queries if query["sql"].split()[0] not in {"SELECT", "SAVEPOINT", "RELEASE"}] == []


# --- together ---------------------------------------------------------------------------------------------------------------------
def test_together_writes_each_record_once_at_the_end(described):
    with indexing.together():
        made = article(title_en="Bridge", body_en="<p>1</p>", tags=[label := tag()], people=[who := person()])
        with indexing.together():
            for number in range(20):
                ArticleRichText.objects.create(parent=made, region="en", ordering=number, text=f"<p>{number}</p>")
        assert (described, Entry.objects.count()) == ([], 0)
    assert described == [("article", [made.pk]), ("person", [who.pk]), ("tag", [label.pk])]
    assert all(f"<p>{number}</p>" in only("article").text.body for number in range(20))


def test_what_an_inner_savepoint_takes_back_is_not_indexed_and_what_was_touched_before_is(kinds):
    with indexing.together():
        made = article(title_en="Bridge")
        with pytest.raises(ValueError, match="no"), indexing.together():
            article(title_en="Never was")
            made.title_en = "Never so"
            made.save()
            raise ValueError("no")
    assert [entry.title for entry in Entry.objects.all()] == ["Bridge"]


def test_an_error_within_takes_back_content_and_index(kinds):
    article(title_en="Before")
    with pytest.raises(ValueError, match="no"), indexing.together():
        article(title_en="Never was")
        raise ValueError("no")
    assert [entry.title for entry in Entry.objects.all()] == ["Before"]
    article(title_en="After")  # written at once again
    assert sorted(entry.title for entry in Entry.objects.all()) == ["After", "Before"]


@pytest.mark.django_db(transaction=True)
def test_an_index_that_cannot_be_written_takes_the_record_back(kinds, monkeypatch):
    def broken(*args):
        raise RuntimeError("broken")

    monkeypatch.setattr("anniversary.search.analysis.tokens", broken)
    with pytest.raises(RuntimeError):
        person(name_en="Sok Dara")
    assert (Person.objects.count(), Entry.objects.count()) == (0, 0)


# --- at once ------------------------------------------------------------------------------------------------------------------------
def at_once(*deeds) -> list[str]:
    """Every deed in a thread and a transaction of its own, begun together; what went wrong."""
    start, wrong = threading.Barrier(len(deeds)), []

    def run(deed) -> None:
        try:
            start.wait()
            deed()
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.django_db(transaction=True)
def test_of_one_record_eight_change_different_parts_at_once(kinds):
    made = article(title_en="Bridge")
    blocks = [ArticleRichText.objects.create(parent=made, region="en", ordering=number, text=f"<p>old{number}</p>") for number in range(8)]

    def change(block):
        def deed():
            block.text = block.text.replace("old", "new")
            block.save()

        return deed

    assert at_once(*(change(block) for block in blocks)) == []
    assert only("article").text.body == " ".join(f"<p>new{number}</p>" for number in range(8))


@pytest.mark.django_db(transaction=True)
def test_one_person_is_opened_and_closed_by_several_at_once(kinds):
    who = person(name_en="Sok Dara")
    made = [article(title_en=f"Bridge {number}", publish_at=JANUARY + timedelta(days=number), people=[who]) for number in range(6)]

    def withdraw(record):
        def deed():
            with transaction.atomic():
                record.status = "withdrawn"
                record.save()

        return deed

    assert at_once(*(withdraw(record) for record in made[:5])) == []
    assert (only("person").since, only("person").until) == (JANUARY + timedelta(days=5), None)


@pytest.mark.django_db(transaction=True)
def test_new_records_that_open_one_person_at_once(kinds):
    who = person(name_en="Sok Dara")

    def make(number):
        def deed():
            with indexing.together():
                article(title_en=f"Bridge {number}", slug=f"bridge-{number}", publish_at=JANUARY + timedelta(days=number), people=[who])

        return deed

    assert at_once(*(make(number) for number in range(6, 0, -1))) == []
    assert Entry.objects.filter(kind="article").count() == Link.objects.filter(opens=True).count() == 6
    assert only("person").since == JANUARY + timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_a_person_is_renamed_while_articles_name_them_anew(kinds):
    who = person(name_en="Sok Dara")
    made = [article(title_en=f"Bridge {number}") for number in range(4)]

    def name(record):
        def deed():
            with indexing.together():
                record.people.add(who)

        return deed

    def rename():
        Person.objects.get(pk=who.pk)
        who.name_en = "Sok Darith"
        who.save()

    assert at_once(rename, *(name(record) for record in made)) == []
    assert set(Text.objects.filter(entry__kind="article").values_list("body", flat=True)) == {"Sok Darith"}
