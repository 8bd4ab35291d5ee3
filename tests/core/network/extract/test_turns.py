"""Turn restrictions from ways and nodes to edges and vertices."""

from pathlib import Path

import pytest

from accessibility.network.extract.streets import Streets
from tests.core.network.osm_file import OsmFile, nodes_of_edges


@pytest.fixture
def file(tmp_path: Path) -> OsmFile:
    """Four ways that meet at node 5: 1-5, 2-5, 5-3, 5-4."""
    file = OsmFile(tmp_path / "town.osm.pbf")
    file.line(*range(1, 10))
    for way, nodes in ((1, [1, 5]), (2, [2, 5]), (3, [5, 3]), (4, [5, 4])):
        file.way(way, nodes, highway="residential")
    return file


def turn(*ways: int, via: int = 5) -> list[tuple[str, int, str]]:
    """Members of a restriction from the first way to the last."""
    return [("w", ways[0], "from"), ("n", via, "via"), *(("w", way, "to") for way in ways[1:])]


def restrict(
    file: OsmFile, members: list[tuple[str, int, str]], kind: str = "no_left_turn"
) -> None:
    file.relation(len(file.relations) + 1, members, type="restriction", restriction=kind)


def turns_of(streets: Streets) -> list[tuple[list[int], list[int], bool]]:
    """Nodes of the edges before and after each turn, and whether it is the only one."""
    shapes = nodes_of_edges(streets)
    found = []
    for i in range(len(streets.turn_from)):
        before, after = int(streets.turn_from[i]), int(streets.turn_to[i])
        via = int(streets.turn_via[i])
        assert via in (streets.edge_from[before], streets.edge_to[before])
        assert via in (streets.edge_from[after], streets.edge_to[after])
        found.append((shapes[before], shapes[after], bool(streets.turn_only[i])))
    return found


def test_a_turn_goes_from_edge_through_vertex_to_edge(file: OsmFile) -> None:
    restrict(file, turn(1, 3))
    restrict(file, turn(4, 2), kind="only_straight_on")
    streets = file.streets()
    assert turns_of(streets) == [([1, 5], [5, 3], False), ([5, 4], [2, 5], True)]
    assert streets.counts["restrictions_kept"] == 2


def test_no_u_turn_has_one_edge_twice(file: OsmFile) -> None:
    restrict(file, turn(1, 1), kind="no_u_turn")
    assert turns_of(file.streets()) == [([1, 5], [1, 5], False)]


def test_several_members_make_several_turns(file: OsmFile) -> None:
    restrict(file, turn(1, 3, 4), kind="no_exit")
    streets = file.streets()
    assert turns_of(streets) == [([1, 5], [5, 3], False), ([1, 5], [5, 4], False)]
    assert streets.counts["restrictions_kept"] == 1


def test_the_edge_nearest_the_node_is_taken(file: OsmFile) -> None:
    file.way(7, [6, 7, 5], highway="residential")
    file.way(8, [7, 8], highway="residential")  # cuts way 7
    restrict(file, turn(7, 3))
    assert turns_of(file.streets()) == [([7, 5], [5, 3], False)]


@pytest.mark.parametrize(
    "members", [turn(99, 1), turn(1, 99), turn(1, 3, via=98), turn(1, 3, via=3)]
)
def test_members_outside_the_extract_are_counted(
    file: OsmFile, members: list[tuple[str, int, str]]
) -> None:
    restrict(file, members)
    streets = file.streets()
    assert turns_of(streets) == []
    assert streets.counts["restrictions_not_in_extract"] == 1
    assert streets.counts["restrictions_kept"] == 0


def test_of_a_way_that_goes_on_the_edge_is_meant_that_cars_can_come_from(file: OsmFile) -> None:
    file.way(7, [6, 5, 7], highway="residential", oneway="yes")
    restrict(file, turn(7, 3))
    restrict(file, turn(1, 7))
    assert turns_of(file.streets()) == [([6, 5], [5, 3], False), ([1, 5], [5, 7], False)]


def test_a_backward_street_is_understood_too(file: OsmFile) -> None:
    file.way(7, [6, 5, 7], highway="residential", oneway="-1")
    restrict(file, turn(7, 3))
    assert turns_of(file.streets()) == [([5, 7], [5, 3], False)]


def test_a_turn_that_could_be_either_of_two_is_counted(file: OsmFile) -> None:
    file.way(7, [6, 5, 7], highway="residential")
    restrict(file, turn(7, 3))
    streets = file.streets()
    assert turns_of(streets) == []
    assert streets.counts["restrictions_ambiguous"] == 1


def test_a_turn_at_a_barrier_is_counted(file: OsmFile) -> None:
    file.node(5, -3 + 5e-4, 51.5, barrier="stile")
    restrict(file, turn(1, 3))
    streets = file.streets()
    assert turns_of(streets) == []
    assert streets.counts["restrictions_at_barrier"] == 1
