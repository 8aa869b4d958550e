"""Fifteen thousand works: the pages of the result ask no more of the database than with a dozen."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary.competition import terms
from anniversary.competition.entries.models import Entry, new_code
from tests.factories.outcome import NOW, announced, consented

pytestmark = pytest.mark.slow
BASE = "/en/competition/logo/"


def test_the_pages_of_the_result_do_not_grow_with_the_works(client):
    made = announced()
    consented(made.entries[0])

    def asked() -> dict[str, int]:
        found = {}
        for path in ("results/", "gallery/", "results/protocol/", f"gallery/{made.entries[0].code}/"):
            cache.clear()
            client.get(BASE + path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(BASE + path).status_code == 200
            found[path] = len(queries)
        return found

    few = asked()
    codes = {new_code() for _number in range(15_500)} - set(Entry.objects.values_list("code", flat=True))
    sent = dict.fromkeys(Entry.DECLARATIONS, True) | {"terms": terms.in_force(made.competition), "accepted_at": NOW, "submitted_at": NOW}
    Entry.objects.bulk_create(
        Entry(competition=made.competition, code=code, form_key=uuid4(), title="Work", language="en", state="not_selected", **sent)
        for code in sorted(codes)[:15_000]
    )
    assert (Entry.objects.count(), asked()) == (15_005, few)
