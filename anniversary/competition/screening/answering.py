"""The question of the office on the entrant's own page, and the way in for the answer."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from anniversary.competition import stages
from anniversary.competition.entrants import door, panels
from anniversary.competition.entrants.views import context
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition

from . import asking, people
from .forms import AnswerForm
from .models import Question


def panel(entry: Entry, request: HttpRequest) -> panels.Panel | None:
    """What was asked about an entry and what was answered, and why it is not eligible; None if there is nothing of it."""
    questions = list(entry.questions.all())
    refused = entry.checks.last() if entry.state == Entry.State.INELIGIBLE else None
    if not (questions or refused):
        return None
    told = {"entry": entry, "open": _open(entry, questions), "questions": questions, "refused": refused, "language": people.language(entry)}
    return "entrants/screening_panel.html", told


@door.entry
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, visit: door.Visit, entry: Entry, question: int) -> HttpResponse:
    """The form for the answer; afterwards the entry's page says that it was received."""
    asked = get_object_or_404(Question.objects.filter(entry=entry), pk=question)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer(asked, form.cleaned_data["answer"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(visit.url("entry", entry.code))
    told = context(visit) | {"entry": entry, "question": asked, "form": form, "open": _open(entry, [asked]), "language": visit.entrant.language}
    return render(request, "entrants/screening_answer.html", told)


def _open(entry: Entry, questions: list[Question]) -> Question | None:
    """The one that waits for an answer and can be given one still."""
    checking = stages.stage_of(entry.competition) == Competition.Stage.ELIGIBILITY and entry.state == Entry.State.QUERIED
    return next((question for question in questions if checking and question.answered_at is None), None)
