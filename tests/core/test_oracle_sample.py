"""Kernels and oracle on the sample town: all pairs of sixty points, to the second."""

import numpy as np
import pytest

from accessibility import BuildOptions, DepartAt, TravelOptions
from accessibility.network.network import Network
from tests.core.comparison import PERCENTILES, Twins, agreed, by_kernels
from tests.oracle import Oracle

MORNING = DepartAt("2025-05-13 07:30", "1h")
SCHOOL_IS_OUT = DepartAt("2025-05-13 15:20:30", "50min")

WHEN = {
    "morning": MORNING,
    "school is out": SCHOOL_IS_OUT,
    "one minute": DepartAt("2025-05-13 11:59:59", 1),
    "odd second": DepartAt("2025-05-13 08:07:23"),
    "last train": DepartAt("2025-05-13 23:31:07"),
    "night bus of yesterday": DepartAt("2025-05-17 00:20:41"),
    "across midnight": DepartAt("2025-05-16 23:15", "100min"),
    "across midnight into Sunday": DepartAt("2025-05-17 23:45", "40min"),
    "bank holiday": DepartAt("2025-05-26 10:00", "30min"),
    "clocks go forward": DepartAt("2025-03-30 00:15", "3h"),
    "clocks go back": DepartAt("2025-10-26 00:15", "3h"),
    "first day": DepartAt("2025-01-06 06:00", "30min"),
}
LIMITS = {
    "one ride": {"max_rides": 1},
    "two rides": {"max_rides": 2},
    "three rides": {"max_rides": 3, "max_walk_time": 8, "max_transfer_time": 4},
    "rail alone": {"transit_modes": ("rail",)},
    "bus alone": {"transit_modes": ("bus",)},
    "no vehicle of the kind": {"transit_modes": ("ferry", "tram")},
    "fast walkers": {"walk_speed": 5.04},
    "slow walkers": {"walk_speed": 2.345, "boarding_slack": "90s"},
    "no slack to speak of": {"boarding_slack": "1s", "max_walk_time": 10},
    "no walks between stops": {"max_transfer_time": 0, "max_walk_time": "6min"},
    "long walks between stops": {"max_transfer_time": 30, "max_walk_time": 12},
    "little time": {"max_time": "1501s"},
    "walks beyond all time": {"max_time": "700s", "max_walk_time": 40},
    "near streets only": {"snap_radius": 11.5},
    "far from streets": {"snap_radius": 1600},
}


@pytest.fixture(scope="session")
def points(sample_twins, sample_dwellings):
    """Every twentieth dwelling, and three of those that are too far from any street."""
    lon, lat = sample_dwellings["lon"].to_numpy(), sample_dwellings["lat"].to_numpy()
    joins = sample_twins.network.snap(lon, lat, 300_000).edge >= 0
    rows = [*np.flatnonzero(joins)[::20][:57], *np.flatnonzero(~joins)[:3]]
    assert len(rows) == 60
    return list(zip(lon[rows].tolist(), lat[rows].tolist(), strict=True))


@pytest.mark.parametrize("when", WHEN.values(), ids=WHEN.keys())
def test_all_pairs_at_all_times(sample_twins, points, when):
    cells = agreed(sample_twins, when, TravelOptions(), points, points, PERCENTILES)
    on_foot = by_kernels(
        sample_twins.network, None, TravelOptions(mode="walk", max_time=20), points, points
    )
    ridden = (cells[0] >= 0) & (cells[0] != on_foot[0])
    assert ridden.mean() > 0.01  # vehicles are of use
    assert (cells[:, 57:] == -1).all()  # the three too far


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS.keys())
def test_all_limits_to_all_points(sample_twins, points, limits):
    asked = (SCHOOL_IS_OUT, TravelOptions(**limits), points[::3], points, PERCENTILES)
    cells = agreed(sample_twins, *asked)
    usual = by_kernels(sample_twins.network, SCHOOL_IS_OUT, TravelOptions(), *asked[2:])
    assert (cells != usual).any()  # the limit was felt
    assert (cells >= 0).mean() > 0.01


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"walk_speed": 0.5, "max_time": 1440},
        {"walk_speed": 11.111, "max_time": "599s"},
        {"snap_radius": 1600, "max_time": 20},
        {"snap_radius": 12.345},
        {"wheelchair": True},
    ],
)
def test_all_pairs_on_foot(sample_twins, points, options):
    cells = agreed(sample_twins, None, TravelOptions(mode="walk", **options), points, points)
    assert (cells > 0).mean() > 0.1
    assert len(np.unique(cells)) > 200


def test_stops_that_do_not_join_the_streets(sample_inputs, points, tmp_path):
    radius = 5
    network = Network.build(
        *sample_inputs, tmp_path / "town.network", BuildOptions(stop_snap_radius=radius)
    )
    loose = Twins(network, Oracle(*sample_inputs, stop_snap_radius=radius))
    used = network.timetable.stop_used
    assert 0.1 < (network.stops.edge[used] < 0).mean() < 0.9
    assert agreed(loose, MORNING, TravelOptions(), points, points, PERCENTILES).max() > 0
