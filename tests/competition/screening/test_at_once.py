"""Two officers at the same work at once: one verdict, one letter. On both databases."""

import pytest

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act
from anniversary.competition.screening import asking, checking
from anniversary.competition.screening.models import Check, Question
from anniversary.competition.screening.taking import stamp
from anniversary.mails.models import Letter
from tests.competition.test_gates import at_once
from tests.factories.staff import make_user

from .conftest import in_eligibility
from .making import BY_HAND, sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("entries_let_go")]


def test_of_eight_who_decide_at_once_one_does_and_seven_are_told():
    officers = [make_user(username=f"officer{number}", role="competition_officer") for number in range(8)]
    made = sent(in_eligibility(officers[0]), user=officers[0])
    seen = stamp(made)
    ways = [
        lambda who: checking.accept(Entry.objects.get(pk=made.pk), seen=seen, ticked=BY_HAND, user=who).verdict,
        lambda who: checking.reject(Entry.objects.get(pk=made.pk), seen=seen, reason="late", user=who).verdict,
    ]
    found = [str(one) for one in at_once(*[lambda way=ways[number % 2], who=who: way(who) for number, who in enumerate(officers)])]
    verdict = Check.objects.get().verdict
    assert sorted(found) == sorted([verdict, *["told"] * 7])
    assert Entry.objects.get().state == verdict
    assert (Act.objects.filter(verb="check").count(), Act.objects.filter(verb="entry").count()) == (1, 1)
    assert Letter.objects.count() == (verdict == "ineligible")


def test_of_eight_answers_at_once_one_is_taken():
    officer = make_user(username="officer", role="competition_officer")
    made = sent(in_eligibility(officer), user=officer)
    asked = asking.ask(made, seen=stamp(made), subject="ai", user=officer)
    found = at_once(*[lambda number=number: asking.answer(Question.objects.get(pk=asked.pk), f"Answer {number}").answer for number in range(8)])
    taken = [str(one) for one in found if one != "told"]
    assert (len(taken), Question.objects.get().answer, Entry.objects.get().state) == (1, taken[0], "submitted")
    assert Letter.objects.count() == 2  # the question, one answer received
