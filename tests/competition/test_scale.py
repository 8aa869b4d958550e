"""15,000 entries and 150,000 ballots on the pages that no app's own test of scale looks at: they ask as often as with sixty.

The others: the eligibility desk (screening), the juror's list and the ranking (jury), gallery, results and protocol (outcome), the count (vote).
"""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Entry, new_code
from anniversary.competition.jury.models import Mark, Round, Seat, Sheet
from anniversary.competition.models import Act, Competition
from anniversary.competition.vote.models import Ballot, Option
from tests.factories import occasion, outcome
from tests.factories.staff import make_user
from tests.factories.vote import NOW, OPENS, vote

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FEW, WORKS, BALLOTS, JURORS = 60, 15_000, 150_000, 3
S = Competition.Stage
# Each with its first page and one far behind, and what an officer can ask of it.
DESKS = {
    S.CLOSED: ["stage/", "acts/", "acts/?page=300", "acts/?verb=submit&page=2", "entrants/", "entrants/?page=200", "entrants/?show=minors"],
    S.JURY: ["stage/", "jury/", "rules/", "terms/"],
    S.SHORTLIST: ["stage/", "jury/", "jury/rounds/1/", "jury/rounds/1/?page=200", "shortlist/", "clearance/"],
    S.DECISION: ["stage/", "decision/", "protocol/"],
}
PUBLIC = ["", "rules/", "enter/"]


@pytest.fixture
def office():
    occasion.anniversary()
    client = Client()
    client.force_login(make_user(username="office", role="competition_officer"))
    return client


def asked(client: Client, address: str) -> int:
    """Queries of a page that was seen before, so that nothing is read for the first time."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def fill(record: Competition, number: int) -> None:
    """So many more eligible works, each with its author, its acts, and sheets that three jurors have filled in."""
    like = Entry.objects.filter(competition=record).first()
    told = {field.attname: getattr(like, field.attname) for field in Entry._meta.concrete_fields if field.attname not in {"id", "code", "form_key"}}
    known = set(Entry.objects.values_list("code", flat=True))
    codes = sorted({new_code() for _code in range(number + 500)} - known)[:number]
    works = Entry.objects.bulk_create([Entry(**told, code=code, form_key=uuid4()) for code in codes], batch_size=1000)
    first = Entrant.objects.count() + 1
    persons = [
        Entrant(competition=record, number=n, email=f"e{n}@example.org", email_key=f"{n:064x}", language="en", name_latin=f"Name {n}", birth_year=1990,
                guardian_email=f"g{n}@example.org" if n % 5 == 0 else "")
        for n in range(first, first + number)
    ]  # fmt: skip
    Entrant.objects.bulk_create(persons, batch_size=1000)
    Authorship.objects.bulk_create([Authorship(entry=work, entrant=person) for work, person in zip(works, persons, strict=True)], batch_size=1000)
    acts = [Act(competition=record, at=outcome.NOW, verb=verb, role="entrant", subject=work.code) for work in works for verb in ("begin", "submit")]
    Act.objects.bulk_create(acts, batch_size=1000)
    place = Sheet.objects.filter(seat__juror__number=1).count() + 1
    criterion = record.criteria.get()
    for seat in Seat.objects.filter(round__competition=record):
        sheets = [Sheet(seat=seat, entry=work, place=at, state="complete") for at, work in enumerate(works, start=place)]
        Sheet.objects.bulk_create(sheets, batch_size=1000)
        Mark.objects.bulk_create([Mark(sheet=sheet, criterion=criterion, value=1 + sheet.entry_id % 10) for sheet in sheets], batch_size=1000)


def test_every_desk_asks_as_often_with_15_000_works_as_with_60(office):
    with clock.as_of(outcome.NOW):
        made = outcome.judged(works=1, vote=True, shortlist=20, reserve=10)
        record = made.competition
        fill(record, FEW - 1)
        few = _asked(office, made)
        fill(record, WORKS - FEW)
        assert (Entry.objects.count(), Sheet.objects.count(), Act.objects.count() > 2 * (WORKS - 1)) == (WORKS, JURORS * WORKS, True)
        many = _asked(office, made)
    # A page far behind was the last one of the few: it may have had less on it, never more queries for each row.
    assert many == few


def _asked(office: Client, made: outcome.Outcome) -> dict[str, int]:
    """With the round open while the jury is at work, closed else."""
    found = {}
    for stage, pages in DESKS.items():
        made.at(stage)
        Round.objects.update(state=Round.State.OPEN if stage == S.JURY else Round.State.CLOSED)
        for page in pages:
            found[f"{stage} {page}"] = asked(office, f"/admin/competition/competition/{made.competition.pk}/desk/{page}")
        for page in PUBLIC:
            found[f"{stage} public {page}"] = asked(Client(), f"/en/competition/logo/{page}")
    return found


def test_the_ballots_desk_and_the_vote_ask_as_often_with_150_000_ballots_as_with_60(office):
    made = vote(works=3)
    with clock.as_of(NOW):
        cast(made, 0, FEW)
        few = _of_the_vote(office, made)
        cast(made, FEW, BALLOTS)
        assert Ballot.objects.count() == BALLOTS
        assert _of_the_vote(office, made) == few


def cast(made, first: int, last: int) -> None:
    """Every fortieth waits in quarantine, every fiftieth was never confirmed."""
    options = list(Option.objects.all())
    step = (NOW - OPENS) / BALLOTS
    states = ["quarantined" if n % 40 == 7 else "asked" if n % 50 == 9 else "cast" for n in range(first, last)]
    Ballot.objects.bulk_create(
        (
            Ballot(
                poll=made.poll, address_key=f"{n:064d}", pattern_key=f"{n:064x}", network_key=f"{n // 20:064d}", link_digest=f"{n:064x}", option=options[n % 3],
                state=state, marks=["network"] if state == "quarantined" else [], asked_at=OPENS, cast_at=None if state == "asked" else OPENS + step * n,
            )
            for n, state in zip(range(first, last), states, strict=True)
        ),
        batch_size=1000,
    )  # fmt: skip


def _of_the_vote(office: Client, made) -> dict[str, int]:
    desk = f"/admin/competition/competition/{made.competition.pk}/desk/"
    found = {page: asked(office, desk + page) for page in ("stage/", "ballots/", "ballots/network/", "ballots/network/?page=30", "acts/")}
    return found | {page: asked(Client(), f"/en/competition/logo/{page}") for page in ("", "vote/?o=" + _seed())}


def _seed() -> str:
    """The order in which a visitor sees the works, as the site gives it."""
    return str(Client().get("/en/competition/logo/vote/").headers["Location"]).partition("?o=")[2]
