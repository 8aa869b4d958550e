"""The letter with the link: who gets one, how many an hour, and that nobody learns from the answer whose address is known."""

from datetime import timedelta

import pytest
from django.core import mail

from anniversary import clock
from anniversary.competition.entrants import addressing
from anniversary.competition.entrants.models import Asked, Entrant
from anniversary.competition.models import Competition
from anniversary.mails import outbox
from anniversary.mails.models import Letter
from tests.competition.entrants.conftest import OPENS
from tests.competition.entrants.walking import Walk

SECOND = timedelta(seconds=1)


def asked(walk, **headers):
    answer = walk.client.post(f"/en/competition/{walk.record.slug}/enter/", {"email": walk.email}, **headers)
    return answer.status_code, answer.get("Location", ""), answer.content


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dara@Example.ORG", "dara@example.org", True),
        (" dara@example.org ", "dara@example.org", True),
        ("dara@büro.example", "dara@xn--bro-hoa.example", True),
        ("dara+1@example.org", "dara@example.org", False),
        ("d.ara@example.org", "dara@example.org", False),
    ],
)
def test_spellings_of_one_mailbox(record, one, other, same):
    assert (addressing.email_key(record, one) == addressing.email_key(record, other)) is same


def test_the_answer_is_the_same_for_known_and_unknown_addresses_before_and_after_the_end(record):
    known, unknown = Walk(record), Walk(record, "bopha@example.org")
    answers = {asked(known), asked(known), asked(unknown)}
    Entrant.objects.filter(email=known.email).update(confirmed_at=OPENS)
    with clock.as_of(record.rules.closes_at):
        answers |= {asked(known), asked(Walk(record, "sophy@example.org"))}
        outbox.send_due()
    assert len(answers) == 1
    assert sorted(letter.to[0] for letter in mail.outbox) == ["bopha@example.org", "dara@example.org", "dara@example.org", "dara@example.org"]
    assert list(Entrant.objects.values_list("number", "email")) == [(1, "dara@example.org"), (2, "bopha@example.org")]


def test_three_letters_an_hour_for_an_address(record):
    walk, said = Walk(record), set()
    for _number in range(4):
        said.add(asked(walk))
    assert (Letter.objects.count(), len(said)) == (3, 1)
    asked(Walk(record, "bopha@example.org"))
    assert Letter.objects.count() == 4
    with clock.as_of(OPENS + timedelta(hours=1) - SECOND):
        asked(walk)
        assert Letter.objects.count() == 4
    with clock.as_of(OPENS + timedelta(hours=1)):
        asked(walk)
        assert Letter.objects.count() == 5


def test_sixty_letters_an_hour_for_a_network(record):
    for number in range(60):
        Asked.objects.create(competition=record, address_key=str(number), network_key=_network("192.0.2.7"), at=OPENS)
    refused = asked(Walk(record), REMOTE_ADDR="192.0.2.200")
    assert (refused[0], b"Very many letters were asked for from your network" in refused[2]) == (422, True)
    assert asked(Walk(record), REMOTE_ADDR="192.0.3.1")[0] == 302
    with clock.as_of(OPENS + timedelta(hours=1)):
        assert asked(Walk(record, "bopha@example.org"), REMOTE_ADDR="192.0.2.200")[0] == 302


def _network(ip: str) -> str:
    from django.test import RequestFactory

    return addressing.network_key(RequestFactory().get("/", REMOTE_ADDR=ip))


def test_networks_are_taken_together_by_24_and_48_bits():
    assert _network("192.0.2.1") == _network("192.0.2.254") != _network("192.0.3.1")
    assert _network("2001:db8:1::1") == _network("2001:db8:1:ffff::1") != _network("2001:db8:2::1")
    assert _network("::ffff:192.0.2.1") == _network("192.0.2.254") != _network("::ffff:192.0.3.1")


def test_opening_the_link_confirms_nothing_and_saving_does(record):
    walk = Walk(record).follow()
    walk.get()
    walk.get("you/")
    assert Entrant.objects.get().confirmed_at is None
    walk.told()
    assert Entrant.objects.get().confirmed_at == OPENS


@pytest.mark.parametrize(("stage", "is_there"), [("setup", False), ("announced", False), ("open", True), ("eligibility", False)])
def test_before_and_after_there_is_no_new_entrant(record, stage, is_there):
    Competition.objects.filter(pk=record.pk).update(stage=stage)
    if stage in {"setup", "announced"}:
        with clock.as_of(OPENS - SECOND):
            Walk(record).ask()
    else:
        Walk(record).ask()
    assert Entrant.objects.exists() is is_there


def test_a_wrong_address_stays_in_the_form(record, client):
    page = client.post(f"/en/competition/{record.slug}/enter/", {"email": "dara at example"})
    assert (page.status_code, 'value="dara at example"' in page.content.decode(), page["Cache-Control"]) == (422, True, "private, no-store")


def test_the_letter_is_in_the_language_of_the_page(record):
    for language in ("en", "ja", "km"):
        Walk(record, f"{language}@example.org", language).ask()
    assert list(Letter.objects.order_by("pk").values_list("language", flat=True)) == ["en", "ja", "km"]
    assert [f"/{letter.language}/competition/" in letter.text for letter in Letter.objects.order_by("pk")] == [True] * 3
