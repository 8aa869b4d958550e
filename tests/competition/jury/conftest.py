from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from anniversary import clock
from anniversary.competition.entries.models import Entry
from anniversary.competition.jury import convening, rounds
from anniversary.competition.jury.models import Criterion, Round, Seat, Sheet
from anniversary.competition.models import Competition, Rules
from tests.factories import occasion
from tests.factories.competition import competition, entry, rules
from tests.factories.jury import criterion
from tests.factories.staff import make_user

OPENS = datetime(2023, 3, 1, tzinfo=UTC)
NOW = OPENS + timedelta(days=60)


@dataclass
class Jury:
    """A competition with its jury: two criteria, jurors with their users, eligible works, and a first round that is prepared."""

    record: Competition
    officer: Any
    users: list[Any]
    entries: list[Entry]

    def open(self, **options: Any) -> Round:
        judged = Round.objects.get(competition=self.record, state=Round.State.PREPARED)
        rounds.open_round(judged, user=self.officer)
        return Round.objects.get(pk=judged.pk)

    def seat(self, number: int, judged: int = 1) -> Seat:
        return Seat.objects.get(round__competition=self.record, round__number=judged, juror__number=number)

    def sheet(self, number: int, entry: Entry, judged: int = 1) -> Sheet:
        return Sheet.objects.get(seat=self.seat(number, judged), entry=entry)

    def address(self, entry: Entry | None = None, more: str = "", judged: int = 1, language: str = "en") -> str:
        return f"/{language}/jury/{self.record.slug}/{judged}/{f'{entry.code}/' if entry else ''}{more}"

    def desk(self, more: str = "") -> str:
        return f"/admin/competition/competition/{self.record.pk}/desk/jury/{more}"

    @property
    def criteria(self) -> list[Criterion]:
        return list(self.record.criteria.order_by("tie_rank"))

    def form(self, idea: int | None, form: int | None, *, revision: int = 0, **more: Any) -> dict[str, Any]:
        """What a juror's form sends."""
        marks = {f"mark_{row.pk}": value for row, value in zip(self.criteria, (idea, form), strict=True) if value is not None}
        return {"revision": revision, "comment": ""} | marks | more


def make_jury(*, jurors: int = 3, entries: int = 3, comments: str = Rules.Comments.NEVER, stage: str = Competition.Stage.JURY) -> Jury:
    occasion.anniversary()
    record = competition(slug="logo")
    rules(record, opens_at=OPENS, criterion=False, quorum=2, comments=comments, lot_seed="seed", frozen_at=OPENS)
    criterion(record, name_en="Idea", name_ja="着想", weight=3, tie_rank=1)
    criterion(record, name_en="Form", name_ja="形", weight=2, tie_rank=2)
    officer = make_user(username="officer", role="competition_officer")
    users = [make_user(username=f"juror{number}", role="juror") for number in range(1, jurors + 1)]
    for user in users:
        convening.appoint(record, user, user=officer)
    works = [entry(record, user=officer, state=Entry.State.ELIGIBLE, title=f"Work {number}") for number in range(1, entries + 1)]
    rounds.prepare(record, takes=None, user=officer)
    Competition.objects.filter(pk=record.pk).update(stage=stage)
    return Jury(Competition.objects.get(pk=record.pk), officer, users, works)


@pytest.fixture
def now():
    with clock.as_of(NOW):
        yield NOW


@pytest.fixture
def jury(db, now, django_capture_on_commit_callbacks) -> Jury:
    """With its first round open and all sheets written."""
    made = make_jury()
    with django_capture_on_commit_callbacks(execute=True):
        made.open()
    return made
