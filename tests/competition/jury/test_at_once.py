"""Two windows and a submission that come in the same moment: one of them is first, and nothing is half kept."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from anniversary.competition.entries.models import Entry
from anniversary.competition.jury import judging, seating
from anniversary.competition.jury.models import Mark, Round, Sheet

from .conftest import make_jury

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jury(kept_rows_may_go):
    made = make_jury(entries=1)
    seating.write_seats(made.open().pk)
    yield made
    Entry.objects.update(state="draft", terms=None, accepted_at=None)  # as the terms have to go after the test


def at_once(*deeds) -> list[str]:
    """What came of each: "done", or the name of what was raised."""
    barrier, came = Barrier(len(deeds)), [""] * len(deeds)

    def do(place: int) -> None:
        barrier.wait()
        try:
            deeds[place]()
            came[place] = "done"
        except (judging.Stale, ValidationError) as error:
            came[place] = type(error).__name__
        finally:
            connection.close()

    threads = [Thread(target=do, args=[place]) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def given(jury, mark: int) -> judging.Given:
    return judging.Given({row.pk: mark for row in jury.criteria})


def test_of_eight_windows_that_save_at_once_one_does_and_the_others_hear_of_it(jury):
    sheet = jury.sheet(1, jury.entries[0])
    came = at_once(*(lambda mark=mark: judging.save(sheet, given(jury, mark), revision=0) for mark in range(1, 9)))
    assert sorted(came) == ["Stale"] * 7 + ["done"]
    assert Mark.objects.filter(sheet=sheet).count() == 2
    assert set(Mark.objects.filter(sheet=sheet).values_list("value", flat=True)) == {came.index("done") + 1}
    assert Sheet.objects.get(pk=sheet.pk).revision == 1


def test_of_two_submissions_at_once_one_counts_and_no_mark_is_taken_after_it(jury):
    sheet, user = judging.save(jury.sheet(1, jury.entries[0]), given(jury, 5), revision=0), jury.users[0]
    came = at_once(
        lambda: judging.submit(jury.seat(1), user=user), lambda: judging.submit(jury.seat(1), user=user),
        lambda: judging.save(sheet, given(jury, 9), revision=1),
    )  # fmt: skip
    assert sorted(came[:2]) == ["ValidationError", "done"]
    assert jury.seat(1).submitted_at is not None
    kept = 9 if came[2] == "done" else 5
    assert set(Mark.objects.values_list("value", flat=True)) == {kept}


def test_seats_that_are_written_twice_at_once_are_written_once(kept_rows_may_go):
    made = make_jury(entries=5)
    Round.objects.update(state=Round.State.OPEN)
    judged = Round.objects.get()
    try:
        assert at_once(*[lambda: seating.write_seats(judged.pk)] * 4) == ["done"] * 4
        assert Sheet.objects.count() == len(made.users) * 5
    finally:
        Entry.objects.update(state="draft", terms=None, accepted_at=None)
