"""What a work still lacks before it can be sent in, in words, each with the page on which it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Rules
from anniversary.occasion.countries import country_name

from . import ages, blindness, entry_forms, registering
from .models import Entrant


@dataclass(frozen=True)
class Lack:
    page: str  # "person", "edit" or "" where nothing can be done on a page of the entrant's
    text: str


def lacks(entry: Entry, entrant: Entrant, rules: Rules) -> list[Lack]:
    """Everything at once; empty for what can be sent."""
    person = [Lack("person", told) for told in of_person(entrant, rules)]
    return [*person, *_waiting(entrant, rules), *(Lack("edit", told) for told in _of_entry(entry, entrant, rules))]


def of_person(entrant: Entrant, rules: Rules) -> list[str]:
    """What is missing of the entrant's own data, or not as the rules want it."""
    if not (entrant.name_native and entrant.name_latin and entrant.born_on and entrant.nationality and entrant.residence):
        return [_("Tell us who you are.")]
    found = []
    for born in [entrant.born_on, *(member.born_on for member in entrant.members.all())]:
        if ages.problem(rules, born, rules.opens_at):
            found.append(_("By the rules nobody under %(age)d may take part.") % {"age": rules.youngest})
            break
    if rules.countries and not {entrant.nationality, entrant.residence} & set(rules.countries):
        names = ", ".join(map(country_name, rules.countries))
        found.append(_("By the rules only citizens or residents of these countries may take part: %(countries)s.") % {"countries": names})
    if entrant.is_group and not rules.groups:
        found.append(_("By the rules groups may not take part."))
    if registering.needs_guardian(entrant, rules) and not entrant.guardian_email:
        found.append(_("Somebody is younger than %(age)d: a parent or guardian has to agree. Write who that is.") % {"age": rules.adult_age})
    return found


def waits_for_guardian(entrant: Entrant, rules: Rules) -> bool:
    return bool(entrant.guardian_email and not entrant.guardian_consented_at and registering.needs_guardian(entrant, rules))


def _waiting(entrant: Entrant, rules: Rules) -> Iterator[Lack]:
    if waits_for_guardian(entrant, rules):
        yield Lack("", _("Your guardian has not agreed yet. The letter to them has a link and a button."))


def _of_entry(entry: Entry, entrant: Entrant, rules: Rules) -> Iterator[str]:
    if not entry.title.strip():
        yield _("The title is missing.")
    if not entry.concept.strip():
        yield _("The explanation is missing.")
    if entry.ai != Entry.AI.NONE and not entry.ai_note.strip():
        yield _("Say which program you used, and for what.")
    works = {work.role: work for work in entry.works.all()}
    for role in entry_forms.needed(rules):
        if role not in works:
            yield _("This file is missing: %(file)s.") % {"file": Work.Role(role).label}
    for role, work in works.items():
        if work.preview_state == Work.Preview.REFUSED and role != Work.Role.SOURCE:
            yield _("This file cannot be shown: %(file)s. Save it anew in your program, and send that.") % {"file": Work.Role(role).label}
    members = entry_forms.names_of_members(entrant)
    for written in (entry.title, entry.concept):
        if name := blindness.named_in(written, entrant, members):
            yield _("Take “%(name)s” out: the jury must not know whose work it is.") % {"name": name}
            return
