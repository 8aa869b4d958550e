"""What the page of an event says beside its text: who, for whom, with what access."""

from itertools import groupby
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

from anniversary.directory.models import Organisation, Role
from anniversary.languages import text

from . import registration
from .models import Credit, Event, Occurrence, Organisership

FEW = 3  # days that are named beside a place
SPOKEN = ("ar", "de", "en", "es", "fr", "id", "ko", "lo", "pt", "ru", "th", "vi", "zh")  # offered after the languages of the site


def of(event: Event, dates: list[Occurrence], organisers: list[Organisership]) -> dict[str, Any]:
    """For the facts box: the distinct `places` (see places_of), `organisers` by role, `spoken` languages, `access`, where to register."""
    registering = registration.of(dates)
    return {
        "places": places_of(dates),
        "organisers": by_role(organisers),
        "spoken": [language_name(code) for code in event.languages],
        "access": access(dates),
        "registration": registering,
        "registration_url": registering.url if registering else "",
    }


def places_of(dates: list[Occurrence]) -> list[tuple[Occurrence, list[Occurrence]]]:
    """The first date at each place, venues before what is online only; with the dates by whose days it is told from the others.

    None where it is the place of every day, or of more days than anybody would read there.
    """
    at: dict[tuple[Any, ...], dict[Any, Occurrence]] = {}
    for row in dates:
        held = bool(row.venue_id) and not row.is_online_only
        place = (not held, *((row.venue_id, text.pick(row, "room")[0]) if held else ()), row.online_url)
        at.setdefault(place, {}).setdefault((row.first_day, row.last_day), row)
    every = len({(row.first_day, row.last_day) for row in dates})
    rows = [list(found.values()) for _place, found in sorted(at.items(), key=lambda item: item[0][0])]
    return [(found[0], found if len(found) <= FEW and len(found) < every else []) for found in rows]


def by_role(organisers: list[Organisership]) -> list[tuple[str, list[Organisation]]]:
    """(role in words, organisations), in the order of the roles."""
    order = Organisership.Role.values
    ranked = sorted(organisers, key=lambda held: order.index(held.role))
    return [(str(Organisership.Role(role).label), [held.organisation for held in part]) for role, part in groupby(ranked, key=lambda held: held.role)]


def access(dates: list[Occurrence]) -> list[str]:
    """What is there for people who need it; what only some of the dates have says so."""
    words = {word: sum(word in row.access for row in dates) for row in dates for word in row.access}
    return [word if count == len(dates) else _("%(access)s (on some of the dates)") % {"access": word} for word, count in words.items()]


def credits(event: Event, dates: list[Occurrence]) -> list[tuple[Credit, str]]:
    """Who takes part, each with the credit's own words or else the office held on the first date."""
    on = dates[0].first_day.isoformat() if dates else ""
    found = event.credits.select_related("person__portrait").prefetch_related("person__roles")
    return [(credit, text.pick(credit, "role")[0] or office(credit.person, on)) for credit in found]


def by_part(people: list[tuple[Credit, str]]) -> list[tuple[str, list[tuple[Credit, str]]]]:
    """(heading, people): who performs apart from who else takes part; no empty part."""
    parts = [(_("Performers"), [found for found in people if found[0].performs]), (_("People"), [found for found in people if not found[0].performs])]
    return [(heading, part) for heading, part in parts if part]


def office(person: Any, on: str) -> str:
    """The role in words that a person is known to have held on a day (ISO); empty if there is none."""
    role = role_on(person, on)
    return text.pick(role, "title")[0] if role else ""


def role_on(person: Any, on: str) -> Role | None:
    """The role that a person is known to have held on a day (ISO)."""
    for role in person.roles.all():
        begun = bool(role.start) and role.start <= on[: len(role.start)]
        if begun and (not role.end or role.end >= on[: len(role.end)]):
            return role
    return None


def language_name(code: str) -> str:
    """The name of a language in the page's language; the code itself where nobody has named it."""
    try:
        return Locale.parse(code, sep="-").get_language_name(text.current()) or code
    except (UnknownLocaleError, ValueError):
        return code


def spoken() -> list[tuple[str, str]]:
    """(code, name in the page's language) of what editors are offered as languages of an event."""
    return [(code, language_name(code)) for code in dict.fromkeys([*text.codes(), *SPOKEN])]
