"""Trips at intervals, counted: when a feed is valid, what runs on a date, what departs when."""

from datetime import date, datetime

import pytest

from accessibility.network.calendar import (
    active_trips,
    check_moment,
    feed_validity,
    trips_per_date,
)
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.health.service_levels import services_on
from accessibility.network.health.usual_service import usual_service
from accessibility.network.intervals import last_arrivals, repetitions
from tests.core.network.gtfs_feed import GtfsFeed, clock

HEADER = "trip_id,start_time,end_time,headway_secs,exact_times"
TUESDAY = date(2023, 6, 13)


@pytest.fixture
def feed(tmp_path):
    return GtfsFeed(tmp_path)


def repeated(feed, *rows):
    """The timetable of a feed whose first trip (08:00 to 08:10) runs at intervals."""
    return feed.add("frequencies", HEADER, *rows).read()[0]


@pytest.mark.parametrize(
    ("rows", "times"),
    [
        (["t1,06:00:00,07:00:00,600,1"], 6),
        (["t1,06:00:00,07:00:01,600,1"], 7),
        (["t1,06:00:00,06:59:59,600,0"], 6),
        (["t1,06:00:00,06:00:01,600,0"], 1),
        (["t1,06:00:00,07:00:00,600,1", "t1,10:00:00,12:00:00,1800,0"], 10),
        (["t1,06:00:00,06:00:00,600,1"], 0),
    ],
)
def test_how_often_a_trip_runs(feed, rows, times):
    timetable = repeated(feed, *rows)
    assert repetitions(timetable).tolist() == [times, 1]
    assert active_trips(timetable, TUESDAY).tolist() == [times > 0, True]
    first, counts = trips_per_date(timetable)
    assert (first, counts[0]) == (date(2023, 6, 5), times + 1)
    services = services_on(timetable, TUESDAY)
    assert services.trips == services.usual_trips == services.feeds[0].trips == times + 1
    assert services.departures == services.feeds[0].departures == 2 * (times + 1)
    assert usual_service(timetable, TUESDAY).trips.tolist() == [times + 1]
    assert services.findings == ()
    assert "trips" in str(services)


@pytest.mark.parametrize(
    ("row", "last"),
    [
        ("t1,25:00:00,26:00:00,600,1", "26:00:00"),  # leaves at 25:50
        ("t1,25:00:00,26:00:00,540,1", "26:04:00"),  # leaves at 25:54
        ("t1,25:00:00,26:00:00,600,0", "26:09:59"),  # leaves at 25:59:59 at the latest
        ("t1,25:00:00,25:00:00,600,0", "24:20:00"),  # nothing runs but the other trip
        ("t1,06:00:00,07:00:00,600,0", "24:20:00"),
    ],
)
def test_a_feed_is_valid_until_the_last_repetition_ends(feed, row, last):
    timetable = repeated(feed, row)
    assert max(last_arrivals(timetable)) == clock(last)
    (validity,) = feed_validity(timetable)
    hours, minutes, seconds = (int(part) for part in last.split(":"))
    assert validity.last_moment == datetime(2023, 7, 1, hours - 24, minutes, seconds)


def test_a_feed_whose_intervals_let_nothing_run_never_runs(feed):
    timetable = repeated(feed, "t1,06:00:00,06:00:00,600,1", "t2,06:00:00,06:00:00,600,1")
    assert feed_validity(timetable) == [None]
    assert services_on(timetable, TUESDAY).trips == 0


def test_departures_of_intervals_by_hour(feed):
    timetable = repeated(feed, "t1,05:50:00,07:00:00,1200,1")  # 05:50, 06:10, 06:30, 06:50
    hours = services_on(timetable, TUESDAY).departures_by_hour["bus"]
    # Each leaves its second stop six minutes later; the last trip leaves at 23:50 and 23:56.
    assert {hour: n for hour, n in enumerate(hours) if n} == {5: 2, 6: 6, 23: 2}


@pytest.mark.parametrize(
    ("row", "first", "last", "silent"),
    [
        ("t1,06:00:00,07:00:00,600,1", "05:40", "05:59", True),
        ("t1,06:00:00,07:00:00,600,1", "05:40", "06:00", False),
        ("t1,06:00:00,07:00:00,600,1", "06:57", "07:30", True),  # 06:56 was the last departure
        ("t1,06:00:00,07:00:00,600,1", "06:56", "07:30", False),
        ("t1,06:00:00,07:00:00,3600,1", "06:10", "06:50", True),
        ("t1,06:00:00,07:00:00,3600,0", "06:10", "06:50", False),
        ("t1,06:00:00,07:00:00,600,0", "07:05", "07:30", False),  # 07:05:59 can be
        ("t1,06:00:00,07:00:00,600,0", "07:06", "07:30", True),
        ("t1,06:00:00,06:00:00,600,0", "05:40", "07:30", True),
        ("t1,30:00:00,31:00:00,600,1", "06:10", "06:15", False),  # of the day before
        ("t1,54:00:00,55:00:00,600,1", "06:10", "06:15", False),  # of two days before
        ("t1,78:00:00,79:00:00,600,1", "06:10", "06:15", False),
        ("t1,102:00:00,103:00:00,600,1", "06:10", "06:15", True),  # Friday: nothing on Saturday
    ],
)
def test_a_period_in_which_nothing_can_depart(feed, row, first, last, silent):
    friday = "2023-06-16"
    moments = [datetime.fromisoformat(f"{friday} {moment}") for moment in (first, last)]
    if row.startswith("t1,102"):
        feed.replace("calendar", "1,1,1,1,1,0,0", "0,0,1,1,1,0,0")  # 102 h after Monday is Friday
    warnings = check_moment(repeated(feed, row), moments[0], True, tuple(moments))
    assert bool([w for w in warnings if "no vehicle departs" in w]) == silent


def test_trips_that_are_listed_do_not_run_at_their_listed_times(feed):
    timetable = repeated(feed, "t1,06:00:00,07:00:00,600,1")
    moments = datetime(2023, 6, 16, 7, 30), datetime(2023, 6, 16, 9, 0)
    assert any(
        "no vehicle departs" in w for w in check_moment(timetable, moments[0], True, moments)
    )
    plain, _ = read_feeds([GtfsFeed(feed.folder.parent, "plain").write()])
    assert check_moment(plain, moments[0], True, moments) == []
