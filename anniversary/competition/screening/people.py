"""Whose work it is, for the desk, and what goes with them. The invented works of a sample are nobody's, and nobody is written to then."""

from typing import Any

from anniversary.competition.entrants import authors, letters
from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Entry

from .models import Check, Question


def author(entry: Entry) -> Entrant | None:
    try:
        return authors.author(entry)
    except Authorship.DoesNotExist:
        return None


def language(entry: Entry) -> str:
    """In which the entrant is told."""
    entrant = author(entry)
    return entrant.language if entrant else entry.language


def tell(entry: Entry, *, key: str, template: str, **context: Any) -> None:
    """A letter to the entrant, within the transaction of the deed."""
    if author(entry):
        letters.to_entrant(entry, key=key, template=template, context=context)


def held(entry: Entry) -> dict[str, Any]:
    """What the desk holds about an entry, for whoever made it."""
    questions = [
        {"text": one.text, "asked_at": one.asked_at.isoformat(), "answer": one.answer, "answered_at": one.answered_at and one.answered_at.isoformat()}
        for one in entry.questions.all()
    ]
    checks = [{"verdict": one.verdict, "reason": one.reason, "text": one.text, "at": one.at.isoformat()} for one in entry.checks.all()]
    return {"questions": questions, "checks": checks}


def forget(entry: Entry) -> None:
    """Take out what was written to an entrant and by them, who have asked for it: verdicts, reasons by their code, and times stay."""
    Check.objects.filter(entry=entry).update(text="")
    Question.objects.filter(entry=entry).update(text="", answer="")
