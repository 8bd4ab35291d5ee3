"""Kernels and oracle on the sample with its third feed, and on a real city, under every rule.

The third feed has trips at intervals, through vehicles, promised and closed changes, a train that
divides, stations and platforms, and says of most stops whether wheelchairs get there.
"""

import random
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions
from tests.core.comparison import PERCENTILES, agreed, by_kernels

MORNING = "2025-05-13 08:00"
WHEN = {
    "departures": DepartAt(MORNING, "40min"),
    "journeys of departures": DepartAt(MORNING, "20min", measure="journey"),
    "deadlines": ArriveBy("2025-05-13 09:00", "40min"),
    "journeys of deadlines": ArriveBy("2025-05-13 09:00", "20min", measure="journey"),
    "odd second": DepartAt("2025-05-13 13:17:23", measure="journey"),
    "odd deadline": ArriveBy("2025-05-13 15:47:51"),
    "summer Saturday": DepartAt("2025-07-12 10:05", "30min"),
    "by Sunday noon": ArriveBy("2025-07-13 12:00", "25min", measure="journey"),
    "after midnight": ArriveBy("2025-05-17 00:40", "90min"),
    "before the first service": ArriveBy("2025-05-13 06:45", "75min"),
    "clocks go forward": ArriveBy("2025-03-30 02:15", "100min"),
    "clocks go back": ArriveBy("2025-10-26 02:15", "100min"),
    "bank holiday": ArriveBy("2025-05-26 11:00", "20min"),
}
OPTIONS = {
    "draws": {"frequency_draws": 3},
    "another seed": {"frequency_draws": 2, "frequency_seed": 77},
    "wheelchairs": {"wheelchair": True},
    "wheelchairs, nothing unknown": {"wheelchair": True, "wheelchair_unknown": "refuse"},
    "one ride": {"max_rides": 1},
    "two rides": {"max_rides": 2, "boarding_slack": "10s"},
    "much slack": {"boarding_slack": "4min"},
    "short ways to buses": {"max_access_time": {"bus": 3}, "max_egress_time": {"bus": 4}},
    "short ways to trains": {"max_access_time": {"rail": "400s", "ferry": 0}},
    "small railway alone": {"transit_modes": ("rail", "funicular")},
    "long walks between stops": {"max_transfer_time": 25, "max_walk_time": 12},
    "no walks between stops": {"max_transfer_time": 0},
    "little time": {"max_time": "1501s"},
}
ASKED = [
    DepartAt("2025-07-12 11:50:30", "10min"),
    ArriveBy("2025-07-12 12:00:30", "10min"),
    DepartAt("2025-07-12 16:00", "5min", measure="journey"),
    ArriveBy("2025-05-13 09:40", "5min", measure="journey"),
]
# Stops of the third feed that the streets reach: both railways, incline, ferry, bus station.
STOPS = ("TAB", "TGR", "TCG", "VBA", "VBC", "IFT", "ITP", "FDP", "FMP")


@pytest.fixture(scope="module")
def points(valley_twins, sample_dwellings):
    """Some dwellings, and places beside stops of the third feed."""
    rows = sample_dwellings.iloc[::80]
    dwellings = list(zip(rows["lon"].tolist(), rows["lat"].tolist(), strict=True))
    known = {stop.id: stop.lonlat for stop in valley_twins.oracle.timetable.stops}
    beside = [(round(known[stop][0] + 0.0002, 6), known[stop][1]) for stop in STOPS]
    return dwellings + beside


def test_the_feed_has_what_is_to_be_compared(valley_twins):
    oracle = valley_twins.oracle
    assert any(not row.exact for trip in oracle.timetable.trips for row in trip.intervals)
    assert len(oracle.service.stays(date(2025, 5, 13))) > 20
    assert oracle.rules.together
    assert {row.type for rows in oracle.rules.of_changes.values() for row in rows} >= {0, 1, 2, 3}
    assert {stop.wheelchair for stop in oracle.timetable.stops} == {True, False, None}


@pytest.mark.parametrize("when", WHEN.values(), ids=WHEN)
def test_all_pairs_at_all_times(valley_twins, points, when):
    cells = agreed(valley_twins, when, TravelOptions(), points, points, PERCENTILES)
    walks = TravelOptions(mode="walk", max_time=20)
    on_foot = by_kernels(valley_twins.network, None, walks, points, points)
    assert ((cells[0] >= 0) & (cells[0] != on_foot[0])).mean() > 0.01  # vehicles are of use


@pytest.mark.parametrize("limits", OPTIONS.values(), ids=OPTIONS)
def test_all_options_in_both_directions(valley_twins, points, limits):
    options, felt = TravelOptions(**limits), 0
    for number, when in enumerate(ASKED):
        ends = points[number::3], points[::2]
        cells = agreed(valley_twins, when, options, *ends, PERCENTILES)
        assert (cells >= 0).mean() > 0.05
        usual = by_kernels(valley_twins.network, when, TravelOptions(), *ends, PERCENTILES)
        felt += int((cells != usual).sum())
    assert felt > 0


CITY_DAY = datetime(2023, 6, 13)
PAIRS = 300
# Each of these is a timetable to prepare.
PREPARED = [
    {"max_transfer_time": "1000s"},
    {"max_transfer_time": 10, "boarding_slack": "2min", "max_rides": 2},
    {"max_transfer_time": "450s", "walk_speed": 5, "max_time": 90},
]


def test_seeded_pairs_of_a_city_by_deadlines(newport_twins, newport_centroids):
    """Deadlines of every hour, and until the morning after; elapsed times and journeys."""
    chance = random.Random(20230613)
    places = list(
        zip(newport_centroids["lon"].tolist(), newport_centroids["lat"].tolist(), strict=True)
    )
    reached = {"elapsed": 0, "journey": 0, "on windows": 0, "after midnight": 0}
    for number in range(PAIRS):
        seconds = chance.choice([0, chance.randrange(60)])
        moment = CITY_DAY + timedelta(
            hours=chance.choice(range(6, 33)), minutes=chance.randrange(60), seconds=seconds
        )
        measure = chance.choice(["elapsed", "journey"])
        window = chance.choice([0, 0, 0, 0, 30])
        departs = measure == "journey" and chance.random() < 0.5
        when = (DepartAt if departs else ArriveBy)(moment, window, measure=measure)
        options = TravelOptions(snap_radius=1600, **PREPARED[number % len(PREPARED)])
        pair = [chance.choice(places)], [chance.choice(places)]
        percentiles = PERCENTILES if window else (100,)
        cells = agreed(newport_twins, when, options, *pair, percentiles)
        if cells[0, 0, 0] >= 0:
            reached[measure] += 1
            reached["on windows"] += window > 0
            reached["after midnight"] += moment.date() > CITY_DAY.date()
    assert min(reached["elapsed"], reached["journey"]) > PAIRS / 6
    assert reached["on windows"] > 20
    assert reached["after midnight"] > 5


def test_one_destination_from_all_by_a_deadline(newport_twins, newport_centroids):
    places = list(
        zip(newport_centroids["lon"].tolist(), newport_centroids["lat"].tolist(), strict=True)
    )
    when = ArriveBy(CITY_DAY + timedelta(hours=9), 30)
    options = TravelOptions(snap_radius=1600)
    cells = agreed(newport_twins, when, options, places, places[::100], PERCENTILES)
    assert (cells >= 0).mean() > 0.1
    assert np.unique(cells).size > 500
