from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from anniversary import clock
from anniversary.occasion import brand
from anniversary.occasion.models import COLOURS, Anniversary, Country
from tests.factories import occasion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2025-02-28T16:59:59", "before"),  # 23:59:59 in Phnom Penh, the first country's capital
        ("2025-02-28T17:00:00", "during"),
        ("2026-02-28T16:59:59", "during"),
        ("2026-02-28T17:00:00", "after"),
    ],
)
def test_both_end_days_belong_to_the_year_in_the_first_country_s_zone(moment, phase):
    record = occasion.anniversary()
    with clock.as_of(datetime.fromisoformat(moment).replace(tzinfo=UTC)):
        assert record.phase == phase


def test_there_is_one_anniversary():
    occasion.anniversary()
    Anniversary(name_en="Sixty", years=60, founded="1965-01-01", start="2025-01-01", end="2025-12-31", contact_email="a@example.org").save()
    assert list(Anniversary.objects.values_list("pk", "years")) == [(1, 60)]


def test_an_edit_is_seen_at_once_and_the_second_reading_asks_no_database(django_assert_num_queries):
    record = occasion.anniversary()
    assert Anniversary.current().name == "Fifty"
    with django_assert_num_queries(0):
        assert [country.code for country in Anniversary.current().both] == ["KH", "JP"]
    record.name_en = "Fifty years"
    record.save()
    assert Anniversary.current().name == "Fifty years"


def test_a_colour_without_contrast_is_refused_beside_its_field():
    record = occasion.anniversary(colour_ink="#777777")
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert list(refused.value.message_dict) == ["colour_ink"]
    assert "at least 7.0" in refused.value.message_dict["colour_ink"][0]


def test_the_end_of_the_year_is_not_before_its_start():
    with pytest.raises(ValidationError) as refused:
        occasion.anniversary(end=datetime(2024, 1, 1).date()).full_clean()
    assert refused.value.message_dict == {"end": ["The last day is before the first."]}


def test_a_zone_is_one_that_exists():
    country = Country(anniversary=occasion.anniversary(), code="XX", name_en="Atlantis", time_zone="Asia/Atlantis")
    with pytest.raises(ValidationError) as refused:
        country.full_clean()
    assert list(refused.value.message_dict) == ["time_zone"]


def test_the_palette_is_a_stylesheet_under_an_address_of_its_own(client):
    record = occasion.anniversary(colour_first="#003366")
    response = client.get(Anniversary.current().palette_url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert "--c-first:#003366;" in response.content.decode()
    assert f"--c-ink:{COLOURS['ink']};" in response.content.decode()
    record.colour_first = "#004477"
    record.save()
    assert client.get(reverse("occasion:palette", args=[brand.version({**record.palette, "first": "#003366"})])).status_code == 404


def test_characters_that_nobody_types_are_taken_out():
    record = Anniversary.objects.create(
        name="Seventy\x01 years", full_name="F", years=70, founded="1953-01-09", start="2023-01-01", end="2023-12-31", publisher="\u202eP",
        contact_email="a@example.org",
    )  # fmt: skip
    record.refresh_from_db()
    assert (record.name, record.publisher) == ("Seventy years", "P")
