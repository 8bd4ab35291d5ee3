"""Origins and destinations: points with identifiers, from tables, layers and postcodes."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from accessibility.errors import InputError, UsageError
from accessibility.network.extent import Extent
from accessibility.places.columns import read_ids, read_weights, require_column
from accessibility.places.coordinates import locate, usual_columns
from accessibility.places.postcodes.matching import locate_postcodes
from accessibility.places.postcodes.postcodes import (
    Gazetteer,
    is_gazetteer,
    postcode_column_of,
    read_gazetteer,
)
from accessibility.tables import read_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame

    from accessibility.network.network import Network

__all__ = ["Extent", "Places", "Points", "read_places", "read_points"]

logger = logging.getLogger("accessibility")

DEFAULT_ID = "id"
COORDINATES_REMEDY = "Name the columns of x (longitude, easting) and y (latitude, northing)."


@dataclass(frozen=True, eq=False)
class Points:
    """
    Points with identifiers.

    Parameters
    ----------
    ids
        Identifiers, text or whole numbers, unique.
    lon
        Longitude of each point, WGS84 degrees; NaN for a point that was not located.
    lat
        Latitude of each point, likewise.
    """

    ids: pa.Array
    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def located(self) -> "NDArray[np.bool_]":
        """Whether the place of each point is known."""
        known: NDArray[np.bool_] = np.isfinite(self.lon) & np.isfinite(self.lat)
        return known

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

    def chosen(self, rows: "NDArray[np.bool_]") -> "Points":
        """
        Take some of the points.

        Parameters
        ----------
        rows
            Whether each is taken.

        Returns
        -------
        Points
            These, in their order.
        """
        return Points(self.ids.filter(pa.array(rows)), self.lon[rows], self.lat[rows])

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


@dataclass(frozen=True, eq=False)
class Places:
    """
    Points and what is known of them, a row for each in all tables.

    Parameters
    ----------
    points
        The points.
    weights
        A column of numbers for each weight, such as ``dwellings``; zero or more.
    attributes
        Other columns that were asked for, as they stand in the source.
    postcodes
        What became of each postcode: ``id`` and the columns of
        `accessibility.places.postcodes.matching.locate_postcodes`; None if none were asked.
    addresses
        What became of the addresses of rows that nothing else located: ``id`` and the columns of
        `accessibility.places.addresses.addresses.match_addresses`; None if none were asked.
    """

    points: Points
    weights: "DataFrame"
    attributes: "DataFrame"
    postcodes: "DataFrame | None" = None
    addresses: "DataFrame | None" = None

    def __len__(self) -> int:
        return len(self.points)


def read_points(
    source: "GeoDataFrame | DataFrame | str | Path",
    *,
    id_column: str = DEFAULT_ID,
    x_column: str | None = None,
    y_column: str | None = None,
    postcode_column: str | None = None,
    gazetteer: "str | Path | Gazetteer | None" = None,
    outward_fallback: bool = False,
    crs: str | None = None,
    extent: Extent | None = None,
    name: str = "points",
) -> Points:
    """
    Read points from a GeoDataFrame, a layer, a table with coordinates, or one with postcodes.

    Parameters
    ----------
    source
        A GeoDataFrame of points, a table, or a file (see `accessibility.tables.read_table`). A
        table without geometries needs a pair of columns such as ``lon`` and ``lat``, or ``x`` and
        ``y`` with `crs`, or postcodes with `gazetteer`. Of a published directory of postcodes
        (Code-Point Open, ONSPD) each postcode is a point.
    id_column
        Column of the identifiers: unique, text or whole numbers; default ``id``, or the postcode if
        a directory of postcodes has no such column.
    x_column, y_column
        Columns of the coordinates; default those with a usual name.
    postcode_column
        Column of the postcodes by which to locate the points; default one with a usual name, if
        there are no coordinates.
    gazetteer
        The directory of postcodes, or its file.
    outward_fallback
        Whether a postcode that is not there lies in the middle of its outward code; default False.
    crs
        Coordinate reference system of a source that does not say it, such as ``EPSG:27700``.
    extent
        Where the network lies; finds latitude and longitude that were swapped.
    name
        What to call the points in errors when they come from no file.

    Returns
    -------
    Points
        The points in the order of the source. Those whose postcode was not found have no
        coordinates (NaN).

    Raises
    ------
    InputError
        If the source or a row of it is faulty, or not a single postcode is found.
    UsageError
        If `crs` is unknown or contradicts the source, or columns contradict one another.
    """
    return read_places(
        source,
        id_column=id_column,
        x_column=x_column,
        y_column=y_column,
        postcode_column=postcode_column,
        gazetteer=gazetteer,
        outward_fallback=outward_fallback,
        crs=crs,
        extent=extent,
        name=name,
    ).points


def read_places(
    source: "GeoDataFrame | DataFrame | str | Path",
    *,
    id_column: str = DEFAULT_ID,
    x_column: str | None = None,
    y_column: str | None = None,
    postcode_column: str | None = None,
    gazetteer: "str | Path | Gazetteer | None" = None,
    outward_fallback: bool = False,
    crs: str | None = None,
    extent: Extent | None = None,
    name: str = "points",
    weights: Sequence[str] = (),
    attributes: Sequence[str] = (),
    address_columns: Sequence[str] = (),
    address_score: float = 90,
    network: "Network | None" = None,
) -> Places:
    """
    Read points with their weights, and what became of their postcodes.

    Parameters
    ----------
    source, id_column, x_column, y_column, postcode_column
        As for `read_points`.
    gazetteer, outward_fallback, crs, extent, name
        As for `read_points`.
    weights
        Columns of weights, such as dwellings, people or pupils.
    attributes
        Other columns to keep, such as the codes of areas.
    address_columns
        Columns that make up an address, from the most particular to the town: rows that nothing
        else locates are matched with names on the map.
    address_score
        Least score of such a match, 0 to 100.
    network
        The network whose extract has the names; needed with `address_columns`.

    Returns
    -------
    Places
        The points in the order of the source, and what is known of them.

    Raises
    ------
    InputError
        If the source or a row of it is faulty, or not a single postcode is found.
    UsageError
        If `crs` is unknown or contradicts the source, or columns contradict one another.
    """
    _check_columns(x_column, y_column, postcode_column, gazetteer)
    label = str(source) if isinstance(source, str | Path) else name
    matches = None
    if (
        isinstance(source, str | Path)
        and x_column is None
        and postcode_column is None
        and is_gazetteer(source, id_column)
    ):
        table, points = _directory(label, source, id_column, crs)
    else:
        table = read_table(source) if isinstance(source, str | Path) else source
        if len(table) == 0:
            raise InputError.at(label, "has no rows", "Give at least one point.")
        ids = read_ids(label, table, id_column)
        if postcode_column is None and x_column is None and gazetteer is not None:
            postcode_column = _needed_postcodes(table)
        if postcode_column is not None and gazetteer is not None:
            remedy = "Name the column of postcodes."
            require_column(label, table, postcode_column, remedy)
            matches = locate_postcodes(
                table[postcode_column],
                read_gazetteer(gazetteer),
                outward_fallback=outward_fallback,
                name=label,
            )
            lon, lat = (np.array(matches[axis], np.float64) for axis in ("lon", "lat"))
            points = Points(ids, lon, lat)
            matches.insert(0, "id", ids.to_pandas())
        else:
            columns = None
            if x_column is not None and y_column is not None:
                columns = x_column, y_column
                for column in columns:
                    require_column(label, table, column, COORDINATES_REMEDY)
            if columns is None and address_columns and not _has_places(table):
                lon, lat = np.full((2, len(table)), np.nan)
            else:
                lon, lat = locate(label, table, crs=crs, extent=extent, columns=columns)
            points = Points(ids, lon, lat)
    addresses = None
    if address_columns:
        points, addresses = _by_address(
            label, table, points, address_columns, address_score, network
        )
    for column in attributes:
        require_column(label, table, column, "Name a column to be kept.")
    kept = table[list(attributes)].reset_index(drop=True)
    return Places(points, read_weights(label, table, weights), kept, matches, addresses)


def _by_address(
    label: str,
    table: "DataFrame",
    points: Points,
    columns: Sequence[str],
    score: float,
    network: "Network | None",
) -> "tuple[Points, DataFrame]":
    """Locate the points that lack a place by their addresses, and tell what became of each."""
    from accessibility.places.addresses.addresses import match_addresses  # noqa: PLC0415 - slow to import

    if network is None:
        raise UsageError("address_columns: addresses are matched with a network. Give one.")
    for column in columns:
        require_column(label, table, column, "Name the columns of addresses.")
    lost = np.flatnonzero(~points.located)
    rows = table.iloc[lost][list(columns)]
    matches = match_addresses(rows, network, columns=columns, threshold=score)
    lon, lat = points.lon.copy(), points.lat.copy()
    lon[lost], lat[lost] = matches["lon"].to_numpy(), matches["lat"].to_numpy()
    matches.insert(0, "id", points.ids.take(pa.array(lost)).to_pandas().to_numpy())
    return Points(points.ids, lon, lat), matches


def _check_columns(
    x_column: str | None,
    y_column: str | None,
    postcode_column: str | None,
    gazetteer: "str | Path | Gazetteer | None",
) -> None:
    if (x_column is None) != (y_column is None):
        raise UsageError("x_column, y_column: coordinates need both. Give the other one too.")
    if x_column is not None and postcode_column is not None:
        msg = "postcode_column: points lie by coordinates or by postcodes. Name one of the two."
        raise UsageError(msg)
    if postcode_column is not None and gazetteer is None:
        msg = (
            "postcode_column: postcodes are located by a directory. Give one, such as Code-Point "
            "Open or ONSPD (--postcodes on the command line)."
        )
        raise UsageError(msg)


def _needed_postcodes(table: "DataFrame") -> str | None:
    """The column of postcodes of a table that has nothing else to locate its rows by."""
    return None if _has_places(table) else postcode_column_of(table)


def _has_places(table: "DataFrame") -> bool:
    """Whether a table has geometries, or coordinates by a usual name."""
    geometry = getattr(table, "_geometry_column_name", None)
    return geometry in table.columns or bool(usual_columns(table))


def _directory(
    label: str, source: str | Path, id_column: str, crs: str | None
) -> "tuple[DataFrame, Points]":
    """Take each postcode of a directory as a point."""
    if crs is not None and crs.upper() != "EPSG:27700":
        msg = f"{label} is a directory of postcodes in EPSG:27700, not in {crs}. Leave the CRS out."
        raise UsageError(msg)
    directory = read_gazetteer(source)
    ids = (
        pa.array(directory.postcodes.tolist(), pa.string())
        if id_column == DEFAULT_ID and id_column not in directory.table.columns
        else read_ids(label, directory.table, id_column)
    )
    lost = int(np.isnan(directory.lon).sum())
    if lost:
        told = f"{lost:,} of {len(ids):,}"
        logger.warning("%s: %s postcodes have no coordinates there.", label, told)
    return directory.table, Points(ids, directory.lon.copy(), directory.lat.copy())
