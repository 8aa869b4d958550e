"""The clock stands after the jury, some days before the embargo ends."""

from collections.abc import Iterator

import pytest

from anniversary import clock
from tests.factories import occasion, outcome


@pytest.fixture(autouse=True)
def june(db) -> Iterator[None]:
    occasion.anniversary()
    with clock.as_of(outcome.NOW):
        yield
