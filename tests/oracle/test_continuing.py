"""Staying in the vehicle, on cases computed by hand; see test_transit.py.

Trip t runs from A (node 5, 08:05) to M (node 20, 08:10), trip u from M (08:10) to B (node 40,
08:20): without slack they can only be ridden by those who stay.
"""

from datetime import datetime

import pytest

from tests.oracle.tiny import at

moment = datetime.fromisoformat

EIGHT = moment("2023-06-13 08:00")
NINE = moment("2023-06-13 09:00")
STOPS = {"A": 5, "M": 20, "N": 22, "B": 40, "C": 48}
T = ["A 08:05:00", "M 08:10:00"]
U = ["M 08:10:00", "B 08:20:00"]
BLOCK = {"t": "1", "u": "1"}
TYPE_4 = ["from_trip=t to_trip=u type=4"]


@pytest.fixture
def ride(build):
    """Seconds from node 5 to node 40 by at most one ride."""

    def ride(trips, *, stops=STOPS, end=40, when=EIGHT, options=None, **feed):
        oracle = build(stops, trips, **feed)
        limits = {"max_rides": 1, "max_walk_time": 600}  # nobody walks from C to B
        return oracle.travel_seconds(at(5), at(end), when, **(limits | (options or {})))

    return ride


@pytest.mark.parametrize("how", [{"blocks": BLOCK}, {"transfers": TYPE_4}])
def test_staying_is_one_ride_without_slack(ride, how):
    trips = {"t": T, "u": U}
    assert ride(trips) is None
    assert ride(trips, options={"max_rides": 8}) is None
    assert ride(trips, **how) == 1200
    assert ride(trips, options={"boarding_slack": 240}, **how) == 1200
    # the trip that sets out before the other has ended is another vehicle
    early = {"t": T, "u": ["M 08:09:59", "B 08:20:00"]}
    assert ride(early, **how) is None
    late = {"t": T, "u": ["M 08:10:00 08:40:00", "B 08:50:00"]}
    assert ride(late, **how) == 3000


def test_blocks_are_those_of_the_feed_and_not_blank(ride):
    trips = {"t": T, "u": U}
    assert ride(trips, blocks={"t": "1", "u": "2"}) is None
    assert ride(trips, blocks={"t": "1"}) is None
    assert ride(trips, blocks={"t": "", "u": ""}) is None


def test_the_next_trip_of_a_block_begins_where_the_last_one_ends(ride):
    elsewhere = {"t": T, "u": ["N 08:10:00", "B 08:20:00"]}
    assert ride(elsewhere, blocks=BLOCK) is None
    assert ride(elsewhere, transfers=TYPE_4) == 1200  # a row does not ask where
    stops = STOPS | {"P": (0.021, 0.001), "Q": (0.021, 0.002)}
    for parents, seconds in (
        ({"M": "P", "N": "P"}, 1200),
        ({"M": "P", "N": "Q"}, None),
        ({"M": "P"}, None),
    ):
        assert ride(elsewhere, blocks=BLOCK, stops=stops, parents=parents) == seconds


def test_the_next_trip_of_a_block_is_the_first_that_sets_out(ride):
    others = {"t": T, "w": ["M 08:11:00", "C 08:12:00"], "u": ["M 08:15:00", "B 08:20:00"]}
    block = dict.fromkeys(others, "1")
    assert ride(others, blocks=block) is None  # w is next, and u does not follow from C
    assert ride(others, blocks=block, transfers=TYPE_4) == 1200  # a row goes beside the block
    # a trip that begins elsewhere and is next keeps the others from being so
    others["w"] = ["N 08:11:00", "C 08:12:00"]
    assert ride(others, blocks=block) is None
    # of equals the one that stands first in trips.txt
    equal = {"t": T, "u": ["M 08:15:00", "B 08:20:00"], "w": ["M 08:15:00", "C 08:16:00"]}
    assert ride(equal, blocks=block) == 1200
    turned = {"t": T, "w": equal["w"], "u": equal["u"]}
    assert ride(turned, blocks=block) is None
    # the first departure counts, whatever the arrival before it
    waiting = {
        "t": T,
        "w": ["M 08:01:00 08:16:00", "C 08:17:00"],
        "u": ["M 08:15:00", "B 08:20:00"],
    }
    assert ride(waiting, blocks=block) == 1200


def test_only_trips_of_the_day_count(ride):
    trips = {"t": T, "w": ["M 08:11:00", "C 08:12:00"], "u": ["M 08:15:00", "B 08:20:00"]}
    block = dict.fromkeys(trips, "1")
    days = {"t": ["20230613", "20230614"], "w": ["20230613"], "u": ["20230613", "20230614"]}
    assert ride(trips, blocks=block, dates=days) is None
    assert ride(trips, blocks=block, dates=days, when=moment("2023-06-14 08:00")) == 1200
    # yesterday's 32:10 is at the same time, but on another service day
    other_day = {"t": T, "u": ["M 32:10:00", "B 32:20:00"]}
    days = {"t": ["20230613"], "u": ["20230612"]}
    for how in ({"blocks": BLOCK}, {"transfers": TYPE_4}):
        assert ride(other_day, dates=days, **how) is None


def test_type_5_forbids_and_needs_both_trips(ride):
    trips = {"t": T, "u": U}
    apart = "from_trip=t to_trip=u type=5"
    assert ride(trips, blocks=BLOCK, transfers=[apart]) is None
    assert ride(trips, transfers=[*TYPE_4, apart]) is None
    for row in ("from_trip=t type=5", "to_trip=u type=5", "from_trip=u to_trip=t type=5"):
        assert ride(trips, blocks=BLOCK, transfers=[row]) == 1200
    assert ride(trips, transfers=["from_trip=t type=4"]) is None
    assert ride(trips, transfers=["from_stop=M to_stop=M from_trip=t to_trip=u type=4"]) == 1200
    # who may not stay may change, if there is time
    slow = {"t": T, "u": ["M 08:11:00", "B 08:20:00"]}
    assert ride(slow, blocks=BLOCK, transfers=[apart], options={"max_rides": 2}) == 1200


def test_the_ride_goes_on_from_trip_to_trip(ride):
    trips = {"t": T, "u": U, "v": ["B 08:20:00", "C 08:30:00"]}
    block = dict.fromkeys(trips, "1")
    assert ride(trips, blocks=block, end=48) == 1800
    assert ride(trips, blocks=BLOCK, end=48) is None
    assert ride(trips, blocks=BLOCK, transfers=["from_trip=u to_trip=v type=4"], end=48) == 1800
    # two vehicles part: a row each
    parting = {"t": T, "u": U, "w": ["M 08:12:00", "C 08:14:00"]}
    rows = [*TYPE_4, "from_trip=t to_trip=w type=4"]
    assert ride(parting, transfers=rows) == 1200
    assert ride(parting, transfers=rows, end=48) == 840


def test_what_the_next_trip_allows_at_its_stops(build):
    def seconds(trips, end, **feed):
        oracle = build(STOPS, trips, transfers=TYPE_4, **feed)
        return oracle.travel_seconds(at(5), at(end), EIGHT, max_rides=1)

    # nobody alights from t at M, but from u at N, its first stop, to which t has brought them
    trips = {"t": ["A 08:05:00", "M 08:10:00 - 0 1"], "u": ["N 08:12:00", "B 08:20:00"]}
    assert seconds(trips, 22) == 720
    closed = {**trips, "u": ["N 08:12:00 - 0 1", "B 08:20:00"]}
    assert seconds(closed, 22) is None
    assert seconds(closed, 40) == 1200
    # nor need boarding be allowed there
    assert seconds({**trips, "u": ["N 08:12:00 - 1", "B 08:20:00"]}, 40) == 1200
    assert seconds({**trips, "u": ["N 08:12:00", "B 08:20:00 - 0 1"]}, 40) is None
    # the arrival at the first stop counts, but nobody is there before the first trip has ended
    waits = {**trips, "u": ["N 08:12:00 08:15:00", "B 08:20:00"]}
    assert seconds(waits, 22) == 720
    waits = {**trips, "u": ["N 08:12:00 11:00:00", "B 11:05:00"]}  # beyond the two hours
    assert seconds(waits, 22) == 720
    waits = {**trips, "u": ["N 08:01:00 08:15:00", "B 08:20:00"]}
    assert seconds(waits, 22) == 600


def test_one_stays_only_in_a_vehicle_that_has_brought_one(build):
    """Who boards trip t at its last stop has not come there with it."""
    trips = {"t": ["A 08:05:00", "M 08:10:00 08:15:00"], "u": ["N 08:15:00 - 1", "B 08:20:00"]}
    oracle = build(STOPS, trips, transfers=TYPE_4)
    assert oracle.travel_seconds(at(20), at(40), EIGHT) is None
    assert oracle.travel_seconds(at(5), at(40), EIGHT) == 1200
    assert oracle.window_seconds(at(20), [at(40)], NINE, arrive_by=True) == [[None]]


def test_modes_and_wheelchairs_of_the_next_trip(ride):
    trips = {"t": T, "u": U, "w": ["M 08:12:00", "B 08:30:00"]}
    block = dict.fromkeys(trips, "1")
    types = {"t": 3, "u": 2, "w": 3}
    assert ride(trips, blocks=block, route_types=types) == 1200
    # u is next, and may not be used: nobody stays for w instead
    assert ride(trips, blocks=block, route_types=types, options={"transit_modes": ["bus"]}) is None
    chairs = {"t": 1, "u": 2, "w": 1}
    assert ride(trips, blocks=block, wheelchair_trips=chairs) == 1200
    assert ride(trips, blocks=block, wheelchair_trips=chairs, options={"wheelchair": True}) is None


def test_repeated_trips_stay_out_of_blocks(ride):
    trips = {"t": T, "u": U}
    for trip in trips:
        rows = [f"{trip} {trips[trip][0].split()[1]} 08:10:01 900 1"]
        assert ride(trips, blocks=BLOCK, frequencies=rows) is None
        assert ride(trips, transfers=TYPE_4, frequencies=rows) is None
    # and do not stand between others
    between = {"t": T, "w": ["M 08:10:00", "C 08:11:00"], "u": ["M 08:15:00", "B 08:20:00"]}
    rows = ["w 08:10:00 08:10:01 900 1"]
    assert ride(between, blocks=dict.fromkeys(between, "1"), frequencies=rows) == 1200


def test_limits_of_the_way_from_the_vehicle_that_is_left(build):
    trips = {"t": T, "u": U}
    oracle = build(STOPS, trips, blocks=BLOCK, route_types={"t": 3, "u": 2})
    for limits, seconds in (({"rail": 112}, 1312), ({"rail": 111}, None), ({"bus": 0}, 1312)):
        found = oracle.travel_seconds(at(5), at(41), EIGHT, max_egress_time=limits)
        assert found == seconds
    # the vehicle boarded is the bus
    for limits, seconds in (({"bus": 112}, 1200), ({"bus": 111}, None), ({"rail": 0}, 1200)):
        found = oracle.travel_seconds(at(4), at(40), EIGHT, max_access_time=limits)
        assert found == seconds


def test_changes_follow_the_rules_of_the_vehicle_that_is_left(build):
    trips = {"t": T, "u": U, "x": ["B 08:22:00", "C 08:25:00"]}
    for row, seconds in (
        ("from_stop=B to_stop=B from_trip=u type=3", None),
        ("from_stop=B to_stop=B from_trip=t type=3", 1500),
    ):
        oracle = build(STOPS, trips, blocks=BLOCK, transfers=[row])
        assert oracle.travel_seconds(at(5), at(48), EIGHT, max_walk_time=600) == seconds


def test_who_alights_at_the_first_stop_of_the_next_trip_leaves_that_trip(build):
    """Trip x can be reached from N alone, where u begins; t ends at M, where nobody alights."""
    trips = {
        "t": ["A 08:05:00", "M 08:10:00 - 0 1"],
        "u": ["N 08:10:00", "B 08:50:00"],
        "x": ["N 08:11:00", "C 08:25:00"],
    }
    for row, seconds in (("from_trip=u type=3", None), ("from_trip=t type=3", 1500)):
        rows = [*TYPE_4, f"from_stop=N to_stop=N {row}"]
        oracle = build(STOPS, trips, transfers=rows)
        assert oracle.travel_seconds(at(5), at(48), EIGHT, max_walk_time=600) == seconds
        deadline = moment("2023-06-13 08:30")
        found = oracle.window_seconds(at(5), [at(48)], deadline, arrive_by=True, max_walk_time=600)
        assert found == [[None if seconds is None else 26 * 60]]


def test_deadlines_and_journeys(build):
    oracle = build(STOPS, {"t": T, "u": U, "v": ["B 08:20:00", "C 08:30:00"]}, blocks=BLOCK)
    assert oracle.window_seconds(at(5), [at(40)], NINE, arrive_by=True) == [[56 * 60]]
    late = moment("2023-06-13 08:19:59")
    assert oracle.window_seconds(at(5), [at(40)], late, arrive_by=True) == [[None]]
    assert oracle.window_seconds(at(5), [at(40)], EIGHT, measure="journey") == [[960]]
    journey = oracle.window_seconds(at(5), [at(40)], NINE, arrive_by=True, measure="journey")
    assert journey == [[960]]
