"""The oracle's cars and bicycles on cases computed by hand.

An edge of the equator has 111,319 mm: 12,524 ms in a residential street (32 km/h), 33,396 ms by
bicycle (12 km/h). A point on a node joins the edge with the lower number, so that the way goes
through the node.
"""

import math
from datetime import time

import pytest
from osmium.osm.mutable import Relation

from tests.oracle import Oracle
from tests.oracle.speeds import band_of, car_speed, tagged_limit
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_osm

RESIDENTIAL = {"highway": "residential"}
ONE_WAY = RESIDENTIAL | {"oneway": "yes"}


@pytest.fixture
def world(tmp_path):
    """Makes an oracle of the equator's street with other nodes and ways in it."""

    def world(nodes=None, ways=None, node_tags=None, relations=(), changed=None):
        all_ways = equator_ways() | (ways or {})
        for number, tags in (changed or {}).items():
            refs, old = all_ways[1000 + number]
            all_ways[1000 + number] = (refs, old | tags)
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.osm.pbf"
        all_nodes = equator_nodes() | (nodes or {})
        return Oracle(write_osm(path, all_nodes, all_ways, node_tags, relations))

    return world


def seconds(oracle, start, end, mode="car", **options):
    start, end = (at(point) if isinstance(point, int) else point for point in (start, end))
    return oracle.street_seconds_to_many(start, [end], mode=mode, **options)[0]


def restriction(kind, first, node, second, **tags):
    members = [("w", first, "from"), ("n", node, "via"), ("w", second, "to")]
    return Relation(id=1, tags={"type": "restriction", "restriction": kind} | tags, members=members)


@pytest.fixture
def cross(world):
    """Streets to the north (way 2000, node 200) and to the south (2001, 201) at node 10."""

    def cross(**more):
        nodes = {200: (0.010, 0.001), 201: (0.010, -0.001)}
        ways = {2000: ([10, 200], RESIDENTIAL), 2001: ([10, 201], RESIDENTIAL)}
        return world(nodes, ways, **more)

    return cross


def test_each_part_is_rounded_up_to_milliseconds_and_the_trip_to_seconds(world):
    oracle = world()
    assert seconds(oracle, 1, 3) == seconds(oracle, 3, 1) == 26  # 2 x 12,524 ms
    assert seconds(oracle, 1, 3, "cycle") == 67  # 2 x 33,396 ms
    assert seconds(oracle, 1, 3, "walk") == 223
    # both connectors of 11,057 mm are walked: 22,114 ms more, or 4 x 11,057 ms
    ends = (0.001, 0.0001), (0.003, 0.0001)
    assert seconds(oracle, *ends) == 48
    assert seconds(oracle, *ends, walk_speed=1800) == 70  # 25,048 + 44,228 = 69,276
    assert seconds(oracle, *ends, "cycle") == 89  # 88,906
    # from the middle of edge 1 (55,660 mm behind the point) to a quarter of edge 3 (27,830 mm)
    # 6,262 + 12,524 + 3,131 = 21,917
    assert seconds(oracle, (0.0015, 0.0), (0.00325, 0.0)) == 22
    assert seconds(oracle, 1, 41, max_time=501) == 501  # 40 x 12,524 = 500,960
    assert seconds(oracle, 1, 41, max_time=500) is None
    assert seconds(oracle, 1, 41, "cycle", max_time=1335) is None  # 1,335,840
    assert seconds(oracle, 1, 41, "cycle", cycle_speed=24000) == 668  # 40 x 16,698 = 667,920
    assert seconds(oracle, 1, 1) == seconds(oracle, 1, 1, "cycle") == 0
    assert seconds(oracle, (0.001, 0.01), (0.001, 0.01)) is None


@pytest.mark.parametrize(
    ("tags", "forwards", "backwards"),
    [
        ("highway=motorway", 112_000, 112_000),
        ("highway=motorway_link", 64_000, 64_000),
        ("highway=trunk", 80_000, 80_000),
        ("highway=trunk_link", 48_000, 48_000),
        ("highway=primary", 64_000, 64_000),
        ("highway=primary_link", 40_000, 40_000),
        ("highway=secondary", 56_000, 56_000),
        ("highway=secondary_link", 40_000, 40_000),
        ("highway=tertiary", 48_000, 48_000),
        ("highway=tertiary_link", 32_000, 32_000),
        ("highway=unclassified", 40_000, 40_000),
        ("highway=residential", 32_000, 32_000),
        ("highway=residential_link", 32_000, 32_000),
        ("highway=living_street", 16_000, 16_000),
        ("highway=service", 16_000, 16_000),
        ("highway=road", 32_000, 32_000),
        ("highway=track", 16_000, 16_000),
        ("highway=busway", 48_000, 48_000),
        ("highway=bus_guideway", 48_000, 48_000),
        ("route=ferry", 16_000, 16_000),
        ("highway=path", 8_000, 8_000),
        ("highway=pedestrian", 8_000, 8_000),
        ("railway=platform", 8_000, 8_000),
        ("highway=primary maxspeed=50", 50_000, 50_000),
        ("highway=primary maxspeed=30_mph", 48_280, 48_280),  # 48,280.32
        ("highway=primary maxspeed=20mph", 32_187, 32_187),  # 32,186.88
        ("highway=primary maxspeed=5_knots", 9_260, 9_260),
        ("highway=primary maxspeed=GB:nsl_single", 96_561, 96_561),  # 96,560.64
        ("highway=primary maxspeed=none", 64_000, 64_000),
        ("highway=primary maxspeed=30_mph;20_mph", 64_000, 64_000),
        ("highway=primary maxspeed=0", 64_000, 64_000),
        ("highway=primary maxspeed=50 maxspeed:forward=30", 30_000, 50_000),
        ("highway=primary maxspeed:backward=30", 64_000, 30_000),
        ("highway=primary maxspeed=50 maxspeed:backward=signals", 50_000, 64_000),
    ],
)
def test_speeds(tags, forwards, backwards):
    tags = dict(tag.split("=") for tag in tags.split())
    for unit in ("mph", "knots"):
        tags = {key: value.replace(f"_{unit}", f" {unit}") for key, value in tags.items()}
    assert car_speed(tags, {}, forwards=True) == forwards
    assert car_speed(tags, {}, forwards=False) == backwards


def test_car_speeds_replace_the_table_and_not_the_tags(world):
    assert car_speed({"highway": "primary"}, {"primary": 30_000}, forwards=True) == 30_000
    assert car_speed({"highway": "primary_link"}, {"primary": 30_000}, forwards=True) == 40_000
    tagged = {"highway": "primary", "maxspeed": "50"}
    assert car_speed(tagged, {"primary": 30_000}, forwards=True) == 50_000
    assert tagged_limit({"highway": "primary"}, forwards=True) is None
    # 111,319 x 3600 / 16,000 = 25,046.8: twice 25,047
    assert seconds(world(), 1, 3, car_speeds={"residential": 16_000}) == 51


def test_limits_by_direction(world):
    oracle = world(changed={1: {"maxspeed:forward": "16", "maxspeed:backward": "64"}})
    assert seconds(oracle, 1, 2) == 26  # 25,047 ms
    assert seconds(oracle, 2, 1) == 7  # 6,262 ms


@pytest.mark.parametrize(
    ("clock", "band"),
    [
        ("06:59:59", None),
        ("07:00:00", 0),
        ("08:59:59", 0),
        ("09:00:00", None),
        ("10:00:00", 1),
        ("15:59:59", 1),
        ("16:00:00", 2),
        ("18:59:59", 2),
        ("19:00:00", None),
    ],
)
def test_bands(clock, band):
    assert band_of(time.fromisoformat(clock)) == band


def test_congestion_stretches_time_by_class_and_band(world):
    oracle = world(changed={2: {"highway": "tertiary"}})
    factors = {"residential": (130, 100, 250)}
    options = {"car_time_factors": factors}
    # 12,523.3875 x 1.3 = 16,280.4; tertiary 111,319 x 3600 / 48,000 = 8,348.925
    assert seconds(oracle, 1, 3, **options) == 21  # 12,524 + 8,349
    assert seconds(oracle, 1, 3, clock=time(7), **options) == 25  # 16,281 + 8,349
    assert seconds(oracle, 1, 3, clock=time(12), **options) == 21
    assert seconds(oracle, 1, 3, clock=time(16, 30), **options) == 40  # 31,309 + 8,349
    assert seconds(oracle, 1, 3, clock=time(7)) == 21
    # the limit of the tag is stretched too: 111,319 x 3600 x 130 / 3,200,000
    tagged = world(changed={1: {"maxspeed": "32"}})
    assert seconds(tagged, 1, 2, clock=time(7), **options) == 17


@pytest.mark.parametrize(
    ("end", "left", "right"),
    [
        (12, 38, 38),  # straight on: 37,572
        ((0.010, 0.0005), 24, 34),  # to the north
        ((0.010, -0.0005), 34, 24),
    ],
)
def test_delays_at_a_crossing(cross, end, left, right):
    # 12,524 ms up to node 10, then 55,287 mm (6,220 ms) to the north or south: 18,744
    oracle = cross()
    assert seconds(oracle, 9, end) == left
    assert seconds(oracle, 9, end, driving_side="right") == right
    straight = seconds(oracle, 9, end, junction_delays=False)
    assert straight == (38 if end == 12 else 19)
    assert seconds(oracle, 9, end, "cycle") == (101 if end == 12 else 50)  # 33,396 + 16,587


def test_delays_on_the_way_out_of_a_side_street(cross):
    oracle = cross()
    north = (0.010, 0.0005)
    assert seconds(oracle, north, 9) == 34  # to the west is right of those who go south
    assert seconds(oracle, north, 11) == 24
    assert seconds(oracle, north, (0.010, -0.0005)) == 13  # 2 x 6,220


@pytest.mark.parametrize(
    ("degrees", "delay"),
    [
        *[(0, 0), (29.9, 0), (30.1, 5), (90, 5), (149.9, 5), (150.1, 60), (179.9, 60)],
        *[(-29.9, 0), (-30.1, 15), (-149.9, 15), (-150.1, 60), (-179.9, 60)],
    ],
)
def test_delays_by_angle(world, degrees, delay):
    """A third street leaves node 10 at an angle to those who come from the west."""
    angle = math.radians(degrees)
    # half-way between the two, a point without extent: repeated coordinates turn nothing
    place = (round(0.010 + 0.001 * math.cos(angle), 7), round(0.001 * math.sin(angle), 7))
    oracle = world({200: at(10), 201: place}, {2000: ([10, 200, 201], RESIDENTIAL)})
    turns = oracle.ways.turns
    into = next(run for run in turns.runs if oracle.edges[run.edge].way == 2000 and run.forwards)
    come = next(run for run in turns.runs if run.edge == 9 and run.forwards)
    assert turns.delay_s(come, into, "left") == delay
    mirrored = {5: 15, 15: 5}.get(delay, delay)
    assert turns.delay_s(come, into, "right") == mirrored


@pytest.mark.parametrize(
    ("ways", "node_tags", "delay"),
    [
        ({2000: ([10, 200], RESIDENTIAL)}, {}, 15),
        ({2000: ([10, 200], {"highway": "footway"})}, {}, 0),
        ({2000: ([200, 10], ONE_WAY)}, {}, 15),  # open in some direction
        ({2000: ([10, 200], RESIDENTIAL | {"motor_vehicle": "no"})}, {}, 0),
        ({2000: ([10, 200, 202, 10], RESIDENTIAL)}, {}, 15),  # a loop is two ends
        ({2000: ([10, 200, 202, 10], {"highway": "path"})}, {}, 0),
        # with a barrier the turns are into a link and out of it: they have no angle
        ({2000: ([10, 200], RESIDENTIAL)}, {10: {"barrier": "gate", "bicycle": "no"}}, 0),
    ],
)
def test_where_a_junction_is(world, ways, node_tags, delay):
    """Edge 10 ends at node 10 from the west, and the street turns south there."""
    nodes = {200: (0.010, 0.001), 201: (0.010, -0.001), 202: (0.0105, 0.001)}
    street = {1010: ([201, 10], RESIDENTIAL), 3000: ([201, 11], RESIDENTIAL)}
    oracle = world(nodes, ways | street, node_tags)
    to = (0.010, -0.0005)
    without = seconds(oracle, 9, to, junction_delays=False)
    assert without == 19
    assert seconds(oracle, 9, to) == without + delay


def test_only_vertices_that_a_trip_passes_cost(cross):
    oracle = cross()
    # the crossing is on the edge itself, or at the very end of it
    assert seconds(oracle, (0.0095, 0.0), (0.0098, 0.0)) == 4  # 33,396 mm: 3,758 ms
    assert seconds(oracle, 9, 10) == 13  # 12,524: joins the end of edge 9, no turn
    # who stands at the crossing has joined edge 9 and turns left from it
    assert seconds(oracle, 10, (0.010, 0.0005)) == 12  # 6,220 + 5,000
    assert seconds(oracle, 10, 11) == 13


def test_one_way_streets(world):
    oracle = world(
        {200: (0.010, -0.0001), 201: (0.011, -0.0001)},
        {3000: ([11, 201, 200, 10], RESIDENTIAL)},
        changed={10: {"oneway": "yes"}},
    )
    west, east = (0.01025, 0.0), (0.01075, 0.0)
    options = {"junction_delays": False}
    # with the street: 83,489 - 27,830 mm, 6,262 ms; against it all round:
    # 27,830 mm (3,131) + 133,434 mm (15,012) + 27,830 mm (3,131) = 21,274
    assert seconds(oracle, west, east, **options) == 7
    assert seconds(oracle, east, west, **options) == 22
    # right into the way round and right again out of it
    assert seconds(oracle, east, west) == 52
    assert seconds(oracle, west, east) == 7
    # by bicycle 8,349 + 40,031 + 8,349
    assert seconds(oracle, east, west, "cycle") == 57
    assert seconds(oracle, east, west, "walk") == 56
    # two points opposite each other: no need to go round
    assert seconds(oracle, (0.0105, 0.0001), (0.0105, -0.00001)) == 13  # 11,057 + 1,106
    # behind the edge one has to go round too: 15,012 ms more than 6,262 + 6,262 east of it
    assert seconds(oracle, (0.0115, 0.0), (0.0095, 0.0), **options) == 28


def test_bicycles_against_the_one_way_street(world):
    contra = {10: {"oneway": "yes", "oneway:bicycle": "no"}}
    oracle = world(
        {200: (0.010, -0.0001), 201: (0.011, -0.0001)},
        {3000: ([11, 201, 200, 10], RESIDENTIAL)},
        changed=contra,
    )
    assert seconds(oracle, 11, 10, "cycle") == 34
    assert seconds(oracle, 11, 10, junction_delays=False) == 16


def test_roundabouts_are_driven_round_one_way(world):
    """A square roundabout between nodes 9 and 11: 9, 200 (south), 11, 201 (north) and on."""
    nodes = {200: (0.010, -0.001), 201: (0.010, 0.001)}
    ways = {1009: ([9, 200, 11, 201, 9], RESIDENTIAL | {"junction": "roundabout"})}
    ways[1010] = ([201, 11], {"highway": "footway"})
    oracle = world(nodes, ways)
    lengths = {edge.length_mm for edge in oracle.edges if edge.way == 1009}
    assert lengths == {313_807, 156_903}  # two corners and one
    # 8 to 12: 12,524 + two corners 35,304 + 12,524 = 60,352; west round the north, 17,652 twice
    options = {"junction_delays": False}
    assert seconds(oracle, 8, 12, **options) == 61
    assert seconds(oracle, 12, 8, **options) == 61
    # right by 45 degrees into it, to the south-east, and again where it is left
    assert seconds(oracle, 8, 12) == 61 + 15 + 15


@pytest.fixture
def cul_de_sac(world):
    """Way 3000 leads one way to node 48, behind which edge 48 is a dead end."""

    def cul_de_sac(nodes=None, ways=None, **more):
        nodes = {200: (0.0475, 0.001)} | (nodes or {})
        ways = {3000: ([47, 200, 48], ONE_WAY)} | (ways or {})
        only = [restriction("only_straight_on", 3000, 48, 1048)]
        return world(nodes, ways, relations=only, **more)

    return cul_de_sac


def test_cars_turn_round_in_dead_ends_only(cul_de_sac):
    # from the corner at node 200 it is 123,794 mm, 13,927 ms, to node 48. The restriction sends
    # everybody into the dead end: 2 x 12,524. Edge 47 follows: 12,524
    start, end = (0.0475, 0.001), 47
    options = {"junction_delays": False}
    assert seconds(cul_de_sac(), start, end, **options) == 52  # 51,499
    # a street beyond node 49, 110,574 mm long, is the dead end then: 2 x 12,440 more
    longer = cul_de_sac({201: (0.049, 0.001)}, {3001: ([49, 201], RESIDENTIAL)})
    assert seconds(longer, start, end, **options) == 77  # 76,379
    # nobody can leave by a street that leads to the node only
    arriving = {3001: ([49, 201], RESIDENTIAL | {"oneway": "-1"}), 3002: ([201, 47], RESIDENTIAL)}
    back = cul_de_sac({201: (0.049, 0.001)}, arriving)
    assert seconds(back, start, end, **options) == 52
    # bicycles turn where they like and know no restriction: 37,139 + 33,396
    assert seconds(cul_de_sac(), start, end, "cycle") == 71


def test_turning_round_costs_where_three_edges_meet(cul_de_sac):
    # two one-way streets come out at node 49: an end of three edges that only edge 48 leaves
    nodes = {201: (0.049, 0.001), 202: (0.049, -0.001)}
    ways = {
        3001: ([201, 49], ONE_WAY),
        3002: ([202, 49], ONE_WAY),
        3003: ([201, 47], RESIDENTIAL),
        3004: ([202, 47], RESIDENTIAL),
    }
    oracle = cul_de_sac(nodes, ways)
    plain = seconds(oracle, (0.0475, 0.001), 47, junction_delays=False)
    assert plain == 52
    # at node 48 the way in bends left by 63 degrees (5 s); back at 49 (60 s), then straight on
    assert seconds(oracle, (0.0475, 0.001), 47) == 52 + 5 + 60


def test_a_loop_may_be_driven_round_again(world):
    """A one-way loop at node 10; behind the car lies a whole round."""
    nodes = {200: (0.0095, 0.001), 201: (0.0105, 0.001)}
    oracle = world(nodes, {3000: ([10, 200, 201, 10], ONE_WAY)})
    loop = next(edge for edge in oracle.edges if edge.way == 3000)
    assert loop.from_vertex == loop.to_vertex == 10
    assert loop.length_mm == 358_905
    options = {"junction_delays": False}
    # 55,660 mm with the street, or 303,245 mm round by node 10: 34,116 ms
    first, second = (0.00975, 0.001), (0.01025, 0.001)
    there = seconds(oracle, first, second, **options)
    back = seconds(oracle, second, first, **options)
    assert (there, back) == (7, 35)


def test_a_no_restriction_forbids_its_turn_alone(cross):
    north = (0.010, 0.0005)
    no_left = cross(relations=[restriction("no_left_turn", 1009, 10, 2000)])
    # from the west one goes on and ... nowhere is a dead end but at the ends of the streets
    options = {"junction_delays": False}
    # to the south end and back is the shortest: 12,524 + 2 x 12,440 + 6,220
    assert seconds(no_left, 9, north, **options) == 44
    assert seconds(no_left, 9, north) == 44 + 15  # right into the south, then straight on
    assert seconds(no_left, 11, north) == 19 + 15
    assert seconds(no_left, 9, north, "cycle") == 50
    # it does not forbid the way back
    assert seconds(no_left, north, 9, **options) == 19
    # who sets out at node 10 has joined edge 9 and stands before the turn
    assert seconds(no_left, 10, north, **options) == 32


def test_an_only_restriction_forbids_all_others_of_its_edge(cross):
    only = cross(relations=[restriction("only_left_turn", 1009, 10, 2000)])
    options = {"junction_delays": False}
    assert seconds(only, 9, (0.010, 0.0005), **options) == 19
    # east only by way of the dead end of the north: 12,524 + 2 x 12,440 + 12,524
    assert seconds(only, 9, 11, **options) == 50
    assert seconds(only, 9, (0.010, -0.0005), **options) == 44
    assert seconds(only, 11, 9, **options) == 26  # others go as they like
    two = [
        restriction("only_left_turn", 1009, 10, 2000),
        restriction("only_straight_on", 1009, 10, 1010),
    ]
    both = cross(relations=two)
    assert seconds(both, 9, 11, **options) == 26
    assert seconds(both, 9, (0.010, 0.0005), **options) == 19
    assert seconds(both, 9, (0.010, -0.0005), **options) == 44


@pytest.mark.parametrize(
    ("node_tags", "changed", "relation", "applies"),
    [
        ({}, {}, restriction("no_left_turn", 1009, 10, 2000), True),
        ({}, {}, restriction("no_left_turn", 1009, 10, 2000, **{"except": "motorcar"}), False),
        ({}, {}, restriction("no_left_turn", 1009, 10, 7777), False),
        # cars cannot arrive by the edge: no matter
        ({}, {9: {"oneway": "-1"}}, restriction("no_left_turn", 1009, 10, 2000), True),
        # across a barrier the edges do not meet
        ({10: {"barrier": "stile"}}, {}, restriction("no_left_turn", 1009, 10, 2000), False),
    ],
)
def test_which_edges_a_restriction_means(cross, node_tags, changed, relation, applies):
    turns = cross(node_tags=node_tags, changed=changed, relations=[relation]).ways.turns
    assert bool(turns.forbidden) == applies


def test_a_way_that_goes_on_is_known_by_its_direction(world):
    """Way 3000 passes node 10 from south to north."""
    nodes = {200: (0.010, 0.001), 201: (0.010, -0.001)}
    forbidden = restriction("no_right_turn", 3000, 10, 1010)
    both = world(nodes, {3000: ([201, 10, 200], RESIDENTIAL)}, relations=[forbidden])
    assert not both.ways.turns.forbidden  # from which side?
    one = world(nodes, {3000: ([201, 10, 200], ONE_WAY)}, relations=[forbidden])
    south, north = (edge for edge in one.edges if edge.way == 3000)
    assert one.ways.turns.forbidden == {(south.id, 10, 10)}
    towards = restriction("no_left_turn", 1009, 10, 3000)
    turns = world(nodes, {3000: ([201, 10, 200], ONE_WAY)}, relations=[towards]).ways.turns
    assert turns.forbidden == {(9, 10, north.id)}


def test_loops_are_in_no_restriction(world):
    nodes = {200: (0.0095, 0.001), 201: (0.0105, 0.001)}
    ways = {3000: ([10, 200, 201, 10], RESIDENTIAL)}
    turns = world(nodes, ways, relations=[restriction("no_u_turn", 1009, 10, 3000)]).ways.turns
    assert not turns.forbidden
    only = [restriction("only_straight_on", 1009, 10, 1010)]
    turns = world(nodes, ways, relations=only).ways.turns
    assert [run.edge for run in turns.from_run(next(r for r in turns.runs if r == (9, True)))] == [
        10
    ]


def test_ferries_of_the_streets(world):
    ferry = {"route": "ferry", "highway": "no", "name": ""}
    oracle = world(changed={10: ferry})
    # 33,396 ms by bicycle; cars only where a tag lets them in: 111,319 x 3600 / 16,000
    assert seconds(oracle, 9, 12, "cycle") == 101
    assert seconds(oracle, 9, 12) is None
    cars = world(changed={10: ferry | {"motor_vehicle": "yes"}})
    assert seconds(cars, 9, 12) == 51  # 2 x 12,524 + 25,047
    # nobody joins it: the next edge is 27,830 mm away, walked
    assert seconds(cars, (0.01025, 0.0), 9) == 41  # 27,830 + 12,524


def test_each_mode_joins_its_own_edges(world):
    """A footway 11 m north of the street, a cycleway 5.5 m south of it, joined at the ends."""
    nodes = {200 + n: (n * 0.001, 0.0001) for n in (5, 15)} | {
        300 + n: (n * 0.001, -0.00005) for n in (5, 15)
    }
    ways = {
        3000: ([5, 205, 215, 15], {"highway": "footway"}),
        3001: ([5, 305, 315, 15], {"highway": "cycleway"}),
    }
    oracle = world(nodes, ways)
    there = (0.0105, 0.00008)
    assert oracle.snap(*there)[2] == 2211  # 0.00002 degrees
    assert oracle.snap(*there, mode="car") == (10, 55_660, 8_846)
    assert oracle.snap(*there, mode="bicycle") == (10, 55_660, 8_846)
    south = (0.0105, -0.00004)
    assert oracle.snap(*south)[2] == oracle.snap(*south, mode="bicycle")[2] == 1_106
    assert oracle.snap(*south, mode="car")[2] == 4_423
    assert oracle.snap(*south, 4.422, mode="car") is None
    # the cars' component is strong: an exit without entrance is no place to start
    spur = world({200: (0.0105, 0.0001)}, {3000: ([10, 200], ONE_WAY)})
    assert spur.snap(0.0105, 0.0001, mode="car") == (10, 55_660, 11_057)
    assert spur.snap(0.0105, 0.0001)[2] == 0
