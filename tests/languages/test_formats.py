"""Dates, times and numbers in the admin's lists and forms, which Django writes (public pages: test_dates)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import translation
from django.utils.formats import date_format, get_format, localize_input, number_format, time_format
from django.utils.timesince import timesince
from django.utils.translation import get_language_info

from anniversary.languages import dates

MOMENT = datetime(2023, 3, 9, 15, 5)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["9 March 2023", "9 Mar 2023", "9 March 2023, 15:05", "March 2023", "9 March"]),
        ("ja", ["2023年3月9日", "2023/03/09", "2023年3月9日 15:05", "2023年3月", "3月9日"]),
        ("km", ["9 មីនា 2023", "09/03/2023", "9 មីនា 2023 ម៉ោង 15:05", "មីនា 2023", "9 មីនា"]),
    ],
)
def test_days(language, written):
    names = ["DATE_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT", "YEAR_MONTH_FORMAT", "MONTH_DAY_FORMAT"]
    with translation.override(language):
        assert [date_format(MOMENT, name) for name in names] == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["Thu", "Thursday", "Mar", "2\xa0weeks, 1\xa0day", "English"]),
        ("ja", ["木", "木曜日", "3月", "2週間、1日", "日本語"]),
        ("km", ["ព្រ", "ព្រហស្បតិ៍", "មីនា", "2\xa0សប្តាហ៍, 1\xa0ថ្ងៃ", "ខ្មែរ"]),
    ],
)
def test_names_of_days_and_months_how_long_ago_and_the_language_s_own_name(language, written):
    with translation.override(language):
        names = [date_format(MOMENT, one) for one in "DlM"]
        assert [*names, timesince(MOMENT, MOMENT + timedelta(days=15)), get_language_info(language)["name_local"]] == written


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_hours_have_no_half_days_and_numbers_are_grouped_by_three(language):
    with translation.override(language):
        assert time_format(time(15, 5), "TIME_FORMAT") == "15:05"
        assert number_format("1234567.89", force_grouping=True) == "1,234,567.89"


@pytest.mark.parametrize(("language", "first"), [("en", 1), ("ja", 0), ("km", 0)])
def test_weeks_begin_on_the_day_on_which_those_of_the_public_calendar_begin(language, first):
    with translation.override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == first == (dates.first_weekday(language) + 1) % 7


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_what_a_form_shows_it_takes_back(language):
    with translation.override(language):
        assert localize_input(date(2023, 3, 9)) == "2023-03-09"
        assert localize_input(MOMENT) == "2023-03-09 15:05"
        assert localize_input(time(15, 5)) == "15:05"
