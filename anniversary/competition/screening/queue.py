"""The queue of works to be checked, by what is to be done with them; read in steps, however many there are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Competition

from . import likenesses
from .models import Question

S = Entry.State
PAGE = 30
CURSOR = re.compile(r"[01]\.[0-9A-Z-]{7}", re.ASCII)
# An entry whose verdict still stands in this stage: what withdrew is nobody's work any more.
ON_THE_DESK = (S.SUBMITTED, S.QUERIED, S.ELIGIBLE, S.INELIGIBLE)


class Show(TextChoices):
    UNCHECKED = "unchecked", _("To be checked")
    ANSWERED = "answered", _("Answered")
    QUERIED = "queried", _("Question open")
    ALIKE = "alike", _("Looks like another")
    ELIGIBLE = "eligible", _("Eligible")
    INELIGIBLE = "ineligible", _("Not eligible")


@dataclass(frozen=True)
class Page:
    """`onward`: the cursor of the next page; empty on the last."""

    entries: list[Entry]
    onward: str


@dataclass(frozen=True)
class Row:
    entry: Entry
    pictured: bool
    alike: bool
    answered: bool


def counts(competition: Competition) -> dict[str, int]:
    """How many works each queue has, by its name: three queries, whatever there is."""
    by_state = dict(_of(competition).order_by().values_list("state").annotate(Count("pk")))
    found = {Show.UNCHECKED: S.SUBMITTED, Show.QUERIED: S.QUERIED, Show.ELIGIBLE: S.ELIGIBLE, Show.INELIGIBLE: S.INELIGIBLE}
    return {show.value: by_state.get(state, 0) for show, state in found.items()} | {
        Show.ANSWERED.value: parts(competition, Show.ANSWERED)[0].count(),
        Show.ALIKE.value: parts(competition, Show.ALIKE)[0].count(),
    }


def parts(competition: Competition, show: str) -> "list[QuerySet[Entry]]":
    """The works of a queue, each part by their codes: of those to be checked whoever has answered comes first."""
    works = _of(competition)
    if show == Show.ALIKE:
        alike = likenesses.that_count().filter(dismissed_at=None)
        return [works.filter(state__in=ON_THE_DESK).filter(Q(pk__in=alike.values("one")) | Q(pk__in=alike.values("other")))]
    if show in {Show.UNCHECKED, Show.ANSWERED}:
        submitted = works.filter(state=S.SUBMITTED)
        answered = submitted.filter(pk__in=_answered().values("entry"))
        return [answered] if show == Show.ANSWERED else [answered, submitted.filter(~Exists(_answered().filter(entry=OuterRef("pk"))))]
    return [works.filter(state=show)]


def page(competition: Competition, show: str, cursor: str = "") -> Page:
    """The works after the cursor; from the beginning if that is none."""
    part, code = _read(cursor)
    found: list[tuple[int, Entry]] = []
    for number, entries in list(enumerate(parts(competition, show)))[part:]:
        found += [(number, entry) for entry in entries.filter(code__gt=code if number == part else "")[: PAGE + 1 - len(found)]]
        if len(found) > PAGE:
            break
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page([entry for _number, entry in found[:PAGE]], f"{last[0]}.{last[1].code}" if last else "")


def rows(entries: list[Entry]) -> list[Row]:
    """What the list shows of the works of a page: three queries, however many."""
    pairs = likenesses.that_count().filter(dismissed_at=None).filter(Q(one__in=entries) | Q(other__in=entries))
    alike = {pk for pair in pairs.values_list("one", "other") for pk in pair}
    answered = set(_answered().filter(entry__in=entries).values_list("entry", flat=True))
    shown = set(Work.objects.filter(entry__in=entries, role=Work.Role.COLOUR, preview_state=Work.Preview.READY).values_list("entry", flat=True))
    return [Row(entry, entry.pk in shown, entry.pk in alike, entry.pk in answered and entry.state == S.SUBMITTED) for entry in entries]


def neighbours(competition: Competition, show: str, entry: Entry) -> tuple[str, str]:
    """The codes of the works before and after this one in the queue, empty where there is none; also of one that has just left it."""
    stands = 1 if show == Show.UNCHECKED and not _answered().filter(entry=entry).exists() else 0
    queues = parts(competition, show)
    after = [queue.filter(code__gt=entry.code if number == stands else "") for number, queue in enumerate(queues) if number >= stands]
    before = [queue.filter(code__lt=entry.code) if number == stands else queue for number, queue in enumerate(queues) if number <= stands]
    return next(_firsts([queue.order_by("-code") for queue in reversed(before)]), ""), next(_firsts(after), "")


def _firsts(queues: "list[QuerySet[Entry]]") -> Iterator[str]:
    for queue in queues:
        if code := queue.values_list("code", flat=True).first():
            yield code


def _of(competition: Competition) -> "QuerySet[Entry]":
    return Entry.objects.filter(competition=competition).order_by("code")


def _answered() -> "QuerySet[Question]":
    return Question.objects.exclude(answer="")  # one that was taken back is closed without


def _read(cursor: str) -> tuple[int, str]:
    return (int(cursor[0]), cursor[2:]) if CURSOR.fullmatch(cursor) else (0, "")
