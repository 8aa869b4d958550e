"""Dates, times and numbers as each language writes them (Unicode CLDR, through Babel; Khmer in Khmer digits)."""

import re
from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .text import current

# A list writes the same few days over and over.
babel_date = lru_cache(maxsize=4096)(format_date)

PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def check_partial_date(value: str) -> None:
    """ValidationError unless `value` is a year, a month or a day that the calendar has, in this form (ISO 8601)."""
    if not PARTIAL.fullmatch(value):
        raise ValidationError(_("Write a year, a month or a day: 2025, 2025-06 or 2025-06-15."))
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        raise ValidationError(_("The calendar has no such day.")) from None


_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


# The eras of the Japanese calendar by their first day. Unicode CLDR, common/supplemental/supplementalData.xml, calendar "japanese", eras 232
# to 236 (names: common/main/ja.xml); Babel has no such calendar. Before the first of them years are written without an era.
ERAS = [
    (date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"), (date(1912, 7, 30), "大正"), (date(1868, 10, 23), "明治"),
]  # fmt: skip


def era(value: date) -> str:
    """The year by its era: 令和5年; the first is 令和元年. Empty before the Meiji era."""
    for begun, name in ERAS:
        if value >= begun:
            return f"{name}{value.year - begun.year + 1 if value.year > begun.year else '元'}年"
    return ""


def _beside_the_year(written: str, first: date, last: date) -> str:
    """A Japanese date with the era after its (first) year: 2023年（令和5年）2月23日; both where the time between the days saw a change."""
    eras = "・".join(dict.fromkeys(filter(None, (era(first), era(last)))))
    return written.replace("年", f"年（{eras}）", 1) if eras else written


def digits(text: object, language: str = "") -> str:
    """The text with its digits as the language writes them."""
    return str(text).translate(_KHMER) if (language or current()) == "km" else str(text)


def day(value: date, language: str = "", *, weekday: bool = True) -> str:
    """One day in full: "Thursday, 23 February 2023", 2023年2月23日(木), ថ្ងៃព្រហស្បតិ៍ ទី២៣ ខែកុម្ភៈ ឆ្នាំ២០២៣."""
    code = language or current()
    if code == "ja":
        return babel_date(value, "y年M月d日(E)" if weekday else "y年M月d日", locale="ja")
    if code == "km":
        named = babel_date(value, "EEEE ", locale="km") if weekday else ""
        return digits(f"ថ្ងៃ{named}ទី{babel_date(value, 'd', locale='km')} {month(value, 'km')}", "km")
    return babel_date(value, "EEEE, d MMMM y" if weekday else "d MMMM y", locale="en")


def month(value: date, language: str = "") -> str:
    """A month and its year: "February 2023", 2023年2月, ខែកុម្ភៈ ឆ្នាំ២០២៣."""
    code = language or current()
    if code == "km":
        return digits(babel_date(value, "'ខែ'MMMM 'ឆ្នាំ'y", locale="km"), "km")
    return babel_date(value, "y年M月" if code == "ja" else "MMMM y", locale=code)


def year(value: int, language: str = "") -> str:
    code = language or current()
    return {"ja": f"{value}年", "km": digits(f"ឆ្នាំ{value}", "km")}.get(code, str(value))


def month_short(value: date, language: str = "") -> str:
    """The month's short name, for a date column: "Feb", 2月, កុម្ភៈ.

    By "MMM", not the stand-alone "LLL": that, asked for Khmer after Japanese, is Japanese in Babel 2.18.
    """
    return babel_date(value, "MMM", locale=language or current())


def weekday(value: date, language: str = "") -> str:
    """The day of the week by its full name: "Monday", 月曜日, ច័ន្ទ."""
    return babel_date(value, "cccc", locale=language or current())


# A week begins where a territory has it begin: for Japanese and Khmer that of the language (CLDR, likely subtags), for English the world's
# (001), since the days of its months are not written as the United States write them either.
_TERRITORIES = {"ja": "ja_JP", "km": "km_KH", "en": "en_001"}


def first_weekday(language: str = "") -> int:
    """The day on which a week begins, as `date.weekday` counts: 0 for Monday, 6 for Sunday."""
    code = language or current()
    return Locale.parse(_TERRITORIES.get(code, code)).first_week_day


def month_of_year(value: date, language: str = "") -> str:
    """Month and year in short, below a day's number: "Feb 2023", 2023年2月, កុម្ភៈ ២០២៣."""
    code = language or current()
    if code == "ja":
        return month(value, code)
    return f"{month_short(value, code)} {digits(value.year, code)}"


def until(value: date, language: str = "") -> str:
    """The last day of a range whose first stands above it in a date column: "to 26 Feb"."""
    return _("to %(day)s %(month)s") % {"day": digits(value.day, language), "month": month_short(value, language)}


def span(first: date, last: date, language: str = "") -> str:
    """A range of days, inclusive, without saying twice what both share."""
    code = language or current()
    if first == last:
        return day(first, code)
    if code == "ja":
        end = "M月d日(E)" if first.year == last.year else "y年M月d日(E)"
        return f"{day(first, code)}〜{babel_date(last, end, locale='ja')}"
    if code == "km":
        if (first.year, first.month) == (last.year, last.month):
            return digits(f"ថ្ងៃទី{first.day} ដល់ទី{last.day} {month(first, 'km')}", "km")
        return f"{day(first, code, weekday=False)} ដល់ {day(last, code, weekday=False)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, code, weekday=False)}"
    start = day(first, code, weekday=False) if first.year != last.year else babel_date(first, "d MMMM", locale="en")
    return f"{start} – {day(last, code, weekday=False)}"


def span_with_era(first: date, last: date, language: str = "") -> str:
    """Like `span`, where it stands for itself and is not one of a list: in Japanese with the era beside the first year."""
    code = language or current()
    return _beside_the_year(span(first, last, code), first, first) if code == "ja" else span(first, last, code)


def clock_time(value: datetime, language: str = "") -> str:
    """The time of day of an aware moment, in the zone that it carries: 18:00, 18時, ម៉ោង១៨:០០."""
    code = language or current()
    if code == "ja":
        return format_time(value, "H時" if value.minute == 0 else "H時mm分", tzinfo=value.tzinfo, locale="ja")
    text = format_time(value, "HH:mm", tzinfo=value.tzinfo, locale="en")
    return digits(f"ម៉ោង{text}", "km") if code == "km" else text


def range_sign(language: str = "") -> str:
    """What stands between a beginning and an end: 18:00–19:30, 18時〜19時30分, ម៉ោង១៨:០០ ដល់ម៉ោង១៩:៣០."""
    return {"ja": "〜", "km": " ដល់"}.get(language or current(), "–")


def partial(text: str, language: str = "") -> str:
    """A date of any precision ("1953", "1953-01", "1953-01-09") as the language writes it."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return year(parts[0], language)
    value = date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
    return day(value, language, weekday=False) if len(parts) == 3 else month(value, language)


def partial_with_era(text: str, language: str = "") -> str:
    """Like `partial`, where it stands for itself: in Japanese with the era, 1989年（昭和64年・平成元年）, 1989年（平成元年）2月."""
    code, written = language or current(), partial(text, language)
    if code != "ja":
        return written
    first = date.fromisoformat(f"{text}-01-01"[:10])
    last = first if len(text) == 10 else date(first.year, 12, 31) if len(text) == 4 else first.replace(day=monthrange(first.year, first.month)[1])
    return _beside_the_year(written, first, last)


def number(value: Decimal | int | float, language: str = "") -> str:
    """A number with the language's separators (and, in Khmer, digits): 1,234.5."""
    code = language or current()
    return digits(format_decimal(value, locale="en" if code == "km" else code), code)


def skeleton(value: date, pattern: str, language: str = "") -> str:
    """A CLDR skeleton ("MMMd") filled in; see Unicode TR 35."""
    return digits(format_skeleton(pattern, value, locale=language or current()), language)


def not_stated() -> str:
    """What stands where a source says nothing."""
    return _("not stated")
