"""The search over edges in directions against plainer ones, in small random towns."""

import random

import networkx as nx
import pytest
from osmium.osm.mutable import Relation

from tests.oracle import Oracle
from tests.oracle.tiny import write_osm
from tests.oracle.turns import end_of, start_of
from tests.oracle.ways import Manner
from tests.oracle.wheels import CarManner, cars, spread

SIDE = 8
TAGS = [
    {"highway": "residential"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "tertiary", "maxspeed:forward": "30"},
    {"highway": "service", "oneway": "-1", "oneway:bicycle": "no"},
    {"highway": "cycleway"},
]


def random_town(chance, path):
    """A grid of short ways, some one way, with restrictions and barriers, and uneven corners."""
    nodes = {
        1 + row * SIDE + column: (
            round(0.001 * column + 0.0003 * chance.random(), 7),
            round(51 + 0.0007 * row + 0.0002 * chance.random(), 7),
        )
        for row in range(SIDE)
        for column in range(SIDE)
    }
    pairs = [(n, n + 1) for n in nodes if n % SIDE] + [
        (n, n + SIDE) for n in nodes if n + SIDE in nodes
    ]
    ways = {
        100 + number: (pair, chance.choice([*TAGS[:1] * 4, *TAGS]))
        for number, pair in enumerate(pairs)
    }
    tags = {n: {"barrier": "bollard"} for n in chance.sample(sorted(nodes), 2)}
    relations = []
    for number in range(25):
        node = chance.choice(sorted(nodes))
        first, second = chance.sample([way for way, (ends, _) in ways.items() if node in ends], 2)
        kind = chance.choice(["no_left_turn", "no_left_turn", "only_straight_on"])
        members = [("w", first, "from"), ("n", node, "via"), ("w", second, "to")]
        relations.append(
            Relation(
                id=number + 1, tags={"type": "restriction", "restriction": kind}, members=members
            )
        )
    return Oracle(write_osm(path, nodes, ways, tags, relations))


@pytest.fixture(params=range(4))
def town(request, tmp_path):
    chance = random.Random(request.param)
    return random_town(chance, tmp_path / "town.osm.pbf"), chance


def some_points(chance, count):
    return [(0.0075 * chance.random(), 51 + 0.0053 * chance.random()) for _ in range(count)]


MANNERS = {
    "cycle": Manner("cycle", cycle_speed=11_111),
    "car": Manner("car"),
    "car on the right, hurried": Manner(
        "car",
        walk_speed=5000,
        car=CarManner((("residential", 29_999),), driving_side="right"),
    ),
}


@pytest.mark.parametrize("manner", MANNERS.values(), ids=MANNERS)
def test_searches_from_and_to_a_point_agree(town, manner):
    oracle, chance = town
    points = [oracle.ways.join(point, 300, manner.network) for point in some_points(chance, 25)]
    for limit in (90, 3600):
        forwards = [
            [seconds_to(end) for end in points]
            for seconds_to in (oracle.ways.reach_from(start, limit, manner) for start in points)
        ]
        backwards = [
            [seconds_from(start) for start in points]
            for seconds_from in (oracle.ways.reach_to(end, limit, manner) for end in points)
        ]
        assert forwards == [list(row) for row in zip(*backwards, strict=True)]
    assert forwards != backwards  # some way is longer than the way back


def test_bicycles_go_as_in_a_graph_of_vertices(town):
    oracle, chance = town
    graph = nx.DiGraph()
    for edge in oracle.edges:
        milliseconds = -(-edge.length_mm * 3600 // 12_000)
        if edge.bicycle[0]:
            graph.add_edge(edge.from_vertex, edge.to_vertex, ms=milliseconds)
        if edge.bicycle[1]:
            graph.add_edge(edge.to_vertex, edge.from_vertex, ms=milliseconds)
    # who stands on a node has joined an edge there; where that is open both ways it is no matter
    corners = {
        edge.from_vertex: (edge.shape[0][0] / 1e7, edge.shape[0][1] / 1e7) for edge in oracle.edges
    }
    joined = {vertex: oracle.ways.join(place, 1, "bicycle") for vertex, place in corners.items()}
    free = [vertex for vertex, at in joined.items() if at and at.edge.bicycle == (True, True)]
    origin, *others = chance.sample(free, 12)
    lengths = nx.single_source_dijkstra_path_length(graph, origin, weight="ms")
    places = [corners[vertex] for vertex in others]
    found = oracle.street_seconds_to_many(corners[origin], places, mode="cycle")
    assert found == [-(-lengths[vertex] // 1000) for vertex in others]


def test_cars_go_as_by_trying_every_pair_of_edges(town):
    """A graph whose nodes are edges in directions, by the rules read once more."""
    oracle, chance = town
    edges, turns = oracle.edges, oracle.ways.turns
    rules = [restriction for restriction in oracle.restrictions if not restriction.fault]
    graph = nx.DiGraph()
    for first in turns.runs:
        for second in turns.runs:
            vertex = end_of(edges, first)
            if vertex != start_of(edges, second):
                continue
            others = [run for run in turns.leaving[vertex] if run.edge != first.edge]
            ways = edges[first.edge].way, edges[second.edge].way
            bound = [rule for rule in rules if vertex == rule.via and rule.from_ways == [ways[0]]]
            only = [rule for rule in bound if rule.kind.startswith("only_")]
            if (
                (first.edge == second.edge and others)
                or any(rule.to_ways == [ways[1]] for rule in bound if rule not in only)
                or (only and all(rule.to_ways != [ways[1]] for rule in only))
            ):
                continue
            milliseconds = 1000 * turns.delay_s(first, second, "left")
            speed = {"residential": 32_000, "tertiary": 48_000, "service": 16_000, "": 1}[
                edges[second.edge].street_class
            ]
            if edges[second.edge].street_class == "tertiary" and second.forwards:
                speed = 30_000
            milliseconds += -(-edges[second.edge].length_mm * 3600 // speed)
            graph.add_edge(first, second, ms=milliseconds)
    wheels = cars(edges, turns, CarManner())
    starts = chance.sample([run for run in turns.runs if "car" in edges[run.edge].linkable], 10)
    found = [spread([(0, start)], wheels.onwards, 10**9) for start in starts]
    assert found == [
        nx.single_source_dijkstra_path_length(graph, start, weight="ms") for start in starts
    ]
    assert max(map(len, found)) > 50
