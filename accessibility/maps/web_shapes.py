"""Geometries as short lists of whole numbers, for pages that carry them, and simpler ones."""

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["PER_DEGREE", "Packed", "common_type", "pack", "simplify"]

PER_DEGREE: Final = 100_000
"""Steps of a packed coordinate in a degree: each is about a metre."""
METRES_PER_DEGREE: Final = 111_320.0
"""Of latitude; near enough to say how much shapes are simplified."""

Packed: TypeAlias = list[Any]
"""
A geometry as whole numbers. A path is ``[x, y, dx, dy, dx, dy, …]``, the first point and then
steps, in `PER_DEGREE`. Points are one path, lines a list of paths, areas a list of polygons, each a
list of rings, which do not repeat their first point.
"""

_POINTS: Final = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_LINES: Final = (
    shapely.GeometryType.LINESTRING,
    shapely.GeometryType.LINEARRING,
    shapely.GeometryType.MULTILINESTRING,
)
_AREAS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def common_type(geometries: "NDArray[np.object_]") -> str | None:
    """
    Tell what geometries are.

    Parameters
    ----------
    geometries
        The geometries, none of them missing.

    Returns
    -------
    str or None
        ``"point"``, ``"line"`` or ``"area"``, each single or multiple; None if they are of several
        kinds or another.
    """
    kinds = shapely.get_type_id(geometries)
    for name, members in (("point", _POINTS), ("line", _LINES), ("area", _AREAS)):
        if np.isin(kinds, [int(member) for member in members]).all():
            return name
    return None


def pack(geometries: "Sequence[Any] | NDArray[np.object_]") -> list[Packed]:
    """
    Write geometries as whole numbers.

    Parameters
    ----------
    geometries
        Points, lines or areas in WGS84 degrees.

    Returns
    -------
    list
        One for each. What is smaller than a step is left out: an area of no size has no polygons.
    """
    return [_pack_one(geometry) for geometry in geometries]


def _pack_one(geometry: Any) -> Packed:
    parts = shapely.get_parts(geometry)
    if len(parts) == 0:
        return []
    kind = shapely.get_type_id(parts[0])
    if kind == shapely.GeometryType.POINT:
        return _path(shapely.get_coordinates(parts), closed=False)
    if kind == shapely.GeometryType.POLYGON:
        polygons = [_rings(part) for part in parts]
        return [rings for rings in polygons if rings]
    paths = [_path(shapely.get_coordinates(part), closed=False) for part in parts]
    return [path for path in paths if len(path) > 2]


def _rings(polygon: Any) -> Packed:
    """Pack a polygon; holes only where something is around them."""
    outer = _path(shapely.get_coordinates(polygon.exterior), closed=True)
    if not outer:
        return []
    holes = [_path(shapely.get_coordinates(ring), closed=True) for ring in polygon.interiors]
    return [outer, *(hole for hole in holes if hole)]


def _path(coordinates: "NDArray[np.float64]", *, closed: bool) -> Packed:
    points = np.rint(coordinates * PER_DEGREE).astype(np.int64)
    moved = np.ones(len(points), np.bool_)
    moved[1:] = (points[1:] != points[:-1]).any(axis=1)
    points = points[moved]
    if closed:
        points = points[:-1]  # it came back, or nothing is left
        if len(points) < 3:
            return []
    steps: list[int] = np.diff(points, axis=0, prepend=0).ravel().tolist()
    return steps


def simplify(
    geometries: "NDArray[np.object_]", metres: float, groups: "NDArray[np.int64] | None" = None
) -> "NDArray[np.object_]":
    """
    Leave out the points of lines and areas that matter least.

    Parameters
    ----------
    geometries
        Lines or areas in WGS84 degrees.
    metres
        How far an outline may move; 0 changes nothing.
    groups
        Areas of equal number are shown together: where they lie side by side without overlap they
        keep their common borders. Default each is simplified by itself.

    Returns
    -------
    array
        One geometry for each.

    Notes
    -----
    Areas by themselves and lines by the method of Douglas and Peucker, areas side by side by that
    of Visvalingam and Whyatt, in which `metres` is the root of the area that may change hands.
    """
    if metres <= 0 or len(geometries) == 0:
        return geometries
    _, south, _, north = shapely.total_bounds(geometries)
    shrink = np.cos(np.radians((south + north) / 2))
    scale = METRES_PER_DEGREE * np.array([shrink, 1.0])
    plane = shapely.transform(geometries, lambda degrees: degrees * scale)
    if groups is None:
        simpler = shapely.simplify(plane, metres, preserve_topology=True)
    else:
        simpler = np.empty_like(plane)
        for group in np.unique(groups):
            members = np.flatnonzero(groups == group)
            together = shapely.coverage_is_valid(plane[members])
            change = shapely.coverage_simplify if together else shapely.simplify
            simpler[members] = change(plane[members], metres)
    degrees: NDArray[np.object_] = shapely.transform(simpler, lambda xy: xy / scale)
    return degrees
