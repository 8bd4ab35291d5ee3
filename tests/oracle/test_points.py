"""How the oracle joins points to streets and walks between them, computed by hand."""

import pytest

from tests.oracle import Oracle
from tests.oracle.tiny import STEP_MM, equator_nodes, equator_ways, write_osm


@pytest.fixture
def equator(tmp_path):
    return Oracle(write_osm(tmp_path / "equator.osm.pbf", equator_nodes(), equator_ways()))


def test_points_join_only_components_of_forty_vertices(tmp_path):
    nodes = equator_nodes(39) | {100 + n: (n * 0.001, 1.0) for n in range(40)}
    ways = equator_ways(39) | {
        2000 + n: ([100 + n, 101 + n], {"highway": "residential"}) for n in range(39)
    }
    oracle = Oracle(write_osm(tmp_path / "t.osm.pbf", nodes, ways))
    assert oracle.snap(0.001, 0.0) is None
    assert oracle.snap(0.001, 1.0) == (38, 111_303, 0)  # a little shorter at one degree north


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
