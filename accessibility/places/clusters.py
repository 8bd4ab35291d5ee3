"""Points that are near to one another along the streets, put together to be asked about once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from accessibility.errors import UsageError
from accessibility.network.extract import access
from accessibility.options import TravelOptions
from accessibility.places.points import Points
from accessibility.progress import Silent, heed
from accessibility.routing.walking import Joined, index_targets, walk_lists

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.network.travel.joining import SnappedPoints
    from accessibility.progress import Progress

__all__ = ["Clusters", "cluster_points"]

DISTANCE_M = 75.0
MOST_M = 2_000.0
AT_ONCE = 4_096
"""Points from which walks are searched in one go."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """
    Clusters of points, each with one of its members to stand for it.

    Parameters
    ----------
    points
        The representatives, in the order in which they stand among the points.
    counts
        How many points each cluster has, its representative included.
    weights
        Summed weight of each cluster; equal to the counts if no weights were given.
    members
        One row for each point, in their order: `id`, `cluster_id` (the identifier of the
        representative), `distance_m` (the walk to it) and `weight`.
    notes
        What was counted, as sentences.
    """

    points: Points
    counts: "NDArray[np.int64]"
    weights: "NDArray[np.float64]"
    members: pa.Table
    notes: list[str]


def cluster_points(
    network: "Network",
    points: Points,
    distance_m: float = DISTANCE_M,
    weights: "NDArray[np.float64] | None" = None,
    progress: "Progress | None" = None,
) -> Clusters:
    """
    Put points into clusters along the streets.

    Points are taken in the order of their weight, the heaviest first, and of those of equal weight
    in the order of their identifiers. A point that lies within the distance of no representative
    so far becomes one. Then every other point joins the nearest representative, of equally near
    ones that which was taken first. So the clusters do not depend on the order of the points;
    each member is within the distance of its representative, and no representative of another.

    The distance is that of the whole walk: from the point to the street, along streets, and from
    the street to the representative, as for any walk. So what is reached on foot from a
    representative is reached from each member by a walk that is at most so much longer or shorter.
    Points at the same coordinates are no distance apart. Points that join no street stay clusters
    of their own.

    Parameters
    ----------
    network
        The network.
    points
        The points.
    distance_m
        The longest walk from a member to its representative, in metres; default 75.
    weights
        Weight of each point, such as dwellings; default one each.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    Clusters
        Representatives with counts and weights, and whose members are which.

    Raises
    ------
    UsageError
        If the distance is not within 1 m and 2 km, or weights are negative, no numbers, or not as
        many as points.
    Interrupted
        If the progress cancelled.
    """
    progress = progress or Silent()
    if not 1 <= distance_m <= MOST_M:
        msg = f'distance_m: "{distance_m}" is out of range: from 1 to {MOST_M:g} metres.'
        raise UsageError(msg)
    weight = _checked(weights, points)
    snapped = network.snap(points.lon, points.lat, TravelOptions().snap_radius_mm)
    limit = int(distance_m * 1000)
    to, walk = _assign(network, _joined(points, snapped), _order(points, weight), limit, progress)
    chosen = np.flatnonzero(to == np.arange(len(to)))
    number = np.searchsorted(chosen, to)
    ids = points.ids.take(pa.array(chosen))
    members = pa.table(
        {
            "id": points.ids,
            "cluster_id": ids.take(pa.array(number)),
            "distance_m": walk / 1000,
            "weight": weight,
        }
    )
    alone = int((snapped.edge < 0).sum())
    notes = [f"{len(points):,} points in {len(chosen):,} clusters of at most {distance_m:g} m."]
    if alone:
        notes.append(f"{alone:,} points too far from any street, each a cluster of its own.")
    return Clusters(
        Points(ids, points.lon[chosen], points.lat[chosen]),
        np.bincount(number, minlength=len(chosen)),
        np.bincount(number, weight, minlength=len(chosen)).astype(np.float64),
        members,
        notes,
    )


def _checked(weights: "NDArray[np.float64] | None", points: Points) -> "NDArray[np.float64]":
    if weights is None:
        return np.ones(len(points))
    weight = np.asarray(weights, np.float64)
    if len(weight) != len(points):
        msg = f"weights: there are {len(weight)} for {len(points)} points. Give one for each."
        raise UsageError(msg)
    wrong = np.flatnonzero(~(np.isfinite(weight) & (weight >= 0)))
    if len(wrong):
        which, value = points.ids[int(wrong[0])].as_py(), weight[wrong[0]]
        msg = f"weights: {value:g} of {which} ({len(wrong)} such) is no weight. Give 0 or more."
        raise UsageError(msg)
    return weight


def _order(points: Points, weight: "NDArray[np.float64]") -> "NDArray[np.int64]":
    """Rows by weight, heaviest first, then by identifier."""
    ids = points.ids.to_pylist()
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    return by_id[np.argsort(-weight[by_id], kind="stable")]


def _joined(points: Points, snapped: "SnappedPoints") -> Joined:
    connector = np.where(snapped.edge >= 0, snapped.distance_mm, 0).astype(np.int32)
    return Joined(
        np.array(points.lon, np.float64),
        np.array(points.lat, np.float64),
        snapped.edge,
        snapped.first_mm,
        connector,
        np.zeros(len(points), np.int32),
    )


def _some(places: Joined, rows: "NDArray[np.int64]") -> Joined:
    return places._replace(**{name: getattr(places, name)[rows] for name in places._fields})


def _assign(
    network: "Network",
    places: Joined,
    order: "NDArray[np.int64]",
    limit: int,
    progress: "Progress",
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """
    Find each point's representative and the millimetres of the walk to it.

    Walks are searched from a block of points that no representative reaches yet; within it those
    that come first are looked at first, so that blocks change nothing.
    """
    graph = network.walk_graph_for(access.FOOT)
    index = index_targets(graph, places)
    flag = np.zeros(1, np.uint8)
    to = np.full(len(order), -1)
    best = np.full(len(order), limit + 1)
    progress.start("Clustering points", len(order))
    begin = 0
    while begin < len(order):
        heed(progress)
        rest = order[begin:]
        rest = rest[to[rest] < 0][:AT_ONCE]
        if not len(rest):
            break
        origins = _some(places, rest)
        offset, target, walk = walk_lists(graph, origins, places, index, limit, flag)
        for k, row in enumerate(rest.tolist()):
            if to[row] >= 0:
                continue
            near = target[offset[k] : offset[k + 1]]
            here = walk[offset[k] : offset[k + 1]]
            nearer = here < best[near]
            to[near[nearer]], best[near[nearer]] = row, here[nearer]
            to[row], best[row] = row, 0  # also where it reaches nothing, not even itself
        past = int(np.flatnonzero(order == rest[-1])[0]) + 1
        progress.advance(past - begin)
        begin = past
    progress.finish()
    return to, best
