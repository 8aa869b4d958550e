import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction

from anniversary import clock
from anniversary.occasion.models import Anniversary
from tests.factories import occasion

from .phases import MOMENTS


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration, loaded once for a module's tests; each test's own changes are undone after it, and all of it in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def year() -> Anniversary:
    return occasion.anniversary()


@pytest.fixture
def see(client, year):
    """see(path, phase or ISO moment): the page's text, on one line, without its markup's line breaks."""

    def get(path: str, when: str) -> str:
        with clock.as_of(clock.parse(MOMENTS.get(when, when))):
            response = client.get(path)
        assert response.status_code == 200, path
        return re.sub(r"\s+", " ", response.text)

    return get
