"""Where points join the streets: a point whose place is not known joins none."""

import numpy as np
import pytest

from accessibility.network.network import Network


@pytest.fixture(scope="module")
def network(town):
    return Network.open(town / "town.network")


def test_points_that_were_not_located_join_nothing_and_change_nothing(network):
    lon, lat = np.array([-2.999, np.nan, -2.99, -2.5]), np.array([51.501, np.nan, np.nan, 51.5])
    found = network.snap(lon, lat, 300_000)
    assert found.edge[1:].tolist() == [-1, -1, -1]
    assert found.distance_mm[1:3].tolist() == [-1, -1]
    assert found.first_mm[1:3].tolist() == [0, 0]
    alone = network.snap(lon[[0, 3]], lat[[0, 3]], 300_000)
    for given, one in zip(found, alone, strict=True):
        assert given[[0, 3]].tolist() == one.tolist()
    assert found.edge[0] >= 0


def test_without_any_located_point_none_joins(network):
    lost = np.full(2, np.nan)
    found = network.snap(lost, lost, 300_000)
    assert found.edge.tolist() == [-1, -1]
    assert found.distance_mm.tolist() == [-1, -1]
