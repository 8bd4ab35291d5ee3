"""Bicycles and cars: what must hold in every town, and kernels against the oracle to the second."""

import itertools
import random
from dataclasses import replace
from datetime import date, datetime, time

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings

from accessibility.moments import DepartAt
from accessibility.network.travel.street_times import MODE_BITS, StreetTimes
from accessibility.options import TravelOptions
from tests.core.comparison import by_oracle, differences
from tests.core.street_world import case_of, cases

GOING = np.zeros(1, np.uint8)
QUESTIONS, DESTINATIONS = 60, 5
some = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
few = settings(some, max_examples=8)


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """Folders that do not exist yet."""
    base = tmp_path_factory.mktemp("towns")
    return (base / str(number) for number in itertools.count())


def by_street_times(network, options, clock, origins, destinations, *, backward=False):
    """Seconds from origins to destinations; backward, the other end is prepared."""
    there, here = np.array(destinations).T, np.array(origins).T
    if backward:
        there, here = here, there
    radius = options.snap_radius_mm
    times = StreetTimes.prepare(
        network, options.mode, options, clock, *there, radius, backward=backward
    )
    cells = times.seconds(*here, radius, options.max_time_s, GOING)
    return cells.T if backward else cells


def agreed(twins, options, clock, origins, destinations):
    """Ask both, forwards and backwards, and return what all say."""
    when = None if clock is None else DepartAt(datetime.combine(date(2023, 6, 13), clock))
    theirs = by_oracle(twins.oracle, when, options, origins, destinations)[0]
    for backward in (False, True):
        ours = by_street_times(
            twins.network, options, clock, origins, destinations, backward=backward
        )
        assert differences(ours, theirs) == []
    return theirs


def never_worse(better, worse):
    """Nothing is lost and nothing takes longer."""
    return bool(((worse < 0) | ((better >= 0) & (better <= worse))).all())


def clock_of(question):
    return None if question.hour is None else time(question.hour)


@some
@given(case=cases())
def test_random_towns_by_kernels_and_oracle(folders, case):
    town, question = case
    twins, options = town.twins(next(folders)), TravelOptions(**question.options)
    places = question.places
    cells = agreed(twins, options, clock_of(question), places, places)
    bit = MODE_BITS[options.mode]
    joins = twins.network.snap(*np.array(places).T, options.snap_radius_mm, bit).edge >= 0
    itself = cells[range(len(places)), range(len(places))]
    assert (itself == np.where(joins, 0, -1)).all()
    event(f"{options.mode}, {round((cells >= 0).mean(), 1)} reached")


def test_the_towns_ask_something(folders):
    """Restrictions, barriers and every option change answers in some of six towns."""
    changed = dict.fromkeys(("relations", "node_tags", "driving_side", "junction_delays"), 0)
    for seed in range(6):
        town, question = case_of(seed)

        def cells(town=town, places=question.places, **more):
            options = TravelOptions(mode="car", **more)
            return by_street_times(town.twins(next(folders)).network, options, None, places, places)

        plain = cells()
        assert (plain > 0).mean() > 0.3
        changed["driving_side"] += (cells(driving_side="right") != plain).any()
        changed["junction_delays"] += (cells(junction_delays=False) != plain).any()
        changed["relations"] += (cells(replace(town, relations=[])) != plain).any()
        changed["node_tags"] += (cells(replace(town, node_tags={})) != plain).any()
    assert min(changed.values()) >= 2, changed


@few
@given(case=cases())
def test_relaxing_never_loses_or_lengthens(folders, case):
    town, question = case
    network = town.twins(next(folders)).network
    places, clock = question.places, clock_of(question)
    before = None
    for limit in ("10s", "40s", "90s", "5min", 120):
        options = TravelOptions(**question.options | {"max_time": limit})
        cells = by_street_times(network, options, clock, places, places)
        assert before is None or never_worse(cells, before)
        assert before is None or ((before < 0) | (cells == before)).all()
        before = cells


@few
@given(case=cases())
def test_delays_and_congestion_never_shorten_and_speed_never_lengthens(folders, case):
    town, question = case
    network = town.twins(next(folders)).network
    places = question.places
    base = {"mode": "car", "max_time": 120, "snap_radius": 300}

    def cells(clock=None, **more):
        return by_street_times(network, TravelOptions(**base, **more), clock, places, places)

    plain = cells()
    assert never_worse(cells(junction_delays=False), plain)
    factors = {"residential": (1.5, 1, 0.5), "trunk": (1.001, 1, 1)}
    assert never_worse(plain, cells(time(8), car_time_factors=factors))
    assert (cells(time(12), car_time_factors=factors) == plain).all()
    assert never_worse(cells(time(17), car_time_factors=factors), plain)
    assert never_worse(cells(car_speeds={"residential": 33}), plain)


@few
@given(case=cases())
def test_cycling_by_way_of_a_third_place_is_no_shorter(folders, case):
    town, question = case
    network = town.twins(next(folders)).network
    options = TravelOptions(mode="cycle", cycle_speed=15, max_time=600)
    cells = by_street_times(network, options, None, question.places, question.places).astype(float)
    cells[cells < 0] = np.inf
    by_way_of = (cells[:, :, None] + cells[None, :, :]).min(axis=1)
    assert (cells <= by_way_of).all()


@pytest.fixture(scope="module")
def centroids(newport_centroids):
    return list(
        zip(newport_centroids["lon"].tolist(), newport_centroids["lat"].tolist(), strict=True)
    )


MANNERS = [
    {},
    {"driving_side": "right", "walk_speed": 5},
    {"junction_delays": False, "car_speeds": {"residential": 25}},
    {"car_time_factors": {"primary": (1.4, 1.1, 1.3), "residential": (1.125, 1, 1)}},
]


def test_seeded_pairs_of_a_city_by_car(newport_twins, centroids):
    chance = random.Random(20230613)
    reached = 0
    for number in range(QUESTIONS):
        manner = MANNERS[number % len(MANNERS)]
        options = TravelOptions(mode="car", snap_radius=chance.choice([300, 1600]), **manner)
        clock = chance.choice([None, time(8), time(11, 30), time(16)])
        asked = [chance.choice(centroids)], chance.sample(centroids, DESTINATIONS)
        reached += int((agreed(newport_twins, options, clock, *asked) > 0).sum())
    assert reached > QUESTIONS * DESTINATIONS / 3


@pytest.mark.parametrize("mode", ["cycle", "car"])
def test_some_to_all_of_a_city(newport_twins, centroids, mode):
    options = TravelOptions(mode=mode, snap_radius=1600)
    cells = agreed(newport_twins, options, None, centroids[::60], centroids)
    assert (cells > 0).mean() > 0.4


@pytest.mark.parametrize("mode", ["cycle", "car"])
def test_the_sample_town(sample_twins, sample_dwellings, mode):
    table = sample_dwellings.iloc[::24]
    places = list(zip(table["lon"].tolist(), table["lat"].tolist(), strict=True))
    for limit, share in ((120, 0.5), ("5min", 0.05)):
        options = TravelOptions(mode=mode, max_time=limit)
        cells = agreed(sample_twins, options, None, places, places)
        assert (cells > 0).mean() > share
