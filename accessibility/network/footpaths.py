"""Walks between stops: over the streets where both join them, straight with a detour where not."""

from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod
from scipy.spatial import cKDTree

from accessibility.network import access
from accessibility.routing.transfers import Footpaths
from accessibility.routing.walking import (
    Joined,
    index_targets,
    millimetres_within,
    walk_lists,
    walking_seconds,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.network import Network

__all__ = ["footpaths_between", "joined"]

DETOUR = (13, 10)
"""A straight walk counts 13/10 of its length, rounded up to the millimetre."""
EARTH_RADIUS_M = 6_400_000.0
"""More than any radius of the ellipsoid, so that no pair is overlooked."""


def joined(network: "Network", stops: "NDArray[np.int64]", mode_bit: int = access.FOOT) -> Joined:
    """
    Say where stops join the streets.

    Parameters
    ----------
    network
        The network.
    stops
        The stops.
    mode_bit
        The mode that uses the streets; default on foot.

    Returns
    -------
    Joined
        In the order of `stops`.
    """
    places = network.stops_for(mode_bit)
    return Joined(
        network.timetable.stop_lon[stops],
        network.timetable.stop_lat[stops],
        places.edge[stops],
        places.first_mm[stops],
        places.distance_mm[stops].astype(np.int32),
    )


def footpaths_between(
    network: "Network", walk_speed: int, longest_s: int, mode_bit: int = access.FOOT
) -> Footpaths:
    """
    Find the walks between served stops.

    Parameters
    ----------
    network
        The network.
    walk_speed
        Whole metres per hour.
    longest_s
        Seconds of the longest walk.
    mode_bit
        On foot (default) or in a wheelchair.

    Returns
    -------
    Footpaths
        By stop; none from a stop to itself.
    """
    limit = millimetres_within(longest_s, walk_speed)
    served = np.flatnonzero(network.timetable.stop_used)
    edge = network.stops_for(mode_bit).edge
    over_streets = _over_streets(network, served[edge[served] >= 0], limit, mode_bit)
    straight = _straight(network, served, edge < 0, limit)
    pairs = np.concatenate([over_streets, straight])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    offset = np.zeros(network.timetable.n_stops + 1, np.int64)
    np.cumsum(np.bincount(pairs[:, 0], minlength=network.timetable.n_stops), out=offset[1:])
    return Footpaths(
        offset,
        np.ascontiguousarray(pairs[:, 1]).astype(np.int32),
        walking_seconds(pairs[:, 2], walk_speed),
    )


def _over_streets(
    network: "Network", stops: "NDArray[np.int64]", limit: int, mode_bit: int
) -> "NDArray[np.int64]":
    """Walks between stops that both join: from, to, millimetres."""
    points = joined(network, stops, mode_bit)
    graph = network.walk_graph_for(mode_bit)
    offset, target, length = walk_lists(
        graph, points, points, index_targets(graph, points), limit, np.zeros(1, np.uint8)
    )
    start = np.repeat(np.arange(len(stops)), np.diff(offset))
    other = start != target
    return np.stack([stops[start[other]], stops[target[other]], length[other]], axis=1)


def _straight(
    network: "Network",
    served: "NDArray[np.int64]",
    unjoined: "NDArray[np.bool_]",
    limit: int,
) -> "NDArray[np.int64]":
    """Walks between stops of which one does not join: from, to, millimetres."""
    timetable = network.timetable
    served = served[~np.isnan(timetable.stop_lon[served])]
    lon, lat = timetable.stop_lon[served], timetable.stop_lat[served]
    loose = unjoined[served]
    if not loose.any():
        return np.zeros((0, 3), np.int64)
    reach_m = limit * DETOUR[1] / DETOUR[0] / 1000
    angle = np.radians(np.stack([lon, lat]))
    cartesian = EARTH_RADIUS_M * np.stack(
        [
            np.cos(angle[1]) * np.cos(angle[0]),
            np.cos(angle[1]) * np.sin(angle[0]),
            np.sin(angle[1]),
        ],
        axis=1,
    )
    # Chords on a larger sphere by geodetic latitude: a per cent of room covers the ellipsoid.
    near = cKDTree(cartesian).query_pairs(reach_m * 1.02 + 1, output_type="ndarray")
    near = near[loose[near].any(axis=1)]
    start, end = near[:, 0], near[:, 1]
    metres = Geod(ellps="WGS84").inv(lon[start], lat[start], lon[end], lat[end])[2]
    straight = np.floor(np.asarray(metres) * 1000 + 0.5).astype(np.int64)
    length = -(-straight * DETOUR[0] // DETOUR[1])
    keep = length <= limit
    start, end, length = served[start[keep]], served[end[keep]], length[keep]
    return np.concatenate(
        [np.stack([start, end, length], axis=1), np.stack([end, start, length], axis=1)]
    )
