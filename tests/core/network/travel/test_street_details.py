"""What streets allow, asked of the kernels and of the oracle, against seconds computed by hand.

A step along the equator has 111,319 mm: 112 s on foot, 33,396 ms by bicycle (12 km/h) and 12,524 ms
by car in a residential street (32 km/h). A point on a node joins the edge with the lower number.
"""

import itertools

import pytest
from osmium.osm.mutable import Relation

from accessibility import DepartAt, TravelOptions
from accessibility.network.extract import access
from accessibility.network.network import Network
from tests.core.comparison import Twins, agreed
from tests.oracle import Oracle
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_feed, write_osm

STREET = {"highway": "residential"}
ONE_WAY = STREET | {"oneway": "yes"}
FOOTWAY = {"highway": "footway"}
PLAIN = {"junction_delays": False}
# A way round south of edge 10, 133,434 mm long: 134 s, 40,031 ms, 15,012 ms.
ROUND_NODES = {200: (0.010, -0.0001), 201: (0.011, -0.0001)}
ROUND = {3000: ([11, 201, 200, 10], STREET)}


@pytest.fixture
def world(tmp_path):
    """Makes both programs' readings of the equator's street with other nodes and ways in it."""
    numbers = itertools.count()

    def world(nodes=None, ways=None, *, changed=None, node_tags=None, relations=(), size=50):
        all_ways = equator_ways(size) | (ways or {})
        for number, tags in (changed or {}).items():
            refs, old = all_ways[1000 + number]
            all_ways[1000 + number] = (refs, old | tags)
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        all_nodes = equator_nodes(size) | (nodes or {})
        osm = write_osm(folder / "line.osm.pbf", all_nodes, all_ways, node_tags, relations)
        return Twins(Network.build(osm, [], folder / "n"), Oracle(osm))

    return world


def seconds(twins, start, end, mode="walk", **options):
    """What both say of the way there, and of two places at once that they say the same."""
    start, end = (at(point) if isinstance(point, int) else point for point in (start, end))
    limits = TravelOptions(mode=mode, **options)
    cells = agreed(twins, None, limits, [start, end], [end, start])
    return cells[0, 0, 0].item()


def by_all(twins, start, end, **options):
    """On foot, by bicycle and by car, the last without waits at junctions."""
    return [
        seconds(twins, start, end, **options),
        seconds(twins, start, end, "cycle", **options),
        seconds(twins, start, end, "car", **PLAIN, **options),
    ]


def restriction(kind, first, node, second):
    members = [("w", first, "from"), ("n", node, "via"), ("w", second, "to")]
    return Relation(id=1, tags={"type": "restriction", "restriction": kind}, members=members)


# One edge, and one place


WEST, EAST = (0.01025, 0.0), (0.01075, 0.0)


def test_two_points_on_one_edge_use_the_stretch_between_them(world):
    twins = world()  # 83,489 - 27,830 mm: 16,698 ms, 6,262 ms
    assert by_all(twins, WEST, EAST) == by_all(twins, EAST, WEST) == [56, 17, 7]
    # opposite each other: both connectors, 11,057 mm, and nothing else
    assert by_all(twins, (0.0104, 0.0001), (0.0104, -0.0001)) == [23, 23, 23]


def test_on_a_one_way_street_wheels_go_round_the_block_to_what_lies_behind(world):
    twins = world(ROUND_NODES, ROUND, changed={10: {"oneway": "yes"}})
    assert by_all(twins, WEST, EAST) == [56, 17, 7]
    # 27,830 + 133,434 + 27,830 mm: 8,349 + 40,031 + 8,349 ms, 3,131 + 15,012 + 3,131 ms
    assert by_all(twins, EAST, WEST) == [56, 57, 22]
    # twice right round a corner: two right turns across the oncoming traffic
    assert seconds(twins, EAST, WEST, "car") == 22 + 15 + 15
    assert seconds(twins, EAST, WEST, "car", driving_side="right") == 22 + 5 + 5
    # one way against the order of the nodes, the same turned about
    back = world(ROUND_NODES, ROUND, changed={10: {"oneway": "-1"}})
    assert by_all(back, EAST, WEST) == [56, 17, 7]
    assert by_all(back, WEST, EAST) == [56, 57, 22]


def test_round_by_the_ends_may_be_shorter_than_along_the_edge(world):
    """The edge goes out and comes back, its ends 11 m from each other on a street of their own."""
    nodes = {200: (0.0100, 0.002), 201: (0.0101, 0.002), 202: (0.0101, 0.0)}
    ways = {1010: ([10, 202], STREET), 1050: ([202, 11], STREET)}
    twins = world(nodes, ways | {3000: ([10, 200, 201, 202], STREET)})
    # points on the two legs, 110,574 mm from the ends: 11,132 mm between these; the other way
    # round 2 x 110,574 + 11,132 again, and 221,148 mm and 11,132 mm beyond
    low = (0.0100, 0.0005), (0.0101, 0.0005)
    assert by_all(twins, *low) == [122, 37, 14]
    # 55,287 mm from the ends it is 121,706 mm by them, and 342,854 mm along
    high = (0.0100, 0.0015), (0.0101, 0.0015)
    # 165,861 mm from the ends: 342,854 by them, 121,706 mm along
    assert by_all(twins, *high) == [122, 37, 14]


def test_a_place_is_at_itself_if_the_mode_joins_a_street_there(world):
    changed = {10: {"oneway": "yes"}, 55: {"motor_vehicle": "no"}}
    twins = world(ROUND_NODES, ROUND, changed=changed, size=100)
    assert by_all(twins, WEST, WEST) == [0, 0, 0]
    beside = (0.0051, 0.001)  # 110,574 mm from the street
    assert by_all(twins, beside, beside) == [0, 0, 0]
    assert by_all(twins, beside, beside, snap_radius=110) == [-1, -1, -1]
    # cars have to go to the next edge, 55,660 mm
    amid = (0.0555, 0.0)
    assert by_all(twins, amid, amid, snap_radius=50) == [0, 0, -1]
    # beside each other is not at one place
    assert by_all(twins, beside, (0.0051, 0.0010001)) == [222, 222, 222]


# What points join


def test_islands_of_less_than_forty_vertices_are_not_joined(world):
    for count, joined in ((39, False), (40, True)):
        nodes = {200 + n: (0.010 + n * 0.0001, 0.0005) for n in range(count)}
        ways = {2000 + n: ([200 + n, 201 + n], STREET) for n in range(count - 1)}
        twins = world(nodes, ways)
        there = (0.01005, 0.0006)  # 11,057 mm from the island, 66,344 mm from the street
        assert by_all(twins, there, (0.01005, 0.0)) == ([-1] * 3 if joined else [67] * 3)
        # 11,132 mm along the island and two connectors; along the street with its connectors
        other = (0.01015, 0.0006)
        expected = [34, 26, 24] if joined else [144, 137, 134]
        assert by_all(twins, there, other) == expected


@pytest.mark.parametrize(
    ("tags", "joins", "through"),
    [
        ({"tunnel": "yes"}, [False] * 3, [334, 101, 38]),
        ({"tunnel": "culvert"}, [False] * 3, [334, 101, 38]),
        ({"tunnel": "building_passage"}, [True] * 3, [334, 101, 38]),
        # 112 km/h: 2 x 12,524 + 3,579 ms
        ({"highway": "motorway", "oneway": "no"}, [False] * 3, [-1, -1, 29]),
        ({"highway": "motorway_link"}, [False] * 3, [-1, -1, 32]),  # 64 km/h, 6,262 ms
        ({"highway": "steps"}, [True, False, False], [334, -1, -1]),
        ({"highway": "cycleway"}, [True, True, False], [334, 101, -1]),
        ({"highway": "pedestrian", "bicycle": "yes"}, [True, True, False], [334, 101, -1]),
        # 16 km/h
        ({"highway": "no", "route": "ferry"}, [False] * 3, [334, 101, -1]),
        ({"highway": "no", "route": "ferry", "foot": "no"}, [False] * 3, [-1, 101, -1]),
        ({"highway": "no", "route": "ferry", "motor_vehicle": "yes"}, [False] * 3, [334, 101, 51]),
        ({"highway": "no", "route": "ferry", "motorcar": "no"}, [False] * 3, [334, 101, -1]),
        ({"access": "private"}, [False] * 3, [-1, -1, -1]),
        ({"motorroad": "yes"}, [False, False, True], [-1, -1, 38]),
        ({"highway": "busway"}, [False] * 3, [-1, -1, -1]),
    ],
)
def test_what_is_used_and_what_is_joined(world, tags, joins, through):
    """Edge 50, with 50 vertices and more on either side."""
    twins = world(changed={50: tags}, size=100)
    bits = (access.FOOT, access.BICYCLE, access.CAR)
    edges = [
        twins.network.snap(*([c] for c in (0.0502, 0.0)), 300_000, bit).edge[0] for bit in bits
    ]
    assert [edge == 50 for edge in edges] == joins
    # those who do not join it walk 22,264 mm from the end of the edge before
    walked = [22_264 + 111_319, 22_264 + 33_396, 22_264 + 12_524]
    for at_once, mode, whole in zip(joins, ("walk", "cycle", "car"), walked, strict=True):
        options = PLAIN if mode == "car" else {}
        if not at_once:
            assert seconds(twins, 49, (0.0502, 0.0), mode, **options) == -(-whole // 1000)
    assert by_all(twins, 49, 52) == through


def test_a_footway_beside_a_road_that_is_closed_to_walkers(world):
    """The road is nearer, but `foot=use_sidepath`: walkers join the footway 11 m north of it."""
    nodes = {200: (0.010, 0.0001), 201: (0.012, 0.0001)}
    sidewalk = {3000: ([10, 200, 201, 12], FOOTWAY)}
    there, end = (0.0105, 0.00002), 13
    closed = {number: {"foot": "use_sidepath"} for number in (10, 11)}
    twins = world(nodes, sidewalk, changed=closed)
    # on foot 8,846 + 166,979 + 11,057 + 111,319 mm; on wheels 2,211 ms and 2 steps and a half
    assert by_all(twins, there, end) == [299, 86, 34]
    # walkers stay on the footway all the way from 10 to 12: 22,114 + 222,638 mm
    assert seconds(twins, 10, 12) == 245
    # without the tag they take the road: 2,211 + 278,298 mm
    assert by_all(world(nodes, sidewalk), there, end) == [281, 86, 34]


# One-way streets


def test_one_way_streets_are_left_and_entered_forwards_only(world):
    twins = world(ROUND_NODES, ROUND, changed={10: {"oneway": "yes"}})
    # from its middle to the west: 55,659 mm on, round, and a step; 6,262 + 15,012 + 12,524
    assert by_all(twins, (0.0105, 0.0), 9) == [167, 91, 34]  # by bicycle 16,698 + 40,031 + 33,396
    assert by_all(twins, (0.0105, 0.0), 12) == [167, 51, 19]
    # to its middle from the east: a step, round, and 55,660 mm
    assert by_all(twins, 12, (0.0105, 0.0)) == [167, 91, 34]
    assert by_all(twins, 9, (0.0105, 0.0)) == [167, 51, 19]
    # through: with it, and against it round
    assert by_all(twins, 9, 12) == [334, 101, 38]
    assert by_all(twins, 12, 9) == [334, 107, 41]  # 66,792 + 40,031; 25,048 + 15,012
    contra = {10: {"oneway": "yes", "oneway:bicycle": "no"}}
    assert by_all(world(ROUND_NODES, ROUND, changed=contra), 12, 9) == [334, 101, 41]


def test_an_exit_alone_is_no_street_for_wheels(world):
    """A one-way street out of nowhere: its cars could never come back, so none begins there."""
    twins = world({200: (0.010, 0.0005)}, {3000: ([200, 10], ONE_WAY)})
    there = (0.010, 0.0004)
    # on foot along it 44,230 mm; on wheels over the verge to edge 9 and along that
    assert by_all(twins, there, 9) == [156, 78, 57]  # 44,230 + 33,396; 44,230 + 12,524
    assert by_all(twins, 9, there) == [156, 78, 57]


def test_roundabouts(world):
    """A square one between nodes 9 and 11: 9, 200 (south), 11, 201 (north) and on."""
    nodes = {200: (0.010, -0.001), 201: (0.010, 0.001)}
    ring = STREET | {"junction": "roundabout"}
    twins = world(nodes, {1009: ([9, 200, 11, 201, 9], ring), 1010: ([10, 9], STREET)})
    # half of it has 313,807 mm: 94,143 ms, 35,304 ms
    assert by_all(twins, 8, 12) == by_all(twins, 12, 8) == [537, 161, 61]
    # from its south corner back to node 9: walkers 156,903 mm, wheels three corners on
    south = (0.010, -0.001)
    assert by_all(twins, south, 9) == [157, 142, 53]  # 156,904 + 313,807: 47,072 + 94,143
    assert by_all(twins, 9, south) == [157, 48, 18]


# Dead ends and turning round


def test_dead_ends_and_turning_round(world):
    """Way 3000 leads one way to node 48, behind which edge 48 is a dead end."""
    nodes, ways = {200: (0.0475, 0.001)}, {3000: ([47, 200, 48], ONE_WAY)}
    start, end = (0.0475, 0.001), 47
    # from the corner it is 123,794 mm to node 48 (13,927 ms) or back to node 47; a step between
    free = world(nodes, ways)
    assert by_all(free, start, end) == [124, 71, 27]  # by bicycle 37,139 + 33,396
    # nobody may turn right there: into the dead end and back, 2 x 12,524 ms more
    only = [restriction("only_straight_on", 3000, 48, 1048)]
    bound = world(nodes, ways, relations=only)
    assert by_all(bound, start, end) == [124, 71, 52]
    # a dead end itself is left as it was come into
    assert by_all(free, 49, 47) == by_all(free, 47, 49) == [223, 67, 26]


def test_no_u_turn_closes_a_dead_end_to_those_who_come_back(world):
    nodes, ways = {200: (0.0475, 0.001)}, {3000: ([47, 200, 48], ONE_WAY)}
    tags = {"type": "restriction", "restriction": "no_right_turn"}
    members = [("w", 3000, "from"), ("n", 48, "via"), ("w", 1047, "to")]
    no_right = Relation(id=2, tags=tags, members=members)
    start = (0.0475, 0.001)
    turn = world(nodes, ways, relations=[no_right])
    assert by_all(turn, start, 47) == [124, 71, 52]
    no_turn = world(nodes, ways, relations=[restriction("no_u_turn", 1048, 49, 1048), no_right])
    assert by_all(no_turn, start, 47) == [124, 71, -1]
    # who sets out in the dead end chooses the direction
    assert by_all(no_turn, (0.0485, 0.0), 47) == [167, 51, 19]


# Barriers, areas and steps


@pytest.mark.parametrize(
    ("tags", "walk", "cycle", "car", "wheelchair"),
    [
        ({"barrier": "bollard"}, True, True, False, True),
        ({"barrier": "stile"}, True, False, False, True),
        ({"barrier": "kissing_gate", "bicycle": "yes"}, True, True, False, True),
        ({"barrier": "gate"}, True, True, True, True),
        ({"barrier": "gate", "access": "private"}, False, False, False, False),
        ({"barrier": "gate", "access": "no", "foot": "yes"}, True, False, False, True),
        ({"barrier": "lift_gate", "motor_vehicle": "private"}, True, True, False, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, True, True, True, True),
        ({"barrier": "cycle_barrier", "wheelchair": "no"}, True, True, False, False),
        ({"barrier": "gate", "wheelchair": "no"}, True, True, True, False),
    ],
)
def test_barriers_stop_some_and_not_others(world, tags, walk, cycle, car, wheelchair):
    """At node 50, with enough streets on either side; then with a way round it, 22 m longer."""
    twins = world(node_tags={50: tags}, size=100)
    passes = [walk, cycle, car]
    expected = [s if p else -1 for s, p in zip([223, 67, 26], passes, strict=True)]
    assert by_all(twins, 49, 51) == expected
    assert seconds(twins, 49, 51, wheelchair=True) == (223 if wheelchair else -1)
    # 10 m before it nobody has to pass it
    assert by_all(twins, 49, (0.0499, 0.0)) == [101, 31, 12]
    # with a way round it everybody gets past: 2 x 77,402 + 222,639 = 377,443 mm for 222,638 mm
    nodes = {200: (0.049, -0.0007), 201: (0.051, -0.0007)}
    around = world(nodes, {3000: ([49, 200, 201, 51], STREET)}, node_tags={50: tags}, size=100)
    # between two steps, 111,319 mm: 378 s for 223; 113,233 ms for 66,792; 42,463 ms for 25,048
    expected = [446, 134, 51]
    longer = [601, 181, 68]
    expected = [s if p else m for s, m, p in zip(expected, longer, passes, strict=True)]
    assert by_all(around, 48, 52) == expected


def test_an_area_is_walked_along_its_outline(world):
    """A square of 55 m north of nodes 10 and 11 and open to them at its corners."""
    nodes = {200: (0.010, 0.0005), 201: (0.011, 0.0005)}
    square = {"highway": "pedestrian", "area": "yes", "bicycle": "yes", "motor_vehicle": "yes"}
    ways = {1010: ([10, 200, 201, 11], STREET | {"foot": "no"})}
    ways |= {3000: ([10, 11, 201, 200, 10], square)}
    twins = world(nodes, ways)
    # on foot along its south side; wheels by the road round it: 55,287 + 111,319 + 55,287 mm
    assert by_all(twins, 9, 12) == [334, 134, 51]
    # from corner to corner 166,606 mm on foot, not 124,291 mm across
    assert seconds(twins, 10, (0.011, 0.0005)) == 167
    # in the midst one walks to the nearest side
    assert seconds(twins, (0.0105, 0.0001), 11) == 67  # 11,057 + 55,659


def test_steps_are_walked_and_nothing_else(world):
    twins = world(ROUND_NODES, ROUND, changed={10: {"highway": "steps"}})
    assert by_all(twins, 9, 12) == [334, 107, 41]
    assert seconds(twins, 9, 12, wheelchair=True) == 357  # 222,638 + 133,434
    # walkers join them, wheels and wheelchairs the way round 11 m south
    amid = (0.0105, 0.00001)  # 1,106 mm
    assert by_all(twins, amid, 12) == [169, 66, 33]
    assert seconds(twins, amid, 12, wheelchair=True) == 191


# Ferries of the timetable


@pytest.mark.parametrize(
    ("route_type", "ferry"),
    [(4, True), (1000, True), (1099, True), (1200, True), (1299, True), (1100, False), (3, False)],
)
def test_route_types_that_are_ferries(tmp_path, route_type, ferry):
    osm = write_osm(tmp_path / "line.osm.pbf", equator_nodes(), equator_ways())
    calls = {"t": ["A 08:10:00", "B 08:20:00"]}
    stops = {"A": at(5), "B": at(40)}
    feeds = [write_feed(tmp_path / "feed", stops, calls, route_types={"t": route_type})]
    twins = Twins(Network.build(osm, feeds, tmp_path / "n"), Oracle(osm, feeds))
    when = DepartAt("2023-06-13 08:00")
    for modes, rides in (("ferry", ferry), ("bus,rail,other", not ferry)):
        options = TravelOptions(transit_modes=modes)
        found = agreed(twins, when, options, [at(5)], [at(40)]).item()
        assert found == (1200 if rides else -1)
