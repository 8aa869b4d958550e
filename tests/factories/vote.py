"""A public vote for tests: open in the first week of May 2023."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition, Rules
from anniversary.competition.vote import addresses, polls
from anniversary.competition.vote.models import Ballot, Option, Poll
from tests.factories import competition as competitions
from tests.factories.staff import make_user

OPENS, NOW, CLOSES = (datetime(2023, 5, day, 9, tzinfo=UTC) for day in (1, 4, 8))


@dataclass
class Vote:
    competition: Competition
    poll: Poll
    works: list[Entry]
    officer: Any
    rules: Rules = field(repr=False)

    def enter(self, stage: str) -> None:
        """Have the competition in a stage, without asking whether it may."""
        Competition._base_manager.filter(pk=self.competition.pk).update(stage=stage)
        self.competition.stage = stage


def vote(*, works: int = 3, slug: str = "logo", **fields: Any) -> Vote:
    """A competition in its public vote, with so many works to choose from."""
    officer = make_user(username=f"officer-{slug}", role="competition_officer")
    record = competitions.competition(slug=slug)
    windows = {"vote_opens_at": OPENS, "vote_closes_at": CLOSES}
    made = competitions.rules(record, opens_at=datetime(2023, 3, 1, tzinfo=UTC), **windows | fields)
    states = {"user": officer, "state": Entry.State.SHORTLISTED}
    entries = [competitions.entry(record, title=f"Work {number}", **states) for number in range(1, works + 1)]
    result = Vote(record, polls.prepare(record, entries), entries, officer, made)
    result.enter(Competition.Stage.PUBLIC_VOTE)
    return result


def ballot(poll: Poll, work: Entry, address: str = "dara@example.org", *, state: str = Ballot.State.CAST, at: datetime = NOW, network: str = "", **fields: Any):
    """A ballot as casting leaves it."""
    read = addresses.Address.read(address)
    keys = {kind: addresses.key(poll, kind, text) for kind, text in (("address", str(read)), ("pattern", read.pattern), ("network", network))}
    made = {f"{kind}_key": key for kind, key in keys.items()} | {"asked_at": at, "cast_at": None if state == Ballot.State.ASKED else at}
    option = Option.objects.get(poll=poll, entry=work)
    return Ballot.objects.create(poll=poll, option=option, state=state, **made | {"marks": read.marks(), "link_digest": keys["address"]} | fields)
