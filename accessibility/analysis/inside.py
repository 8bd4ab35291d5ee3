"""What lies inside areas: people, dwellings, small areas."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from accessibility.errors import InputError
from accessibility.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

__all__ = ["add_inside"]


def add_inside(
    areas: "GeoDataFrame", layers: "Mapping[str, tuple[GeoDataFrame | str | Path, str | None]]"
) -> None:
    """
    Add columns that say how much lies in each area.

    Parameters
    ----------
    areas
        The areas, in a metric coordinate reference system; it is changed.
    layers
        By the name of a new column: a layer of points or polygons, or a table with coordinates, and
        the column that is summed (None counts rows). A point counts where it lies, a polygon by
        the share of its area that lies inside.

    Raises
    ------
    InputError
        If a layer cannot be used, or its column is missing or holds no numbers.
    """
    for name, (source, column) in layers.items():
        label = str(source) if isinstance(source, str | Path) else name
        layer = _located(label, source)
        if layer.crs is None:
            remedy = "Set it with set_crs, or save the layer with one."
            raise InputError.at(label, "says no coordinate reference system", remedy)
        geometry = np.asarray(layer.to_crs(areas.crs).geometry)
        amounts = _amounts(label, layer, column)
        areas[name] = _sums(np.asarray(areas.geometry), geometry, amounts)


def _located(label: str, source: "GeoDataFrame | str | Path") -> "GeoDataFrame":
    import geopandas as gpd  # noqa: PLC0415 - slow to import

    from accessibility.places.coordinates import locate  # noqa: PLC0415

    table = read_table(source) if isinstance(source, str | Path) else source
    if isinstance(table, gpd.GeoDataFrame):
        return table
    lon, lat = locate(label, table, crs=None, extent=None)
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(lon, lat), crs=4326)


def _amounts(label: str, layer: "GeoDataFrame", column: str | None) -> "NDArray[np.float64]":
    import pandas as pd  # noqa: PLC0415

    if column is None:
        return np.ones(len(layer))
    if column not in layer.columns:
        known = ", ".join(str(name) for name in layer.columns if name != layer.geometry.name)
        raise InputError.at(label, f"has no column {column}; columns are {known}", "Name one.")
    numbers = pd.to_numeric(layer[column], errors="coerce")
    wrong = np.flatnonzero(numbers.isna() & layer[column].notna())
    if len(wrong):
        row, value = int(wrong[0]), layer[column].iloc[int(wrong[0])]
        remedy = "Name a column of numbers."
        raise InputError.at(label, "is no number", remedy, row=row + 1, field=column, value=value)
    return np.asarray(numbers.fillna(0), np.float64)


def _sums(
    areas: "NDArray[np.object_]", geometry: "NDArray[np.object_]", amounts: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    tree = shapely.STRtree(geometry)
    area, found = tree.query(areas, predicate="intersects")
    share = np.ones(len(found))
    flat = shapely.get_dimensions(geometry[found]) == 2
    cut = shapely.intersection(areas[area[flat]], geometry[found[flat]])
    share[flat] = shapely.area(cut) / shapely.area(geometry[found[flat]])
    weights = share * amounts[found]
    return np.bincount(area, weights=weights, minlength=len(areas)).astype(np.float64)
