"""What lies near: held against distances on the ellipsoid."""

import numpy as np
import pytest
from pyproj import Geod

from accessibility.network.travel.nearness import near_any, near_pairs

GEOD = Geod(ellps="WGS84")
NOWHERE = np.zeros(0)


def points(seed, count, latitude):
    rng = np.random.default_rng(seed)
    return rng.uniform(-3.2, -2.8, count), latitude + rng.uniform(-0.2, 0.2, count)


def distances(one, other):
    """Metres from each of the first to each of the others."""
    a, b = np.meshgrid(np.arange(len(one[0])), np.arange(len(other[0])), indexing="ij")
    _, _, metres = GEOD.inv(one[0][a], one[1][a], other[0][b], other[1][b])
    return metres


@pytest.mark.parametrize("latitude", [-30.0, 0.0, 51.6, 78.0])
@pytest.mark.parametrize("reach_m", [0.0, 700.0, 9000.0])
def test_none_within_reach_is_overlooked_and_few_beyond_are_found(latitude, reach_m):
    one, other = points(1, 300, latitude), points(2, 40, latitude)
    nearest = distances(one, other).min(axis=1)
    found = near_any(*one, *other, reach_m)
    assert set(np.flatnonzero(nearest <= reach_m)) <= set(found)
    assert (nearest[found] <= reach_m * 1.05 + 2).all()
    assert reach_m < 9000 or len(found) > 0


def test_pairs_are_those_of_a_look_at_all():
    some, reach_m = points(3, 200, 51.6), 900.0
    metres = distances(some, some)
    pairs = {tuple(sorted(pair)) for pair in near_pairs(*some, reach_m).tolist()}
    wanted = {(int(a), int(b)) for a, b in np.argwhere(metres <= reach_m) if a < b}
    assert wanted
    assert wanted <= pairs
    assert all(metres[pair] <= reach_m * 1.05 + 2 for pair in pairs)


def test_what_has_no_place_lies_near_nothing():
    lon, lat = points(4, 3, 51.6)
    unplaced = np.array([np.nan, lon[0]]), np.array([np.nan, lat[0]])
    assert near_any(*unplaced, lon, lat, 10).tolist() == [1]
    assert near_any(lon, lat, NOWHERE, NOWHERE, 10).tolist() == []
    assert near_any(NOWHERE, NOWHERE, lon, lat, 10).tolist() == []


def test_nothing_lies_near_what_has_no_place():
    lon, lat = points(4, 3, 51.6)
    lost = np.array([np.nan])
    unplaced = np.append(lon[:1], lost), np.append(lat[:1], lost)
    assert near_any(lon, lat, *unplaced, 10).tolist() == [0]
    assert near_any(lon, lat, lost, lost, 10).tolist() == []
