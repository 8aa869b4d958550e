"""The end of entries, to the second: a form that was opened in time is taken within the grace, and nothing else is."""

from datetime import timedelta

import pytest

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.entrants import stamps
from anniversary.competition.entrants.models import Entrant
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act
from tests.competition.entrants.conftest import OPENS
from tests.competition.entrants.walking import DECLARED, Walk

SECOND = timedelta(seconds=1)
CLOSES, LAST = OPENS + timedelta(days=30), OPENS + timedelta(days=30, minutes=15)


@pytest.fixture
def walk(record):
    made = Walk(record).follow()
    made.told()
    return made


@pytest.mark.parametrize(
    ("opened", "sent", "is_in"),
    [
        (CLOSES - 10 * SECOND, CLOSES - SECOND, True),
        (CLOSES - SECOND, CLOSES, True),
        (CLOSES - SECOND, LAST, True),
        (CLOSES - SECOND, LAST + SECOND, False),
        (CLOSES, CLOSES + SECOND, False),
        (CLOSES + SECOND, CLOSES + 2 * SECOND, False),
    ],
)
def test_the_last_form_of_a_draft(walk, record, opened, sent, is_in):
    begun = walk.begin()
    made = Entry.objects.get()
    stamp = stamps.make(record, str(made.form_key), opened)
    with clock.as_of(sent):
        answer = walk.client.post(begun.url.partition("?")[0], {"stamp": stamp, "terms": record.terms.get().pk} | DECLARED)
    made.refresh_from_db()
    assert (made.state, answer.status_code) == (("submitted", 302) if is_in else ("draft", 422))
    assert made.submitted_at == (sent if is_in else None)
    if is_in:
        assert Act.objects.get(verb="submit").detail == {"grace": sent >= CLOSES}


def test_a_walk_that_was_begun_in_time_goes_on_through_the_grace(walk):
    with clock.as_of(CLOSES - SECOND):
        form = walk.form()
    with clock.as_of(LAST - timedelta(minutes=5)):
        begun = walk.post("new/", **form, title="Late", concept="Just in time.", language="en", ai="none")
        made = Entry.objects.get()
        edited = walk.form(f"{made.code}/edit/?{begun.url.partition('?')[2]}")
        from tests.competition.entrants.walking import drawing

        again = walk.post(f"{made.code}/edit/", **edited, title="Later", concept="Just.", language="en", ai="none", colour=drawing(), mono=drawing("black"))
    with clock.as_of(LAST):
        assert walk.send(again.url).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.title, made.submitted_at) == ("submitted", "Later", LAST)


@pytest.mark.parametrize("forged", ["", "x", "other form", "other competition", "by hand"])
def test_a_stamp_is_for_one_form_and_ours_alone(walk, record, forged):
    begun = walk.begin()
    made = Entry.objects.get()
    real = stamps.make(record, str(made.form_key), CLOSES - SECOND)
    other = stamps.make(record, "another", CLOSES - SECOND)
    given = {"": "", "x": "x", "other form": other, "other competition": stamps.make(type(record)(pk=record.pk + 1), str(made.form_key)), "by hand": real[:-2]}
    with clock.as_of(CLOSES + SECOND):
        walk.client.post(begun.url.partition("?")[0], {"stamp": given[forged], "terms": record.terms.get().pk} | DECLARED)
    assert Entry.objects.get().state == "draft"


def test_after_the_end_nothing_new_is_begun_and_the_page_says_so(walk):
    with clock.as_of(CLOSES):
        assert "Works are no longer taken" in walk.get("new/")
        assert walk.post("new/", form_key="2f8a3c1e-0000-4000-8000-000000000001", title="New", language="en", ai="none").status_code == 422
        assert "Works are no longer taken" in walk.get()
    assert not Entry.objects.exists()


def test_the_person_is_changed_within_the_grace_and_not_after(walk):
    with clock.as_of(CLOSES - SECOND):
        page = walk.get("you/")
    from tests.competition.entrants.walking import PERSON, hidden

    sent = {**PERSON, "stamp": hidden(page, "stamp")}
    with clock.as_of(LAST):
        assert walk.post("you/", **sent, guardian_name="").status_code == 302
    with clock.as_of(LAST + SECOND):
        assert walk.post("you/", **sent | {"name_latin": "Other"}).status_code == 422
    assert Entrant.objects.get().name_latin == "SOK Dara"


def test_an_end_that_was_put_off_opens_it_again(walk, record, officer):
    walk.begin()
    with clock.as_of(LAST + SECOND):
        stages.extend(record, LAST + timedelta(days=2), user=officer, note="Storms")
        assert walk.send(f"{walk.here}{Entry.objects.get().code}/check/").status_code == 302
    assert Entry.objects.get().state == "submitted"
