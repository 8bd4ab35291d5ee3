"""Contraction hierarchies and the searches over them, on random graphs against networkx."""

import random
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from accessibility.routing.hierarchy import (
    LONGEST,
    NODES_AT_ONCE,
    build_hierarchy,
    reversed_hierarchy,
)
from accessibility.routing.lanes import FAR, LANES
from accessibility.routing.rphast import Ends, restrict, seconds_between

GOING = np.zeros(1, np.uint8)
A_DAY = 86_400


def integers(values):
    return np.array(values, np.int32)


def random_graph(chance):
    """Arcs with loops, parallels, lengths of zero and parts that nothing leads to."""
    nodes = chance.randrange(1, 70)
    arcs = chance.randrange(nodes, 4 * nodes)
    ends = integers([[chance.randrange(nodes), chance.randrange(nodes)] for _ in range(arcs)])
    lengths = [chance.choice([0, 0, 1, 999, 1000, chance.randrange(300_000)]) for _ in range(arcs)]
    return nodes, ends[:, 0], ends[:, 1], integers(lengths)


def grid(chance, side):
    """A town of crossings: long enough a way for shortcuts over shortcuts, some streets one-way."""
    arcs = []
    for node in range(side * side):
        column, row = node % side, node // side
        for other in [node + 1] * (column + 1 < side) + [node + side] * (row + 1 < side):
            length = chance.randrange(1000, 9000)
            arcs.append((node, other, length))
            if chance.random() < 0.8:
                arcs.append((other, node, length))
    tail, head, length = integers(arcs).T
    return side * side, tail.copy(), head.copy(), length.copy()


def random_ends(chance, nodes, points):
    """Points with up to three nodes each, some with none."""
    counts = [chance.choice([0, 1, 2, 2, 3]) for _ in range(points)]
    node = [chance.randrange(nodes) for _ in range(sum(counts))]
    ms = [chance.choice([0, 1, chance.randrange(500_000)]) for _ in node]
    return Ends(np.cumsum([0, *counts]), integers(node), integers(ms))


def between(graph, sources, targets, longest_s=A_DAY):
    hierarchy = build_hierarchy(*graph)
    return seconds_between(hierarchy, restrict(hierarchy, targets), sources, longest_s, GOING)


def by_networkx(graph, sources, targets, longest_s=A_DAY):
    nodes, *arcs = graph
    network = nx.MultiDiGraph()
    network.add_nodes_from(range(nodes))
    for tail, head, length in zip(*(column.tolist() for column in arcs), strict=True):
        network.add_edge(tail, head, length=length)
    ways = dict(nx.all_pairs_dijkstra_path_length(network, weight="length"))
    answers = np.full((len(sources.offset) - 1, len(targets.offset) - 1), -1)
    for i, starts in enumerate(nodes_of(sources)):
        for j, ends in enumerate(nodes_of(targets)):
            least = min(
                (a + ways[u][v] + b for u, a in starts for v, b in ends if v in ways[u]),
                default=None,
            )
            if least is not None and least <= longest_s * 1000:
                answers[i, j] = -(-least // 1000)
    return answers


def nodes_of(ends):
    pairs = list(zip(ends.node.tolist(), ends.ms.tolist(), strict=True))
    offset = ends.offset.tolist()
    return [pairs[a:b] for a, b in pairwise(offset)]


@pytest.mark.parametrize("seed", range(40))
def test_random_graphs_as_by_networkx(seed):
    chance = random.Random(seed)
    graph = random_graph(chance)
    sources = random_ends(chance, graph[0], chance.randrange(2 * LANES + 3))
    targets = random_ends(chance, graph[0], chance.randrange(2 * LANES + 3))
    expected = by_networkx(graph, sources, targets)
    assert (between(graph, sources, targets) == expected).all()
    limit = int(np.median(expected)) if expected.size else 0
    if limit > 0:
        within = by_networkx(graph, sources, targets, limit)
        assert (between(graph, sources, targets, limit) == within).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_town_as_by_networkx(seed):
    chance = random.Random(seed)
    graph = grid(chance, 24)
    sources, targets = (random_ends(chance, graph[0], points) for points in (40, 90))
    expected = by_networkx(graph, sources, targets)
    assert (expected > 30).mean() > 0.3
    assert (between(graph, sources, targets) == expected).all()


@pytest.mark.parametrize("seed", range(5))
def test_the_reversed_hierarchy_gives_the_transpose(seed):
    chance = random.Random(seed)
    graph = grid(chance, 9) if seed % 2 else random_graph(chance)
    sources, targets = (random_ends(chance, graph[0], points) for points in (21, 35))
    back = reversed_hierarchy(build_hierarchy(*graph))
    turned = seconds_between(back, restrict(back, sources), targets, A_DAY, GOING)
    assert (between(graph, sources, targets) == turned.T).all()


def test_arcs_climb_or_descend():
    hierarchy = build_hierarchy(*grid(random.Random(3), 9))
    assert sorted(hierarchy.place.tolist()) == list(range(81))
    for offset, arcs in (
        (hierarchy.up_offset, hierarchy.up),
        (hierarchy.down_offset, hierarchy.down),
    ):
        assert (arcs[:, 0] < np.repeat(np.arange(81), np.diff(offset))).all()


def test_the_order_of_arcs_changes_nothing():
    nodes, *arcs = grid(random.Random(4), 12)
    order = np.random.default_rng(4).permutation(len(arcs[0]))
    one = build_hierarchy(nodes, *arcs)
    other = build_hierarchy(nodes, *(column[order] for column in arcs))
    assert all((a == b).all() for a, b in zip(one, other, strict=True))


def test_restricting_leaves_out_what_leads_to_no_target():
    hierarchy = build_hierarchy(*grid(random.Random(5), 12))
    target = Ends(np.array([0, 1]), integers([7]), integers([0]))
    restricted = restrict(hierarchy, target)
    rows = len(restricted.offset) - 1
    assert 0 < rows < 72
    assert sorted(restricted.row[restricted.row >= 0].tolist()) == list(range(rows))


@pytest.mark.parametrize("nodes", [0, 1, 3])
def test_without_arcs_only_the_same_node_is_reached(nodes):
    ends = Ends(np.arange(nodes + 1), np.arange(nodes, dtype=np.int32), integers([500] * nodes))
    none = integers([])
    seconds = between((nodes, none, none, none), ends, ends)
    assert (seconds == np.where(np.eye(nodes), 1, -1)).all()


def test_seconds_are_rounded_up_once():
    some = [0, 1, 999, 1000, 1001, 59_999, 60_000, 86_399_001, 86_400_000, 86_400_001, LONGEST]
    one = integers([0])
    sources = Ends(np.arange(len(some) + 1), np.zeros(len(some), np.int32), integers(some))
    target = Ends(np.array([0, 1]), one, one)
    none = integers([])
    graph = (1, none, none, none)
    expected = [-(-ms // 1000) for ms in some]
    assert between(graph, sources, target, LONGEST // 1000 + 1)[:, 0].tolist() == expected
    assert between(graph, sources, target)[:, 0].tolist() == [*expected[:-2], -1, -1]


def test_what_takes_too_long_is_no_answer_and_nothing_overflows():
    """A line of arcs of which each alone is within the longest way; and one that is not."""
    nodes = 60
    tail = np.arange(nodes - 1, dtype=np.int32)
    lengths = np.full(nodes - 1, LONGEST, np.int32)
    lengths[0], lengths[1] = 3000, 5000
    lengths[-1] = FAR
    graph = nodes, tail, tail + np.int32(1), lengths
    ends = Ends(np.arange(nodes + 1), np.arange(nodes, dtype=np.int32), np.zeros(nodes, np.int32))
    seconds = between(graph, ends, ends, LONGEST)
    expected = np.where(np.eye(nodes), 0, -1)
    expected[0, 1], expected[1, 2], expected[0, 2] = 3, 5, 8
    ones = np.arange(2, nodes - 2)
    expected[ones, ones + 1] = -(-LONGEST // 1000)
    assert (seconds == expected).all()


def test_nothing_more_is_searched_once_told_to_stop():
    chance = random.Random(6)
    graph = grid(chance, 5)
    hierarchy, ends = build_hierarchy(*graph), random_ends(chance, 25, 20)
    restricted = restrict(hierarchy, ends)
    stopped = seconds_between(hierarchy, restricted, ends, A_DAY, np.ones(1, np.uint8))
    assert (stopped == -1).all()
    assert (seconds_between(hierarchy, restricted, ends, A_DAY, GOING) >= 0).any()


def test_progress_is_told_and_may_stop_the_work():
    side = 50
    heard: list[int] = []
    build_hierarchy(*grid(random.Random(7), side), heard.append)
    assert sum(heard) == side * side
    assert max(heard) <= NODES_AT_ONCE < side * side

    class EnoughError(Exception):
        pass

    def stop(_nodes):
        raise EnoughError

    with pytest.raises(EnoughError):
        build_hierarchy(*grid(random.Random(7), side), stop)
