"""What the apps above bring to the competition: desks, doorways, chores."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from anniversary import clock
from anniversary.competition import chores, desks, doorways
from anniversary.competition.models import Competition
from tests.factories import occasion
from tests.factories.competition import PUBLISHED_AT, competition, rules
from tests.factories.staff import make_user


@pytest.mark.django_db
def test_a_desk_is_for_who_has_the_right_and_for_what_is_run_here(rf, monkeypatch):
    occasion.anniversary()
    told, run = competition(), competition(title_en="Another")
    rules(run, opens_at=PUBLISHED_AT)

    @desks.door()
    def view(request, record):
        return HttpResponse(str(record.pk))

    def asked(role, record):
        request = rf.get("/")
        request.user = make_user(username=role, role=role)
        return view(request, pk=record.pk)

    answer = asked("competition_officer", run)
    assert (answer.content.decode(), "no-store" in answer["Cache-Control"]) == (str(run.pk), True)
    for role in ("editor", "approver", "translator", "juror"):
        with pytest.raises(PermissionDenied):
            asked(role, run)
    with pytest.raises(Exception, match="No Competition matches"):
        asked("administrator", told)


@pytest.mark.django_db
def test_doorways_are_asked_with_the_stage_of_the_clock_and_the_main_one_is_first(monkeypatch):
    monkeypatch.setattr(doorways, "_offers", [])
    told, run = competition(), competition(title_en="Another", stage=Competition.Stage.ANNOUNCED)
    rules(run, opens_at=PUBLISHED_AT)
    doorways.offer(lambda record, rules, stage: doorways.Doorway("Rules", "/rules/"))
    doorways.offer(lambda record, rules, stage: doorways.Doorway("Enter", "/enter/", main=True) if stage == "open" else None)
    with clock.as_of(PUBLISHED_AT):
        assert [door.label for door in doorways.of(run)] == ["Enter", "Rules"]
        assert doorways.of(told) == []
    with clock.as_of(PUBLISHED_AT.replace(year=2022)):
        assert [door.label for door in doorways.of(run)] == ["Rules"]


def test_a_chore_that_fails_keeps_no_other_from_its_turn(monkeypatch, caplog):
    done = []

    def fails():
        raise OSError

    monkeypatch.setattr(chores, "_chores", [])
    assert chores.enqueue_due() is False
    chores.register(fails)
    chores.register(lambda: done.append(1))
    assert (chores.enqueue_due(), done, "could not be enqueued" in caplog.text) == (True, [1], True)
