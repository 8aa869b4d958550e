"""A moment as both countries' clocks show it: everybody reads their own time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from anniversary.languages import dates, text
from anniversary.occasion.models import Anniversary


def both(moment: datetime) -> list[str]:
    """One line a country: "31 March 2023, 23:59 in Phnom Penh". In UTC where no country is named."""
    countries = Anniversary.current().both
    if not countries:
        return [f"{_written(moment, ZoneInfo('UTC'))} UTC"]
    lines: dict[timedelta | None, str] = {}
    for country in countries:
        place = text.pick(country, "capital")[0] or text.pick(country, "name")[0]
        line = _("%(moment)s in %(capital)s") % {"moment": _written(moment, country.zone), "capital": place}
        lines.setdefault(country.zone.utcoffset(moment), line)  # two countries on the same clocks need one line
    return list(lines.values())


def _written(moment: datetime, zone: ZoneInfo) -> str:
    there = moment.astimezone(zone)
    return _("%(day)s, %(time)s") % {"day": dates.day(there.date(), weekday=False), "time": dates.clock_time(there)}
