"""What a rule writes, and what it never touches."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from anniversary import clock
from anniversary.publishing.models import Status
from events import repeating
from events.models import Occurrence, RecurrenceRule
from events.repeating import State
from tests.factories import events

pytestmark = pytest.mark.django_db
NOTES = {"en": "The hall is closed."}


@pytest.fixture(autouse=True)
def _early_in_the_year():
    with clock.as_of(datetime(2023, 1, 15, tzinfo=UTC)):
        yield


def as_of(day: int):
    """Noon at the venue on a day of February 2023."""
    return clock.as_of(datetime(2023, 2, day, 5, tzinfo=UTC))


def states(rule: RecurrenceRule) -> dict[int, str]:
    """What becomes of each day of February, by its number."""
    return {line.day.day: line.state.value for line in repeating.plan(rule).lines}


def apply(rule: RecurrenceRule, falling_out: str = repeating.CANCEL, **given) -> str:
    return repeating.apply(repeating.plan(rule), falling_out, **{"notes": NOTES} | given)


def written(**fields) -> RecurrenceRule:
    """A rule at a venue in Phnom Penh that has written its dates."""
    rule = events.rule(venue=events.venue(), **fields)
    apply(rule)
    return rule


def there(rule: RecurrenceRule) -> list[tuple]:
    return list(rule.event.occurrences.values_list("uid", "start", "end", "status", "sequence", "detached", "rule_day"))


def date_of(rule: RecurrenceRule, day: int) -> Occurrence:
    return rule.occurrences.get(rule_day=date(2023, 2, day))


def test_a_plan_writes_nothing_and_applying_it_writes_exactly_that():
    rule = events.rule(venue=events.venue(), end_time=time(20))
    found = repeating.plan(rule)
    assert [(line.day.day, line.state) for line in found.lines] == [(1, State.NEW), (8, State.NEW), (15, State.NEW), (22, State.NEW)]
    assert (Occurrence.objects.count(), RecurrenceRule.objects.count()) == (0, 0)
    assert repeating.apply(found) == "4 dates written"
    rows = list(rule.event.occurrences.all())
    assert [(row.start, row.end) for row in rows] == [
        (datetime(2023, 2, day, 11, tzinfo=UTC), datetime(2023, 2, day, 13, tzinfo=UTC)) for day in (1, 8, 15, 22)
    ]
    assert [(row.rule_id, row.rule_day, row.first_day, row.detached) for row in rows] == [
        (rule.pk, date(2023, 2, day), date(2023, 2, day), False) for day in (1, 8, 15, 22)
    ]
    assert len({row.uid for row in rows}) == 4
    # As a date that was typed in: in the list, with its place and its kind.
    assert [(row.country, row.category, row.public_from, row.tz) for row in Occurrence.objects.published()] == [
        ("KH", rule.event.category, events.LONG_AGO, "Asia/Phnom_Penh")
    ] * 4


def test_applied_twice_it_changes_nothing():
    rule = written()
    before, changed = there(rule), list(rule.event.occurrences.values_list("updated_at", flat=True))
    rule = RecurrenceRule.objects.get()
    assert states(rule) == {1: "kept", 8: "kept", 15: "kept", 22: "kept"}
    assert apply(rule) == "No date was changed"
    assert (there(rule), list(rule.event.occurrences.values_list("updated_at", flat=True))) == (before, changed)


def test_an_hour_that_changes_keeps_the_uids_and_is_told_to_calendars():
    rule = written()
    uids = [row[0] for row in there(rule)]
    rule.start_time = time(19)
    assert states(rule) == {1: "moved", 8: "moved", 15: "moved", 22: "moved"}
    assert apply(rule) == "4 dates changed"
    assert [row[0] for row in there(rule)] == uids
    assert [(row.start.hour, row.sequence, row.detached) for row in rule.event.occurrences.all()] == [(12, 1, False)] * 4


def test_an_end_before_the_beginning_is_on_the_next_day():
    rule = written(start_time=time(22), end_time=time(2), until_day=date(2023, 2, 1))
    row = rule.event.occurrences.get()
    assert (row.first_day, row.last_day, row.end) == (date(2023, 2, 1), date(2023, 2, 2), datetime(2023, 2, 1, 19, tzinfo=UTC))
    row.full_clean()
    assert states(rule) == {1: "kept"}


def test_whole_days_and_hours_that_are_not_stated():
    whole = written(start_time=None, all_day=True, until_day=date(2023, 2, 1)).event.occurrences.get()
    assert (whole.all_day, whole.time_known) == (True, False)
    rule = events.rule(start_time=None, until_day=date(2023, 2, 1))
    apply(rule)
    unknown = rule.event.occurrences.get()
    assert (unknown.all_day, unknown.time_known) == (False, False)


def test_what_has_begun_is_never_touched():
    rule = written()
    before = there(rule)
    with as_of(9):
        rule.start_time, rule.weekdays = time(19), [2, 3]
        assert states(rule) == {1: "past", 8: "past", 9: "new", 15: "moved", 16: "new", 22: "moved", 23: "new"}  # none on Thursday the 2nd, which is over
        apply(rule)
        rule.weekdays = [4]
        assert states(rule) == {1: "past", 8: "past", 9: "removed", 10: "new", 15: "removed", 16: "removed", 17: "new", 22: "removed", 23: "removed", 24: "new"}
        apply(rule, repeating.DELETE)
    assert there(rule)[:2] == before[:2]
    assert [row.first_day.day for row in rule.event.occurrences.all()] == [1, 8, 10, 17, 24]


def test_a_date_that_is_on_now_has_begun():
    rule = written(end_time=time(20))
    with clock.as_of(datetime(2023, 2, 8, 11, tzinfo=UTC)):
        assert states(rule)[8] == "past"
    with clock.as_of(datetime(2023, 2, 8, 10, 59, tzinfo=UTC)):
        assert states(rule)[8] == "kept"


def test_a_new_rule_may_write_what_is_long_past():
    with clock.as_of(datetime(2024, 1, 1, tzinfo=UTC)):
        rule = written()
        assert states(rule) == {1: "past", 8: "past", 15: "past", 22: "past"}


@pytest.mark.parametrize(
    "change",
    [
        {"first_day": date(2023, 2, 9)}, {"start_time": time(17)}, {"status": "cancelled"}, {"venue": None}, {"own_tz": "Asia/Tokyo"},
        {"online_url": "https://example.org/"},
    ],
)  # fmt: skip
def test_a_date_that_is_edited_by_hand_is_the_rules_no_longer(change):
    rule = written()
    row = date_of(rule, 8)
    for name, value in change.items():
        setattr(row, name, value)
    row.last_day = row.first_day
    row.save()
    row.refresh_from_db()
    assert row.detached
    before = Occurrence.objects.filter(pk=row.pk).values().get()
    rule.start_time = time(19)
    assert states(rule) == {1: "moved", 8: "detached", 15: "moved", 22: "moved"}
    apply(rule)
    rule.weekdays = [3]
    assert states(rule)[8] == "detached"
    apply(rule, repeating.DELETE)
    assert Occurrence.objects.filter(pk=row.pk).values().get() == before


def test_a_status_saved_for_itself_detaches_too():
    row = date_of(written(), 8)
    row.status = "postponed"
    row.save(update_fields=["status"])
    assert Occurrence.objects.get(pk=row.pk).detached


def test_what_the_rule_does_not_write_can_be_edited_without_leaving_it():
    rule = written()
    row = date_of(rule, 8)
    row.room_en, row.capacity, row.signed = "Hall B", 40, True
    row.save()
    rule.start_time = time(19)
    apply(rule)
    row.refresh_from_db()
    assert (row.detached, row.room_en, row.capacity, row.signed, row.start_time) == (False, "Hall B", 40, True, time(19))


def test_a_venue_that_gets_another_zone_does_not_detach_its_dates():
    rule = written()
    venue = rule.venue
    venue.tz = "Asia/Tokyo"
    venue.save()
    assert [(row.detached, row.start.hour) for row in rule.event.occurrences.all()] == [(False, 9)] * 4
    assert set(states(RecurrenceRule.objects.get()).values()) == {"kept"}


def test_a_day_that_falls_out_is_cancelled_and_comes_back_as_the_same_date():
    rule = written()
    uid = date_of(rule, 8).uid
    rule.exceptions = ["2023-02-08"]
    assert states(rule) == {1: "kept", 8: "removed", 15: "kept", 22: "kept"}
    assert apply(rule) == "1 date cancelled"
    assert (date_of(rule, 8).status, date_of(rule, 8).sequence, date_of(rule, 8).detached) == ("cancelled", 1, False)
    assert states(rule)[8] == "cancelled"
    assert apply(rule) == "No date was changed"
    rule.exceptions = []
    assert states(rule)[8] == "moved"
    apply(rule)
    assert (date_of(rule, 8).uid, date_of(rule, 8).status, date_of(rule, 8).sequence) == (uid, "scheduled", 2)


def test_a_day_that_falls_out_is_deleted_where_that_is_chosen():
    rule = written()
    rule.until_day = date(2023, 2, 14)
    assert states(rule) == {1: "kept", 8: "kept", 15: "removed", 22: "removed"}
    assert apply(rule, repeating.DELETE) == "2 dates deleted"
    assert [row.first_day.day for row in rule.event.occurrences.all()] == [1, 8]
    assert rule.exceptions == []


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"status": Status.DRAFT, "publish_at": None}, 3),
        ({"publish_at": datetime(2023, 1, 20, tzinfo=UTC)}, 3),  # scheduled: nobody has seen it
        ({"status": Status.WITHDRAWN}, 4),
        ({}, 4),
    ],
)
def test_only_what_readers_may_know_is_cancelled_rather_than_deleted(fields, left):
    rule = written(event=events.event(**fields))
    rule.exceptions = ["2023-02-08"]
    apply(rule, repeating.CANCEL)
    assert rule.event.occurrences.count() == left


def test_a_public_event_keeps_a_date():
    rule = written()
    rule.from_day, rule.until_day, rule.exceptions = date(2023, 3, 1), date(2023, 3, 1), ["2023-03-01"]
    with pytest.raises(ValidationError) as caught:
        apply(rule, repeating.DELETE)
    assert caught.value.messages == ["The page is public and needs at least one. Withdraw the page first, or keep one."]
    assert rule.event.occurrences.count() == 4
    assert RecurrenceRule.objects.get().from_day == date(2023, 2, 1)


def test_exceptions_are_not_written_and_those_of_other_days_are_forgotten():
    rule = written(exceptions=["2023-02-08", "2023-02-09", "nonsense"])
    assert states(rule) == {1: "kept", 8: "left_out", 15: "kept", 22: "kept"}
    assert RecurrenceRule.objects.get().exceptions == ["2023-02-08"]


def test_a_date_deleted_by_hand_is_not_written_anew():
    rule = written()
    for row in (date_of(rule, 8), date_of(rule, 15)):
        row.delete()
    rule = RecurrenceRule.objects.get()
    assert rule.exceptions == ["2023-02-08", "2023-02-15"]
    assert states(rule) == {1: "kept", 8: "left_out", 15: "left_out", 22: "kept"}


def test_dates_that_are_there_already_are_taken_over_and_not_written_twice():
    event, hall = events.event(), events.venue()
    same = events.occurrence(event=event, venue=hall, first_day=date(2023, 2, 1))
    other = events.occurrence(event=event, venue=hall, first_day=date(2023, 2, 8), end_time=time(21))
    matinee = events.occurrence(event=event, venue=hall, first_day=date(2023, 2, 15), start_time=time(11))
    before = list(event.occurrences.values_list("uid", "sequence", "updated_at", "start", "end"))
    rule = events.rule(event=event, venue=hall)
    assert states(rule) == {1: "kept", 8: "detached", 15: "new", 22: "new"}
    apply(rule)
    assert event.occurrences.count() == 5
    assert [row for row in event.occurrences.values_list("uid", "sequence", "updated_at", "start", "end") if row in before] == before
    taken = [(row.rule_id, row.rule_day, row.detached) for row in Occurrence.objects.filter(pk__in=[same.pk, other.pk, matinee.pk]).order_by("pk")]
    assert taken == [(rule.pk, date(2023, 2, 1), False), (rule.pk, date(2023, 2, 8), True), (None, None, False)]


def test_two_rules_of_an_event_leave_each_others_dates_alone():
    first = written()
    second = events.rule(event=first.event, venue=first.venue, weekdays=[2, 4])
    assert set(states(second).values()) == {"new"}
    apply(second)
    second.weekdays = [5]
    apply(second, repeating.DELETE)
    assert set(states(first).values()) == {"kept"}


def test_new_dates_have_the_room_and_access_of_the_first_date_there():
    event, hall = events.event(), events.venue()
    events.occurrence(
        event=event, venue=hall, first_day=date(2023, 1, 30), room_en="Hall B", room_km="សាល ខ", step_free=True, registration_url="https://example.org/r"
    )
    rule = events.rule(event=event, venue=hall, until_day=date(2023, 2, 1))
    apply(rule)
    row = date_of(rule, 1)
    assert (row.room_en, row.room_km, row.room_ja, row.step_free, row.registration_url) == ("Hall B", "សាល ខ", None, True, "https://example.org/r")


def test_a_skipped_hour_is_told_by_its_day_and_nothing_is_written_before_it_is_left_out():
    fields = {"weekdays": [6], "from_day": date(2023, 3, 19), "until_day": date(2023, 4, 2), "start_time": time(2, 30), "own_tz": "Europe/Paris"}
    rule = events.rule(**fields)
    found = repeating.plan(rule)
    assert [line.state.value for line in found.lines] == ["new", "impossible", "new"]
    with pytest.raises(ValidationError) as caught:
        repeating.apply(found)
    assert caught.value.messages == ["Sunday, 26 March 2023: clocks skip this time, because summer time begins. Leave the day out, or choose other hours."]
    assert (Occurrence.objects.count(), RecurrenceRule.objects.count()) == (0, 0)
    rule.exceptions = ["2023-03-26"]
    assert apply(rule) == "2 dates written"


def test_what_was_shown_is_what_is_written_or_nothing():
    rule = written()
    rule.start_time = time(19)
    seen = repeating.plan(rule).seen
    row = date_of(rule, 8)
    row.start_time = time(10)
    row.save()
    with pytest.raises(repeating.Changed):
        repeating.write(rule, seen)
    assert date_of(rule, 1).start_time == time(18)
    rule.exceptions = ["2023-02-15"]  # ticked in the list that was shown
    repeating.write(rule, repeating.plan(rule).seen, notes=NOTES)
    assert (date_of(rule, 1).start_time, date_of(rule, 15).status) == (time(19), "cancelled")


@pytest.mark.parametrize(
    ("ahead", "told", "left"),
    [
        (repeating.KEEP, "No date was changed", {8: "scheduled", 15: "scheduled", 22: "scheduled"}),
        (repeating.CANCEL, "1 date cancelled", {8: "scheduled", 15: "scheduled", 22: "cancelled"}),
        (repeating.DELETE, "1 date deleted", {8: "scheduled", 15: "scheduled"}),
    ],
)
def test_a_rule_taken_away_leaves_what_is_past_or_edited_and_asks_for_the_rest(ahead, told, left):
    rule = written(from_day=date(2023, 2, 8))
    row = date_of(rule, 15)
    row.start_time = time(10)
    row.save()
    with as_of(9):
        assert repeating.end(rule, ahead, notes=NOTES) == told
    assert {row.first_day.day: row.status for row in Occurrence.objects.all()} == left
    assert not RecurrenceRule.objects.exists()
    assert not Occurrence.objects.exclude(rule=None, rule_day=None, detached=False).exists()


def test_the_plan_costs_the_same_for_one_date_and_for_many(django_assert_num_queries):
    few = RecurrenceRule.objects.get(pk=written(until_day=date(2023, 2, 1)).pk)
    many = RecurrenceRule.objects.get(pk=written_daily().pk)
    for rule in (few, many):
        assert rule.event and rule.venue
        with django_assert_num_queries(1):
            repeating.plan(rule)


def written_daily() -> RecurrenceRule:
    rule = events.rule(venue=events.tokyo(), weekdays=[0, 1, 2, 3, 4, 5, 6], until_day=date(2023, 6, 30))
    apply(rule)
    assert rule.event.occurrences.count() == 150
    return rule


def test_writing_new_dates_costs_the_same_for_one_and_for_many():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    # All of one name: the index asks once more where it meets a new word.
    first = (events.tokyo(slug="first"), date(2023, 2, 1))  # asks for what is then kept
    for venue, until_day in (first, (events.tokyo(slug="second"), date(2023, 2, 1)), (events.tokyo(), date(2023, 2, 14))):
        # No more than one INSERT takes on SQLite: of very many, Django makes several.
        rule = events.rule(venue=venue, weekdays=[0, 1, 2, 3, 4, 5, 6], until_day=until_day)
        with CaptureQueriesContext(connection) as caught:
            apply(rule)
        counts.append(len(caught))
    assert counts[1] == counts[2]
