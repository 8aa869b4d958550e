"""What rules may say: told in the form beside the field, and held by the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from anniversary.competition.models import Rules
from tests.factories.competition import competition, rules

pytestmark = pytest.mark.django_db
OPENS = datetime(2023, 3, 1, tzinfo=UTC)
CLOSES, DAY = OPENS + timedelta(days=30), timedelta(days=1)
VOTE = {"vote_opens_at": CLOSES, "vote_closes_at": CLOSES + DAY}

WRONG = {
    "ends before it begins": ({"closes_at": OPENS}, "closes_at"),
    "a vote without an end": ({"vote_opens_at": CLOSES + DAY}, "vote_closes_at"),
    "a vote without a beginning": ({"vote_closes_at": CLOSES + DAY}, "vote_closes_at"),
    "a vote among entries": (VOTE | {"vote_opens_at": CLOSES - DAY}, "vote_opens_at"),
    "a vote that ends as it begins": (VOTE | {"vote_closes_at": CLOSES}, "vote_closes_at"),
    "sides": ({"least_side": 900, "most_side": 800}, "most_side"),
    "a day's grace": ({"grace_minutes": 1440}, "grace_minutes"),
    "no entry": ({"entries_each": 0}, "entries_each"),
    "21 MB": ({"most_bytes": 21 * 1024 * 1024}, "most_bytes"),
}


@pytest.mark.parametrize(("fields", "field"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_told_beside_its_field_and_refused_by_the_database(fields, field):
    record = competition()
    made = Rules(**{"competition": record, "opens_at": OPENS, "closes_at": CLOSES} | fields)
    with pytest.raises(ValidationError) as told:
        made.full_clean(validate_constraints=False)
    assert list(told.value.message_dict) == [field]
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
    assert not Rules.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"countries": ["KH", "JP"]}, []), ({"countries": ["Japan"]}, ["countries"]), ({"countries": "KH"}, ["countries"]), ({"countries": [1]}, ["countries"]),
        ({"file_types": ["png", "svg"]}, []), ({"file_types": ["exe"]}, ["file_types"]), ({"file_types": []}, ["file_types"]),
        ({"file_types": [], "takes_files": False}, []), (VOTE, []), ({"grace_minutes": 0}, []), ({"grace_minutes": 60}, []),
    ],
)  # fmt: skip
def test_lists_hold_what_is_known(fields, wrong):
    try:
        Rules(**{"competition": competition(), "opens_at": OPENS, "closes_at": CLOSES} | fields).full_clean()
    except ValidationError as error:
        assert list(error.message_dict) == wrong
    else:
        assert wrong == []


def test_what_follows_from_the_rules():
    plain = rules(competition(), opens_at=OPENS)
    assert (plain.has_vote, plain.last_moment, plain.lot_digest) == (False, CLOSES + timedelta(minutes=15), "")
    voted = rules(competition(title_en="Another"), opens_at=OPENS, vote=True, grace_minutes=0)
    assert (voted.has_vote, voted.last_moment) == (True, CLOSES)


def test_a_competition_has_one_set_of_rules():
    record = competition()
    rules(record, opens_at=OPENS)
    with pytest.raises(IntegrityError), transaction.atomic():
        rules(record, opens_at=OPENS)
