"""The days that a rule of repetition gives. Days of a calendar only: what hours they have, and where, is put on them afterwards."""

from datetime import date, datetime, time
from itertools import islice
from typing import Any, Protocol

from dateutil import rrule
from dateutil.relativedelta import relativedelta

YEARS, DATES = 2, 400  # the most that one rule may span and give
MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4]


class Rule(Protocol):
    frequency: str
    interval: int
    weekdays: list[int]  # 0 is Monday
    month_day: int | None  # -1 is the last
    nth: int | None  # -1 is the last
    from_day: date
    until_day: date  # inclusive
    exceptions: list[str]  # ISO days


def every_day(rule: Rule) -> list[date]:
    """The days of the rule, exceptions among them, in order; one more than DATES at most, so that too many can be told from enough.

    Weeks begin on Monday, and the first week or month is that of `from_day`. A month without the day asked for (31 April) has none.
    """
    first, last = (datetime.combine(day, time(0)) for day in (rule.from_day, rule.until_day))
    found = rrule.rrule(**_asked(rule), interval=rule.interval, dtstart=first, until=last, wkst=rrule.MO)
    return [moment.date() for moment in islice(found, DATES + 1)]


def days(rule: Rule) -> list[date]:
    """The days of the rule without its exceptions, in order."""
    return [day for day in every_day(rule) if day.isoformat() not in rule.exceptions]


def latest_end(from_day: date) -> date:
    """The last day that a rule beginning on this day may have."""
    return from_day + relativedelta(years=YEARS)


def nth_of(day: date) -> int:
    """Which of its weekday a day is in its month: 1 to 4, or -1 for what comes after the fourth."""
    return (day.day - 1) // 7 + 1 if day.day <= 28 else -1


def _asked(rule: Rule) -> dict[str, Any]:
    """What dateutil calls the rule's frequency."""
    if rule.frequency == "monthly_day":
        return {"freq": rrule.MONTHLY, "bymonthday": rule.month_day}
    if rule.frequency == "monthly_nth":
        return {"freq": rrule.MONTHLY, "byweekday": [rrule.weekdays[number](rule.nth or 1) for number in rule.weekdays]}
    return {"freq": rrule.WEEKLY, "byweekday": MONDAY_TO_FRIDAY if rule.frequency == "weekdays" else rule.weekdays}
