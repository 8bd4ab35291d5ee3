"""Points of a regular grid, for those who have no dwellings to begin with."""

import re
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa

from accessibility.errors import UsageError
from accessibility.network.extent import Extent
from accessibility.options import TravelOptions
from accessibility.places.noted import NotedPoints

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import CRS
    from pyproj.aoi import AreaOfUse
    from shapely import Geometry

    from accessibility.network.network import Network

__all__ = ["grid_points", "parse_spacing"]

NATIONAL_GRID = 27700
MOST_POINTS = 25_000_000
"""Cells that are looked at; more hardly fit into memory."""
AT_ONCE = 200_000
LEAST_M, MOST_M = 10.0, 100_000.0

_SPACING = re.compile(r"(\d+(?:\.\d+)?)\s*(m|km)?")


def parse_spacing(text: str) -> float:
    """
    Read how far apart points of a grid are.

    Parameters
    ----------
    text
        Such as ``250m``, ``1km`` or ``250``, which is metres.

    Returns
    -------
    float
        Metres.

    Raises
    ------
    UsageError
        If it is no length from 10 m to 100 km.
    """
    found = _SPACING.fullmatch(text.strip().lower())
    metres = float(found[1]) * (1000 if found[2] == "km" else 1) if found else 0.0
    if not LEAST_M <= metres <= MOST_M:
        msg = (
            f'"{text}" is no spacing of a grid: give {LEAST_M:g}m to {MOST_M / 1000:g}km, as 250m.'
        )
        raise UsageError(msg)
    return metres


def grid_points(
    where: "Extent | Geometry", spacing: str, *, network: "Network | None" = None
) -> NotedPoints:
    """
    Lay a regular grid over an area and take the middles of its cells.

    Within the rectangle of the British National Grid (EPSG:27700) the cells are of that, elsewhere
    of the UTM zone of the area's middle; distances there are true to about a thousandth. Corners
    of cells lie at whole multiples of the spacing, and a cell is called after its south-western
    one: ``E330250N187500``, or ``32N_E500250N5700000`` in a UTM zone. So the same cell has the same
    name whatever the area.

    Parameters
    ----------
    where
        West, south, east and north in degrees, or a polygon in WGS84. A cell belongs to it if its
        middle does.
    spacing
        Side of a cell, as for `parse_spacing`.
    network
        With it only cells that may hold a street for walkers are taken: from the middle to one it
        is at most half the cell's diagonal, and no more than the default snap radius.

    Returns
    -------
    NotedPoints
        From west to east and then from south to north; the notes count what was left out.

    Raises
    ------
    UsageError
        If the spacing is none or too small for the area, or no cell is left.
    """
    import shapely  # noqa: PLC0415 - slow to load
    from pyproj import Transformer  # noqa: PLC0415

    metres = parse_spacing(spacing)
    extent: Extent = where if isinstance(where, tuple) else where.bounds
    crs, prefix = _system(extent)
    west, south, east, north = Transformer.from_crs(4326, crs, always_xy=True).transform_bounds(
        *extent, densify_pts=51
    )
    left, low = int(west // metres), int(south // metres)
    columns, rows = int(east // metres) + 1 - left, int(north // metres) + 1 - low
    if columns * rows > MOST_POINTS:
        msg = f"grid:{spacing} is {columns * rows:,} cells here. Give a wider spacing."
        raise UsageError(msg)
    area = shapely.box(*extent) if isinstance(where, tuple) else where
    shapely.prepare(area)
    to_degrees = Transformer.from_crs(crs, 4326, always_xy=True)
    inside_area, parts = 0, []
    for begin in range(0, columns * rows, AT_ONCE):
        cell = np.arange(begin, min(begin + AT_ONCE, columns * rows))
        x, y = left + cell % columns, low + cell // columns
        lon, lat = to_degrees.transform((x + 0.5) * metres, (y + 0.5) * metres)
        kept = shapely.intersects_xy(area, lon, lat)
        inside_area += int(kept.sum())
        if network is not None:
            kept[kept] = _near_street(network, lon[kept], lat[kept], metres)
        parts.append((x[kept], y[kept], lon[kept], lat[kept]))
    x, y, lon, lat = (np.concatenate(column) for column in zip(*parts, strict=True))
    if not len(x):
        msg = f"grid:{spacing} has no cell here. Give a narrower spacing, or a larger area."
        raise UsageError(msg)
    notes = [f"{len(x):,} cells of {metres:g} m; each counts as one, whoever lives there."]
    if network is not None:
        notes.append(f"{inside_area - len(x):,} cells without a street nearby left out.")
    return NotedPoints(_ids(prefix, x, y, metres), lon, lat, notes)


def _system(extent: Extent) -> "tuple[CRS, str]":
    """The coordinate reference system of an area's grid, and what its names begin with."""
    from pyproj import CRS  # noqa: PLC0415

    west, south, east, north = extent
    british = CRS.from_epsg(NATIONAL_GRID)
    use = cast("AreaOfUse", british.area_of_use)
    covers = use.west <= west <= east <= use.east and use.south <= south <= north <= use.north
    if covers:
        return british, ""
    zone = int(((west + east) / 2 + 180) // 6) % 60 + 1
    is_north = south + north >= 0
    crs = CRS.from_epsg((32600 if is_north else 32700) + zone)
    return crs, f"{zone}{'N' if is_north else 'S'}_"


def _near_street(
    network: "Network", lon: "NDArray[np.float64]", lat: "NDArray[np.float64]", metres: float
) -> "NDArray[np.bool_]":
    reach_mm = min(int(metres * 500 * 2**0.5), TravelOptions().snap_radius_mm)
    near: NDArray[np.bool_] = network.snap(lon, lat, reach_mm).edge >= 0
    return near


def _ids(prefix: str, x: "NDArray[Any]", y: "NDArray[Any]", metres: float) -> pa.Array:
    return pa.array(
        [
            f"{prefix}E{column * metres:.10g}N{row * metres:.10g}"
            for column, row in zip(x.tolist(), y.tolist(), strict=True)
        ],
        pa.string(),
    )
