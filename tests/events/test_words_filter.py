"""The filter by words: in the list, the form, the map, the month, the feed, the frame and the API; what stands in its address and its chip."""

import html
import re
from datetime import date
from urllib.parse import quote

import pytest

from anniversary import clock
from anniversary.search import finding
from events.filtering import terms
from events.models import Event
from tests.factories import events, occasion

from .test_filters import BEFORE, in_feed, listed, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _year():
    occasion.anniversary()


@pytest.fixture
def with_words(monkeypatch):
    """with_words(…): events that have whatever words are asked for; gives the list of what was asked."""

    def answer(*records: Event) -> list[tuple[str, str]]:
        asked = []

        def public_keys(kind, text):
            asked.append((kind, text))
            keys = [record.pk for record in records] if text != "nothing" else []
            return Event.objects.filter(pk__in=keys).order_by().annotate(object_id=finding.F("pk")).values_list("object_id", flat=True)

        monkeypatch.setattr(finding, "public_keys", public_keys)
        return asked

    monkeypatch.setattr(finding, "F", __import__("django.db.models", fromlist=["F"]).F, raising=False)
    return answer
