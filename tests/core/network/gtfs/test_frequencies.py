"""Trips at intervals: rows in order, and each fault with its message."""

import numpy as np
import pytest

from accessibility.errors import InputError
from tests.core.network.gtfs_feed import GtfsFeed, clock, times, trip_ids

HEADER = "trip_id,start_time,end_time,headway_secs"


def rows_of(timetable):
    columns = ("trip", "start", "end", "headway", "exact")
    arrays = [getattr(timetable, f"frequency_{name}").tolist() for name in columns]
    return list(zip(*arrays, strict=True))


def test_rows_come_by_trip_and_start(tmp_path):
    feed = GtfsFeed(tmp_path).add(
        "frequencies",
        f"{HEADER},exact_times",
        "t2,25:00:00,26:30:00,600,1",
        "t1,09:00:00,12:00:00,900,0",
        "t1,06:00:00,09:00:00,600,",
    )
    timetable, report = feed.read()
    assert rows_of(timetable) == [
        (0, clock("06:00:00"), clock("09:00:00"), 600, False),
        (0, clock("09:00:00"), clock("12:00:00"), 900, False),
        (1, clock("25:00:00"), clock("26:30:00"), 600, True),
    ]
    assert times(timetable)[0] == (28800, 28800)  # the pattern that is repeated
    assert (report.trips_at_intervals, report.trips_of_unknown_phase) == (2, 1)
    assert report.rows["frequencies"] == 3
    (problem,) = report.problems
    assert (problem.severity, problem.code, problem.line) == ("info", "unknown_phase", 3)
    assert problem.count == 2


def test_without_exact_times_no_phase_is_known(tmp_path):
    feed = GtfsFeed(tmp_path).add("frequencies", HEADER, "t2,06:00:00,09:00:00,600")
    timetable, report = feed.read()
    assert timetable.frequency_exact.tolist() == [False]
    assert "1 trips repeated" not in str(report)
    assert feed.codes() == [("info", "unknown_phase")]


@pytest.mark.parametrize("table", [None, "", f"{HEADER}\n"])
def test_a_feed_without_intervals(tmp_path, table):
    feed = GtfsFeed(tmp_path)
    if table is not None:
        feed.tables["frequencies"] = table
    timetable, report = feed.read()
    assert rows_of(timetable) == []
    assert timetable.frequency_exact.dtype == np.bool_
    assert timetable.frequency_headway.dtype == np.int32
    assert report.trips_at_intervals == 0


ERRORS = [
    ("t1,06:00:00,09:00:00,", 'headway_secs "" is blank'),
    ("t1,06:00:00,09:00:00,often", 'headway_secs "often" is not a whole number from 1 to 3599999'),
    ("t1,06:00:00,09:00:00,90.5", 'headway_secs "90.5" is not a whole number from 1'),
    ("t1,06:00:00,09:00:00,0", 'headway_secs "0" is not a whole number from 1'),
    ("t1,06:00:00,09:00:00,-600", 'headway_secs "-600" is not a whole number from 1'),
    ("t1,06:00:00,09:00:00,3600000", 'headway_secs "3600000" is not a whole number from 1'),
    ("t1,six,09:00:00,600", 'start_time "six" is not HH:MM:SS'),
    ("t1,,09:00:00,600", 'start_time "" is blank'),
    ("t1,06:00:00,,600", 'end_time "" is blank'),
    ("t1,06:00:00,05:59:59,600", 'end_time "05:59:59" is before start_time'),
    ("t9,06:00:00,09:00:00,600", 'trip_id "t9" is not defined in trips.txt'),
    (",06:00:00,09:00:00,600", 'trip_id "" is blank'),
]


@pytest.mark.parametrize(("row", "message"), ERRORS)
def test_a_faulty_row_refuses_the_build_or_is_left_out(tmp_path, row, message):
    feed = GtfsFeed(tmp_path).add("frequencies", HEADER, "t2,06:00:00,07:00:00,1200", row)
    with pytest.raises(InputError) as refused:
        feed.read()
    assert str(refused.value).startswith(f"bus/frequencies.txt line 3: {message}")
    assert 'on_error="skip"' in str(refused.value)
    timetable, report = feed.read("skip")
    assert rows_of(timetable) == [(1, 21600, 25200, 1200, False)]
    assert trip_ids(timetable) == ["t1", "t2"]
    (problem,) = [problem for problem in report.problems if problem.severity == "error"]
    assert message in str(problem)


def test_rows_of_trips_that_are_left_out_go_with_them(tmp_path):
    feed = GtfsFeed(tmp_path).add(
        "frequencies", HEADER, "t1,06:00:00,07:00:00,600", "t2,06:00:00,07:00:00,1200"
    )
    feed.replace("stop_times", "t1,08:00:00,08:00:00", "t1,,")
    feed.replace("stop_times", "t1,08:10:00,08:10:00", "t1,,")
    timetable, _ = feed.read("skip")
    assert trip_ids(timetable) == ["t2"]
    assert rows_of(timetable) == [(0, 21600, 25200, 1200, False)]


def test_a_row_that_ends_as_it_begins_lets_nothing_run_and_warns(tmp_path):
    feed = GtfsFeed(tmp_path).add(
        "frequencies", f"{HEADER},exact_times", "t1,06:00:00,06:00:00,600,1"
    )
    timetable, report = feed.read()
    assert rows_of(timetable) == [(0, 21600, 21600, 600, True)]
    (problem,) = report.problems
    assert (problem.severity, problem.code, problem.line) == ("warning", "interval_empty", 2)
    assert str(problem).startswith(
        'bus/frequencies.txt line 2: end_time "06:00:00" is start_time itself: the row lets '
        "nothing run."
    )


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["t1,06:00:00,07:00:00,600,1", "t1,07:00:00,08:00:00,600,1"], []),
        (["t1,06:00:00,07:00:00,600,1", "t2,06:30:00,08:00:00,600,1"], []),
        (["t1,06:59:59,08:00:00,600,1", "t1,06:00:00,07:00:00,600,1"], [2]),
        (["t1,06:00:00,07:00:00,600,1", "t1,06:00:00,07:00:00,600,1"], [3]),
        (["t1,06:00:00,09:00:00,600,1", "t1,06:10:00,06:20:00,600,1"], [3]),
        # The last lies in the first, and not in the one before it.
        (
            [
                "t1,06:00:00,09:00:00,600,1",
                "t1,06:10:00,06:20:00,600,1",
                "t1,08:00:00,08:30:00,99,1",
            ],
            [3, 2],
        ),
        (["t1,06:00:00,07:00:00,600,1", "t1,06:30:00,06:30:00,600,1"], None),
    ],
)
def test_overlapping_rows_of_a_trip_both_run_and_warn(tmp_path, rows, lines):
    feed = GtfsFeed(tmp_path).add("frequencies", f"{HEADER},exact_times", *rows)
    timetable, report = feed.read()
    assert len(timetable.frequency_trip) == len(rows)
    found = [problem for problem in report.problems if problem.code == "intervals_overlap"]
    if not lines:
        assert found == []
        return
    (problem,) = found
    assert (problem.severity, problem.line) == ("warning", lines[0])
    assert problem.count == (lines[1] if len(lines) > 1 else 1)
