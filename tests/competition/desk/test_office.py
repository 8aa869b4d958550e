"""An officer makes rules and terms, issues, announces, puts off: by the forms alone, each deed in the log."""

from datetime import UTC, datetime, timedelta

import pytest

from anniversary import clock
from anniversary.competition import stages, terms
from anniversary.competition.models import Act, Competition, Rules, Terms
from anniversary.publishing.models import Transition
from tests.factories.competition import competition, issued_terms, rules
from tests.factories.staff import make_user

from .conftest import CLOSES, NOW, OPENS
from .sending import LANGUAGES, TERMS, address, rules_sent

pytestmark = pytest.mark.django_db
S = Competition.Stage
DAY = timedelta(days=1)


def test_from_the_form_to_the_announcement_and_a_later_end(office, officer, record):
    change = office.get(f"/admin/competition/competition/{record.pk}/change/").text
    assert f'<a href="{address(record, "rules")}">Run this competition here</a>' in change
    assert office.get(address(record, "rules")).status_code == 200
    assert office.get(address(record, "stage")).status_code == 404
    answer = office.post(address(record, "rules"), rules_sent(near=["JP", "KH"]))
    assert answer["Location"] == address(record, "stage")
    made = Rules.objects.get()
    assert (made.opens_at, made.closes_at) == (datetime(2023, 2, 28, 17, tzinfo=UTC), datetime(2023, 3, 31, 16, 59, tzinfo=UTC))
    assert (made.countries, made.file_types, made.most_bytes, made.has_vote) == (["JP", "KH"], ["png", "jpeg", "svg", "pdf"], 20 * 1024 * 1024, False)
    desk = office.get(address(record, "stage")).text
    assert "Issue the terms first." in desk
    assert 'value="announced"' in desk

    assert office.post(address(record, "terms/new"))["Location"] == address(record, "terms/1")
    assert office.post(address(record, "terms/1"), TERMS)["Location"] == address(record, "terms/1/issue")
    reading = office.get(address(record, "terms/1/issue"))
    assert all(TERMS[f"text_{code}"] in reading.text for code in LANGUAGES)
    seen = reading.context["seen"]
    assert office.post(address(record, "terms/1/issue"), {"seen": seen, "confirmed": "1"})["Location"] == address(record, "terms")
    assert Terms.objects.get().issued_at == NOW

    asked = office.post(address(record, "stage"), {"to": "announced", "seen": "setup"})
    assert "This cannot be undone" in asked.text
    assert Competition.objects.get().stage == S.SETUP
    assert office.post(address(record, "stage"), {"to": "announced", "seen": "setup", "confirmed": "1"}).status_code == 302
    record.refresh_from_db()
    assert (record.stage, record.opened, record.closed, record.announced) == (S.ANNOUNCED, "2023-03-01", "2023-03-31", "")

    with clock.as_of(OPENS + DAY):
        read = office.get(address(record, "rules"))
        assert Rules.objects.get().lot_digest in read.text
        assert Rules.objects.get().lot_seed not in read.text
        sent = {"closes_at": "2023-04-10T23:59", "note": "A holiday.", "seen": read.context["extend_form"]["seen"].value()}
        assert office.post(address(record, "rules/extend"), sent)["Location"] == address(record, "stage")
    assert Rules.objects.get().closes_at == datetime(2023, 4, 10, 16, 59, tzinfo=UTC)
    assert Competition.objects.get().closed == "2023-04-10"
    assert list(Act.objects.order_by("pk").values_list("verb", "role", "by")) == [
        ("set_rules", "officer", officer.pk), ("draft_terms", "officer", officer.pk), ("issue_terms", "officer", officer.pk),
        ("stage", "officer", officer.pk), ("stage", "clock", None), ("extend", "officer", officer.pk), ("stage", "officer", officer.pk),
    ]  # fmt: skip
    assert Transition.objects.first().note == "A holiday."
