"""The nearest service against the oracle, which asks about every pair: to the second.

The matrix of each question is the oracle's; of it the least is taken at every moment, and then the
percentile. Nothing of that is shared with the sweep.
"""

import random

import numpy as np
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions
from tests.core.comparison import check_ranks, limits_of, nearest_at
from tests.oracle import percentile

NEVER = np.iinfo(np.int32).max
PERCENTILES = (1, 10, 50, 90, 100)


def oracle_moments(oracle, when, options, homes, sites, *, back):
    """Seconds of every moment, home and site by the oracle, `NEVER` where there is no answer."""
    starts, ends = (sites, homes) if back else (homes, sites)
    answers = np.array(
        [
            [
                [NEVER if one is None else one for one in of_moments]
                for of_moments in oracle.window_seconds(
                    start,
                    ends,
                    when.moment,
                    when.window_s,
                    arrive_by=when.direction == "arrive",
                    measure="elapsed",
                    **limits_of(options),
                )
            ]
            for start in starts
        ]
    )  # starts, ends, moments
    return np.moveaxis(answers, 2, 0).transpose(0, 2, 1) if back else np.moveaxis(answers, 2, 0)


def agree(twins, when, options, homes, sites, *, back, count=1, percentiles=PERCENTILES):
    """Ask both, and return how many homes reach some site."""
    moments = oracle_moments(twins.oracle, when, options, homes, sites, back=back)
    points = (np.array(places).reshape(-1, 2).T for places in (homes, sites))
    asked = percentiles if when.window_s else (50,)
    seconds, service = nearest_at(
        twins.network, when, options, *points, percentiles=asked, count=count, back=back
    )
    ranked = np.sort(moments, axis=2)
    for column, p in enumerate(asked):
        for rank in range(min(count, len(sites))):
            for home in range(len(homes)):
                times = [None if t == NEVER else int(t) for t in ranked[:, home, rank]]
                wanted = percentile(times, p)
                assert seconds[column, rank, home] == (-1 if wanted is None else wanted)
                if wanted is not None:  # some moment has these very seconds at that service
                    site = service[column, rank, home]
                    assert (moments[:, home, site] == wanted).any()
    if len(moments) == 1:
        check_ranks(seconds[0], service[0], np.where(moments[0] == NEVER, -1, moments[0]))
    return int((seconds[0, 0] >= 0).sum())


def every(points, step, begin=0):
    return [tuple(point) for point in points[["lon", "lat"]].to_numpy()[begin::step].tolist()]


WHEN = {
    "departure": DepartAt("2025-05-13 08:00:20"),
    "deadline": ArriveBy("2025-05-13 09:00:40"),
    "departures": DepartAt("2025-05-13 07:40", "40min"),
    "deadlines": ArriveBy("2025-05-13 09:10", "40min"),
    "departures across midnight": DepartAt("2025-05-16 23:50", "25min"),
    "deadlines across midnight": ArriveBy("2025-05-17 00:40", "25min"),
}
OPTIONS = {
    "usual": {},
    "one ride": {"max_rides": 1},
    "short walks": {"max_walk_time": 5, "max_access_time": {"rail": 20}, "max_time": 45},
    "by bicycle": {"access_modes": ("walk", "cycle"), "direct_modes": ("walk", "cycle")},
}


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
@pytest.mark.parametrize("when", WHEN.values(), ids=WHEN)
def test_sample_all_pairs(sample_twins, sample_dwellings, when, back):
    homes, sites = every(sample_dwellings, 40), every(sample_dwellings, 150, 7)
    reached = agree(sample_twins, when, TravelOptions(), homes, sites, back=back, count=3)
    assert reached > len(homes) / 2


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_sample_with_other_limits(sample_twins, sample_dwellings, options, back):
    homes, sites = every(sample_dwellings, 80, 3), every(sample_dwellings, 200, 11)
    for when in (DepartAt("2025-05-13 08:10", "10min"), ArriveBy("2025-05-13 09:00", "10min")):
        limits = TravelOptions(**options)
        assert agree(sample_twins, when, limits, homes, sites, back=back, count=2) > 0


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_valley_with_drawn_timetables(valley_twins, sample_dwellings, back):
    homes, sites = every(sample_dwellings, 100, 3), every(sample_dwellings, 250, 11)
    options = TravelOptions(frequency_draws=3, frequency_seed=5)
    for when in (
        DepartAt("2025-05-13 08:10"),
        DepartAt("2025-05-13 08:10", "10min"),
        ArriveBy("2025-05-13 09:00", "10min"),
    ):
        assert agree(valley_twins, when, options, homes, sites, back=back) > len(homes) / 2


def test_ties_unreachable_and_outside_services(sample_twins, sample_dwellings):
    home = every(sample_dwellings, 400)
    site = every(sample_dwellings, 1, 500)[0]
    lost = (site[0] + 5, site[1] + 5)
    sites = [lost, site, site, lost]
    points = np.array(home).T, np.array(sites).T
    for when in (DepartAt("2025-05-13 08:00", "20min"), ArriveBy("2025-05-13 09:00")):
        for back in (False, True):
            agree(sample_twins, when, TravelOptions(), home, sites, back=back, count=4)
            found = nearest_at(
                sample_twins.network, when, TravelOptions(), *points, count=4, back=back
            )
            seconds, service = (array[0] for array in found)
            # Of two at one place the first comes first; those far away are never found.
            assert (service[0] == 1).all()
            assert (service[1] == 2).all()
            assert (seconds[0] == seconds[1]).all()
            assert (seconds[2:] == -1).all()
    nowhere = np.array([lost]).T
    seconds, service = nearest_at(
        sample_twins.network, DepartAt("2025-05-13 08:00"), TravelOptions(), points[0], nowhere
    )
    assert (seconds == -1).all()
    assert (service == -1).all()


@pytest.mark.parametrize("mode", ["walk", "cycle", "car"])
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_modes_by_themselves(sample_twins, sample_dwellings, mode, back):
    options = TravelOptions(mode=mode, max_time=40)
    homes, sites = every(sample_dwellings, 60), every(sample_dwellings, 100, 9)
    limits = {
        name: value
        for name, value in limits_of(options).items()
        if name in STREETS or (mode != "walk" and name in STREETS_BY_WHEEL[mode])
    }
    starts, ends = (sites, homes) if back else (homes, sites)
    times = np.array(
        [
            [
                -1 if one is None else one
                for one in sample_twins.oracle.street_seconds_to_many(
                    start, ends, mode=mode, clock=None, **limits
                )
            ]
            for start in starts
        ]
    )
    times = times.T if back else times
    points = (np.array(places).T for places in (homes, sites))
    found = nearest_at(sample_twins.network, None, options, *points, count=3, back=back)
    check_ranks(*(array[0] for array in found), times)
    assert (found[0][0, 0] >= 0).mean() > 0.9


STREETS = ("walk_speed", "max_time", "snap_radius", "wheelchair")
STREETS_BY_WHEEL = {
    "cycle": ("cycle_speed",),
    "car": ("car_speeds", "car_time_factors", "junction_delays", "driving_side"),
}


@pytest.fixture(scope="session")
def pharmacies(newport_twins):
    """Longitude and latitude of Newport's."""
    places = newport_twins.network.places.to_pylist()
    found = [
        (place["lon"], place["lat"]) for place in places if ("amenity", "pharmacy") in place["tags"]
    ]
    assert len(found) == 12
    return found


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
@pytest.mark.parametrize("when", [DepartAt("2023-06-13 12:00"), ArriveBy("2023-06-13 10:00")])
def test_newport_at_random_origins(newport_twins, pharmacies, when, back):
    west, south, east, north = newport_twins.network.health.street_extent
    chance = random.Random(7)
    homes = [(chance.uniform(west, east), chance.uniform(south, north)) for _ in range(300)]
    sites = [*pharmacies, (west - 1, south - 1)]
    reached = agree(newport_twins, when, TravelOptions(), homes, sites, back=back, count=2)
    assert reached > 80


def test_newport_over_windows(newport_twins, pharmacies):
    west, south, east, north = newport_twins.network.health.street_extent
    chance = random.Random(8)
    homes = [(chance.uniform(west, east), chance.uniform(south, north)) for _ in range(30)]
    for when in (DepartAt("2023-06-13 07:30", "30min"), ArriveBy("2023-06-13 18:00", "30min")):
        for back in (False, True):
            assert agree(newport_twins, when, TravelOptions(), homes, pharmacies, back=back) > 5
