"""Where points lie: coordinates from geometries or columns, checked and as WGS84 degrees."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.errors import InputError, UsageError
from accessibility.network.extent import Extent

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame, Series
    from pyproj import CRS

__all__ = ["crs_of_layer", "locate", "to_wgs84", "usual_columns"]


COORDINATES = (
    ("lon", "lat"),
    ("longitude", "latitude"),
    ("lng", "lat"),
    ("long", "lat"),
    ("x", "y"),
    ("easting", "northing"),
    ("eastings", "northings"),
    ("oseast1m", "osnrth1m"),
)
"""Columns that hold coordinates in tables without geometries, whatever their case."""

DEGREES = ("lon", "longitude", "lng", "long")
WGS84 = "EPSG:4326"
CRS_REMEDY = (
    "Name it, such as EPSG:27700 or EPSG:4326: --origin-crs or --destination-crs on the command "
    "line, set_crs of a GeoDataFrame."
)
FAR_OFF = 1.0
"""Degrees outside the network from which swapped coordinates are suspected."""
NO_DEGREES = 1000
"""A coordinate beyond this is certainly none in degrees."""


def locate(
    label: str,
    table: "DataFrame",
    *,
    crs: str | None,
    extent: Extent | None,
    columns: tuple[str, str] | None = None,
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """
    Find the coordinates of a table's rows.

    Parameters
    ----------
    label
        What to call the table in errors.
    table
        A GeoDataFrame of points or a table with coordinate columns.
    crs
        Coordinate reference system if the table does not say it.
    extent
        Where the network lies, to find swapped coordinates.
    columns
        Columns of x and y; default the geometries or, without them, columns with a usual name.

    Returns
    -------
    lon, lat : ndarray
        WGS84 degrees of each row.

    Raises
    ------
    InputError
        If coordinates or their reference system are missing or wrong.
    UsageError
        If `crs` is unknown or contradicts the table.
    """
    read = _read(label, table, crs, columns)
    finite = np.isfinite(read.x) & np.isfinite(read.y)
    read.refuse(~finite, "are no numbers", "Mend or remove the row.")
    _refuse_mixed(read)
    lon, lat = to_wgs84(read.crs, read.x, read.y)
    if extent is not None:
        _refuse_swapped(read, lon, lat, extent)
    nowhere = ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    remedy = f"They were read as {_name(read.crs)}: say which CRS they are in."
    read.refuse(nowhere, "lie nowhere on Earth", remedy)
    return lon, lat


@dataclass(frozen=True)
class _Read:
    """Coordinates as they stand in a table."""

    label: str
    crs: "CRS"
    x: "NDArray[np.float64]"
    y: "NDArray[np.float64]"

    def refuse(self, wrong: "NDArray[np.bool_]", problem: str, remedy: str) -> None:
        rows = np.flatnonzero(wrong)
        if len(rows):
            raise InputError.at(
                self.label,
                f"{problem} ({len(rows)} of {len(wrong)} rows)",
                remedy,
                row=int(rows[0]) + 1,
                field="coordinates",
                value=f"{self.x[rows[0]]}, {self.y[rows[0]]}",
            )


def _read(
    label: str, table: "DataFrame", crs: str | None, columns: tuple[str, str] | None
) -> _Read:
    geometry = getattr(table, "_geometry_column_name", None)
    if columns is None and geometry is not None and geometry in table.columns:
        layer_crs = crs_of_layer(label, table, crs)
        x, y = _geometry_coordinates(label, table.geometry.to_numpy())
        return _Read(label, layer_crs, x, y)
    asked = None if crs is None else _crs_of(crs)
    x_column, y_column = columns or _coordinate_columns(label, table)
    if asked is None and x_column.casefold() in DEGREES:
        asked = _crs_of(WGS84)
    x, y = _numbers(label, table[x_column]), _numbers(label, table[y_column])
    return _Read(label, _required(label, asked), x, y)


def crs_of_layer(label: str, layer: "DataFrame", crs: str | None) -> "CRS":
    """
    Settle the coordinate reference system of a layer.

    Parameters
    ----------
    label
        What to call the layer in errors.
    layer
        A GeoDataFrame.
    crs
        What the user says of it.

    Returns
    -------
    CRS
        That of the layer, or else that which the user says.

    Raises
    ------
    InputError
        If neither says any.
    UsageError
        If the two contradict each other, or `crs` is unknown.
    """
    asked = None if crs is None else _crs_of(crs)
    known: CRS | None = layer.crs
    if known is not None and asked is not None and not known.equals(asked, ignore_axis_order=True):
        msg = f"{label} is in {_name(known)}, not in {crs}. Leave the CRS out."
        raise UsageError(msg)
    return _required(label, known or asked)


def usual_columns(table: "DataFrame") -> tuple[str, str] | None:
    """
    Find the columns of coordinates by their names.

    Parameters
    ----------
    table
        A table.

    Returns
    -------
    tuple of str or None
        Columns of x and y; None if none are called as coordinates are.
    """
    folded = {str(name).casefold(): str(name) for name in table.columns}
    pairs = ((folded[x], folded[y]) for x, y in COORDINATES if x in folded and y in folded)
    return next(pairs, None)


def _coordinate_columns(label: str, table: "DataFrame") -> tuple[str, str]:
    usual = usual_columns(table)
    if usual is not None:
        return usual
    folded = {str(name).casefold(): str(name) for name in table.columns}
    pairs = ", ".join(f"{x}/{y}" for x, y in COORDINATES)
    if any("postcode" in name or name == "pcds" for name in folded):
        problem = "has postcodes but no coordinates, and no gazetteer is given"
        remedy = (
            "Give a directory of postcodes, such as Code-Point Open or ONSPD (--postcodes on the "
            f"command line), or add coordinates ({pairs})."
        )
        raise InputError.at(label, problem, remedy)
    problem = f"has no geometries and no coordinates; columns are {', '.join(folded.values())}"
    raise InputError.at(label, problem, f"Name their columns, or call them one of {pairs}.")


def _numbers(label: str, values: "Series") -> "NDArray[np.float64]":
    from pandas import to_numeric  # noqa: PLC0415 - points without tables need no pandas

    numbers = to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    bad = np.flatnonzero(~np.isfinite(numbers))
    if len(bad):
        row, value = int(bad[0]), values.iloc[bad[0]]
        problem = f"is no number ({len(bad)} such rows)"
        field = str(values.name)
        remedy = "Mend or remove the row."
        raise InputError.at(label, problem, remedy, row=row + 1, field=field, value=value)
    return np.asarray(numbers, dtype=np.float64)


def _geometry_coordinates(
    label: str, shapes: Any
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    import shapely  # noqa: PLC0415 - points from a plain table need no geometry

    kinds = shapely.get_type_id(shapes)
    single = (kinds == shapely.GeometryType.MULTIPOINT) & (shapely.get_num_geometries(shapes) == 1)
    shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
    empty = np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if len(empty):
        problem = f"is empty ({len(empty)} of {len(shapes)} rows)"
        row = int(empty[0]) + 1
        raise InputError.at(
            label, problem, "Mend or remove the row.", row=row, field="the geometry"
        )
    other = np.flatnonzero(shapely.get_type_id(shapes) != shapely.GeometryType.POINT)
    if len(other):
        kind = shapely.GeometryType(kinds[other[0]]).name.lower()
        problem = f"the geometry is a {kind}, not a point ({len(other)} such rows)"
        remedy = "Make points first: centroids, or a point on the surface of each area."
        raise InputError.at(label, problem, remedy, row=int(other[0]) + 1)
    return shapely.get_x(shapes), shapely.get_y(shapes)


def _crs_of(text: str) -> "CRS":
    from pyproj import CRS  # noqa: PLC0415 - slow to load, and a database of its own
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        return CRS.from_user_input(text)
    except CRSError:
        msg = f'"{text}" is no coordinate reference system. Give one such as EPSG:27700.'
        raise UsageError(msg) from None


def _name(crs: "CRS") -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.name)


def _required(label: str, crs: "CRS | None") -> "CRS":
    if crs is None:
        problem = "does not say which coordinate reference system its coordinates are in"
        raise InputError.at(label, problem, CRS_REMEDY)
    return crs


def to_wgs84(
    crs: "CRS | str", x: "NDArray[np.float64]", y: "NDArray[np.float64]"
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """
    Convert coordinates to degrees.

    Parameters
    ----------
    crs
        Coordinate reference system, or its name.
    x, y
        Coordinates, x to the east.

    Returns
    -------
    lon, lat : ndarray
        WGS84 degrees.

    Raises
    ------
    UsageError
        If the name is that of no coordinate reference system.
    """
    from pyproj import Transformer  # noqa: PLC0415

    if isinstance(crs, str):
        crs = _crs_of(crs)
    if crs.to_authority() == ("EPSG", "4326") or crs.to_authority() == ("OGC", "CRS84"):
        return x.copy(), y.copy()
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(x, y)
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def _refuse_swapped(
    read: _Read, lon: "NDArray[np.float64]", lat: "NDArray[np.float64]", extent: Extent
) -> None:
    west, south, east, north = extent
    near = (lon >= west - FAR_OFF) & (lon <= east + FAR_OFF)
    near &= (lat >= south - FAR_OFF) & (lat <= north + FAR_OFF)
    if near.all():
        return
    swapped_lon, swapped_lat = to_wgs84(read.crs, read.y, read.x)
    inside = (swapped_lon >= west) & (swapped_lon <= east)
    inside &= (swapped_lat >= south) & (swapped_lat <= north)
    names = "latitude and longitude" if read.crs.is_geographic else "easting and northing"
    problem = (
        f"seem to be {names} swapped: they lie far from the network, but inside it when swapped"
    )
    remedy = "Exchange x and y (longitude is x, latitude is y; easting is x, northing is y)."
    read.refuse(~near & inside, problem, remedy)


def _refuse_mixed(read: _Read) -> None:
    """Refuse rows in degrees among rows in metres, or the other way round."""
    degrees = (np.abs(read.x) <= 180) & (np.abs(read.y) <= 90)
    metres = (np.abs(read.x) > NO_DEGREES) | (np.abs(read.y) > NO_DEGREES)
    if not (degrees.any() and metres.any()):
        return
    few_degrees = degrees.sum() < metres.sum() or (degrees.sum() == metres.sum() and metres[0])
    odd, unit, other = (
        (degrees, "degrees", "metres") if few_degrees else (metres, "metres", "degrees")
    )
    remedy = "All rows must be in one coordinate reference system."
    read.refuse(odd, f"look like {unit} while other rows are in {other}", remedy)
