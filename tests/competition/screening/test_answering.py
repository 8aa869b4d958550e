"""The question on the entrant's own page, and the answer."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from anniversary.competition.entrants import keys
from anniversary.competition.entrants.models import Entrant
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition
from anniversary.competition.screening import answering, asking, checking
from anniversary.competition.screening.models import Question
from anniversary.competition.screening.taking import stamp
from anniversary.mails.models import Letter

from .making import sent

pytestmark = pytest.mark.django_db
S = Entry.State


@pytest.fixture
def asked(record, officer):
    made = sent(record, user=officer, code="K7M-4QX")
    return asking.ask(made, seen=stamp(made), subject="own", words="Who drew <it>?", user=officer)


def token(record, number: int = 1) -> str:
    with transaction.atomic():
        return keys.mint(Entrant.objects.get(competition=record, number=number))


def page_of(record, number: int = 1, code: str = "K7M-4QX") -> str:
    return f"/en/competition/logo/enter/{token(record, number)}/{code}/"


def test_the_letter_leads_to_the_question_and_the_answer_to_the_desk(client, record, asked):
    address = re.search(r"http://[^/]+(/en/\S+)", Letter.objects.get().text).group(1)
    page = client.get(address).text
    assert "Who drew &lt;it&gt;?" in page
    link = re.search(r'href="([^"]+/answer/\d+/)"', page).group(1)
    assert "Who drew &lt;it&gt;?" in client.get(link).text
    answer = client.post(link, {"answer": " I did. "})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    asked.refresh_from_db()
    assert (asked.answer, Entry.objects.get().state) == ("I did.", S.SUBMITTED)
    page = client.get(address).text
    assert ("Your answer was received" in page, "I did." in page, "/answer/" in page) == (True, True, False)


def test_nothing_written_is_no_answer(client, record, asked):
    address = f"{page_of(record)}answer/{asked.pk}/"
    assert client.post(address, {"answer": "  "}).status_code == 200
    assert client.post(address, {"answer": "x" * 2001}).text.count("x" * 2001) == 1
    asked.refresh_from_db()
    assert (asked.answered_at, Entry.objects.get().state) == (None, S.QUERIED)


def test_a_question_is_answered_once_and_what_comes_too_late_is_not_lost(client, record, asked):
    address = f"{page_of(record)}answer/{asked.pk}/"
    assert client.post(address, {"answer": "I did."}).status_code == 302
    answer = client.post(address, {"answer": "My brother did."})
    assert ("This question is not open any more." in answer.text, "My brother did." in answer.text) == (True, True)
    asked.refresh_from_db()
    assert asked.answer == "I did."


def test_after_the_stage_no_answer_is_taken(client, record, asked):
    address = f"{page_of(record)}answer/{asked.pk}/"
    Competition.objects.filter(pk=record.pk).update(stage="jury")
    assert "<textarea" not in client.get(address).text
    assert "in the stage for it only" in client.post(address, {"answer": "I did."}).text
    asked.refresh_from_db()
    assert (asked.answered_at, Entry.objects.get().state) == (None, S.QUERIED)
    assert "/answer/" not in client.get(page_of(record)).text


def test_only_who_made_the_work_answers(client, record, officer, asked):
    own = sent(record, user=officer, number=2, code="AAA-222")
    base = f"/en/competition/logo/enter/{token(record, 2)}/"
    wrong = [f"{base}K7M-4QX/answer/{asked.pk}/", f"{base}AAA-222/answer/{asked.pk}/", f"/en/competition/logo/enter/{'x' * 43}/K7M-4QX/answer/{asked.pk}/"]
    assert [client.post(address, {"answer": "Me."}).status_code for address in wrong] == [404] * 3
    assert Question.objects.get().answer == ""
    assert answering.panel(own, None) is None


def test_who_is_not_eligible_reads_why_on_the_page_too(client, record, officer):
    made = sent(record, user=officer, code="K7M-4QX")
    checking.reject(made, seen=stamp(made), reason="same", user=officer)
    page = client.get(page_of(record)).text
    assert ("This work is not eligible" in page, "The same work was sent in before." in page) == (True, True)
    with pytest.raises(ValidationError):
        asking.ask(made, seen=stamp(made), subject="ai", user=officer)
