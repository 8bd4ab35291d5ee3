"""Times by bicycle and car in a street along the equator, computed by hand.

An edge of 111,319 mm takes 12,524 ms by car (32 km/h) and 33,396 ms by bicycle (12 km/h). A point
on a vertex joins the edge with the lower number.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import time

import numpy as np
import pytest

from accessibility.errors import Interrupted
from accessibility.network.network import Network
from accessibility.network.travel import street_graph as street_graph_module
from accessibility.network.travel.driving import cycle_pace
from accessibility.network.travel.street_graph import build_graph, street_graph
from accessibility.network.travel.street_times import StreetTimes
from accessibility.options import TravelOptions
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_osm

GOING = np.zeros(1, np.uint8)
RADIUS_MM = 300_000
CAR, CYCLE = TravelOptions(mode="car"), TravelOptions(mode="cycle")


@pytest.fixture
def world(tmp_path):
    """Makes networks of the equator's street, some of its ways with other tags, and more ways."""

    def world(changed=None, nodes=None, ways=None):
        all_ways = equator_ways() | (ways or {})
        for number, tags in (changed or {}).items():
            refs, old = all_ways[1000 + number]
            all_ways[1000 + number] = (refs, old | tags)
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        osm = write_osm(folder / "line.osm.pbf", equator_nodes() | (nodes or {}), all_ways)
        return Network.build(osm, [], folder / "line.network")

    return world


def times(network, options, targets, clock=None, **more):
    lon, lat = np.array([at(p) if isinstance(p, int) else p for p in targets], float).T
    return StreetTimes.prepare(network, options.mode, options, clock, lon, lat, RADIUS_MM, **more)


def ask(prepared, points, longest_s=7200):
    lon, lat = np.array([at(p) if isinstance(p, int) else p for p in points], float).T
    return prepared.seconds(lon, lat, RADIUS_MM, longest_s, GOING).tolist()


def test_parts_connectors_and_rounding(world):
    network = world()
    # 2, 1 and 40 edges; the same place; three quarters of edge 1 and a quarter of edge 3
    assert ask(times(network, CAR, [3, 2, 41, 1]), [1]) == [[26, 13, 501, 0]]
    assert ask(times(network, CYCLE, [3, 2, 41, 1]), [1]) == [[67, 34, 1336, 0]]
    assert ask(times(network, CAR, [(0.00325, 0.0)]), [(0.0015, 0.0)]) == [[22]]
    # both connectors of 11,057 mm are walked at 3.6 km/h and at half that
    ends = [(0.003, 0.0001)], [(0.001, 0.0001)]
    assert ask(times(network, CAR, ends[0]), ends[1]) == [[48]]
    slow = TravelOptions(mode="car", walk_speed=1.8)
    assert ask(times(network, slow, ends[0]), ends[1]) == [[70]]


def test_a_limit_counts_whole_seconds(world):
    prepared = times(world(), CAR, [41])
    assert ask(prepared, [1], 501) == [[501]]
    assert ask(prepared, [1], 500) == [[-1]]


def test_points_far_from_streets_have_no_answer(world):
    far = (0.001, 0.01)
    prepared = times(world(), CAR, [far, 1])
    assert ask(prepared, [far, 3]) == [[-1, -1], [-1, 26]]
    assert ask(times(world(), CAR, [far]), [far]) == [[-1]]


def test_points_without_position_have_no_answer(world):
    nowhere = (np.nan, np.nan)
    prepared = times(world(), CAR, [nowhere, 1])
    assert ask(prepared, [nowhere, 3]) == [[-1, -1], [-1, 26]]


def test_on_one_edge_only_the_stretch_between_counts(world):
    """83,489 mm to the 27,830 mm of the other: 55,659 mm, 6,262 ms."""
    points = [(0.00125, 0.0), (0.00175, 0.0)]
    assert ask(times(world(), CAR, points), points) == [[0, 7], [7, 0]]


def test_a_one_way_street_is_open_in_its_direction(world):
    """There is a way round: 1 -> 2 by edge 1, back by a street beside it."""
    nodes, ways = {90: (0.002, 0.001)}, {2000: ([2, 90, 1], {"highway": "residential"})}
    network = world({1: {"oneway": "yes"}}, nodes, ways)
    points = [(0.00125, 0.0), (0.00175, 0.0)]
    options = TravelOptions(mode="car", junction_delays=False)
    # a quarter of edge 1, 110,574 + 156,899 mm of the street beside it, a quarter of edge 1
    assert ask(times(network, options, points), points) == [[0, 7], [37, 0]]
    assert ask(times(network, options, points, backward=True), points) == [[0, 37], [7, 0]]


def test_delays_at_junctions(world):
    """A street to the north at vertex 10: left is near where people drive on the left."""
    nodes, ways = {90: (0.010, 0.001)}, {2000: ([10, 90], {"highway": "residential"})}
    network = world(None, nodes, ways)
    north = (0.010, 0.001)
    # an edge and 110,574 mm, which take 12,440 ms; 5 or 15 s more
    assert ask(times(network, CAR, [north]), [9, 11]) == [[30], [40]]
    right = TravelOptions(mode="car", driving_side="right")
    assert ask(times(network, right, [north]), [9, 11]) == [[40], [30]]
    none = TravelOptions(mode="car", junction_delays=False)
    assert ask(times(network, none, [north]), [9, 11]) == [[25], [25]]
    assert ask(times(network, CYCLE, [north]), [9, 11]) == [[67], [67]]


def test_congestion_by_the_clock(world):
    options = TravelOptions(mode="car", car_time_factors={"residential": (1.5, 1, 0.5)})
    network = world()
    seconds = [
        ask(times(network, options, [11], clock), [1])[0][0]
        for clock in (None, time(8), time(12), time(16), time(20))
    ]
    assert seconds == [126, 188, 126, 63, 126]  # ten edges of 12,524, 18,786 or 6,262 ms


def test_backward_is_the_transpose(world):
    network = world({5: {"maxspeed:backward": "20"}, 9: {"maxspeed": "60"}})
    points = [1, 4, 6, 7, 20, (0.0055, 0.0002), (0.0058, 0.0), (0.001, 0.01)]
    others = points[2:]
    forward = np.array(ask(times(network, CAR, others), points))
    backward = np.array(ask(times(network, CAR, points, backward=True), others))
    assert (forward == backward.T).all()
    assert forward[1, 0] == 26
    assert np.array(ask(times(network, CAR, [4]), [6])) == [[33]]  # 12,524 + 20,038 ms


@pytest.mark.parametrize("options", [CAR, CYCLE])
def test_many_threads_share_what_is_prepared(world, options):
    prepared = times(world({7: {"oneway": "yes"}}), options, list(range(2, 48, 3)))
    starts = [list(range(first, 40, 7)) for first in range(1, 8)]
    alone = [ask(prepared, points) for points in starts]
    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(lambda k: ask(prepared, starts[k % 7]), range(70))) == 10 * alone


def test_no_points_give_empty_matrices(world):
    prepared = times(world(), CAR, [1, 2])
    none = np.zeros(0)
    assert prepared.seconds(none, none, RADIUS_MM, 60, GOING).shape == (0, 2)
    empty = StreetTimes.prepare(world(), "car", CAR, None, none, none, RADIUS_MM)
    assert empty.seconds(np.ones(1), np.ones(1), RADIUS_MM, 60, GOING).shape == (1, 0)


def test_the_graph_is_kept_under_all_that_it_depends_on(world, monkeypatch):
    network = world()
    built = []

    def counted(*arguments):
        built.append(1)
        return build_graph(*arguments)

    monkeypatch.setattr(street_graph_module, "build_graph", counted)
    factors = {"residential": (1.5, 1, 1)}
    differing = [
        ("cycle", {}, None),
        ("cycle", {"cycle_speed": 13}, None),
        ("car", {}, None),
        ("car", {"driving_side": "right"}, None),
        ("car", {"junction_delays": False}, None),
        ("car", {"car_speeds": {"residential": 31}}, None),
        ("car", {"car_time_factors": factors}, time(8)),
    ]
    same = [
        ("cycle", {"walk_speed": 5, "max_time": 5}, time(8)),
        ("car", {"car_speeds": {"residential": 32}}, time(8)),
        ("car", {"junction_delays": False, "driving_side": "right"}, None),
        ("car", {"car_time_factors": factors}, time(12)),
    ]
    for mode, options, clock in differing:
        street_graph(network, mode, TravelOptions(mode=mode, **options), clock)
    assert len(built) == len(differing)
    for mode, options, clock in same + differing:
        street_graph(network, mode, TravelOptions(mode=mode, **options), clock)
    assert len(built) == len(differing)


def test_a_kept_graph_is_the_one_that_was_made(world):
    network = world({3: {"oneway": "yes"}})
    for mode, options in (("cycle", CYCLE), ("car", CAR)):
        made, kept = (street_graph(network, mode, options, None) for _ in range(2))
        for one, other in zip(made, kept, strict=True):
            assert all((a == b).all() for a, b in zip(one, other, strict=True))


class Watcher:
    """Counts nodes and cancels after some questions."""

    def __init__(self, patience):
        self.patience, self.total, self.done = patience, None, 0

    def start(self, task, total=None):
        self.total = total

    def advance(self, n=1):
        self.done += n

    def finish(self):
        self.patience += 1

    def cancelled(self):
        self.patience -= 1
        return self.patience < 0


def test_preparing_is_watched_and_may_be_cancelled(world):
    streets = world().streets
    pace = cycle_pace(streets, 12_000)
    watcher = Watcher(99)
    build_graph(streets, pace, None, watcher)
    assert watcher.done == watcher.total == len(streets.vertex_x)
    with pytest.raises(Interrupted):
        build_graph(streets, pace, None, Watcher(0))
