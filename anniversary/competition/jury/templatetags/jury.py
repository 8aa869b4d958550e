"""Scores for people: two places, rounded half up. What is ranked by is the fraction."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from anniversary.competition.jury.sitting import is_juror

register = template.Library()
register.filter("is_juror", is_juror)


@register.filter
def score(value: Fraction) -> str:
    """226/3 → 75.33."""
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return number_format((Decimal(hundredths) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP), 2)


@register.filter
def tie(value: str) -> str:
    """By what a tie was broken, in words; nothing where there was none."""
    if value.startswith("criterion:"):
        return _("criterion %(place)s") % {"place": value.removeprefix("criterion:")}
    return {"median": _("median"), "lot": _("lot")}.get(value, "")
