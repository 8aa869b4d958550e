"""What people write into a cell, understood: days, hours, yes and no, words of a list, names of records. Bad says in plain words why not."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any

from babel.dates import get_month_names
from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anniversary.languages import text as texts

YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*\(?\w\)?)?")
YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([^\d\s,.]+)\.?,?\s+(\d{4})")
MONTH_DAY = re.compile(r"([^\d\s,.]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
HOUR = re.compile(r"(\d{1,2})(?:\s*[:.h時]\s*(\d{2})?\s*分?(?::\d{2})?)?\s*([ap])?\.?(?:m\.?)?")
WORDS = 12  # the most that a day with its hour is written in
BROKEN = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}


class Bad(Exception):
    """Why a cell cannot be taken, in the editor's language."""


def normal(value: Any) -> str:
    """For comparing names: letters of one width and one case, single spaces, digits as 0 to 9."""
    whole = unicodedata.normalize("NFKC", str(value)).casefold()
    return " ".join("".join(str(unicodedata.digit(sign, sign)) for sign in whole).split())


def text(value: Any) -> str:
    """As it is; a number without the “.0” that spreadsheets put behind it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value in BROKEN:
        raise Bad(_("The cell holds an error of the spreadsheet program."))
    if isinstance(value, datetime | date | time):
        raise Bad(_("This is a day or an hour; a text is asked for. Format the cell as text."))
    return "" if value is None else str(value).strip(" \n\u00a0\u3000")


# --- days and hours ---------------------------------------------------------------------------------------------------
@cache
def _months() -> dict[str, int]:
    """The months' names, whole and short, in every language that the site may have."""
    found: dict[str, int] = {}
    for code in dict(settings.LANGUAGES):
        for width in ("wide", "abbreviated"):
            found |= {normal(name).rstrip("."): number for number, name in get_month_names(width, locale=code).items()}
    return found


def day(value: Any) -> date:
    if isinstance(value, datetime):
        if value.time() != time(0):
            raise Bad(_("This is a day with an hour. Write the hour in the column of its own."))
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise Bad(_("This is a number, not a day. Format the cell as a date, or write for example 2023-02-20."))
    whole = normal(value)
    if found := YEAR_FIRST.fullmatch(whole):
        return _date(*map(int, found.groups()))
    if found := YEAR_LAST.fullmatch(whole):
        return _year_last(*map(int, found.groups()))
    if found := DAY_MONTH.fullmatch(whole) or MONTH_DAY.fullmatch(whole):
        first, second, year = found.groups()
        number, name = (first, second) if first.isdigit() else (second, first)
        if month := _months().get(name):
            return _date(int(year), month, int(number))
    raise Bad(_("This is no day. Write it as 2023-02-20."))


def _year_last(first: int, second: int, year: int) -> date:
    """20/02/2023 is clear, 03/04/2023 is not: countries write it either way."""
    if first <= 12 and second <= 12 and first != second:
        either = {"one": f"{year:04}-{second:02}-{first:02}", "other": f"{year:04}-{first:02}-{second:02}"}
        raise Bad(_("This may be %(one)s or %(other)s. Write the one that is meant.") % either)
    return _date(year, second, first) if first > 12 else _date(year, first, second)


def _date(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        raise Bad(_("The calendar has no such day.")) from None


def hour(value: Any) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    if found := HOUR.fullmatch(normal(value)) if isinstance(value, str) else None:
        hours, minutes, half = int(found[1]), int(found[2] or 0), found[3]
        alone = found[0].isdigit()
        if not alone and not (half and not 1 <= hours <= 12):
            hours = hours % 12 + (12 if half == "p" else 0) if half else hours
            if hours < 24 and minutes < 60:
                return time(hours, minutes)
    raise Bad(_("This is no hour. Write it as 18:00."))


def moment(value: Any) -> datetime:
    """A day with its hour, on the clocks of the place: without a zone."""
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    words = value.replace("T", " ").split() if isinstance(value, str) else []
    if len(words) > WORDS:
        words = []  # a whole text: it would be read anew from each of its words on
    for place in range(1, len(words)):
        try:
            at = hour(" ".join(words[place:]))
        except Bad:
            continue  # “6 pm” is two words, and so are parts of a day
        return datetime.combine(day(" ".join(words[:place])), at)
    raise Bad(_("Write the day and the hour: 2023-02-20 18:00."))


# --- words ------------------------------------------------------------------------------------------------------------
def _in_every_language(make: Any) -> list[str]:
    found = []
    for code in dict(settings.LANGUAGES):
        with translation.override(code):
            found += make()
    return [normal(word) for word in found]


@cache
def _yes() -> list[str]:
    return _in_every_language(lambda: ["yes", "true", "1", "x", *pgettext("words in a table, separated by commas", "yes, y").split(",")])


@cache
def _no() -> list[str]:
    return _in_every_language(lambda: ["no", "false", "0", "-", *pgettext("words in a table, separated by commas", "no, n").split(",")])


def flag(value: Any) -> bool:
    word = normal(text(value))
    if word in _yes() or word in _no():
        return word in _yes()
    raise Bad(_("Write “yes” or “no”, or leave it empty."))


def number(value: Any) -> int:
    whole = normal(text(value)).replace(",", "")
    if not whole.isdigit() or len(whole) > 9:
        raise Bad(_("This is no whole number."))
    return int(whole)


@cache
def _words(kind: type[models.TextChoices]) -> dict[str, str]:
    """What stands for each of the choices: its value, or what editors see for it in any language."""
    found = {normal(value): value for value in kind.values}
    for member in kind:
        found |= dict.fromkeys(_in_every_language(lambda member=member: [str(member.label)]), member.value)
    return found


def choice(value: Any, kind: type[models.TextChoices]) -> str:
    if found := _words(kind).get(normal(text(value))):
        return found
    raise Bad(_("It has to be one of these: %(choices)s.") % {"choices": ", ".join(kind.values)})


def several(value: Any) -> list[str]:
    """The parts of a list, whatever stands between them."""
    return [part.strip() for part in re.split(r"[,;/、，；\n]", text(value)) if part.strip()]


def languages(value: Any, known: list[tuple[str, str]]) -> list[str]:
    """Codes of languages, written as these or as their names in the editor's language."""
    names = {normal(name): code for code, name in known} | {normal(code): code for code, _name in known}
    found = []
    for part in several(value):
        if normal(part) not in names:
            raise Bad(_("“%(word)s” is no language that is known here. Write for example: en, ja.") % {"word": part})
        found.append(names[normal(part)])
    return list(dict.fromkeys(found))


# --- records ----------------------------------------------------------------------------------------------------------
class Names:
    """Finds records by their address (slug) or by their name in any language."""

    def __init__(self, records: Iterable[Any], field: str, *more: Any) -> None:
        """`more`: functions that give further names of a record."""
        self.records = list(records)
        self.found: dict[str, list[Any]] = {}
        for record in self.records:
            named = [record.slug, *(getattr(record, column) for column in texts.stored(field)), *(name for names in more for name in names(record))]
            for name in {normal(name) for name in named if name}:
                self.found.setdefault(name, []).append(record)

    def get(self, value: Any) -> Any:
        """The record; None if there is none or if several are called so."""
        found = self.found.get(normal(value), [])
        return found[0] if len(found) == 1 else None

    def find(self, value: Any) -> Any:
        found = self.found.get(normal(text(value)), [])
        if not found:
            raise Bad(_("There is none with this name or address (slug)."))
        if len(found) > 1:
            raise Bad(_("Several are called so. Write the address (slug) of the one that is meant: %(slugs)s.") % {"slugs": ", ".join(r.slug for r in found)})
        return found[0]
