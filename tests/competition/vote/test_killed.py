"""A process is killed while it casts: what it had answered is cast, nothing stands half, and the rest can be cast still."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Rules
from anniversary.competition.vote import asking
from anniversary.competition.vote.models import Ballot, Option, Poll, Tally
from tests.conftest import on_postgres
from tests.factories import occasion
from tests.factories import vote as votes

from .walking import page

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "tests.competition.vote.voting"
HOUR = timedelta(hours=1)
EACH = 20  # ballots of a round


@pytest.fixture(autouse=True)
def midst_of_the_vote() -> None:
    """Not here: another process has the machine's clock."""


@pytest.fixture
def vote(kept_rows_may_go) -> Iterator[votes.Vote]:
    occasion.anniversary()
    made, now = votes.vote(), datetime.now(UTC)
    windows = {"opens_at": now - 60 * HOUR, "closes_at": now - 30 * HOUR, "vote_opens_at": now - HOUR, "vote_closes_at": now + 9 * HOUR}
    Rules.objects.filter(pk=made.rules.pk).update(**windows)
    yield made
    for model in (Ballot, Tally, Option, Poll, Entry):
        model.objects.all().delete()


def cast_until_killed(paths: list[str], lines: int) -> list[str]:
    """Have them cast in another process, which is killed after so many answers; the paths that were answered."""
    program = [sys.executable, "-m", PROGRAM, str(connection.settings_dict["NAME"])]
    kept = os.environ | {"DJANGO_SETTINGS_MODULE": "anniversary.settings"}
    process = subprocess.Popen(program, cwd=ROOT, env=kept, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdin and process.stdout
    process.stdin.write("\n".join(paths))
    process.stdin.close()
    answered = [line for _number in range(lines) if (line := process.stdout.readline())]
    process.send_signal(signal.SIGKILL)
    answered += process.stdout.readlines()  # what it had said before it died
    process.wait()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    whole = [line.split() for line in answered if line.endswith("\n")]
    assert {status for _path, status in whole} <= {"302"}
    return [path for path, _status in whole]


@pytest.mark.parametrize("rounds", [2, pytest.param(50, marks=pytest.mark.slow)])
def test_what_was_answered_is_cast_and_the_rest_can_be(vote, rounds):
    poll, by_chance = Poll.objects.get(), random.Random(7)
    for number in range(rounds):
        tokens = [f"token{number}x{place}" for place in range(EACH)]
        for place, token in enumerate(tokens):
            address = f"v{number}x{place}@example{number}x{place}.org"
            votes.ballot(poll, vote.works[place % 3], address, state="asked", at=datetime.now(UTC), link_digest=asking.digest(token))
        paths = {f"{page()}{token}/": asking.digest(token) for token in tokens}
        answered = cast_until_killed(list(paths), by_chance.randrange(EACH - 2))
        mine = Ballot.objects.filter(link_digest__in=paths.values())
        cast = set(mine.exclude(cast_at=None).values_list("link_digest", flat=True))
        assert {paths[path] for path in answered} <= cast
        assert len(cast) <= len(answered) + 1  # the one whose answer was under way
        assert {(state, at is None) for state, at in mine.values_list("state", "cast_at")} <= {("cast", False), ("asked", True)}
        assert mine.filter(option=None).count() == 0
        assert {Client().post(path).status_code for path in paths} == {302}
        assert mine.filter(state="cast").count() == EACH
    if not on_postgres():
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
