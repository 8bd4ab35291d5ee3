"""Entrances of stations on cases computed by hand; see test_transit.py.

The platform A lies 0.0001 degrees (11,057 mm) north of node 5, whose street it joins where nothing
is said of entrances.
"""

from datetime import datetime

import pytest

from tests.oracle.limits import Limits
from tests.oracle.tiny import at

moment = datetime.fromisoformat

EIGHT = moment("2023-06-13 08:00")
PLATFORM = (0.005, 0.0001)
STOPS = {"A": PLATFORM, "B": 40, "S": PLATFORM}
RIDE = {"t": ["A 08:25:00", "B 08:30:00"]}
INSIDE = {"A": "S", "E": "S", "F": "S"}
KINDS = {"S": 1, "E": 2, "F": 2}
CHAIR = {"wheelchair": True}


@pytest.fixture
def latest(build):
    """Seconds on foot from a place to the platform at which the ride begins, None if too long."""

    def latest(start, *, entrances=None, says=None, radius=300, feed=None, **options):
        oracle = build(
            STOPS | (entrances or {}),
            RIDE,
            parents=INSIDE,
            kinds=KINDS,
            wheelchair_stops=says,
            stop_snap_radius=radius,
            **(feed or {}),
        )
        half_past = moment("2023-06-13 08:30")
        options = {"direct_modes": (), "arrive_by": True, **options}
        found = oracle.window_seconds(start, [at(40)], half_past, **options)[0][0]
        return None if found is None else found - 300 - 60

    return latest


def test_without_entrances_the_platform_joins_the_street(latest):
    # 11,057 mm from the street, then 5 steps of 111,319 mm
    assert latest(at(0)) == 568  # 567,652 mm


def test_the_way_leads_to_the_entrance_and_straight_on(latest):
    # E stands on node 8: 8 steps, then 334,141 mm straight (333,958 east, 11,057 north), x 1.3
    assert latest(at(0), entrances={"E": at(8)}, max_walk_time=1400) == 1325  # 890,552 + 434,384
    # on the way back it is as far, though the platform is next door
    assert latest(at(8), entrances={"E": at(8)}) == 435
    assert latest(at(5), entrances={"E": at(8)}) == 769  # 333,957 + 434,384 = 768,341


def test_the_entrance_has_a_connector_of_its_own(latest):
    # E: 22,115 mm north of node 8; its coordinates are 333,958 east and 11,057 north of A: x 1.3
    e = (0.008, 0.0002)
    assert latest(at(8), entrances={"E": e}) == 457  # 22,115 + 434,384 = 456,499
    # whoever stands there does not go to the street and back
    assert latest(e, entrances={"E": e}) == 435
    # one step beside it: connectors of both
    assert latest((0.009, 0.0002), entrances={"E": e}) == 590  # 22,115 x 2 + 111,319 + 434,384


def test_of_several_entrances_the_shortest_way_counts(latest):
    both = {"E": at(8), "F": at(3)}
    # F: 222,914 mm straight (222,639 east, 11,057 north), 289,789 mm x 1.3
    assert latest(at(0), entrances=both) == 624  # 333,957 + 289,789 = 623,746
    assert latest(at(10), entrances=both) == 658  # by E: 222,638 + 434,384 = 657,022
    assert latest(at(6), entrances=both) == 624  # by F: 333,957 + 289,789; by E 657,022


def test_the_limits_hold_for_all_of_the_way(latest):
    assert latest(at(8), entrances={"E": at(8)}, max_walk_time=435) == 435
    assert latest(at(8), entrances={"E": at(8)}, max_walk_time=434) is None
    limit = {"max_access_time": {"bus": 434}}
    assert latest(at(8), entrances={"E": at(8)}, **limit) is None


def test_entrances_that_join_no_street_are_left_out(latest):
    far = (0.005, 0.0028)  # 309.6 m from the street
    assert latest(at(0), entrances={"E": far}) == 568
    assert latest(at(0), entrances={"E": far, "F": at(3)}) == 624
    # within a larger radius it joins: 309,609 mm and back 298,552 x 1.3 = 388,118
    limit = {"max_walk_time": 1300}
    assert latest(at(0), entrances={"E": far}, radius=310, **limit) == 1255  # with 556,595


def test_an_entrance_without_coordinates_of_its_own_is_none(latest):
    assert latest(at(0), entrances={"E": None}) == 568


def test_an_entrance_of_another_station_or_of_none_does_not_count(build):
    for parents, kinds in (
        ({"A": "S", "E": "T"}, {"S": 1, "T": 1, "E": 2}),
        ({"A": "S"}, {"S": 1, "E": 2}),
        ({"A": "S", "E": "S"}, {"S": 1}),  # a stop, not an entrance
        ({"E": "S"}, {"S": 1, "E": 2}),
        ({"A": "S", "E": "S"}, {"E": 2}),  # S is no station
    ):
        stops = STOPS | {"T": at(9), "E": at(8)}
        oracle = build(stops, RIDE, parents=parents, kinds=kinds)
        asked = at(8), [at(40)], moment("2023-06-13 08:30")
        found = oracle.window_seconds(*asked, arrive_by=True, direct_modes=())
        assert found == [[300 + 60 + 346]]  # 333,957 + 11,057 + 0 = 345,014


def test_boarding_areas_belong_to_the_station_of_their_platform(build):
    stops = {"A": PLATFORM, "P": PLATFORM, "S": PLATFORM, "E": at(8), "B": 40}
    parents, kinds = {"A": "P", "P": "S", "E": "S"}, {"A": 4, "P": 0, "S": 1, "E": 2}
    oracle = build(stops, RIDE, parents=parents, kinds=kinds)
    asked = at(8), [at(40)], moment("2023-06-13 08:30")
    assert oracle.window_seconds(*asked, arrive_by=True, direct_modes=()) == [[300 + 60 + 435]]


def test_a_station_that_is_served_itself_has_its_entrances(build):
    stops = {"S": PLATFORM, "E": at(8), "B": 40}
    ride = {"t": ["S 08:25:00", "B 08:30:00"]}
    oracle = build(stops, ride, parents={"E": "S"}, kinds={"S": 1, "E": 2})
    asked = at(8), [at(40)], moment("2023-06-13 08:30")
    assert oracle.window_seconds(*asked, arrive_by=True, direct_modes=()) == [[300 + 60 + 435]]


def test_people_leave_through_entrances_too(build):
    stops = {"A": PLATFORM, "B": 40, "S": PLATFORM, "E": at(8)}
    back = {"t": ["B 08:25:00", "A 08:30:00"]}
    oracle = build(stops, back, parents=INSIDE, kinds=KINDS)
    asked = at(40), at(5), EIGHT
    assert oracle.travel_seconds(*asked, direct_modes=()) == 1800 + 769
    assert oracle.travel_seconds(*asked, direct_modes=(), max_walk_time=768) is None


CHANGE = {"t": ["X 08:05:00", "A 08:10:00"], "u": ["C 08:20:00", "B 08:30:00"]}


@pytest.fixture
def change(build):
    """Least seconds for a change from A to C, by when it is just kept."""

    def change(stops, parents, *, limit=600, **options):
        kinds = {"S": 1, "T": 1, "E": 2, "F": 2}
        places = {"X": 0, "B": 40, "A": PLATFORM, "S": PLATFORM, **stops}
        oracle = build(places, CHANGE, parents=parents, kinds=kinds)
        walks = oracle.stop_ways.footpaths(oracle_manner(options), limit)
        ids = [stop.id for stop in oracle.timetable.stops]
        pairs = zip(walks.from_stop, walks.to_stop, walks.seconds, strict=True)
        seconds = {(ids[a], ids[b]): int(s) for a, b, s in pairs}
        assert seconds.get(("A", "C")) == seconds.get(("C", "A"))
        return seconds.get(("A", "C"))

    return change


def oracle_manner(options):
    return Limits.of(**options).manner("walk", None)


def test_changes_to_other_stops_lead_through_the_entrance(change):
    c = {"C": at(9)}
    assert change(c, {"A": "S"}) == 457  # 4 x 111,319 + 11,057
    assert change(c | {"E": at(8)}, {"A": "S", "E": "S"}) == 546  # 111,319 + 434,384
    assert change(c | {"E": at(8)}, {"A": "S", "E": "S"}, limit=545) is None
    assert change({"C": at(8), "E": at(8)}, {"A": "S", "E": "S"}) == 435


def test_changes_within_a_station_need_not_leave_it(change):
    # straight from A to C: 111,319 mm east, 144,715 x 1.3
    inside = {"A": "S", "C": "S", "E": "S"}
    c = {"C": (0.006, 0.0001)}
    assert change(c | {"E": at(8)}, inside) == 145
    # without entrances over the street: 2 connectors and 111,319 mm
    assert change(c, {"A": "S", "C": "S"}) == 134
    # C of no station joins the street itself: 434,384 + 222,638 + 11,057
    assert change(c | {"E": at(8)}, {"A": "S", "E": "S"}, limit=700) == 669
    # an entrance between two platforms that face each other is a longer way
    assert change(c | {"E": (0.0055, 0.0001)}, inside) == 145


def test_the_way_out_and_in_may_be_shorter_than_the_straight_one(change):
    """Two entrances far from each other, each at its platform: the street has no detour."""
    stops = {"C": (0.009, 0.0001), "E": (0.005, 0.0001), "F": (0.009, 0.0001)}
    inside = {"A": "S", "C": "S", "E": "S", "F": "S"}
    assert change(stops, inside) == 468  # 445,277 + 2 x 11,057 = 467,391; straight 578,861
    assert change(stops, {"A": "S", "C": "T", "E": "S", "F": "T"} | {"T": ""}) == 468


def test_stops_at_one_place_but_of_two_stations(change):
    stops = {"C": PLATFORM, "E": at(8), "T": PLATFORM, "F": at(3)}
    assert change(stops, {"A": "S", "C": "S", "E": "S", "F": "S"}) == 0
    assert change({"C": PLATFORM}, {"A": "S"}) == 0
    # out by E, in at the street beside C: 333,957 + 434,384 + 11,057
    assert change(stops, {"A": "S", "E": "S"}, limit=1200) == 780
    # out by E, in by F: 434,384 + 556,595 + 289,789
    two = {"A": "S", "C": "T", "E": "S", "F": "T"}
    assert change(stops, two, limit=1300) == 1281


def test_from_a_platform_to_a_stop_without_streets_it_is_straight_as_ever(change):
    # C lies 332 m north: 331,718 - 11,057 = 320,661 x 1.3
    c = {"C": (0.005, 0.003)}
    assert change(c, {"A": "S"}) == 417
    assert change(c | {"E": at(8)}, {"A": "S", "E": "S"}) == 417


def test_in_a_wheelchair_some_entrances_are_closed(latest):
    both = {"E": at(8), "F": at(3)}
    sure = CHAIR | {"wheelchair_unknown": "refuse"}

    def seconds(options, says, entrances=both):
        trips = {"wheelchair_trips": {"t": 1}}
        says = {"A": 1, "B": 1} | says
        return latest(at(0), entrances=entrances, says=says, feed=trips, **options)

    assert seconds({}, {"F": 2}) == 624
    assert seconds(CHAIR, {}) == 624
    assert seconds(CHAIR, {"F": 1, "E": 2}) == 624
    assert seconds(CHAIR, {"F": 2}) is None  # 1,325 s
    assert seconds(CHAIR | {"max_walk_time": 1400}, {"F": 2}) == 1325
    assert seconds(CHAIR | {"max_walk_time": 1400}, {"F": 2, "S": 1}) == 1325
    # what an entrance does not say its station says
    assert seconds(CHAIR | {"max_walk_time": 1400}, {"S": 2, "E": 1}) == 1325
    assert seconds(sure, {}) is None
    assert seconds(sure, {"F": 1}) == 624
    assert seconds(sure | {"max_walk_time": 1400}, {"E": 1}) == 1325
    assert seconds(sure, {"S": 1}) == 624
    # all closed: the platform itself is not to be reached from the street either
    assert seconds(CHAIR, {"E": 2, "F": 2}) is None
    assert seconds(CHAIR, {"S": 2}, {"E": at(8)}) is None
    assert seconds(CHAIR, {"S": 2}, {}) == 568  # no entrances
    # an open one that joins no street is as none
    assert seconds(CHAIR, {"F": 2}, {"E": (0.005, 0.0028), "F": at(3)}) == 568


def test_wheelchairs_in_a_station_whose_entrances_are_closed(build):
    stops = {"X": 0, "B": 40, "A": PLATFORM, "C": (0.006, 0.0001), "D": (0.005, 0.003)}
    stops |= {"S": PLATFORM, "E": at(8)}
    trips = CHANGE | {"v": ["D 08:20:00", "B 08:30:00"]}
    oracle = build(
        stops,
        trips,
        parents={"A": "S", "C": "S", "E": "S"},
        kinds=KINDS,
        wheelchair_stops={"E": 2},
    )

    def pairs(**options):
        walks = oracle.stop_ways.footpaths(oracle_manner(options), 1200)
        ids = [stop.id for stop in oracle.timetable.stops]
        return {
            ids[a] + ids[b]: int(s)
            for a, b, s in zip(walks.from_stop, walks.to_stop, walks.seconds, strict=True)
            if a < b
        }

    # X-C: 890,552 to E and 222,913 x 1.3. D joins no street: A-D 320,661 x 1.3, C-D 339,434 x 1.3,
    # X-D 647,945 x 1.3
    assert pairs() == {"AC": 145, "AD": 417, "CD": 442, "XC": 1181, "XD": 843}
    # nobody gets out, but a change within the station is possible
    assert pairs(**CHAIR) == {"AC": 145, "XD": 843}


def test_bicycles_join_the_stop_itself(latest):
    # 11,057 mm on foot (11,057 ms) and 5 steps of 33,396 ms
    options = {"access_modes": ("cycle",)}
    assert latest(at(0), entrances={"E": at(8)}, **options) == 179  # 178,037
    assert latest(at(0), **options) == 179
