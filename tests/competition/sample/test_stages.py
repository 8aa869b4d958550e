"""The sample can be taken to each stage, forward and back."""

import pytest

from anniversary import clock
from anniversary.competition import stages
from anniversary.competition.entries.models import Entry
from anniversary.competition.models import Act, Competition
from anniversary.competition.vote.models import Ballot
from anniversary.management.sampling import making, windows

from .conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("stage", ["eligibility", "vote", "decision"])
def test_it_can_be_taken_to_a_stage(sampled, stage):
    with clock.as_of(NOW):
        taken = making.make(stage)
        assert (stages.stage_of(taken), Competition.objects.count(), Entry.objects.count()) == (windows.AT[stage][0], 1, 60)
        assert not Act.objects.filter(at__gt=NOW).exists()
        if stage == "vote":
            assert (Ballot.objects.filter(state="cast").count(), taken.rules.vote_closes_at > NOW) == (36, True)
