from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.models import Competition
from tests.factories import occasion
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

NOW = datetime(2023, 2, 1, tzinfo=UTC)
OPENS = datetime(2023, 2, 28, 17, tzinfo=UTC)  # midnight in Phnom Penh
CLOSES = OPENS + timedelta(days=30)


@pytest.fixture(autouse=True)
def february(request):
    if "browser" in request.keywords:
        yield  # the server has a clock of its own
        return
    occasion.anniversary()
    with clock.as_of(NOW):
        yield


@pytest.fixture
def officer():
    return make_user(username="officer", role="competition_officer")


@pytest.fixture
def office(officer) -> Client:
    """A browser in which an officer is signed in."""
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def record() -> Competition:
    return competition(slug="logo")


@pytest.fixture
def announced(record, officer) -> Competition:
    rules(record, opens_at=OPENS)
    issued_terms(record, user=officer)
    return stages.move(record, "announced", user=officer)
