"""Ranges of days and moments against a plain Python model: half open, at both countries' midnights, where clocks are changed, and anywhere else."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from anniversary import clock
from anniversary.occasion.models import Anniversary
from events import days, months
from events.filters import Filters
from events.models import Event, Occurrence
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db
ZONES = ("Asia/Phnom_Penh", "Asia/Tokyo", "Europe/Paris", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe")
DAY = timedelta(days=1)
# Around the end of a month in a leap year, and around a day on which clocks are changed in Europe.
DAYS = st.sampled_from([date(2024, 2, 26) + n * DAY for n in range(8)] + [date(2024, 3, 29) + n * DAY for n in range(5)])
TIMES = st.sampled_from([None, time(0), time(0, 1), time(3, 30), time(12), time(23, 59)])


@st.composite
def spans(draw):
    """The fields of a date that ends no earlier than it begins."""
    day, start = draw(DAYS), draw(TIMES)
    last, end = day + draw(st.sampled_from([0, 0, 0, 1, 2, 40])) * DAY, draw(TIMES) if start else None
    if end and last == day and end < start:
        last += DAY
    return {"first_day": day, "last_day": last, "start_time": start, "end_time": end, "own_tz": draw(st.sampled_from(ZONES)), "all_day": start is None}


SEVERAL = st.lists(spans(), min_size=1, max_size=8)


@pytest.fixture(autouse=True)
def _occasion():
    occasion.anniversary(start=date(2024, 1, 1), end=date(2024, 12, 31))
    Anniversary.current()  # warm


class Model:
    """A date as this test understands it: days at the place, and a stretch of moments that holds its beginning and not its end."""

    def __init__(self, fields: dict) -> None:
        zone = ZoneInfo(fields["own_tz"])
        self.first, self.last = fields["first_day"], fields["last_day"]
        self.begin = datetime.combine(self.first, fields["start_time"] or time(0), zone).astimezone(UTC)
        after = datetime.combine(self.last, fields["end_time"], zone) if fields["end_time"] else datetime.combine(self.last + DAY, time(0), zone)
        self.after = after.astimezone(UTC)

    def touches(self, first: date, last: date) -> bool:
        return self.first <= last and self.last >= first


def written(spans: list[dict]) -> dict[int, Model]:
    """The dates in the database, by their keys, and their models."""
    Occurrence.objects.all().delete()
    event = Event.objects.first() or events.event()
    return {events.occurrence(event=event, **fields).pk: Model(fields) for fields in spans}


def filtered(query: str) -> set[int]:
    filters = Filters.of(RequestFactory().get(f"/?{query}"))
    assert not filters.problems
    return set(filters.apply(Occurrence.objects.published()).values_list("pk", flat=True))


def that(models: dict[int, Model], meets) -> set[int]:
    return {pk for pk, model in models.items() if meets(model)}


@settings(max_examples=40)
@given(SEVERAL, DAYS, st.integers(0, 35))
def test_days_from_and_until_are_those_of_each_place_and_both_belong(found, first, length):
    models, last = written(found), first + length * DAY
    assert filtered(f"from={first}") == that(models, lambda model: model.last >= first)
    assert filtered(f"until={last}") == that(models, lambda model: model.first <= last)
    assert filtered(f"from={first}&until={last}") == that(models, lambda model: model.touches(first, last))


@settings(max_examples=40)
@given(SEVERAL, st.sampled_from(["2024-02", "2024-03", "2024-04"]))
def test_the_lists_month_has_what_begins_in_it_and_the_calendars_what_touches_it(found, month):
    models, first = written(found), date.fromisoformat(f"{month}-01")
    after = (first + 31 * DAY).replace(day=1)
    assert filtered(f"month={month}") == that(models, lambda model: first <= model.first < after)
    rows = months.rows_of(Filters(), first)
    assert {row.pk for row in rows} == that(models, lambda model: model.touches(first, after - DAY))
    assert len(rows) == len({row.pk for row in rows})
    for cell in months.days_of(rows, first):
        here = {row.pk for row in cell.rows} | {row.pk for row in rows if row.several_days and row.first_day <= cell.day <= row.last_day}
        assert here == that(models, lambda model, cell=cell: model.touches(cell.day, cell.day))
        assert len(cell.rows) + cell.longer + sum(row.several_days for row in cell.entries) == len(here)


@st.composite
def moments(draw):
    """Midnights in both countries and elsewhere, a second before and after them, and some hours between."""
    midnight = datetime.combine(draw(DAYS), time(0), ZoneInfo(draw(st.sampled_from(ZONES)))).astimezone(UTC)
    return midnight + timedelta(seconds=draw(st.sampled_from([-1, 0, 1, 60, 12 * 3600])))


@settings(max_examples=40)
@given(SEVERAL, moments(), st.booleans())
def test_on_now_coming_and_past_part_every_moment_between_them(found, moment, at_an_edge):
    models = written(found)
    if at_an_edge:
        model = next(iter(models.values()))
        moment = model.after
    with clock.as_of(moment):
        rows = Occurrence.objects.published()
        on_now, later, past, coming = (set(part.values_list("pk", flat=True)) for part in (rows.on_now(), rows.upcoming(), rows.past(), rows.coming()))
        is_past = {row.pk for row in rows if row.is_past}
    assert on_now == that(models, lambda model: model.begin <= moment < model.after)
    assert later == that(models, lambda model: model.begin > moment)
    assert past == is_past == that(models, lambda model: model.after <= moment)
    assert coming == set(models) - past


@settings(max_examples=40)
@given(SEVERAL, moments(), st.sampled_from(["today", "weekend", "week", "month"]))
def test_a_period_is_counted_from_the_first_countrys_day_and_met_on_the_days_of_the_place(found, moment, period):
    models = written(found)
    today = moment.astimezone(ZoneInfo("Asia/Phnom_Penh")).date()
    monday = today - today.weekday() * DAY
    month_end = (today.replace(day=28) + 4 * DAY).replace(day=1) - DAY
    first, last = {
        "today": (today, today), "weekend": (today if today.weekday() == 6 else monday + 5 * DAY, monday + 6 * DAY), "week": (monday, monday + 6 * DAY),
        "month": (today.replace(day=1), month_end),
    }[period]  # fmt: skip
    with clock.as_of(moment):
        assert filtered(f"period={period}") == that(models, lambda model: model.touches(first, last))


@settings(max_examples=40)
@given(SEVERAL, DAYS)
def test_a_day_of_an_event_has_what_begins_on_it_at_its_place(found, day):
    models = written(found)
    try:
        _event, rows = days.find(Event.objects.get().slug, day, "events:day")
    except Http404:
        rows = []
    assert {row.pk for row in rows} == that(models, lambda model: model.first == day)
