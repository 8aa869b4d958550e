"""What the sample competition holds, and that nobody can take it for a real one."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.entrants.models import Authorship, Entrant
from anniversary.competition.entries.models import Entry, Work
from anniversary.competition.jury.models import Criterion, Juror
from anniversary.competition.models import Act, Competition, Rules, Terms
from anniversary.mails.models import Letter
from anniversary.management.sampling import making, removing
from tests.factories.competition import competition, rules

from .conftest import NOW

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[int]]:
    return {model._meta.label: sorted(model._base_manager.values_list("pk", flat=True)) for model, _way in removing.in_order()}


def test_it_is_open_with_sixty_entries_and_five_jurors(sample):
    assert (stages.stage_of(sample), sample.entries.count(), Juror.objects.count(), Criterion.objects.count()) == ("open", 60, 5, 3)
    assert Counter(sample.entries.values_list("state", flat=True)) == {"submitted": 59, "withdrawn": 1}
    assert Counter(Work.objects.values_list("role", "preview_state")) == {
        ("colour", "ready"): 60, ("mono", "ready"): 60, ("source", "refused"): 12,
    }  # fmt: skip


def test_its_windows_go_by_the_clock(sample):
    found = sample.rules
    hour = NOW.replace(minute=0, second=0)
    assert (found.closes_at, found.opens_at) == (hour + timedelta(days=10), hour - timedelta(days=18))
    assert (found.vote_opens_at, found.vote_closes_at) == (hour + timedelta(days=38), hour + timedelta(days=45))


def test_all_of_it_is_marked_as_a_sample(sample):
    assert (Rules.objects.get().sample, Terms.objects.get().sample) == (True, True)
    assert set(Act.objects.values_list("sample", flat=True)) == {True}
    assert all("ample" in sample.title_en and getattr(sample, f"title_{code}") for code in ("en", "ja", "km"))


def test_nobody_in_it_can_be_taken_for_a_person(sample):
    for entrant in Entrant.objects.all():
        assert entrant.name_latin == f"Sample entrant {entrant.number}"
        assert re.fullmatch("Sample entrant [0-9]+|見本の応募者[0-9]+|បេក្ខជនគំរូ [០-៩]+", entrant.name_native)
        assert entrant.email == f"entrant{entrant.number}@example.org"
        assert entrant.affiliation in {"Sample school", "見本の学校", "សាលាគំរូ"}
    assert Counter(Entrant.objects.values_list("language", flat=True)) == {"en": 20, "ja": 20, "km": 20}
    named = Authorship.objects.exclude(publish_name=False)
    assert (named.count(), [one.credit for one in named.exclude(credit__contains="Sample entrant ")]) == (59, ["ក្រុមគំរូ ១១"])


def test_there_is_a_minor_with_a_guardian_a_group_and_one_who_withdrew(sample):
    minor, group = Entrant.objects.exclude(guardian_name=""), Entrant.objects.filter(is_group=True)
    assert [(one.number, one.guardian_email, one.guardian_consented_at is not None) for one in minor] == [(7, "guardian7@example.org", True)]
    grown = [one.number for one in Entrant.objects.all() if (one.born_on.year + 18, one.born_on.month, one.born_on.day) > (2023, 2, 18)]
    assert grown == [7]
    assert [(one.number, one.members.count()) for one in group] == [(11, 3)]
    assert Authorship.objects.get(entry__state=Entry.State.WITHDRAWN).entrant.number == 34


def test_what_is_said_of_a_work_does_not_name_its_entrant(sample):
    assert not [entry.title for entry in Entry.objects.all() if "ample" in entry.title + entry.concept or "見本" in entry.title or "គំរូ" in entry.title]


def test_its_people_cannot_sign_in_until_somebody_gives_them_a_password(sample):
    users = User.objects.filter(username__startswith="sample-")
    assert sorted((user.username, user.has_usable_password(), user.email) for user in users) == [
        *((f"sample-juror-{number}", False, "") for number in range(1, 6)), ("sample-officer", False, ""),
    ]  # fmt: skip


def test_no_letter_is_left_to_be_sent(sample):
    assert not Letter.objects.exclude(address="").exists()


def test_making_it_again_changes_nothing(sample):
    before = everything()
    assert making.make() == sample
    assert everything() == before


def test_when_its_time_is_over_it_is_made_anew(sample):
    with clock.as_of(NOW + timedelta(days=40)):
        anew = making.make()
        assert (anew.pk != sample.pk, stages.stage_of(anew), anew.entries.count(), Competition.objects.count()) == (True, "open", 60, 1)
        assert User.objects.filter(username__startswith="sample-").count() == 6


def test_it_can_be_taken_away_whole_and_nothing_else_goes(sample, sampled, django_capture_on_commit_callbacks):
    real = competition()
    rules(real, opens_at=NOW, criterion=False)
    kept = [name for names in Work.objects.values_list("original", "preview") for name in names if name]
    assert [name for name in kept if not (sampled / name).is_file()] == []
    with django_capture_on_commit_callbacks(execute=False) as later:
        assert removing.remove() == 1
    assert (len(kept), len(later)) == (252, 252)
    assert {label: rows for label, rows in everything().items() if rows} == {"competition.Rules": [real.rules.pk]}
    assert (list(Competition.objects.all()), User.objects.filter(username__startswith="sample-").count()) == ([real], 0)


def test_every_model_of_the_competition_is_reached(sample):
    named = {model._meta.label for model, _way in removing.in_order()}
    assert {"competition.Act", "competition.Terms", "entries.Band", "entrants.Key", "jury.Mark", "vote.Ballot", "outcome.Protocol", "kit.Download"} <= named
