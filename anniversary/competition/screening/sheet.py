"""All that the page of one work on the eligibility desk shows."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from anniversary.competition import desks, stages
from anniversary.competition.entrants.models import Authorship
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.entries.moving import WAYS
from anniversary.competition.models import Competition
from anniversary.languages import shown

from . import checklist, likenesses, people, queue, wording
from .forms import AcceptForm, AskForm, RejectForm
from .models import Check, Likeness
from .taking import stamp

S = Entry.State
SHOWN_LIKE = 8  # side by side; the others are counted


@dataclass(frozen=True)
class Alike:
    """A likeness as seen from one of the two works."""

    likeness: Likeness
    other: Entry
    same_file: bool
    same_entrant: bool


@dataclass(frozen=True)
class Choice:
    """A ready sentence: for the officer its name, and the text as the entrant will read it."""

    code: str
    label: StrOrPromise
    text: str
    chosen: bool


def context(request: HttpRequest, competition: Competition, entry: Entry, bound: forms.Form | None = None) -> dict[str, Any]:
    """For templates/competition/desk/screening_entry.html; `bound` is the form that was sent in and not taken."""
    show = asked_for(request)
    before, after = queue.neighbours(competition, show, entry)
    checking = stages.stage_of(competition) == Competition.Stage.ELIGIBILITY
    entrant, language = people.author(entry), people.language(entry)
    alike = alikes(entry)
    return desks.context(request, competition, entry.code) | {
        "entry": entry, "show": show, "show_label": queue.Show(show).label, "seen": stamp(entry), "bound": bound,
        "before": before and address(competition, before, show), "after": after and address(competition, after, show),
        "entrant": entrant, "language": language, "persons": checklist.persons(entrant, competition.rules) if entrant else [],
        "works": sorted(entry.works.all(), key=lambda work: Work.Role.values.index(work.role)),
        "points": _with_keys(checklist.points(entry)), "ticked": bound.cleaned_data.get("ticked", []) if isinstance(bound, AcceptForm) else [],
        "may": {way: checking and to in WAYS[entry.state] for way, to in (("accept", S.ELIGIBLE), ("reject", S.INELIGIBLE), ("ask", S.QUERIED))},
        "may_take_back": checking and entry.state == S.QUERIED, "checking": checking,
        "reasons": _choices(RejectForm, bound, {code: (Check.Reason(code).label, wording.reason(code, language)) for code in wording.REASONS}),
        "subjects": _choices(AskForm, bound, {code: (subject.label, wording.question(code, language)) for code, subject in wording.SUBJECTS.items()}),
        "words": {"reject": _words(RejectForm, bound), "ask": _words(AskForm, bound)},
        "alike": [one for one in alike if one.likeness.dismissed_at is None], "dismissed": [one for one in alike if one.likeness.dismissed_at],
        "declarations": [(Entry._meta.get_field(name).verbose_name, getattr(entry, name)) for name in Entry.DECLARATIONS],  # type: ignore[union-attr]
        "asking": isinstance(bound, AskForm), "rejecting": isinstance(bound, RejectForm), "language_name": dict(shown.names()).get(language, language),
        "checks": list(entry.checks.select_related("by").order_by("-pk")), "questions": list(entry.questions.select_related("asked_by").order_by("-pk")),
    }  # fmt: skip


def asked_for(request: HttpRequest) -> str:
    """The queue through which the officer goes: named in the address, otherwise that of what is to be checked."""
    asked = request.GET.get("show", "")
    return asked if asked in queue.Show.values else queue.Show.UNCHECKED.value


def address(competition: Competition, code: str, show: str) -> str:
    """Of the page of a work, as one of a queue."""
    return f"{reverse('screening_desk:entry', args=[competition.pk, code])}?show={show}"


def onward(competition: Competition, entry: Entry, show: str) -> str:
    """Where an officer goes once this work is done with: to the next one, or to the queue."""
    _before, after = queue.neighbours(competition, show, entry)
    return address(competition, after, show) if after else f"{reverse('screening_desk:queue', args=[competition.pk])}?show={show}"


def alikes(entry: Entry) -> list[Alike]:
    """The works that look like this one, the closest first: three queries, however many."""
    rows = list(likenesses.of(entry).select_related("one", "other").prefetch_related("one__works", "other__works")[: 2 * SHOWN_LIKE])
    others = [row.other if row.one_id == entry.pk else row.one for row in rows]
    whose = dict(Authorship.objects.filter(entry__in=[entry, *others]).values_list("entry", "entrant"))
    files = {work.sha256 for work in entry.works.all()}
    return [
        Alike(
            row, other, any(work.sha256 in files for work in other.works.all()), entry.pk in whose and whose.get(other.pk) == whose[entry.pk]
        ) for row, other in zip(rows, others, strict=True)
    ]  # fmt: skip


def _with_keys(points: list[checklist.Point]) -> list[checklist.Point]:
    """Those that a person has to tick are numbered; a keyboard has nine such keys."""
    keys = iter("123456789")
    return [point if point.ok else replace(point, key=next(keys, "")) for point in points]


def _choices(kind: type[forms.Form], bound: forms.Form | None, texts: dict[str, tuple[StrOrPromise, str]]) -> list[Choice]:
    chosen = bound.data.get("choice") if isinstance(bound, kind) else None
    return [Choice(code, label, told, code == chosen) for code, (label, told) in texts.items()]


def _words(kind: type[forms.Form], bound: forms.Form | None) -> str:
    return bound.data.get("words", "") if isinstance(bound, kind) else ""
