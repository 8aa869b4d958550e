"""The jury's ranking. The only code that reads what jurors gave, and only of rounds that are closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count

from anniversary.competition.models import Competition

from . import scoring
from .models import Mark, Round, Sheet


class NotClosed(Exception):
    """There is no ranking yet: somebody may still be judging."""


@dataclass(frozen=True)
class Placed:
    """`tie`: by what it was told from works of the same score: "" (there are none), "criterion:<tie rank>", "median" or "lot"."""

    entry_id: int
    code: str
    rank: int
    score: Fraction
    tie: str


@dataclass(frozen=True)
class Ranking:
    """`counted`, `abstained`, `recused`: of how many sheets. `without`: by juror's number the code of what would be first without that juror."""

    places: tuple[Placed, ...]
    counted: int
    abstained: int
    recused: int
    without: dict[int, str | None]

    @property
    def first(self) -> str | None:
        """The code of the first one; None if nothing was judged."""
        return self.places[0].code if self.places else None

    @property
    def changing(self) -> list[int]:
        """Numbers of the jurors without whom another work would be first."""
        return [juror for juror, code in self.without.items() if code != self.first]


def ranking(competition: Competition) -> Ranking:
    """By the last of its rounds. NotClosed while that is not closed, or if there is none."""
    last = Round.objects.filter(competition=competition).order_by("-number").first()
    if last is None:
        raise NotClosed
    last.competition = competition
    return of_round(last)


def of_round(judged: Round) -> Ranking:
    """What came of a round that is closed; NotClosed of any other. Whoever left, and whatever was taken out of the round, does not count."""
    if not Round.objects.filter(pk=judged.pk, state=Round.State.CLOSED).exists():
        raise NotClosed
    competition = judged.competition
    criteria = list(competition.criteria.order_by("tie_rank"))
    weighed = [scoring.Weighed(criterion.weight, criterion.most, criterion.tie_rank) for criterion in criteria]
    sheets, entries = _judged(judged, [criterion.pk for criterion in criteria])
    seated = judged.seats.exclude(submitted_at=None)
    jurors = list(seated.order_by("juror__number").values_list("juror__number", flat=True))
    states = dict(Sheet.objects.filter(seat__in=seated).order_by().values_list("state").annotate(Count("pk")))
    seed = competition.rules.lot_seed
    placed = tuple(Placed(entries[place.code], place.code, place.rank, place.score, place.tie) for place in scoring.places(weighed, sheets, seed))
    return Ranking(
        places=placed,
        counted=states.get(Sheet.State.COMPLETE, 0),
        abstained=states.get(Sheet.State.ABSTAINED, 0),
        recused=states.get(Sheet.State.RECUSED, 0),
        without=scoring.first_without(weighed, sheets, seed, jurors),
    )


def _judged(judged: Round, criteria: Sequence[int]) -> tuple[list[scoring.Judged], dict[str, int]]:
    """The sheets that count, and the number of the entry for each code: two queries, however many there are."""
    counting = Sheet.objects.filter(seat__round=judged, seat__submitted_at__isnull=False, state=Sheet.State.COMPLETE)
    place = {criterion: index for index, criterion in enumerate(criteria)}
    marks: dict[int, list[int]] = {}
    heads: dict[int, tuple[str, int]] = {}
    entries: dict[str, int] = {}
    for sheet, code, entry, juror in counting.order_by().values_list("pk", "entry__code", "entry_id", "seat__juror__number").iterator():
        heads[sheet], marks[sheet], entries[code] = (code, juror), [0] * len(criteria), entry
    for sheet, criterion, value in Mark.objects.filter(sheet__in=counting.order_by()).values_list("sheet_id", "criterion_id", "value").iterator():
        marks[sheet][place[criterion]] = value
    return [scoring.Judged(*heads[sheet], tuple(given)) for sheet, given in marks.items()], entries
