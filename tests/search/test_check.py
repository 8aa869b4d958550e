"""The index held against the content: every kind of disagreement is named, mended when asked, and looked for once a week."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from anniversary import clock
from anniversary.management.commands import work
from anniversary.search import checking, rebuilding, tasks
from anniversary.search.models import Check, Entry, Link, Rebuild, Text
from tests.factories.articles import article
from tests.factories.directory import person
from tests.factories.staff import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
MONDAY = datetime(2023, 5, 1, tzinfo=UTC)


@pytest.fixture
def made():
    return article(title_en="Bridge", title_ja="橋", people=[person(name_en="Sok Dara")])


def found() -> list[str]:
    return [f"{finding.kind} {finding.language} {finding.title}: {finding.problem}" for finding in checking.look()]


def missing(made) -> None:
    Entry.objects.get(kind="article", language="ja").delete()


def without_words(made) -> None:
    Text.objects.filter(entry__kind="article", entry__language="ja").delete()


def stale(made) -> None:
    type(made).objects.update(title_en="Great bridge")


def spoilt(made) -> None:
    Text.objects.filter(entry__kind="person").update(body="spoilt")


def left_over(made) -> None:
    type(made).objects.update(title_ja="")


def gone(made) -> None:
    made.people.through.objects.all().delete()
    type(made)._base_manager.all()._raw_delete("default")


def unheard(made) -> None:
    Entry.objects.create(kind="unheard", object_id=1, language="en", digest="", url="", title="Nobody's")


def too_long_public(made) -> None:
    Entry.objects.filter(kind="person").update(until=MONDAY)


def withdrawn(made) -> None:
    type(made).objects.update(status="withdrawn")


def no_links(made) -> None:
    Link.objects.all().delete()


@pytest.mark.parametrize(("spoil", "told"), [
    (missing, ["article ja 橋: missing"]),
    (without_words, ["article ja 橋: missing"]),
    (stale, ["article en Great bridge: stale"]),
    (spoilt, ["person en Sok Dara: stale"]),
    (left_over, ["article ja 橋: left over"]),
    (gone, ["article en Bridge: left over", "article ja 橋: left over", "article  : wrong links"]),
    (unheard, ["unheard en Nobody's: left over"]),
    (too_long_public, ["person en Sok Dara: wrong span"]),
    (withdrawn, ["article en Bridge: wrong span", "article ja 橋: wrong span", "article  Bridge: wrong links"]),
    (no_links, ["article  Bridge: wrong links", "person en Sok Dara: wrong span"]),
])  # fmt: skip
def test_what_is_wrong_is_named_and_mended(made, spoil, told):
    assert found() == []
    spoil(made)
    assert found() == told
    checking.look(mend=True)
    assert found() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's index of words is a part of the row")
def test_sqlite_s_index_of_words_is_looked_at_too(made):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('delete-all')")
    assert [str(finding) for finding in checking.look()] == ["the database's index of words is damaged"]
    checking.look(mend=True)
    assert checking.look() == []


def test_the_command_says_what_is_wrong_and_fails(made, capsys):
    call_command("search_check")
    assert capsys.readouterr().out == "The index agrees with the content: 3 entries.\n"
    stale(made)
    with pytest.raises(CommandError, match="does not agree with the content in 1 places"):
        call_command("search_check")
    assert capsys.readouterr().out == f"article {made.pk} (en) “Great bridge”: stale\n"
    call_command("search_check", mend=True)
    assert capsys.readouterr().out.splitlines()[-1] == "Mended: 1."
    call_command("search_check")
    assert capsys.readouterr().out == "The index agrees with the content: 3 entries.\n"


# --- once a week ------------------------------------------------------------------------------------------------------------------
def due(at: datetime) -> bool:
    with clock.as_of(at):
        return tasks.enqueue_due()


def test_it_is_due_a_week_after_it_was_last_asked_for():
    assert [due(MONDAY), due(MONDAY + timedelta(days=6)), due(MONDAY + timedelta(days=7)), due(MONDAY + timedelta(days=7))] == [True, False, True, False]
    assert [check.due_at for check in Check.objects.all()] == [MONDAY + timedelta(days=7)]


def test_it_is_not_due_in_the_week_in_which_the_index_was_built():
    with clock.as_of(MONDAY):
        rebuilding.run()
    assert [due(MONDAY + timedelta(days=6)), due(MONDAY + timedelta(days=8))] == [False, True]
    assert Rebuild.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_who_look_at_once_one_enqueues_it(monkeypatch):
    start, asked, done = threading.Barrier(8), [], []
    monkeypatch.setattr(checking, "run", lambda check: done.append(check.pk) or [])

    def look() -> None:
        start.wait()
        try:
            asked.append(tasks.enqueue_due())
        except Exception as error:
            asked.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(asked, key=str) == [False] * 7 + [True]
    assert len(done) == 1


def test_the_worker_looks_until_it_is_stopped_whatever_happens(monkeypatch, caplog):
    asked, letters = [], []

    class Stopping:
        def wait(self, seconds: float) -> bool:
            return len(asked) == 2

    def look() -> None:
        asked.append(1)
        if len(asked) == 1:
            raise RuntimeError("the database restarts")

    monkeypatch.setattr(work.tasks, "enqueue_due", look)
    monkeypatch.setattr(work.mails, "enqueue_due", lambda: letters.append(1))
    monkeypatch.setattr(work.connection, "close", lambda: None)
    work.enqueue_regularly(Stopping())
    assert (len(asked), len(letters)) == (2, 2)  # letters are looked for even where the search fails
    assert [record.message for record in caplog.records] == ["What is due could not be enqueued."]


def test_what_it_finds_is_an_error_in_the_log_and_a_notice_for_administrators_alone(made, client, caplog):
    notice = "The search does not agree with the content in 1 place."
    stale(made)
    with caplog.at_level(logging.ERROR):
        assert due(MONDAY) is True
    assert "does not agree with the content in 1 places" in caplog.text
    client.force_login(make_user(username="editor", role="editor"))
    assert notice not in client.get(reverse("admin:index")).content.decode()
    client.force_login(make_user(username="root", is_superuser=True))
    assert notice in client.get(reverse("admin:index")).content.decode()
    call_command("search_check", mend=True)
    assert notice not in client.get(reverse("admin:index")).content.decode()
