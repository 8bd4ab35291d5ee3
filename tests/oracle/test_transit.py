"""The oracle's journeys on cases computed by hand.

The street runs along the equator, node n at longitude n / 1000, 111.319 m from node to node:
at 3.6 km/h one step takes 112 s, two take 223 s, three 334 s.
"""

from datetime import datetime

import pytest

from tests.oracle import Oracle
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_feed, write_osm
from tests.oracle.walking import straight_mm

moment = datetime.fromisoformat

EIGHT = moment("2023-06-13 08:00")


@pytest.fixture
def one_trip(build):
    """One bus from node 5 at 08:05 to node 40 at 08:10."""
    return build({"A": 5, "B": 40}, {"t": ["A 08:05:00", "B 08:10:00"]})


def test_the_wait_at_the_beginning_counts(one_trip):
    # 08:10:00 and one step to node 41
    assert one_trip.travel_seconds(at(4), at(41), EIGHT) == 600 + 112
    assert one_trip.travel_seconds(at(41), at(4), EIGHT) is None


def test_boarding_needs_the_slack(one_trip):
    # access 112 s + slack 60 s before 08:05:00 is 08:02:08
    leaving = moment("2023-06-13 08:02:08")
    assert one_trip.travel_seconds(at(4), at(41), leaving) == 112 + 60 + 300 + 112
    too_late = moment("2023-06-13 08:02:09")
    assert one_trip.travel_seconds(at(4), at(41), too_late) is None
    assert one_trip.travel_seconds(at(4), at(41), too_late, boarding_slack=59) == 583


def test_walks_to_and_from_stops_have_a_limit_each(one_trip):
    assert one_trip.travel_seconds(at(4), at(42), EIGHT) == 600 + 223
    assert one_trip.travel_seconds(at(4), at(42), EIGHT, max_walk_time=223) == 823
    assert one_trip.travel_seconds(at(4), at(42), EIGHT, max_walk_time=222) is None
    assert one_trip.travel_seconds(at(3), at(42), EIGHT, max_walk_time=223) == 823
    # at half the speed two steps take 446 s: the bus is missed from 08:00
    assert one_trip.travel_seconds(at(3), at(42), EIGHT, walk_speed=1800) is None


def test_max_time_bounds_the_answer(one_trip):
    assert one_trip.travel_seconds(at(4), at(41), EIGHT, max_time=712) == 712
    assert one_trip.travel_seconds(at(4), at(41), EIGHT, max_time=711) is None


def test_the_direct_walk_competes(one_trip):
    # 10 steps are 1,113.19 m: faster than nothing, and bounded by max_walk_time
    assert one_trip.travel_seconds(at(4), at(14), EIGHT) == 1114
    assert one_trip.travel_seconds(at(4), at(14), EIGHT, max_walk_time=1113) is None
    assert one_trip.walk_seconds(*at(4), *at(41)) == 4119  # 37 steps, 4,118.803 m
    assert one_trip.travel_seconds(at(4), at(4), EIGHT) == 0


def test_points_that_do_not_join_have_no_answer(one_trip):
    nowhere = (0.004, 0.01)  # 1.1 km north
    assert one_trip.travel_seconds(nowhere, at(41), EIGHT) is None
    assert one_trip.travel_seconds(at(4), nowhere, EIGHT) is None
    assert one_trip.travel_seconds(nowhere, nowhere, EIGHT) is None
    # joined by a larger radius it walks 1,105.743 m + 111.319 m = 1,217.062 m to the stop
    far = one_trip.travel_seconds(nowhere, at(41), EIGHT, snap_radius=1600, max_walk_time=1217)
    assert far is None
    early = moment("2023-06-13 07:40")
    assert (
        one_trip.travel_seconds(nowhere, at(41), early, snap_radius=1600, max_walk_time=1218)
        == 1800 + 112
    )


def test_only_the_day_of_service(one_trip):
    assert one_trip.travel_seconds(at(4), at(41), moment("2023-06-12 08:00")) is None
    assert one_trip.travel_seconds(at(4), at(41), moment("2023-06-14 08:00")) is None


def test_a_stop_that_does_not_join_is_out_of_reach(build):
    oracle = build({"A": (0.005, 0.01), "B": 40}, {"t": ["A 08:05:00", "B 08:10:00"]})
    assert oracle.travel_seconds((0.005, 0.001), at(41), EIGHT, max_walk_time=3600) is None


CHANGE = {"t": ["A 08:05:00", "M 08:10:00"], "u": ["N 08:14:43", "B 08:20:00"]}


def test_a_change_walks_once_and_waits_the_slack(build):
    # alight 08:10:00, two steps 223 s, slack 60 s: 08:14:43 is just caught
    oracle = build({"A": 5, "M": 20, "N": 22, "B": 40}, CHANGE)
    assert oracle.travel_seconds(at(5), at(40), EIGHT) == 1200
    assert oracle.travel_seconds(at(5), at(40), EIGHT, boarding_slack=61) is None
    assert oracle.travel_seconds(at(5), at(40), EIGHT, max_transfer_time=223) == 1200
    assert oracle.travel_seconds(at(5), at(40), EIGHT, max_transfer_time=222) is None
    assert oracle.travel_seconds(at(5), at(40), EIGHT, max_rides=2) == 1200
    assert oracle.travel_seconds(at(5), at(40), EIGHT, max_rides=1) is None


def test_a_change_at_one_stop_needs_the_slack_too(build):
    trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": ["M 08:11:00", "B 08:20:00"]}
    oracle = build({"A": 5, "M": (0.02, 5.0), "B": 40}, trips)  # M does not join
    assert oracle.travel_seconds(at(5), at(40), EIGHT) == 1200
    assert oracle.travel_seconds(at(5), at(40), EIGHT, boarding_slack=61) is None


def test_one_change_holds_one_transfer_only(build):
    # 5 + 5 steps by way of the stop C are 2 x 557 s; 10 steps at once are 1,114 s
    trips = CHANGE | {"u": ["N 08:50:00", "B 08:55:00"], "v": ["C 10:00:00", "A 10:10:00"]}
    oracle = build({"A": 5, "M": 15, "C": 20, "N": 25, "B": 45}, trips)
    assert oracle.travel_seconds(at(5), at(45), EIGHT) is None
    assert oracle.travel_seconds(at(5), at(45), EIGHT, max_transfer_time=1114) == 3300


def test_straight_transfers_where_a_stop_does_not_join(build):
    # M to N: 0.01 degrees north at the equator, 1,105.742764 m; x 1.3 = 1,437,465.9 mm -> 1,438 s
    trips = CHANGE | {"u": ["N 08:34:58", "B 08:40:00"]}  # 08:10:00 + 1,438 s + 60 s
    oracle = build({"A": 5, "M": 20, "N": (0.020, 0.01), "B": 40}, trips)
    limits = {"max_transfer_time": 1438}
    assert oracle.travel_seconds(at(5), at(40), EIGHT, **limits) == 2400
    assert oracle.travel_seconds(at(5), at(40), EIGHT, max_transfer_time=1437) is None
    assert oracle.travel_seconds(at(5), at(40), EIGHT, boarding_slack=61, **limits) is None


def test_straight_lines_in_millimetres():
    # 1,105,743 mm x 13 / 10 = 1,437,465.9
    assert straight_mm((0.020, 0.0), (0.020, 0.01)) == 1_437_466
    assert straight_mm((0.020, 0.01), (0.020, 0.0)) == 1_437_466
    assert straight_mm((0.020, 0.01), (0.020, 0.01)) == 0


def test_stops_that_both_join_walk_over_the_streets_only(tmp_path):
    gate = {50: {"barrier": "gate", "access": "no"}}
    nodes, ways = equator_nodes(100), equator_ways(100)
    stops = {"A": at(5), "M": at(49), "N": at(51), "B": at(80)}
    trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": ["N 08:30:00", "B 08:40:00"]}
    feed = write_feed(tmp_path / "feed", stops, trips)
    for tags, seconds in ((None, 2400), (gate, None)):
        oracle = Oracle(write_osm(tmp_path / "t.osm.pbf", nodes, ways, tags), [feed])
        assert len(oracle.joined_stops) == 4
        assert oracle.travel_seconds(at(5), at(80), EIGHT) == seconds


def test_stops_at_the_same_place_are_no_walk_apart(build):
    trips = CHANGE | {"u": ["N 08:11:00", "B 08:20:00"]}
    for place in ((0.0201, 0.0005), (0.02, 5.0)):  # joined, and not
        oracle = build({"A": 5, "M": place, "N": place, "B": 40}, trips)
        assert oracle.travel_seconds(at(5), at(40), EIGHT, max_transfer_time=0) == 1200


def test_egress_follows_the_ride_without_a_transfer(build):
    trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": ["N 20:00:00", "A 20:10:00"]}
    oracle = build({"A": 5, "M": 20, "N": 25}, trips)
    # from M to node 31 are 11 steps, 1,225 s: a transfer to N on the way would make it 558 + 668
    assert oracle.travel_seconds(at(5), at(30), EIGHT) == 600 + 1114
    assert oracle.travel_seconds(at(5), at(31), EIGHT) is None


@pytest.mark.parametrize(
    ("calls", "seconds"),
    [
        (["A 08:05:00", "B 08:10:00", "C 08:12:00"], 600),
        (["A 08:05:00 - 1", "B 08:10:00", "C 08:12:00"], None),  # no boarding at A
        (["A 08:05:00", "B 08:10:00 - - 1", "C 08:12:00"], 720 + 223),  # no alighting at B
        (["A 08:05:00 - 2 2", "B 08:10:00 - 3 3", "C 08:12:00"], 600),  # by arrangement
        (["B 08:05:00", "A 08:06:00"], None),  # the wrong way
        (["B 08:05:00", "A 08:06:00", "B 08:14:00"], 840),  # a loop
        (["A 08:01:00", "C 08:02:00", "A 08:06:00", "B 08:20:00"], 120 + 223),
        (["A 08:00:59", "C 08:02:00", "A 08:06:00", "B 08:20:00"], 1200),  # second call at A
        (["A 08:04:00 08:05:00", "B 08:10:00 08:20:00", "C 08:30:00"], 600),
    ],
)
def test_boarding_and_alighting(build, calls, seconds):
    oracle = build({"A": 5, "B": 40, "C": 42}, {"t": calls})
    assert oracle.travel_seconds(at(5), at(40), EIGHT) == seconds


def test_fewer_rides_may_be_slower(build):
    trips = {
        "slow": ["A 08:05:00", "B 08:50:00"],
        "one": ["A 08:05:00", "M 08:10:00"],
        "two": ["M 08:15:00", "N 08:20:00"],
        "three": ["N 08:25:00", "B 08:30:00"],
    }
    oracle = build({"A": 5, "M": 15, "N": 25, "B": 40}, trips)
    answers = [oracle.travel_seconds(at(5), at(40), EIGHT, max_rides=k) for k in (0, 1, 2, 3, 8)]
    assert answers == [None, 3000, 3000, 1800, 1800]


def test_only_the_modes_asked_for(build):
    trips = {"bus": ["A 08:05:00", "B 08:20:00"], "rail": ["A 08:05:00", "B 08:10:00"]}
    oracle = build({"A": 5, "B": 40}, trips, route_types={"bus": 700, "rail": 2})
    for modes, seconds in ((None, 600), (["bus"], 1200), (["rail", "bus"], 600), (["tram"], None)):
        assert oracle.travel_seconds(at(5), at(40), EIGHT, transit_modes=modes) == seconds


def test_trips_of_earlier_service_days_still_run(build):
    trips = {"t": ["A 24:20:00", "B 24:30:00"], "u": ["A 73:10:00", "B 73:15:00"]}
    oracle = build({"A": 5, "B": 40}, trips, dates="20230613")
    assert oracle.travel_seconds(at(5), at(40), moment("2023-06-14 00:15")) == 900
    assert oracle.travel_seconds(at(5), at(40), moment("2023-06-16 01:00")) == 900
    assert oracle.travel_seconds(at(5), at(40), moment("2023-06-13 23:50")) == 2400
    assert oracle.travel_seconds(at(5), at(40), moment("2023-06-13 00:15")) is None


def test_the_horizon_reaches_the_next_service_day(build):
    oracle = build({"A": 5, "B": 40}, {"t": ["A 00:20:00", "B 00:30:00"]}, dates="20230614")
    assert oracle.travel_seconds(at(5), at(40), moment("2023-06-13 23:50")) == 2400


def test_days_on_which_the_clocks_change(build):
    """Noon minus twelve hours is 23:00 GMT the day before on 26 March 2023."""
    days = {"t": ["20230326"], "u": ["20230326"], "v": ["20231029"]}
    trips = {
        "t": ["A 08:05:00", "B 08:10:00"],
        "u": ["A 00:30:00", "B 00:40:00"],  # 23:30 GMT on the 25th
        "v": ["A 01:00:00", "B 01:10:00"],  # 01:00 GMT, when the clock shows 1 again
    }
    oracle = build({"A": 5, "B": 40}, trips, dates=days)
    assert oracle.travel_seconds(at(5), at(40), moment("2023-03-26 08:00")) == 600
    assert oracle.travel_seconds(at(5), at(40), moment("2023-03-25 23:20")) == 1200
    with pytest.raises(ValueError, match="does not exist"):
        oracle.travel_seconds(at(5), at(40), moment("2023-03-26 01:30"))
    # 00:59 GMT on the first 01:59 of 29 October: a minute before the bus
    assert oracle.travel_seconds(at(5), at(40), moment("2023-10-29 01:59")) == 660
    # a window of two hours from 00:30 GMT on 26 March is 120 departures that really pass
    answers = oracle.window_seconds(at(5), [at(40)], moment("2023-03-26 00:30"), 7200)[0]
    assert len(answers) == 120
    # the bus arrives at 07:10 GMT: 24,000 s later, then a minute less each
    far = oracle.window_seconds(at(5), [at(40)], moment("2023-03-26 00:30"), 180, max_time=86_400)[
        0
    ]
    assert far == [24_000, 23_940, 23_880]


def test_windows_ask_once_a_minute(build):
    trips = {"t": ["A 08:03:00", "B 08:10:00"], "u": ["A 08:10:00", "B 08:15:00"]}
    oracle = build({"A": 5, "B": 40}, trips)
    rows = oracle.window_seconds(at(5), [at(40), at(5)], EIGHT, 300)
    # leaving at 08:02 the first bus is just caught
    assert rows == [[600, 540, 480, 720, 660], [0, 0, 0, 0, 0]]
    assert oracle.window_seconds(at(5), [at(40)], EIGHT) == [[600]]
