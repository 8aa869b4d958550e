"""What is done when the result is announced, and when it is taken back: the works' states, the letters, the public record; and a replaced winner."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from anniversary import clock
from anniversary.competition import doorways
from anniversary.competition.entrants import authors, redacting
from anniversary.competition.entrants.models import Authorship
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act
from anniversary.competition.outcome import announcing, clearing, consents, deciding, reserve, sealing, tasks
from anniversary.competition.outcome.models import Consent, Decision, Protocol
from anniversary.mails import outbox
from anniversary.mails.models import Letter
from tests.factories.outcome import EMBARGO, NOW, SECOND, S, announced, cleared, consented, draft, embargoed, judged, named

PAGE = "/en/competition/logo/results/"


def states(made) -> list[str]:
    return list(Entry.objects.filter(competition=made.competition).order_by("pk").values_list("state", flat=True))


def test_the_finalists_get_their_places_and_all_others_are_told_in_the_background(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = announced()
    assert states(made) == ["winner", "runner_up", "not_selected", "not_selected", "not_selected"]
    acts = Act.objects.filter(verb="entry", after__in=["winner", "runner_up", "not_selected"]).order_by("pk")
    assert list(acts.values_list("role", "subject", "after")) == [
        ("officer", made.entries[0].code, "winner"), ("officer", made.entries[1].code, "runner_up"),
        *[("system", entry.code, "not_selected") for entry in made.entries[2:]],
    ]  # fmt: skip


def test_each_author_gets_a_letter_in_their_language_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = announced()
    with clock.as_of(EMBARGO):
        outbox.send_due()  # written at the end of the embargo, which is not yet by the clock of this test
    results = [message for message in mail.outbox if "results/" in message.body]
    assert sorted(message.to[0] for message in results) == [f"entrant{number}@example.org" for number in range(1, 6)]
    languages = {message.to[0]: message.extra_headers["Content-Language"] for message in results}
    assert languages == {f"entrant{number}@example.org": ("en", "ja", "km")[number % 3] for number in range(1, 6)}
    english = next(message for message in results if message.to == ["entrant3@example.org"])
    assert english.subject == f"The result for your work {made.entries[2].code}"
    assert "was not chosen. Thank you for taking part." in english.body
    assert "/en/competition/logo/results/" in english.body and f"/{made.entries[2].code}/certificate/" in english.body
    before = Letter.objects.count()
    assert (tasks.tell_others.func(made.competition.pk), Letter.objects.count()) == (0, before)


def test_what_a_killed_process_left_is_gone_on_with(django_capture_on_commit_callbacks):
    made = announced()
    assert states(made)[2:] == ["eligible"] * 3
    assert tasks.enqueue_due() is True
    assert (states(made)[2:], tasks.enqueue_due()) == (["not_selected"] * 3, False)


def test_before_the_announcement_the_task_tells_nobody():
    made = named(judged())
    assert (tasks.tell_others.func(made.competition.pk), tasks.enqueue_due()) == (0, False)
    assert not Letter.objects.exists()


def test_an_invented_work_of_a_sample_is_nobodys_and_gets_no_letter():
    made = cleared(named(judged()), 0, 1)
    Authorship.objects.all().delete()
    made.move(S.DECISION)
    embargoed(made)
    with clock.as_of(EMBARGO):
        made.move(S.RESULT_ANNOUNCED)
    assert (states(made)[0], Letter.objects.count(), Consent.objects.count()) == ("winner", 0, 2)


def test_the_public_record_gets_the_day_and_the_winners_name_only_with_consent():
    made = announced()
    assert (made.competition.announced, made.competition.winner_name_en) == ("2023-06-10", "")
    consented(made.entries[1])
    assert made.fresh().winner_name_en == ""
    consented(made.entries[0])
    assert made.fresh().winner_name_en == "Author of Work 1"
    consented(made.entries[0], name=False)
    assert made.fresh().winner_name_en == ""


# --- consents -----------------------------------------------------------------------------------------------------------------
def test_finalists_are_asked_once_by_a_letter_with_a_link(django_capture_on_commit_callbacks):
    made = named(judged())
    with django_capture_on_commit_callbacks(execute=True):
        assert (consents.ask(made.competition, user=made.officer), consents.ask(made.competition, user=made.officer)) == (2, 0)
    assert [message.to[0] for message in mail.outbox] == ["entrant1@example.org", "entrant2@example.org"]
    assert f"/{made.entries[0].code}/consent/" in mail.outbox[0].body
    assert list(Consent.objects.values_list("gallery", "name", "answered_at")) == [(False, False, None)] * 2
    assert list(Act.objects.filter(verb="ask_consent").values_list("subject", flat=True)) == [entry.code for entry in made.entries[:2]]


def test_only_who_was_asked_answers_and_a_name_has_to_be_there():
    made = named(judged())
    with pytest.raises(ValidationError, match="Nobody has asked"):
        consented(made.entries[0])
    consents.ask(made.competition, user=made.officer)
    with pytest.raises(ValidationError) as told:
        consents.answer(made.entries[0], gallery=True, name=True, credit=" ")
    assert list(told.value.message_dict) == ["credit"]
    consented(made.entries[0])
    authorship = Authorship.objects.get(entry=made.entries[0])
    assert (authorship.publish_name, authorship.credit) == (True, "Author of Work 1")
    act = Act.objects.get(verb="consent")
    assert (act.role, act.by_id, act.subject, act.detail) == ("entrant", None, made.entries[0].code, {"gallery": True, "name": True})


# --- taken back ---------------------------------------------------------------------------------------------------------------
def test_a_result_that_is_taken_back_is_said_to_be_and_holds_no_more(client):
    made = announced()
    consented(made.entries[0])
    with clock.as_of(EMBARGO + SECOND):
        made.move(S.DECISION, "A fault was found.")
        assert states(made)[:2] == ["shortlisted", "shortlisted"]
        assert (made.competition.winner_name_en, made.competition.announced, deciding.winner(made.competition)) == ("", "", None)
        page = client.get(PAGE)
        assert page.status_code == 200
        assert "was taken back on 10 June 2023" in page.text and "noindex" in page.text
        assert "Work 1" not in page.text and made.entries[0].code not in page.text
        assert [client.get(f"/en/competition/logo/{path}").status_code for path in ("gallery/", "results/protocol/")] == [404, 404]
        assert [door.url for door in doorways.of(made.competition)] == [PAGE]
    assert list(Decision.objects.values_list("announced_at", "taken_back_at")) == [(EMBARGO, EMBARGO + SECOND)]


def test_a_decision_that_nobody_was_told_of_is_taken_back_in_silence(client):
    made = cleared(named(judged()), 0, 1)
    made.move(S.DECISION)
    embargoed(made)
    made.move(S.DECISION, "A fault was found.")
    assert client.get(PAGE).status_code == 404
    assert list(Decision.objects.values_list("announced_at", "taken_back_at")) == [(None, None)]


def test_a_winner_who_is_disqualified_is_replaced_by_the_next_and_readers_see_both(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = announced()
    later = EMBARGO + SECOND
    with clock.as_of(later):
        made.move(S.DECISION, "It was published before.")
        clearing.leave(made.finalist(0), "disqualified", "Published in 2019.", user=made.officer)
        called = reserve.call_up(made.competition, user=made.officer)  # a work that had been told that it was not chosen
        assert (called.entry, states(made)[:3]) == (made.entries[2], ["disqualified", "shortlisted", "shortlisted"])
        cleared(made, 2)
        deciding.write(made.competition, draft(made, 1, embargo_until=later), user=made.officer)
        made.move(S.EMBARGOED)
        consents.ask(made.competition, user=made.officer)
        sealing.make(made.competition, user=made.officer)
        with django_capture_on_commit_callbacks(execute=True):
            made.move(S.RESULT_ANNOUNCED)
        html = client.get(PAGE).text
    assert states(made) == ["disqualified", "winner", "runner_up", "not_selected", "not_selected"]
    assert deciding.winner(made.competition) == made.entries[1]
    assert "This one replaces it." in html and "Work 2" in html and "Work 1" not in html
    assert [protocol.figures["decision"]["winner"] for protocol in Protocol.objects.all()] == [made.entries[0].code, made.entries[1].code]
    assert [protocol.figures["disqualified"] for protocol in Protocol.objects.all()] == [0, 1]
    keys = Letter.objects.filter(key__contains="result-").values_list("key", flat=True)
    assert sum(key.endswith("-2") for key in keys) == 2  # the two who stand; those who were not chosen hear nothing new


def test_the_record_says_nothing_while_nothing_is_announced():
    made = judged(stage=S.EMBARGOED)
    announcing.write_record(made.competition)
    assert (made.fresh().announced, made.competition.updated_at) == ("", NOW)


def test_who_is_taken_out_is_taken_from_the_public_record_and_the_others_stay(client):
    made = announced()
    winner, other = made.entries[:2]
    for entry in (winner, other):
        consented(entry)
    redacting.redact(authors.author(other), user=made.officer)
    assert (made.fresh().winner_name_en, "Author of Work 1" in client.get("/en/competition/logo/").text) == ("Author of Work 1", True)
    redacting.redact(authors.author(winner), user=made.officer)
    assert made.fresh().winner_name_en == ""
    for page in ("/en/competition/logo/", PAGE, "/en/competition/logo/gallery/"):
        assert "Author of Work" not in client.get(page).text
    assert list(Consent.objects.values_list("gallery", "name")) == [(True, False), (True, False)]


def test_nobody_sees_by_the_public_record_when_a_finalist_has_answered_before_the_announcement():
    made = cleared(named(judged()), 0, 1)
    made.move(S.DECISION)
    embargoed(made)
    before = made.fresh().updated_at
    with clock.as_of(NOW + SECOND):
        consented(made.entries[0])
    assert made.fresh().updated_at == before
    with clock.as_of(EMBARGO):
        made.move(S.RESULT_ANNOUNCED)
        assert made.competition.winner_name_en == "Author of Work 1"
    with clock.as_of(EMBARGO + SECOND):
        consented(made.entries[0], name=False)
    assert (made.fresh().updated_at, made.competition.winner_name_en) == (EMBARGO + SECOND, "")
