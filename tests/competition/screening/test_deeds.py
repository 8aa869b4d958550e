"""Verdicts and questions: where a work goes, what is kept and logged of it, what its entrant is told in their language."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.entrants import own_data, redacting
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act, Competition, Rules
from anniversary.competition.screening import asking, checking, people, wording
from anniversary.competition.screening.models import Check, Question
from anniversary.competition.screening.taking import stamp
from anniversary.mails.models import Letter
from tests.factories.staff import make_user

from .conftest import NOW
from .making import BY_HAND, sent

pytestmark = pytest.mark.django_db
S = Entry.State
MACHINE = ["machine.age", "machine.country", "machine.limit", "machine.in_time", "machine.declared", "machine.files", "machine.unnamed", "machine.alone"]


def state(entry) -> str:
    return Entry.objects.get(pk=entry.pk).state


def acts(*verbs) -> list[tuple]:
    return list(Act.objects.filter(verb__in=verbs).values_list("verb", "role", "by", "subject", "before", "after", "detail"))


def accept(entry, officer, ticked=BY_HAND):
    return checking.accept(entry, seen=stamp(Entry.objects.get(pk=entry.pk)), ticked=ticked, user=officer)


def reject(entry, officer, reason="other", words="It is a poem."):
    return checking.reject(entry, seen=stamp(Entry.objects.get(pk=entry.pk)), reason=reason, words=words, user=officer)


def ask(entry, officer, subject="own", words="Who drew the flower?"):
    return asking.ask(entry, seen=stamp(Entry.objects.get(pk=entry.pk)), subject=subject, words=words, user=officer)


def test_a_work_is_accepted_once_a_person_has_looked_at_what_no_machine_can_say(record, officer):
    made = sent(record, user=officer, code="K7M-4QX")
    for ticked in ([], ["picture"], ["picture", "decent", "nonsense"]):
        with pytest.raises(ValidationError, match="Look at this first") as told:
            accept(made, officer, ticked)
        assert told.value.code == "unticked"
    assert (state(made), Check.objects.count(), acts("check")) == (S.SUBMITTED, 0, [])
    check = accept(made, officer)
    assert (state(made), check.verdict, check.reason, check.text, check.by, check.at) == (S.ELIGIBLE, "eligible", "", "", officer, NOW)
    assert check.ticked == MACHINE + BY_HAND
    assert acts("check", "entry") == [
        ("entry", "officer", officer.pk, "K7M-4QX", "submitted", "eligible", {}),
        ("check", "officer", officer.pk, "K7M-4QX", "submitted", "eligible", {}),
    ]
    assert not Letter.objects.exists()


def test_what_speaks_against_a_work_has_to_be_ticked_and_is_kept_as_ticked_by_hand(record, officer):
    Rules.objects.filter(pk=record.rules.pk).update(countries=["TH"])
    made = sent(record, user=officer, files=False)
    with pytest.raises(ValidationError, match=r"tick it: Nationality or residence, Files by the rules'\]$"):
        accept(made, officer)
    kept = accept(made, officer, [*BY_HAND, "country", "files"]).ticked
    assert [name for name in kept if not name.startswith("machine.")] == ["country", "files", *BY_HAND]


@pytest.mark.parametrize(("language", "ready"), [("en", "Draft"), ("ja", "下書き"), ("km", "សេចក្តីព្រាង")])
def test_who_is_rejected_reads_why_in_their_language(record, officer, monkeypatch, language, ready):
    monkeypatch.setitem(wording.REASONS, "named", gettext_lazy("Draft"))
    made = sent(record, user=officer, code="K7M-4QX", person={"language": language})
    check = reject(made, officer, "named", " See the lower edge. ")
    assert (state(made), check.verdict, check.reason) == (S.INELIGIBLE, "ineligible", "named")
    assert check.text == f"{ready}\n\nSee the lower edge."
    letter = Letter.objects.get()
    assert (letter.key.split(":")[2:], letter.address, letter.language) == (["not-eligible", str(check.pk)], "entrant1@example.org", language)
    assert check.text in letter.text
    assert "K7M-4QX" in letter.subject
    assert f"/{language}/competition/logo/enter/" in letter.text
    assert acts("check") == [("check", "officer", officer.pk, "K7M-4QX", "submitted", "ineligible", {"reason": "named"})]


def test_a_reason_of_no_list_is_said_in_words(record, officer):
    made = sent(record, user=officer)
    with pytest.raises(ValidationError, match="Say in your own words why"):
        reject(made, officer, "other", "  ")
    assert (state(made), Letter.objects.count()) == (S.SUBMITTED, 0)
    assert reject(made, officer, "other", "It is a poem.").text == "It is a poem."


def test_every_reason_and_every_subject_has_a_sentence_but_those_for_ones_own_words():
    assert set(wording.REASONS) == set(Check.Reason)
    assert [code for code in wording.REASONS if not wording.reason(code, "en")] == ["other"]
    assert [code for code in wording.SUBJECTS if not wording.question(code, "en")] == ["own"]
    assert wording.reason("same", "en", " As K7M-4QX. ") == "The same work was sent in before.\n\nAs K7M-4QX."


def test_a_verdict_can_be_corrected_and_the_entrant_is_told_each_time(record, officer):
    made = sent(record, user=officer)
    accept(made, officer)
    reject(made, officer)
    accept(made, officer)
    assert state(made) == S.ELIGIBLE
    assert list(Check.objects.values_list("verdict", flat=True)) == ["eligible", "ineligible", "eligible"]
    assert [letter.key.split(":")[2] for letter in Letter.objects.order_by("pk")] == ["not-eligible", "eligible-after-all"]
    assert [act[4:6] for act in acts("check")] == [("submitted", "eligible"), ("eligible", "ineligible"), ("ineligible", "eligible")]


def test_a_question_goes_to_the_entrant_and_the_answer_comes_back_to_the_desk(record, officer):
    made = sent(record, user=officer, code="K7M-4QX", person={"language": "ja"})
    question = ask(made, officer, "like", "K2M-4QX です。")
    assert (state(made), question.asked_by, question.answered_at) == (S.QUERIED, officer, None)
    assert question.text == wording.question("like", "ja", "K2M-4QX です。")
    letter = Letter.objects.get()
    assert (letter.language, question.text in letter.text) == ("ja", True)
    with pytest.raises(ValidationError, match="is now: Question asked"):
        accept(made, officer)
    asking.answer(question, "  私が描きました。 ")
    assert (state(made), question.answer, question.answered_at) == (S.SUBMITTED, "私が描きました。", NOW)
    assert [(one.key.split(":")[2], one.language) for one in Letter.objects.order_by("pk")] == [("question", "ja"), ("answer", "ja")]
    for text in ("Again.", " "):
        with pytest.raises(ValidationError):
            asking.answer(question, text)
    assert acts("ask", "answer") == [
        ("ask", "officer", officer.pk, "K7M-4QX", "", "", {"question": question.pk, "about": "like"}),
        ("answer", "entrant", None, "K7M-4QX", "", "", {"question": question.pk}),
    ]
    assert accept(made, officer).verdict == "eligible"


def test_a_question_that_nobody_answers_is_taken_back_or_ends_with_a_rejection(record, officer):
    made, other = sent(record, user=officer), sent(record, user=officer, number=2)
    first = ask(made, officer)
    assert asking.take_back(made, seen=stamp(Entry.objects.get(pk=made.pk)), user=officer).state == S.SUBMITTED
    first.refresh_from_db()
    assert (first.answer, first.answered_at, len(acts("take_back_question"))) == ("", NOW, 1)
    with pytest.raises(ValidationError, match="No question is open"):
        asking.take_back(made, seen=stamp(Entry.objects.get(pk=made.pk)), user=officer)
    assert ask(made, officer).pk != first.pk  # can be asked again
    ask(other, officer)
    reject(other, officer)
    assert (state(other), Question.objects.filter(entry=other, answered_at=None).exists()) == (S.INELIGIBLE, False)


@pytest.mark.parametrize("stage", [stage for stage in Competition.Stage if stage != "eligibility"], ids=str)
def test_in_no_other_stage_anything_is_done(record, officer, stage):
    made, asked = sent(record, user=officer), sent(record, user=officer, number=2)
    question = ask(asked, officer)
    Competition.objects.filter(pk=record.pk).update(stage=stage)
    deeds = [
        lambda: accept(made, officer), lambda: reject(made, officer), lambda: ask(made, officer), lambda: asking.answer(question, "I did."),
        lambda: asking.take_back(asked, seen=stamp(asked), user=officer),
    ]  # fmt: skip
    for deed in deeds:
        with pytest.raises(ValidationError, match="in the stage for it only"):
            deed()
    assert (state(made), state(asked), Check.objects.count(), Question.objects.count()) == (S.SUBMITTED, S.QUERIED, 0, 1)


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "juror", ""])
def test_nobody_but_the_office_decides(record, officer, role):
    made, other = sent(record, user=officer), make_user(username="other", role=role)
    for deed in (accept, reject, ask):
        with pytest.raises(PermissionDenied):
            deed(made, other)
    assert (state(made), len(acts("check", "ask", "entry"))) == (S.SUBMITTED, 0)


def test_who_has_seen_something_else_is_told_and_nothing_is_overwritten(record, officer):
    made = sent(record, user=officer)
    seen = stamp(made)
    checking.reject(made, seen=seen, reason="late", user=officer)
    made = Entry.objects.get(pk=made.pk)
    for deed in (
        lambda: checking.accept(made, seen=seen, ticked=BY_HAND, user=officer),
        lambda: checking.reject(made, seen=seen, reason="named", user=officer),
        lambda: asking.ask(made, seen=seen, subject="ai", user=officer),
    ):
        with pytest.raises(ValidationError, match=r"somebody else has dealt with this work meanwhile\. It is now: Not eligible") as told:
            deed()
        assert told.value.code == "moved"
    assert (state(made), Check.objects.get().reason, Letter.objects.count()) == (S.INELIGIBLE, "late", 1)


def test_a_question_asked_and_answered_meanwhile_is_seen_too(record, officer):
    made = sent(record, user=officer)
    seen = stamp(made)
    asking.answer(ask(made, officer), "I did.")
    assert state(made) == S.SUBMITTED
    with pytest.raises(ValidationError, match="meanwhile"):
        checking.accept(made, seen=seen, ticked=BY_HAND, user=officer)


def test_a_work_of_nobody_is_checked_without_letters(record, officer):
    from tests.factories.competition import entry

    made = entry(record, user=officer, state="submitted", language="km")
    check = reject(made, officer, "named", "")
    assert (check.text, Letter.objects.count()) == (wording.reason("named", "km"), 0)


def test_nothing_goes_to_the_jury_unchecked_or_with_a_question_open(record, officer):
    one, two = sent(record, user=officer), sent(record, user=officer, number=2)
    ask(two, officer)
    rules, later = record.rules, NOW + timedelta(days=1)
    told = ["Works not checked yet: 1.", "Questions to entrants still open: 1."]
    assert list(checking.before_the_jury(record, rules, later)) == told
    with clock.as_of(later), pytest.raises(ValidationError) as raised:
        stages.move(record, "jury", user=officer)
    assert set(told) <= set(raised.value.messages)
    accept(one, officer)
    reject(two, officer)
    assert list(checking.before_the_jury(record, rules, later)) == []


def test_what_was_written_is_told_to_its_entrant_and_goes_with_them_and_what_was_decided_stays(record, officer):
    made = sent(record, user=officer)
    asking.answer(ask(made, officer, words="Are you Dara?"), "Yes, Dara.")
    ask(made, officer, words="And your brother?")
    reject(made, officer, "named", "It says Dara.")
    found = own_data.held(people.author(made))["works"][0]
    at = NOW.isoformat()
    assert found["questions"][0] == {"text": "Are you Dara?", "asked_at": at, "answer": "Yes, Dara.", "answered_at": at}
    assert found["checks"] == [{"verdict": "ineligible", "reason": "named", "text": Check.objects.get().text, "at": at}]
    assert redacting.redact(people.author(made), user=officer)
    assert list(Question.objects.values_list("text", "answer", "answered_at")) == [("", "", NOW)] * 2
    assert list(Check.objects.values_list("verdict", "reason", "text")) == [("ineligible", "named", "")]
