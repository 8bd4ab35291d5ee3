"""Walks on random graphs against scipy's shortest paths, and the rounding of seconds."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from accessibility.routing.walking import (
    Joined,
    build_walk_graph,
    index_targets,
    millimetres_within,
    walk_lists,
    walking_seconds,
)

GOING = np.zeros(1, np.uint8)
HALVES = (slice(0, 12), slice(12, 27))


def random_streets(chance):
    """Vertices, ends, lengths and who walks: loops, parallel edges and edges without length."""
    vertices = chance.randrange(5, 60)
    edges = chance.randrange(4, 120)
    start = np.array([chance.randrange(vertices) for _ in range(edges)], np.int32)
    end = np.array([chance.randrange(vertices) for _ in range(edges)], np.int32)
    length = np.array([chance.choice([0, 1, 8191, 8192, chance.randrange(200_000)]) for _ in start])
    walkable = np.array([chance.random() < 0.85 for _ in start])
    walkable[0] = True
    return vertices, start, end, length.astype(np.int32), walkable


def random_points(chance, length, walkable, count):
    """Points on walkable edges, some at one place, some that do not join."""
    edge = [chance.choice(np.flatnonzero(walkable).tolist()) for _ in range(count)]
    edge = np.array([-1 if chance.random() < 0.1 else number for number in edge], np.int32)
    first = [chance.randint(0, int(length[number])) for number in edge]
    connector = [chance.choice([0, chance.randrange(300_000)]) for _ in edge]
    places = [float(chance.randrange(count)) for _ in edge]
    points = Joined(
        np.array(places),
        np.array(places),
        edge,
        np.array(first, np.int32),
        np.array(connector, np.int32),
        np.array([min(mm, chance.choice([0, 0, 5000])) for mm in connector], np.int32),
    )
    for one in range(count):  # the same place joins in the same way
        same = places.index(places[one])
        for array in points[2:]:
            array[one] = array[same]
    return points


def by_scipy(streets, origins, targets):
    """Millimetres from each origin to each target, infinite where there is no way."""
    vertices, start, end, length, walkable = streets
    graph: dict[tuple[int, int], float] = {}
    for a, b, mm, walks in zip(start, end, length, walkable, strict=True):
        if walks and a != b:
            key = (min(a, b), max(a, b))
            # scipy takes 0 for no edge at all
            graph[key] = min(graph.get(key, np.inf), mm or 1e-6)
    rows, columns = np.array(list(graph)).reshape(-1, 2).T
    matrix = coo_array((list(graph.values()), (rows, columns)), shape=(vertices, vertices))
    between = dijkstra(matrix.tocsr(), directed=False)
    answer = np.full((len(origins.edge), len(targets.edge)), np.inf)
    for i, one in enumerate(zip(*origins, strict=True)):
        for j, other in enumerate(zip(*targets, strict=True)):
            if one[2] < 0 or other[2] < 0:
                continue
            ways = [
                mm + int_or_inf(between[a, b]) + more
                for a, mm in ends_of(one, start, end, length)
                for b, more in ends_of(other, start, end, length)
            ]
            if one[2] == other[2]:
                ways.append(one[4] + abs(int(one[3]) - int(other[3])) + other[4])
            answer[i, j] = one[5] + other[5] if one[:2] == other[:2] else min(ways)
    return answer


def ends_of(point, start, end, length):
    """The ends of a point's edge, each with the millimetres from the point."""
    _, _, edge, first, connector, _ = point
    return [(start[edge], first + connector), (end[edge], length[edge] - first + connector)]


def int_or_inf(millimetres):
    return np.floor(millimetres + 0.01) if np.isfinite(millimetres) else np.inf


def by_kernel(streets, origins, targets, limit, leads_to=None):
    vertices, start, end, length, walkable = streets
    graph = build_walk_graph(vertices, start, end, length, walkable)
    offset, target, mm = walk_lists(
        graph, origins, targets, index_targets(graph, targets, leads_to), limit, GOING
    )
    answer = np.full((len(origins.edge), len(targets.edge)), np.inf)
    for origin in range(len(origins.edge)):
        part = slice(offset[origin], offset[origin + 1])
        assert len(set(target[part].tolist())) == len(target[part])  # each target once
        answer[origin, target[part]] = mm[part]
    return answer


@pytest.mark.parametrize("seed", range(25))
def test_walks_as_by_scipy(seed):
    chance = random.Random(seed)
    streets = random_streets(chance)
    points = random_points(chance, *streets[3:], 27)
    origins, targets = (Joined(*(part[half] for part in points)) for half in HALVES)
    expected = by_scipy(streets, origins, targets)
    found = expected[np.isfinite(expected)]
    for limit in (0, int(np.median(found)), int(found.max()), 900_000_000):
        ours = by_kernel(streets, origins, targets, limit)
        assert (ours == np.where(expected <= limit, expected, np.inf)).all()


@pytest.mark.parametrize("seed", range(25, 35))
def test_targets_with_several_places_are_found_by_the_shortest_way(seed):
    chance = random.Random(seed)
    streets = random_streets(chance)
    points = random_points(chance, *streets[3:], 27)
    origins, places = (Joined(*(part[half] for part in points)) for half in HALVES)
    leads_to = np.array([chance.randrange(6) for _ in places.edge], np.int32)
    each = by_scipy(streets, origins, places)
    expected = np.stack(
        [each[:, leads_to == n].min(axis=1, initial=np.inf) for n in range(6)], axis=1
    )
    for limit in (int(np.median(each[np.isfinite(each)])), 900_000_000):
        ours = by_kernel(streets, origins, places, limit, leads_to)[:, :6]
        assert (ours == np.where(expected <= limit, expected, np.inf)).all()


def test_a_square_with_thousands_of_streets():
    """More vertices wait at a time than there is room for at first."""
    chance = random.Random(5)
    ends = 3000
    start = np.zeros(ends, np.int32)
    end = np.arange(1, ends + 1, dtype=np.int32)
    length = np.array([chance.randrange(1, 100_000) for _ in range(ends)], np.int32)
    graph = build_walk_graph(ends + 1, start, end, length, np.ones(ends, bool))
    nowhere, none = np.full(ends, np.nan), np.zeros(ends, np.int32)
    targets = Joined(nowhere, nowhere, np.arange(ends), length, none, none)
    origin = Joined(*(part[:1] for part in targets))
    _, target, mm = walk_lists(
        graph, origin, targets, index_targets(graph, targets), 900_000_000, GOING
    )
    expected = length[0] + length
    expected[0] = 0
    assert mm[np.argsort(target)].tolist() == expected.tolist()


def test_nobody_walks_once_told_to_stop():
    streets = (2, np.array([0], np.int32), np.array([1], np.int32), np.array([9], np.int32), [True])
    graph = build_walk_graph(*streets[:4], np.array([True]))
    point = random_points(random.Random(3), streets[3], [True], 1)
    point.edge[:] = point.onward[:] = 0
    index = index_targets(graph, point)
    stopped = walk_lists(graph, point, point, index, 100, np.ones(1, np.uint8))
    assert [len(part) for part in stopped] == [2, 0, 0]
    assert len(walk_lists(graph, point, point, index, 100, GOING)[1]) == 1


@given(st.integers(0, 86_400), st.integers(500, 20_000))
def test_limits_and_rounding_fit(seconds, walk_speed):
    limit = millimetres_within(seconds, walk_speed)
    longest = np.array([limit, limit + 1], np.int32)
    assert (walking_seconds(longest, walk_speed) <= seconds).tolist() == [True, False]


def test_seconds_are_rounded_up_once():
    millimetres = np.array([0, 1, 1000, 1001, 1_200_000, 1_200_001], np.int32)
    assert walking_seconds(millimetres, 3600).tolist() == [0, 1, 1, 2, 1200, 1201]
    assert walking_seconds(np.array([2**31 - 1], np.int32), 500).tolist() == [15_461_883]
