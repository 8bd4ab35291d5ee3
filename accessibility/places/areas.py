"""Statistical areas: polygons with identifiers, and lookups from one level to another."""

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.errors import InputError
from accessibility.places.columns import AREA_REMEDY, read_ids, require_column
from accessibility.places.coordinates import crs_of_layer
from accessibility.tables import read_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame, Series
    from pyarrow import Array

__all__ = ["Areas", "Lookup", "read_areas", "read_lookup"]

logger = logging.getLogger("accessibility")


@dataclass(frozen=True, eq=False)
class Areas:
    """
    Areas with identifiers.

    Parameters
    ----------
    label
        What to call them in messages: the file.
    ids
        Identifiers, text or whole numbers, unique.
    table
        The layer as it was read, in its own coordinate reference system, with valid polygons.
    """

    label: str
    ids: "Array"
    table: "GeoDataFrame" = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class Lookup:
    """
    Areas of one level by the codes of another.

    Parameters
    ----------
    label
        What to call it in messages: the file.
    by
        The level, or the attribute of the points, that holds the codes looked up.
    codes
        The code of the wanted level, by the code looked up.
    """

    label: str
    by: str
    codes: "Series" = field(repr=False)


def read_areas(
    source: "GeoDataFrame | str | Path",
    id_column: str,
    *,
    crs: str | None = None,
    name: str = "areas",
) -> Areas:
    """
    Read areas from a layer of polygons.

    Parameters
    ----------
    source
        A GeoDataFrame, or a file (see `accessibility.tables.read_table`).
    id_column
        Column of the identifiers, such as ``LSOA11CD``: unique.
    crs
        Coordinate reference system of a source that does not say it.
    name
        What to call the areas in errors when they come from no file.

    Returns
    -------
    Areas
        The areas; polygons that cross themselves are mended, and counted in a warning.

    Raises
    ------
    InputError
        If the source or a row of it is faulty: no polygon, no reference system, an identifier that
        is missing or stands twice.
    UsageError
        If `crs` is unknown or contradicts the source.
    """
    import shapely  # noqa: PLC0415 - slow to import

    label, table = name, source
    if isinstance(source, str | Path):
        label, table = str(source), read_table(source)
    layer: Any = table
    if len(layer) == 0:
        raise InputError.at(label, "has no rows", "Give at least one area.")
    if getattr(layer, "_geometry_column_name", None) not in layer.columns:
        remedy = "Give a layer of polygons, such as .gpkg, .geojson or .shp."
        raise InputError.at(label, "has no geometry", remedy)
    layer = layer.reset_index(drop=True).set_crs(crs_of_layer(label, layer, crs))
    ids = read_ids(label, layer, id_column, AREA_REMEDY)
    shapes = np.asarray(layer.geometry)
    polygons = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    wrong = ~np.isin(shapely.get_type_id(shapes), polygons) | shapely.is_empty(shapes)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        kind = "nothing" if shapes[row] is None else shapes[row].geom_type.lower()
        problem = f"the geometry is no polygon but {kind} ({wrong.sum():,} of {len(wrong):,} rows)"
        raise InputError.at(label, problem, "Mend or remove the row.", row=row + 1)
    crossed = ~shapely.is_valid(shapes)
    if crossed.any():
        shapes = np.where(crossed, shapely.make_valid(shapes), shapes)
        layer = layer.set_geometry(shapes, crs=layer.crs)
        first = ids[int(np.flatnonzero(crossed)[0])].as_py()
        msg = "%s: %s areas were not valid and have been mended, the first is %s."
        logger.warning(msg, label, f"{crossed.sum():,}", first)
    return Areas(label, ids, layer)


def read_lookup(
    source: "DataFrame | str | Path", key: str, value: str, *, by: str, name: str = "lookup"
) -> Lookup:
    """
    Read which area of one level each area of another belongs to.

    Parameters
    ----------
    source
        A table, or a file (see `accessibility.tables.read_table`).
    key
        Column of the codes that are looked up, such as ``OA11CD``.
    value
        Column of the codes that are wanted, such as ``LSOA11CD``.
    by
        The level, or the attribute of the points, that holds the codes looked up.
    name
        What to call the table in errors when it comes from no file.

    Returns
    -------
    Lookup
        For `accessibility.places.area_assignment.assign_areas`.

    Raises
    ------
    InputError
        If a column is not there, or a code belongs to two areas.
    """
    label, table = name, source
    if isinstance(source, str | Path):
        label, table = str(source), read_table(source)
    lookup: Any = table
    for column in (key, value):
        require_column(label, lookup, column, "Name two columns of the lookup.")
    pairs = lookup[[key, value]].drop_duplicates()
    pairs = pairs[pairs[key].notna() & (pairs[key] != "")]
    twice = pairs[key].duplicated(keep=False)
    if twice.any():
        code = pairs.loc[twice, key].iloc[0]
        several = ", ".join(map(str, pairs.loc[pairs[key] == code, value]))
        remedy = "Each code must belong to one area."
        raise InputError.at(label, f"belongs to {several}", remedy, field=key, value=code)
    return Lookup(label, by, pairs.set_index(key)[value])
