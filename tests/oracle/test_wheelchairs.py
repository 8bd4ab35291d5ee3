"""Wheelchairs on cases computed by hand; see test_transit.py."""

from datetime import datetime

import pytest

from tests.oracle import Oracle
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_feed, write_osm

moment = datetime.fromisoformat

EIGHT = moment("2023-06-13 08:00")
CHAIR = {"wheelchair": True}
SURE = CHAIR | {"wheelchair_unknown": "refuse"}


@pytest.fixture
def street(tmp_path):
    """Makes an oracle of a street of a hundred nodes whose edges have other tags."""

    def street(changed=None, node_tags=None, feeds=(), nodes=None, ways=None):
        all_ways = equator_ways(100) | (ways or {})
        for number, tags in (changed or {}).items():
            refs, old = all_ways[1000 + number]
            all_ways[1000 + number] = (refs, old | tags)
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.osm.pbf"
        all_nodes = equator_nodes(100) | (nodes or {})
        return Oracle(write_osm(path, all_nodes, all_ways, node_tags), feeds)

    return street


def walks(oracle, start, end, **options):
    return oracle.street_seconds_to_many(start, [end], mode="walk", **options)[0]


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ({"highway": "steps"}, True),
        ({"highway": "steps", "wheelchair": "yes"}, True),
        ({"wheelchair": "no"}, True),
        ({"wheelchair": "limited"}, False),
        ({"wheelchair": "yes"}, False),
        ({"highway": "footway"}, False),
        ({"foot": "no", "wheelchair": "yes"}, True),
    ],
)
def test_steps_and_ways_tagged_no_are_closed(street, tags, closed):
    oracle = street({50: tags})
    ends = at(49), at(52)
    assert walks(oracle, *ends, wheelchair=True) == (None if closed else 334)
    if "foot" not in tags:
        assert walks(oracle, *ends) == 334
    # with a way round of 133,434 mm in place of 111,319
    round_about = street(
        {50: tags},
        nodes={150: (0.050, -0.0001), 151: (0.051, -0.0001)},
        ways={3000: ([50, 150, 151, 51], {"highway": "footway"})},
    )
    assert walks(round_about, *ends, wheelchair=True) == (357 if closed else 334)


@pytest.mark.parametrize(
    ("tags", "seconds"),
    [
        ({"barrier": "gate", "wheelchair": "no"}, None),
        ({"barrier": "gate"}, 334),
        ({"barrier": "stile"}, 334),
        ({"barrier": "stile", "wheelchair": "limited"}, 334),
        ({"barrier": "stile", "wheelchair": "no"}, None),
        ({"barrier": "gate", "access": "no", "wheelchair": "yes"}, None),
        ({"kerb": "raised", "wheelchair": "no"}, 334),  # no barrier
    ],
)
def test_barriers(street, tags, seconds):
    assert walks(street(node_tags={50: tags}), at(49), at(52), wheelchair=True) == seconds


def test_points_join_what_is_left(street):
    """Steps 11 m north of the street are nearer; and what they part off is too small."""
    nodes = {200: (0.060, 0.0001), 201: (0.061, 0.0001)}
    oracle = street(nodes=nodes, ways={3000: ([60, 200, 201, 61], {"highway": "steps"})})
    there = (0.0605, 0.00008)
    assert oracle.snap(*there)[2] == 2211
    assert oracle.snap(*there, mode="wheelchair") == (60, 55_660, 8_846)
    # both sides of the steps have 40 vertices or more, or not
    for number, linkable in ((39, True), (38, False)):
        parted = street({number: {"highway": "steps"}})
        assert (parted.snap(*at(10), mode="wheelchair") is not None) == linkable
        assert parted.snap(*at(10)) is not None
        same = walks(parted, at(10), at(10), wheelchair=True)
        assert same == (0 if linkable else None)


STOPS = {"A": at(5), "M": at(20), "N": at(22), "B": at(40)}
TRIPS = {"t": ["A 08:05:00", "M 08:10:00", "N 08:12:00"], "u": ["N 08:14:43", "B 08:20:00"]}


@pytest.fixture
def ride(street, tmp_path):
    """Seconds from A to B for wheelchairs, given what stops and trips say."""

    def ride(stops=None, trips=None, options=CHAIR, parents=None, changed=None):
        stations = {"P": (0.005, 0.0001)} if parents else {}
        feed = write_feed(
            tmp_path / f"feed{len(list(tmp_path.iterdir()))}",
            STOPS | stations,
            TRIPS,
            wheelchair_stops=stops,
            wheelchair_trips=trips,
            parents=parents,
        )
        oracle = street(changed, feeds=[feed])
        return oracle.travel_seconds(at(5), at(40), EIGHT, **options)

    return ride


def test_stops_at_which_nobody_boards_or_alights(ride):
    assert ride() == 1200
    assert ride({"A": 2}) is None
    assert ride({"A": 2}, options={}) == 1200
    assert ride({"B": 2}) is None
    assert ride({"B": 1, "A": 0}) == 1200
    # the change is possible at N alone, or on foot from M to N; passing a stop is no matter
    assert ride({"M": 2}) == 1200
    assert ride({"N": 2}) is None


def test_trips_that_are_not_used(ride):
    assert ride(trips={"t": 2}) is None
    assert ride(trips={"u": 2}) is None
    assert ride(trips={"t": 1, "u": 0}) == 1200
    assert ride(trips={"t": 2}, options={}) == 1200


def test_what_is_unknown_may_be_refused(ride):
    stops, trips = dict.fromkeys(STOPS, 1), dict.fromkeys(TRIPS, 1)
    assert ride(stops, trips, SURE) == 1200
    for unknown in ("A", "B", "N"):
        assert ride({**stops, unknown: 0}, trips, SURE) is None
        assert ride({stop: 1 for stop in STOPS if stop != unknown}, trips, SURE) is None
    assert ride({**stops, "M": 0}, trips, SURE) == 1200
    assert ride(stops, {"t": 1}, SURE) is None
    assert ride(stops, {"t": 1, "u": 0}, SURE) is None
    assert ride({}, {}, {"wheelchair_unknown": "refuse"}) == 1200  # nobody has asked


def test_a_stop_that_says_nothing_speaks_through_its_station(ride):
    parents = {"A": "P"}
    assert ride({"P": 2}, parents=parents) is None
    assert ride({"P": 2, "A": 1}, parents=parents) == 1200
    assert ride({"P": 1, "A": 2}, parents=parents) is None
    assert ride({"P": 2, "A": 0}, parents=parents) is None
    stops, trips = dict.fromkeys(STOPS, 1), dict.fromkeys(TRIPS, 1)
    assert ride(stops | {"A": 0, "P": 1}, trips, SURE, parents=parents) == 1200
    assert ride(stops | {"A": 0, "P": 0}, trips, SURE, parents=parents) is None


def test_ways_to_stops_and_between_them_avoid_steps(street, tmp_path):
    trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": ["N 08:14:43", "B 08:20:00"]}
    stops = STOPS | {"A": at(48), "M": at(49), "N": at(51), "B": at(80)}
    feed = write_feed(tmp_path / "feed", stops, trips)
    plain, steps = street(feeds=[feed]), street({50: {"highway": "steps"}}, feeds=[feed])
    for oracle, seconds in ((plain, 1200), (steps, None)):
        assert oracle.travel_seconds(at(48), at(80), EIGHT, **CHAIR) == seconds
        assert oracle.travel_seconds(at(48), at(80), EIGHT) == 1200
    # access: from node 51 to M, two steps, the second of them steps
    onward = {"t": ["M 08:05:00", "B 08:20:00"]}
    feed = write_feed(tmp_path / "other", stops, onward)
    steps = street({50: {"highway": "steps"}}, feeds=[feed])
    assert steps.travel_seconds(at(51), at(80), EIGHT) == 1200
    assert steps.travel_seconds(at(51), at(80), EIGHT, **CHAIR) is None


def test_deadlines(street, tmp_path):
    feed = write_feed(tmp_path / "feed", STOPS, TRIPS, wheelchair_stops={"N": 2})
    oracle = street(feeds=[feed])
    nine = moment("2023-06-13 09:00")
    assert oracle.window_seconds(at(5), [at(40)], nine, arrive_by=True, **CHAIR) == [[None]]
    assert oracle.window_seconds(at(5), [at(40)], nine, arrive_by=True) == [[56 * 60]]
