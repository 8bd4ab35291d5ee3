"""From a surface of travel times to areas: exact contours, holes kept, nested, simplified."""

from typing import TYPE_CHECKING

import numpy as np
import shapely
from contourpy import FillType, contour_generator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from accessibility.network.travel.grid import CellGrid

__all__ = ["areas_within"]

SIMPLIFY_CELLS = 0.25
"""How far simplified outlines may lie from the exact ones, in cells."""


def areas_within(
    grid: "CellGrid", seconds: "NDArray[np.int32]", cutoffs_s: "Sequence[int]", walk_speed: int
) -> list[shapely.MultiPolygon]:
    """
    Find the areas within some times.

    Parameters
    ----------
    grid
        The grid.
    seconds
        Seconds to each cell near a street, -1 where not reached.
    cutoffs_s
        Times in seconds, ascending.
    walk_speed
        Whole metres per hour: beyond a cell that is reached the time goes on growing as on foot,
        by one cell at the most.

    Returns
    -------
    list of MultiPolygon
        One for each time, in the grid's coordinates; each contains the one before it.

    Notes
    -----
    Marching squares over the middles of the cells, linear between them (contourpy). So that an
    outline depends on its own time and on nothing else, times beyond it count as one cell's walk
    beyond it.
    """
    beyond = grid.size * 3600 / walk_speed
    surface = np.pad(grid.spread(np.where(seconds < 0, np.inf, seconds), np.inf), 1)
    surface[[0, -1], :] = surface[:, [0, -1]] = np.inf
    areas: list[shapely.MultiPolygon] = []
    for cutoff in cutoffs_s:
        area = _outline(grid, np.minimum(surface, cutoff + beyond), cutoff)
        if areas and not shapely.covers(area, areas[-1]):
            area = _polygons(shapely.union(area, areas[-1]))  # where simplifying made them cross
        areas.append(area)
    return areas


def _outline(
    grid: "CellGrid", surface: "NDArray[np.float64]", cutoff: float
) -> shapely.MultiPolygon:
    """The area in which a surface is at most at a value."""
    rows, columns = np.nonzero(surface < cutoff)
    if len(rows) == 0:
        return shapely.MultiPolygon()
    top, left = rows.min() - 1, columns.min() - 1
    part = surface[top : rows.max() + 2, left : columns.max() + 2]
    generator = contour_generator(z=part, fill_type=FillType.ChunkCombinedOffsetOffset)
    points, offsets, outers = (np.asarray(part[0]) for part in generator.filled(-1.0, cutoff))
    # Column and row of the padded grid, counted from the middles of cells, to metres.
    x = grid.west + (points[:, 0] + left - 0.5) * grid.size
    y = grid.north - (points[:, 1] + top - 0.5) * grid.size
    exact = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON,
        np.stack([x, y], axis=1),
        (offsets.astype(np.int64), outers.astype(np.int64)),
    )
    simple = shapely.simplify(exact, SIMPLIFY_CELLS * grid.size, preserve_topology=True)
    area = shapely.multipolygons(simple)
    if shapely.is_valid(area):
        return area
    return _polygons(shapely.union_all(shapely.make_valid(simple)))


def _polygons(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """What of a geometry has an area."""
    parts = shapely.get_parts(geometry)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
