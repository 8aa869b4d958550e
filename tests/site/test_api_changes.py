"""What a program that keeps a copy is told: what was changed since a moment, and what it has to remove."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.http import urlencode

from anniversary import clock
from anniversary.articles.models import Article
from anniversary.directory.models import Organisation
from anniversary.programmes.models import Programme
from anniversary.publishing import tombstones, workflow
from anniversary.publishing.models import Status
from anniversary.publishing.tombstones import Tombstone
from events import rescheduling
from events.models import Event, Occurrence, Organisership, Venue
from tests.factories import events, programmes
from tests.factories.users import user

from .api_content import PATHS, fill, key

pytestmark = pytest.mark.django_db
LAST_WEEK = f"{clock.now() - timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def found() -> dict[str, Any]:
    """Everything, last touched two days ago."""
    made = fill()
    long_ago = clock.now() - timedelta(days=2)
    for model in (Event, Occurrence, Venue, Organisation, Programme, Article):
        model.objects.update(updated_at=long_ago)
    for model in (Event, Programme, Article):
        model.objects.update(publish_at=long_ago, first_published_at=long_ago)
    Occurrence.objects.update(public_from=long_ago)
    for record in made.values():
        record.refresh_from_db()
    return made


@pytest.fixture
def since(client):
    def ask(name: str, ago: timedelta = timedelta(days=1), **more: Any) -> tuple[list[str], list[str]]:
        """Ids of what is listed as changed since then, and of what is named as withdrawn."""
        answer = client.get(f"/api/{name}/?{urlencode({'modified_since': (clock.now() - ago).isoformat(), **more})}")
        assert answer.status_code == 200, answer.text
        assert "Concert" not in str(answer.json()["withdrawn"])
        return [record["id"] for record in answer.json()["results"]], [record["id"] for record in answer.json()["withdrawn"]]

    return ask


def withdraw(*records: Any) -> None:
    editor = user(permissions=("programmes.withdraw_programme", "events.withdraw_event", "articles.withdraw_article"))
    for record in records:
        workflow.move(record, "withdraw", user=editor, note="A mistake.")


@pytest.mark.parametrize("name", PATHS)
def test_what_was_not_changed_is_not_listed(found, since, name):
    assert since(name) == ([], [])
    assert since(name, timedelta(days=3)) == ([key(found[name])], [])


@pytest.mark.parametrize("name", PATHS)
def test_what_was_changed_is_listed(found, since, name):
    found[name].save()
    assert since(name) == ([key(found[name])], [])


def test_a_date_counts_as_changed_with_its_event_and_its_venue(found, since):
    found["venues"].save()
    assert since("occurrences")[0] == [found["occurrences"].uid]
    Venue.objects.update(updated_at=clock.now() - timedelta(days=2))
    found["events"].save()
    assert since("occurrences")[0] == [found["occurrences"].uid]


@pytest.mark.parametrize("name", PATHS)
def test_what_became_public_is_listed_though_nobody_touched_it(found, since, name):
    tomorrow = clock.now() + timedelta(days=1)
    for model in (Event, Programme, Article):
        model.objects.update(publish_at=tomorrow, first_published_at=tomorrow)
    Occurrence.objects.update(public_from=tomorrow)
    assert since(name, timedelta(days=3)) == ([], [])
    with clock.as_of(tomorrow + timedelta(hours=1)):
        assert since(name, timedelta(hours=2)) == ([key(found[name])], [])


@pytest.mark.parametrize("name", PATHS)
def test_what_was_withdrawn_is_named_with_what_was_public_only_through_it(client, found, since, name):
    withdraw(*(found[record] for record in ("events", "programmes", "articles")))
    assert since(name) == ([], [key(found[name])])
    assert client.get(f"/api/{name}/{key(found[name])}/").status_code == 410
    with clock.as_of(clock.now() + timedelta(days=2)):
        assert since(name) == ([], [])


@pytest.mark.parametrize("name", PATHS)
def test_what_the_clock_has_taken_down_is_named(client, found, since, name):
    end = clock.now() + timedelta(hours=1)
    for model in (Event, Programme, Article):
        model.objects.update(unpublish_at=end)
    Occurrence.objects.update(public_until=end)
    assert since(name) == ([], [])
    with clock.as_of(end + timedelta(hours=1)):
        assert since(name, timedelta(hours=2)) == ([], [key(found[name])])
        assert client.get(f"/api/{name}/{key(found[name])}/").status_code == 410
        for record in ("events", "programmes", "articles"):
            found[record].refresh_from_db()
            found[record].save()  # touched after its end: it is named as before
        assert since(name, timedelta(hours=2)) == ([], [key(found[name])])
        assert since(name, timedelta(minutes=30)) == ([], [])


@pytest.mark.parametrize("name", PATHS)
def test_what_is_back_is_listed_and_not_named(found, since, name):
    for record in ("events", "programmes", "articles"):
        found[record].status = Status.WITHDRAWN
        found[record].save()
        found[record].status = Status.PUBLISHED
        found[record].save()
    assert Tombstone.objects.exists()
    assert since(name) == ([key(found[name])], [])


@pytest.mark.parametrize("name", PATHS)
def test_what_was_deleted_is_named(found, since, name):
    names = {made: key(record) for made, record in found.items()}
    Article.objects.all().delete()
    Event.objects.all().delete()
    Programme.objects.all().delete()
    Venue.objects.all().delete()
    Organisation.objects.all().delete()
    assert since(name) == ([], [names[name]])


def test_a_deleted_partner_is_named(found, since):
    Organisership.objects.all().delete()
    assert since("organisations")[1] == []  # a programme still names it
    uuid = str(found["organisations"].uuid)
    found["organisations"].delete()
    assert since("organisations")[1] == [uuid]


def test_a_deleted_date_is_named_and_its_venue_with_the_last(found, since):
    first, event = found["occurrences"], found["events"]
    second = events.occurrence(event=event, venue=first.venue)
    may = user(permissions=("events.change_event", "events.publish_event", "events.change_occurrence", "events.delete_occurrence"))
    rescheduling.delete(first, user=may)
    assert since("occurrences")[1] == [first.uid]
    assert since("venues")[1] == []
    Occurrence.objects.filter(pk=second.pk).delete()
    assert set(since("occurrences")[1]) == {first.uid, second.uid}
    assert since("venues")[1] == [str(first.venue.uuid)]


def test_a_venue_that_its_last_date_has_left_is_named(found, since):
    row, left = found["occurrences"], found["venues"]
    row.venue = events.venue(slug="other-hall")
    row.save()
    assert since("venues") == ([str(row.venue.uuid)], [str(left.uuid)])


def test_an_organiser_that_nothing_public_names_any_more_is_named(found, since):
    left, other = found["organisations"], events.directory.organisation(slug="other")
    Organisership.objects.get().delete()
    assert since("organisations")[1] == []
    found["programmes"].partners.clear()
    assert since("organisations")[1] == [str(left.uuid)]
    held = events.organiser(event=found["events"], organisation=left)
    assert since("organisations")[1] == []
    held.organisation = other
    held.save()
    assert since("organisations")[1] == [str(left.uuid)]


@pytest.mark.parametrize("only", ["events", "programmes"])
def test_an_organisation_is_named_with_the_only_record_that_named_it(found, since, only):
    if only == "events":
        found["programmes"].partners.clear()
    else:
        Organisership.objects.all().delete()
    Tombstone.objects.all().delete()
    withdraw(found[only])
    assert since("organisations")[1] == [str(found["organisations"].uuid)]


@pytest.mark.parametrize("way", ["remove", "set", "clear", "from the other side"])
def test_a_partner_that_is_taken_from_a_programme_is_named(found, since, way):
    organisation, programme = found["organisations"], found["programmes"]
    Organisership.objects.all().delete()
    {
        "remove": lambda: programme.partners.remove(organisation), "set": lambda: programme.partners.set([]),
        "clear": lambda: programme.partners.clear(), "from the other side": lambda: organisation.programmes.clear(),
    }[way]()  # fmt: skip
    assert since("organisations")[1] == [str(organisation.uuid)]


@pytest.mark.parametrize("name", PATHS)
def test_what_never_was_public_is_never_named(since, name):
    made = fill(status="draft", publish_at=None)
    made["events"].occurrences.all().delete()
    events.occurrence(event=made["events"], venue=made["venues"])
    made["events"].organisers.all().delete()
    for record in (made["programmes"], made["articles"]):
        type(record).objects.filter(pk=record.pk).update(status="draft", publish_at=None, first_published_at=None)
    Tombstone.objects.all().delete()  # of what the lines above have hidden
    for record in (made["events"], made["programmes"], made["articles"]):
        record.refresh_from_db()
        record.save()
        record.delete()
    made["venues"].delete()
    made["organisations"].delete()
    assert since(name, timedelta(days=399)) == ([], [])
    assert not Tombstone.objects.exists()


def test_a_scheduled_record_that_is_called_off_was_never_public(since):
    later = clock.now() + timedelta(days=1)
    record = programmes.programme(publish_at=later, first_published_at=later)
    withdraw(record)
    assert since("programmes") == ([], [])


def test_a_date_that_is_given_to_an_event_after_its_end_was_never_public(found, since):
    end = clock.now() + timedelta(minutes=1)
    Event.objects.update(unpublish_at=end)
    Occurrence.objects.update(public_until=end)
    with clock.as_of(clock.now() + timedelta(hours=1)):
        found["events"].refresh_from_db()
        added = events.occurrence(event=found["events"], venue=events.venue(slug="secret"))
        Occurrence.objects.filter(pk=added.pk).update(updated_at=clock.now())
        assert since("occurrences")[1] == [found["occurrences"].uid]
        added.refresh_from_db()
        added.delete()
        assert since("occurrences")[1] == [found["occurrences"].uid]
        assert since("venues")[1] == [str(found["venues"].uuid)]


def test_a_repeated_withdrawal_is_named_once_and_at_its_last_time(client, found):
    record = found["programmes"]
    for status in (Status.WITHDRAWN, Status.PUBLISHED, Status.WITHDRAWN):
        record.status = status
        record.save()
    answer = client.get(f"/api/programmes/?modified_since={LAST_WEEK}").json()
    assert [told["id"] for told in answer["withdrawn"]] == [str(record.uuid)]


def test_withdrawn_stands_on_the_first_page_alone_and_only_where_changes_are_asked_for(client, found):
    fill(1)
    assert client.get("/api/events/").json()["withdrawn"] is None
    first = client.get(f"/api/events/?modified_since={LAST_WEEK}&limit=1").json()
    assert first["withdrawn"] == []
    second = client.get(first["next"].removeprefix("http://localhost:8000")).json()
    assert (second["withdrawn"], second["next"], len(second["results"])) == (None, None, 1)


@pytest.mark.parametrize("value", ["2025", "2025-01-01", "2025-01-01T00:00:00", "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_without_its_zone_or_beyond_the_calendar_is_refused(client, found, value):
    answer = client.get("/api/events/", {"modified_since": value})
    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["modified_since"]


def test_a_moment_longer_ago_than_is_kept_in_mind_is_refused(client, found):
    def status(days: int) -> int:
        return client.get("/api/events/", {"modified_since": (clock.now() - timedelta(days=days)).isoformat()}).status_code

    assert (status(399), status(401)) == (200, 400)
    with clock.as_of(clock.now() - timedelta(days=900)):  # by the site's clock
        assert (status(399), status(401)) == (200, 400)
    answer = client.get("/api/events/?modified_since=1900-01-01T00:00:00Z").json()
    assert [fault["parameter"] for fault in answer["errors"]] == ["modified_since"]
    assert "Read the lists anew" in answer["errors"][0]["detail"]


def test_an_earlier_end_does_not_take_the_place_of_a_later_one(found, since):
    """Of a venue of two events: one ended long ago, the other is withdrawn today, and then somebody touches the first."""
    venue, now = found["venues"], clock.now()
    ended = events.event(slug="ended", publish_at=now - timedelta(days=30), unpublish_at=now - timedelta(days=10))
    Occurrence.objects.filter(pk=events.occurrence(event=ended, venue=venue).pk).update(updated_at=now - timedelta(days=20))
    Event.objects.filter(pk=ended.pk).update(updated_at=now - timedelta(days=20))
    withdraw(found["events"])
    assert since("venues")[1] == [str(venue.uuid)]
    ended.refresh_from_db()
    ended.save()
    assert since("venues")[1] == [str(venue.uuid)]


def test_a_tombstone_moves_forward_alone():
    now = clock.now()
    for at in (now, now - timedelta(days=1), now + timedelta(days=1), now):
        tombstones.leave(Venue, ["a", "a", None], at)
    assert list(Tombstone.objects.values_list("key", "at")) == [("a", now + timedelta(days=1))]
