"""15,000 works and nine jurors: sheets in batches, the desks in constant queries, the ranking in one pass."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anniversary.competition.entries.models import Entry, new_code
from anniversary.competition.jury import ranking, rounds, seating
from anniversary.competition.jury.models import Mark, Seat, Sheet

from .conftest import NOW, make_jury

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
WORKS, JURORS = 15_000, 9


def test_a_round_of_15000_works_and_nine_jurors(now):
    jury = make_jury(jurors=JURORS, entries=1)
    like = Entry.objects.get()
    codes = {new_code() for _number in range(WORKS + 500)} - {like.code}
    copied = {field.attname: getattr(like, field.attname) for field in Entry._meta.concrete_fields if field.attname not in {"id", "code", "form_key"}}
    Entry.objects.bulk_create([Entry(code=code, form_key=uuid4(), **copied) for code in sorted(codes)[: WORKS - 1]], batch_size=500)
    judged = jury.open()
    assert seating.write_seats(judged.pk) == JURORS
    assert (Seat.objects.count(), Sheet.objects.count()) == (JURORS, WORKS * JURORS)

    client = Client()
    client.force_login(jury.users[0])
    client.get("/en/jury/")
    counted = []
    for address in ("/en/jury/", jury.address(), jury.address(like), jury.address(more="submit/")):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counted.append(len(asked))
    assert counted == [8, 13, 16, 8]  # as with one work (test_blind)

    idea, form = jury.criteria
    sheets = Sheet.objects.order_by("pk").values_list("pk", "entry_id", "seat__juror__number").iterator()
    marks = (
        Mark(sheet_id=sheet, criterion=criterion, value=1 + (entry * 7 + juror * factor) % 10)
        for sheet, entry, juror in sheets
        for criterion, factor in ((idea, 3), (form, 5))
    )
    Mark.objects.bulk_create(list(marks), batch_size=5_000)
    Sheet.objects.update(state=Sheet.State.COMPLETE)
    Seat.objects.update(submitted_at=NOW)
    rounds.close(judged, user=jury.officer)
    with CaptureQueriesContext(connection) as asked:
        found = ranking.ranking(jury.record)
    assert (len(asked), len(found.places), found.counted, set(found.without)) == (7, WORKS, WORKS * JURORS, set(range(1, JURORS + 1)))
    assert [place.rank for place in found.places] == list(range(1, WORKS + 1))
    client.force_login(jury.officer)
    for address in (jury.desk(), jury.desk("rounds/1/?page=300")):
        assert client.get(address).status_code == 200
