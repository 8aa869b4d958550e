"""Organisations that a competition makes public, and the names of others that a record is told with: both have to be told when they change."""

from datetime import timedelta
from typing import Any

import pytest

from anniversary import clock
from anniversary.articles.models import Article
from anniversary.competition.models import Competition
from anniversary.directory.models import Organisation
from anniversary.programmes.models import Programme
from anniversary.publishing import workflow
from events.models import Event, Occurrence, Organisership
from tests.factories import competition, directory
from tests.factories.users import user

from .api_content import fill, key

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=2)


@pytest.fixture
def since(client):
    def ask(name: str) -> tuple[list[str], list[str]]:
        """Ids of what is listed as changed since yesterday, and of what is named as withdrawn."""
        answer = client.get(f"/api/{name}/", {"modified_since": (clock.now() - timedelta(days=1)).isoformat()})
        assert answer.status_code == 200, answer.text
        return [record["id"] for record in answer.json()["results"]], [record["id"] for record in answer.json()["withdrawn"]]

    return ask


def rest(*models: Any) -> None:
    """Nobody has touched these for two days."""
    for model in models:
        model.objects.update(updated_at=clock.now() - LONG_AGO)


# --- competitions -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def organiser(db) -> Organisation:
    """Public through a competition alone, last touched two days ago."""
    found = directory.organisation(slug="ministry")
    competition.competition(slug="logo", publish_at=clock.now() - LONG_AGO, first_published_at=clock.now() - LONG_AGO).organisers.add(found)
    rest(Organisation, Competition)
    found.refresh_from_db()
    return found


def test_an_organiser_of_a_competition_is_listed_when_the_competition_is_published(organiser, since):
    assert since("organisations") == ([], [])
    Competition.objects.update(publish_at=clock.now())
    assert since("organisations") == ([str(organiser.uuid)], [])


def test_an_organiser_is_named_with_the_competition_that_is_withdrawn(client, organiser, since):
    workflow.move(Competition.objects.get(), "withdraw", user=user(permissions=("competition.withdraw_competition",)), note="A mistake.")
    assert since("organisations") == ([], [str(organiser.uuid)])
    assert client.get(f"/api/organisations/{organiser.uuid}/").status_code == 410


def test_an_organiser_is_named_with_the_competition_that_the_clock_takes_down(client, organiser, since):
    Competition.objects.update(unpublish_at=clock.now() - timedelta(hours=1))
    assert since("organisations") == ([], [str(organiser.uuid)])
    assert client.get(f"/api/organisations/{organiser.uuid}/").status_code == 410


@pytest.mark.parametrize("state", [{"status": "draft", "publish_at": None}, {"status": "withdrawn"}, {"publish_at": clock.now() + timedelta(days=1)}])
def test_an_organiser_of_a_competition_that_is_not_public_is_not_told(client, organiser, since, state):
    Competition.objects.update(**state, updated_at=clock.now())
    assert since("organisations") == ([], [])
    assert client.get(f"/api/organisations/{organiser.uuid}/").status_code == 404
    Competition.objects.get().organisers.clear()
    assert since("organisations") == ([], [])


@pytest.mark.parametrize("way", ["remove", "set", "clear", "from the other side", "clear the other side"])
def test_an_organiser_that_is_taken_from_a_competition_is_named(organiser, since, way):
    record = Competition.objects.get()
    {
        "remove": lambda: record.organisers.remove(organiser), "set": lambda: record.organisers.set([]), "clear": lambda: record.organisers.clear(),
        "from the other side": lambda: organiser.competitions.remove(record), "clear the other side": lambda: organiser.competitions.clear(),
    }[way]()  # fmt: skip
    assert since("organisations")[1] == [str(organiser.uuid)]


# --- the names of others ----------------------------------------------------------------------------------------------------
@pytest.fixture
def found() -> dict[str, Any]:
    """One of each kind, all public and untouched for two days."""
    made = fill()
    untouched()
    for record in made.values():
        record.refresh_from_db()
    return made


def untouched() -> None:
    for model in (Event, Programme, Article):
        model.objects.update(publish_at=clock.now() - LONG_AGO, first_published_at=clock.now() - LONG_AGO)
    Occurrence.objects.update(public_from=clock.now() - LONG_AGO)
    rest(Event, Programme, Article, Occurrence, Organisation)


NAMES = [("events", "programmes"), ("events", "organisations"), ("programmes", "organisations"), ("articles", "events"), ("articles", "programmes")]


@pytest.mark.parametrize(("name", "named"), NAMES)
def test_a_record_is_listed_when_one_that_it_names_is_changed(found, since, name, named):
    assert since(name) == ([], [])
    found[named].save()
    assert since(name) == ([key(found[name])], [])


@pytest.mark.parametrize(("name", "named"), [pair for pair in NAMES if pair[1] != "organisations"])
@pytest.mark.parametrize("moment", ["publish_at", "unpublish_at"])
def test_a_record_is_listed_when_one_that_it_names_comes_or_goes_by_the_clock(found, since, name, named, moment):
    type(found[named]).objects.update(**{moment: clock.now() + timedelta(hours=1)})
    assert since(name)[0] == []
    with clock.as_of(clock.now() + timedelta(hours=2)):
        assert since(name)[0] == [key(found[name])]


def test_a_record_is_not_listed_for_what_it_does_not_name(found, since):
    other = fill(1)
    untouched()
    other["programmes"].save()
    assert since("events")[0] == [key(other["events"])]
    Organisership.objects.filter(event=other["events"]).delete()
    untouched()
    other["organisations"].save()
    assert since("events")[0] == []
