"""Other ways to and from the stops, on cases computed by hand; see test_transit.py.

By bicycle an edge takes 33,396 ms (12 km/h), by car 12,524 ms (32 km/h).
"""

from datetime import datetime

import pytest

from tests.oracle import Oracle
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_feed, write_osm

moment = datetime.fromisoformat

EIGHT = moment("2023-06-13 08:00")
NINE = moment("2023-06-13 09:00")
LATE = {"t": ["A 08:25:00", "B 08:30:00"]}


@pytest.fixture
def line(build):
    """A bus from node 25 at 08:25 to node 40 at 08:30."""
    return build({"A": 25, "B": 40}, LATE)


def test_by_bicycle_and_by_car_to_the_stop(line):
    # from node 5, 20 steps: 2,227 s on foot, 668 s by bicycle (667,920 ms), 251 s by car (250,480)
    def seconds(when="2023-06-13 08:00", **options):
        return line.travel_seconds(at(5), at(40), moment(when), **options)

    assert seconds() is None
    assert seconds(access_modes=("cycle",)) == 1800
    assert seconds(access_modes=("cycle",), max_cycle_time=668) == 1800
    assert seconds(access_modes=("cycle",), max_cycle_time=667) is None
    assert seconds(access_modes=("car",), max_car_time=251) == 1800
    assert seconds(access_modes=("car",), max_car_time=250) is None
    assert seconds(access_modes=("walk",), max_walk_time=2227, boarding_slack=0) is None
    # the last moment: the bus leaves 1,500 s after eight
    assert seconds("2023-06-13 08:12:52", access_modes=("cycle",)) == 668 + 60 + 300
    assert seconds("2023-06-13 08:12:53", access_modes=("cycle",)) is None
    assert seconds("2023-06-13 08:12:53", access_modes=("walk", "cycle", "car")) == 1027
    assert seconds("2023-06-13 08:19:49", access_modes=("cycle", "car")) == 251 + 60 + 300
    assert seconds(egress_modes=("cycle",), direct_modes=("walk", "car")) == 439  # 35 x 12,524
    options = {"direct_modes": ("cycle",), "access_modes": ("cycle",)}
    assert seconds(**options) == 1169  # 35 x 33,396 = 1,168,860
    assert seconds(**options, max_cycle_time=1168) == 1800
    assert seconds(access_modes=("cycle",), cycle_speed=6000) == 1800  # 1,335,840 ms
    assert seconds("2023-06-13 08:02", access_modes=("cycle",), cycle_speed=6000) is None


def test_by_bicycle_from_the_stop(line):
    def seconds(end, **options):
        return line.travel_seconds(at(24), at(end), EIGHT, direct_modes=(), **options)

    assert seconds(45) == 1800 + 557
    assert seconds(45, egress_modes=("cycle",)) == 1800 + 167  # 166,980 ms
    assert seconds(45, egress_modes=("walk", "cycle")) == 1800 + 167
    assert seconds(45, egress_modes=("cycle",), max_cycle_time=166) is None
    assert seconds(45, egress_modes=("cycle",), access_modes=("cycle",), max_walk_time=0) == 1967
    # a stop next door is walked to as fast: both are there at once
    assert seconds(40, egress_modes=("car",)) == 1800


def test_car_options_hold_on_the_way_to_the_stop(line):
    options = {"access_modes": ("car",), "direct_modes": ()}

    def latest(**more):
        found = line.window_seconds(at(5), [at(40)], NINE, arrive_by=True, **options, **more)
        return found[0][0] - 30 * 60 - 300 - 60

    assert latest() == 251
    assert latest(car_speeds={"residential": 16_000}) == 501  # 20 x 25,047
    # the band of the deadline: at nine there is none, at 08:59 there is
    factors = {"residential": (200, 100, 100)}
    assert latest(car_time_factors=factors) == 251
    early = moment("2023-06-13 08:59")
    found = line.window_seconds(
        at(5), [at(40)], early, arrive_by=True, car_time_factors=factors, **options
    )
    assert found == [[501 + 60 + 300 + 29 * 60]]
    # of a window the band of the moment that is named
    window = line.window_seconds(
        at(5), [at(40)], NINE, 120, arrive_by=True, car_time_factors=factors, **options
    )
    assert window == [[251 + 60 + 300 + 30 * 60, 251 + 60 + 300 + 29 * 60]]


def test_one_way_streets_to_and_from_stops(tmp_path):
    """Edges 25 and 41 lead east only; back it is 22 m longer, by a street that leads west only."""
    nodes = equator_nodes() | {
        225: (0.025, -0.0001),
        226: (0.026, -0.0001),
        241: (0.041, -0.0001),
        242: (0.042, -0.0001),
    }
    one_way = {"highway": "residential", "oneway": "yes"}
    ways = equator_ways() | {
        1025: ([25, 26], one_way),
        1041: ([41, 42], one_way),
        3025: ([26, 226, 225, 25], one_way),
        3041: ([42, 242, 241, 41], one_way),
    }
    osm = write_osm(tmp_path / "t.osm.pbf", nodes, ways)
    stops = {"A": at(25), "B": at(41), "C": at(42)}
    trips = {"t": ["A 08:25:00", "B 08:30:00"], "u": ["C 08:35:00", "A 08:40:00"]}
    oracle = Oracle(osm, [write_feed(tmp_path / "feed", stops, trips)])
    car = {"access_modes": ("car",), "egress_modes": ("car",), "direct_modes": ()}
    car |= {"junction_delays": False, "max_car_time": 100}

    def seconds(start, end, when="2023-06-13 08:00", **options):
        return oracle.travel_seconds(at(start), at(end), moment(when), **(car | options))

    # from B to node 42 with the one-way street, 12,524 ms
    assert seconds(24, 42) == 1800 + 13
    # to A from node 26: by way of the way round, 133,434 mm: 15,012 ms (and 13 s with the street)
    assert seconds(26, 41, "2023-06-13 08:23:44") == 76 + 300
    assert seconds(26, 41, "2023-06-13 08:23:45") is None
    assert seconds(24, 41, "2023-06-13 08:23:47") == 73 + 300
    # from A, where u ends, to node 26: with the street; and to C from node 41 likewise
    assert seconds(43, 26) == 2400 + 13
    assert seconds(41, 25, "2023-06-13 08:33:47") == 73 + 300
    assert seconds(41, 25, "2023-06-13 08:33:48") is None
    deadlines = [2400, 2401, 2402]
    nine = [
        oracle.window_seconds(
            at(26), [at(41)], moment(f"2023-06-13 08:{s // 60}:{s % 60:02}"), arrive_by=True, **car
        )[0][0]
        for s in deadlines
    ]
    assert nine == [s - 1500 + 76 for s in deadlines]


def test_each_mode_joins_its_own_streets(tmp_path):
    """The stop A lies on a footway, 400 m from the street: nobody drives or cycles there."""
    nodes = equator_nodes() | {200: (0.010, 0.0036)}
    ways = equator_ways() | {2000: ([10, 200], {"highway": "footway"})}
    osm = write_osm(tmp_path / "t.osm.pbf", nodes, ways)
    stops = {"A": (0.010, 0.0036), "B": at(40)}
    feed = write_feed(tmp_path / "feed", stops, {"t": ["A 08:25:00", "B 08:30:00"]})

    def seconds(radius, **options):
        oracle = Oracle(osm, [feed], radius)
        return oracle.travel_seconds(at(10), at(40), EIGHT, direct_modes=(), **options)

    assert seconds(300) == 1800
    assert seconds(300, access_modes=("cycle",)) is None
    # within a larger radius it joins the street too, and the 398 m are walked
    assert seconds(400, access_modes=("cycle",)) == 1800
    assert seconds(400, access_modes=("cycle",), max_cycle_time=399) == 1800
    assert seconds(400, access_modes=("cycle",), max_cycle_time=398) is None  # 398.07 m
    # the radius of points is another
    assert seconds(300, access_modes=("cycle",), snap_radius=400) is None


def test_an_origin_that_joins_no_walkers_street_may_still_drive(tmp_path):
    """Way 1005 is for cars alone; on foot nothing else is near."""
    ways = equator_ways()
    only_cars = {"highway": "residential", "foot": "no", "bicycle": "no"}
    for edge in range(4):
        ways[1000 + edge] = (ways[1000 + edge][0], only_cars)
    osm = write_osm(tmp_path / "t.osm.pbf", equator_nodes(), ways)
    feed = write_feed(tmp_path / "feed", {"A": at(5), "B": at(40)}, LATE)
    oracle = Oracle(osm, [feed])
    assert oracle.travel_seconds(at(1), at(40), EIGHT) is None
    assert oracle.travel_seconds(at(1), at(40), EIGHT, access_modes=("car",)) == 1800


def test_limits_by_the_vehicle_that_is_boarded_or_left(build):
    trips = {"bus": ["A 08:25:00", "B 08:30:00"], "rail": ["A 08:25:00", "B 08:40:00"]}
    oracle = build({"A": 25, "B": 40}, trips, route_types={"bus": 3, "rail": 2})

    def seconds(**options):
        return oracle.travel_seconds(at(23), at(42), EIGHT, **options)

    # 223 s to A and from B
    assert seconds() == 1800 + 223
    assert seconds(max_access_time={"bus": 223}) == 1800 + 223
    assert seconds(max_access_time={"bus": 222}) == 2400 + 223
    assert seconds(max_access_time={"bus": 222, "rail": 222}) is None
    assert seconds(max_access_time={"bus": 222}, transit_modes=("bus",)) is None
    assert seconds(max_egress_time={"bus": 222}) == 2400 + 223
    assert seconds(max_egress_time={"bus": 223, "rail": 0}) == 1800 + 223
    assert seconds(max_access_time={"bus": 2000}, max_walk_time=222) is None  # both limits hold
    # by bicycle too: two steps are 67 s
    cycle = {"access_modes": ("cycle",), "egress_modes": ("cycle",), "direct_modes": ()}
    assert seconds(max_access_time={"bus": 67}, **cycle) == 1800 + 67
    assert seconds(max_access_time={"bus": 66}, **cycle) == 2400 + 67
    # a limit of one mode leaves it to another that is quicker
    both = {"access_modes": ("walk", "cycle"), "direct_modes": ()}
    assert seconds(max_access_time={"bus": 67}, **both) == 1800 + 223
    found = oracle.window_seconds(
        at(23), [at(42)], NINE, arrive_by=True, max_access_time={"bus": 222}
    )
    assert found == [[35 * 60 + 60 + 223]]
    found = oracle.window_seconds(
        at(23), [at(42)], NINE, arrive_by=True, max_egress_time={"bus": 222}, measure="journey"
    )
    assert found == [[60 + 223 + 900 + 223]]


def test_changes_are_not_limited_so_and_always_on_foot(build):
    trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": ["N 08:14:43", "B 08:20:00"]}
    stops = {"A": 5, "M": 20, "N": 22, "B": 40}
    oracle = build(stops, trips)
    limits = {"max_access_time": {"bus": 0}, "max_egress_time": {"bus": 0}, "max_walk_time": 0}
    modes = {"access_modes": ("cycle",), "egress_modes": ("cycle",), "direct_modes": ("cycle",)}
    assert oracle.travel_seconds(at(5), at(40), EIGHT, **limits) == 1200
    quick = oracle.travel_seconds(at(5), at(40), EIGHT, **modes, max_cycle_time=100)
    assert quick == 1200
    early = build(stops, {**trips, "u": ["N 08:14:42", "B 08:20:00"]})
    assert early.travel_seconds(at(5), at(40), EIGHT, **modes, max_cycle_time=100) is None


def test_ferries_of_the_timetable_are_vehicles(build):
    trips = {"t": ["A 08:25:00", "B 08:30:00"]}
    oracle = build({"A": 25, "B": 40}, trips, route_types={"t": 4})
    for modes, seconds in ((None, 1800), (("ferry",), 1800), (("bus",), None)):
        assert oracle.travel_seconds(at(25), at(40), EIGHT, transit_modes=modes) == seconds
    limits = {"max_access_time": {"ferry": 111}}
    assert oracle.travel_seconds(at(24), at(40), EIGHT, **limits) is None
    assert oracle.travel_seconds(at(24), at(40), EIGHT, max_access_time={"bus": 111}) == 1800
