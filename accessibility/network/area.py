"""The area that a network or a feed is cut to: read, checked, and widened by a buffer."""

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pyarrow as pa
import shapely

from accessibility.errors import InputError, UsageError
from accessibility.network.extent import Extent
from accessibility.tables import read_table

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from pyproj import CRS

__all__ = ["Area", "read_area", "worded"]

_WGS84: Final = 4326
_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_NUMBER: Final = r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*"
_BOX: Final = re.compile(rf"{_NUMBER}(?:,{_NUMBER})*")
_ORDER: Final = "west,south,east,north in degrees, such as -3.2,51.5,-2.8,51.7"
_CURVED: Final = 0.05
"""Degrees between points added to the edges of polygons, which are straight in their own CRS."""


@dataclass(frozen=True)
class Area:
    """
    Part of the world, with a buffer around it.

    Parameters
    ----------
    label
        What to call it in messages.
    core
        The area itself, WGS84.
    zone
        The area with its buffer, WGS84.
    buffer
        Width of the buffer in metres.
    digest
        SHA-256 of the area as it was given, without its buffer.
    """

    label: str
    core: shapely.Geometry
    zone: shapely.Geometry
    buffer: float
    digest: str

    @cached_property
    def extent(self) -> Extent:
        """Bounding box of the area with its buffer."""
        west, south, east, north = self.zone.bounds
        return west, south, east, north

    @cached_property
    def _prepared(self) -> shapely.Geometry:
        shapely.prepare(self.zone)
        return self.zone

    def contains(
        self, lon: "NDArray[np.float64]", lat: "NDArray[np.float64]"
    ) -> "NDArray[np.bool_]":
        """
        Say which points lie in the area or its buffer.

        Parameters
        ----------
        lon, lat
            WGS84 degrees; a point with NaN lies nowhere.

        Returns
        -------
        array
            A mask over the points; those on the edge belong to the area.
        """
        west, south, east, north = self.extent
        inside: NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        near = np.flatnonzero(inside)
        inside[near] = shapely.intersects_xy(self._prepared, lon[near], lat[near])
        return inside

    def covered_by(self, extent: Extent) -> float:
        """
        Say how much of the area lies in a bounding box.

        Parameters
        ----------
        extent
            West, south, east and north in degrees.

        Returns
        -------
        float
            The share of the area without its buffer.
        """
        inside = shapely.intersection(self.core, shapely.box(*extent))
        return float(shapely.area(inside) / shapely.area(self.core))

    def remedy(self, extent: Extent, otherwise: str) -> str:
        """
        Say what to do about data that lie elsewhere.

        Parameters
        ----------
        extent
            Where the data lie: west, south, east and north in degrees.
        otherwise
            What to do unless longitude and latitude seem to have changed places.
        """
        west, south, east, north = self.extent
        swapped = (
            south <= extent[2] and north >= extent[0] and west <= extent[3] and east >= extent[1]
        )
        hint = "Longitude and latitude seem to be swapped: longitude comes first."
        return hint if swapped else otherwise

    def to_table(self) -> pa.Table:
        """
        Give the area as a table, to be saved.

        Returns
        -------
        pyarrow.Table
            One row; the geometries as WKB.
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        geometries = {name: shapely.to_wkb(values[name]) for name in ("core", "zone")}
        return pa.Table.from_pylist([values | geometries])

    @classmethod
    def from_table(cls, table: pa.Table) -> Self:
        """
        Put a saved area together again.

        Parameters
        ----------
        table
            What `to_table` gave.

        Returns
        -------
        Area
            The same area.
        """
        (values,) = table.to_pylist()
        geometries = {name: shapely.from_wkb(values[name]) for name in ("core", "zone")}
        return cls(**(values | geometries))

    def __str__(self) -> str:
        around = f" and {self.buffer:,.0f} m around it" if self.buffer else ""
        return f"{self.label}{around}"


def read_area(given: Any, buffer: float) -> Area:
    """
    Read an area.

    Parameters
    ----------
    given
        A bounding box (west, south, east, north in degrees, as numbers or as text with commas), a
        GeoDataFrame of polygons, or the path of a polygon layer in any coordinate reference
        system. Several polygons count as one area.
    buffer
        Width of the buffer around it, in metres.

    Returns
    -------
    Area
        The area with its buffer.

    Raises
    ------
    InputError
        If the layer is missing or empty, holds anything but polygons, or does not say its
        coordinate reference system.
    UsageError
        If a bounding box is none, or `given` is something else altogether.
    """
    if isinstance(given, str) and _BOX.fullmatch(given):
        return _of_box(given.split(","), buffer)
    if isinstance(given, str | Path):
        return _of_layer(str(given), read_table(given), buffer)
    if hasattr(given, "geometry") and hasattr(given, "crs"):
        return _of_layer("area", given, buffer)
    if isinstance(given, Sequence | np.ndarray) and not isinstance(given, bytes):
        return _of_box(list(given), buffer)
    kind = type(given).__name__
    msg = f"area: {kind} is no area. Give a GeoDataFrame of polygons, a path, or {_ORDER}."
    raise UsageError(msg)


def worded(extent: Extent) -> str:
    """
    Say where a bounding box lies.

    Parameters
    ----------
    extent
        West, south, east and north in degrees.
    """
    west, south, east, north = extent
    return f"longitude {west:.3f} to {east:.3f}, latitude {south:.3f} to {north:.3f}"


def _of_box(box: Sequence[Any], buffer: float) -> Area:
    label = ",".join(str(value).strip() for value in box)
    try:
        numbers = [float(value) for value in box]
    except (TypeError, ValueError):
        numbers = []
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        msg = f'area "{label}" is no bounding box: give four numbers, {_ORDER}.'
        raise UsageError(msg)
    west, south, east, north = numbers
    if max(abs(south), abs(north)) > 90 or max(abs(west), abs(east)) > 180:
        msg = (
            f'area "{label}" is nowhere on Earth. The order is {_ORDER}; for coordinates in '
            "metres give a layer that says its coordinate reference system."
        )
        raise UsageError(msg)
    if west >= east or south >= north:
        wrong = f"west {west:g} is not west of east {east:g}"
        if west < east:
            wrong = f"south {south:g} is not south of north {north:g}"
        msg = f'area "{label}" is empty: {wrong}. The order is {_ORDER}.'
        raise UsageError(msg)
    from pyproj import CRS  # noqa: PLC0415 - takes longer to load than most commands take to say no

    digest = hashlib.sha256(repr(numbers).encode()).hexdigest()
    label = f"the area {label}"
    return _buffered(label, shapely.box(*numbers), CRS.from_epsg(_WGS84), buffer, digest)


def _of_layer(label: str, layer: "gpd.GeoDataFrame", buffer: float) -> Area:
    if getattr(layer, "geometry", None) is None or not hasattr(layer, "crs"):
        remedy = "Give a layer of polygons (GeoPackage, GeoJSON, Shapefile, GeoParquet)."
        raise InputError.at(label, "has no geometries", remedy)
    geometries = layer.geometry.to_numpy()
    rows = np.flatnonzero(~shapely.is_missing(geometries) & ~shapely.is_empty(geometries))
    if len(rows) == 0:
        raise InputError.at(label, "is empty: it holds no polygon", "Give the polygons of an area.")
    kinds = shapely.get_type_id(geometries[rows])
    other = np.flatnonzero(~np.isin(kinds, _POLYGONS))
    if len(other):
        kind = geometries[rows[other[0]]].geom_type
        problem = f"is no polygon but a {kind} ({len(other)} of {len(rows)} rows)"
        raise InputError.at(label, problem, "Give polygons.", row=int(rows[other[0]]) + 1)
    if layer.crs is None:
        remedy = "Say it: set_crs of a GeoDataFrame, or save the layer anew with one."
        raise InputError.at(label, "does not say its coordinate reference system", remedy)
    area = shapely.union_all(shapely.make_valid(geometries[rows]))
    text = f"{layer.crs.to_string()}\0{shapely.to_wkb(shapely.normalize(area), hex=True)}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return _buffered(label, area, layer.crs, buffer, digest)


def _buffered(label: str, area: shapely.Geometry, crs: "CRS", buffer: float, digest: str) -> Area:
    """Widen an area in the UTM zone of its middle, where a metre is a metre."""
    import geopandas as gpd  # noqa: PLC0415 - as above

    try:
        core = gpd.GeoSeries([_densified(area, crs)], crs=crs).to_crs(_WGS84)
        metric = core.estimate_utm_crs()
        zone = core.to_crs(metric).buffer(buffer).to_crs(_WGS84) if buffer else core
    except (ValueError, RuntimeError) as error:
        raise _nowhere(label, crs) from error
    bounds = np.array([core.iloc[0].bounds, zone.iloc[0].bounds]).ravel()
    somewhere = np.isfinite(bounds).all() and np.abs(bounds).max() <= 180
    if not somewhere or shapely.area(core.iloc[0]) == 0:
        raise _nowhere(label, crs)
    if bounds[6] - bounds[4] > 180:
        problem = "reaches, with its buffer, across the 180th meridian, which is not supported"
        raise InputError.at(label, problem, "Give an area on one side of it.")
    return Area(label, core.iloc[0], zone.iloc[0], float(buffer), digest)


def _densified(area: shapely.Geometry, crs: "CRS") -> shapely.Geometry:
    """With points along its long edges, so that they stay where they are in another CRS."""
    unit = 1.0 if crs.is_geographic else 111_000.0
    return shapely.segmentize(area, _CURVED * unit)


def _nowhere(label: str, crs: "CRS") -> InputError:
    problem = f"has no area on Earth when it is read as {crs.name}"
    return InputError.at(label, problem, "Check its coordinate reference system.")
