"""15,000 works on the desk: asked as often as for a few, and answered by an index."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anniversary.competition import terms
from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Band, Entry, Work
from anniversary.competition.screening import likenesses, queue
from anniversary.competition.screening.models import Likeness, Question
from tests.conftest import on_postgres
from tests.factories.competition import PUBLISHED_AT, entry

from .making import sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NUMBER = 15_000
STATES = ["submitted"] * 70 + ["queried"] * 2 + ["eligible"] * 20 + ["ineligible"] * 5 + ["draft"] * 2 + ["withdrawn"]


def fill(record, officer, number: int, chance: random.Random) -> list[Entry]:
    """So many entries of every state, some with a question, some alike."""
    first = entry(record, user=officer, state="submitted")
    told = {field.attname: getattr(first, field.attname) for field in Entry._meta.concrete_fields if field.attname not in {"id", "code", "form_key", "state"}}
    states = [chance.choice(STATES) for _entry in range(number)]
    made = Entry.objects.bulk_create([Entry(**told, code=code(n), form_key=f"{n:032x}", state=state) for n, state in enumerate(states)], batch_size=1000)
    persons = Entrant.objects.bulk_create(
        [Entrant(competition=record, number=n, email=f"e{n}@example.org", email_key=f"{n:064x}", language="en", birth_year=1990) for n in range(1, number + 1)],
        batch_size=1000,
    )
    Authorship.objects.bulk_create([Authorship(entry=one, entrant=whose) for one, whose in zip(made, persons, strict=True)], batch_size=1000)
    works = Work.objects.bulk_create(
        [
            Work(entry=one, role="colour", kind="png", sha256=f"{n // 2 if n < 200 else n:064x}", bytes=9, preview_state="ready", preview="x",
                 phash=f"{chance.getrandbits(64):016x}")
            for n, one in enumerate(made)
        ], batch_size=1000,
    )  # fmt: skip
    Band.objects.bulk_create(
        [Band(work=work, place=place, value=int(work.phash[2 * place : 2 * place + 2], 16)) for work in works for place in range(8)], batch_size=5000
    )
    asked = chance.sample(made, number // 50)
    Question.objects.bulk_create(
        [Question(entry=one, text="?", asked_at=PUBLISHED_AT, answer="!", answered_at=PUBLISHED_AT + timedelta(days=1)) for one in asked], batch_size=1000
    )
    pairs = {(one.pk, other.pk) for one, other in (sorted(chance.sample(made, 2), key=lambda one: one.pk) for _pair in range(number // 40))}
    Likeness.objects.bulk_create([Likeness(one_id=one, other_id=other, distance=3) for one, other in pairs], batch_size=1000)
    return made


def code(number: int) -> str:
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    drawn = "".join(letters[number * 7919 // 31**place % 31] for place in range(6))
    return f"{drawn[:3]}-{drawn[3:]}"


def asked(desk, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


def plan(queryset) -> str:
    return queryset.explain()


def test_of_15_000_works_each_queue_asks_as_often_as_of_60_and_reads_by_an_index(desk, record, officer):
    chance = random.Random(6)
    fill(record, officer, 60, chance)
    addresses = [f"{desk.base}?show={show}&after={after}" for show in queue.Show.values for after in ("", "0.555-555", "1.555-555")]
    few = {address: len(asked(desk, address)) for address in addresses}
    for model in (Likeness, Question, Band, Work, Authorship, Entrant, Entry):
        model.objects.all().delete()
    assert terms.in_force(record)
    made = fill(record, officer, NUMBER, chance)
    if on_postgres():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    many = {address: len(asked(desk, address)) for address in addresses}
    # A queue that is empty, or has its page full with those who answered, asks less.
    assert max(many.values()) <= max(few.values())
    for show in queue.Show.values:
        for part in queue.parts(record, show):
            told = plan(part.filter(code__gt="555-555")[: queue.PAGE])
            assert "Seq Scan on entries_entry" not in told, told
            assert "SCAN entries_entry\n" not in told + "\n", told
    found = {state: sum(one.state == state for one in made) for state in ("queried", "eligible", "ineligible")}
    assert {name: number for name, number in queue.counts(record).items() if name in found} == found
    page = queue.page(record, "eligible")
    assert [one.code for one in page.entries] == sorted(one.code for one in made if one.state == "eligible")[: queue.PAGE]
    one = next(one for one in made if one.state == "submitted")
    assert len(asked(desk, f"{desk.base}{one.code}/")) < 45


def test_of_15_000_works_those_alike_are_found_without_comparing_all(record, officer):
    made = fill(record, officer, NUMBER, random.Random(7))
    Likeness.objects.all().delete()
    by_chance = likenesses.find(record)
    there = {one.pk for one in made if one.state not in ("draft", "withdrawn")}
    same = {(made[n].pk, made[n + 1].pk) for n in range(0, 200, 2) if {made[n].pk, made[n + 1].pk} <= there}
    assert set(Likeness.objects.filter(distance=0).values_list("one", "other")) == same
    assert by_chance == Likeness.objects.count()


def test_one_work_s_page_asks_no_more_for_many_likenesses_and_checks(desk, record, officer):
    one = sent(record, user=officer, code="222-222")
    others = [sent(record, user=officer, number=number, files=number < 5) for number in range(2, 32)]

    def like(other) -> None:
        Likeness.objects.create(one=one, other=other, distance=1)

    like(others[0])
    desk.get(f"{desk.base}222-222/")
    few = len(asked(desk, f"{desk.base}222-222/"))
    for other in others[1:]:
        like(other)
    assert len(asked(desk, f"{desk.base}222-222/")) == few
