"""How many queries a page takes: within its budget, and the same for one row and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import history, library, occasion

pytestmark = pytest.mark.django_db


@pytest.fixture
def queries(client):
    occasion.anniversary()

    def count(address: str) -> int:
        client.get(address)  # what is cached for all pages
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count


@pytest.mark.parametrize("number", [1, 90])
def test_the_timeline_takes_one(queries, number):
    for n in range(number):
        made = history.milestone(
            title_en=f"Step {n}", date=str(1930 + n), side=["both", "KH", "JP"][n % 3], highlight=n % 5 == 0, cover=library.image() if n < 3 else None
        )
        made.sources.create(label="Archive")
    assert queries("/en/history/") == 1


@pytest.mark.parametrize("number", [1, 30])
def test_the_figures_take_three(queries, number):
    for n in range(number):
        made = history.metric(title_en=f"Metric {n}", values={2000 + year: "5" for year in range(number)})
        made.sources.create(label="Archive")
    assert queries("/en/history/figures/") == 3


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_of_a_milestone_takes_five(queries, number):
    made = history.milestone(slug="step", cover=library.image())
    for n in range(number):
        history.milestone(title_en=f"Step {n}", date=str(1940 + n))
        made.sources.create(label=f"Archive {n}")
        made.tags.add(library.tag(name=f"Tag {n}"))
    assert queries("/en/history/step/") == 5
