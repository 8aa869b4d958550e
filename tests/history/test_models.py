from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from anniversary.history.models import Milestone
from tests.factories import history, occasion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "day", "decade"),
    [("1953", date(1953, 1, 1), 1950), ("1953-03", date(1953, 3, 1), 1950), ("2000-02-29", date(2000, 2, 29), 2000), ("1569", date(1569, 1, 1), 1560)],
)
def test_a_date_of_any_precision_gives_its_day_and_decade(text, day, decade):
    made = history.milestone(date=text)
    made.refresh_from_db()
    assert (made.day, made.decade) == (day, decade)


@pytest.mark.parametrize("text", ["", "53", "0000", "1953-13", "1953-02-30", "1953-1-9", "9 January 1953", "1953-01-09T10:00", "២០២៣"])
def test_what_is_no_date_is_refused_by_form_and_code_alike(text):
    with pytest.raises(ValidationError) as refused:
        history.milestone(date=text)
    assert list(refused.value.message_dict) == ["date"]
    with pytest.raises(ValidationError) as refused:
        Milestone(title_en="A", date=text).full_clean()
    assert "date" in refused.value.message_dict
    assert Milestone.objects.count() == 0


def test_milestones_are_in_the_order_of_their_dates_the_vaguer_first():
    for text in ("1992-01-01", "1992", "1953-03", "1992-01", "1953-01-09"):
        history.milestone(title_en=text, date=text)
    assert [made.date for made in Milestone.objects.published()] == ["1953-01-09", "1953-03", "1992", "1992-01", "1992-01-01"]


def test_what_is_derived_follows_even_when_single_fields_are_saved():
    made = history.milestone()
    made.date, made.text_ja = "1975-04", "大使館が閉鎖されました。"
    made.save(update_fields=["date", "text_ja"])
    made.refresh_from_db()
    assert (made.day, made.decade, made.summary_ja) == (date(1975, 4, 1), 1970, "大使館が閉鎖されました。")


def test_the_summary_is_the_text():
    made = history.milestone(text_en="x" * 700, text_km="អត្ថបទ")
    assert (len(made.summary_en), made.summary_km) == (600, "អត្ថបទ")
    assert made.complete_languages() == ["en"]


def test_a_side_is_both_or_one_of_the_countries_of_the_anniversary():
    occasion.anniversary()
    for side, mark in (("both", "ab"), ("KH", "a"), ("JP", "b")):
        made = Milestone(title_en="A", slug="a", date="1953", day=date(1953, 1, 1), decade=1950, side=side)
        made.full_clean()
        assert made.side_mark == mark
    with pytest.raises(ValidationError) as refused:
        Milestone(title_en="A", slug="a", date="1953", side="FR").full_clean()
    assert list(refused.value.message_dict) == ["side"]


def test_a_milestone_needs_its_text_and_a_figure_its_values_before_they_are_published():
    assert list(history.milestone(text_en="", public=False).publication_problems()) == ["text_en"]
    assert history.milestone(title_en="B", public=False).publication_problems() == {}
    assert list(history.metric(values={}, public=False).publication_problems()) == ["points"]
    assert history.metric(title_en="B", public=False).publication_problems() == {}


def test_no_milestone_takes_the_address_of_the_figures():
    assert history.milestone(title_en="Figures").slug == "milestone-figures"
    with pytest.raises(ValidationError) as refused:
        Milestone(title_en="A", slug="figures", date="1953").full_clean()
    assert list(refused.value.message_dict) == ["slug"]


def test_a_metric_knows_its_latest_value_whatever_the_order():
    made = history.metric(values={2022: "3", 2014: "1"})
    assert (made.latest.year, made.latest.value) == (2022, Decimal(3))
    assert history.metric(title_en="Empty", values={}).latest is None


def test_two_years_make_a_chart_and_one_a_number():
    assert history.metric(shape="bar").chart_svg.count("<rect") == 2
    assert history.metric(title_en="B", shape="line").chart_svg.count("<circle") == 2
    assert history.metric(title_en="C", shape="line", values={2022: "3"}).chart_svg == ""
    assert history.metric(title_en="D", shape="number").chart_svg == ""


def test_a_year_has_one_value_which_is_not_negative():
    made = history.metric(values={2022: "3"})
    for year, value in ((2022, "4"), (2023, "-1")):
        with pytest.raises(IntegrityError), transaction.atomic():
            history.point(metric=made, year=year, value=value)
    assert made.points.count() == 1
