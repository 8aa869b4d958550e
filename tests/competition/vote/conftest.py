"""The clock stands in the midst of the vote."""

from collections.abc import Iterator

import pytest

from anniversary import clock
from tests.factories import occasion
from tests.factories import vote as votes


@pytest.fixture(autouse=True)
def midst_of_the_vote() -> Iterator[None]:
    with clock.as_of(votes.NOW):
        yield


@pytest.fixture
def vote(db) -> votes.Vote:
    occasion.anniversary()
    return votes.vote()
