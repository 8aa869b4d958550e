"""Time zones as feeds describe them, against the zones' own data: at any moment, and at the second of each change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events import zones
from events.calendar_lines import component, line

from . import calendar_readers, ical_linter

# Without daylight saving, with it, with half an hour of it, in winter instead of in summer, around Ramadan, over the date line, with seconds long ago.
TZS = ("Asia/Phnom_Penh", "Asia/Tokyo", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca", "Pacific/Apia")
SINCE, UNTIL = 1900, 2060
MOMENTS = st.datetimes(datetime(SINCE, 1, 1), datetime(UNTIL, 1, 1), timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))


def read(tz: str) -> ical_linter.Component:
    whole = component("VCALENDAR", line("PRODID", "test"), line("VERSION", "2.0"), zones.described(tz, SINCE, UNTIL))
    assert {rule for rule, _what in ical_linter.faults(whole)} == {"zone unused"}
    return ical_linter.read(whole).parts[0]


READ = {tz: read(tz) for tz in TZS}


@given(st.sampled_from(TZS), MOMENTS)
@example("Asia/Phnom_Penh", datetime(1905, 1, 1, tzinfo=UTC))
def test_a_reader_of_the_calendar_finds_the_zones_offset_at_any_moment(tz, at):
    assert calendar_readers.offset(READ[tz], at) == at.astimezone(ZoneInfo(tz)).utcoffset()


@pytest.mark.parametrize("tz", TZS)
def test_clocks_change_at_the_very_second(tz):
    moments = [moment for moment, _before in zones._changes(ZoneInfo(tz), SINCE, UNTIL)][1:]
    for moment in moments:
        for at in (moment - timedelta(seconds=1), moment):
            assert calendar_readers.offset(READ[tz], at) == at.astimezone(ZoneInfo(tz)).utcoffset()
    assert len(moments) >= 1


@pytest.mark.parametrize(
    ("tz", "onsets"),
    [
        ("Europe/Paris", ["20230326T020000 +0100 +0200", "20231029T030000 +0200 +0100"]),
        ("Australia/Lord_Howe", ["20230402T020000 +1100 +1030", "20231001T020000 +1030 +1100"]), ("Asia/Phnom_Penh", []),
    ],
)  # fmt: skip
def test_the_changes_of_a_year_are_on_the_clocks_as_they_were(tz, onsets):
    found = [
        f"{each.value} {part.text('TZOFFSETFROM')} {part.text('TZOFFSETTO')}"
        for part in READ[tz].parts
        for each in part.all("RDATE")
        if each.value.startswith("2023")
    ]
    assert sorted(found) == onsets
