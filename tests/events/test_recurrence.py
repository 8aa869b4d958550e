"""The days that a rule gives, against a walk over every day of the calendar; and the hours put on them."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from anniversary.publishing.models import Status
from events import localtime, recurrence
from events.models import Event, Occurrence, RecurrenceRule
from tests.factories import events

DAY = timedelta(days=1)


def asked(**fields):
    """A rule without a record: Wednesdays in February 2023 unless told otherwise."""
    values = {
        "frequency": "weekly", "interval": 1, "weekdays": [2], "month_day": None, "nth": None, "from_day": date(2023, 2, 1), "until_day": date(2023, 2, 28),
        "exceptions": [],
    }  # fmt: skip
    return SimpleNamespace(**(values | fields))


def walked(rule) -> list[date]:
    """Every day from the first to the last, each asked whether it is one: slow, and without any rule of repetition."""
    span = (rule.until_day - rule.from_day).days
    return [day for day in (rule.from_day + n * DAY for n in range(span + 1)) if belongs(day, rule) and day.isoformat() not in rule.exceptions]


def belongs(day: date, rule) -> bool:
    if rule.frequency in {"weekly", "weekdays"}:
        monday, first = day - day.weekday() * DAY, rule.from_day - rule.from_day.weekday() * DAY
        wanted = range(5) if rule.frequency == "weekdays" else rule.weekdays
        return day.weekday() in wanted and (monday - first).days // 7 % rule.interval == 0
    if ((day.year - rule.from_day.year) * 12 + day.month - rule.from_day.month) % rule.interval:
        return False
    if rule.frequency == "monthly_day":
        return (day + DAY).day == 1 if rule.month_day == -1 else day.day == rule.month_day
    which = (day + 7 * DAY).month != day.month if rule.nth == -1 else (day.day + 6) // 7 == rule.nth
    return day.weekday() in rule.weekdays and which


@st.composite
def rules(draw):
    from_day = draw(st.dates(date(1900, 1, 1), date(2199, 12, 31)) | st.sampled_from([date(2024, 2, 29), date(2023, 1, 31), date(2000, 2, 29)]))
    weekdays = draw(st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True))
    rule = asked(
        frequency=draw(st.sampled_from(["weekly", "weekdays", "monthly_day", "monthly_nth"])), interval=draw(st.integers(1, 12)), weekdays=weekdays,
        month_day=draw(st.sampled_from([-1, *range(1, 32)])), nth=draw(st.sampled_from([1, 2, 3, 4, -1])),
        from_day=from_day, until_day=from_day + draw(st.integers(0, 730)) * DAY,
    )  # fmt: skip
    found = walked(rule)
    assume(len(found) <= recurrence.DATES)
    rule.exceptions = sorted(day.isoformat() for day in draw(st.sets(st.sampled_from(found), max_size=5))) if found else []
    return rule


@given(rules())
def test_the_days_are_those_of_a_walk_over_the_calendar(rule):
    assert recurrence.days(rule) == walked(rule)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ["02-01", "02-08", "02-15", "02-22"]),
        ({"interval": 2}, ["02-01", "02-15"]),
        ({"weekdays": [0, 6], "interval": 2}, ["02-05", "02-13", "02-19", "02-27"]),  # weeks begin on Monday
        ({"frequency": "weekdays", "until_day": date(2023, 2, 7)}, ["02-01", "02-02", "02-03", "02-06", "02-07"]),
        ({"frequency": "monthly_day", "month_day": 31, "until_day": date(2023, 6, 30)}, ["03-31", "05-31"]),
        ({"frequency": "monthly_day", "month_day": -1, "until_day": date(2023, 4, 30)}, ["02-28", "03-31", "04-30"]),
        ({"frequency": "monthly_day", "month_day": 29, "until_day": date(2023, 4, 30)}, ["03-29", "04-29"]),
        ({"frequency": "monthly_nth", "nth": 2, "until_day": date(2023, 4, 30)}, ["02-08", "03-08", "04-12"]),
        ({"frequency": "monthly_nth", "nth": -1, "weekdays": [4], "interval": 2, "until_day": date(2023, 6, 30)}, ["02-24", "04-28", "06-30"]),
        ({"exceptions": ["2023-02-08", "2023-02-09"]}, ["02-01", "02-15", "02-22"]),
        ({"until_day": date(2023, 2, 1)}, ["02-01"]),
    ],
)
def test_days(fields, found):
    assert [day.isoformat()[5:] for day in recurrence.days(asked(**fields))] == found


def test_a_leap_day_is_there_when_the_year_has_one():
    rule = asked(frequency="monthly_day", month_day=29, interval=12, from_day=date(2023, 2, 1), until_day=date(2024, 12, 31))
    assert recurrence.days(rule) == [date(2024, 2, 29)]


@pytest.mark.parametrize(("day", "nth"), [(1, 1), (7, 1), (8, 2), (21, 3), (22, 4), (28, 4), (29, -1), (31, -1)])
def test_which_weekday_of_its_month_a_day_is(day, nth):
    assert recurrence.nth_of(date(2023, 1, day)) == nth


ZONES = st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Tokyo", "Asia/Phnom_Penh"])


@given(rules(), ZONES, st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_on_every_day_clocks_at_the_place_show_the_same_hours(rule, tz, start, end):
    record = RecurrenceRule(start_time=start, end_time=end, own_tz=tz)
    for day in recurrence.days(rule):
        if not record.is_possible(day, tz):
            assert tz in {"Europe/Paris", "America/New_York"}
            continue
        row = Occurrence(event=Event(), **record.written(day))
        row.derive()
        local = row.start.astimezone(ZoneInfo(tz))
        assert (local.date(), local.time()) == (day, start)
        assert row.end.astimezone(ZoneInfo(tz)).time() == end
        # Repeated hours aside, an end is never before its beginning, and never a day after it.
        assert timedelta(hours=-1) <= row.end - row.start <= timedelta(hours=25)


@pytest.mark.parametrize(("tz", "before", "after"), [("Europe/Paris", 17, 16), ("America/New_York", 23, 22), ("Asia/Tokyo", 9, 9), ("Asia/Phnom_Penh", 11, 11)])
def test_summer_time_moves_the_moment_and_not_the_hour(tz, before, after):
    record = RecurrenceRule(start_time=time(18), own_tz=tz)
    made = []
    for day in (date(2023, 3, 8), date(2023, 3, 29)):
        row = Occurrence(event=Event(), **record.written(day))
        row.derive()
        made.append(row.start)
    assert made == [datetime(2023, 3, 8, before, tzinfo=UTC), datetime(2023, 3, 29, after, tzinfo=UTC)]


def test_only_the_hour_that_clocks_skip_is_impossible():
    record = RecurrenceRule(start_time=time(2, 30))
    assert not record.is_possible(date(2023, 3, 26), "Europe/Paris")
    assert record.is_possible(date(2023, 3, 27), "Europe/Paris")
    assert record.is_possible(date(2023, 3, 26), "Asia/Tokyo")
    assert not RecurrenceRule(start_time=time(22), end_time=time(2, 30)).is_possible(date(2023, 3, 25), "Europe/Paris")
    assert localtime.exists(date(2023, 3, 26), time(3), "Europe/Paris")


# --- what is refused --------------------------------------------------------------------------------------------------------
def refused(**fields) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        events.rule(**fields).full_clean()
    return caught.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        (
            {"until_day": date(2025, 2, 2)}, "until_day",
            "A rule runs for two years at most: until Saturday, 1 February 2025. Make another one for what comes after.",
        ),
        (
            {"weekdays": [0, 1, 2, 3, 4, 5, 6], "until_day": date(2024, 3, 7)}, "until_day",
            "These are more than 400 dates: choose an earlier last day.",
        ),
        ({"until_day": date(2023, 1, 31)}, "until_day", "The last day is before the first."),
        ({"until_day": date(2023, 2, 7), "weekdays": [1], "interval": 2}, "until_day", "There is no such day between the first and the last."),
        ({"from_day": date(1899, 12, 31), "until_day": date(1900, 12, 1)}, "from_day", "Choose a day between 1900 and 2199."),
        ({"interval": 0}, "interval", "Ensure this value is greater than or equal to 1."),
        ({"interval": 13}, "interval", "Ensure this value is less than or equal to 12."),
        ({"all_day": True}, "all_day", "Either it fills whole days, or it has hours: take one of them away."),
        ({"start_time": None, "end_time": time(9)}, "start_time", "Say when it begins, or leave both hours empty."),
        ({"frequency": "hourly"}, "frequency", "Value 'hourly' is not a valid choice."),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_beside_its_field(fields, field, said):
    assert refused(**fields) == {field: [said]}


@pytest.mark.django_db
def test_two_years_and_four_hundred_dates_are_taken():
    events.rule(until_day=date(2025, 2, 1)).full_clean()
    rule = events.rule(weekdays=[0, 1, 2, 3, 4, 5, 6], until_day=date(2024, 3, 6))
    rule.full_clean()
    assert len(recurrence.days(rule)) == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("frequency", "taken"),
    [("weekly", ([1], None, None)), ("weekdays", ([], None, None)), ("monthly_day", ([], 28, None)), ("monthly_nth", ([1], None, 4))],
)
def test_what_is_left_open_is_as_on_the_first_day(frequency, taken):
    rule = events.rule(frequency=frequency, weekdays=[], from_day=date(2023, 2, 28), until_day=date(2023, 12, 31), event=events.event(status=Status.DRAFT))
    rule.full_clean()
    assert (rule.weekdays, rule.month_day, rule.nth) == taken
    assert recurrence.days(rule)[0] == date(2023, 2, 28)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"weekdays": [1, 3]}, "Weekly: Tuesday, Thursday"),
        ({"frequency": "weekdays", "interval": 2}, "Monday to Friday (interval: 2)"),
        ({"frequency": "monthly_day", "month_day": 15}, "Monthly: day 15"),
        ({"frequency": "monthly_day", "month_day": -1}, "Monthly: last day"),
        ({"frequency": "monthly_nth", "nth": -1, "weekdays": [4]}, "Monthly: last Friday"),
    ],
)
def test_a_rule_is_told_in_words(fields, named):
    assert events.rule(**fields).named == named
