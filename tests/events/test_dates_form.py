"""An event with very many dates can still be edited: its form shows some of them and leaves the others as they are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from anniversary import clock
from anniversary.publishing.models import Status
from events import repeating
from events.models import Event
from tests.factories import events
from tests.factories.staff import make_user

from .test_admin import form as event_form

pytestmark = pytest.mark.django_db
FIRST = date(2023, 2, 1)


@pytest.fixture
def approver(client):
    client.force_login(make_user(role="approver"))
    with clock.as_of(datetime(2023, 1, 15, tzinfo=UTC)):
        yield client


def daily(count: int) -> Event:
    """An event on as many days from the first of February on."""
    rule = events.rule(weekdays=[0, 1, 2, 3, 4, 5, 6], from_day=FIRST, until_day=FIRST + timedelta(days=count - 1))
    repeating.apply(repeating.plan(rule))
    return rule.event


def shown(client, event, query: str = "") -> tuple[int, date, date, dict | None]:
    page = client.get(reverse("admin:events_event_change", args=[event.pk]) + query)
    (dates,) = [inline.formset for inline in page.context["inline_admin_formsets"] if inline.formset.prefix == "occurrences"]
    days = [one.instance.first_day for one in dates.initial_forms]
    assert ("dates-window" in page.content.decode()) == (dates.window is not None)
    return len(days), days[0], days[-1], dates.window


def test_fifty_dates_are_shown_whole(approver):
    assert shown(approver, daily(50)) == (50, FIRST, date(2023, 3, 22), None)


def test_of_more_those_ahead_are_shown_and_the_others_can_be_reached(approver):
    event = daily(120)
    day = FIRST.replace
    window = {"count": 120, "first": FIRST, "last": date(2023, 3, 22), "earlier": None, "later": date(2023, 3, 23)}
    assert shown(approver, event) == (50, FIRST, date(2023, 3, 22), window)
    with clock.as_of(datetime(2023, 2, 11, 12, tzinfo=UTC)):
        assert shown(approver, event)[1:] == (
            day(day=11), date(2023, 4, 1), {"count": 120, "first": day(day=11), "last": date(2023, 4, 1), "earlier": FIRST, "later": date(2023, 4, 2)},
        )  # fmt: skip
    found = shown(approver, event, "?dates_from=2023-05-31")
    assert found[1:3] == (date(2023, 4, 12), date(2023, 5, 31)) and found[3]["earlier"] == date(2023, 2, 21) and found[3]["later"] is None
    assert shown(approver, event, "?dates_from=nonsense")[1] == FIRST


def test_what_is_not_shown_stays_and_any_date_that_is_sent_is_saved(approver):
    event = daily(60)
    last = event.occurrences.last()
    url = reverse("admin:events_event_change", args=[event.pk]) + "?dates_from=2023-04-01"
    kept = {"occurrences-INITIAL_FORMS": 1, "slug": event.slug, "publish_at_0": "2022-01-01", "publish_at_1": "00:00"}
    row = {"first_day": last.first_day.isoformat(), "start_time": "19:00", "id": last.pk, "why": "mistake"}
    assert approver.post(url, event_form(row) | kept).status_code == 302
    last.refresh_from_db()
    assert (last.start_time.hour, event.occurrences.count(), event.occurrences.filter(detached=True).count()) == (19, 60, 1)
    Event.objects.filter(pk=event.pk).update(status=Status.DRAFT)  # a date that readers know of is not ticked away
    assert approver.post(url, event_form(row | {"DELETE": "on"}) | kept).status_code == 302  # it was not the last one
    assert event.occurrences.count() == 59


def test_a_date_of_another_event_is_not_touched(approver):
    event, other = daily(1), events.occurrence(event=events.event(title_en="Other"))
    before = list(other.event.occurrences.values())
    kept = {"occurrences-INITIAL_FORMS": 1, "slug": event.slug, "publish_at_0": "2022-01-01", "publish_at_1": "00:00"}
    for sent in ({"first_day": "2023-04-01"}, {"first_day": "2023-04-01", "DELETE": "on"}):
        approver.post(reverse("admin:events_event_change", args=[event.pk]), event_form(sent | {"id": other.pk}) | kept)
    assert list(other.event.occurrences.values()) == before
    assert [row.first_day for row in event.occurrences.all()] == [FIRST]
