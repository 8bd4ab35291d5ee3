"""Kernels and oracle on a real city: seeded pairs at seeded moments, to the second."""

import random
from datetime import datetime, timedelta

import pytest

from accessibility import DepartAt, TravelOptions
from tests.core.comparison import PERCENTILES, agreed, by_kernels

DAY = datetime(2023, 6, 13)
PAIRS, WINDOWS = 300, 30
# Each list is one timetable to prepare; what else varies costs nothing.
PREPARED = [
    {"max_transfer_time": "1000s"},
    {"max_transfer_time": 10, "boarding_slack": "2min"},
    {"max_transfer_time": "450s", "walk_speed": 5},
]


def seeded_questions():
    """Centroid, centroid, moment and options of each pair; moments until 7 o'clock the next day."""
    chance = random.Random(20230613)
    for number in range(PAIRS):
        radius = chance.choice([300, 1600])
        hour = chance.choice(range(31)) if number >= WINDOWS else chance.choice(range(5, 23))
        second = chance.choice([0, chance.randrange(60)])
        moment = DAY + timedelta(hours=hour, minutes=chance.randrange(60), seconds=second)
        options = TravelOptions(
            snap_radius=radius,
            max_rides=chance.choice([1, 2, 3, 8, 8]),
            max_walk_time=chance.choice([10, 20, 20, 30]),
            **PREPARED[number % len(PREPARED)],
        )
        window = "2h" if number < WINDOWS else 0
        yield radius, chance.random(), chance.random(), DepartAt(moment, window), options


@pytest.fixture(scope="session")
def places(newport_twins, newport_centroids):
    """Centroids that join the streets, by snap radius, and one that does not."""
    lon, lat = newport_centroids["lon"].to_numpy(), newport_centroids["lat"].to_numpy()
    of_radius = {}
    for radius in (300, 1600):
        joins = newport_twins.network.snap(lon, lat, radius * 1000).edge >= 0
        points = list(zip(lon[joins].tolist(), lat[joins].tolist(), strict=True))
        of_radius[radius] = [*points, (float(lon[~joins][0]), float(lat[~joins][0]))]
    return of_radius


def test_seeded_pairs_at_seeded_moments(newport_twins, places):
    reached = {"in windows": 0, "at once": 0, "after midnight": 0, "by vehicle": 0}
    on_foot = TravelOptions(mode="walk", max_time=30, snap_radius=1600, walk_speed=5)
    for radius, one, other, when, options in seeded_questions():
        points = places[radius]
        pair = [points[int(one * len(points))]], [points[int(other * len(points))]]
        percentiles = PERCENTILES if when.window_s else (100,)
        cells = agreed(newport_twins, when, options, *pair, percentiles)
        if cells[0, 0, 0] >= 0:
            reached["in windows" if when.window_s else "at once"] += 1
            reached["after midnight"] += when.moment.date() > DAY.date()
            walked = by_kernels(newport_twins.network, None, on_foot, *pair)[0, 0, 0]
            reached["by vehicle"] += walked < 0
    assert reached["in windows"] > WINDOWS / 2
    assert reached["at once"] > PAIRS / 3
    assert reached["after midnight"] > 5
    assert reached["by vehicle"] > PAIRS / 3


def test_one_origin_to_all_at_the_night_of_two_service_days(newport_twins, places):
    when = DepartAt(DAY + timedelta(hours=23, minutes=29, seconds=30), 61)
    points = places[1600]
    options = TravelOptions(snap_radius=1600)
    cells = agreed(newport_twins, when, options, points[::150], points, PERCENTILES)
    assert (cells >= 0).mean() > 0.03


@pytest.mark.parametrize("options", [{}, {"walk_speed": 4.321, "max_time": "45min"}])
def test_walks_to_all(newport_twins, places, options):
    points = places[1600]
    options = TravelOptions(mode="walk", snap_radius=1600, **options)
    cells = agreed(newport_twins, None, options, points[::60], points)
    assert (cells > 0).mean() > 0.1
