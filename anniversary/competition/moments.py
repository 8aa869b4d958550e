"""A moment on the clocks of both countries, the site's own first."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from anniversary.languages import dates, text
from anniversary.occasion.models import Anniversary


@dataclass(frozen=True)
class There:
    """A moment as clocks somewhere show it. `is_another_day`: than at the first of the places."""

    city: str
    at: datetime
    is_another_day: bool


def clocks(moment: datetime) -> list[There]:
    """The moment in each of the anniversary's countries whose clocks show another time; UTC where there are none."""
    found: list[There] = []
    for country in Anniversary.current().both:
        at = moment.astimezone(country.zone)
        if at.utcoffset() not in {there.at.utcoffset() for there in found}:
            city = text.pick(country, "capital")[0] or text.pick(country, "name")[0]
            found.append(There(city, at, bool(found) and at.date() != found[0].at.date()))
    return found or [There("UTC", moment.astimezone(ZoneInfo("UTC")), False)]


def said(moment: datetime) -> str:
    """ "14 March 2023, 23:59 in Tokyo / 21:59 in Phnom Penh", in the language of the moment; the day again where it is another one."""
    first, *others = clocks(moment)
    return _(" / ").join([_there(first, with_day=True), *(_there(there, with_day=there.is_another_day) for there in others)])


def _there(there: There, *, with_day: bool) -> str:
    told = {"day": dates.day(there.at.date(), weekday=False), "time": dates.clock_time(there.at), "city": there.city}
    return (_("%(day)s, %(time)s in %(city)s") if with_day else _("%(time)s in %(city)s")) % told
