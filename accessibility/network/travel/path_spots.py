"""Where points and stops join the streets of a mode, each place by which one may come to them."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.network.travel.driving import connector_ms
from accessibility.network.travel.entrances import straight_mm
from accessibility.network.travel.footpaths import StopPlaces, joined
from accessibility.network.travel.usable import refused_values
from accessibility.network.travel.ways import bit_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.options import TravelOptions

__all__ = ["Spots", "point_spots", "stop_spots", "straight_walk_mm"]


class Spots(NamedTuple):
    """
    Places by which one comes to a point or stop.

    Parameters
    ----------
    place
        Longitude and latitude of what is meant itself.
    lon, lat
        WGS84 degrees of each place: the point itself, or an entrance.
    edge
        The edge joined; -1 for a place that does not join.
    first_mm
        Millimetres from the edge's first vertex.
    away_mm
        Millimetres between the street and the place.
    onward_mm
        Millimetres walked between the place and what is meant.
    cost
        What the last two come to: millimetres on foot, milliseconds otherwise.
    """

    place: tuple[float, float]
    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"
    edge: "NDArray[np.int32]"
    first_mm: "NDArray[np.int32]"
    away_mm: "NDArray[np.int64]"
    onward_mm: "NDArray[np.int64]"
    cost: "NDArray[np.int64]"


def point_spots(
    network: "Network", mode: str, options: "TravelOptions", lon: float, lat: float
) -> Spots:
    """
    Say where a point joins.

    Parameters
    ----------
    network
        The network.
    mode
        ``walk``, ``cycle`` or ``car``.
    options
        What travellers can and will do.
    lon, lat
        WGS84 degrees.

    Returns
    -------
    Spots
        One place.
    """
    at = np.array([lon]), np.array([lat])
    snapped = network.snap(*at, options.snap_radius_mm, bit_of(mode, options))
    away = np.clip(snapped.distance_mm, 0, options.snap_radius_mm)
    return _spots((lon, lat), at, snapped.edge, snapped.first_mm, away, mode, options)


def stop_spots(network: "Network", mode: str, options: "TravelOptions", stop: int) -> Spots:
    """
    Say where a stop joins.

    Parameters
    ----------
    network
        The network.
    mode
        ``walk``, ``cycle`` or ``car``.
    options
        What travellers can and will do.
    stop
        The stop.

    Returns
    -------
    Spots
        On foot the entrances of its station, if it is entered so.
    """
    lon, lat = float(network.timetable.stop_lon[stop]), float(network.timetable.stop_lat[stop])
    bit = bit_of(mode, options)
    if mode != "walk":
        snapped = network.stops_for(bit)
        at = np.array([lon]), np.array([lat])
        one = slice(stop, stop + 1)
        away = np.clip(snapped.distance_mm[one], 0, network.stop_snap_radius_mm)
        return _spots((lon, lat), at, snapped.edge[one], snapped.first_mm[one], away, mode, options)
    places = _walked_stops(network, options)
    points = places.points
    rows = np.flatnonzero(places.stop == stop)
    onward = points.onward[rows].astype(np.int64)
    away = points.connector[rows] - onward
    at = points.longitude[rows], points.latitude[rows]
    return _spots(
        (lon, lat), at, points.edge[rows], points.first[rows], away, mode, options, onward
    )


def _walked_stops(network: "Network", options: "TravelOptions") -> StopPlaces:
    """Where walkers come to all stops that are served, in memory."""
    bit, refused = bit_of("walk", options), refused_values(options)

    def make() -> StopPlaces:
        served = np.flatnonzero(network.timetable.stop_used)
        places = joined(network, served, bit, refused)
        return StopPlaces(places.points, served[places.stop].astype(np.int32))

    return network.remember(("stops on foot", bit, refused), make)


def _spots(
    place: tuple[float, float],
    at: "tuple[NDArray[np.float64], NDArray[np.float64]]",
    edge: "NDArray[np.int32]",
    first_mm: "NDArray[np.int32]",
    away_mm: "NDArray[np.int64]",
    mode: str,
    options: "TravelOptions",
    onward_mm: "NDArray[np.int64] | None" = None,
) -> Spots:
    away = np.asarray(away_mm, np.int64)
    onward = np.zeros_like(away) if onward_mm is None else onward_mm
    cost = away + onward if mode == "walk" else connector_ms(away, options.walk_speed_mph)
    return Spots(place, *at, edge, first_mm, away, onward, cost)


def straight_walk_mm(
    network: "Network", options: "TravelOptions", stop: int, other: int
) -> int | None:
    """
    Measure the straight walk between two stops, where people may walk so.

    Parameters
    ----------
    network
        The network.
    options
        What travellers can and will do.
    stop, other
        The stops.

    Returns
    -------
    int or None
        Millimetres; None where only streets lead from one to the other.
    """
    timetable = network.timetable
    bit = bit_of("walk", options)
    inside = network.entered(bit, refused_values(options))
    pair = np.array([stop, other])
    entered = (inside.through | inside.closed)[pair]
    station = timetable.stop_station[pair]
    if entered.all() and station[0] == station[1]:
        allowed = True
    else:
        joins = (network.stops_for(bit).edge[pair] >= 0) | inside.through[pair]
        allowed = not inside.closed[pair].any() and not joins.all()
    if not allowed or np.isnan(timetable.stop_lon[pair]).any():
        return None
    lon, lat = timetable.stop_lon, timetable.stop_lat
    return int(straight_mm(lon, lat, pair[:1], pair[1:])[0])
