"""How the sample's entrants send in their works."""

from uuid import NAMESPACE_URL, uuid5

from anniversary import clock
from anniversary.competition import acts, terms
from anniversary.competition.entrants.models import Authorship, Entrant, Member
from anniversary.competition.entries import files, moving
from anniversary.competition.entries.models import Entry

from . import marks
from .people import GROUP, MEMBERS, MINOR, UNNAMED, Person, person
from .standing import Sample

COUNTRIES = (("KH", "KH"), ("JP", "JP"), ("KH", "JP"), ("JP", "KH"), ("KH", "FR"))


def enter(sample: Sample, *, number: int) -> None:
    """One entrant comes and sends in the work of the same number."""
    who = person(number, len(marks.FAMILIES))
    entrant = _entrant(sample, who)
    entry = Entry.objects.create(
        competition=sample.competition, form_key=uuid5(NAMESPACE_URL, f"sample:{sample.competition.pk}:{number}"), title=who.title, concept=who.concept,
        language=who.language, tools="Python, SVG", ai=Entry.AI.NONE, terms=terms.in_force(sample.competition), accepted_at=clock.now(),
        submitted_at=clock.now(), revision=1, **dict.fromkeys(Entry.DECLARATIONS, True),
    )  # fmt: skip
    Authorship.objects.create(
        entry=entry, entrant=entrant, publish_name=number != UNNAMED, credit=who.called(language="en") if number != UNNAMED else ""
    )
    for role, checked in sample.works[number - 1].files.items():
        files.keep(entry, role, checked)
    moving.move_entry(entry, Entry.State.SUBMITTED, role="entrant")
    sample.entries[number] = entry


def withdraw(sample: Sample, *, number: int) -> None:
    moving.move_entry(sample.entries[number], Entry.State.WITHDRAWN, role="entrant")


def _entrant(sample: Sample, who: Person) -> Entrant:
    opening, now = sample.windows.opens.date(), clock.now()
    nationality, residence = COUNTRIES[who.number % len(COUNTRIES)]
    born_on = who.born_on(opening)
    told = {
        "email": who.email, "email_key": f"{who.number:064x}", "confirmed_at": now, "language": who.language, "name_native": who.called(),
        "name_latin": who.called(language="en"), "born_on": born_on, "birth_year": born_on.year, "nationality": nationality, "residence": residence,
        "affiliation": who.called("school"), "is_group": who.number == GROUP, "group_name": who.called("group") if who.number == GROUP else "",
    }  # fmt: skip
    if who.number == MINOR:
        told |= {"guardian_name": who.called("guardian"), "guardian_email": f"guardian{who.number}@example.org", "guardian_consented_at": now}
    entrant = Entrant.objects.create(competition=sample.competition, number=who.number, **told)
    if who.number == GROUP:
        Member.objects.bulk_create(
            Member(entrant=entrant, name_native=who.called(suffix=mark), name_latin=who.called(language="en", suffix=mark), born_on=born_on)
            for mark in "abc"[:MEMBERS]
        )
    acts.write(sample.competition, "register", role="entrant", subject=str(entrant.number))
    return entrant
