"""Which points lie near others in a straight line, however many there are of both."""

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["near_any", "near_pairs"]

EARTH_RADIUS_M = 6_378_137
ROOM = 1.02
"""Chords of a sphere by geodetic latitude differ by less than that from lines on the ellipsoid."""


def near_pairs(
    lon: "NDArray[np.float64]", lat: "NDArray[np.float64]", reach_m: float
) -> "NDArray[np.int64]":
    """
    Find the pairs of points that lie near each other.

    Parameters
    ----------
    lon, lat
        WGS84 degrees.
    reach_m
        Metres.

    Returns
    -------
    array
        Numbers of points, shape (pairs, 2): all pairs within the reach, and some a little beyond.
    """
    tree = cKDTree(_in_space(lon, lat))
    pairs: NDArray[np.int64] = tree.query_pairs(reach_m * ROOM + 1, output_type="ndarray")
    return pairs


def near_any(
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    other_lon: "NDArray[np.float64]",
    other_lat: "NDArray[np.float64]",
    reach_m: float,
) -> "NDArray[np.int64]":
    """
    Find the points that lie near any of some others.

    Parameters
    ----------
    lon, lat
        WGS84 degrees; NaN lies near nothing.
    other_lon, other_lat
        The same of the others.
    reach_m
        Metres.

    Returns
    -------
    array
        Numbers of points: all within the reach, and some a little beyond.
    """
    known = ~np.isnan(other_lon)
    other_lon, other_lat = other_lon[known], other_lat[known]
    if len(other_lon) == 0:
        return np.zeros(0, np.int64)
    reach = reach_m * ROOM + 1
    north = np.degrees(reach / EARTH_RADIUS_M)
    # Most points may lie to the north or south of all others, which is quick to tell.
    beside = (lat >= other_lat.min() - north) & (lat <= other_lat.max() + north) & ~np.isnan(lon)
    beside = np.flatnonzero(beside)
    tree = cKDTree(_in_space(other_lon, other_lat))
    away, _ = tree.query(_in_space(lon[beside], lat[beside]), distance_upper_bound=reach)
    found: NDArray[np.int64] = beside[np.isfinite(away)]
    return found


def _in_space(lon: "NDArray[np.float64]", lat: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Metres from the middle of the Earth, shape (points, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    around = np.cos(north)
    return EARTH_RADIUS_M * np.stack(
        [around * np.cos(east), around * np.sin(east), np.sin(north)], axis=1
    )
