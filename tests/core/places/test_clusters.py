"""Clusters along the streets: against a plain reading of their definition, and by hand."""

import random

import numpy as np
import pyarrow as pa
import pytest

from accessibility.errors import UsageError
from accessibility.places import clusters
from accessibility.places.clusters import cluster_points
from accessibility.places.points import Points
from tests.oracle.walking import Walker

LIMIT_MM = 75_000


@pytest.fixture(scope="session")
def homes(sample_dwellings):
    table = sample_dwellings.iloc[::4]
    return Points(pa.array(table["id"]), table["lon"].to_numpy(), table["lat"].to_numpy())


@pytest.fixture(scope="session")
def people(sample_dwellings):
    return sample_dwellings.iloc[::4]["people"].to_numpy().astype(float)


@pytest.fixture(scope="session")
def walks(sample_twins, homes):
    """Millimetres of each walk within the limit, by another program."""
    ways = sample_twins.oracle.ways
    walker = Walker(ways.edges, "foot")
    snapped = [ways.join(place, 300) for place in lonlat(homes)]
    found = {}
    for row, start in enumerate(snapped):
        if start is None:
            continue
        reached = walker.reach_mm(start, LIMIT_MM)
        for other, end in enumerate(snapped):
            walk = None if end is None else reached(end)
            if walk is not None and walk <= LIMIT_MM:
                found[row, other] = walk
    return found


def lonlat(points):
    return list(zip(points.lon.tolist(), points.lat.tolist(), strict=True))


def plain(points, weights, walks):
    """The definition, word by word: representative and millimetres of each point."""
    ids = points.ids.to_pylist()
    order = sorted(range(len(ids)), key=lambda row: (-weights[row], ids[row]))
    chosen = []
    for row in order:
        if not any((first, row) in walks for first in chosen):
            chosen.append(row)
    answers = {}
    for row, name in enumerate(ids):
        if row in chosen:
            answers[name] = (name, 0)
            continue
        near = [(walks[first, row], k) for k, first in enumerate(chosen) if (first, row) in walks]
        walk, k = min(near)
        answers[name] = (ids[chosen[k]], walk)
    return answers


def members(found):
    table = found.members
    walks = [round(metres * 1000) for metres in table["distance_m"].to_pylist()]
    pairs = zip(table["cluster_id"].to_pylist(), walks, strict=True)
    return dict(zip(table["id"].to_pylist(), pairs, strict=True))


@pytest.mark.parametrize("weighted", [False, True])
def test_the_clusters_are_those_of_the_definition(sample_twins, homes, people, walks, weighted):
    weights = people if weighted else None
    found = cluster_points(sample_twins.network, homes, weights=weights)
    ones = np.ones(len(homes))
    expected = plain(homes, people if weighted else ones, walks)
    assert members(found) == expected
    assert 1 < len(found.points) < len(homes)


def test_counts_and_weights_add_up(sample_twins, homes, people):
    found = cluster_points(sample_twins.network, homes, weights=people)
    table = found.members.to_pandas()
    assert table["id"].tolist() == homes.ids.to_pylist()
    sums = (
        table.groupby("cluster_id")["weight"].agg(["size", "sum"]).loc[found.points.ids.to_pylist()]
    )
    assert found.counts.tolist() == sums["size"].tolist()
    assert found.weights.tolist() == sums["sum"].tolist()
    assert found.counts.sum() == len(homes)
    assert found.weights.sum() == people.sum()
    places = dict(zip(homes.ids.to_pylist(), lonlat(homes), strict=True))
    assert [places[name] for name in found.points.ids.to_pylist()] == lonlat(found.points)


def test_without_weights_each_counts_as_one(sample_twins, homes):
    found = cluster_points(sample_twins.network, homes)
    assert found.weights.tolist() == found.counts.tolist()


def test_the_order_of_the_points_changes_nothing(sample_twins, homes, people):
    rows = list(range(len(homes)))
    random.Random(3).shuffle(rows)
    mixed = Points(homes.ids.take(pa.array(rows)), homes.lon[rows], homes.lat[rows])
    one = cluster_points(sample_twins.network, homes, weights=people)
    other = cluster_points(sample_twins.network, mixed, weights=people[rows])
    assert members(one) == members(other)


def test_blocks_change_nothing(sample_twins, homes, people, monkeypatch):
    one = cluster_points(sample_twins.network, homes, weights=people)
    monkeypatch.setattr(clusters, "AT_ONCE", 7)
    other = cluster_points(sample_twins.network, homes, weights=people)
    assert one.members.equals(other.members)


def test_the_distance_may_be_chosen(sample_twins, homes):
    sizes = [
        len(cluster_points(sample_twins.network, homes, distance_m=metres).points)
        for metres in (1, 40, 75, 300)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_points_at_one_place_and_points_far_away(sample_twins, homes):
    lon, lat = homes.lon[0], homes.lat[0]
    points = Points(
        pa.array([5, 3, 7, 8]), np.array([lon, lon, 20.0, 20.0]), np.array([lat, lat, 1.0, 1.0])
    )
    found = cluster_points(sample_twins.network, points)
    assert members(found) == {5: (3, 0), 3: (3, 0), 7: (7, 0), 8: (8, 0)}
    assert found.points.ids.to_pylist() == [3, 7, 8]
    assert found.notes == [
        "4 points in 3 clusters of at most 75 m.",
        "2 points too far from any street, each a cluster of its own.",
    ]


def test_the_heaviest_stands_for_the_others(sample_twins, homes):
    lon, lat = homes.lon[0], homes.lat[0]
    points = Points(pa.array(["a", "b", "c"]), np.full(3, lon), np.full(3, lat))
    found = cluster_points(sample_twins.network, points, weights=np.array([1.0, 5.0, 5.0]))
    assert found.points.ids.to_pylist() == ["b"]
    assert (found.counts.tolist(), found.weights.tolist()) == ([3], [11.0])


@pytest.mark.parametrize("metres", [0, -1, 2001, float("nan")])
def test_distances_that_cannot_be_meant(sample_twins, homes, metres):
    with pytest.raises(UsageError, match=r"distance_m: .* is out of range: from 1 to 2000 metres"):
        cluster_points(sample_twins.network, homes, distance_m=metres)


def test_weights_that_cannot_be_meant(sample_twins, homes, people):
    with pytest.raises(UsageError, match=r"weights: there are 2 for 300 points"):
        cluster_points(sample_twins.network, homes, weights=np.ones(2))
    for wrong in (-1.0, np.nan, np.inf):
        bad = people.copy()
        bad[3] = wrong
        with pytest.raises(UsageError, match=r"weights: (-1|nan|inf) of D\d+ \(1 such\)"):
            cluster_points(sample_twins.network, homes, weights=bad)
