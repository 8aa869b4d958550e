"""Scores, shares and moments as the outcome's pages write them."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template

from anniversary.competition.outcome import method, protocol, results
from anniversary.competition.vote.results import Result, Share
from anniversary.languages import dates
from anniversary.occasion.models import Anniversary

register = template.Library()
register.filter("tie", method.tie)
register.filter("per_cent", results.per_cent)


@register.filter
def points(score: Fraction) -> str:
    """A score of the jury, rounded for people."""
    return dates.digits(protocol.points(score))


@register.filter
def in_words(day: date | datetime) -> str:
    """The day of a date or moment, in the first country's time."""
    value = day.astimezone(Anniversary.current().zone).date() if isinstance(day, datetime) else day
    return dates.partial(value.isoformat())


@register.filter
def moment(at: datetime) -> str:
    """Day and time in the first country's time."""
    here = at.astimezone(Anniversary.current().zone)
    return f"{dates.partial(here.date().isoformat())} {dates.clock_time(here)}"


@register.filter
def at(found: Mapping[int, Any], key: int) -> Any:
    return found.get(key)


@register.filter
def share_of(vote: Result | None, entry_id: int) -> Share | None:
    """What a work got in the vote."""
    return next((share for share in vote.shares if share.entry_id == entry_id), None) if vote else None
