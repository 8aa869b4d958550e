"""Who is how old on the day on which entries open, which is what the rules go by: the first country's day."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from anniversary.competition.models import Rules
from anniversary.occasion.models import Anniversary


def the_day(rules: Rules) -> date:
    return rules.opens_at.astimezone(Anniversary.current().zone).date()


def age(born: date, on: date) -> int:
    """Whole years. Who was born on 29 February is a year older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def minor(rules: Rules, born: Iterable[date]) -> bool:
    """Whether somebody among them needs a guardian."""
    day = the_day(rules)
    return any(age(one, day) < rules.adult_age for one in born)


def problem(rules: Rules, born: date, now: datetime) -> str:
    """What is wrong with a date of birth, in words; empty if nothing is."""
    if born >= now.date() or born.year < now.year - 120:
        return _("This cannot be a date of birth.")
    if age(born, the_day(rules)) < rules.youngest:
        return _("By the rules nobody under %(age)d may take part.") % {"age": rules.youngest}
    return ""
