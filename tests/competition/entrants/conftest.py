from datetime import UTC, datetime

import pytest

from anniversary import clock
from tests.factories import occasion
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

OPENS = datetime(2023, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def march(db):
    occasion.anniversary(contact_email="office@example.org")
    with clock.as_of(OPENS):
        yield


@pytest.fixture
def officer():
    return make_user(username="officer", role="competition_officer")


@pytest.fixture
def record(officer):
    made = competition(stage="open")
    rules(made, opens_at=OPENS)
    issued_terms(made, user=officer)
    return made
