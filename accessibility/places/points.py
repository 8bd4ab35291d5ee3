"""Origins and destinations: points with identifiers, from tables and layers."""

import hashlib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from accessibility.errors import InputError
from accessibility.network.extent import Extent
from accessibility.places.coordinates import locate
from accessibility.tables import read_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame, Series

ID_REMEDY = "Name the column of identifiers: --origin-id or --destination-id on the command line."

__all__ = ["Extent", "Points", "read_points"]


@dataclass(frozen=True, eq=False)
class Points:
    """
    Points with identifiers.

    Parameters
    ----------
    ids
        Identifiers, text or whole numbers, unique.
    lon
        Longitude of each point, WGS84 degrees.
    lat
        Latitude of each point, WGS84 degrees.
    """

    ids: pa.Array
    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, rows: slice) -> "Points":
        """
        Take some of the points.

        Parameters
        ----------
        rows
            Which, in a row.

        Returns
        -------
        Points
            These.
        """
        return Points(self.ids[rows], self.lon[rows], self.lat[rows])

    def fingerprint(self) -> str:
        """
        Hash identifiers and coordinates.

        Returns
        -------
        str
            SHA-256, equal for equal points in equal order, whatever file they came from.
        """
        digest = hashlib.sha256(repr((str(self.ids.type), self.ids.to_pylist())).encode())
        digest.update(np.ascontiguousarray(self.lon, dtype="<f8").tobytes())
        digest.update(np.ascontiguousarray(self.lat, dtype="<f8").tobytes())
        return digest.hexdigest()


def read_points(
    source: "GeoDataFrame | str | Path",
    *,
    id_column: str = "id",
    crs: str | None = None,
    extent: Extent | None = None,
    name: str = "points",
) -> Points:
    """
    Read points from a GeoDataFrame, a layer, or a table with coordinates.

    Parameters
    ----------
    source
        A GeoDataFrame of points, or a file (see `accessibility.tables.read_table`). A table
        without geometries needs a pair of columns such as ``lon`` and ``lat``, or ``x`` and ``y``
        with `crs`.
    id_column
        Column of the identifiers: unique, text or whole numbers; default ``id``.
    crs
        Coordinate reference system of a source that does not say it, such as ``EPSG:27700``.
    extent
        Where the network lies; finds latitude and longitude that were swapped.
    name
        What to call the points in errors when they come from no file.

    Returns
    -------
    Points
        The points in the order of the source.

    Raises
    ------
    InputError
        If a file cannot be read, or identifiers or coordinates are missing, doubled or wrong.
    UsageError
        If `crs` is unknown or contradicts the source.
    """
    if isinstance(source, str | Path):
        label, table = str(source), read_table(source)
    else:
        label, table = name, source
    if len(table) == 0:
        raise InputError.at(label, "has no rows", "Give at least one point.")
    ids = _read_ids(label, table, id_column)
    lon, lat = locate(label, table, crs=crs, extent=extent)
    return Points(ids, lon, lat)


def _read_ids(label: str, table: "DataFrame", column: str) -> pa.Array:
    if column not in table.columns:
        names = [str(name) for name in table.columns if name != "geometry"]
        folded = {name.casefold(): name for name in names}
        near = get_close_matches(column.casefold(), folded, n=1, cutoff=0.5)
        hint = f"Did you mean {folded[near[0]]}? " if near else ""
        problem = f"there is no column {column}; columns are {', '.join(names) or 'none'}"
        raise InputError.at(label, problem, f"{hint}{ID_REMEDY}")
    values = table[column]
    _refuse_missing_id(label, column, values)
    ids = _as_text_or_integers(values)
    if ids is None:
        first = values.iloc[0]
        problem = "is no text and no whole number"
        remedy = "Identifiers must be one or the other throughout the column."
        raise InputError.at(label, problem, remedy, row=1, field=column, value=first)
    doubled = np.flatnonzero(values.duplicated().to_numpy())
    if len(doubled):
        value = values.iloc[doubled[0]]
        first_row = int(np.flatnonzero((values == value).to_numpy())[0]) + 1
        problem = f"stands in row {first_row} already ({len(doubled)} doubled in all)"
        remedy = "Every point needs an identifier of its own."
        row = int(doubled[0]) + 1
        raise InputError.at(label, problem, remedy, row=row, field=column, value=value)
    return ids


def _refuse_missing_id(label: str, column: str, values: "Series") -> None:
    missing = np.flatnonzero((values.isna() | (values == "")).to_numpy(dtype=bool))
    if len(missing):
        problem = f"is empty ({len(missing)} of {len(values)} rows)"
        remedy = "Every point needs an identifier."
        raise InputError.at(label, problem, remedy, row=int(missing[0]) + 1, field=column)


def _as_text_or_integers(values: "Series") -> pa.Array | None:
    try:
        ids = pa.array(values.to_numpy() if values.dtype == object else values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None
    if isinstance(ids, pa.ChunkedArray):
        ids = ids.combine_chunks()
    if pa.types.is_dictionary(ids.type):
        ids = ids.dictionary_decode()
    if pa.types.is_large_string(ids.type) or pa.types.is_string(ids.type):
        return ids.cast(pa.string())
    if pa.types.is_floating(ids.type) and all(float(value).is_integer() for value in values):
        return ids.cast(pa.int64())
    return ids if pa.types.is_integer(ids.type) else None
