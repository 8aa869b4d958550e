"""Days and hours at a place, the moments made of them, and what lists are filtered by."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from anniversary import clock
from anniversary.publishing.models import Status
from events.models import Event, Occurrence
from tests.factories import events, occasion

pytestmark = pytest.mark.django_db


def problems(**fields) -> dict[str, list[str]]:
    fields = {"event": events.event(), "first_day": date(2023, 2, 23), "last_day": None} | fields
    with pytest.raises(ValidationError) as caught:
        Occurrence(**fields).full_clean()
    return caught.value.message_dict


def test_hours_are_the_venues_and_kept_in_utc():
    row = events.occurrence(venue=events.venue(), start_time=time(18), end_time=time(20))
    assert (row.start, row.end) == (datetime(2023, 2, 23, 11, tzinfo=UTC), datetime(2023, 2, 23, 13, tzinfo=UTC))
    assert (row.tz, row.time_known, row.local_start.hour, row.local_end.hour) == ("Asia/Phnom_Penh", True, 18, 20)


def test_without_a_venue_the_first_countrys_zone_holds():
    occasion.anniversary()
    assert events.occurrence().tz == "Asia/Phnom_Penh"


def test_a_zone_of_its_own_comes_before_the_venues():
    assert events.occurrence(venue=events.venue(), own_tz="Europe/Warsaw").start == datetime(2023, 2, 23, 17, tzinfo=UTC)


def test_days_without_hours_last_until_the_midnight_after_the_last():
    row = events.occurrence(venue=events.venue(), start_time=None, last_day=date(2023, 2, 26), all_day=True)
    assert (row.start, row.end) == (datetime(2023, 2, 22, 17, tzinfo=UTC), datetime(2023, 2, 26, 17, tzinfo=UTC))
    assert not row.time_known


def test_an_unknown_end_counts_as_the_end_of_the_day():
    row = events.occurrence(venue=events.venue())
    assert row.end == datetime(2023, 2, 23, 17, tzinfo=UTC)
    assert row.local_end is None


def test_a_day_whose_midnight_is_skipped_begins_with_its_first_moment():
    row = events.occurrence(venue=events.venue(tz="Africa/Cairo"), first_day=date(2023, 4, 28), start_time=None)
    assert row.start == datetime(2023, 4, 27, 22, tzinfo=UTC)
    assert row.end == datetime(2023, 4, 28, 21, tzinfo=UTC)


def test_the_end_may_be_after_midnight():
    row = events.occurrence(venue=events.venue(), start_time=time(22), last_day=date(2023, 2, 24), end_time=time(2))
    assert (row.end - row.start).total_seconds() == 4 * 3600


def test_an_end_before_the_start_is_refused_beside_the_end():
    assert list(problems(start_time=time(18), end_time=time(17))) == ["end_time"]


def test_a_last_day_before_the_first_is_refused_beside_it():
    assert list(problems(last_day=date(2023, 2, 22))) == ["last_day"]


def test_an_hour_that_clocks_skip_is_refused_and_the_next_is_not():
    berlin = {"own_tz": "Europe/Berlin", "first_day": date(2023, 3, 26)}
    assert list(problems(**berlin, start_time=time(2, 30))) == ["start_time"]
    Occurrence(event=Event.objects.get(), last_day=date(2023, 3, 26), start_time=time(3), **berlin).full_clean()


def test_whole_days_have_no_hours():
    assert list(problems(all_day=True, start_time=time(9))) == ["all_day"]


def test_an_end_needs_a_start():
    assert list(problems(end_time=time(9))) == ["start_time"]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_beyond_the_calendar_is_refused(day):
    assert "first_day" in problems(first_day=day)


def test_an_unknown_zone_is_refused():
    assert list(problems(own_tz="Mars/Phobos", start_time=time(9))) == ["own_tz"]


@pytest.mark.parametrize("change", [{"end": datetime(2023, 2, 23, 10, tzinfo=UTC)}, {"last_day": date(2023, 2, 22)}, {"all_day": True}])
def test_the_database_refuses_what_cannot_be(change):
    row = events.occurrence(venue=events.venue(), start_time=time(18))
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.filter(pk=row.pk).update(**change)


def test_the_uid_is_kept_and_the_sequence_counts_what_calendars_must_take_over(settings):
    row = events.occurrence(venue=events.venue())
    uid = row.uid
    assert uid.endswith("@localhost")
    row.capacity = 90
    row.save()
    assert (row.uid, row.sequence) == (uid, 0)
    row.start_time = time(19)
    row.save()
    assert (row.uid, row.sequence) == (uid, 1)
    row.status = Occurrence.Status.CANCELLED
    row.save(update_fields=["status"])
    assert Occurrence.objects.get().sequence == 2


def test_what_lists_need_follows_the_event():
    event = events.event(status=Status.DRAFT, publish_at=None)
    row = events.occurrence(event=event, venue=events.venue())
    assert (row.public_from, row.country, row.category.slug) == (None, "KH", "concert")
    event.status, event.publish_at, event.category = Status.PUBLISHED, events.LONG_AGO, events.category(slug="film", name_en="Film")
    event.save()
    row.refresh_from_db()
    assert (row.public_from, row.public_until, row.category.slug) == (events.LONG_AGO, None, "film")
    event.status, event.unpublish_at = Status.WITHDRAWN, events.LONG_AGO.replace(year=2024)
    event.save()
    row.refresh_from_db()
    assert (row.public_from, row.public_until) == (None, None)


def test_a_venue_that_moves_to_another_zone_takes_its_dates_along():
    venue = events.venue()
    kept, own = events.occurrence(venue=venue), events.occurrence(venue=venue, own_tz="Europe/Warsaw", event=Event.objects.get())
    venue.tz, venue.country = "Asia/Tokyo", "JP"
    venue.save()
    kept.refresh_from_db()
    own.refresh_from_db()
    assert (kept.tz, kept.country, kept.start) == ("Asia/Tokyo", "JP", datetime(2023, 2, 23, 9, tzinfo=UTC))
    assert (own.tz, own.country) == ("Europe/Warsaw", "JP")


@pytest.mark.parametrize(
    ("at", "group"),
    [("2023-02-23T10:59:59", "upcoming"), ("2023-02-23T11:00", "on_now"), ("2023-02-23T12:59:59", "on_now"), ("2023-02-23T13:00", "past")],
)
def test_ranges_are_half_open(at, group):
    events.occurrence(venue=events.venue(), end_time=time(20))
    with clock.as_of(clock.parse(at)):
        groups = {name: getattr(Occurrence.objects, name)().count() for name in ("upcoming", "on_now", "past")}
        assert groups == {"upcoming": 0, "on_now": 0, "past": 0} | {group: 1}
        assert Occurrence.objects.coming().count() == (group != "past")


def test_only_what_is_published_now_is_public():
    now = clock.now()
    for number, (status, publish_at, unpublish_at) in enumerate([
        (Status.DRAFT, None, None), (Status.IN_REVIEW, None, None), (Status.RETURNED, None, None), (Status.WITHDRAWN, events.LONG_AGO, None),
        (Status.PUBLISHED, now.replace(year=now.year + 1), None), (Status.PUBLISHED, events.LONG_AGO, now),
    ]):  # fmt: skip
        events.occurrence(event=events.event(title_en=f"Hidden {number}", status=status, publish_at=publish_at, unpublish_at=unpublish_at))
    original = events.event(title_en="Public")
    events.occurrence(event=original)
    events.occurrence(event=events.event(title_en="Copy", copy_of=original))
    assert [str(row.event) for row in Occurrence.objects.published()] == ["Public"]
    assert [str(event) for event in Event.objects.published()] == ["Public"]


def test_clocks_show_the_other_country_only_where_they_differ():
    occasion.anniversary()
    row = events.occurrence(venue=events.venue(), start_time=time(22, 30), end_time=time(23))
    assert [(clock.country.code, clock.start.hour, clock.from_day) for clock in row.clocks] == [("KH", 22, None), ("JP", 0, date(2023, 2, 24))]
    assert events.occurrence(event=row.event, start_time=None).clocks == []
    abroad = events.occurrence(event=row.event, own_tz="Europe/Warsaw")
    assert [clock.country and clock.country.code for clock in abroad.clocks] == [None, "KH", "JP"]
    bangkok = events.occurrence(event=row.event, own_tz="Asia/Bangkok")
    assert [clock.country and clock.country.code for clock in bangkok.clocks] == [None, "JP"]


def test_the_day_of_the_end_is_named_only_where_it_goes_on_for_more_than_a_day():
    night = events.occurrence(venue=events.venue(), start_time=time(23), last_day=date(2023, 2, 24), end_time=time(1))
    days = events.occurrence(event=night.event, venue=night.venue, last_day=date(2023, 2, 26), end_time=time(17))
    assert [row.clocks[0].until for row in (night, days)] == ["", "Feb 26"]
