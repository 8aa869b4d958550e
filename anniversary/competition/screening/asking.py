"""Questions to entrants, and their answers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anniversary.competition import acts
from anniversary.competition.entries.models import Entry
from anniversary.competition.entries.moving import move_entry

from . import people, wording
from .checking import close_question
from .models import Question
from .taking import taken

S = Entry.State


def ask(entry: Entry, *, seen: str, subject: str, words: str = "", user: Any) -> Question:
    """Return a work with a question: its entrant gets it by letter, and answers on the entry's page. ValidationError as with `taking.taken`."""
    with taken(entry, seen=seen, user=user) as (locked, moment):
        text = wording.question(subject, people.language(locked), words)
        if not text:
            raise ValidationError({"words": _("Write the question.")})
        move_entry(locked, S.QUERIED, role="officer", by=user, at=moment)
        asked = Question.objects.create(entry=locked, text=text, asked_at=moment, asked_by=user)
        acts.write(locked.competition, "ask", role="officer", by=user, at=moment, subject=locked.code, question=asked.pk, about=subject)
        people.tell(locked, key=f"question:{asked.pk}", template="screening_question", text=text)
    return asked


def take_back(entry: Entry, *, seen: str, user: Any) -> Entry:
    """Wait for an answer no longer: the work is to be checked again. ValidationError as with `taking.taken`, and if nothing is asked."""
    with taken(entry, seen=seen, user=user) as (locked, moment):
        if not close_question(locked, moment):
            raise ValidationError(_("No question is open."))
        move_entry(locked, S.SUBMITTED, role="officer", by=user, at=moment)
        acts.write(locked.competition, "take_back_question", role="officer", by=user, at=moment, subject=locked.code)
    return locked


def answer(question: Question, text: str) -> Question:
    """Take the entrant's answer: the work is to be checked again, before the others. ValidationError if the question is not open any more."""
    text = text.strip()
    with taken(question.entry, seen=None) as (locked, moment):
        if not text:
            raise ValidationError(_("Write an answer."))
        if not Question.objects.filter(pk=question.pk, answered_at=None).update(answer=text, answered_at=moment):
            raise ValidationError(_("This question is not open any more."))
        move_entry(locked, S.SUBMITTED, role="entrant", at=moment)
        acts.write(locked.competition, "answer", role="entrant", at=moment, subject=locked.code, question=question.pk)
        people.tell(locked, key=f"answer:{question.pk}", template="screening_answered", text=text)
    question.refresh_from_db()
    return question
