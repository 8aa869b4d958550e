"""As many ballots as the largest vote of this kind has had: marked and counted in a few statements."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary import clock
from anniversary.competition.vote import counting
from anniversary.competition.vote.models import Ballot, Option, Poll, Tally
from tests.conftest import on_postgres
from tests.factories.vote import CLOSES, OPENS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [60, 600, pytest.param(150_000, marks=pytest.mark.slow)])
def test_all_are_counted_in_one_pass_with_as_many_queries_for_many_as_for_few(vote, number):
    options = list(Option.objects.order_by("entry__code"))
    step = (CLOSES - OPENS) / (number + 1)
    rows = (
        Ballot(
            poll=vote.poll, address_key=f"{place:064d}", pattern_key=hashlib.sha256(f"p{place}".encode()).hexdigest(), network_key=f"{place // 20:064d}",
            link_digest=f"{place:064x}", option=options[place % 7 % 3], state="cast", asked_at=OPENS, cast_at=OPENS + step * (place + 1),
        )
        for place in range(number)
    )  # fmt: skip
    Ballot.objects.bulk_create(rows, batch_size=500)
    Ballot.objects.filter(address_key__endswith="9").update(state="voided", reason="burst")
    with clock.as_of(CLOSES + timedelta(hours=1)), CaptureQueriesContext(connection) as queries:
        counting.count(vote.competition)
    assert len(queries) == (29 if on_postgres() else 27)  # the gate is shut twice, which is a query on one of them
    kept = [place for place in range(number) if place % 10 != 9]
    expected = [(sum(place % 7 % 3 == option for place in kept), number - len(kept)) for option in range(3)]
    found = Tally.objects.order_by("option__entry__code").values_list("counted", "voided")
    assert ([row[0] for row in found], sum(row[1] for row in found)) == ([row[0] for row in expected], number - len(kept))
    assert Ballot.objects.filter(option=None, link_digest="").count() == number
    assert Poll.objects.get().secret == ""
    passes = [query["sql"] for query in queries if "GROUP BY" in query["sql"] and "option_id" in query["sql"]]
    assert len(passes) == 1
