"""Dates, times and numbers as each language writes them (Unicode CLDR, through Babel; Khmer in Khmer digits)."""

import re
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date as babel_date
from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .text import current

PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def check_partial_date(value: str) -> None:
    """ValidationError unless `value` is a year, a month or a day that the calendar has, in this form (ISO 8601)."""
    if not PARTIAL.fullmatch(value):
        raise ValidationError(_("Write a year, a month or a day: 2023, 2023-02 or 2023-02-23."))
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        raise ValidationError(_("The calendar has no such day.")) from None


_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


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
    """The month's short name, for a date column: "Feb", 2月, កុម្ភៈ."""
    return babel_date(value, "LLL", locale=language or current())


def month_of_year(value: date, language: str = "") -> str:
    """Month and year in short, below a day's number: "Feb 2023", 2023年2月, កុម្ភៈ ២០២៣."""
    code = language or current()
    if code == "ja":
        return month(value, code)
    return f"{month_short(value, code)} {digits(value.year, code)}"


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
