"""Works that look alike: what is found, what is left when it is looked for again, and when it is looked for."""

from datetime import timedelta

import pytest

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.models import Competition
from anniversary.competition.screening import likenesses, tasks
from anniversary.competition.screening.models import Likeness
from tests.factories.competition import competition, rules

from .conftest import NOW, OPENS
from .making import sent, work

pytestmark = pytest.mark.django_db
ONE, SEVEN, EIGHT = "00000000000000ff", "0000000000000080", "0000000000000000"  # the others differ from the first in so many bits


def drawn(record, officer, number, phash, **options) -> Entry:
    made = sent(record, user=officer, number=number, files=False, state=options.pop("state", "submitted"))
    work(made, phash=phash, **options)
    return made


def pairs() -> set[tuple]:
    return set(Likeness.objects.values_list("one", "other", "distance"))


def test_what_differs_in_seven_bits_is_alike_and_in_eight_it_is_not(record, officer):
    one, seven, eight = (drawn(record, officer, number, phash) for number, phash in enumerate([ONE, SEVEN, EIGHT], 1))
    assert likenesses.find(record) == 2
    assert pairs() == {(one.pk, seven.pk, 7), (seven.pk, eight.pk, 1)}


def test_of_two_entries_their_nearest_files_count(record, officer):
    one, other = drawn(record, officer, 1, ONE), drawn(record, officer, 2, SEVEN)
    work(one, role="mono", phash="ffffffff00000001")
    work(other, role="mono", phash="ffffffff00000000")
    likenesses.find(record)
    assert pairs() == {(one.pk, other.pk, 1)}


def test_the_same_file_is_found_without_a_picture_and_also_as_the_source(record, officer):
    made = [sent(record, user=officer, number=number, files=False) for number in range(1, 5)]
    work(made[0], content=b"the same", ready=False)
    work(made[1], content=b"the same", ready=False)
    work(made[2], role="source", content=b"a source")
    work(made[3], role="source", content=b"a source")
    likenesses.find(record)
    assert pairs() == {(made[0].pk, made[1].pk, 0), (made[2].pk, made[3].pk, 0)}


def test_drafts_withdrawn_works_and_other_competitions_are_not_compared(record, officer):
    drawn(record, officer, 1, ONE)
    drawn(record, officer, 2, ONE, state="draft")
    drawn(record, officer, 3, ONE, state="withdrawn")
    elsewhere = competition(title_en="Another", slug="another")
    rules(elsewhere, opens_at=OPENS)
    other = sent(record, user=officer, number=5, files=False)
    Entry.objects.filter(pk=other.pk).update(competition=elsewhere)
    work(other, phash=ONE)
    assert (likenesses.find(record), pairs()) == (0, set())


def test_looked_for_again_what_was_dismissed_stays_and_what_is_no_more_goes(record, officer):
    one, other, third = (drawn(record, officer, number, ONE) for number in (1, 2, 3))
    assert (likenesses.find(record), likenesses.find(record), Likeness.objects.count()) == (3, 3, 3)
    likenesses.dismiss(Likeness.objects.get(one=one, other=other), entry=one, user=officer)
    Work.objects.update(phash="")
    work(third, role="mono", phash=SEVEN)
    work(other, role="mono", phash=EIGHT)
    assert likenesses.find(record) == 1
    left = set(Likeness.objects.values_list("one", "other", "distance", "dismissed_by"))
    assert left == {(one.pk, other.pk, 0, officer.pk), (other.pk, third.pk, 0, None)}


def test_of_hundreds_that_are_the_same_each_is_beside_some(record, officer, monkeypatch):
    monkeypatch.setattr(likenesses, "MOST", 2)
    for number in range(1, 7):
        drawn(record, officer, number, ONE)
    assert likenesses.find(record) == 9  # each with the two first of the others
    assert all(likenesses.of(entry).count() >= 2 for entry in Entry.objects.all())


def test_entering_the_stage_compares_all_works(record, officer, django_capture_on_commit_callbacks):
    one, other = drawn(record, officer, 1, ONE), drawn(record, officer, 2, ONE)
    Competition.objects.filter(pk=record.pk).update(stage="closed")
    with clock.as_of(NOW + timedelta(days=1)), django_capture_on_commit_callbacks(execute=True):
        stages.move(Competition.objects.get(pk=record.pk), "eligibility", user=officer)
    assert pairs() == {(one.pk, other.pk, 0)}


def test_the_task_may_find_the_competition_gone(record):
    assert tasks.find_likenesses.enqueue(0).return_value == 0


def test_an_officer_has_them_compared_once_more(desk, record, officer):
    one, other = drawn(record, officer, 1, ONE), drawn(record, officer, 2, SEVEN)
    assert desk.post(f"{desk.base}compare/").headers["Location"] == f"{desk.base}?show=alike"
    assert pairs() == {(one.pk, other.pk, 7)}
