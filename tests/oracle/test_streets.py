"""The oracle's streets on cases computed by hand; see tiny.py for the equator's lengths."""

import pytest
from osmium.osm.mutable import Relation

from tests.oracle import Oracle
from tests.oracle.access import (
    barrier_modes,
    bicycle_directions,
    car_directions,
    street_class,
    way_modes,
)
from tests.oracle.extract import car_restriction
from tests.oracle.tiny import STEP_MM, equator_nodes, equator_ways, write_osm


def test_edges_are_numbered_by_way_and_have_geodesic_lengths(tmp_path):
    nodes = {**equator_nodes(3), 9: (0.001, 0.001)}
    ways = {
        20: ([0, 1, 2], {"highway": "footway"}),
        10: ([9, 1], {"highway": "primary_link", "name": "Ramp", "maxspeed": "30 mph"}),
    }
    edges = Oracle(write_osm(tmp_path / "t.osm.pbf", nodes, ways)).edges
    assert [(e.id, e.way, e.from_node, e.to_node) for e in edges] == [
        (0, 10, 9, 1),
        (1, 20, 0, 1),
        (2, 20, 1, 2),
    ]
    # a thousandth of a degree of latitude at the equator is 110.574389 m
    assert [e.length_mm for e in edges] == [110_574, STEP_MM, STEP_MM]
    assert (edges[0].street_class, edges[0].name, edges[0].maxspeed) == (
        "primary",
        "Ramp",
        "30 mph",
    )


def test_a_way_is_cut_at_missing_nodes_and_repeated_nodes_count_once(tmp_path):
    ways = {
        1: ([0, 0, 1, 77, 2, 3, 3, 78, 4], {"highway": "path"}),
        2: ([5, 6, 7, 5], {"highway": "path"}),  # meets nothing: one loop
        3: ([8, 9, 8], {"highway": "path"}),  # there and back again: node 8 is twice in it
    }
    edges = Oracle(write_osm(tmp_path / "t.osm.pbf", equator_nodes(10), ways)).edges
    assert [(e.way, e.from_node, e.to_node) for e in edges] == [
        (1, 0, 1),
        (1, 2, 3),
        (2, 5, 5),
        (3, 8, 8),
    ]


def test_a_lone_node_between_missing_ones_is_no_vertex(tmp_path):
    ways = {
        1: ([0, 1, 2], {"highway": "path"}),
        2: ([77, 1, 78], {"highway": "path"}),
    }
    edges = Oracle(write_osm(tmp_path / "t.osm.pbf", equator_nodes(3), ways)).edges
    assert [(e.from_node, e.to_node) for e in edges] == [(0, 2)]


def test_inner_nodes_are_vertices_only_where_ways_meet(tmp_path):
    ways = {
        1: ([0, 1, 2, 3, 4], {"highway": "path"}),
        2: ([2, 9], {"highway": "construction"}),  # not read
        3: ([3, 9], {"railway": "platform"}),
    }
    edges = Oracle(write_osm(tmp_path / "t.osm.pbf", equator_nodes(10), ways)).edges
    assert [(e.from_node, e.to_node) for e in edges] == [(0, 3), (3, 4), (3, 9)]
    assert edges[0].length_mm == 333_958  # 3 x 111.319491 m, rounded once


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ("highway=residential", "foot bicycle car"),
        ("highway=motorway", "car"),
        ("highway=motorway_link", "car"),
        ("highway=track", "foot bicycle"),
        ("highway=steps", "foot"),
        ("highway=busway", ""),
        ("highway=busway foot=yes", "foot"),
        ("route=ferry", "foot bicycle"),
        ("public_transport=platform", "foot"),
        ("highway=trunk motorroad=yes", "car"),
        ("highway=trunk motorroad=yes foot=yes", "foot car"),
        ("highway=residential access=private", ""),
        ("highway=residential access=private foot=designated", "foot"),
        ("highway=footway access=yes", "foot"),
        ("highway=footway bicycle=yes", "foot bicycle"),
        ("highway=residential vehicle=no", "foot"),
        ("highway=residential vehicle=yes access=no", "bicycle car"),
        ("highway=residential motor_vehicle=no motorcar=destination", "foot bicycle car"),
        ("highway=residential motor_vehicle=no;destination", "foot bicycle"),
        ("highway=residential bicycle=dismount", "foot car"),
        ("highway=track vehicle=yes", "foot bicycle"),
        ("highway=track motor_vehicle=yes", "foot bicycle car"),
        ("highway=service area=yes motorcar=yes", "foot"),
        ("highway=pedestrian area=yes foot=no", ""),
    ],
)
def test_who_may_use_a_way(tags, modes):
    tags = dict(tag.split("=") for tag in tags.split())
    assert " ".join(mode for mode, allowed in way_modes(tags).items() if allowed) == modes


@pytest.mark.parametrize("tags", ["highway=construction", "highway=raceway", "route=bus", "a=b"])
def test_what_is_not_read(tags):
    assert street_class(dict([tags.split("=")])) is None


@pytest.mark.parametrize(
    ("tags", "car", "bicycle"),
    [
        ({}, (True, True), (True, True)),
        ({"oneway": "yes"}, (True, False), (True, False)),
        ({"oneway": "-1"}, (False, True), (False, True)),
        ({"oneway": "reversible"}, (False, False), (False, False)),
        ({"oneway": "alternating"}, (True, True), (True, True)),
        ({"junction": "roundabout"}, (True, False), (True, False)),
        ({"junction": "roundabout", "oneway": "no"}, (True, True), (True, True)),
        ({"highway": "motorway"}, (True, False), (True, False)),
        ({"oneway": "yes", "oneway:bicycle": "no"}, (True, False), (True, True)),
        ({"oneway": "yes", "cycleway:left": "opposite_lane"}, (True, False), (True, True)),
        ({"oneway:bicycle": "-1", "cycleway": "opposite"}, (True, True), (False, True)),
    ],
)
def test_directions(tags, car, bicycle):
    tags = {"highway": "residential"} | tags
    assert (car_directions(tags), bicycle_directions(tags)) == (car, bicycle)


@pytest.mark.parametrize(
    ("tags", "stopped"),
    [
        ("barrier=gate", ""),
        ("barrier=gate access=private", "foot bicycle car"),
        ("barrier=gate access=private foot=yes", "bicycle car"),
        ("barrier=bollard", "car"),
        ("barrier=bollard motor_vehicle=yes", ""),
        ("barrier=bollard access=yes", "car"),
        ("barrier=stile", "bicycle car"),
        ("access=no", ""),  # no barrier
    ],
)
def test_whom_a_barrier_stops(tags, stopped):
    tags = dict(tag.split("=") for tag in tags.split())
    assert " ".join(mode for mode, passes in barrier_modes(tags).items() if not passes) == stopped


def test_a_barrier_links_the_edge_ends_that_meet_there(tmp_path):
    ways = {
        1: ([0, 1, 2], {"highway": "residential"}),
        2: ([3, 1], {"highway": "residential"}),
        3: ([4, 5], {"highway": "residential"}),
    }
    tags = {1: {"barrier": "stile"}, 4: {"barrier": "stile"}, 2: {"barrier": "gate"}}
    edges = Oracle(write_osm(tmp_path / "t.osm.pbf", equator_nodes(6), ways, tags)).edges
    # node 1: end of edge 0, start of edge 1, end of edge 2; one end alone needs no link
    assert [(e.id, e.way, e.from_vertex, e.to_vertex) for e in edges[4:]] == [
        (4, -1, (1, 0, 1), (1, 1, 0)),
        (5, -1, (1, 1, 0), (1, 2, 1)),
    ]
    assert [(e.length_mm, e.foot, e.bicycle, e.car) for e in edges[4:]] == [
        (0, True, (False, False), (False, False))
    ] * 2
    assert edges[3].from_vertex == (4, 3, 0)


def test_a_barrier_in_the_middle_of_a_way_cuts_it(tmp_path):
    ways = {1: ([0, 1, 2], {"highway": "residential"})}
    path = write_osm(tmp_path / "t.osm.pbf", equator_nodes(6), ways, {1: {"barrier": "bollard"}})
    edges = Oracle(path).edges
    assert [(e.way, e.from_node, e.to_node, e.car[0]) for e in edges] == [
        (1, 0, 1, True),
        (1, 1, 2, True),
        (-1, 1, 1, False),
    ]


def test_strong_components_bind_wheels_only(tmp_path):
    ways = {way: (refs, tags | {"oneway": "yes"}) for way, (refs, tags) in equator_ways().items()}
    edges = Oracle(write_osm(tmp_path / "t.osm.pbf", equator_nodes(), ways)).edges
    assert {mode for edge in edges for mode in edge.linkable} == {"foot", "wheelchair"}


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"restriction": "no_left_turn"}, "no_left_turn"),
        ({"restriction": "only_straight_on"}, "only_straight_on"),
        ({"restriction": "no_left_turn", "except": "bus;motorcar"}, None),
        ({"restriction": "no_left_turn", "except": "bus"}, "no_left_turn"),
        ({"restriction": "no_left_turn", "restriction:motorcar": "no_u_turn"}, "no_u_turn"),
        ({"restriction:hgv": "no_left_turn"}, None),
        ({"restriction": "give_way"}, None),
    ],
)
def test_which_restrictions_bind_cars(tags, kind):
    assert car_restriction({"type": "restriction"} | tags) == kind


def test_restrictions_and_places_are_kept_with_their_ids(tmp_path):
    turn = {"type": "restriction", "restriction": "no_left_turn"}
    relations = [
        Relation(
            id=1, tags=turn, members=[("w", 1001, "from"), ("n", 2, "via"), ("w", 1002, "to")]
        ),
        Relation(
            id=2, tags=turn, members=[("w", 1001, "from"), ("w", 1002, "via"), ("w", 1003, "to")]
        ),
        Relation(id=3, tags=turn, members=[("w", 1001, "from"), ("n", 2, "via"), ("w", 9, "to")]),
    ]
    tags = {5: {"amenity": "pharmacy"}, 6: {"railway": "halt"}, 7: {"railway": "signal"}}
    path = write_osm(tmp_path / "t.osm.pbf", equator_nodes(), equator_ways(), tags, relations)
    oracle = Oracle(path)
    assert [(r.id, r.from_ways, r.via, r.to_ways, r.fault) for r in oracle.restrictions] == [
        (1, [1001], 2, [1002], ""),
        (2, [1001], 0, [1003], "via way"),
        (3, [1001], 2, [9], "not in the extract"),
    ]
    assert [(p.osm_type, p.id, p.box) for p in oracle.places] == [
        ("node", 5, (50_000, 0, 50_000, 0)),
        ("node", 6, (60_000, 0, 60_000, 0)),
    ]
