"""The search finds what a reader would expect, in each language, and gives the same in the same order on each database."""

from collections import Counter

import pytest
from django.db import transaction

from . import judging

pytestmark = pytest.mark.django_db  # without it no test database is made for the fixture below


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker) -> dict[tuple[str, str], list[judging.Answer]]:
    """Every query's answer. Asked once for the module, and nothing of it stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        judging.load()
        given = {(language, name): judging.answers(language, name) for language, name in judging.FILES}
        transaction.set_rollback(True)
    return given


@pytest.mark.parametrize("language", judging.LANGUAGES)
def test_nearly_every_judged_document_is_among_the_first_ten(answers, language: str) -> None:
    given = answers[language, "queries"]
    assert judging.recall(given) >= 0.95, judging.misses(given)


@pytest.mark.parametrize("language", judging.LANGUAGES)
def test_the_first_result_is_nearly_always_one_that_a_reader_wants(answers, language: str) -> None:
    given = answers[language, "queries"]
    assert judging.mean_reciprocal_rank(given) >= 0.90, judging.misses(given)


@pytest.mark.parametrize("language", judging.LANGUAGES)
def test_queries_that_nothing_was_tuned_against_find_their_documents_too(answers, language: str) -> None:
    given = answers[language, "unseen"]
    assert judging.recall(given) >= 0.85, judging.misses(given)


@pytest.mark.parametrize("language", judging.LANGUAGES)
def test_queries_of_a_judge_who_did_not_know_the_search_find_their_documents_too(answers, language: str) -> None:
    """Names by ear, other words for a thing, kanji for kana, Khmer without its blanks: less of it is found, and no less may be."""
    given = answers[language, "fresh"]
    assert judging.recall(given) >= 0.92, judging.misses(given)
    assert judging.mean_reciprocal_rank(given) >= 0.90, judging.misses(given)


def test_this_database_gives_the_results_of_every_other_in_their_order(answers) -> None:
    """Run on each database. What differs by intent is written anew: python -m tests.search.judging --write"""
    assert [judging.told(answer) for file in judging.FILES for answer in answers[file]] == judging.stored()


@pytest.mark.parametrize("language", judging.LANGUAGES)
def test_the_corpus_is_large_enough(language: str) -> None:
    assert len(judging.documents(language)) >= 60
    assert len(judging.queries(language)) >= 60
    assert len(judging.queries(language, "fresh")) >= 60
    assert len(judging.queries(language, "unseen")) >= 25


@pytest.mark.parametrize(("language", "name"), judging.FILES)
def test_each_query_names_documents_of_its_language_and_is_asked_once(language: str, name: str) -> None:
    names = {document.name for document in judging.documents(language)}
    asked = judging.queries(language, name)
    assert [query.text for query in asked if not query.relevant or not names.issuperset(query.relevant) or len(query.relevant) > judging.DEPTH] == []
    assert [text for text, times in Counter(query.text for query in asked).items() if times > 1] == []


@pytest.mark.parametrize("language", judging.LANGUAGES)
def test_no_query_is_in_two_sets(language: str) -> None:
    asked = Counter(query.text for name in judging.SETS for query in judging.queries(language, name))
    assert [text for text, times in asked.items() if times > 1] == []


def test_a_record_is_of_the_same_kind_and_day_in_every_language() -> None:
    said = {(document.name, document.kind, document.day) for language in judging.LANGUAGES for document in judging.documents(language)}
    assert len(said) == len(judging.keys())


def test_the_synonyms_are_as_few_as_a_secretariat_would_enter() -> None:
    assert 1 <= len(judging.synonyms()) <= 25
    assert [group for group in judging.synonyms() if len(group) < 2] == []
