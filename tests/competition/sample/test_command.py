"""`manage.py demo` and the sample: only where it is asked for, and never at the cost of a real competition."""

import io

import pytest
from django.core.management import CommandError, call_command

from anniversary.articles.models import Article
from anniversary.competition import acts, terms
from anniversary.competition.models import Act, Competition
from anniversary.management.commands import demo
from anniversary.management.loading.records import Loader
from anniversary.management.sampling import removing
from tests.factories.competition import competition, entrant, issued_terms, rules
from tests.factories.staff import make_user

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def nothing_else(monkeypatch):
    """The rest of the demonstration is loaded by other tests."""
    monkeypatch.setattr(Loader, "steps", lambda self: [])
    monkeypatch.setattr(demo, "compile_catalogues", lambda: None)


@pytest.fixture
def asked(monkeypatch):
    found: list[str] = []
    monkeypatch.setattr(demo.making, "make", lambda stage, told: found.append(stage))
    return found


def test_without_the_option_no_sample_is_made(nothing_else, asked):
    call_command("demo", verbosity=0)
    assert asked == []


def test_the_option_makes_it_and_says_how_its_people_sign_in(nothing_else, asked):
    out = io.StringIO()
    call_command("demo", "--samples", stdout=out)
    call_command("demo", "--samples", "--samples-stage", "jury", verbosity=0)
    assert asked == ["open", "jury"]
    assert "manage.py changepassword sample-juror-1" in out.getvalue()


def test_no_other_stage_can_be_asked_for():
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("demo", "--samples", "--samples-stage", "setup")


def test_a_reset_takes_the_sample_away_with_all_of_its_acts(sample, nothing_else):
    call_command("demo", "--reset", verbosity=0)
    assert (Competition.objects.count(), Act.objects.count()) == (0, 0)


def test_the_sample_alone_can_be_taken_away(sample, nothing_else):
    kept = Article.objects.create(slug="kept", title_en="Kept", date=NOW.date())
    call_command("demo", "--remove-samples", stdout=io.StringIO())
    assert (Competition.objects.count(), list(Article.objects.all())) == (0, [kept])


@pytest.mark.parametrize("what", ["an act", "issued terms", "an entrant"])
def test_a_real_competition_is_not_thrown_away(what, nothing_else):
    record, officer = competition(title_en="The real one"), make_user(role="competition_officer")
    rules(record, opens_at=NOW)
    if what == "an act":
        acts.write(record, "stage", role="clock")
    elif what == "issued terms":
        issued_terms(record, user=officer)
    else:
        entrant(record)
    with pytest.raises(CommandError, match=r"Nothing was removed\. This site holds a competition that was run here \(The real one\)"):
        call_command("demo", "--reset", verbosity=0)
    assert record in Competition.objects.all()


def test_it_is_not_thrown_away_beside_a_sample_either_and_the_sample_stays(sample, nothing_else):
    record = competition(title_en="The real one")
    acts.write(record, "stage", role="clock")
    with pytest.raises(CommandError, match="The real one"):
        call_command("demo", "--samples", "--reset", verbosity=0)
    assert removing.samples().get() == sample


def test_one_that_was_only_prepared_or_told_of_goes(nothing_else):
    prepared = competition(title_en="Prepared")
    rules(prepared, opens_at=NOW)
    terms.draft(prepared, text_en="<p>Soon.</p>")
    competition(title_en="Told")
    call_command("demo", "--reset", verbosity=0)
    assert Competition.objects.count() == 0
