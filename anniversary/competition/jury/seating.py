"""What stands at a juror's place when a round is opened: a sheet for each work, in an order of their own."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from anniversary import clock
from anniversary.competition import acts
from anniversary.competition.entries import blind

from . import letters, ranking
from .models import Juror, Recusal, Round, Seat, Sheet

BATCH = 1_000


def works(judged: Round) -> list[int]:
    """Numbers of the works that the round takes. Once somebody has a seat it is what lies there: everybody judges the same."""
    seat = Seat.objects.filter(round=judged).order_by("pk").first()
    if seat:
        return list(seat.sheets.exclude(entry__state__in=blind.GONE).values_list("entry_id", flat=True))
    eligible = blind.eligible(judged.competition_id)
    if judged.takes is None:
        return eligible
    before = Round.objects.filter(competition=judged.competition_id, number__lt=judged.number).order_by("-number")[0]
    still = set(eligible)  # whoever withdrew meanwhile makes room for the next
    return [place.entry_id for place in ranking.of_round(before).places if place.entry_id in still][: judged.takes]


def sitting(judged: Round) -> QuerySet[Juror]:
    """The jurors who get a seat: all but those who left an earlier round."""
    return Juror.objects.filter(competition=judged.competition_id).exclude(seats__left_at__isnull=False, seats__round__number__lt=judged.number)


def unseated(judged: Round) -> list[Juror]:
    """Jurors whose seat in an open round is not written yet."""
    return list(sitting(judged).exclude(pk__in=judged.seats.values("juror")).select_related("user").order_by("number"))


def have_written(pk: int) -> None:
    """Have the seats of an open round written once the transaction is committed."""
    from .tasks import open_round  # which needs this module

    transaction.on_commit(lambda: open_round.enqueue(pk))


def write_seats(pk: int) -> int:
    """Write the seats that an open round still lacks, each whole in a transaction of its own; how many. May run twice, at once, or after a crash."""
    judged = Round.objects.filter(pk=pk, state=Round.State.OPEN).select_related("competition").first()
    return sum(_write(judged, juror) for juror in unseated(judged)) if judged else 0


def _write(judged: Round, juror: Juror) -> bool:
    with transaction.atomic():
        locked = Round.objects.select_for_update(of=("self",)).get(pk=judged.pk)
        if locked.state != Round.State.OPEN or Seat.objects.filter(round=judged, juror=juror).exists():
            return False
        order = works(judged)
        secrets.SystemRandom().shuffle(order)
        seat = Seat.objects.create(round=judged, juror=juror)
        Sheet.objects.bulk_create([Sheet(seat=seat, entry_id=entry, place=place) for place, entry in enumerate(order, start=1)], batch_size=BATCH)
        recused = _recuse_again(seat)
        told: dict[str, Any] = {"round": judged.number, "sheets": len(order), "recused": recused}
        acts.write(judged.competition, "seat", role="system", subject=str(juror.number), after="seated", **told)
        letters.seat_given(seat)
    return True


def _recuse_again(seat: Seat) -> int:
    """A conflict that was declared in an earlier round is one still."""
    declared: dict[int, str] = dict(Recusal.objects.filter(sheet__seat__juror=seat.juror_id).order_by("pk").values_list("sheet__entry_id", "reason"))
    sheets: Any = list(seat.sheets.filter(entry__in=declared))
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(state=Sheet.State.RECUSED)
    Recusal.objects.bulk_create([Recusal(sheet=sheet, reason=declared[sheet.entry_id], at=clock.now()) for sheet in sheets])
    return len(sheets)
