"""The oracle's deadlines and journeys on cases computed by hand; see test_transit.py."""

from datetime import datetime

import pytest

from tests.oracle.tiny import at

moment = datetime.fromisoformat

NINE = moment("2023-06-13 09:00")
HOURLY = {
    "t": ["A 08:05:00", "B 08:10:00"],
    "u": ["A 08:25:00", "B 08:30:00"],
    "v": ["A 08:55:00", "B 09:00:00"],
}


@pytest.fixture
def line(build):
    """Buses from node 5 to node 40, at 08:05, 08:25 and 08:55, five minutes each."""
    return build({"A": 5, "B": 40}, HOURLY)


def by(oracle, start, end, deadline, **options):
    return oracle.window_seconds(at(start), [at(end)], deadline, arrive_by=True, **options)[0]


def test_the_wait_at_the_end_counts(line):
    # leaves A's stop at 08:54 for the bus of 08:55; from node 4 a step (112 s) earlier
    assert by(line, 5, 40, NINE) == [360]
    assert by(line, 4, 40, NINE) == [472]
    # 08:59:59: the bus of 08:25, at the stop by 08:24
    assert by(line, 5, 40, moment("2023-06-13 08:59:59")) == [35 * 60 + 59]
    # a step behind the stop: 112 s after 08:30 is in time for 08:59, 09:00 + 112 s is not for 09:00
    assert by(line, 5, 41, NINE) == [36 * 60]
    assert by(line, 5, 41, moment("2023-06-13 09:01:52")) == [472]
    assert by(line, 5, 40, NINE, boarding_slack=10) == [310]
    assert by(line, 40, 5, NINE) == [None]


def test_the_direct_way_leaves_as_late_as_it_can(line):
    assert by(line, 5, 5, NINE) == [0]
    assert by(line, 5, 7, NINE) == [223]
    # 10 steps on foot take 1,114 s; with a bus on part of the way it would be longer
    assert by(line, 4, 14, NINE) == [1114]
    assert by(line, 4, 14, NINE, max_walk_time=1113) == [None]


def test_deadlines_of_a_window_go_back_from_the_last(line):
    # 09:00, 08:59, 08:58
    assert by(line, 5, 40, NINE, window_s=180) == [360, 2100, 2040]


def test_max_time_counts_back_from_the_deadline(line):
    deadline = moment("2023-06-13 08:59:59")
    assert by(line, 5, 40, deadline, max_time=2159) == [2159]
    assert by(line, 5, 40, deadline, max_time=2158) == [None]
    assert by(line, 5, 40, deadline, max_time=2158, measure="journey") == [None]


def test_before_the_first_service(line):
    assert by(line, 5, 40, moment("2023-06-13 08:09:59")) == [None]
    assert by(line, 5, 40, moment("2023-06-13 08:10:00")) == [360]
    assert by(line, 5, 40, moment("2023-06-12 09:00")) == [None]
    assert by(line, 5, 7, moment("2023-06-12 09:00")) == [223]
    # two hours behind the last bus
    assert by(line, 5, 40, moment("2023-06-13 10:54:00")) == [7200]
    assert by(line, 5, 40, moment("2023-06-13 10:54:01")) == [None]


def test_past_midnight_and_past_48_hours(build):
    trips = {"t": ["A 24:20:00", "B 24:30:00"], "u": ["A 73:10:00", "B 73:15:00"]}
    oracle = build({"A": 5, "B": 40}, trips)
    assert by(oracle, 5, 40, moment("2023-06-14 00:30")) == [660]
    assert by(oracle, 5, 40, moment("2023-06-14 00:29:59")) == [None]
    assert by(oracle, 5, 40, moment("2023-06-16 01:20")) == [660]
    assert by(oracle, 5, 40, moment("2023-06-13 00:30")) == [None]


def test_days_on_which_the_clocks_change(build):
    days = {"t": ["20230326"], "v": ["20231029"]}
    trips = {"t": ["A 00:30:00", "B 00:40:00"], "v": ["A 01:00:00", "B 01:10:00"]}
    oracle = build({"A": 5, "B": 40}, trips, dates=days)
    # 00:30 of 26 March is 23:30 GMT on the 25th; 02:30 on the clock is 01:30 GMT
    assert by(oracle, 5, 40, moment("2023-03-25 23:40")) == [660]
    assert by(oracle, 5, 40, moment("2023-03-26 02:30"), max_time=7 * 3600) == [660 + 110 * 60]
    with pytest.raises(ValueError, match="does not exist"):
        by(oracle, 5, 40, moment("2023-03-26 01:30"))
    # 01:10 GMT on 29 October is the second 01:10 of the clock; the first is an hour earlier
    assert by(oracle, 5, 40, moment("2023-10-29 01:10")) == [None]
    assert by(oracle, 5, 40, moment("2023-10-29 02:10")) == [660 + 3600]


def test_changes_and_fewer_rides(build):
    trips = {
        "one": ["A 08:05:00", "M 08:10:00"],
        "two": ["N 08:14:43", "B 08:20:00"],  # two steps and the slack behind 08:10
        "slow": ["A 07:30:00", "B 08:20:00"],
    }
    oracle = build({"A": 5, "M": 20, "N": 22, "B": 40}, trips)
    deadline = moment("2023-06-13 08:30")
    assert by(oracle, 5, 40, deadline) == [26 * 60]
    assert by(oracle, 5, 40, deadline, max_rides=1) == [61 * 60]
    assert by(oracle, 5, 40, deadline, boarding_slack=61) == [61 * 60 + 1]
    assert by(oracle, 5, 40, deadline, max_transfer_time=222) == [61 * 60]
    assert by(oracle, 5, 40, deadline, max_rides=0) == [None]


def test_journeys_of_departures_leave_out_the_wait_at_the_beginning(line):
    def journeys(start, end, when, **options):
        return line.window_seconds(at(start), [at(end)], when, measure="journey", **options)[0]

    # asked at 08:00, 08:01, ... 08:05: the first bus is just caught at 08:04
    eight = moment("2023-06-13 08:00")
    assert journeys(5, 40, eight, window_s=360) == [360] * 6
    assert journeys(4, 40, eight) == [472]
    assert journeys(4, 41, eight) == [584]
    # the same answers exist: from 08:04:01 the next bus arrives 1,559 s later
    late = moment("2023-06-13 08:04:01")
    assert journeys(5, 40, late, max_time=1559) == [360]
    assert journeys(5, 40, late, max_time=1558) == [None]
    assert journeys(4, 14, eight) == [1114]


def test_journeys_of_deadlines_leave_out_the_wait_at_the_end(build):
    trips = HOURLY | {"w": ["A 08:25:00", "C 08:40:00"], "x": ["A 08:25:00", "C 08:45:00"]}
    oracle = build({"A": 5, "B": 40, "C": 48}, trips)
    assert by(oracle, 5, 40, moment("2023-06-13 08:59:59"), measure="journey") == [360]
    assert by(oracle, 5, 40, NINE, window_s=180, measure="journey") == [360] * 3
    # both buses leave with the latest departure; the faster of them counts
    assert by(oracle, 5, 48, moment("2023-06-13 08:50"), measure="journey") == [960]
    assert by(oracle, 5, 48, moment("2023-06-13 08:50")) == [26 * 60]
    assert by(oracle, 4, 14, NINE, measure="journey") == [1114]


def test_the_journey_is_to_the_latest_departure_of_all_that_arrive_as_early(build):
    """A fast bus overtakes a slow one; who waits for it arrives as early."""
    trips = {"slow": ["A 08:05:00", "B 08:40:00"], "fast": ["A 08:25:00", "B 08:40:00"]}
    oracle = build({"A": 5, "B": 40}, trips)
    eight = moment("2023-06-13 08:00")
    assert oracle.window_seconds(at(5), [at(40)], eight, measure="journey") == [[960]]
    assert oracle.window_seconds(at(5), [at(40)], eight) == [[2400]]
