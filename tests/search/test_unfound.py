"""Counting what is looked for in vain, while others write: it is done when a page is read, and no page may wait or fail for it."""

import threading
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection

from anniversary.search import unfound
from anniversary.search.finding import Asked
from anniversary.search.models import Unfound

IN_VAIN = Asked(text="coronation", language="en")


@contextmanager
def somebody_writes():
    """Another connection that has begun to write and does not come to an end, as a long import."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        if connection.vendor != "sqlite":
            cursor.execute("LOCK TABLE search_unfound IN EXCLUSIVE MODE")
        yield
        cursor.execute("ROLLBACK")
    other.close()


def patience() -> str:
    """How long this connection waits for the locks of others."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_page_is_answered_while_somebody_writes_and_the_search_is_not_counted(plain, client, caplog):
    before = patience()
    with somebody_writes():
        assert client.get("/en/search/?q=coronation").status_code == 200  # in the end nobody has let go of the lock
    assert [record.message.split(":")[0] for record in caplog.records if record.name == unfound.__name__] == ["A search without a result was not counted"]
    assert (Unfound.objects.count(), patience()) == (0, before)
    assert client.get("/en/search/?q=coronation").status_code == 200
    assert list(Unfound.objects.values_list("query", "times")) == [("coronation", 1)]
    assert patience() == before


@pytest.mark.django_db
def test_what_goes_wrong_within_a_transaction_leaves_the_rest_of_it_alone(plain, monkeypatch):
    before = patience()
    Unfound.objects.create(language="ja", query="before", last_on=date(2023, 5, 1))
    monkeypatch.setattr(unfound, "_forget_some", lambda: Unfound.objects.create(language="ja", query="before", last_on=date(2023, 5, 1)))
    unfound.note(IN_VAIN)
    assert (list(Unfound.objects.values_list("query", flat=True)), patience()) == (["before"], before)
    monkeypatch.setattr(unfound, "_forget_some", lambda: None)
    unfound.note(IN_VAIN)
    assert (list(Unfound.objects.values_list("query", flat=True)), patience()) == (["before", "coronation"], before)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_look_for_the_same_at_once_both_are_counted_in_one_row(plain, monkeypatch):
    monkeypatch.setattr(unfound, "PATIENCE", 60_000)  # on a busy machine too
    start, failed = threading.Barrier(2), []

    def look() -> None:
        try:
            start.wait()
            unfound.note(IN_VAIN)
        except Exception as error:
            failed.append(repr(error))
        finally:
            connection.close()

    for _round in range(5):
        Unfound.objects.all().delete()
        threads = [threading.Thread(target=look) for _n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (list(Unfound.objects.values_list("query", "times")), failed) == ([("coronation", 2)], [])
