"""What eligibility depends on, point by point: what the data say by themselves is marked, the rest is for a person to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from anniversary.competition.entrants import ages
from anniversary.competition.entrants.models import Authorship, Entrant, Member
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Rules
from anniversary.languages import dates
from anniversary.occasion.countries import country_name

from . import likenesses, people


@dataclass(frozen=True)
class Point:
    """`ok`: clear by the data; False if they speak against it, None if only a person can say. `found` are the data, in words; `key` ticks it."""

    name: str
    label: StrOrPromise
    ok: bool | None
    found: StrOrPromise = ""
    key: str = ""


@dataclass(frozen=True)
class Person:
    """Who entered, or a member of the group, as far as the rules ask."""

    names: tuple[str, ...]
    born_on: date | None
    age: int | None


def points(entry: Entry) -> list[Point]:
    """The whole checklist of an entry, in an order fixed for all; those for a person last."""
    rules, entrant, works = entry.competition.rules, people.author(entry), list(entry.works.all())
    everybody = persons(entrant, rules) if entrant else []
    return [
        *(_of_the_entrant(rules, entrant, everybody) if entrant else []),
        *([_limit(rules, entrant)] if entrant else []),
        Point("in_time", _("Sent in time"), bool(entry.submitted_at and entry.submitted_at <= rules.last_moment)),
        Point("declared", _("Declarations and terms"), bool(entry.terms_id and all(getattr(entry, name) for name in Entry.DECLARATIONS))),
        _files(rules, works, entry),
        _unnamed(entry, entrant, everybody),
        _alone(entry),
        Point("picture", _("The work itself names nobody"), None),
        Point("asked_for", _("The work is what is asked for"), None),
        Point("decent", _("Nothing in it offends against law or decency"), None),
    ]


def persons(entrant: Entrant, rules: Rules) -> list[Person]:
    """The entrant first, then the members of a group."""
    day = ages.the_day(rules)
    everybody: list[Entrant | Member] = [entrant, *(entrant.members.all() if entrant.is_group else [])]
    return [
        Person(tuple(filter(None, (one.name_native, one.name_latin))), one.born_on, ages.age(one.born_on, day) if one.born_on else None) for one in everybody
    ]


def _of_the_entrant(rules: Rules, entrant: Entrant, everybody: list[Person]) -> Iterator[Point]:
    stated = [person.age for person in everybody]
    known = [age for age in stated if age is not None]
    found = _(", ").join(str(dates.number(age)) if age is not None else _("not stated") for age in stated)
    yield Point("age", _("Age on the day of opening"), len(known) == len(stated) and min(known) >= rules.youngest, found)
    if known and min(known) < rules.adult_age:
        yield Point("guardian", _("Guardian’s consent"), entrant.guardian_consented_at is not None, entrant.guardian_name or _("not stated"))
    countries = [code for code in dict.fromkeys((entrant.nationality, entrant.residence)) if code]
    yield Point("country", _("Nationality or residence"), not rules.countries or bool(set(countries) & set(rules.countries)), _places(countries))
    if entrant.is_group:
        fits = rules.groups and 2 <= len(everybody) <= rules.group_most
        yield Point("group", _("Group"), fits, ngettext("%(number)d person", "%(number)d persons", len(everybody)) % {"number": len(everybody)})


def _places(countries: list[str]) -> str:
    return _(", ").join(country_name(code) for code in countries) or _("not stated")


def _limit(rules: Rules, entrant: Entrant) -> Point:
    number, most = Authorship.objects.filter(entrant=entrant).exclude(entry__state__in=likenesses.GONE).count(), rules.entries_each
    return Point("limit", _("Works of this entrant"), number <= most, _("%(number)d of at most %(most)d") % {"number": number, "most": most})


def _files(rules: Rules, works: list[Work], entry: Entry) -> Point:
    if not rules.takes_files:
        return Point("files", _("Text of the work"), bool(entry.title.strip()))
    by_role = {work.role: work for work in works}
    needed = [Work.Role.COLOUR, *([Work.Role.MONO] if rules.needs_mono else []), *([Work.Role.SOURCE] if rules.needs_source else [])]
    missing = [str(role.label) for role in needed if role not in by_role]
    shown = [work for work in works if work.role != Work.Role.SOURCE]
    unshown = [work.get_role_display() + ": " + work.get_preview_state_display() for work in shown if work.preview_state != Work.Preview.READY]
    foreign = [work.get_role_display() + ": " + work.kind for work in shown if work.kind not in rules.file_types]
    told = ([_("Missing: %(files)s") % {"files": _(", ").join(missing)}] if missing else []) + unshown + foreign
    return Point("files", _("Files by the rules"), not told, _(", ").join(told))


def _unnamed(entry: Entry, entrant: Entrant | None, everybody: list[Person]) -> Point:
    names = [name for person in everybody for name in person.names]
    bodies = [entrant.affiliation, entrant.group_name] if entrant else []
    found = sorted(set(named(f"{entry.title}\n{entry.concept}", names, bodies)))
    return Point("unnamed", _("Title and explanation name nobody"), not found, _(", ").join(found))


def named(text: str, names: list[str], bodies: list[str]) -> Iterator[str]:
    """Which of the names a text holds: persons' as a word of three Latin letters or more, those in other letters and of bodies as a whole.

    Stricter than what entrants are asked to mend (entrants.blindness): a person looks at it here, and can say that it is none.
    """
    told = text.casefold()
    words = set("".join(sign if sign.isalnum() else " " for sign in told).split())
    for name in names:
        yield from (word for word in name.casefold().split() if word.isascii() and len(word) > 2 and word in words)
    for name in filter(None, [*bodies, *(name for name in names if not name.isascii())]):
        if len(name) > 1 and name.casefold() in told:
            yield name


def _alone(entry: Entry) -> Point:
    number = likenesses.of(entry).filter(dismissed_at=None).count()
    return Point("alone", _("No copy of another work"), number == 0, _("Like others: %(number)d") % {"number": number} if number else "")
