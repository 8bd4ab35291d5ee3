"""Kernels and oracle on the sample town: all pairs of sixty points, to the second.

On odd days fewer points are asked, in both directions and by both measures, with the third feed: a
coach of it comes home at 56:22.
"""

import numpy as np
import pytest

from accessibility import ArriveBy, BuildOptions, DepartAt, TravelOptions
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
ODD_DAYS = {  # the first departure, the last deadline, the window of both, and whether one rides
    "clocks go forward": ("2025-03-30 00:15", "2025-03-30 02:40", "100min", True),
    "clocks go back": ("2025-10-26 00:15", "2025-10-26 02:10", "130min", True),
    "the fifty-seventh hour": ("2025-05-13 07:50", "2025-05-13 08:31", "20min", True),
    "the fifty-seventh hour, of one feed": ("2025-12-16 07:41", "2025-12-16 08:22", "10min", True),
    "across midnight": ("2025-05-16 23:30", "2025-05-17 00:45", "40min", True),
    "holiday by calendar_dates": ("2025-05-26 10:00", "2025-05-26 11:20", "15min", True),
    "Friday that counts as Sunday": ("2025-04-18 09:30", "2025-04-18 11:00", "15min", True),
    "Sunday before all service": ("2025-05-18 03:00", "2025-05-18 05:00", "15min", False),
    "dead of night": ("2025-05-17 02:10", "2025-05-17 04:30", "15min", False),
    "first morning of all": ("2025-01-06 05:20", "2025-01-06 07:10", "20min", True),
    "before the first vehicle of all": ("2025-01-06 00:01", "2025-01-06 01:00", "10min", False),
    "last evening of all": ("2025-12-14 20:00", "2025-12-14 20:35", "15min", True),
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


@pytest.fixture(scope="module")
def few_points(valley_twins, points):
    """Dwellings all over the town, and two stops of the coach of the third feed."""
    known = {stop.id: stop.lonlat for stop in valley_twins.oracle.timetable.stops}
    return [known["VP2"], known["VBC"], *points[4:54:5]]


@pytest.mark.parametrize("measure", ["elapsed", "journey"])
@pytest.mark.parametrize("direction", [DepartAt, ArriveBy])
@pytest.mark.parametrize("odd", ODD_DAYS.values(), ids=ODD_DAYS.keys())
def test_odd_days_in_both_directions_by_both_measures(
    valley_twins, few_points, odd, direction, measure
):
    first, last, window, rides = odd
    when = direction(first if direction is DepartAt else last, window, measure)
    ends = few_points, few_points[:2] + few_points[2::3]
    cells = agreed(valley_twins, when, TravelOptions(), *ends, (1, 50, 100))
    on_foot = TravelOptions(mode="walk", max_time=20)
    walks = by_kernels(valley_twins.network, None, on_foot, *ends)
    assert (cells[0] != walks[0]).any() == rides


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
