"""Fields that a user may read and not change: what a list would offer is said in its words."""

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import AdminReadonlyField

from anniversary.history.models import Milestone
from events.models import Event

pytestmark = pytest.mark.django_db


def said(record, name: str) -> str:
    owner = admin.site._registry[type(record)]
    form = type("Form", (owner.form,), {"Meta": type("Meta", (), {"model": type(record), "fields": []}), name: None})
    return AdminReadonlyField(form(instance=record), name, is_first=True, model_admin=owner).contents()


def test_a_side_is_named():
    assert said(Milestone(side="both"), "side") == "Both countries"


def test_what_is_no_longer_offered_is_shown_as_it_is_kept():
    assert said(Milestone(side="<XX>"), "side") == "&lt;XX&gt;"


def test_languages_are_named_and_none_are_none():
    assert said(Event(languages=["ja", "km"]), "languages") == "Japanese, Khmer"
    assert said(Event(languages=[]), "languages") == "–"
