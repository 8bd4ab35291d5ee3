"""Which turns cars may take, and what they cost, on crossings made by hand."""

import math
from pathlib import Path

import numpy as np
import pytest

from accessibility.network.extract.streets import Streets
from accessibility.network.travel.driving import car_pace, car_speeds
from accessibility.network.travel.turning import DelayTable, car_turns
from accessibility.options import TravelOptions
from tests.core.network.osm_file import OsmFile

SPEEDS = car_speeds(TravelOptions(mode="car"))
STEP = 0.001


def turns_of(streets: Streets, side: str = "left", delays: DelayTable | None = DelayTable()):  # noqa: B008
    """Seconds of each turn by the nodes where its arcs begin, meet and end."""
    pace = car_pace(streets, SPEEDS, {})
    turning = car_turns(streets, pace.open, side, delays)
    start = np.stack([streets.edge_from, streets.edge_to], axis=1).ravel()
    end = np.stack([streets.edge_to, streets.edge_from], axis=1).ravel()
    node = nodes_of_vertices(streets)
    return {
        (node[start[tail]], node[end[tail]], node[end[head]]): seconds
        for tail, head, seconds in zip(*(column.tolist() for column in turning), strict=True)
    }


def nodes_of_vertices(streets):
    """Vertices by the numbers that `OsmFile` placed in the ten-millionths of their degrees."""
    return (streets.vertex_x % 100).tolist()


def place(file, number, east, north, latitude=0.0):
    """Put a node some thousandths of a degree from the origin; its number is hidden in its x."""
    x = round(east * STEP * 1e7) // 100 * 100 + number
    file.node(number, x / 1e7, latitude + north * STEP)


@pytest.fixture
def cross(tmp_path: Path) -> OsmFile:
    """Streets from node 1 west, 2 north, 3 east and 4 south of node 5."""
    file = OsmFile(tmp_path / "cross.osm.pbf")
    for number, east, north in ((1, -1, 0), (2, 0, 1), (3, 1, 0), (4, 0, -1), (5, 0, 0)):
        place(file, number, east, north)
    for arm in (1, 2, 3, 4):
        file.way(arm, [arm, 5], highway="residential")
    return file


def restrict(file, kind, first, *seconds):
    members = [("w", first, "from"), ("n", 5, "via"), *(("w", way, "to") for way in seconds)]
    file.relation(len(file.relations) + 1, members, type="restriction", restriction=kind)


def test_near_side_is_left_where_people_drive_on_the_left(cross):
    turns = turns_of(cross.streets())
    through = {turn: seconds for turn, seconds in turns.items() if turn[1] == 5}
    assert through == {
        **dict.fromkeys([(1, 5, 3), (3, 5, 1), (2, 5, 4), (4, 5, 2)], 0),
        **dict.fromkeys([(1, 5, 2), (2, 5, 3), (3, 5, 4), (4, 5, 1)], 5),
        **dict.fromkeys([(1, 5, 4), (4, 5, 3), (3, 5, 2), (2, 5, 1)], 15),
    }
    mirrored = turns_of(cross.streets(), "right")
    assert mirrored[1, 5, 2] == 15
    assert mirrored[1, 5, 4] == 5
    assert mirrored[1, 5, 3] == 0


def test_nobody_turns_round_but_where_there_is_no_other_way(cross):
    turns = turns_of(cross.streets())
    assert (1, 5, 1) not in turns
    assert {turn: seconds for turn, seconds in turns.items() if turn[1] != 5} == {
        (5, arm, 5): 0 for arm in (1, 2, 3, 4)
    }


def test_turning_round_at_a_junction_costs_a_minute(cross):
    """Only one street leaves: cars come in by the other three and cannot go on."""
    for arm in (2, 3, 4):
        cross.ways[arm - 1].tags["oneway"] = "yes"
    turns = turns_of(cross.streets())
    assert turns[1, 5, 1] == 60
    assert turns[2, 5, 1] == 15
    assert set(turns) == {(1, 5, 1), (2, 5, 1), (3, 5, 1), (4, 5, 1), (5, 1, 5)}


def test_without_delays_the_same_turns_are_free(cross):
    restrict(cross, "no_left_turn", 1, 2)
    streets = cross.streets()
    assert turns_of(streets, delays=None) == dict.fromkeys(turns_of(streets), 0)


def test_other_tables_of_delays(cross):
    turns = turns_of(cross.streets(), "right", DelayTable(straight=1, near=10, across=30, back=90))
    assert (turns[1, 5, 3], turns[1, 5, 4], turns[1, 5, 2]) == (1, 10, 30)


def test_a_forbidden_turn(cross):
    restrict(cross, "no_left_turn", 1, 2)
    turns = turns_of(cross.streets())
    assert (1, 5, 2) not in turns
    assert (2, 5, 1) in turns
    assert (1, 5, 3) in turns


def test_the_only_turns_allowed(cross):
    restrict(cross, "only_straight_on", 1, 3)
    restrict(cross, "only_left_turn", 1, 2)
    restrict(cross, "no_straight_on", 1, 3)
    turns = turns_of(cross.streets())
    assert [turn for turn in turns if turn[:2] == (1, 5)] == [(1, 5, 2)]
    assert (4, 5, 1) in turns


def test_a_restriction_may_close_a_dead_end(tmp_path):
    file = OsmFile(tmp_path / "dead.osm.pbf")
    place(file, 5, 0, 0)
    place(file, 1, 1, 0)
    file.way(1, [1, 5], highway="residential")
    assert (1, 5, 1) in turns_of(file.streets())
    restrict(file, "no_u_turn", 1, 1)
    assert turns_of(file.streets()) == {(5, 1, 5): 0}


def test_restrictions_do_not_count_when_there_is_no_other_way(cross):
    """All other ways are forbidden, and yet nobody turns round."""
    restrict(cross, "no_entry", 1, 2, 3, 4)
    assert not [turn for turn in turns_of(cross.streets()) if turn[:2] == (1, 5)]


def test_restrictions_leave_loops_alone(cross):
    for number, east, north in ((6, 1, 1), (7, 2, 1)):
        place(cross, number, east, north)
    cross.way(9, [5, 6, 7, 5], highway="residential")
    restrict(cross, "only_left_turn", 1, 9)
    restrict(cross, "no_right_turn", 9, 4)
    turns = turns_of(cross.streets())
    assert {turn[2] for turn in turns if turn[:2] == (1, 5)} == {2, 3, 4, 5}
    assert (5, 5, 4) in turns


def test_a_loop_is_left_by_its_other_end_only(tmp_path):
    file = OsmFile(tmp_path / "loop.osm.pbf")
    for number, east, north in ((1, -1, 0), (5, 0, 0), (6, 1, 1), (7, 1, 0)):
        place(file, number, east, north)
    file.way(1, [1, 5], highway="residential")
    file.way(2, [5, 6, 7, 5], highway="residential")
    streets = file.streets()
    pace = car_pace(streets, SPEEDS, {})
    turning = car_turns(streets, pace.open, "left", None)
    loop = 2 * int(np.flatnonzero(streets.edge_from == streets.edge_to)[0])
    arcs = set(zip(turning.tail.tolist(), turning.head.tolist(), strict=True))
    assert {(loop, loop), (loop + 1, loop + 1)} <= arcs
    assert not {(loop, loop + 1), (loop + 1, loop)} & arcs


@pytest.mark.parametrize(
    ("degrees", "seconds"), [(29, 0), (31, 5), (149, 5), (151, 60), (-29, 0), (-31, 15), (-151, 60)]
)
@pytest.mark.parametrize("latitude", [0.0, 60.0])
def test_angles_are_those_on_the_ground(tmp_path, degrees, seconds, latitude):
    """At 60 degrees north a degree of longitude is half as long."""
    file = OsmFile(tmp_path / "bend.osm.pbf")
    stretch = 1 / math.cos(math.radians(latitude))
    angle = math.radians(degrees)
    place(file, 1, -stretch, 0, latitude)
    place(file, 5, 0, 0, latitude)
    place(file, 2, stretch * math.cos(angle), math.sin(angle), latitude)
    place(file, 3, 0, -1, latitude)
    for arm in (1, 2, 3):
        file.way(arm, [arm, 5], highway="residential")
    assert turns_of(file.streets())[1, 5, 2] == seconds


def test_only_the_nearest_segments_with_an_extent_count(tmp_path):
    """The street bends beyond the crossing, where two nodes stand at one place."""
    file = OsmFile(tmp_path / "bends.osm.pbf")
    for number, east, north in ((1, -1, 0), (2, 1, 3), (3, 0, -1), (5, 0, 0), (6, 1, 0)):
        place(file, number, east, north)
    file.node(7, *file.nodes[5].location)
    file.way(1, [1, 5], highway="residential")
    file.way(2, [5, 7, 6, 2], highway="residential")
    file.way(3, [3, 5], highway="residential")
    turns = turns_of(file.streets())
    assert (turns[1, 5, 2], turns[3, 5, 2]) == (0, 15)


def test_an_edge_without_extent_turns_nothing(tmp_path):
    """At a barrier that stops walkers, links join the ends of the three streets."""
    file = OsmFile(tmp_path / "gate.osm.pbf")
    for number, east, north in ((1, -1, 0), (2, 0, 1), (3, 1, 0)):
        place(file, number, east, north)
    file.node(5, 5e-7, 0, barrier="gate", foot="no")
    for arm in (1, 2, 3):
        file.way(arm, [arm, 5], highway="residential")
    turns = turns_of(file.streets())
    assert turns[1, 5, 5] == 0
    assert turns[5, 5, 2] == 0
    assert 5 not in turns.values()


def test_two_ends_make_no_junction(tmp_path):
    file = OsmFile(tmp_path / "corner.osm.pbf")
    for number, east, north in ((1, -1, 0), (2, 0, 1), (5, 0, 0), (6, 1, 0)):
        place(file, number, east, north)
    file.way(1, [1, 5], highway="residential")
    file.way(2, [2, 5], highway="residential")
    file.way(3, [6, 5], highway="footway")
    assert turns_of(file.streets())[1, 5, 2] == 0
