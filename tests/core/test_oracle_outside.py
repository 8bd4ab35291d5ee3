"""Kernels and oracle where many stops lie outside the streets, and vehicles leave and come back."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accessibility import ArriveBy, DepartAt, TravelOptions
from accessibility.network.travel import prepared
from accessibility.network.travel.outside import stops_within
from tests.core.comparison import PERCENTILES, Twins, agreed, by_kernels
from tests.core.rule_world import rule_case_of
from tests.core.small_world import DATES, Trip, World, case_of, corner
from tests.oracle import Oracle

AWAY = -0.2
"""Degrees of longitude from the streets to the stops outside."""
some = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def moved_out(chance, world):
    """Half of the stops, as near to each other as before, but far from all streets."""
    stops = tuple(
        (round(lon + AWAY, 7), lat) if chance.random() < 0.5 else (lon, lat)
        for lon, lat in world.stops
    )
    return replace(world, stops=stops)


def outer_case(seed):
    """A world, in half of the cases with rules, and limits of rides that bind."""
    chance = random.Random(seed)
    world, question = (rule_case_of if seed % 2 else case_of)(seed)
    limits = question.limits | {
        "max_rides": chance.choice([2, 3, 3, 4, 8]),
        "max_time": chance.choice([40, 60, 120]),
        "max_walk_time": chance.choice([2, 3]),
    }
    return moved_out(chance, world), replace(question, limits=limits)


@some
@given(case=st.integers(0, 2**40).map(outer_case))
def test_random_worlds_by_kernels_and_oracle(streets, folders, case):
    world, question = case
    folder = next(folders)
    network = world.network(streets, folder)
    twins = Twins(network, Oracle(streets, sorted(folder.glob("feed*"))))
    places = question.places
    cells = agreed(twins, question.when, question.options, places, places, PERCENTILES)
    event(f"{question.when.direction}, {round((cells >= 0).mean(), 1)} reached")


def test_changes_outside_are_felt(streets, folders, monkeypatch):
    def none_at_all(lines, place, within, change_offset, changes, *_):
        stop = np.concatenate(
            [
                lines.stop[slice(*lines.stop_offset[line : line + 2].tolist())]
                for line in lines.trip_line.tolist()
            ]
        )
        counts = np.diff(change_offset)
        kept = np.repeat(within[stop], counts)
        return np.cumsum([0, *np.where(within[stop], counts, 0)]), changes[kept]

    differing = 0
    for seed in range(40):
        world, question = outer_case(seed)
        asked = question.when, question.options, question.places, question.places, PERCENTILES
        expected = by_kernels(world.network(streets, next(folders)), *asked)
        with monkeypatch.context() as patch:
            patch.setattr(prepared, "thinned_outside", none_at_all)
            without = by_kernels(world.network(streets, next(folders)), *asked)
        differing += not np.array_equal(without, expected)
    assert differing >= 3


@pytest.fixture(scope="module")
def out_and_back(streets, tmp_path_factory):
    """Out by one bus, and back by one, later, or sooner by two; the last overtakes another."""
    home, end, out, further = corner(0, 0), corner(6, 6), (-3.2, 51.5), (-3.2, 51.6)
    ride = 600

    def trip(start, seconds, *stops):
        calls = tuple((stop, seconds, 0, 0, 0) for stop in stops)
        return Trip(0, calls, start, tuple(DATES), 3)

    trips = (
        trip(8 * 3600, ride, 0, 2),
        trip(8 * 3600 + 2400, ride, 2, 1),
        trip(8 * 3600 + 900, ride, 2, 3),
        trip(8 * 3600 + 1620, 1200, 3, 1),
        trip(8 * 3600 + 1680, ride, 3, 1),
    )
    folder = tmp_path_factory.mktemp("outside") / "world"
    return World((home, end, out, further), trips).twins(streets, folder)


@pytest.mark.parametrize(("rides", "seconds"), [(1, -1), (2, 3000), (3, 2280)])
@pytest.mark.parametrize("window", [0, "10min"])
def test_a_limit_of_rides_chooses_the_way_back(out_and_back, rides, seconds, window):
    options = TravelOptions(max_rides=rides, max_walk_time=2)
    home, end = [corner(0, 0)], [corner(6, 6)]
    within = stops_within(out_and_back.network)
    assert (within == (out_and_back.network.timetable.stop_lon > -3.1)).all()
    when = DepartAt("2023-06-13 07:59", window)
    cells = agreed(out_and_back, when, options, home, end)
    if window == 0:
        assert cells.tolist() == [[[seconds + 60 if seconds > 0 else -1]]]
    agreed(out_and_back, ArriveBy("2023-06-13 08:50", window), options, home, end)
