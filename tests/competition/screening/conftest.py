from datetime import UTC, datetime, timedelta

import pytest

from anniversary import clock
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Competition
from tests.factories import occasion
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

OPENS = datetime(2023, 3, 1, tzinfo=UTC)
NOW = OPENS + timedelta(days=40)


@pytest.fixture(autouse=True)
def after_closing():
    with clock.as_of(NOW):
        yield


@pytest.fixture
def officer(db):
    return make_user(username="officer", role="competition_officer")


@pytest.fixture
def record(officer):
    return in_eligibility(officer)


def in_eligibility(officer) -> Competition:
    """A competition in the stage of eligibility, with terms in force and rules as they are by default."""
    occasion.anniversary()
    made = competition(slug="logo")
    rules(made, opens_at=OPENS)
    issued_terms(made, user=officer)
    Competition.objects.filter(pk=made.pk).update(stage="eligibility")
    return Competition.objects.get(pk=made.pk)


@pytest.fixture
def desk(client, record, officer):
    """The officer's browser, and where the desk is."""
    client.force_login(officer)
    client.base = f"/admin/competition/competition/{record.pk}/desk/eligibility/"
    return client


@pytest.fixture
def entries_let_go(kept_rows_may_go):
    """Works of real transactions hold on to the terms that were accepted with them, which have to go after the test."""
    yield
    Entry.objects.update(state="draft", terms=None, accepted_at=None)
