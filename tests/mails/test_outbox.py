"""A letter is written with its deed or not at all, in its reader's language, sent once, tried again, and forgets whom it went to."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from anniversary import clock
from anniversary.mails import outbox, tasks
from anniversary.mails.models import Letter
from tests.factories import occasion

NOW = datetime(2023, 3, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CONTEXT = {"title": "Light & <shade>", "link": "https://example.org/x?a=1&b=2"}


@pytest.fixture(autouse=True)
def march(request):
    with clock.as_of(NOW):
        yield


def letter(key: str = "receipt:K7M-4QX:1", language: str = "en", to: str = "dara@example.org") -> Letter | None:
    with transaction.atomic():
        return outbox.write(key, to, "told", language, CONTEXT)


@pytest.mark.django_db
def test_it_is_plain_text_in_the_readers_language():
    occasion.anniversary(contact_email="office@example.org")
    assert [(made.subject, made.text.splitlines()[0]) for made in map(letter, "abc", ("en", "ja", "km"))] == [
        ("Draft: Light & <shade>", "Light & <shade> <https://example.org/x?a=1&b=2>"),
        ("下書き: Light & <shade>", "Light & <shade> <https://example.org/x?a=1&b=2>"),
        ("សេចក្តីព្រាង: Light & <shade>", "Light & <shade> <https://example.org/x?a=1&b=2>"),
    ]
    assert outbox.send_due() == 3
    sent = mail.outbox[1]
    assert (sent.to, sent.reply_to, sent.content_subtype) == (["dara@example.org"], ["office@example.org"], "plain")
    assert (sent.extra_headers["Content-Language"], sent.extra_headers["Auto-Submitted"]) == ("ja", "auto-generated")


@pytest.mark.django_db(transaction=True)
def test_it_is_sent_when_the_deed_is_committed_and_never_without_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.write("one", "dara@example.org", "told", "en", CONTEXT)
        raise ZeroDivisionError
    assert (Letter.objects.count(), mail.outbox) == (0, [])
    letter()
    assert [message.to for message in mail.outbox] == [["dara@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_none_is_written():
    with pytest.raises(transaction.TransactionManagementError):
        outbox.write("one", "dara@example.org", "told", "en", CONTEXT)
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_the_same_letter_is_written_once():
    first = letter()
    assert letter(to="bopha@example.org") is None
    outbox.send_due()
    assert letter() is None  # nor after it was sent
    assert (outbox.send_due(), [message.to for message in mail.outbox], Letter.objects.get()) == (0, [["dara@example.org"]], first)


@pytest.mark.django_db
def test_once_sent_it_holds_nothing_of_its_reader():
    letter()
    outbox.send_due()
    kept = Letter.objects.values("key", "address", "subject", "text", "sent_at", "due_at", "attempts", "error").get()
    assert kept == {"key": "receipt:K7M-4QX:1", "address": "", "subject": "", "text": "", "sent_at": NOW, "due_at": None, "attempts": 1, "error": ""}
    for wrong in ({"address": "dara@example.org"}, {"text": "x"}, {"due_at": NOW}, {"sent_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.update(**wrong)


@pytest.fixture
def refusing(monkeypatch) -> None:
    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError("dara@example.org was refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


@pytest.mark.django_db
def test_what_cannot_be_sent_is_tried_again_ever_more_seldom_and_given_up_aloud(refusing, caplog):
    letter()
    moment, waits = NOW, []
    for _attempt in range(outbox.ATTEMPTS):
        with clock.as_of(moment):
            assert outbox.send_due() == 0
            row = Letter.objects.get()
            with clock.as_of(moment + SECOND):
                assert outbox.send_due() == 0  # not due yet
            assert Letter.objects.get().attempts == row.attempts
        if row.due_at is None:
            break
        waits.append(row.due_at - moment)
        moment = row.due_at
    assert waits[:3] == [30 * SECOND, 60 * SECOND, 120 * SECOND]
    assert (waits[-1], len(waits)) == (timedelta(hours=6), outbox.ATTEMPTS - 1)
    given_up = Letter.objects.get()
    assert (given_up.attempts, given_up.due_at, given_up.error, given_up.address) == (outbox.ATTEMPTS, None, "ConnectionRefusedError", "dara@example.org")
    assert "receipt:K7M-4QX:1 could not be sent in 20 attempts" in caplog.text
    assert "dara" not in caplog.text


@pytest.mark.django_db
def test_one_that_cannot_be_sent_keeps_no_other_back(monkeypatch):
    letter("one", to="nobody@example.org")
    letter("two")
    really = outbox.EmailMessage.send
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: 1 / 0 if self.to == ["nobody@example.org"] else really(self))
    assert outbox.send_due() == 1
    assert [message.to for message in mail.outbox] == [["dara@example.org"]]
    assert list(Letter.objects.filter(sent_at=None).values_list("key", "error")) == [("one", "ZeroDivisionError")]


class Killed(BaseException):
    """As SIGKILL: nothing of ours is run any more."""


@pytest.mark.django_db
@pytest.mark.parametrize("sent_before", [False, True], ids=["before it is sent", "after it is sent, before that is noted"])
def test_killed_while_sending_it_is_sent_by_the_next_and_known_for_the_same(monkeypatch, sent_before):
    letter()
    really = outbox.EmailMessage.send

    def die(self):
        if sent_before:
            really(self)
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr("django.core.mail.EmailMessage.send", die)
        outbox.send_due()
    assert outbox.send_due() == 0  # somebody may be at it still
    with clock.as_of(NOW + outbox.LEASE):
        assert (tasks.enqueue_due(), tasks.enqueue_due()) == (True, False)
    assert len(mail.outbox) == 1 + sent_before
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1
    assert Letter.objects.get().sent_at == NOW + outbox.LEASE


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_at_once_one_sends_each_letter(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for number in range(10):
        letter(str(number), to=f"n{number}@example.org")
    assert mail.outbox == []
    counts, start = [], threading.Barrier(4, timeout=20)

    def work() -> None:
        with clock.as_of(NOW):
            start.wait()
            counts.append(outbox.send_due())
        connection.close()

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 10
    assert sorted(message.to[0] for message in mail.outbox) == [f"n{number}@example.org" for number in range(10)]
