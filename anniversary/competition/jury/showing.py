"""What the pages of a juror's desk are made from. Of works only what entries.blind says; of judgements only the juror's own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from anniversary.competition.entries import blind

from . import judging, progress
from .forms import ReasonForm, SheetForm
from .models import Round, Seat, Sheet

SIDES = frozenset({16, 32, 64, 192, 512, 1200})  # of pictures, in pixels
SMALL = (64, 32, 16)
ON_A_PAGE = 48
State = Sheet.State


def places(seats: Iterable[Seat]) -> list[dict[str, Any]]:
    """Seats with how many works there are, and how many are left: one query for all."""
    found = list(seats)
    sheets = progress.in_play(Sheet.objects.filter(seat__in=found)).order_by()
    rows: Any = sheets.values_list("seat_id").annotate(works=Count("pk"), left=Count("pk", filter=Q(state=State.OPEN)))
    counted = {seat: (works, open_) for seat, works, open_ in rows}
    return [_place(seat) | dict(zip(("works", "left"), counted.get(seat.pk, (0, 0)), strict=True)) for seat in found]


def _place(seat: Seat) -> dict[str, Any]:
    competition = seat.round.competition
    can_judge = seat.submitted_at is None and seat.round.state == Round.State.OPEN
    address = reverse("jury:round", args=[competition.slug, seat.round.number])
    return {"seat": seat, "round": seat.round, "competition": competition, "can_judge": can_judge, "address": address}


def context(seat: Seat) -> dict[str, Any]:
    """What every page of a round needs."""
    counts = judging.counts(seat)
    works = sum(counts.values())
    left = counts[State.OPEN]
    states = [(state, State(state).label, count) for state, count in counts.items()]
    return _place(seat) | {"counts": states, "works": works, "left": left, "done": works - left}


def round_context(seat: Seat, asked: Mapping[str, str]) -> dict[str, Any]:
    """The list of works. Two queries for its works and their pictures, however many there are."""
    wanted = asked.get("state", "")
    sheets = judging.sheets(seat)
    sheets = sheets.filter(state=wanted) if wanted in State.values else sheets
    page = Paginator(sheets.only("seat", "place", "state", "entry"), ON_A_PAGE).get_page(asked.get("page"))
    shown = blind.entries(sheet.entry_id for sheet in page)
    rows = [{"sheet": sheet, "work": shown[sheet.entry_id], "address": address(seat, shown[sheet.entry_id].code)} for sheet in page]
    begin = judging.sheets(seat).filter(state=State.OPEN).values_list("entry__code", flat=True).first()
    return context(seat) | {"page": page, "rows": rows, "wanted": wanted, "begin": begin and address(seat, begin)}


def sheet_context(seat: Seat, sheet: Sheet, *, form: SheetForm | None = None, reason: ReasonForm | None = None, problem: str = "") -> dict[str, Any]:
    """One work, large and small, with the form for it."""
    work = blind.entries([sheet.entry_id])[sheet.entry_id]
    form = form or form_for(seat, sheet)
    here = address(seat, work.code)
    around = judging.sheets(seat).values_list("entry__code", flat=True)
    before, after = around.filter(place__lt=sheet.place).last(), around.filter(place__gt=sheet.place).first()
    found = context(seat)
    return found | {
        "sheet": sheet,
        "work": work,
        "here": here,
        "pictures": [(role, f"{here}{role}-1200.png") for role in work.pictures],
        "small": [(side, f"{here}colour-{side}.png", f"{here}grey-{side}.png") for side in SMALL] if "colour" in work.pictures else [],
        "position": around.filter(place__lte=sheet.place).count(),
        "before": before and address(seat, before),
        "after": after and address(seat, after),
        "form": form,
        "reason": reason or ReasonForm(label_suffix=""),
        "problem": problem,
        "can_judge": found["can_judge"] and sheet.state != State.RECUSED,
        "lacking": judging.lacking(form.criteria, form.stored, seat.round.competition.rules.comments) if sheet.state == State.OPEN else [],
        "touched": sheet.revision > 0,
    }


def form_for(seat: Seat, sheet: Sheet, data: Any = None) -> SheetForm:
    competition = seat.round.competition
    initial = SheetForm.initials(sheet, sheet.marks.all())
    return SheetForm(data, criteria=competition.criteria.all(), rule=competition.rules.comments, initial=initial)


def told(seat: Seat, sheet: Sheet, form: SheetForm) -> dict[str, Any]:
    """For the script: how the sheet stands now."""
    counts = judging.counts(seat)
    lacking = judging.lacking(form.criteria, form.given, seat.round.competition.rules.comments) if sheet.state == State.OPEN else []
    return {
        "revision": sheet.revision,
        "state": sheet.state,
        "label": str(State(sheet.state).label),
        "lacking": lacking,
        "left": _("Left: %(count)s") % {"count": counts[State.OPEN]},
    }


def next_open(seat: Seat, sheet: Sheet) -> str | None:
    """The code of the next work that is not judged yet, from the beginning again after the last; None if there is none."""
    waiting = judging.sheets(seat).filter(state=State.OPEN).exclude(pk=sheet.pk).values_list("entry__code", flat=True)
    return waiting.filter(place__gt=sheet.place).first() or waiting.first()


def address(seat: Seat, code: str) -> str:
    return reverse("jury:sheet", args=[seat.round.competition.slug, seat.round.number, code])
