"""Our matrix of Newport beside the opinion of Conveyal's engine R5 on the same question."""

import numpy as np
import pytest

from accessibility.network.extract.access import BICYCLE, CAR
from benchmarks.r5_pairs import Comparison
from benchmarks.r5_streets import (
    ANGLES,
    CAR_STEPS,
    CYCLE_STEPS,
    CarRules,
    CycleRules,
    by_bicycle,
    by_car,
)
from benchmarks.r5_what_if import (
    NEAR_M,
    R5_WALK_FACTOR,
    WHEN,
    City,
    for_residents_closed,
    medians,
    options_of,
    place_on_edge,
    rewritten,
    seconds_of,
    walks,
)

# One program may find a way where the other finds none, but seldom.
MOST_ONE_ONLY = 0.03


@pytest.fixture(scope="module")
def city(shared_data):
    return City(shared_data)


@pytest.fixture(scope="module")
def compared(city, newport_twins):
    return Comparison(city, newport_twins.network)


def shares(compared, ours, theirs):
    """Correlation, shares within one and two minutes, and share of cells that only one reaches."""
    both = compared.both(ours, theirs)
    later = np.abs(compared.minutes_later(ours, theirs)[both])
    one_only = compared.near & (np.isnan(ours) != np.isnan(theirs))
    same = np.corrcoef(np.floor(ours[both] / 60), theirs[both])[0, 1]
    share_one_only = one_only.sum() / compared.near.sum()
    return same, (later <= 1).mean(), (later <= 2).mean(), share_one_only


def test_the_same_is_asked(city, compared):
    """R5 was asked for 2 h from 8 o'clock, from 349 centroids to 511; near a street are fewer."""
    assert (WHEN.moment.hour, WHEN.window_s) == (8, 7200)
    assert options_of("transit").max_transfer_time_s == 1000
    assert (options_of("transit").snap_radius, NEAR_M) == (1600, 100)
    assert 310 < (compared.near.any(axis=1)).sum() < 349
    assert (~np.isnan(city.r5.transit[compared.near])).mean() > 0.9


def test_medians_by_public_transport(city, compared):
    ours = medians(city, compared.network)
    same, within_one, within_two, one_only = shares(compared, ours, city.r5.transit)
    assert same > 0.99
    assert within_one >= 0.89
    assert within_two >= 0.93
    assert one_only <= MOST_ONE_ONLY


def test_walks(city, compared):
    """R5 rounds each street edge up, which makes its walks 1.2 per cent longer: a minute in 82."""
    ours = walks(city, compared.network)
    same, within_one, within_two, one_only = shares(compared, ours, city.r5.walk)
    assert same > 0.999
    assert within_one >= 0.88
    assert within_two >= 0.955
    assert one_only <= MOST_ONE_ONLY
    both = compared.both(ours, city.r5.walk) & (ours > 600)
    assert np.median((city.r5.walk * 60 + 30)[both] / ours[both]) == pytest.approx(
        R5_WALK_FACTOR, abs=0.002
    )
    longer = np.ceil(ours * R5_WALK_FACTOR)
    assert shares(compared, longer, city.r5.walk)[1] >= 0.95


def test_walks_when_nobody_walks_through_residents_streets(city, compared, tmp_path):
    """With R5's reading of access=destination, nearly all walks are R5's to the minute."""
    osm = rewritten(city.osm, tmp_path / "changed.osm.pbf", for_residents_closed)
    ours = walks(city, city.build(tmp_path, "changed", osm))
    same, within_one, within_two, _ = shares(compared, np.ceil(ours * R5_WALK_FACTOR), city.r5.walk)
    assert same > 0.9998
    assert within_one >= 0.985
    assert within_two >= 0.995


def test_places_on_other_edges_are_found(city, compared):
    """The geometry here is plain; on the joined edge it must come to the network's own place."""
    joins = compared.joins
    for row in np.flatnonzero(compared.near.any(axis=1))[::10]:
        first_mm, straight_mm = place_on_edge(
            compared.network, city.lon[row], city.lat[row], int(joins.edge[row])
        )
        assert straight_mm == pytest.approx(joins.distance_mm[row], rel=0.01, abs=20)
        assert first_mm == pytest.approx(joins.first_mm[row], abs=500)


@pytest.fixture(scope="module")
def by_car_compared(city, newport_twins):
    return Comparison(city, newport_twins.network, CAR)


@pytest.fixture(scope="module")
def by_bicycle_compared(city, newport_twins):
    return Comparison(city, newport_twins.network, BICYCLE)


def with_all(steps, rules):
    for step in steps.values():
        rules = step(rules)
    return rules


def test_cars_with_our_rules(city, by_car_compared):
    """R5 waits much longer at crossings: 30 s to turn left, 10 s to turn right, at each of them."""
    ours = by_car(city, by_car_compared.network)
    same, within_one, within_two, one_only = shares(by_car_compared, ours, city.r5.car)
    assert same > 0.96
    assert within_one > 0.13
    assert within_two > 0.3
    assert one_only <= MOST_ONE_ONLY
    assert (ours == seconds_of(city, by_car_compared.network, "car"))[~np.isnan(ours)].all()


def test_cars_with_the_rules_of_r5(city, by_car_compared):
    """Turn costs explain most of it; with its speeds and rounding nearly all cells are R5's."""
    network = by_car_compared.network
    turns_only = by_car(city, network, CAR_STEPS[ANGLES](CarRules()))
    assert shares(by_car_compared, turns_only, city.r5.car)[1] > 0.8
    ours = by_car(city, network, with_all(CAR_STEPS, CarRules()))
    same, within_one, within_two, _ = shares(by_car_compared, ours, city.r5.car)
    assert same > 0.99
    assert within_one > 0.97
    assert within_two > 0.995


def test_bicycles_with_our_rules(city, by_bicycle_compared):
    """R5 pushes bicycles along busy roads, tracks, and all streets that meet them."""
    ours = by_bicycle(city, by_bicycle_compared.network)
    assert (ours == seconds_of(city, by_bicycle_compared.network, "cycle"))[~np.isnan(ours)].all()
    same, within_one, within_two, one_only = shares(by_bicycle_compared, ours, city.r5.bicycle)
    assert same > 0.95
    assert within_one > 0.16
    assert within_two > 0.26
    assert one_only <= MOST_ONE_ONLY


def test_bicycles_with_the_rules_of_r5(city, by_bicycle_compared):
    ours = by_bicycle(city, by_bicycle_compared.network, with_all(CYCLE_STEPS, CycleRules()))
    same, within_one, within_two, _ = shares(by_bicycle_compared, ours, city.r5.bicycle)
    assert same > 0.998
    assert within_one > 0.9
    assert within_two > 0.97
