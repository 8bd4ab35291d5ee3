"""A regular grid of cells over the streets, and which of its cells a mode reaches."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import CRS, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info
from pyproj.exceptions import CRSError

from accessibility.errors import NetworkError, UsageError
from accessibility.progress import Progress, Silent, heed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.network import Network

__all__ = ["CELL_RADIUS_M", "CellGrid", "cells_near_streets", "metric_crs"]

CELL_RADIUS_M = 100
"""How far the middle of a cell may lie from the street from which it is reached."""
MARGIN_M = CELL_RADIUS_M
MOST_CELLS = 25_000_000
BYTES_PER_CELL = 150
"""About what coordinates and looking for the nearest street need."""
CELLS_AT_ONCE = 20_000
"""Whose nearest street is looked for between two looks at whether the user wants to stop."""


@dataclass(frozen=True, eq=False)
class CellGrid:
    """
    A grid in a metric coordinate reference system.

    Parameters
    ----------
    crs
        The coordinate reference system.
    size
        Side of a cell, in metres.
    west, north
        The outer corner of the grid.
    columns, rows
        Numbers of cells; rows go from north to south.
    cells
        Numbers (row by row) of the cells whose middle lies near a street, ascending.
    lon, lat
        WGS84 degrees of the middles of those cells.
    """

    crs: CRS
    size: float
    west: float
    north: float
    columns: int
    rows: int
    cells: "NDArray[np.int64]"
    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"

    def spread(self, values: "NDArray[Any]", empty: float) -> "NDArray[np.float64]":
        """
        Put values of the cells near streets into the whole grid.

        Parameters
        ----------
        values
            One for each cell in `cells`.
        empty
            What all other cells hold.

        Returns
        -------
        array
            Shape (rows, columns), from north to south.
        """
        whole = np.full(self.rows * self.columns, empty, np.float64)
        whole[self.cells] = values
        return whole.reshape(self.rows, self.columns)


def metric_crs(network: "Network", crs: object = None) -> CRS:
    """
    Choose the coordinate reference system of a grid.

    Parameters
    ----------
    network
        The network.
    crs
        What pyproj understands, in metres; default the UTM zone of the streets' middle.

    Returns
    -------
    CRS
        A projected one in metres.

    Raises
    ------
    UsageError
        If it is unknown, not projected, or not in metres.
    """
    if crs is None:
        west, south, east, north = _extent(network)
        lon, lat = (west + east) / 2, (south + north) / 2
        zones = query_utm_crs_info("WGS 84", AreaOfInterest(lon, lat, lon, lat))
        return CRS.from_epsg(zones[0].code)
    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        raise UsageError(
            f'"{crs}" is no coordinate reference system. Name it as EPSG:27700.'
        ) from (None)
    if not found.is_projected or any(axis.unit_name != "metre" for axis in found.axis_info):
        raise UsageError(f"{crs} is not a projection in metres, which cells need: as EPSG:27700.")
    return found


def cells_near_streets(
    network: "Network",
    size: float,
    mode_bit: int,
    crs: object = None,
    progress: Progress | None = None,
) -> CellGrid:
    """
    Lay a grid over the streets and keep the cells near one that a mode may use.

    Parameters
    ----------
    network
        The network.
    size
        Side of a cell, in metres.
    mode_bit
        The mode, such as `access.FOOT`.
    crs
        As for `metric_crs`. Corners of cells lie at whole multiples of `size` in it, so that grids
        of the same size fit together.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    CellGrid
        The grid.

    Raises
    ------
    UsageError
        If the cells are too small for the memory there is, or `crs` does not fit.
    Interrupted
        If the progress cancelled.
    """
    progress = progress or Silent()
    system = metric_crs(network, crs)
    west, south, east, north = Transformer.from_crs(4326, system, always_xy=True).transform_bounds(
        *_extent(network), densify_pts=51
    )
    left, right = np.floor((west - MARGIN_M) / size), np.ceil((east + MARGIN_M) / size)
    low, high = np.floor((south - MARGIN_M) / size), np.ceil((north + MARGIN_M) / size)
    columns, rows = int(right - left), int(high - low)
    _check_size(columns * rows, size)
    to_degrees = Transformer.from_crs(system, 4326, always_xy=True)
    numbers, places = [], []
    progress.start("Laying a grid over the streets", columns * rows)
    for begin in range(0, columns * rows, CELLS_AT_ONCE):
        cell = np.arange(begin, min(begin + CELLS_AT_ONCE, columns * rows))
        x = (left + cell % columns + 0.5) * size
        y = (high - cell // columns - 0.5) * size
        lon, lat = to_degrees.transform(x, y)
        near = network.snap(lon, lat, CELL_RADIUS_M * 1000, mode_bit).edge >= 0
        numbers.append(cell[near])
        places.append(np.stack([lon[near], lat[near]]))
        heed(progress)
        progress.advance(len(cell))
    progress.finish()
    lon, lat = np.concatenate(places, axis=1)
    return CellGrid(
        system,
        size,
        float(left * size),
        float(high * size),
        columns,
        rows,
        np.concatenate(numbers),
        lon,
        lat,
    )


def _extent(network: "Network") -> tuple[float, float, float, float]:
    extent = network.health.street_extent
    if extent is None:
        raise NetworkError(
            f"{network.path} has no streets to walk on. Build it from another extract."
        )
    return extent


def _check_size(cells: int, size: float) -> None:
    if cells > MOST_CELLS:
        least, gigabytes = size * (cells / MOST_CELLS) ** 0.5, cells * BYTES_PER_CELL / 1e9
        raise UsageError(
            f"cell_size: cells of {size:g} m would be {cells:,} over these streets, which needs "
            f"about {gigabytes:,.0f} GB of memory. Give {np.ceil(least):,.0f} m or more, or build "
            "a network of a smaller area."
        )
