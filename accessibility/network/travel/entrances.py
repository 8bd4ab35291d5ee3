"""Ways on foot through the entrances of stations to the stops within."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["Entered", "WaysIn", "entered", "same_station", "straight_mm", "ways_in"]

DETOUR = (13, 10)
"""A straight walk counts 13/10 of its length, rounded up to the millimetre."""

FARTHEST_MM = 2**30
"""More than anybody walks, and little enough that sums stay within 32 bits."""

GEOD = Geod(ellps="WGS84")


class WaysIn(NamedTuple):
    """
    Straight ways between entrances and the served stops of their stations.

    Parameters
    ----------
    stop, entrance
        Rows of stops.txt, ascending.
    length_mm
        What is walked between the two.
    """

    stop: "NDArray[np.int64]"
    entrance: "NDArray[np.int64]"
    length_mm: "NDArray[np.int32]"


class Entered(NamedTuple):
    """
    How people get from the streets to the stops of stations.

    Parameters
    ----------
    ways
        Through entrances that join the streets and are open.
    through
        Which stops are entered and left so, and in no other way.
    closed
        Stops of stations with entrances, none of which is open: nobody walks there from a street.
    """

    ways: WaysIn
    through: "NDArray[np.bool_]"
    closed: "NDArray[np.bool_]"


def straight_mm(
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    start: "NDArray[np.int64]",
    end: "NDArray[np.int64]",
) -> "NDArray[np.int64]":
    """
    Measure walks where no street leads.

    Parameters
    ----------
    lon, lat
        WGS84 degrees of places.
    start, end
        Pairs of them.

    Returns
    -------
    array
        The geodesics in whole millimetres, and three tenths more.
    """
    metres = GEOD.inv(lon[start], lat[start], lon[end], lat[end])[2]
    straight = np.floor(np.asarray(metres) * 1000 + 0.5).astype(np.int64)
    return -(-straight * DETOUR[0] // DETOUR[1])


def ways_in(timetable: "Timetable") -> WaysIn:
    """
    Find the ways between entrances and the served stops of their stations.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    WaysIn
        Of every stop that has a place, whether its entrances join a street or not.
    """
    entrances = np.flatnonzero(timetable.stop_entrance)
    of = timetable.stop_station[entrances]
    order = np.argsort(of, kind="stable")
    placed = ~np.isnan(timetable.stop_lon) & (timetable.stop_station >= 0)
    stops = np.flatnonzero(timetable.stop_used & placed)
    begin, end = (
        np.searchsorted(of[order], timetable.stop_station[stops], side)
        for side in ("left", "right")
    )
    stop, place = _ranges(stops, begin, end)
    entrance = entrances[order][place]
    length = straight_mm(timetable.stop_lon, timetable.stop_lat, entrance, stop)
    return WaysIn(stop, entrance, np.minimum(length, FARTHEST_MM).astype(np.int32))


def entered(
    timetable: "Timetable",
    ways: WaysIn,
    stop_edge: "NDArray[np.int32]",
    refused: "Sequence[int]" = (),
) -> Entered:
    """
    Find out which stops are entered through entrances.

    Parameters
    ----------
    timetable
        The timetables.
    ways
        What `ways_in` found.
    stop_edge
        The edge that each row of stops.txt joins, entrances included; -1 for none.
    refused
        Values of `wheelchair_boarding` that close an entrance; default none.

    Returns
    -------
    Entered
        For travellers who join those edges.
    """
    is_open = ~np.isin(timetable.stop_wheelchair[ways.entrance], refused)
    closed, through = np.zeros((2, timetable.n_stops), np.bool_)
    closed[ways.stop] = True
    closed[ways.stop[is_open]] = False
    kept = is_open & (stop_edge[ways.entrance] >= 0)
    through[ways.stop[kept]] = True
    kept_ways = WaysIn(ways.stop[kept], ways.entrance[kept], ways.length_mm[kept])
    return Entered(kept_ways, through, closed)


def same_station(
    timetable: "Timetable", among: "NDArray[np.bool_]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """
    Pair the stops of each station.

    Parameters
    ----------
    timetable
        The timetables.
    among
        Which stops; all belong to stations.

    Returns
    -------
    start, end
        Every pair once, the stop that stands first in the feed at the start.
    """
    stops = np.flatnonzero(among)
    stops = stops[np.argsort(timetable.stop_station[stops], kind="stable")]
    end = np.searchsorted(timetable.stop_station[stops], timetable.stop_station[stops], "right")
    start, place = _ranges(stops, np.arange(1, len(stops) + 1), end)
    return start, stops[place]


def _ranges(
    values: "NDArray[np.int64]", begin: "NDArray[np.int64]", end: "NDArray[np.int64]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Each value as often as its range is long, and all numbers of the ranges."""
    count = end - begin
    number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(values, count), np.repeat(begin, count) + number
