"""Walks between stops: over the streets where both join, otherwise straight with a detour."""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from pyproj import Geod

from accessibility.network.travel.footpaths import footpaths_between, joined
from tests.core.small_world import FAR_STOP, Trip, World, corner, write_streets

GEOD = Geod(ellps="WGS84")
NEAR_FAR = (FAR_STOP[0] - 0.001, FAR_STOP[1])
UNSERVED = corner(1, 0)
STOPS = (corner(0, 0), corner(1, 0), corner(0, 6), corner(0, 6), FAR_STOP, NEAR_FAR, UNSERVED)
SERVED = 6


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    folder = tmp_path_factory.mktemp("footpaths")
    calls = tuple((stop, 60, 0, 0, 0) for stop in range(SERVED))
    world = World(STOPS, (Trip(0, calls, 3600, ("20230613",), 3),))
    return world.network(write_streets(folder / "grid.osm.pbf"), folder / "n")


def walks(network, walk_speed=3600, longest_s=7200):
    paths = footpaths_between(network, walk_speed, longest_s)
    ids = network.timetable.stops["stop_id"].to_pylist()
    found = {}
    for stop, begin, end in zip(range(len(ids)), paths.offset[:-1], paths.offset[1:], strict=True):
        for k in range(begin, end):
            pair = stop, int(paths.stop[k])
            assert pair not in found
            found[pair] = int(paths.seconds[k])
    return found


def test_streets_join_where_both_do(network):
    found = walks(network)
    length = network.streets.edge_length
    first_block = int(length[network.stops.edge[0]])  # from one corner to the next
    assert found[0, 1] == found[1, 0] == ceil(first_block / 1000)
    assert found[2, 3] == found[3, 2] == 0  # the same place
    assert found[0, 2] > GEOD.inv(*corner(0, 0), *corner(0, 6))[2]


def test_straight_with_a_detour_where_one_does_not(network):
    assert (network.stops.edge[:7] >= 0).tolist() == [True, True, True, True, False, False, False]
    found = walks(network)
    for one, other in ((4, 5), (4, 0), (2, 4)):
        straight = int(np.floor(GEOD.inv(*STOPS[one], *STOPS[other])[2] * 1000 + 0.5))
        expected = ceil(Fraction(ceil(Fraction(straight * 13, 10)), 1000))
        assert found[one, other] == found[other, one] == expected


def test_nothing_beyond_the_limit_and_nobody_walks_to_where_they_are(network):
    found = walks(network)
    assert all(one != other for one, other in found)
    assert not any(6 in pair for pair in found)  # no trip calls there
    for limit in (0, found[4, 5] - 1, found[4, 5], found[0, 1] - 1, found[0, 1]):
        expected = {pair: seconds for pair, seconds in found.items() if seconds <= limit}
        assert walks(network, longest_s=limit) == expected


def test_faster_walkers_take_less_time(network):
    slow, fast = walks(network, 3600), walks(network, 7200)
    assert slow.keys() <= fast.keys()
    assert all(abs(fast[pair] - seconds / 2) <= 1 for pair, seconds in slow.items())


def test_stops_are_given_as_they_join(network):
    stops, number = joined(network, np.array([5, 1]))
    assert number.tolist() == [0, 1]
    assert stops.edge.tolist() == [-1, network.stops.edge[1]]
    assert (stops.longitude[0], stops.latitude[0]) == NEAR_FAR
    assert stops.connector.dtype == stops.onward.dtype == np.int32
    assert stops.onward.tolist() == [0, 0]
