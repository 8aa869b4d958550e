"""Forty at once, and processes killed in the middle: one form is one work, what was acknowledged is there, and nothing is there by halves."""

import hashlib
import os
import random
import select
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from anniversary.competition import terms
from anniversary.competition.entrants import addressing, keys, stamps
from anniversary.competition.entrants.models import Asked, Authorship, Entrant
from anniversary.competition.entries import files
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Act
from anniversary.mails.models import Letter
from tests.competition.entrants.walking import DECLARED, WORK, drawing
from tests.factories import occasion
from tests.factories.competition import competition, entrant, issued_terms, rules
from tests.factories.staff import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_rows_may_go")]


@pytest.fixture(autouse=True)
def march():
    """The real clock: threads and processes have no other."""


@pytest.fixture
def record(kept_rows_may_go, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # letters are written, not sent
    occasion.anniversary()
    made = competition(stage="open")
    rules(made, opens_at=datetime.now(UTC) - timedelta(days=1), entries_each=20)
    issued_terms(made, user=make_user(username="officer", role="competition_officer"))
    yield made
    Entry.objects.all().delete()  # which name terms that could not go otherwise


def person(record, number: int = 1) -> tuple[Entrant, str]:
    made = entrant(record, number=number)
    made.competition = record
    return made, keys.mint(made)


def at_once(number: int, deed: Callable[[int], object]) -> list[object]:
    outcomes: list[object] = []
    start = threading.Barrier(number, timeout=60)

    def run(which: int) -> None:
        try:
            start.wait()
            outcomes.append(deed(which))
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[which]) for which in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_forty_times_the_same_form_at_once_is_one_work_and_sent_forty_times_it_is_in_once(record, monkeypatch):
    _someone, token = person(record)
    drawn = {role: files.check(drawing(colour), record.rules, role) for role, colour in (("colour", "red"), ("mono", "black"))}
    # Eighty processes that draw are not what is tried here.
    monkeypatch.setattr(files, "check", lambda upload, rules, role: replace(drawn[role], upload=upload))
    form_key = str(uuid4())
    form = {"stamp": stamps.make(record, form_key), "form_key": form_key, **WORK}
    url = reverse("entrants:begin", args=[record.slug, token])
    answers = at_once(40, lambda _which: Client().post(url, form | {"colour": drawing(), "mono": drawing("black")}).status_code)
    assert answers == [302] * 40
    made = Entry.objects.get()
    assert (Authorship.objects.count(), sorted(made.works.values_list("role", flat=True)), made.revision) == (1, ["colour", "mono"], 0)
    assert Act.objects.filter(verb="begin").count() == 1
    sent = {"stamp": stamps.make(record, form_key), "terms": terms.in_force(record).pk} | DECLARED
    check = reverse("entrants:check", args=[record.slug, token, made.code])
    assert at_once(40, lambda _which: Client().post(check, sent).status_code) == [302] * 40
    made.refresh_from_db()
    assert (made.state, made.revision) == ("submitted", 1)
    assert (Act.objects.filter(verb="submit").count(), Letter.objects.filter(key__contains="receipt:").count()) == (1, 1)


def test_forty_different_forms_of_one_person_are_as_many_works_as_the_rules_say(record):
    _someone, token = person(record)
    url = reverse("entrants:begin", args=[record.slug, token])

    def begin(which: int) -> int:
        form_key = str(uuid4())
        return Client().post(url, {"stamp": stamps.make(record, form_key), "form_key": form_key, **WORK}).status_code

    answers = at_once(40, begin)
    assert (answers.count(302), set(answers) - {302} <= {409, 422}) == (20, True)  # told before the form is looked at, or within the gate
    assert Entry.objects.count() == 20


def test_of_ten_who_ask_at_once_for_one_address_there_is_one_entrant_and_three_letters(record):
    url = reverse("entrants:ask", args=[record.slug])
    assert at_once(10, lambda _which: Client().post(url, {"email": "bopha@example.org"}).status_code) == [302] * 10
    assert (Entrant.objects.count(), Letter.objects.count(), Asked.objects.count()) == (1, 3, 3)


def test_of_ten_new_people_at_once_each_has_a_number_of_their_own(record):
    url = reverse("entrants:ask", args=[record.slug])
    assert at_once(10, lambda which: Client().post(url, {"email": f"n{which}@example.org"}).status_code) == [302] * 10
    assert sorted(Entrant.objects.values_list("number", flat=True)) == list(range(1, 11))
    assert addressing.email_key(record, "n1@example.org") in Entrant.objects.values_list("email_key", flat=True)


# --- killed ---------------------------------------------------------------------------------------------------------------
ROUNDS = 50


@pytest.mark.slow
def test_killed_at_any_point_what_was_acknowledged_is_there_and_nothing_by_halves(record):
    chance = random.Random(7)
    pictures = {role: drawing(colour).read() for role, colour in (("colour", "red"), ("mono", "black"))}
    begun, sent = 0, 0
    for number in range(1, ROUNDS + 1):
        _someone, token = person(record, number)
        told = _killed(lambda say, token=token: _enter(record, token, say), chance)
        begun += sum(word == "begun" for word, _code in told)
        for word, code in told:
            made = Entry.objects.get(code=code) if word == "sent" else Entry.objects.get(form_key=code)
            assert made.state == "submitted" or word == "begun"
            sent += word == "sent"
        _sound(record, pictures)
    assert 0 < sent <= begun <= 2 * ROUNDS
    assert Entry.objects.filter(state="submitted").count() >= sent


def _enter(record, token: str, say: Callable[[str, str], None]) -> None:
    """In a process of its own: two works one after the other, each step told once it is answered."""
    client = Client()
    for _work in range(2):
        form_key = str(uuid4())
        form = {"stamp": stamps.make(record, form_key), "form_key": form_key, **WORK, "colour": drawing(), "mono": drawing("black")}
        answer = client.post(reverse("entrants:begin", args=[record.slug, token]), form)
        assert answer.status_code == 302
        say("begun", form_key)
        code = answer.url.split("/")[-3]
        check = reverse("entrants:check", args=[record.slug, token, code])
        answer = client.post(check, {"stamp": form["stamp"], "terms": terms.in_force(record).pk} | DECLARED)
        assert answer.status_code == 302
        say("sent", code)


def _killed(deed: Callable[[Callable[[str, str], None]], None], chance: random.Random) -> list[tuple[str, str]]:
    """What a process that does the deed has told before SIGKILL met it: a random while after one of its words, or after its beginning."""
    reading, writing = os.pipe()
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            deed(lambda word, code: os.write(writing, f"{word} {code}\n".encode()) and None)
        finally:
            os._exit(0)
    os.close(writing)
    words = b""
    after = chance.randrange(4)  # words that are waited for; then a while
    while words.count(b"\n") < after and (more := os.read(reading, 4096)):
        words += more
    select.select([], [], [], chance.random() * 0.4)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 4096):
        words += more
    os.close(reading)
    return [tuple(line.split()) for line in words.decode().split("\n")[:-1]]  # type: ignore[misc]


def _sound(record, pictures: dict[str, bytes]) -> None:
    """Every work has its author, every file is whole, whatever is sent in has its terms, its act and its receipt; the database says that it is well."""
    assert Authorship.objects.count() == Entry.objects.count()
    assert Act.objects.filter(verb="begin").count() == Entry.objects.count()
    for work in Work.objects.filter(entry__in=Entry.objects.order_by("-pk")[:3]):
        assert work.original.open().read() == pictures[work.role]
        assert work.sha256 == hashlib.sha256(pictures[work.role]).hexdigest()
        assert work.preview.open().read(4) == b"\x89PNG"
    sent = set(Entry.objects.filter(state="submitted").values_list("code", flat=True))
    assert set(Act.objects.filter(verb="submit").values_list("subject", flat=True)) == sent
    assert {key.split(":")[3] for key in Letter.objects.filter(key__contains=":receipt:").values_list("key", flat=True)} == sent
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
