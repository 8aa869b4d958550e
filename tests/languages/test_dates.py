from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from anniversary.languages import dates

DAY = date(2023, 2, 23)


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "Thursday, 23 February 2023"), ("ja", "2023年2月23日(木)"), ("km", "ថ្ងៃព្រហស្បតិ៍ ទី២៣ ខែកុម្ភៈ ឆ្នាំ២០២៣")],
)
def test_a_day_in_full(language, written):
    assert dates.day(DAY, language) == written


@pytest.mark.parametrize(("language", "written"), [("en", "February 2023"), ("ja", "2023年2月"), ("km", "ខែកុម្ភៈ ឆ្នាំ២០២៣")])
def test_a_month(language, written):
    assert dates.month(DAY, language) == written


@pytest.mark.parametrize(
    ("language", "last", "written"),
    [
        ("en", date(2023, 2, 26), "23–26 February 2023"),
        ("en", date(2023, 3, 1), "23 February – 1 March 2023"),
        ("en", date(2024, 1, 2), "23 February 2023 – 2 January 2024"),
        ("en", DAY, "Thursday, 23 February 2023"),
        ("ja", date(2023, 2, 26), "2023年2月23日(木)〜2月26日(日)"),
        ("ja", date(2024, 1, 2), "2023年2月23日(木)〜2024年1月2日(火)"),
        ("km", date(2023, 2, 26), "ថ្ងៃទី២៣ ដល់ទី២៦ ខែកុម្ភៈ ឆ្នាំ២០២៣"),
    ],
)
def test_a_range_says_nothing_twice(language, last, written):
    assert dates.span(DAY, last, language) == written


@pytest.mark.parametrize(("language", "written"), [("en", "Feb 2023"), ("ja", "2023年2月"), ("km", "កុម្ភៈ ២០២៣")])
def test_month_and_year_below_a_day_s_number(language, written):
    assert dates.month_of_year(DAY, language) == written


@pytest.mark.parametrize(("language", "written"), [("en", "18:00"), ("ja", "18時"), ("km", "ម៉ោង១៨:០០")])
def test_a_time_is_that_of_the_zone_that_the_moment_carries(language, written):
    moment = datetime(2023, 2, 23, 11, tzinfo=UTC).astimezone(ZoneInfo("Asia/Phnom_Penh"))
    assert dates.clock_time(moment, language) == written


@pytest.mark.parametrize(("language", "sign"), [("en", "–"), ("ja", "〜"), ("km", " ដល់")])
def test_what_stands_between_a_beginning_and_an_end(language, sign):
    assert dates.range_sign(language) == sign


def test_japanese_minutes_are_written_out():
    assert dates.clock_time(datetime(2023, 2, 23, 18, 5, tzinfo=UTC), "ja") == "18時05分"


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("en", "1953", "1953"), ("en", "1953-01", "January 1953"), ("en", "1953-01-09", "9 January 1953"),
        ("ja", "1953", "1953年"), ("ja", "1953-01-09", "1953年1月9日"), ("km", "1953", "ឆ្នាំ១៩៥៣"),
    ],
)  # fmt: skip
def test_a_date_is_as_exact_as_it_is_known(language, text, written):
    assert dates.partial(text, language) == written


@pytest.mark.parametrize(("language", "written"), [("en", "1,234.5"), ("ja", "1,234.5"), ("km", "១,២៣៤.៥")])
def test_numbers(language, written):
    assert dates.number(Decimal("1234.50"), language) == written


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (date(2023, 2, 23), "令和5年"), (date(2019, 5, 1), "令和元年"), (date(2019, 4, 30), "平成31年"), (date(2019, 12, 31), "令和元年"),
        (date(2020, 1, 1), "令和2年"),
        (date(1989, 1, 8), "平成元年"), (date(1989, 1, 7), "昭和64年"), (date(1953, 1, 9), "昭和28年"),
        (date(1926, 12, 25), "昭和元年"), (date(1926, 12, 24), "大正15年"),
        (date(1912, 7, 30), "大正元年"), (date(1912, 7, 29), "明治45年"), (date(1868, 10, 23), "明治元年"), (date(1868, 10, 22), ""), (date(1569, 1, 1), ""),
    ],
)  # fmt: skip
def test_the_eras_begin_on_their_days(value, year):
    assert dates.era(value) == year


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2023-02-23", "2023年（令和5年）2月23日"), ("1989-01-07", "1989年（昭和64年）1月7日"), ("1989-01-08", "1989年（平成元年）1月8日"),
        ("1989-02", "1989年（平成元年）2月"),
        ("1989-01", "1989年（昭和64年・平成元年）1月"), ("2019", "2019年（平成31年・令和元年）"),
        ("1970", "1970年（昭和45年）"), ("1868-10-22", "1868年10月22日"), ("1603", "1603年"),
    ],
)  # fmt: skip
def test_the_era_stands_beside_the_year(text, written):
    assert dates.partial_with_era(text, "ja") == written


@pytest.mark.parametrize(
    ("last", "written"),
    [
        (DAY, "2023年（令和5年）2月23日(木)"), (date(2023, 2, 26), "2023年（令和5年）2月23日(木)〜2月26日(日)"),
        (date(2024, 1, 2), "2023年（令和5年）2月23日(木)〜2024年1月2日(火)"),
    ],
)  # fmt: skip
def test_a_range_names_the_era_once(last, written):
    assert dates.span_with_era(DAY, last, "ja") == written


@pytest.mark.parametrize("language", ["en", "km"])
def test_other_languages_have_no_era(language):
    assert dates.partial_with_era("2023-02-23", language) == dates.partial("2023-02-23", language)
    assert dates.span_with_era(DAY, date(2023, 2, 26), language) == dates.span(DAY, date(2023, 2, 26), language)
