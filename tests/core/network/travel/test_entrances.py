"""Stations are entered and left on foot through their entrances.

The cases of tests/oracle/test_entrances.py, by the kernels: the platform A lies 11,057 mm north of
the street along the equator, whose steps are 111,319 mm long.
"""

from dataclasses import replace

import numpy as np
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions
from accessibility.network.area import read_area
from accessibility.network.extract import access
from accessibility.network.gtfs.clip_timetable import clip_timetable
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.gtfs.timetable import Timetable
from accessibility.network.network import Network
from accessibility.network.travel.entrances import FARTHEST_MM, ways_in
from accessibility.network.travel.footpaths import footpaths_between, joined
from accessibility.network.travel.usable import usable_parts
from tests.core.comparison import Twins, agreed, by_kernels
from tests.core.rule_world import rule_case_of
from tests.core.small_world import write_streets
from tests.oracle import Oracle
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_feed, write_osm

PLATFORM = (0.005, 0.0001)
OTHER = (0.006, 0.0001)
FAR = (0.005, 0.0028)  # 309.6 m from the street
STOPS = {"A": PLATFORM, "B": at(40), "S": PLATFORM}
RIDE = {"t": ["A 08:25:00", "B 08:30:00"]}
INSIDE = {"A": "S", "C": "S", "E": "S", "F": "S"}
KINDS = {"S": 1, "E": 2, "F": 2}
CHAIR = {"wheelchair": True}


@pytest.fixture
def build(tmp_path):
    """Makes both programs' readings of the street and one feed."""

    def build(stops, trips=None, **feed):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        osm = write_osm(folder / "equator.osm.pbf", equator_nodes(), equator_ways())
        feed = {"parents": INSIDE, "kinds": KINDS} | feed
        paths = [write_feed(folder / "feed", STOPS | stops, trips or RIDE, **feed)]
        return Twins(Network.build(osm, paths, folder / "n"), Oracle(osm, paths))

    return build


def way_to_platform(twins, start, **options):
    """Seconds on foot from a place to the platform at which the ride begins, -1 if too long."""
    limits = TravelOptions(direct_modes=["walk"], **options)
    arrive = ArriveBy("2023-06-13 08:30")
    found = agreed(twins, arrive, limits, [start], [at(40)]).item()
    leave = DepartAt("2023-06-13 08:00")
    there = agreed(twins, leave, limits, [start], [at(40)]).item()
    assert there == (1800 if found >= 0 else -1)
    return found - 360 if found >= 0 else -1


def test_the_way_leads_to_an_entrance_and_straight_on(build):
    twins = build({"E": at(8), "F": at(3)})
    assert way_to_platform(build({}), at(0)) == 568
    assert way_to_platform(build({"E": FAR}), at(0)) == 568
    assert way_to_platform(build({"E": None}), at(0)) == 568
    assert way_to_platform(build({"E": at(8)}), at(5)) == 769
    assert way_to_platform(twins, at(0)) == 624
    assert way_to_platform(twins, at(10)) == 658
    assert way_to_platform(twins, at(6), max_walk_time="624s") == 624
    assert way_to_platform(twins, at(6), max_walk_time="623s") == -1
    assert way_to_platform(twins, at(8)) == 435  # of the two the one at the very place
    assert way_to_platform(twins, at(0), access_modes="cycle") == 179


def test_from_stops_to_more_points_than_there_are_stops(build):
    """Then the ways are searched from the stops, which have several places."""
    trips = {"t": ["B 08:00:00", "A 08:05:00"], "u": ["B 09:00:00", "A 09:05:00"]}
    twins = build({"E": at(8), "F": at(3)}, trips)
    everywhere = [at(node) for node in range(25)]
    for limits in ({}, {"wheelchair": True}, {"egress_modes": "walk,cycle"}):
        leave = DepartAt("2023-06-13 07:59")
        cells = agreed(twins, leave, TravelOptions(**limits), [at(40)], everywhere)[0, 0]
        assert cells[0] == 360 + (624 if len(limits.get("egress_modes", "")) == 0 else 179)
        arrive = ArriveBy("2023-06-13 08:30")
        agreed(twins, arrive, TravelOptions(**limits), [at(40)], everywhere)


def test_of_wheelchairs(build):
    stops, says = {"E": at(8), "F": at(3)}, {"A": 1, "B": 1}
    known = {"wheelchair_trips": {"t": 1}}
    longer = CHAIR | {"max_walk_time": 25}
    sure = longer | {"wheelchair_unknown": "refuse"}
    twins = build(stops, wheelchair_stops=says | {"F": 2}, **known)
    assert way_to_platform(twins, at(0)) == 624
    assert way_to_platform(twins, at(0), **longer) == 1325
    assert way_to_platform(twins, at(0), **sure) == -1
    twins = build(stops, wheelchair_stops=says | {"S": 2, "E": 1}, **known)
    assert way_to_platform(twins, at(0), **sure) == 1325
    twins = build(stops, wheelchair_stops=says | {"E": 2, "F": 2}, **known)
    assert way_to_platform(twins, at(0), **longer) == -1
    twins = build(stops | {"E": FAR}, wheelchair_stops=says | {"F": 2}, **known)
    assert way_to_platform(twins, at(0), **longer) == 568


def test_what_is_unknown_is_counted(build):
    timetable = build({"E": at(8), "F": FAR}, wheelchair_stops={"F": 1}).network.timetable
    refuse = CHAIR | {"wheelchair_unknown": "refuse"}
    for options, done in ((CHAIR, "used all the same"), (refuse, "left out")):
        [said] = usable_parts(timetable, TravelOptions(**options)).warnings
        assert said == (
            "wheelchair_unknown: 1 of 1 trips, 2 of 2 stops and 1 of 2 entrances do not say "
            f"whether they can be used in a wheelchair, and are {done}."
        )
    assert usable_parts(timetable, TravelOptions()).warnings == []
    none = build({}, wheelchair_stops={"A": 2}).network.timetable
    assert (
        usable_parts(none, TravelOptions(**CHAIR))
        .warnings[0]
        .startswith("wheelchair_unknown: 1 of 1 trips and 1 of 2 stops do not say")
    )


CHANGE = {
    "t": ["A 08:05:00", "C 08:10:00", "D 08:20:00", "X 08:30:00"],
}


@pytest.mark.parametrize(
    ("wheelchair", "expected"),
    [
        ({}, {"AC": 145, "AD": 417, "CD": 442, "CX": 1070, "DX": 722}),
        (CHAIR, {"AC": 145, "DX": 722}),
    ],
)
def test_walks_between_stops(build, wheelchair, expected):
    stops = {"C": OTHER, "D": (0.005, 0.003), "X": at(1), "E": at(8)}
    network = build(stops, CHANGE, wheelchair_stops={"E": 2}).network
    bit, refused = (access.WHEELCHAIR, (2,)) if wheelchair else (access.FOOT, ())
    ids = network.timetable.stops["stop_id"].to_pylist()
    for limit in (1200, 500, 442, 441, 0):
        paths = footpaths_between(network, 3600, limit, bit, refused)
        start = np.repeat(np.arange(len(ids)), np.diff(paths.offset))
        found = {
            ids[a] + ids[b]: int(s)
            for a, b, s in zip(start, paths.stop, paths.seconds, strict=True)
        }
        shorter = {pair: s for pair, s in expected.items() if s <= limit}
        assert found == shorter | {pair[::-1]: s for pair, s in shorter.items()}
        assert len(found) == len(paths.stop)


def test_the_way_by_the_streets_may_be_the_shorter_one_within_a_station(build):
    stops = {"C": (0.009, 0.0001), "E": PLATFORM, "F": (0.009, 0.0001)}
    network = build(stops, {"t": ["A 08:05:00", "C 08:10:00"]}).network
    assert footpaths_between(network, 3600, 600).seconds.tolist() == [468, 468]
    assert footpaths_between(network, 3600, 467).seconds.tolist() == []


def test_stops_stand_where_they_are_entered(build):
    network = build({"E": at(8), "F": FAR}).network
    stops, entrances = network.timetable.stops["stop_id"].to_pylist(), ["B", "A"]
    asked = np.array([stops.index(name) for name in entrances])
    points, number = joined(network, asked)
    assert number.tolist() == [0, 1, 1]
    assert (points.edge >= 0).tolist() == [True, False, True]
    assert points.onward.tolist() == [0, 0, 434_384]
    assert points.connector[2] == 434_384
    assert (points.longitude[2], points.latitude[2]) == at(8)
    # wheels come to the platform itself
    assert network.stops_for(access.BICYCLE).edge[asked[1]] >= 0


def test_an_entrance_at_the_end_of_the_world_is_too_far_and_no_more(build):
    stops = {"A": (179.9, 0.1), "S": (179.9, 0.1), "E": at(8)}
    twins = build(stops)
    ways = ways_in(twins.network.timetable)
    assert ways.length_mm.tolist() == [FARTHEST_MM]
    assert way_to_platform(twins, at(8), max_walk_time=59) == -1


def test_entrances_in_random_worlds_are_felt(tmp_path):
    """Some of these worlds answer otherwise without their entrances."""
    streets, felt = write_streets(tmp_path / "grid.osm.pbf"), 0
    for seed in (1, 2, 12, 14, 34):
        world, question = rule_case_of(seed)
        without = replace(world, entrances=(), wheelchair_entrances=())
        cells = [
            by_kernels(
                one.network(streets, tmp_path / f"{seed} {len(one.entrances)}"),
                *(question.when, question.options, question.places, question.places),
            )
            for one in (world, without)
        ]
        felt += int((cells[0] != cells[1]).any())
    assert felt >= 2


# What is read


def read(folder, stops, **feed):
    feed = {"parents": INSIDE, "kinds": KINDS} | feed
    return read_feeds([write_feed(folder, STOPS | stops, RIDE, **feed)])


def named(timetable):
    """Station and whether it is an entrance, by id."""
    ids = timetable.stops["stop_id"].to_pylist()
    stations = [ids[place] if place >= 0 else "" for place in timetable.stop_station]
    return dict(zip(ids, zip(stations, timetable.stop_entrance.tolist(), strict=True), strict=True))


def test_stations_and_entrances(tmp_path):
    stops = {"E": at(8), "F": None, "G": at(9), "H": (0.0, 0.0), "P": at(3), "Q": at(3)}
    parents = INSIDE | {"P": "A", "Q": "P", "H": "S"}
    kinds = KINDS | {"G": 2, "H": 2, "P": 4}
    timetable = read(tmp_path / "f", stops, parents=parents, kinds=kinds)[0]
    assert named(timetable) == {
        "A": ("S", False),
        "B": ("", False),
        "S": ("S", False),
        "E": ("S", True),
        "F": ("S", False),  # no coordinates of its own
        "G": ("", False),  # of no station
        "H": ("S", False),  # 0, 0 is no place
        "P": ("S", False),
        "Q": ("S", False),
    }
    two = Timetable.concatenate([timetable, timetable])
    n = timetable.n_stops
    second = two.stop_station[n:]
    assert (
        second.tolist()
        == np.where(timetable.stop_station < 0, -1, timetable.stop_station + n).tolist()
    )
    assert ways_in(two).stop.tolist() == [0, n]
    assert ways_in(two).entrance.tolist() == [3, 3 + n]


def test_a_network_cut_to_an_area_keeps_the_entrances_of_its_stations(tmp_path):
    stops = {"E": at(8), "T": at(30), "F": at(31), "G": at(31)}
    parents, kinds = INSIDE | {"F": "T", "G": "T"}, KINDS | {"T": 1, "G": 2}
    timetable = read(tmp_path / "f", stops, parents=parents, kinds=kinds)[0]
    clipped, counts = clip_timetable(timetable, read_area((-0.1, -0.1, 0.1, 0.1), 0))
    assert clipped.stops["stop_id"].to_pylist() == ["A", "B", "S", "E"]
    assert counts["stops"] == 3
    assert named(clipped) == {name: named(timetable)[name] for name in ("A", "B", "S", "E")}


def test_the_report_counts_stops_entered_so_and_entrances_too_far(build):
    stops = {"C": OTHER, "E": at(8), "F": (0.020, 0.001), "G": (0.021, 0.001)}
    kinds = KINDS | {"G": 2}
    trips = {"t": ["A 08:25:00", "C 08:26:00", "B 08:30:00"]}
    health = build(stops, trips, kinds=kinds, parents=INSIDE | {"G": "S"}).network.health
    (links,) = health.links
    assert (links.linked, links.through_entrances, links.entrances_too_far) == (3, 2, 0)
    assert health.stops_through_entrances == 2
    assert "join a street, 2 of them through entrances of their stations" in str(health)
