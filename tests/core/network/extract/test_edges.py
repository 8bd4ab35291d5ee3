"""Where ways are cut, how long edges are, and what barriers do; worked out by hand."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from accessibility.errors import InputError
from accessibility.network.extract import access
from accessibility.network.extract.edges import cut_ways
from accessibility.network.extract.osm import StreetData
from accessibility.network.extract.streets import Streets
from tests.core.network.osm_file import OsmFile, nodes_of_edges


@pytest.fixture
def file(tmp_path: Path) -> OsmFile:
    file = OsmFile(tmp_path / "town.osm.pbf")
    file.line(*range(1, 13))
    return file


def test_a_way_that_meets_nothing_is_one_edge(file: OsmFile) -> None:
    file.way(5, [1, 2, 3, 4], highway="residential")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2, 3, 4]]
    assert len(streets.vertex_x) == 2
    assert streets.edge_way.tolist() == [5]


def test_ways_are_cut_where_they_meet(file: OsmFile) -> None:
    file.way(20, [2, 6, 7], highway="residential")  # begins amid way 30
    file.way(30, [1, 2, 3, 4], highway="residential")
    file.way(10, [8, 3, 9], highway="residential")  # crosses way 30
    streets = file.streets()
    assert nodes_of_edges(streets) == [[8, 3], [3, 9], [2, 6, 7], [1, 2], [2, 3], [3, 4]]
    assert streets.edge_way.tolist() == [10, 10, 20, 30, 30, 30]
    assert len(streets.vertex_x) == 7  # 1 2 3 4 7 8 9


def test_only_ways_that_are_read_make_vertices(file: OsmFile) -> None:
    file.way(1, [1, 2, 3], highway="residential")
    file.way(2, [2, 4], building="yes")
    assert nodes_of_edges(file.streets()) == [[1, 2, 3]]


def test_a_street_closed_to_all_makes_vertices_too(file: OsmFile) -> None:
    file.way(1, [1, 2, 3], highway="residential")
    file.way(2, [2, 4], highway="busway")
    assert nodes_of_edges(file.streets()) == [[1, 2], [2, 3], [2, 4]]


def test_a_closed_way_that_meets_nothing_is_a_loop(file: OsmFile) -> None:
    file.way(1, [3, 1, 2, 3], highway="residential")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[3, 1, 2, 3]]
    assert len(streets.vertex_x) == 1
    assert streets.edge_from.tolist() == streets.edge_to.tolist() == [0]


def test_a_closed_way_is_cut_where_it_begins_and_where_it_meets_others(file: OsmFile) -> None:
    file.way(1, [3, 1, 2, 4, 3], highway="residential", junction="roundabout")
    file.way(2, [2, 5], highway="residential")
    assert nodes_of_edges(file.streets()) == [[3, 1, 2], [2, 4, 3], [2, 5]]


def test_a_way_that_crosses_itself_is_cut_there(file: OsmFile) -> None:
    file.way(1, [1, 2, 3, 4, 2, 5], highway="residential")
    assert nodes_of_edges(file.streets()) == [[1, 2], [2, 3, 4, 2], [2, 5]]


def test_a_way_there_and_back_is_cut_at_each_repeated_node(file: OsmFile) -> None:
    file.way(1, [1, 2, 3, 2, 1], highway="residential")
    # node 3 stands at one place only, 1 and 2 at two
    assert nodes_of_edges(file.streets()) == [[1, 2], [2, 3, 2], [2, 1]]


def test_equal_nodes_in_a_row_count_as_one(file: OsmFile) -> None:
    file.way(1, [1, 1, 2, 2, 2, 3, 3], highway="residential")
    assert nodes_of_edges(file.streets()) == [[1, 2, 3]]


def test_equal_nodes_at_the_joint_of_two_ways_stay_apart(file: OsmFile) -> None:
    file.way(1, [1, 2], highway="residential")
    file.way(2, [2, 3], highway="residential")
    assert nodes_of_edges(file.streets()) == [[1, 2], [2, 3]]


def test_a_way_is_cut_where_nodes_are_missing(file: OsmFile) -> None:
    file.way(1, [1, 2, 98, 3, 99, 4, 5, 6], highway="residential")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2], [4, 5, 6]]  # 3 is alone
    assert streets.counts["missing_nodes"] == 2
    assert streets.counts["ways_cut"] == 1


def test_missing_nodes_at_the_ends_shorten_a_way(file: OsmFile) -> None:
    file.way(1, [98, 1, 2, 99, 99], highway="residential")
    file.way(2, [97, 96], highway="residential")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2]]
    assert streets.counts["missing_nodes"] == 4
    assert streets.counts["ways_cut"] == 2


def test_a_node_left_alone_makes_no_vertex_of_another_way(file: OsmFile) -> None:
    file.way(1, [1, 2, 3], highway="residential")
    file.way(2, [98, 2, 99], highway="residential")  # the run of node 2 alone is not read
    assert nodes_of_edges(file.streets()) == [[1, 2, 3]]


def test_a_loop_with_a_missing_node_is_open(file: OsmFile) -> None:
    file.way(1, [1, 2, 99, 3, 1], highway="residential")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2], [3, 1]]
    assert streets.edge_from[0] == streets.edge_to[1]


def test_lengths_are_ellipsoidal_and_rounded_once(file: OsmFile) -> None:
    # A degree of longitude on the equator: a x pi / 180 = 111319.490793 m.
    file.node(1, 0.0, 0.0)
    file.node(2, 0.5, 0.0)
    file.node(3, 1.0, 0.0)
    file.way(1, [1, 2, 3], highway="residential")
    # A degree of latitude from the equator: 110574.388558 m on WGS84 (Karney 2013).
    file.node(4, 0.0, 1.0)
    file.way(2, [1, 4], highway="residential")
    assert file.streets().edge_length.tolist() == [111_319_491, 110_574_389]


def test_the_parts_of_an_edge_are_added_before_rounding(file: OsmFile) -> None:
    nodes = list(range(100, 111))
    for i, node in enumerate(nodes):  # eleven nodes 1.4 m apart
        file.node(node, -3 + i * 2e-5, 51.5)
    file.way(1, nodes, highway="footway")
    segment = Geod(ellps="WGS84").inv(-3, 51.5, -3 + 2e-5, 51.5)[2]
    assert round(segment * 1000) * 10 != round(segment * 10_000)
    assert file.streets().edge_length.tolist() == [round(segment * 10_000)]


def test_nodes_at_one_place_give_an_edge_without_length(file: OsmFile) -> None:
    file.node(2, -2.9999, 51.5)  # where node 1 is
    file.way(1, [1, 2], highway="steps")
    streets = file.streets()
    assert streets.edge_length.tolist() == [0]
    assert streets.edge_from[0] != streets.edge_to[0]


def test_vertices_near_each_other_are_near_in_the_order(file: OsmFile) -> None:
    for node, lon, lat in ((21, 10, 50), (22, -3, 40), (23, 10.0001, 50.0001), (24, -3.0001, 40)):
        file.node(node, lon, lat)
    file.way(1, [21, 22], highway="residential")
    file.way(2, [23, 24], highway="residential")
    streets = file.streets()
    assert (streets.vertex_x > 0).tolist() in ([True, True, False, False], [False] * 2 + [True] * 2)


def barriers_of(streets: Streets) -> tuple[int, list[int], list[int]]:
    """Number of street edges, and `edge_way` and `edge_access` of the links."""
    links = streets.edge_way < 0
    return (
        int((~links).sum()),
        streets.edge_way[links].tolist(),
        streets.edge_access[links].tolist(),
    )


ON_FOOT = access.USE_FOOT | access.USE_WHEELCHAIR
NOT_BY_CAR = ON_FOOT | access.USE_BICYCLE_FORWARD | access.USE_BICYCLE_BACKWARD


def test_a_barrier_amid_a_way_cuts_it_and_links_its_halves(file: OsmFile) -> None:
    file.node(3, -3 + 3e-4, 51.5, barrier="bollard")
    file.way(1, [1, 2, 3, 4], highway="residential", name="Lane", maxspeed="20")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2, 3], [3, 4], [3, 3]]
    assert barriers_of(streets) == (2, [-3], [NOT_BY_CAR])
    assert len(streets.vertex_x) == 4
    assert streets.edge_from[2] == streets.edge_to[0]  # the first half's end ...
    assert streets.edge_to[2] == streets.edge_from[1]  # ... is joined to the second's start
    assert streets.edge_from[2] != streets.edge_to[2]
    assert streets.edge_length[2] == 0
    assert streets.edge_linkable[2] == streets.edge_name[2] == streets.edge_maxspeed_forward[2] == 0
    assert access.HIGHWAY_CLASSES[streets.edge_class[2]] == access.BARRIER_LINK
    assert (streets.counts["barriers"], streets.counts["barrier_links"]) == (1, 1)


def test_a_barrier_at_a_junction_links_all_ends_in_order(file: OsmFile) -> None:
    file.node(2, -3 + 2e-4, 51.5, barrier="stile")
    file.way(1, [1, 2, 3], highway="path")  # edges 0 and 1
    file.way(2, [4, 2], highway="path")  # edge 2
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2], [2, 3], [4, 2], [2, 2], [2, 2]]
    assert barriers_of(streets) == (3, [-2, -2], [ON_FOOT] * 2)
    ends = [streets.edge_to[0], streets.edge_from[1], streets.edge_to[2]]
    assert len(set(ends)) == 3
    assert streets.edge_from[3:].tolist() == ends[:2]
    assert streets.edge_to[3:].tolist() == ends[1:]


def test_links_are_numbered_by_node(file: OsmFile) -> None:
    file.node(4, -3 + 4e-4, 51.5, barrier="block")
    file.node(2, -3 + 2e-4, 51.5, barrier="gate", access="no")
    file.way(1, [5, 4, 3], highway="residential")
    file.way(2, [3, 2, 1], highway="residential")
    assert barriers_of(file.streets()) == (4, [-2, -4], [0, NOT_BY_CAR])


def test_a_barrier_on_a_loop_divides_its_two_ends(file: OsmFile) -> None:
    file.node(1, -3 + 1e-4, 51.5, barrier="bollard")
    file.way(1, [1, 2, 3, 1], highway="residential")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2, 3, 1], [1, 1]]
    assert streets.edge_from[0] != streets.edge_to[0]
    assert streets.edge_from[1] == streets.edge_from[0]  # start before end
    assert streets.edge_to[1] == streets.edge_to[0]


def test_a_barrier_at_a_dead_end_needs_no_link(file: OsmFile) -> None:
    file.node(3, -3 + 3e-4, 51.5, barrier="bollard")
    file.way(1, [1, 2, 3], highway="residential")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2, 3]]
    assert (streets.counts["barriers"], streets.counts["barrier_links"]) == (1, 0)


def test_an_open_gate_and_a_barrier_beside_the_street_change_nothing(file: OsmFile) -> None:
    file.node(2, -3 + 2e-4, 51.5, barrier="gate")
    file.node(7, -3 + 7e-4, 51.5, barrier="bollard")
    file.way(1, [1, 2, 3], highway="residential")
    streets = file.streets()
    assert nodes_of_edges(streets) == [[1, 2, 3]]
    assert streets.counts["barriers"] == 0


N_NODES = 8


@st.composite
def street_data(draw: st.DrawFn) -> StreetData:
    """Ways over a few nodes, some of them missing, some barriers."""
    ways = draw(
        st.lists(st.lists(st.integers(1, N_NODES), min_size=2, max_size=7), min_size=1, max_size=6)
    )
    missing = draw(st.sets(st.integers(1, N_NODES), max_size=2))
    closed = draw(st.dictionaries(st.integers(1, N_NODES), st.integers(0, 6), max_size=3))
    node_id = np.array([node for way in ways for node in way], np.int64)
    known = ~np.isin(node_id, list(missing))
    n = len(ways)
    return StreetData(
        way_id=np.arange(n) * 10,
        way_class=np.zeros(n, np.uint8),
        way_uses=np.full(n, 31, np.uint8),
        way_linkable=np.ones(n, np.bool_),
        way_maxspeed_forward=np.zeros(n, np.int32),
        way_maxspeed_backward=np.zeros(n, np.int32),
        way_name=np.zeros(n, np.int32),
        node_way=np.repeat(np.arange(n), [len(way) for way in ways]),
        node_id=node_id,
        node_x=np.where(known, node_id * 1000, 2**31 - 1).astype(np.int32),
        node_y=np.where(known, node_id**2 * 700, 2**31 - 1).astype(np.int32),
        names=[""],
        barriers=closed,
        restrictions=[],
        counts={},
    )


@given(street_data())
def test_whatever_the_ways_the_edges_hold_together(data: StreetData) -> None:
    edges = cut_ways(data, Path())
    n_links = len(edges.link_modes)
    n_streets = len(edges.edge_way) - n_links

    # Shapes begin and end at the vertices of their edges.
    first, last = edges.shape_offset[:-1], edges.shape_offset[1:] - 1
    for shape, vertex in ((edges.shape_x, edges.vertex_x), (edges.shape_y, edges.vertex_y)):
        assert np.array_equal(shape[first], vertex[edges.edge_from])
        assert np.array_equal(shape[last], vertex[edges.edge_to])
    assert edges.shape_offset[-1] == len(edges.shape_x) == len(edges.shape_y)
    assert np.all(last > first)

    # Edges ascend by way, links follow and have no length.
    assert np.all(np.diff(edges.edge_way[:n_streets]) >= 0)
    assert np.all(edges.edge_way[n_streets:] == -1)
    assert np.all(edges.edge_length >= 0)
    assert not edges.edge_length[n_streets:].any()
    assert np.all(np.diff(edges.vertex_node[edges.edge_from[n_streets:]]) >= 0)

    # Every vertex is used; all but those at barriers have a node of their own.
    used = np.unique(np.concatenate([edges.edge_from, edges.edge_to]))
    assert np.array_equal(used, np.arange(len(edges.vertex_x)))
    plain = edges.vertex_node[~np.isin(edges.vertex_node, list(data.barriers))]
    assert len(plain) == len(set(plain.tolist()))

    # Segments are those of the ways, each once.
    segments = []
    for way in range(len(data.way_id)):
        of_way = data.node_way == way
        xs, ys = data.node_x[of_way].tolist(), data.node_y[of_way].tolist()
        segments += [(way, a, b) for a, b in pairwise(zip(xs, ys, strict=True))]
    wanted = [s for s in segments if s[1] != s[2] and 2**31 - 1 not in (s[1][0], s[2][0])]
    found = []
    for edge in range(n_streets):
        part = slice(first[edge], last[edge] + 1)
        xs, ys = edges.shape_x[part].tolist(), edges.shape_y[part].tolist()
        way = int(edges.edge_way[edge])
        found += [(way, a, b) for a, b in pairwise(zip(xs, ys, strict=True))]
    assert found == wanted


def test_a_street_across_an_ocean_is_refused(tmp_path: Path) -> None:
    town = OsmFile(tmp_path / "far.osm.pbf")
    town.node(1, -3.0, 51.5)
    town.node(2, -3.0, 51.6)
    town.node(3, -60.0, 0.0)
    town.way(7, [1, 2], highway="residential")
    town.way(8, [1, 3], highway="residential")
    with pytest.raises(
        InputError, match=r"far\.osm\.pbf: way 8 runs 7,796 km between two junctions"
    ):
        town.streets()
