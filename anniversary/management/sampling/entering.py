"""How the sample's entrants come, say who they are, and send in their works."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from anniversary.competition import terms
from anniversary.competition.entrants import asking, drafting, registering, stamps, submitting
from anniversary.competition.entrants.models import Entrant
from anniversary.competition.entries.models import Entry

from . import marks
from .people import GROUP, MEMBERS, MINOR, UNNAMED, Person, person
from .standing import Sample

COUNTRIES = (("KH", "KH"), ("JP", "JP"), ("KH", "JP"), ("JP", "KH"), ("KH", "FR"))
NETWORK = "sample"


def enter(sample: Sample, *, number: int) -> None:
    """One entrant comes and sends in the work of the same number."""
    who = person(number, len(marks.FAMILIES))
    entrant = _register(sample, who)
    form_key = uuid5(NAMESPACE_URL, f"sample:{sample.competition.pk}:{number}")
    said = {
        "title": who.title, "concept": who.concept, "language": who.language, "tools": "Python, SVG", "ai": Entry.AI.NONE.value, "ai_note": "",
        "publish_name": number != UNNAMED, "credit": "",
    }  # fmt: skip
    stamp = stamps.make(sample.competition, str(form_key))
    entry = drafting.change(entrant, form_key, lambda _entry: said, sample.works[number - 1].files, stamp=stamp, language=who.language)
    sample.entries[number] = submitting.submit(entrant, entry, terms.in_force(sample.competition), stamp=stamp)


def withdraw(sample: Sample, *, number: int) -> None:
    entry = sample.entries[number]
    submitting.withdraw(Entrant.objects.get(authorships__entry=entry), entry)


def _register(sample: Sample, who: Person) -> Entrant:
    asking.ask(sample.competition, who.email, language=who.language, network=NETWORK)
    entrant = Entrant.objects.get(competition=sample.competition, email=who.email)
    entrant.competition = sample.competition
    nationality, residence = COUNTRIES[who.number % len(COUNTRIES)]
    is_group, is_minor = who.number == GROUP, who.number == MINOR
    born_on = who.born_on(sample.windows.opens.date())
    data: dict[str, Any] = {
        "name_native": who.called(), "name_latin": who.called(language="en"), "born_on": born_on, "nationality": nationality, "residence": residence,
        "affiliation": who.called("school"), "is_group": is_group, "group_name": who.called("group") if is_group else "",
        "guardian_name": who.called("guardian") if is_minor else "", "guardian_email": f"guardian{who.number}@example.org" if is_minor else "",
    }  # fmt: skip
    others = [
        {"name_native": who.called(suffix=mark), "name_latin": who.called(language="en", suffix=mark), "born_on": born_on} for mark in "abc"[:MEMBERS]
    ]  # fmt: skip
    stamp = stamps.make(sample.competition, registering.purpose(entrant))
    registering.keep(entrant, data, others if is_group else [], stamp=stamp, language=who.language, network=NETWORK)
    if is_minor:
        registering.consent(entrant)
    return entrant
