"""Kernels and oracle where people cycle or drive to the stops, from them, or all the way."""

import itertools
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from osmium.osm.mutable import Relation

from accessibility import ArriveBy, DepartAt, TravelOptions
from tests.core.comparison import PERCENTILES, Twins, agreed, by_kernels
from tests.core.rule_world import rule_case_of
from tests.core.small_world import SIDE, corner
from tests.oracle import Oracle
from tests.oracle.tiny import write_osm

some = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])

RESIDENTIAL = {"highway": "residential"}
ONE_WAY = RESIDENTIAL | {"oneway": "yes"}
STREETS = [  # from south to north, then from west to east
    RESIDENTIAL,
    ONE_WAY,
    {"highway": "tertiary", "maxspeed": "30 mph"},
    ONE_WAY | {"oneway": "-1", "oneway:bicycle": "no"},
    {"highway": "footway"},
    {"highway": "primary", "maxspeed:backward": "30"},
    RESIDENTIAL,
    RESIDENTIAL,
    ONE_WAY | {"oneway": "-1"},
    {"highway": "cycleway"},
    {"highway": "unclassified"},
    ONE_WAY,
    {"highway": "service", "motor_vehicle": "no"},
    RESIDENTIAL,
]
STREET_MODES = [("walk",), ("cycle",), ("car",), ("walk", "cycle"), ("walk", "car")]
MANNERS = {
    "cycle": [{}, {"cycle_speed": 17.003}],
    "car": [
        {},
        {"driving_side": "right"},
        {"junction_delays": False, "car_speeds": {"residential": 19}},
        {"car_time_factors": {"residential": (1.5, 1.1, 1.237), "tertiary": (2, 2, 2)}},
    ],
}


@pytest.fixture(scope="session")
def streets(tmp_path_factory):
    """The grid of the small worlds with streets of all kinds, and four forbidden turns."""
    nodes = {
        1 + row * SIDE + column: corner(column, row)
        for row in range(SIDE)
        for column in range(SIDE)
    }
    lines = [[1 + row * SIDE + i for i in range(SIDE)] for row in range(SIDE)]
    lines += [[1 + i * SIDE + column for i in range(SIDE)] for column in range(SIDE)]
    # a way for each stretch, so that turns can be named
    ways = {
        100 * line + place: (list(pair), STREETS[line])
        for line, refs in enumerate(lines)
        for place, pair in enumerate(itertools.pairwise(refs), 1)
    }
    turns = [("no_left_turn", 203, 25, 1003), ("no_right_turn", 604, 47, 1106)]
    turns += [("only_straight_on", 102, 10, 103), ("only_right_turn", 1302, 21, 204)]
    relations = [
        Relation(
            id=number,
            tags={"type": "restriction", "restriction": kind},
            members=[("w", first, "from"), ("n", node, "via"), ("w", second, "to")],
        )
        for number, (kind, first, node, second) in enumerate(turns, 1)
    ]
    path = tmp_path_factory.mktemp("streets") / "grid.osm.pbf"
    return write_osm(path, nodes, ways, {24: {"barrier": "bollard"}}, relations)


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """Folders that do not exist yet."""
    base = tmp_path_factory.mktemp("worlds")
    return (base / str(number) for number in itertools.count())


def random_ways(chance):
    """How people get to and from stops, and how quickly."""
    limits = {
        name: chance.choice(STREET_MODES)
        for name in ("access_modes", "egress_modes", "direct_modes")
    }
    limits["max_walk_time"] = chance.choice([2, 7, 12])
    used = {mode for modes in limits.values() if isinstance(modes, tuple) for mode in modes}
    for mode in sorted(used - {"walk"}):
        limits |= chance.choice(MANNERS[mode])
        limits[f"max_{mode}_time"] = chance.choice([1, 2, 4, "311s"])
    return limits


def case_of(seed):
    world, question = rule_case_of(seed)
    limits = question.limits | random_ways(random.Random(seed))
    if "cycle" in TravelOptions(**random_ways(random.Random(seed))).street_modes:
        limits = {name: value for name, value in limits.items() if "wheelchair" not in name}
    return world, replace(question, limits=limits)


@some
@given(case=st.integers(0, 2**40).map(case_of))
def test_random_worlds_by_kernels_and_oracle(streets, folders, case):
    world, question = case
    folder = next(folders)
    twins = Twins(world.network(streets, folder), Oracle(streets, [folder / "feed0"]))
    cells = agreed(
        twins, question.when, question.options, question.places, question.places, PERCENTILES
    )
    event(f"{question.when.direction}, {round((cells >= 0).mean(), 1)} reached")


def test_the_ways_to_and_from_stops_are_felt(streets, folders):
    felt = {"access_modes": 0, "egress_modes": 0, "direct_modes": 0}
    for seed in range(12):
        world, question = case_of(seed)
        network = world.network(streets, next(folders))
        without = dict.fromkeys(felt, ("walk",))
        plain = {
            name: value
            for name, value in question.limits.items()
            if not name.startswith(("cycle", "car_", "max_c", "driving", "junction", "wheelchair"))
        }
        asked = question.places, question.places, PERCENTILES
        walked = by_kernels(network, question.when, TravelOptions(**plain | without), *asked)
        for name in felt:
            others = without | {name: ("cycle", "car")}
            options = TravelOptions(**plain | others)
            felt[name] += (by_kernels(network, question.when, options, *asked) != walked).any()
    assert min(felt.values()) > 4, felt


LIMITS = {
    "by bicycle to the stop": {"access_modes": "walk,cycle", "max_cycle_time": 6},
    "by bicycle from the stop": {"egress_modes": "cycle", "max_cycle_time": 6},
    "by car to the stop": {"access_modes": "car", "max_car_time": "150s", "max_walk_time": 8},
    "by car from the stop": {"egress_modes": "walk,car", "max_car_time": "200s"},
    "all the way": {"direct_modes": "walk,cycle,car", "max_car_time": 4, "max_cycle_time": 9},
    "short ways to buses": {
        "access_modes": "cycle",
        "egress_modes": "cycle",
        "max_access_time": {"bus": 2},
        "max_egress_time": {"bus": 3, "rail": 5},
    },
    "congestion": {
        "access_modes": "car",
        "max_car_time": 3,
        "car_time_factors": {"residential": (1.6, 1, 1.6), "primary": (2.5, 1, 2.5)},
    },
}
WHEN = [
    DepartAt("2025-05-13 08:00", "15min"),
    ArriveBy("2025-05-13 08:59", "15min"),
    DepartAt("2025-05-13 17:40:07", measure="journey"),
    ArriveBy("2025-07-12 16:30", "5min", measure="journey"),
]


@pytest.fixture(scope="module")
def points(sample_dwellings):
    rows = sample_dwellings.iloc[::70]
    return list(zip(rows["lon"].tolist(), rows["lat"].tolist(), strict=True))


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_the_sample_town_with_all_feeds(valley_twins, points, limits):
    options, felt = TravelOptions(max_time=60, **limits), 0
    for when in WHEN:
        cells = agreed(valley_twins, when, options, points, points, PERCENTILES)
        usual = by_kernels(
            valley_twins.network, when, TravelOptions(max_time=60), points, points, PERCENTILES
        )
        felt += int((cells != usual).sum())
    assert felt > 0


def test_seeded_pairs_of_a_city(newport_twins, newport_centroids):
    chance = random.Random(20230613)
    lon, lat = newport_centroids["lon"], newport_centroids["lat"]
    places = list(zip(lon.tolist(), lat.tolist(), strict=True))
    options = [
        TravelOptions(snap_radius=1600, access_modes=access, egress_modes=egress, **limits)
        for access, egress, limits in (
            ("walk,cycle", "walk", {"max_cycle_time": 12}),
            ("car", "walk", {"max_car_time": 6, "boarding_slack": "3min"}),
            ("walk", "cycle,car", {"max_transfer_time": "1000s"}),
        )
    ]
    reached = 0
    for number in range(30):
        moment = datetime(2023, 6, 13) + timedelta(minutes=chance.randrange(6 * 60, 24 * 60))
        kind = chance.choice([DepartAt, ArriveBy])
        when = kind(moment, measure=chance.choice(["elapsed", "journey"]))
        ends = chance.sample(places, 2), chance.sample(places, 3)
        reached += int((agreed(newport_twins, when, options[number // 10], *ends) >= 0).sum())
    assert reached > 50
