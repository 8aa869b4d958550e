"""The checklist: what the data say by themselves, to the day."""

from datetime import date, timedelta

import pytest

from anniversary.competition.entrants.models import Entrant, Member
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Rules
from anniversary.competition.screening import checklist

from .conftest import OPENS
from .making import sent, work

pytestmark = pytest.mark.django_db


def point(entry, name) -> tuple:
    found = {one.name: (one.ok, str(one.found)) for one in checklist.points(Entry.objects.select_related("competition__rules").get(pk=entry.pk))}
    return found.get(name, ())


def rule(record, **values) -> None:
    Rules.objects.filter(pk=record.rules.pk).update(**values)


def test_who_is_too_young_or_says_no_birthday_is_marked(record, officer):
    made = sent(record, user=officer, person={"born_on": date(2010, 5, 1)})
    assert point(made, "age") == (True, "12")
    rule(record, youngest=13)
    assert point(made, "age") == (False, "12")
    Entrant.objects.update(born_on=None)
    assert (point(made, "age"), point(made, "guardian")) == ((False, "not stated"), ())


def test_a_minor_needs_the_guardian_s_consent_and_nobody_else_does(record, officer):
    minor = sent(record, user=officer, person={"born_on": date(2010, 5, 1), "guardian_name": "Sokha"})
    assert point(minor, "guardian") == (False, "Sokha")
    Entrant.objects.update(guardian_consented_at=OPENS)
    assert point(minor, "guardian") == (True, "Sokha")
    Entrant.objects.update(born_on=date(2005, 3, 1))
    assert point(minor, "guardian") == ()


@pytest.mark.parametrize(
    ("allowed", "nationality", "residence", "ok"),
    [
        ([], "FR", "", True), (["KH", "JP"], "KH", "FR", True), (["KH", "JP"], "FR", "JP", True), (["KH", "JP"], "FR", "FR", False),
        (["KH"], "", "", False),
    ],
)  # fmt: skip
def test_nationality_or_residence_is_enough(record, officer, allowed, nationality, residence, ok):
    rule(record, countries=allowed)
    made = sent(record, user=officer, person={"nationality": nationality, "residence": residence})
    assert point(made, "country")[0] is ok


def test_a_group_is_counted_and_each_member_s_age_too(record, officer):
    made = sent(record, user=officer, person={"is_group": True})
    entrant = Entrant.objects.get()
    assert (point(made, "group"), point(made, "age")) == ((False, "1 person"), (True, "32"))
    Member.objects.create(entrant=entrant, name_native="បុប្ផា", name_latin="Bopha", born_on=date(2012, 1, 1))
    assert (point(made, "group"), point(made, "age"), point(made, "guardian")[0]) == ((True, "2 persons"), (True, "32, 11"), False)
    rule(record, group_most=2, youngest=12)
    Member.objects.create(entrant=entrant, name_native="ម៉ាលី", name_latin="Maly", born_on=date(2000, 1, 1))
    assert (point(made, "group"), point(made, "age")) == ((False, "3 persons"), (False, "32, 11, 23"))
    rule(record, groups=False, group_most=10)
    assert point(made, "group")[0] is False


def test_works_beyond_the_number_allowed_are_marked_on_each(record, officer):
    made = sent(record, user=officer)
    by = Entrant.objects.get()
    for state in ("draft", "withdrawn"):
        sent(record, user=officer, by=by, state=state)
    assert point(made, "limit") == (True, "1 of at most 1")
    other = sent(record, user=officer, by=by, state="eligible")
    assert [point(one, "limit") for one in (made, other)] == [(False, "2 of at most 1")] * 2


def test_in_time_is_until_the_end_of_the_grace(record, officer):
    made = sent(record, user=officer)
    end = OPENS + timedelta(days=30, minutes=15)
    found = []
    for moment in (end, end + timedelta(microseconds=1)):
        Entry.objects.filter(pk=made.pk).update(submitted_at=moment)
        found.append(point(made, "in_time")[0])
    assert found == [True, False]


def test_files_are_compared_with_the_rules(record, officer):
    made = sent(record, user=officer)
    assert point(made, "files") == (True, "")
    rule(record, needs_source=True, file_types=["svg", "jpeg"])
    Work.objects.filter(role="mono").update(preview_state="refused", kind="svg")
    assert point(made, "files") == (False, "Missing: Source file, In black and white: Cannot be shown, In colour: png")
    work(made, role="source", kind="eps")
    Work.objects.exclude(role="source").update(preview_state="ready", kind="svg")
    assert point(made, "files") == (True, "")
    slogan = sent(record, user=officer, number=2, files=False, title=" ")
    rule(record, takes_files=False)
    assert [point(one, "files")[0] for one in (made, slogan)] == [True, False]


@pytest.mark.parametrize(
    ("title", "concept", "found"),
    [
        ("Two petals", "They meet.", ""), ("Dara’s sign", "", "dara"), ("A sign", "by SOK, of Phnom Penh", "sok"), ("A sokol", "Daraja", ""),
        ("ស្នាដៃដារ៉ា", "", "ដារ៉ា"), ("A sign", "Made at the royal SCHOOL of arts", "Royal School"), ("Li", "", ""),
    ],
)  # fmt: skip
def test_names_in_title_and_explanation_are_found(record, officer, title, concept, found):
    person = {"name_native": "ដារ៉ា", "name_latin": "Dara Sok Li", "affiliation": "Royal School"}
    made = sent(record, user=officer, title=title, concept=concept, person=person)
    assert point(made, "unnamed") == (not found, found)


def test_what_only_a_person_can_say_is_open(record, officer):
    made = sent(record, user=officer)
    assert [point(made, name)[0] for name in ("picture", "asked_for", "decent")] == [None, None, None]
