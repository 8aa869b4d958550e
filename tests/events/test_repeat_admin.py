"""Repeating dates beside an event's form: first shown, then written, and by nobody who may not."""

from datetime import UTC, date, datetime, time

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Version

from anniversary import clock
from anniversary.publishing.models import Status
from events import repeating
from events.models import Event, Occurrence, RecurrenceRule
from tests.factories import events
from tests.factories.staff import make_user

from .test_admin import form as event_form

pytestmark = pytest.mark.django_db
NOTE = {"status_note_en": "The hall is closed."}
END_NOTE = {"end-status_note_en": "The hall is closed."}
MISTAKE = {"why": "mistake"}


@pytest.fixture(autouse=True)
def _early_in_the_year():
    with clock.as_of(datetime(2023, 1, 15, tzinfo=UTC)):
        yield


@pytest.fixture
def approver(client):
    client.force_login(make_user(role="approver"))
    return client


def address(event, rule=None) -> str:
    return reverse("admin:events_event_repeat_rule", args=[event.pk, rule.pk]) if rule else reverse("admin:events_event_repeat", args=[event.pk])


def sent(rule: RecurrenceRule | None = None, *, left_out: tuple[str, ...] = (), **fields) -> dict:
    """What the form of a rule, of a new one by default, sends: Wednesdays in February at 18:00 unless told otherwise."""
    values = {
        "stamped": repeating.stamp(rule) if rule else "",
        "frequency": "weekly", "weekdays": ["2"], "interval": "1", "from_day": "2023-02-01", "until_day": "2023-02-28", "start_time": "18:00",
        "except": list(left_out),
    }  # fmt: skip
    return values | fields


def shown(response) -> dict[str, str]:
    assert response.status_code == 200
    return {line.shown.first_day.isoformat(): line.state.value for line in response.context["plan"].lines}


def test_the_dates_are_shown_and_written_only_then(approver):
    event = events.event()
    page = approver.post(address(event), sent(_show="", end_time="19:30"))
    assert shown(page) == {f"2023-02-{day}": "new" for day in ("01", "08", "15", "22")}
    text = page.content.decode()
    assert "Wednesday, 8 February 2023" in text and "18:00–19:30" in text
    assert (Occurrence.objects.count(), RecurrenceRule.objects.count()) == (0, 0)
    done = approver.post(address(event), sent(_write="", end_time="19:30", seen=page.context["plan"].seen, left_out=("2023-02-08",)), follow=True)
    assert done.request["PATH_INFO"] == reverse("admin:events_event_change", args=[event.pk])
    assert [str(message) for message in done.context["messages"]] == ["Weekly: Wednesday, 1–28 February 2023: 3 dates written"]
    assert [row.first_day.day for row in event.occurrences.all()] == [1, 15, 22]
    assert LogEntry.objects.get().get_change_message() == "Weekly: Wednesday, 1–28 February 2023: 3 dates written"
    assert Version.objects.get_for_model(Occurrence).count() == 3


def test_nothing_is_written_that_was_not_shown(approver):
    event = events.event()
    seen = approver.post(address(event), sent(_show="")).context["plan"].seen
    for data in (sent(_write="", seen=seen, start_time="19:00"), sent(_write="", seen="x"), sent(_write="")):
        page = approver.post(address(event), data)
        assert page.status_code == 200 and "Nothing is written yet" in page.content.decode()
    assert (Occurrence.objects.count(), RecurrenceRule.objects.count()) == (0, 0)


def test_pressed_twice_it_is_written_once(approver):
    event = events.event()
    data = sent(_write="", seen=approver.post(address(event), sent(_show="")).context["plan"].seen)
    assert approver.post(address(event), data).status_code == 302
    assert approver.post(address(event), data).status_code == 200
    assert (Occurrence.objects.count(), RecurrenceRule.objects.count()) == (4, 1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"from_day": ""}, "from_day"),
        ({"until_day": "2026-01-01"}, "until_day"),
        ({"until_day": "2023-01-01"}, "until_day"),
        ({"interval": "13"}, "interval"),
        ({"interval": "9" * 30}, "interval"),
        ({"interval": ""}, "interval"),
        ({"frequency": "hourly"}, "frequency"),
        ({"frequency": ""}, "frequency"),
        ({"weekdays": ["7"]}, "weekdays"),
        ({"frequency": "monthly_day", "month_day": "32"}, "month_day"),
        ({"frequency": "monthly_nth", "nth": "5"}, "nth"),
        ({"start_time": "", "end_time": "9:00"}, "start_time"),
        ({"all_day": "on"}, "all_day"),
        ({"own_tz": "Mars/Phobos"}, "own_tz"),
        ({"venue": "999"}, "venue"),
        ({"except": ["2023-02-01"] * 9 + [str(n) for n in range(800)]}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(approver, fields, field):
    page = approver.post(address(events.event()), sent(_write="", **fields))
    assert list(page.context["form"].errors) == [field]
    assert page.context["plan"] is None
    assert not RecurrenceRule.objects.exists()


def test_a_skipped_hour_is_shown_and_refused_until_it_is_left_out(approver):
    event = events.event()
    fields = {"weekdays": ["6"], "from_day": "2023-03-19", "until_day": "2023-04-02", "start_time": "02:30", "own_tz": "Europe/Paris"}
    page = approver.post(address(event), sent(_show="", **fields))
    assert shown(page)["2023-03-26"] == "impossible"
    refused = approver.post(address(event), sent(_write="", seen=page.context["plan"].seen, **fields))
    assert "Sunday, 26 March 2023: clocks skip this time" in refused.content.decode()
    assert not Occurrence.objects.exists()
    done = approver.post(address(event), sent(_write="", seen=page.context["plan"].seen, left_out=("2023-03-26",), **fields))
    assert (done.status_code, event.occurrences.count()) == (302, 2)


def repeated(**fields) -> RecurrenceRule:
    rule = events.rule(**fields)
    repeating.apply(repeating.plan(rule))
    return rule


def test_a_rule_that_is_there_is_shown_with_its_dates_and_can_be_changed(approver):
    rule = repeated(exceptions=["2023-02-08"])
    event = rule.event
    page = approver.get(address(event, rule))
    assert shown(page) == {"2023-02-01": "kept", "2023-02-08": "left_out", "2023-02-15": "kept", "2023-02-22": "kept"}
    assert 'value="2023-02-08" id="except-2" aria-labelledby="leave-out day-2" checked' in page.content.decode()
    page = approver.post(address(event, rule), sent(rule, _show="", until_day="2023-02-15", left_out=("2023-02-08",)))
    assert shown(page)["2023-02-22"] == "removed"
    assert 'name="falling_out" value="cancel" checked' in page.content.decode()
    data = NOTE | sent(rule, _write="", until_day="2023-02-15", left_out=("2023-02-08",), seen=page.context["plan"].seen)
    assert approver.post(address(event, rule), data).status_code == 302
    assert {row.first_day.day: row.status for row in event.occurrences.all()} == {1: "scheduled", 15: "scheduled", 22: "cancelled"}


def test_an_exception_that_the_changed_rule_does_not_give_is_kept_in_mind_until_it_is_written(approver):
    rule = repeated(exceptions=["2023-02-08"])
    page = approver.post(address(rule.event, rule), sent(rule, _show="", weekdays=["3"], left_out=("2023-02-08",)))
    assert '<input type="hidden" name="except" value="2023-02-08">' in page.content.decode()


def test_the_choice_of_deleting_is_offered_only_where_readers_may_know_the_dates(approver):
    rule = repeated(event=events.event(status=Status.DRAFT, publish_at=None))
    page = approver.post(address(rule.event, rule), sent(rule, _show="", until_day="2023-02-15"))
    assert shown(page)["2023-02-22"] == "removed" and "falling_out" not in page.content.decode()
    approver.post(address(rule.event, rule), sent(rule, _write="", until_day="2023-02-15", seen=page.context["plan"].seen))
    assert rule.event.occurrences.count() == 3


def test_a_new_rule_begins_as_the_first_date_is(approver):
    row = events.occurrence(venue=events.venue(), first_day=date(2023, 2, 3), end_time=time(20))
    page = approver.get(address(row.event))
    given = page.context["form"]
    values = [given[name].value() for name in ("from_day", "start_time", "end_time", "venue")]
    assert values == [date(2023, 2, 3), time(18), time(20), row.venue_id]
    assert page.context["plan"] is None and not RecurrenceRule.objects.exists()


def test_a_date_edited_in_the_events_form_is_the_rules_no_longer(approver):
    rule = repeated(until_day=date(2023, 2, 8))
    event = rule.event
    first, second = event.occurrences.all()
    edited = {"first_day": "2023-02-09", "start_time": "18:00", "id": second.pk} | MISTAKE
    data = event_form({"first_day": "2023-02-01", "start_time": "18:00", "id": first.pk}, edited)
    data |= {"occurrences-INITIAL_FORMS": 2, "slug": event.slug, "publish_at_0": "2022-01-01", "publish_at_1": "00:00"}
    assert approver.post(reverse("admin:events_event_change", args=[event.pk]), data).status_code == 302
    assert [(row.first_day.day, row.detached, row.rule_day.day) for row in event.occurrences.all()] == [(1, False, 1), (9, True, 8)]
    assert shown(approver.get(address(event, rule))) == {"2023-02-01": "kept", "2023-02-09": "detached"}


def test_a_date_deleted_in_the_events_form_is_an_exception(approver):
    rule = repeated(until_day=date(2023, 2, 8))
    event = rule.event
    first, second = event.occurrences.all()
    Event.objects.filter(pk=event.pk).update(status=Status.DRAFT)  # a date that readers know of is not ticked away
    gone = {"first_day": "2023-02-08", "start_time": "18:00", "id": second.pk, "DELETE": "on"}
    data = event_form({"first_day": "2023-02-01", "start_time": "18:00", "id": first.pk}, gone)
    data |= {"occurrences-INITIAL_FORMS": 2, "slug": event.slug, "publish_at_0": "2022-01-01", "publish_at_1": "00:00"}
    assert approver.post(reverse("admin:events_event_change", args=[event.pk]), data).status_code == 302
    assert shown(approver.get(address(event, rule))) == {"2023-02-01": "kept", "2023-02-08": "left_out"}


@pytest.mark.parametrize(
    ("role", "status", "answer"),
    [
        ("approver", Status.PUBLISHED, 200), ("approver", Status.IN_REVIEW, 200), ("editor", Status.DRAFT, 200), ("editor", Status.RETURNED, 200),
        ("editor", Status.PUBLISHED, 403), ("editor", Status.IN_REVIEW, 403), ("editor", Status.WITHDRAWN, 403),
        ("translator", Status.DRAFT, 403), ("competition_officer", Status.DRAFT, 403), ("juror", Status.DRAFT, 403),
    ],
)  # fmt: skip
def test_who_may_change_the_event_and_add_dates_may_repeat_them(client, role, status, answer):
    event = events.event(status=status, publish_at=None if status == Status.DRAFT else events.LONG_AGO)
    rule = repeated(event=event)
    client.force_login(make_user(role=role))
    ending = reverse("admin:events_event_repeat_end", args=[event.pk, rule.pk])
    answers = [client.get(address(event)), client.post(address(event), sent(_show="")), client.get(address(event, rule))]
    assert [found.status_code for found in answers] == [answer] * 3
    assert client.post(ending, {"ahead": "keep"}).status_code == (302 if answer == 200 else 403)
    form = client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    assert (address(event) in form) == (answer == 200)


def test_nobody_else_gets_in_and_a_rule_belongs_to_its_event(client, approver):
    rule = repeated()
    other = events.event(title_en="Another")
    assert approver.get(address(other, rule)).status_code == 404
    assert approver.get("/admin/events/event/999/repeat/").status_code == 404
    assert approver.get(reverse("admin:events_event_repeat_end", args=[rule.event.pk, rule.pk])).status_code == 404
    assert approver.post(reverse("admin:events_event_repeat_end", args=[rule.event.pk, rule.pk]), {"ahead": "burn"}).status_code == 404
    client.logout()
    assert client.get(address(other)).status_code == 302
    assert RecurrenceRule.objects.count() == 1


def test_a_rule_is_taken_away_and_its_dates_are_asked_for(approver):
    rule = repeated()
    done = approver.post(reverse("admin:events_event_repeat_end", args=[rule.event.pk, rule.pk]), {"ahead": "cancel"} | END_NOTE, follow=True)
    assert [str(message) for message in done.context["messages"]] == ["Weekly: Wednesday, 1–28 February 2023: 4 dates cancelled"]
    assert not RecurrenceRule.objects.exists()
    assert set(rule.event.occurrences.values_list("status", flat=True)) == {"cancelled"}


def test_the_last_dates_of_a_public_event_are_not_deleted(approver):
    rule = repeated()
    done = approver.post(reverse("admin:events_event_repeat_end", args=[rule.event.pk, rule.pk]), {"ahead": "delete"}, follow=True)
    assert done.context["ahead"] == "delete"  # as it was chosen
    assert "The page is public and needs at least one." in done.content.decode()
    assert (rule.event.occurrences.count(), RecurrenceRule.objects.count()) == (4, 1)


@pytest.mark.parametrize(("language", "words"), [("en", "Show the dates"), ("ja", "2023年2月8日(水)"), ("km", "ថ្ងៃពុធ ទី៨ ខែកុម្ភៈ ឆ្នាំ២០២៣")])
def test_it_speaks_the_editors_language(approver, settings, language, words):
    approver.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = approver.post(address(events.event()), sent(_show=""), headers={"accept-language": language})
    assert words in page.content.decode()


def test_the_page_costs_the_same_for_one_date_and_for_many(approver):
    few = repeated(until_day=date(2023, 2, 1), venue=events.venue())
    many = repeated(until_day=date(2023, 6, 30), weekdays=[0, 1, 2, 3, 4], venue=events.tokyo())
    counts = []
    for rule in (few, few, many):
        with CaptureQueriesContext(connection) as caught:
            assert approver.post(address(rule.event, rule), sent(rule, _show="", start_time="17:00", venue="")).status_code == 200
        counts.append(len(caught))
    assert counts[1] == counts[2]


def test_an_old_version_is_put_back_with_the_rules_that_it_had(approver):
    event = events.event(status=Status.DRAFT, publish_at=None)
    page = approver.post(address(event), sent(_show=""))
    approver.post(address(event), sent(_write="", seen=page.context["plan"].seen))
    rule = event.rules.get()
    approver.post(reverse("admin:events_event_repeat_end", args=[event.pk, rule.pk]), {"ahead": "delete"})
    assert (event.occurrences.count(), event.rules.count()) == (0, 0)
    version = Version.objects.get_for_object(event).last()
    url = reverse("admin:events_event_revision", args=[event.pk, version.pk])
    (dates,) = [found.formset for found in approver.get(url).context["inline_admin_formsets"] if found.formset.prefix == "occurrences"]
    rows = [{"first_day": one.instance.first_day.isoformat(), "start_time": "18:00", "id": one.instance.pk} for one in dates.initial_forms]
    data = event_form(*rows) | {"occurrences-INITIAL_FORMS": 4, "slug": event.slug}
    assert approver.post(url, data).status_code == 302
    assert (event.occurrences.filter(rule=rule.pk, detached=False).count(), event.rules.count()) == (4, 1)


def test_of_a_public_event_an_old_version_leaves_its_rules_as_they_are_with_its_dates(approver):
    event = events.occurrence(first_day=date(2023, 1, 20)).event
    row = {"first_day": "2023-01-20", "start_time": "18:00", "id": event.occurrences.get().pk}
    data = event_form(row) | {"occurrences-INITIAL_FORMS": 1, "slug": event.slug, "publish_at_0": "2022-01-01", "publish_at_1": "00:00"}
    assert approver.post(reverse("admin:events_event_change", args=[event.pk]), data).status_code == 302  # a version without a rule
    version = Version.objects.get_for_object(event).first()
    page = approver.post(address(event), sent(_show=""))
    approver.post(address(event), sent(_write="", seen=page.context["plan"].seen))
    dates, rule = set(event.occurrences.values_list("uid", "rule_id")), event.rules.get()
    assert len(dates) > 1
    assert approver.post(reverse("admin:events_event_revision", args=[event.pk, version.pk]), data).status_code == 302
    assert (set(event.occurrences.values_list("uid", "rule_id")), event.rules.get()) == (dates, rule)
