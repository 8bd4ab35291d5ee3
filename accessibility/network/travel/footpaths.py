"""Walks between stops: over the streets where both join them, straight with a detour where not."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.network.extract import access
from accessibility.network.travel.entrances import DETOUR, Entered, same_station, straight_mm
from accessibility.network.travel.nearness import near_pairs
from accessibility.routing.transfers import Footpaths
from accessibility.routing.walking import (
    Joined,
    index_targets,
    millimetres_within,
    walk_lists,
    walking_seconds,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from accessibility.network.network import Network

__all__ = ["StopPlaces", "footpaths_between", "joined"]


class StopPlaces(NamedTuple):
    """
    Places at which stops join the streets: their own, or the entrances of their stations.

    Parameters
    ----------
    points
        The places; first one of each stop, in the order asked, which does not join if the stop is
        entered elsewhere or not at all; then entrances.
    stop
        To which stop, counted in that order, each place leads.
    """

    points: Joined
    stop: "NDArray[np.int32]"


def joined(
    network: "Network",
    stops: "NDArray[np.int64]",
    mode_bit: int = access.FOOT,
    refused: "Sequence[int]" = (),
) -> StopPlaces:
    """
    Say where stops join the streets of those who walk.

    Parameters
    ----------
    network
        The network.
    stops
        The stops.
    mode_bit
        On foot (default) or in a wheelchair.
    refused
        Values of `wheelchair_boarding` that close entrances; default none.

    Returns
    -------
    StopPlaces
        Of these stops.
    """
    timetable, places = network.timetable, network.stops_for(mode_bit)
    inside = network.entered(mode_bit, refused)
    number = np.full(timetable.n_stops, -1, np.int32)
    number[stops] = np.arange(len(stops), dtype=np.int32)
    asked = np.flatnonzero(number[inside.ways.stop] >= 0)
    rows = np.concatenate([stops, inside.ways.entrance[asked]])
    onward = np.zeros(len(rows), np.int32)
    onward[len(stops) :] = inside.ways.length_mm[asked]
    edge = places.edge[rows]
    edge[: len(stops)][(inside.through | inside.closed)[stops]] = -1
    points = Joined(
        timetable.stop_lon[rows],
        timetable.stop_lat[rows],
        edge,
        places.first_mm[rows],
        places.distance_mm[rows].astype(np.int32) + onward,
        onward,
    )
    stop = np.concatenate([number[stops], number[inside.ways.stop[asked]]])
    return StopPlaces(points, stop)


def footpaths_between(
    network: "Network",
    walk_speed: int,
    longest_s: int,
    mode_bit: int = access.FOOT,
    refused: "Sequence[int]" = (),
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
    refused
        Values of `wheelchair_boarding` that close entrances; default none.

    Returns
    -------
    Footpaths
        By stop; none from a stop to itself.
    """
    limit = millimetres_within(longest_s, walk_speed)
    served = np.flatnonzero(network.timetable.stop_used)
    inside = network.entered(mode_bit, refused)
    joins = (network.stops_for(mode_bit).edge >= 0) & ~inside.closed | inside.through
    over_streets = _over_streets(network, served[joins[served]], limit, mode_bit, refused)
    straight = _straight(network, served, ~joins & ~inside.closed, inside, limit)
    pairs = np.concatenate([over_streets, straight])
    if inside.through.any():  # several ways through entrances
        pairs = _shortest(pairs)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    offset = np.zeros(network.timetable.n_stops + 1, np.int64)
    np.cumsum(np.bincount(pairs[:, 0], minlength=network.timetable.n_stops), out=offset[1:])
    return Footpaths(
        offset,
        np.ascontiguousarray(pairs[:, 1]).astype(np.int32),
        walking_seconds(pairs[:, 2], walk_speed),
    )


def _shortest(pairs: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Each pair of stops once."""
    pairs = pairs[np.lexsort((pairs[:, 2], pairs[:, 1], pairs[:, 0]))]
    first = np.ones(len(pairs), np.bool_)
    first[1:] = (np.diff(pairs[:, :2], axis=0) != 0).any(axis=1)
    return pairs[first]


def _over_streets(
    network: "Network",
    stops: "NDArray[np.int64]",
    limit: int,
    mode_bit: int,
    refused: "Sequence[int]",
) -> "NDArray[np.int64]":
    """Walks between stops that both join: from, to, millimetres."""
    points, stop = joined(network, stops, mode_bit, refused)
    graph = network.walk_graph_for(mode_bit)
    offset, target, length = walk_lists(
        graph, points, points, index_targets(graph, points, stop), limit, np.zeros(1, np.uint8)
    )
    start = np.repeat(stop, np.diff(offset))
    other = start != target
    return np.stack([stops[start[other]], stops[target[other]], length[other]], axis=1)


def _straight(
    network: "Network",
    served: "NDArray[np.int64]",
    loose: "NDArray[np.bool_]",
    inside: Entered,
    limit: int,
) -> "NDArray[np.int64]":
    """
    Walks that use no street: from, to, millimetres.

    Between stops of which one does not join (is loose), and within stations that have entrances.
    """
    timetable = network.timetable
    lon, lat = timetable.stop_lon, timetable.stop_lat
    start, end = same_station(timetable, inside.through | inside.closed)
    if loose[served].any():
        walled = inside.closed[served] | np.isnan(lon[served])
        one, other = _near(network, served[~walled], loose, limit)
        start, end = np.concatenate([start, one]), np.concatenate([end, other])
    length = straight_mm(lon, lat, start, end)
    keep = length <= limit
    start, end, length = start[keep], end[keep], length[keep]
    return np.concatenate(
        [np.stack([start, end, length], axis=1), np.stack([end, start, length], axis=1)]
    )


def _near(
    network: "Network", stops: "NDArray[np.int64]", loose: "NDArray[np.bool_]", limit: int
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Pairs of stops within a straight walk of each other, one of them loose."""
    timetable = network.timetable
    reach_m = limit * DETOUR[1] / DETOUR[0] / 1000
    near = near_pairs(timetable.stop_lon[stops], timetable.stop_lat[stops], reach_m)
    near = stops[near[loose[stops[near]].any(axis=1)]]
    return near[:, 0], near[:, 1]
