"""How far a round is, for the office: counts of sheets by state, never what stands on them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anniversary.competition.entries import blind

from . import seating
from .models import Recusal, Round, Seat, Sheet

NAMED = 10  # codes in a sentence
STATES = (Sheet.State.OPEN, Sheet.State.COMPLETE, Sheet.State.ABSTAINED, Sheet.State.RECUSED)


@dataclass(frozen=True)
class Sitting:
    """One juror's place: who, and how many sheets are in which state."""

    number: int
    name: str
    open: int
    complete: int
    abstained: int
    recused: int
    submitted_at: datetime | None
    left_at: datetime | None
    left_reason: str


def of_rounds(rounds: Iterable[Round]) -> dict[int, list[Sitting]]:
    """The seats of each round, by the round's number in the database: two queries, however many there are."""
    seats = list(Seat.objects.filter(round__in=list(rounds)).select_related("juror__user").order_by("juror__number"))
    counted: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for seat, state, count in in_play(Sheet.objects.filter(seat__in=seats)).order_by().values_list("seat_id", "state").annotate(Count("pk")):
        counted[seat][state] = count
    found: dict[int, list[Sitting]] = defaultdict(list)
    for seat in seats:
        states = counted[seat.pk]
        user = seat.juror.user
        open_, complete, abstained, recused = (states[state] for state in STATES)
        name = user.get_full_name() or user.get_username()
        found[seat.round_id].append(
            Sitting(seat.juror.number, name, open_, complete, abstained, recused, seat.submitted_at, seat.left_at, seat.left_reason)
        )
    return found


def in_play(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Those of works that are still in the competition, or were when their round was closed."""
    gone = Q(state=Sheet.State.VOID) | Q(seat__round__state=Round.State.OPEN, entry__state__in=blind.GONE)
    return sheets.exclude(gone)


def recusals(rounds: Iterable[Round]) -> QuerySet[Recusal]:
    """Conflicts that were declared, with why."""
    declared = Recusal.objects.filter(sheet__seat__round__in=list(rounds))
    return declared.annotate(code=F("sheet__entry__code"), juror=F("sheet__seat__juror__number"), round=F("sheet__seat__round__number")).order_by("pk")


def missing(judged: Round, quorum: int) -> list[str]:
    """What still keeps an open round from being closed, in words for an officer."""
    found = []
    if seating.unseated(judged):
        found.append(_("The jurors' sheets are still being prepared."))
    awaited = judged.seats.filter(submitted_at=None, left_at=None).order_by("juror__number").values_list("juror__number", flat=True)
    if awaited:
        told = ngettext("This juror has not submitted yet: %(numbers)s.", "These jurors have not submitted yet: %(numbers)s.", len(awaited))
        found.append(told % {"numbers": ", ".join(map(str, awaited))})
    elif codes := below(judged, quorum):
        named = ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
        told = ngettext(
            "%(count)s work has been judged by fewer jurors than the rules ask for (%(quorum)s): %(codes)s. Appoint another juror.",
            "%(count)s works have been judged by fewer jurors than the rules ask for (%(quorum)s): %(codes)s. Appoint another juror.",
            len(codes),
        )
        found.append(told % {"count": len(codes), "quorum": quorum, "codes": named})
    return found


def below(judged: Round, quorum: int) -> list[str]:
    """Codes of the works that fewer jurors have judged than the rules ask for."""
    sheets = in_play(Sheet.objects.filter(seat__round=judged)).order_by("entry__code")
    counts = Count("pk", filter=Q(state=Sheet.State.COMPLETE, seat__submitted_at__isnull=False))
    return list(sheets.values("entry__code").annotate(n=counts).filter(n__lt=quorum).values_list("entry__code", flat=True))
