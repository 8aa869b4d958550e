"""Repeated dates against dateutil's own rules, asked in another way than the site asks: one rule string, in a zone, with its exceptions taken out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from anniversary import clock
from events import recurrence, repeating
from events.models import Event, Occurrence, RecurrenceRule
from tests.factories import events

ZONES = ("Asia/Phnom_Penh", "Asia/Tokyo", "Europe/Paris", "America/New_York", "Australia/Lord_Howe")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)
MONTH_ENDS = [date(2024, 2, 29), date(2023, 2, 28), date(2023, 1, 31), date(2024, 12, 31), date(2000, 2, 29), date(2100, 2, 28)]
# Days on which clocks of one of the zones are changed, and those around them.
CHANGES = [date(2023, 3, 26), date(2023, 10, 29), date(2023, 3, 12), date(2023, 11, 5), date(2023, 10, 1), date(2023, 4, 2)]
LEAP = {"from_day": date(2023, 2, 28), "until_day": date(2024, 3, 1)}
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31)) | st.sampled_from(MONTH_ENDS + CHANGES)
TIMES = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(minutes // 60, minutes % 60)) | st.sampled_from([time(0), time(2), time(2, 30), time(23, 59)])


@st.composite
def rules(draw, longest: int = 730):
    """A rule that is in no database, without an event."""
    from_day = draw(DAYS)
    return RecurrenceRule(
        frequency=draw(st.sampled_from(["weekly", "weekdays", "monthly_day", "monthly_nth"])), interval=draw(st.integers(1, 12)),
        weekdays=sorted(draw(st.sets(st.integers(0, 6), min_size=1))), month_day=draw(st.sampled_from([-1, *range(1, 32)])),
        nth=draw(st.sampled_from([1, 2, 3, 4, -1])), from_day=from_day, until_day=min(from_day + draw(st.integers(0, longest)) * DAY, date(2199, 12, 30)),
        start_time=draw(TIMES), end_time=draw(st.none() | TIMES), own_tz=draw(st.sampled_from(ZONES)),
    )  # fmt: skip


def written(rule) -> str:
    """The rule as RFC 5545 writes it."""
    parts = {
        "weekly": f"WEEKLY;BYDAY={','.join(WEEKDAYS[number] for number in rule.weekdays)}", "weekdays": "WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "monthly_day": f"MONTHLY;BYMONTHDAY={rule.month_day}",
        "monthly_nth": f"MONTHLY;BYDAY={','.join(f'{rule.nth:+d}{WEEKDAYS[number]}' for number in rule.weekdays)}",
    }[rule.frequency]  # fmt: skip
    begin, until = rule.from_day.strftime("%Y%m%d"), rule.until_day.strftime("%Y%m%d")
    return f"DTSTART:{begin}T{rule.start_time:%H%M%S}\nRRULE:FREQ={parts};INTERVAL={rule.interval};UNTIL={until}T235959;WKST=MO"


def by_dateutil(rule) -> list[datetime]:
    """What clocks at the place show at each beginning, without the exceptions."""
    found = rrule.rruleset()
    found.rrule(rrule.rrulestr(written(rule)))
    for day in rule.exceptions:
        found.exdate(datetime.combine(date.fromisoformat(day), rule.start_time))
    return list(found)


@given(rules(), st.data())
@example(RecurrenceRule(frequency="monthly_day", interval=12, month_day=29, start_time=time(9), **LEAP), None)
@example(RecurrenceRule(frequency="monthly_nth", interval=1, nth=-1, weekdays=[4], start_time=time(9), **LEAP), None)
def test_the_days_are_those_of_dateutils_own_rule_string(rule, data):
    every = recurrence.every_day(rule)
    assume(len(every) <= recurrence.DATES)
    assert every == [moment.date() for moment in by_dateutil(rule)]
    if data and every:
        rule.exceptions = sorted(day.isoformat() for day in data.draw(st.sets(st.sampled_from(every), max_size=6)))
    assert recurrence.days(rule) == [moment.date() for moment in by_dateutil(rule)]


def shown(moment: datetime, tz: str) -> datetime:
    return moment.astimezone(ZoneInfo(tz)).replace(tzinfo=None)


@given(rules(longest=400))
def test_each_date_begins_when_clocks_at_the_place_show_what_the_rule_says_and_the_skipped_hour_is_told(rule):
    for local in by_dateutil(rule)[:60]:
        exists = shown(local.replace(tzinfo=ZoneInfo(rule.own_tz)).astimezone(UTC), rule.own_tz) == local
        ends = None
        if rule.end_time:
            ends = datetime.combine(local.date() + (DAY if rule.end_time < rule.start_time else 0 * DAY), rule.end_time)
            exists = exists and shown(ends.replace(tzinfo=ZoneInfo(rule.own_tz)).astimezone(UTC), rule.own_tz) == ends
        assert rule.is_possible(local.date(), rule.own_tz) is exists
        if exists:
            row = Occurrence(event=Event(), **rule.written(local.date()))
            row.derive()
            assert (shown(row.start, rule.own_tz), row.start) == (local, local.replace(tzinfo=ZoneInfo(rule.own_tz)).astimezone(UTC))
            assert ends is None or shown(row.end, rule.own_tz) == ends


def test_skipped_hours_are_among_what_is_tried():
    """The property above would say little if the days on which clocks skip an hour never came up."""
    skipped = {tz for tz in ZONES for day in CHANGES if not RecurrenceRule(start_time=time(2, 15)).is_possible(day, tz)}
    assert skipped == {"Europe/Paris", "America/New_York", "Australia/Lord_Howe"}


@pytest.mark.django_db
@settings(max_examples=25)
@given(rules(longest=120), st.data())
def test_what_is_written_is_what_the_rule_string_says_and_nothing_twice(rule, data):
    Occurrence.objects.all().delete()
    RecurrenceRule.objects.all().delete()
    rule = RecurrenceRule(event=_event(), **{name: getattr(rule, name) for name in (
        "frequency", "interval", "weekdays", "month_day", "nth", "from_day", "until_day", "start_time", "end_time", "own_tz"
    )})  # fmt: skip
    every = recurrence.every_day(rule)
    assume(every and all(rule.is_possible(day, rule.own_tz) for day in every))
    rule.exceptions = sorted(day.isoformat() for day in data.draw(st.sets(st.sampled_from(every), max_size=min(3, len(every) - 1))))
    with clock.as_of(datetime(1969, 1, 1, tzinfo=UTC)):
        repeating.apply(repeating.plan(rule))
        wanted = [moment.replace(tzinfo=ZoneInfo(rule.own_tz)).astimezone(UTC) for moment in by_dateutil(rule)]
        before = list(rule.occurrences.order_by("start").values_list("start", "uid"))
        assert [start for start, _uid in before] == sorted(wanted)
        repeating.apply(repeating.plan(RecurrenceRule.objects.get(pk=rule.pk)))
        assert list(rule.occurrences.order_by("start").values_list("start", "uid")) == before


def _event() -> Event:
    return Event.objects.first() or events.event()
