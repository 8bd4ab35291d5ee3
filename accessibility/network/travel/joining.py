"""Where points and stops join the streets, and the streets that walkers use."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.network.extract import access
from accessibility.routing.snapping import Grid, Shapes, snap_points
from accessibility.routing.walking import WalkGraph, build_walk_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.extract.streets import Streets
    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["SnappedPoints", "shapes_of", "snap", "snap_stops", "walk_graph_of"]

POINTS_AT_ONCE = 4096
"""Points that one thread joins in one go."""


class SnappedPoints(NamedTuple):
    """
    Where points join the streets.

    Parameters
    ----------
    edge
        The edge joined, -1 for a point farther away than it may be or without a place.
    first_mm
        Millimetres from the edge's first vertex to the place joined.
    distance_mm
        Straight millimetres to the nearest edge, also of points that do not join; -1 if there is
        none, or the point has no place.
    """

    edge: "NDArray[np.int32]"
    first_mm: "NDArray[np.int32]"
    distance_mm: "NDArray[np.int64]"

    def part(self, rows: "NDArray[np.int64]") -> "SnappedPoints":
        """
        Take some of the points.

        Parameters
        ----------
        rows
            Which.

        Returns
        -------
        SnappedPoints
            These.
        """
        return SnappedPoints(self.edge[rows], self.first_mm[rows], self.distance_mm[rows])


def snap(
    streets: "Streets",
    grid: Grid,
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    radius_mm: int,
    mode_bit: int,
) -> SnappedPoints:
    """
    Join points to the nearest edge of a mode.

    Parameters
    ----------
    streets, grid
        The streets, and the index of their edges.
    lon, lat
        WGS84 degrees; NaN for a point that was not located.
    radius_mm
        How far a point may lie from its edge, in millimetres.
    mode_bit
        The mode, such as `access.FOOT`.

    Returns
    -------
    SnappedPoints
        In the order of the points.
    """
    # Copies: a kernel would be compiled once more for arrays that may not be written to.
    points = np.array(lon, np.float64), np.array(lat, np.float64)
    known = np.isfinite(points[0]) & np.isfinite(points[1])
    if not known.all():
        edge, first = np.full(len(known), -1, np.int32), np.zeros(len(known), np.int32)
        distance = np.full(len(known), -1, np.int64)
        at = points[0][known], points[1][known]
        edge[known], first[known], distance[known] = snap(streets, grid, *at, radius_mm, mode_bit)
        return SnappedPoints(edge, first, distance)
    shapes = shapes_of(streets)

    def some(begin: int) -> SnappedPoints:
        lon, lat = (degrees[begin : begin + POINTS_AT_ONCE] for degrees in points)
        return SnappedPoints(*snap_points(lon, lat, mode_bit, shapes, grid))

    begins = range(0, max(1, len(known)), POINTS_AT_ONCE)
    if len(begins) == 1:
        parts = [some(0)]
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            parts = list(pool.map(some, begins))
    edge, first, distance = (np.concatenate(part) for part in zip(*parts, strict=True))
    edge[distance > radius_mm] = -1
    return SnappedPoints(edge, first, distance)


def shapes_of(streets: "Streets") -> Shapes:
    """
    Give the edges as the index of edges takes them.

    Parameters
    ----------
    streets
        The streets.

    Returns
    -------
    Shapes
        Without copies.
    """
    return Shapes(
        streets.edge_linkable,
        streets.edge_length,
        streets.shape_offset,
        streets.shape_x,
        streets.shape_y,
    )


def walk_graph_of(streets: "Streets", use: int) -> WalkGraph:
    """
    Arrange the edges that may be walked for searching.

    Parameters
    ----------
    streets
        The streets.
    use
        `access.USE_FOOT` or `access.USE_WHEELCHAIR`.

    Returns
    -------
    WalkGraph
        Arcs in both directions.
    """
    return build_walk_graph(
        len(streets.vertex_x),
        streets.edge_from,
        streets.edge_to,
        streets.edge_length,
        (streets.edge_access & use) != 0,
    )


def snap_stops(
    streets: "Streets",
    grid: Grid,
    timetable: "Timetable",
    radius_mm: int,
    mode_bit: int = access.FOOT,
) -> SnappedPoints:
    """
    Join the stops that some trip serves, and the entrances of stations.

    Parameters
    ----------
    streets, grid
        The streets, and the index of their edges.
    timetable
        The stops.
    radius_mm
        How far a stop may lie from its edge, in millimetres.
    mode_bit
        The mode; default on foot.

    Returns
    -------
    SnappedPoints
        Of all stops; others than those join nothing.
    """
    n = timetable.n_stops
    edge, first = np.full(n, -1, np.int32), np.zeros(n, np.int32)
    distance = np.full(n, -1, np.int64)
    wanted = timetable.stop_used | timetable.stop_entrance
    known = np.flatnonzero(wanted & ~np.isnan(timetable.stop_lon))
    lon, lat = timetable.stop_lon[known], timetable.stop_lat[known]
    edge[known], first[known], distance[known] = snap(streets, grid, lon, lat, radius_mm, mode_bit)
    return SnappedPoints(edge, first, distance)
