"""When a network can be asked, and what it says when it cannot."""

from datetime import date, datetime

import numpy as np
import pytest

from accessibility.errors import NoServiceDataError, UsageError
from accessibility.network.calendar import (
    active_trips,
    boardable,
    check_moment,
    feed_validity,
    full_service_date,
    trips_per_date,
)
from accessibility.network.gtfs.feeds import read_feeds
from tests.core.network.gtfs_feed import GtfsFeed


@pytest.fixture
def timetable(tmp_path):
    """Two trips on every working day from Monday 5 to Friday 30 June 2023, the last to 00:20."""
    return GtfsFeed(tmp_path).read()[0]


def test_active_trips(timetable):
    assert active_trips(timetable, date(2023, 6, 13)).tolist() == [True, True]
    assert active_trips(timetable, date(2023, 6, 17)).tolist() == [False, False]
    assert active_trips(timetable, date(2031, 1, 1)).tolist() == [False, False]


def test_validity_lasts_until_the_last_trip_ends_after_midnight(timetable):
    (validity,) = feed_validity(timetable)
    assert (validity.first_date, validity.last_date) == (date(2023, 6, 5), date(2023, 6, 30))
    assert validity.first_moment == datetime(2023, 6, 5)
    assert validity.last_moment == datetime(2023, 7, 1, 0, 20)


def test_validity_knows_that_an_earlier_service_day_may_end_later(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.replace("stop_times", "24:20:00,24:20:00", "99:00:00,99:00:00")
    feed.replace("trips", "r1,week,t2", "r1,thu,t2")
    feed.add("calendar", "thu,0,0,0,1,0,0,0,20230605,20230630")
    (validity,) = feed_validity(feed.read()[0])
    assert validity.last_date == date(2023, 6, 30)
    assert validity.last_moment == datetime(2023, 7, 3, 3)  # Thursday 29 June + 99 h


def test_validity_over_a_night_when_clocks_go_back(tmp_path):
    feed = GtfsFeed(tmp_path).replace("calendar", "20230630", "20231029")
    feed.replace("calendar", "1,1,1,1,1,0,0", "1,1,1,1,1,1,1")
    (validity,) = feed_validity(feed.read()[0])
    # On 29 October noon minus twelve hours is 01:00 summer time's end: 24:20 is 00:20 the next day.
    assert validity.last_moment == datetime(2023, 10, 30, 0, 20)


def test_departures_are_stop_times_that_can_be_boarded(tmp_path):
    feed = GtfsFeed(tmp_path).columns("stop_times", pickup_type=["0", "1", "0", "2", "3", "1"])
    assert boardable(feed.read()[0]).tolist() == [True, False, False, True, True, False]


@pytest.mark.parametrize("moment", ["2023-06-05 00:00", "2023-07-01 00:20", "2023-06-13 08:00"])
def test_a_covered_moment_is_no_error(timetable, moment):
    check_moment(timetable, datetime.fromisoformat(moment), allow_partial=False)


@pytest.mark.parametrize("moment", ["2023-06-04 23:59", "2023-07-01 00:21", "2031-01-01 08:00"])
def test_a_moment_outside_every_feed_is_refused(timetable, moment):
    nearest = "Monday 2023-06-05" if "06-04" in moment else "Friday 2023-06-30"
    with pytest.raises(NoServiceDataError) as refused:
        check_moment(timetable, datetime.fromisoformat(moment), allow_partial=True)
    assert str(refused.value) == (
        f"{moment} is outside the timetables. Valid dates: bus 2023-06-05 to 2023-06-30. "
        f"The nearest date with full service is {nearest}."
    )


def test_a_covered_date_without_trips_is_a_warning(timetable):
    (warning,) = check_moment(timetable, datetime(2023, 6, 17, 8), allow_partial=True)
    assert warning == (
        "no_service: no trip begins on 1 of 1 service days (Saturday 2023-06-17). "
        "The nearest date with full service is Friday 2023-06-16."
    )


def test_a_covered_moment_warns_of_nothing(timetable):
    assert check_moment(timetable, datetime(2023, 6, 13, 8), allow_partial=True) == []


def test_an_hour_without_departures_is_a_warning(timetable):
    def ask(first, last):
        period = tuple(datetime.fromisoformat(f"2023-06-13 {end}") for end in (first, last))
        return check_moment(timetable, period[0], allow_partial=True, period=period)

    assert ask("08:06", "09:00") == []
    assert ask("08:07", "09:00") == [
        "no_service: no vehicle departs from 2023-06-13 08:07 to 2023-06-13 09:00."
    ]
    assert ask("07:00", "08:00") == []


def test_departures_where_nobody_can_begin_are_told_apart(timetable):
    first, last = datetime(2023, 6, 13, 7), datetime(2023, 6, 13, 8)

    def ask(near):
        return check_moment(timetable, first, True, (first, last), near)

    everywhere = np.ones(timetable.n_stops, dtype=bool)
    assert ask(everywhere) == []
    (told,) = ask(~everywhere)
    which = "2023-06-13 07:00 to 2023-06-13 08:00"
    assert told == f"no_service: no vehicle departs within the streets from {which}."


def test_a_departure_of_the_day_before_is_found(tmp_path):
    feed = GtfsFeed(tmp_path).replace("stop_times", "23:55:00,23:56:00", "24:10:00,24:11:00")
    timetable = feed.read()[0]
    night = datetime(2023, 6, 14, 0, 11), datetime(2023, 6, 14, 1)
    assert check_moment(timetable, night[0], True, night) == []


def test_days_beyond_the_timetables_are_counted(timetable):
    first, last = datetime(2023, 6, 30, 23), datetime(2023, 7, 3, 1)
    assert check_moment(timetable, first, allow_partial=True, period=(first, last)) == [
        "no_service: 3 of 4 days lie beyond all timetables, which go from 2023-06-05 to 2023-06-30."
    ]


def test_a_period_before_all_service_is_one_warning(timetable):
    first, last = datetime(2023, 6, 4, 22, 30), datetime(2023, 6, 5, 0, 30)
    (warning,) = check_moment(timetable, last, allow_partial=True, period=(first, last))
    assert warning == (
        "no_service: no vehicle departs from 2023-06-04 22:30 to 2023-06-05 00:30; 1 of 2 days lie "
        "beyond all timetables, which go from 2023-06-05 to 2023-06-30."
    )


def test_a_moment_that_clocks_skip_is_refused(timetable):
    with pytest.raises(UsageError, match="2023-03-26 01:30 does not exist in Europe/London"):
        check_moment(timetable, datetime(2023, 3, 26, 1, 30), allow_partial=True)


@pytest.fixture
def two_feeds(tmp_path):
    """A feed of June and one of July."""
    june = GtfsFeed(tmp_path, "june").write()
    july = GtfsFeed(tmp_path, "july")
    july.replace("calendar", "20230605", "20230626").replace("calendar", "20230630", "20230728")
    return read_feeds([june, july.write()])[0]


def test_a_moment_that_only_some_feeds_cover(two_feeds):
    moment = datetime(2023, 6, 13, 8)
    (warning,) = check_moment(two_feeds, moment, allow_partial=True)
    assert warning == (
        "2023-06-13 08:00 is outside the timetable of july: its trips are missing from the "
        "results. Valid dates: june 2023-06-05 to 2023-06-30, july 2023-06-26 to 2023-07-28."
    )
    with pytest.raises(
        NoServiceDataError, match=r"outside the timetable of july.*allow_partial=True"
    ):
        check_moment(two_feeds, moment, allow_partial=False)
    assert check_moment(two_feeds, datetime(2023, 6, 27, 8), allow_partial=False) == []


def test_a_feed_that_rests_on_the_date_is_named(tmp_path):
    bus = GtfsFeed(tmp_path, "bus").write()
    rail = GtfsFeed(tmp_path, "rail").replace("calendar", "1,1,1,1,1,0,0", "1,0,1,1,1,0,0").write()
    timetable = read_feeds([bus, rail])[0]
    assert check_moment(timetable, datetime(2023, 6, 13, 8), allow_partial=True) == [
        "no_service: no trip of rail runs on Tuesday 2023-06-13."
    ]


def test_full_service_is_judged_by_weekday(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.add(
        "calendar_dates", "service_id,date,exception_type", "week,20230613,2", "sun,20230618,1"
    )
    feed.add("trips", "r1,sun,t3", "r1,few,t4")
    feed.add("calendar", "few,0,1,0,0,0,0,0,20230613,20230613")
    for trip in ("t3", "t4"):
        feed.add("stop_times", f"{trip},9:00:00,9:00:00,s1,1", f"{trip},9:10:00,9:10:00,s2,2")
    timetable = feed.read()[0]
    first, counts = trips_per_date(timetable)
    assert first == date(2023, 6, 5)
    assert counts[:14].tolist() == [2, 2, 2, 2, 2, 0, 0, 2, 1, 2, 2, 2, 0, 1]
    # Tuesday the 13th has one trip of the usual two; the day before is as near as the one after.
    assert full_service_date(timetable, date(2023, 6, 13)) == date(2023, 6, 12)
    assert full_service_date(timetable, date(2023, 6, 18)) == date(2023, 6, 18)
    assert full_service_date(timetable, date(2022, 1, 1)) == date(2023, 6, 5)


def test_a_network_without_timetables_has_no_moments():
    with pytest.raises(NoServiceDataError, match='Ask for mode="walk"'):
        check_moment(read_feeds([])[0], datetime(2023, 6, 13, 8), allow_partial=True)
