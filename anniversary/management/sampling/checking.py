"""The sample at the eligibility desk: one work is asked about, one is refused, and of works that look alike one pair is left to be looked at."""

from anniversary.competition.entries.models import Entry
from anniversary.competition.screening import asking, checking, checklist, likenesses
from anniversary.competition.screening.models import Check
from anniversary.competition.screening.taking import stamp

from .people import ASKED, INELIGIBLE, texts
from .standing import Sample


def compare(sample: Sample) -> None:
    likenesses.find(sample.competition)


def look_at(sample: Sample, *, number: int) -> None:
    """One work comes to its turn."""
    entry = sample.entry(number)
    if entry.state != Entry.State.SUBMITTED:
        return
    if number == ASKED:
        asking.ask(entry, seen=stamp(entry), subject="others", user=sample.officer)
    elif number == INELIGIBLE:
        checking.reject(entry, seen=stamp(entry), reason=Check.Reason.SAME, user=sample.officer)
    else:
        accept(sample, number=number)


def answer(sample: Sample) -> None:
    entry = sample.entry(ASKED)
    asking.answer(entry.questions.get(answered_at=None), texts()["answer"][entry.language])


def accept(sample: Sample, *, number: int) -> None:
    entry = sample.entry(number)
    ticked = [point.name for point in checklist.points(entry) if not point.ok]
    checking.accept(entry, seen=stamp(entry), ticked=ticked, user=sample.officer)
