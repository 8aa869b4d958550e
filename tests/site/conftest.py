import re

import pytest

from anniversary import clock
from anniversary.occasion.models import Anniversary
from tests.factories import occasion

from .phases import MOMENTS


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
