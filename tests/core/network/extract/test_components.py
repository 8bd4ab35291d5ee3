"""Which edges points may join: components of at least 40 vertices, weak and strong."""

from pathlib import Path

import pytest

from accessibility.network.extract import access
from accessibility.network.extract.streets import Streets
from tests.core.network.osm_file import OsmFile

ALL = access.EVERYBODY
WALKERS = access.FOOT | access.WHEELCHAIR


@pytest.fixture
def file(tmp_path: Path) -> OsmFile:
    file = OsmFile(tmp_path / "town.osm.pbf")
    file.line(*range(1, 200))
    return file


def chain(file: OsmFile, first: int, last: int, **tags: str) -> None:
    """One way for each two neighbours: as many vertices as nodes."""
    for node in range(first, last):
        file.way(node, [node, node + 1], **{"highway": "residential"} | tags)


def linkable(streets: Streets, way: int) -> int:
    [modes] = set(streets.edge_linkable[streets.edge_way == way].tolist())
    return int(modes)


def test_a_component_counts_at_least_forty_vertices(file: OsmFile) -> None:
    chain(file, 1, 40)
    chain(file, 101, 139)
    streets = file.streets()
    assert {linkable(streets, way) for way in range(1, 40)} == {ALL}
    assert {linkable(streets, way) for way in range(101, 139)} == {0}


def test_vertices_of_a_component_are_those_that_the_mode_touches(file: OsmFile) -> None:
    chain(file, 1, 30)
    chain(file, 30, 40, highway="footway")
    streets = file.streets()
    assert {linkable(streets, way) for way in range(1, 40)} == {WALKERS}


def test_walkers_ignore_one_way_streets_and_wheels_do_not(file: OsmFile) -> None:
    chain(file, 1, 50, oneway="yes")
    streets = file.streets()
    assert {linkable(streets, way) for way in range(1, 50)} == {WALKERS}


def test_a_one_way_ring_is_strongly_connected(file: OsmFile) -> None:
    chain(file, 1, 45, oneway="yes")
    file.way(45, [45, 1], highway="residential", oneway="yes")
    assert linkable(file.streets(), 20) == ALL


def test_a_one_way_exit_belongs_to_no_strong_component(file: OsmFile) -> None:
    chain(file, 1, 50)
    file.way(50, [50, 51], highway="residential", oneway="yes")
    chain(file, 51, 100)
    streets = file.streets()
    assert linkable(streets, 49) == linkable(streets, 51) == ALL
    assert linkable(streets, 50) == WALKERS


def test_a_backward_one_way_street_counts_as_the_direction_it_has(file: OsmFile) -> None:
    chain(file, 1, 45)
    file.way(45, [45, 1], highway="residential", oneway="-1")
    assert linkable(file.streets(), 45) == ALL


def test_barriers_join_the_components_of_those_who_pass(file: OsmFile) -> None:
    file.node(30, -3 + 30e-4, 51.5, barrier="bollard")
    chain(file, 1, 45)
    streets = file.streets()
    assert {linkable(streets, way) for way in range(1, 45)} == {WALKERS | access.BICYCLE}


def test_vertices_at_a_barrier_count_one_by_one(file: OsmFile) -> None:
    file.node(20, -3 + 20e-4, 51.5, barrier="bollard")
    chain(file, 1, 39)  # 39 nodes, the barrier makes one more vertex
    assert linkable(file.streets(), 5) == WALKERS | access.BICYCLE


@pytest.mark.parametrize(
    "tags", [{"highway": "motorway", "oneway": "no"}, {"route": "ferry", "highway": "no"}]
)
def test_points_join_no_motorway_and_no_ferry_of_the_largest_component(
    file: OsmFile, tags: dict[str, str]
) -> None:
    chain(file, 1, 60)
    file.way(60, [60, 1], **tags, motor_vehicle="yes", foot="yes")
    streets = file.streets()
    assert linkable(streets, 60) == 0
    assert linkable(streets, 10) == ALL


def test_tunnels_join_components_but_no_points(file: OsmFile) -> None:
    chain(file, 1, 30)
    file.way(30, [30, 31], highway="residential", tunnel="yes")
    chain(file, 31, 60)
    streets = file.streets()
    assert linkable(streets, 30) == 0
    assert linkable(streets, 31) == ALL


def test_a_street_closed_to_a_mode_is_not_linkable_for_it(file: OsmFile) -> None:
    chain(file, 1, 60)
    file.way(60, [1, 10], highway="residential", foot="no")
    assert linkable(file.streets(), 60) == access.BICYCLE | access.CAR


def test_wheelchairs_have_components_of_their_own(file: OsmFile) -> None:
    chain(file, 1, 45)
    file.way(45, [45, 46], highway="steps")
    chain(file, 46, 80)
    file.way(80, [80, 81], highway="residential", wheelchair="no")
    chain(file, 81, 125)
    streets = file.streets()
    assert linkable(streets, 20) == linkable(streets, 100) == ALL
    assert linkable(streets, 45) == access.FOOT
    assert linkable(streets, 60) == access.ALL_MODES  # 35 vertices between steps and way 80
    assert linkable(streets, 80) == access.ALL_MODES


def test_a_gate_may_part_wheelchairs_alone(file: OsmFile) -> None:
    file.node(50, -3 + 50e-4, 51.5, barrier="gate", wheelchair="no")
    chain(file, 1, 70)
    streets = file.streets()
    assert linkable(streets, 20) == ALL
    assert linkable(streets, 60) == access.ALL_MODES
    [link] = (streets.edge_way < 0).nonzero()[0]
    assert streets.edge_access[link] == access.barrier_uses(access.ALL_MODES)
    assert streets.edge_linkable[link] == 0
    counts = streets.counts
    assert counts["foot_edges"] == counts["wheelchair_edges"] + 1 == 70
    assert (counts["foot_vertices"], counts["wheelchair_vertices"]) == (71, 71)
    assert (counts["foot_linkable_edges"], counts["wheelchair_linkable_edges"]) == (69, 49)
