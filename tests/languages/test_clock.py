from datetime import UTC, datetime

import pytest

from anniversary import clock


def test_a_date_is_taken_as_its_noon_and_a_time_without_zone_as_utc():
    assert clock.parse("2023-02-20") == datetime(2023, 2, 20, 12, tzinfo=UTC)
    assert clock.parse("2023-02-20T09:30") == datetime(2023, 2, 20, 9, 30, tzinfo=UTC)
    assert clock.parse("2023-02-20T09:30+09:00") == datetime(2023, 2, 20, 0, 30, tzinfo=UTC)


def test_what_is_no_date_is_refused():
    with pytest.raises(ValueError):
        clock.parse("last Tuesday")


def test_the_clock_is_set_within_the_block_only():
    moment = datetime(2023, 2, 20, 12, tzinfo=UTC)
    with clock.as_of(moment):
        assert (clock.now(), clock.is_set()) == (moment, True)
    assert clock.now() > moment
    assert clock.is_set() is False


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError), clock.as_of(datetime(2023, 2, 20)):
        pass
