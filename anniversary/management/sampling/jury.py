"""The sample's jury: criteria, five jurors, and marks that are the same each time it is made."""

from django.contrib.auth.models import User

from anniversary.competition.jury import convening, judging, rounds, seating
from anniversary.competition.jury.judging import Given
from anniversary.competition.jury.models import Criterion, Round, Seat, Sheet
from anniversary.management.loading.files import translated

from .people import texts
from .standing import Sample

RECUSED = (2, 17)  # this juror knows who made this work …
ABSTAINED = (3, 30)  # … and this one does not judge this one


def prepare(sample: Sample, users: list[User]) -> None:
    """Criteria and jurors, before it is announced."""
    criteria = [Criterion(weight=row["weight"], **translated(row, "name")) for row in texts()["criterion"]]
    convening.set_criteria(sample.competition, criteria, user=sample.officer)
    for user in users:
        convening.appoint(sample.competition, user, user=sample.officer)


def prepare_round(sample: Sample) -> None:
    rounds.prepare(sample.competition, takes=None, user=sample.officer)


def open_round(sample: Sample) -> None:
    """With the seats, which a task writes otherwise."""
    found = _round(sample)
    rounds.open_round(found, user=sample.officer)
    seating.write_seats(found.pk)


def judge(sample: Sample, *, juror: int, part: float = 1) -> None:
    """A juror goes through their works in their own order, as far as this part of them; all of them are handed in."""
    seat = Seat.objects.select_related("juror__user").get(round=_round(sample), juror__number=juror)
    numbers = {entry.pk: number for number, entry in sample.entries.items()}
    criteria = list(Criterion.objects.filter(competition=sample.competition))
    sheets = list(judging.sheets(seat))
    for sheet in sheets[: round(len(sheets) * part)]:
        if sheet.state == Sheet.State.OPEN:
            _give(sheet, criteria, juror, numbers[sheet.entry_id], seat.juror.user)
    if part == 1:
        judging.submit(seat, user=seat.juror.user)


def close_round(sample: Sample) -> None:
    rounds.close(_round(sample), user=sample.officer)


def _give(sheet: Sheet, criteria: list[Criterion], juror: int, number: int, user: User) -> None:
    if (juror, number) == RECUSED:
        judging.recuse(sheet, texts()["recusal"]["en"], user=user)
        return
    values = {criterion.pk: mark(juror, number, criterion.tie_rank, criterion.most) for criterion in criteria}
    given = Given({} if (juror, number) == ABSTAINED else dict(values), comment=texts()["comment"]["en"], abstains=(juror, number) == ABSTAINED)
    judging.save(sheet, given, revision=sheet.revision)


def mark(juror: int, number: int, criterion: int, most: int) -> int:
    """1 … most: some works are better liked than others, and each juror has a taste of their own."""
    liked = number * 37 % 61 / 60
    taste = (number * 13 + juror * 29 + criterion * 7) % 17 / 16
    return 1 + min(most - 1, int((0.7 * liked + 0.3 * taste) * most))


def _round(sample: Sample) -> Round:
    return Round.objects.filter(competition=sample.competition).order_by("-number")[0]
