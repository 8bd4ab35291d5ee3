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


@pytest.fixture
def equator(tmp_path):
    return Oracle(write_osm(tmp_path / "equator.osm.pbf", equator_nodes(), equator_ways()))


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


def test_points_join_only_components_of_forty_vertices(tmp_path):
    nodes = equator_nodes(39) | {100 + n: (n * 0.001, 1.0) for n in range(40)}
    ways = equator_ways(39) | {
        2000 + n: ([100 + n, 101 + n], {"highway": "residential"}) for n in range(39)
    }
    oracle = Oracle(write_osm(tmp_path / "t.osm.pbf", nodes, ways))
    assert oracle.snap(0.001, 0.0) is None
    assert oracle.snap(0.001, 1.0) == (38, 111_303, 0)  # a little shorter at one degree north


def test_strong_components_bind_wheels_only(tmp_path):
    ways = {way: (refs, tags | {"oneway": "yes"}) for way, (refs, tags) in equator_ways().items()}
    edges = Oracle(write_osm(tmp_path / "t.osm.pbf", equator_nodes(), ways)).edges
    assert {mode for edge in edges for mode in edge.linkable} == {"foot"}


@pytest.mark.parametrize(
    ("tags", "linkable"),
    [
        ({"tunnel": "yes"}, False),
        ({"tunnel": "building_passage"}, True),
        ({"tunnel": "no"}, True),
        ({"highway": "motorway_link", "foot": "yes"}, False),
        ({"highway": "busway"}, False),
        ({"highway": "proposed", "route": "ferry"}, False),
    ],
)
def test_what_points_may_join(tmp_path, tags, linkable):
    ways = equator_ways()
    ways[1048] = ([48, 49], {"highway": "residential"} | tags)
    oracle = Oracle(write_osm(tmp_path / "t.osm.pbf", equator_nodes(), ways))
    assert ("foot" in oracle.edges[48].linkable) == linkable
    # 0.00025 degrees, 27.83 m, from node 48: it joins edge 48, or else the end of edge 47
    wanted = (48, 27_830, 0) if linkable else (47, STEP_MM, 27_830)
    assert oracle.snap(0.04825, 0.0) == wanted


def test_snapping_by_hand(equator):
    # a quarter of 111,319 is 27,829.75; 0.0001 degrees north is 6,335,439.327 m x pi / 1.8e6
    assert equator.snap(0.01025, 0.0001) == (10, 27_830, 11_057)
    assert equator.snap(0.010, 0.0001) == (9, STEP_MM, 11_057)  # of equals the lower number
    assert equator.snap(0.0, 0.0) == (0, 0, 0)
    assert equator.snap(-0.001, 0.0) == (0, 0, STEP_MM)  # off the end
    assert equator.snap(-0.001, 0.0, 111.319) is not None  # "at most" the radius
    assert equator.snap(-0.001, 0.0, 111.318) is None


def test_snapping_far_from_the_equator(tmp_path):
    """East of a street that runs north, in the metric of the edge's middle latitude."""
    nodes = {n: (0.0, round(59.999 + n * 0.002, 3)) for n in range(50)}
    oracle = Oracle(write_osm(tmp_path / "t.osm.pbf", nodes, equator_ways()))
    # at 60 degrees N = 6378137 / sqrt(1 - 0.00669438 x 0.75) = 6,394,209.17 m; half of it by
    # 0.001 degrees is 55.80 m. M there is 6,383,453.86 m: the edge has 222.8246 m
    assert oracle.edges[0].length_mm == 222_825
    edge, first, distance = oracle.snap(0.001, 60.0)
    assert (edge, distance) == (0, 55_800)
    assert abs(first - 111_412.5) <= 1


def test_walking_is_added_in_millimetres_and_rounded_up_once(equator):
    # 2 x 111.319 = 222.638 m
    assert equator.walk_seconds(0.001, 0.0, 0.003, 0.0) == 223
    assert equator.walk_seconds(0.003, 0.0, 0.001, 0.0) == 223
    assert equator.walk_seconds(0.001, 0.0, 0.003, 0.0, walk_speed=4800) == 167  # 166.98
    # with two connectors of 11.057 m: 244.752 m, which part by part would be 12 + 223 + 12
    assert equator.walk_seconds(0.001, 0.0001, 0.003, 0.0001) == 245


def test_points_on_one_edge_use_the_stretch_between_them(equator):
    # 83,489 - 27,830 mm = 55.659 m; by the edge's ends it would be 111.319
    assert equator.walk_seconds(0.01025, 0.0, 0.01075, 0.0) == 56
    assert equator.walk_seconds(0.01075, 0.0, 0.01025, 0.0) == 56
    # opposite each other, 2 x 11.057 m
    assert equator.walk_seconds(0.01025, 0.0001, 0.01025, -0.0001) == 23


def test_a_point_is_at_itself_only_if_it_joins(equator):
    assert equator.walk_seconds(0.0101, 0.0001, 0.0101, 0.0001) == 0
    assert equator.walk_seconds(0.0101, 0.01, 0.0101, 0.01) is None
    # almost there still walks to the street and back
    assert equator.walk_seconds(0.0101, 0.0001, 0.0101, 0.00010000001) == 23


def test_limits_include_their_own_value(equator):
    assert equator.walk_seconds(0.001, 0.0, 0.003, 0.0, max_time=223) == 223
    assert equator.walk_seconds(0.001, 0.0, 0.003, 0.0, max_time=222) is None
    # 48 x 111.319 = 5,343.312 m
    assert equator.walk_seconds(0.0, 0.0, 0.048, 0.0) == 5344
    assert equator.walk_seconds(0.01025, 0.0, 0.01075, 0.0, max_time=55) is None


@pytest.mark.parametrize(
    ("tags", "seconds"),
    [
        ({"barrier": "gate", "access": "no"}, None),
        ({"barrier": "gate", "foot": "no"}, None),
        ({"barrier": "stile"}, 223),
        ({"barrier": "gate"}, 223),
    ],
)
def test_a_barrier_parts_the_street_for_those_it_stops(tmp_path, tags, seconds):
    path = write_osm(tmp_path / "t.osm.pbf", equator_nodes(100), equator_ways(100), {50: tags})
    assert Oracle(path).walk_seconds(0.049, 0.0, 0.051, 0.0) == seconds


def test_the_shortest_way_is_taken_and_walkers_ignore_one_way_streets(tmp_path):
    # a square of 1 x 1 step hangs below nodes 10 and 11, one way against the walker
    nodes = equator_nodes() | {200: (0.010, -0.0001), 201: (0.011, -0.0001)}
    ways = equator_ways()
    ways[1010] = ([10, 11], {"highway": "motorway"})  # nobody walks here
    ways[3000] = ([11, 201, 200, 10], {"highway": "residential", "oneway": "yes"})
    oracle = Oracle(write_osm(tmp_path / "t.osm.pbf", nodes, ways))
    # 111.319 (9-10) + 11.0574 + 111.3195 + 11.0574 = 133.434 (edge 49) + 111.319 (11-12)
    assert oracle.walk_seconds(0.009, 0.0, 0.012, 0.0) == 357


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
